/* People's webhooks and what goes to them. */
#pragma once

#include "store.h"
#include "webhook.h"

/* WL_FAILED_PRECONDITION: the person has `most` already. */
WL_MUST_CHECK wl_status store_add_webhook (wl_request_t *req, const char *id, const char *url,
                                           const uint8_t secret[WEBHOOK_SECRET], int most);
WL_MUST_CHECK wl_status store_list_webhooks (wl_request_t *req,
                                             Notification__ListWebhooksResponse *ret);
/* The caller's own; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_delete_webhook (wl_request_t *req, const char *id);
WL_MUST_CHECK wl_status store_enable_webhook (wl_request_t *req, const char *id,
                                              Notification__Webhook *ret);
WL_MUST_CHECK wl_status store_pause_webhook (wl_request_t *req, const char *id,
                                             Notification__Webhook *ret);
/* The newest `limit` calls of one of the caller's. */
WL_MUST_CHECK wl_status
store_list_webhook_deliveries (wl_request_t *req, const char *id, uint32_t limit,
                               Notification__ListWebhookDeliveriesResponse *ret);
/* The secret that was signs until `previous_until`. */
WL_MUST_CHECK wl_status store_rotate_webhook (wl_request_t *req, const char *id,
                                              const uint8_t secret[WEBHOOK_SECRET],
                                              wl_time_t previous_until, Notification__Webhook *ret);

/* One way to each enabled webhook of the people whom these messages are for; at once. Deferred. */
void store_insert_webhook_ways (wl_request_t *req, const char *const *message_ids, size_t count);

typedef struct store_webhook_way {
    const char *id, *webhook_id, *url;
    int attempts;
    wl_time_t first_try_at;
    const uint8_t *secrets[WEBHOOK_SECRETS];
    size_t secret_count;
    webhook_facts_t facts;
} store_webhook_way_t;
/* Takes at most `limit` that are due, until `lease`. */
WL_MUST_CHECK wl_status store_claim_webhook_ways (wl_request_t *req, wl_time_t lease, size_t limit,
                                                  store_webhook_way_t **ret, size_t *ret_count);
/* Deferred: writes a try down. `ready` 0: not again. */
void store_record_webhook_try (wl_request_t *req, const char *id, Notification__DispatchState state,
                               wl_time_t ready, const char *answer);
/* Deferred: it is sent nothing any more; what waits for it ends. */
void store_disable_webhook (wl_request_t *req, const char *webhook_id);
