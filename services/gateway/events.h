/* What the gateway does when dissemination speaks. */
#pragma once

#include "service/service.h"

/* Nothing in the database hangs on it; the offset moves on. */
wl_event_handler_t events_pass;

/* Takes the account of a person away whom intake erased (GDPR art. 17), with all that hangs on it.
 */
wl_event_handler_t on_person_erased;

/* In every process: drops the public answers that it keeps, or tells those who follow their
 * inboxes.
 */
void events_heard (void *state, const wl_event_t *event);
