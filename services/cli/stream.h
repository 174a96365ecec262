/* One stream of a service's event log, read from its beginning to its end. */
#pragma once

#include "command.h"
#include "db/event_log.h"

typedef bool
stream_visit_t (const arguments_t *arguments, wl_db_t *db, const wl_event_t *event, void *context);

/* Calls `visit` with every event, in order, until it says false; what the visit puts into the arena
 * is given back after a batch. False when the database failed. */
WL_MUST_CHECK bool stream_each (const arguments_t *arguments, wl_db_t *db, const char *service,
                                const char *region, stream_visit_t *visit, void *context);

/* Prints the hash that ends each day (UTC): "2026-11-26 NAME12 0123...", with `name` in front of
 * the position. It holds every event before it: whoever has it published can show that nothing up
 * to that evening was changed since. False when the database failed. */
WL_MUST_CHECK bool stream_print_roots (const arguments_t *arguments, wl_db_t *db,
                                       const char *service, const char *region, const char *name);
