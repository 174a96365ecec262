/* What every daemon answers about itself (proto/wlacznik/operation.proto). */
#include <stdlib.h>

#include "db/backlog.h"
#include "operation.handlers.h"
#include "service/internal.h"

enum { PAGE = 50 };

static void
add_sources (wl_request_t *req, Operation__Backlog *out)
{
    const wl_daemon_t *daemon = req->daemon;

    out->sources = wl_arena_array (req->arena, daemon->consumer_count, sizeof *out->sources);
    for (size_t i = 0; i < daemon->consumer_count; i++)
        out->sources[out->n_sources++] =
            wl_text_copy (req->arena, wl_consumer_source (daemon->consumers[i]));
}

wl_status
operation_get_backlog (wl_request_t *req, const Operation__GetBacklogRequest *in,
                       Operation__Backlog *out)
{
    const wl_timer_kind_t *timers = req->daemon->service->timers;
    const char **kinds;
    size_t count = 0;

    (void) in;
    while (timers != NULL && timers[count].name != NULL)
        count++;
    kinds = wl_arena_array (req->arena, count + 1, sizeof *kinds);
    for (size_t i = 0; i < count; i++)
        kinds[i] = timers[i].name;
    add_sources (req, out);
    return wl_backlog_read (req->db, kinds, count, out);
}

/* A cursor is the id that the last page ended with. One more is asked for than shown. */
static wl_status
open_page (wl_request_t *req, const char *cursor, uint32_t limit, bool total,
           wl_backlog_page_t *ret)
{
    uint64_t from = 0;
    char *key, *end = NULL;

    WL_TRY (wl_cursor_open (req, cursor, &key));
    if (key != NULL)
        from = strtoull (key, &end, 10);
    if (key != NULL && (*end != '\0' || from == 0 || from > INT64_MAX))
        return wl_fail_field (req, "cursor", "cursor", "Ten kursor nie jest z tej listy.",
                              "This cursor is not of this list.");
    *ret = (wl_backlog_page_t){ from, wl_page_limit (limit, PAGE) + 1, total };
    return WL_OK;
}

static char *
next_page (wl_request_t *req, uint64_t id)
{
    return wl_cursor_make (req, wl_text_printf (req->arena, "%llu", (unsigned long long) id));
}

wl_status
operation_list_dead_events (wl_request_t *req, const Operation__ListDeadEventsRequest *in,
                            Operation__ListDeadEventsResponse *out)
{
    wl_backlog_page_t page;

    WL_TRY (open_page (req, in->cursor, in->limit, in->total, &page));
    WL_TRY (wl_dead_event_list (req->db, &page, out));
    if (out->n_events == page.limit)
        out->next_cursor = next_page (req, out->events[--out->n_events - 1]->id);
    return WL_OK;
}

wl_status
operation_list_events_aside (wl_request_t *req, const Operation__ListEventsAsideRequest *in,
                             Operation__ListEventsAsideResponse *out)
{
    wl_backlog_page_t page;

    WL_TRY (open_page (req, in->cursor, in->limit, in->total, &page));
    WL_TRY (wl_event_aside_list (req->db, &page, out));
    if (out->n_events == page.limit)
        out->next_cursor = next_page (req, out->events[--out->n_events - 1]->id);
    return WL_OK;
}

static wl_status
no_such_event (wl_request_t *req)
{
    return wl_fail (
        req, WL_NOT_FOUND, "no-such-dead-event",
        "Tego zdarzenia już tu nie ma: zostało przyjęte, odłożone albo czeka za "
        "wcześniejszym. Odśwież listę.",
        "This event is not here any more: it was taken or put aside, or it waits behind "
        "an earlier one. Load the list again.");
}

wl_status
operation_retry_dead_events (wl_request_t *req, const Operation__RetryDeadEventsRequest *in,
                             Operation__RetriedDeadEvents *out)
{
    WL_TRY (wl_dead_event_retry (req->db, in->event_id, "", &out->count));
    return in->event_id != 0 && out->count == 0 ? no_such_event (req) : WL_OK;
}

wl_status
operation_set_dead_event_aside (wl_request_t *req, const Operation__SetDeadEventAsideRequest *in,
                                Operation__EventAside *out)
{
    wl_status status =
        wl_dead_event_aside (req->db, in->event_id, in->reason, wl_user (req), wl_now (req), out);

    if (status == WL_NOT_FOUND)
        return no_such_event (req);
    WL_TRY (status);
    wl_log (WL_LOG_WARN, req->trace, "dead event put aside by an operator",
            WL_LOG_TEXT ("source", out->source), WL_LOG_TEXT ("region", out->region),
            WL_LOG_NUMBER ("sequence", out->sequence), WL_LOG_TEXT ("type", out->type));
    return WL_OK;
}
