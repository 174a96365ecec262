/* Dead letters that an operator wants tried again, one transaction each. */
#include "service/internal.h"

/* Not done again: the letter gets the new reason and waits for the operator. */
static wl_status
put_back (wl_db_t *db, const wl_event_t *event, const char *reason)
{
    wl_db_rollback (db);
    wl_db_begin (db);
    wl_dead_letter_put (db, event, reason, 1);
    return wl_db_commit (db);
}

static wl_status
retry_one (wl_daemon_t *daemon, wl_arena_t *arena, wl_db_t *db)
{
    const wl_subscription_t *hears;
    wl_event_t event;
    wl_request_t req;
    wl_status status = WL_OK;

    wl_arena_reset (arena);
    wl_db_begin (db);
    WL_TRY (wl_dead_letter_take (db, &event));
    wl_request_init (&req, daemon, arena, db);
    hears = wl_event_subscription (daemon, event.source, event.type, event.aggregate);
    if (hears != NULL)
        status = wl_event_handle (daemon, arena, db, hears, &event, &req);
    if (status == WL_OK) {
        wl_dead_letter_delete (db, &event);
        status = wl_db_commit (db);
    }
    if (status != WL_OK)
        return put_back (db, &event,
                         req.error.reason != NULL ? req.error.reason : wl_status_name (status));
    if (hears != NULL)
        wl_request_committed (&req);
    return WL_OK;
}

wl_status
wl_dead_letters_retry (wl_daemon_t *daemon, wl_arena_t *arena, wl_db_t *db)
{
    wl_status status;

    do
        status = retry_one (daemon, arena, db);
    while (status == WL_OK);
    return status == WL_NOT_FOUND ? WL_OK : status;
}
