#include "events.h"

#include "gateway.h"

wl_status
events_on_entry_published (wl_request_t *req, const wl_event_t *event)
{
    (void) req;
    (void) event;
    return WL_OK;
}

void
events_heard (void *state, const wl_event_t *event)
{
    gateway_t *gateway = state;

    (void) event;
    page_cache_forget (gateway->pages);
}
