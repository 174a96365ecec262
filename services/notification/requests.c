#include "notification.handlers.h"

#include "bounces.h"
#include "letters.h"
#include "news_tell.h"

enum { PAGE = 20 };

wl_status
notification_list_my_messages (wl_request_t *req, const Notification__ListMyMessagesRequest *in,
                               Notification__ListMyMessagesResponse *out)
{
    return store_list_inbox (req, in, wl_page_limit (in->limit, PAGE), out);
}

wl_status
notification_read_message (wl_request_t *req, const Notification__ReadMessageRequest *in,
                           Notification__Message *out)
{
    const char *reader = wl_user (req);

    WL_TRY (store_read_message (req, in->message_id, out));
    news_tell (req, &reader, 1);
    return WL_OK;
}

wl_status
notification_get_delivery (wl_request_t *req, const Notification__GetDeliveryRequest *in,
                           Notification__Delivery *out)
{
    /* The counts are of the whole call, so they are for who answers for all of it: one region's
     * coordinator must not read another region's numbers. */
    if (!wl_has_role (req, WL_ROLE_OWNER, NULL) && !wl_has_role (req, WL_ROLE_COORDINATOR, "*"))
        return WL_PERMISSION_DENIED;
    return store_count_delivery (req, in->call_id, out);
}

wl_status
notification_report_bounce (wl_request_t *req, const Notification__ReportBounceRequest *in,
                            Notification__ReportBounceResponse *out)
{
    bool ours;

    WL_TRY (bounces_take (req, (const char *) in->mail.data, in->mail.len, &ours));
    out->ours = ours;
    return WL_OK;
}

wl_status
notification_send_message (wl_request_t *req, const Notification__SendMessageRequest *in,
                           Notification__Message *out)
{
    Notification__Facts facts = NOTIFICATION__FACTS__INIT;
    store_message_t message = { .template = in->template_,
                                .user_id = in->user_id,
                                .email = in->email,
                                .locale = in->locale,
                                .facts = &facts };

    facts.n_list = in->n_facts;
    facts.list = in->facts;
    /* The runtime keeps no result of a command with secrets, so the caller's key guards here. */
    message.origin =
        wl_text_printf (wl_arena (req), "%s/%s", wl_caller (req), wl_request_key (req));
    letters_queue (req, &message);
    out->id = wl_text_copy (wl_arena (req), message.id);
    out->template_ = in->template_;
    out->state = NOTIFICATION__MESSAGE_STATE__WAITING;
    return WL_OK;
}

/* ---- to many addresses ---- */

static wl_status
queue_letter (wl_request_t *req, const Notification__SendLettersRequest *in,
              const Notification__Letter *letter)
{
    Notification__Facts facts = NOTIFICATION__FACTS__INIT;
    store_message_t message = { .template = in->template_,
                                .origin = letter->origin,
                                .user_id = "",
                                .email = letter->email,
                                .locale = letter->locale,
                                .leave_url = letter->leave_url,
                                .facts = &facts };

    facts.list = wl_arena_array (wl_arena (req), in->n_facts + letter->n_facts, sizeof *facts.list);
    for (size_t i = 0; i < in->n_facts; i++)
        facts.list[facts.n_list++] = in->facts[i];
    for (size_t i = 0; i < letter->n_facts; i++)
        facts.list[facts.n_list++] = letter->facts[i];
    letters_queue (req, &message);
    return WL_OK;
}

wl_status
notification_send_letters (wl_request_t *req, const Notification__SendLettersRequest *in,
                           Wlacznik__Empty *out)
{
    (void) out;
    for (size_t i = 0; i < in->n_letters; i++)
        WL_TRY (queue_letter (req, in, in->letters[i]));
    return WL_OK;
}
