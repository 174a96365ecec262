/* Letters to people without an account, and the news and events that editors announce. */
#include "announcement_rules.h"
#include "dissemination.handlers.h"
#include "link_token.h"
#include "newsletters.h"
#include "site.h"
#include "store_subscriptions.h"

enum { PAGE = 20 };

/* How long a question waits for its answer; nothing of it stays longer. */
static const wl_time_t CONFIRMATION_WAITS = 48 * WL_HOUR;

static bool
english (wl_request_t *req)
{
    return wl_text_equal (wl_locale (req), "en");
}

/* ---- asking for letters ---- */

/* The answer is the same whether the address has letters already, or was asked too often: nobody
 * learns from it who reads us. */
wl_status
dissemination_subscribe (wl_request_t *req, const Dissemination__SubscribeRequest *in,
                         Dissemination__SubscribeResponse *out)
{
    Dissemination__ConfirmationLetter letter = DISSEMINATION__CONFIRMATION_LETTER__INIT;
    char token[LINK_TOKEN_TEXT], leave[LINK_TOKEN_TEXT],
        *id = wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req)));
    uint8_t hash[LINK_TOKEN_HASH];
    wl_status status;

    link_token_make (token);
    link_token_make (leave);
    link_token_hash (token, hash);
    status = store_ask_subscription (req, id, in, hash, leave, wl_now (req) + CONFIRMATION_WAITS);
    if (status == WL_OK) {
        letter.token = token;
        wl_timer_set (req, CONFIRMATION_TIMER, id, wl_now (req), &letter.base);
        wl_timer_set (req, FORGET_SUBSCRIPTION_TIMER, id, wl_now (req) + CONFIRMATION_WAITS, NULL);
    } else if (status != WL_RESOURCE_EXHAUSTED) {
        return status;
    }
    out->text = wl_text_copy (
        wl_arena (req), english (req)
                            ? "We have sent you a letter. Open the link in it within 48 hours; "
                              "until then we send nothing else, and then we forget the address."
                            : "Wysłaliśmy list. Otwórz zawarty w nim odnośnik w ciągu 48 godzin; "
                              "bez tego nic więcej nie wyślemy i zapomnimy ten adres.");
    return WL_OK;
}

wl_status
dissemination_confirm_subscription (wl_request_t *req,
                                    const Dissemination__SubscriptionTokenRequest *in,
                                    Dissemination__Subscription *out)
{
    uint8_t hash[LINK_TOKEN_HASH];
    wl_status status;

    link_token_hash (in->token, hash);
    status = store_confirm_subscription (req, hash, out);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_NOT_FOUND, "subscription-not-valid",
                        "Ten odnośnik wygasł albo listy są już odwołane. Zapisz się jeszcze raz.",
                        "This link has expired, or the letters were cancelled already. Subscribe "
                        "again.");
    return status;
}

/* ---- ending them ---- */

static wl_status
end (wl_request_t *req, const char *token, const char **ret_text)
{
    bool ended;

    WL_TRY (store_end_subscription (req, token, &ended));
    if (ended)
        *ret_text = english (req) ? "We send no more letters to your address, and have erased it."
                                  : "Nie wyślemy więcej listów na Twój adres i usunęliśmy go.";
    else
        *ret_text = english (req) ? "There are no letters to cancel: the link was used already, or "
                                    "a part of it is missing."
                                  : "Nie ma już czego odwołać: odnośnik zadziałał wcześniej albo "
                                    "brakuje jego części.";
    return WL_OK;
}

wl_status
dissemination_end_subscription (wl_request_t *req,
                                const Dissemination__SubscriptionTokenRequest *in,
                                Dissemination__SubscribeResponse *out)
{
    const char *text;

    WL_TRY (end (req, in->token, &text));
    out->text = wl_text_copy (wl_arena (req), text);
    return WL_OK;
}

