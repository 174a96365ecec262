/* People's webhooks. */
#include <sodium.h>
#include <string.h>

#include "letters.h"
#include "moments.h"
#include "notification.handlers.h"
#include "state.h"
#include "store_webhooks.h"

enum { WEBHOOKS_MAX = 5, DELIVERIES = 20 };

static const wl_time_t PREVIOUS_SIGNS = WL_DAY;

static wl_status
check_url (wl_request_t *req, const char *url)
{
    const notification_t *state = wl_state (req);

    if (strncmp (url, "https://", 8) == 0 || state->webhooks_private)
        return WL_OK;
    return wl_fail_field (req, "url", "https", "Adres musi zaczynać się od https://.",
                          "The address must begin with https://.");
}

wl_status
notification_add_webhook (wl_request_t *req, const Notification__AddWebhookRequest *in,
                          Notification__Webhook *out)
{
    uint8_t secret[WEBHOOK_SECRET];
    wl_status status;

    WL_TRY (check_url (req, in->url));
    randombytes_buf (secret, sizeof secret);
    out->id = letters_new_id (req);
    out->url = in->url;
    out->secret = webhook_secret_text (wl_arena (req), secret);
    out->created_at = wl_timestamp (wl_arena (req), wl_now (req));
    status = store_add_webhook (req, out->id, in->url, secret, WEBHOOKS_MAX);
    if (status == WL_FAILED_PRECONDITION)
        return wl_fail (req, status, "too-many-webhooks",
                        "Masz już pięć adresów. Usuń najpierw któryś z nich.",
                        "You have five addresses already. Delete one of them first.");
    return status;
}

wl_status
notification_list_webhooks (wl_request_t *req, const Notification__ListWebhooksRequest *in,
                            Notification__ListWebhooksResponse *out)
{
    (void) in;
    return store_list_webhooks (req, out);
}

wl_status
notification_delete_webhook (wl_request_t *req, const Notification__WebhookRequest *in,
                             Wlacznik__Empty *out)
{
    (void) out;
    return store_delete_webhook (req, in->webhook_id);
}

wl_status
notification_pause_webhook (wl_request_t *req, const Notification__WebhookRequest *in,
                            Notification__Webhook *out)
{
    return store_pause_webhook (req, in->webhook_id, out);
}

static void
add_title (wl_request_t *req, Notification__WebhookDelivery *delivery)
{
    const moment_t *moment = moment_find (delivery->template_);

    if (moment == NULL)
        return;
    delivery->title = wl_arena_alloc (wl_arena (req), sizeof *delivery->title);
    wlacznik__local_text__init (delivery->title);
    delivery->title->pl = wl_text_copy (wl_arena (req), moment->pl);
    delivery->title->en = wl_text_copy (wl_arena (req), moment->en);
}

wl_status
notification_list_webhook_deliveries (wl_request_t *req,
                                      const Notification__ListWebhookDeliveriesRequest *in,
                                      Notification__ListWebhookDeliveriesResponse *out)
{
    WL_TRY (store_list_webhook_deliveries (req, in->webhook_id,
                                           in->limit == 0 ? DELIVERIES : in->limit, out));
    for (size_t i = 0; i < out->n_deliveries; i++)
        add_title (req, out->deliveries[i]);
    return WL_OK;
}

wl_status
notification_enable_webhook (wl_request_t *req, const Notification__WebhookRequest *in,
                             Notification__Webhook *out)
{
    wl_wake_jobs (req);
    return store_enable_webhook (req, in->webhook_id, out);
}

wl_status
notification_rotate_webhook (wl_request_t *req, const Notification__WebhookRequest *in,
                             Notification__Webhook *out)
{
    uint8_t secret[WEBHOOK_SECRET];

    randombytes_buf (secret, sizeof secret);
    WL_TRY (store_rotate_webhook (req, in->webhook_id, secret, wl_now (req) + PREVIOUS_SIGNS, out));
    out->secret = webhook_secret_text (wl_arena (req), secret);
    return WL_OK;
}
