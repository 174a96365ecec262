/* What the gateway does when dissemination speaks. */
#pragma once

#include "service/service.h"

/* Nothing in the database hangs on it; the offset moves on. */
wl_event_handler_t events_on_entry_published;

/* Drops the public answers that this process keeps. */
void events_heard (void *state, const wl_event_t *event);
