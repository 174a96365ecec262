/* What the gateway does when dissemination speaks. */
#pragma once

#include "service/service.h"

/* Nothing in the database hangs on it; the offset moves on. */
wl_event_handler_t events_pass;

/* In every process: drops the public answers that it keeps, or tells those who follow their
 * inboxes.
 */
void events_heard (void *state, const wl_event_t *event);
