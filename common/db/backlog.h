/* What waits in one service's database, for those who run the house: its own events, those of
 * others, timers, and the events that it could not take. Any replica may ask; the consumer acts on
 * what is written here within two seconds. Messages live in the connection's arena. */
#pragma once

#include "db/db.h"
#include "wlacznik/operation.pb-c.h"

/* `kinds` are the timers that the service has. Fills in all of `ret`. The cost does not grow with
 * what waits: counts end at 10,000. */
WL_MUST_CHECK wl_status wl_backlog_read (wl_db_t *db, const char *const *kinds, size_t kind_count,
                                         Operation__Backlog *ret);

typedef struct wl_backlog_page {
    uint64_t from; /* the id that the last page ended with; 0: the first page */
    uint32_t limit;
    bool total; /* whether to count them all */
} wl_backlog_page_t;

/* At most `limit` dead events from `from` upwards: of each thing the first. `total` counts things.
 */
WL_MUST_CHECK wl_status wl_dead_event_list (wl_db_t *db, const wl_backlog_page_t *page,
                                            Operation__ListDeadEventsResponse *ret);
/* Asks for the dead event to be taken again; 0: for all, or with an `aggregate` that is not "" for
 * those about it. `ret_count`: how many; those that were never tried need no asking. */
WL_MUST_CHECK wl_status wl_dead_event_retry (wl_db_t *db, uint64_t id, const char *aggregate,
                                             uint32_t *ret_count);
/* Gives the event up for `reason`. WL_NOT_FOUND: there is none, or an earlier one of the same thing
 * stands before it. */
WL_MUST_CHECK wl_status wl_dead_event_aside (wl_db_t *db, uint64_t id, const char *reason,
                                             const char *account_id, wl_time_t at,
                                             Operation__EventAside *ret);
/* What was given up, from `from` downwards. */
WL_MUST_CHECK wl_status wl_event_aside_list (wl_db_t *db, const wl_backlog_page_t *page,
                                             Operation__ListEventsAsideResponse *ret);
