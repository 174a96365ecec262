/* Letters to people without an account: about what is published and announced, a batch at a time.
 * Notification writes and sends them; here is decided to whom. */
#pragma once

#include "service/service.h"
#include "wlacznik/dissemination.pb-c.h"

#define CONFIRMATION_TIMER        "send-confirmation"   /* key: the subscription */
#define FORGET_SUBSCRIPTION_TIMER "forget-subscription" /* key: the subscription */
#define NEWSLETTER_TIMER          "send-newsletters"    /* key: the announcement or the entry */

/* Letters go, once this commits, to everybody whom it concerns. */
void newsletters_send (wl_request_t *req, Dissemination__Topic topic, const char *id);

/* ---- timers ---- */

wl_timer_prepare_t confirmation_prepare;
wl_timer_act_t confirmation_act;
wl_timer_record_t confirmation_record;

wl_timer_handler_t on_forget_subscription;

wl_timer_prepare_t newsletters_prepare;
wl_timer_act_t newsletters_act;
wl_timer_record_t newsletters_record;