static void
page (wl_request_t *req, const char *text, const char *link, const char *label,
      Wlacznik__Document *out)
{
    const char *title = english (req) ? "Letters from Włącznik" : "Listy z Włącznika";
    wl_buffer_t html;

    wl_buffer_init (&html, wl_arena (req));
    wl_buffer_printf (&html,
                      "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
                      "<style>body{font:18px/1.5 Verdana,Arial,sans-serif;max-width:36em;"
                      "margin:3em auto;padding:0 1em;color:#1a1a1a}</style></head>\n<body>\n"
                      "<main><h1>%s</h1>\n<p>",
                      wl_locale (req), title, title);
    wl_buffer_html (&html, text);
    wl_buffer_text (&html, "</p>\n");
    if (link != NULL) {
        wl_buffer_text (&html, "<p><a href=\"");
        wl_buffer_html (&html, link);
        wl_buffer_text (&html, "\">");
        wl_buffer_html (&html, label);
        wl_buffer_text (&html, "</a></p>\n");
    }
    wl_buffer_text (&html, "</main></body></html>\n");
    out->content = wl_message_bytes (&html);
}

wl_status
dissemination_leave_by_click (wl_request_t *req, const Dissemination__LeaveByClickRequest *in,
                              Wlacznik__Document *out)
{
    const char *text;

    WL_TRY (end (req, in->token, &text));
    page (req, text, NULL, NULL, out);
    return WL_OK;
}

wl_status
dissemination_show_leave (wl_request_t *req, const Dissemination__SubscriptionTokenRequest *in,
                          Wlacznik__Document *out)
{
    char *link =
        wl_text_printf (wl_arena (req), "%s/unsubscribe#token=%s", site_url (req), in->token);

    page (req,
          english (req) ? "Here you cancel the letters about innovations, events and news."
                        : "Tutaj odwołasz listy o innowacjach, wydarzeniach i wiadomościach.",
          link,
          english (req) ? "Go to the page with the button" : "Przejdź do strony z przyciskiem",
          out);
    return WL_OK;
}

wl_status
dissemination_count_subscriptions (wl_request_t *req,
                                   const Dissemination__CountSubscriptionsRequest *in,
                                   Dissemination__SubscriptionCounts *out)
{
    (void) in;
    return store_count_subscriptions (req, out);
}

/* ---- announcements ---- */

static void
tell (wl_request_t *req, const char *id, bool withdrawn)
{
    Dissemination__AnnouncementChanged event = DISSEMINATION__ANNOUNCEMENT_CHANGED__INIT;

    event.announcement_id = wl_text_copy (wl_arena (req), id);
    event.withdrawn = withdrawn;
    wl_emit (req, "pl", id, &event.base);
}

wl_status
dissemination_announce (wl_request_t *req, const Dissemination__AnnounceRequest *in,
                        Dissemination__Announcement *out)
{
    WL_TRY (announcement_check (in->text, wl_locale (req), wl_request_error (req)));
    out->id = wl_uuid_text (wl_arena (req), wl_uuid_new (wl_now (req)));
    out->text = in->text;
    out->published_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_insert_announcement (req, out);
    newsletters_send (req, in->text->topic, out->id);
    tell (req, out->id, false);
    return WL_OK;
}

wl_status
dissemination_list_announcements (wl_request_t *req,
                                  const Dissemination__ListAnnouncementsRequest *in,
                                  Dissemination__ListAnnouncementsResponse *out)
{
    return store_announcements (req, in, wl_page_limit (in->limit, PAGE), out);
}

wl_status
dissemination_withdraw_announcement (wl_request_t *req,
                                     const Dissemination__WithdrawAnnouncementRequest *in,
                                     Dissemination__Announcement *out)
{
    WL_TRY (store_delete_announcement (req, in->announcement_id, out));
    wl_timer_cancel (req, NEWSLETTER_TIMER, in->announcement_id);
    tell (req, in->announcement_id, true);
    return WL_OK;
}
