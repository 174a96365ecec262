/* One event of another service: who reacts to it here, and having it done. */
#include "base/uuid.h"
#include "service/internal.h"

const wl_subscription_t *
wl_event_subscription (const wl_daemon_t *daemon, const char *source, const char *type,
                       const char *aggregate)
{
    const wl_service_t *service = daemon->service;

    if (!service->rehearses && wl_uuid_is_rehearsed (aggregate))
        return NULL;
    for (const wl_subscription_t *hears = service->hears; hears->source != NULL; hears++)
        if (wl_text_equal (hears->source, source) && wl_text_equal (hears->type->name, type))
            return hears;
    return NULL;
}

static void
end_span (const wl_request_t *req, const wl_subscription_t *hears, const wl_event_t *event,
          wl_status status)
{
    wl_span_facts_t facts = { .kind = WL_SPAN_CONSUMER,
                              .system = "event",
                              .name = hears->type->name,
                              .region = event->region,
                              .sequence = event->sequence,
                              .status = status == WL_OK ? NULL : wl_status_name (status) };

    wl_span_end (req->daemon->spans, &req->span, &facts);
}

static wl_status
run_handler (const wl_subscription_t *hears, wl_event_t *event, wl_request_t *req)
{
    ProtobufCMessage *body;

    WL_TRY (wl_message_unpack (req->arena, hears->type, event->payload.data, event->payload.length,
                               &body));
    event->body = body;
    return hears->handle (req, event);
}

wl_status
wl_event_handle (wl_daemon_t *daemon, wl_arena_t *arena, wl_db_t *db,
                 const wl_subscription_t *hears, wl_event_t *event, wl_request_t *req)
{
    wl_status status;

    wl_request_init (req, daemon, arena, db);
    req->now = event->at;
    wl_span_begin (daemon->spans, event->trace, 0, &req->span);
    req->trace = req->span.context;
    req->seed = wl_text_printf (arena, "event/%s/%s/%llu", event->source, event->region,
                                (unsigned long long) event->sequence);
    status = run_handler (hears, event, req);
    /* A rehearsal may be deleted while events of it are on their way. */
    if (status == WL_NOT_FOUND && wl_uuid_is_rehearsed (event->aggregate))
        status = WL_OK;
    end_span (req, hears, event, status);
    return status;
}
