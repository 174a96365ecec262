/* The operator's outbox: what became of everything that was sent, and trying it again. */
#include "kept_mail.h"
#include "message/message.h"
#include "moments.h"
#include "notification.handlers.h"
#include "state.h"
#include "store_outbox.h"

enum { PAGE = 50, KEPT_PAGE = 20 };

/* ---- what waits, arrived, failed ---- */

static void
add_titles (wl_request_t *req, Notification__OutboxItem *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const moment_t *moment = moment_find (items[i]->template_);
        Wlacznik__LocalText *title = wl_arena_alloc (wl_arena (req), sizeof *title);

        if (moment == NULL)
            continue;
        wlacznik__local_text__init (title);
        title->pl = wl_text_copy (wl_arena (req), moment->pl);
        title->en = wl_text_copy (wl_arena (req), moment->en);
        items[i]->title = title;
    }
}

wl_status
notification_list_outbox (wl_request_t *req, const Notification__ListOutboxRequest *in,
                          Notification__ListOutboxResponse *out)
{
    const notification_t *state = wl_state (req);
    uint32_t limit = wl_page_limit (in->limit, PAGE);
    store_outbox_page_t page = { .state = in->state, .limit = limit + 1 };
    char *before;

    WL_TRY (wl_cursor_open (req, in->cursor, &before));
    page.before = before;
    WL_TRY (store_list_outbox (wl_db (req), &page, &out->items, &out->n_items));
    if (out->n_items > limit) {
        out->n_items = limit;
        if (in->state != NOTIFICATION__DISPATCH_STATE__PENDING)
            out->next_cursor = wl_cursor_make (req, out->items[limit - 1]->id);
    }
    add_titles (req, out->items, out->n_items);
    out->kept = state->kept != NULL;
    out->counts = wl_arena_alloc (wl_arena (req), sizeof *out->counts);
    notification__outbox_counts__init (out->counts);
    WL_TRY (store_count_outbox (wl_db (req), out->counts));
    return in->total ? store_count_outbox_list (wl_db (req), in->state, out->counts, out) : WL_OK;
}

wl_status
notification_requeue_mail (wl_request_t *req, const Notification__RequeueMailRequest *in,
                           Notification__RequeueMailResponse *out)
{
    int64_t count = 0;

    if (!wl_text_empty (in->dispatch_id))
        WL_TRY (store_requeue_dispatch (wl_db (req), in->dispatch_id, &count));
    else if (!wl_text_empty (in->message_id) || in->everything)
        WL_TRY (store_requeue_mail (wl_db (req), in->everything ? NULL : in->message_id, in->domain,
                                    &count));
    else
        return wl_fail_field (req, "messageId", "required",
                              "Wskaż wiadomość albo zaznacz, że chodzi o wszystkie.",
                              "Name a message, or say that you mean all of them.");
    if (count > 0)
        wl_wake_jobs (req);
    out->count = (uint32_t) count;
    return WL_OK;
}

/* ---- mail of a house without a mail server ---- */

static wl_status
kept_folder (wl_request_t *req, const char **ret)
{
    const notification_t *state = wl_state (req);

    *ret = state->kept;
    if (state->kept != NULL)
        return WL_OK;
    return wl_fail (req, WL_NOT_FOUND, "no-kept-mail",
                    "Poczta wychodzi przez serwer, więc tu nie ma jej kopii.",
                    "Mail goes out through a server, so there are no copies of it here.");
}

static Notification__KeptMail *
kept_mail (wl_request_t *req, const char *folder, char *name)
{
    Notification__KeptMail *mail = (Notification__KeptMail *) wl_message_new (
        wl_arena (req), &notification__kept_mail__descriptor);
    size_t length;
    char *bytes;

    mail->name = name;
    mail->at = wl_timestamp (wl_arena (req), kept_mail_time (name));
    if (kept_mail_read (wl_arena (req), folder, name, &bytes, &length) == WL_OK)
        mail->head = kept_mail_head (wl_arena (req), bytes, length);
    return mail;
}

wl_status
notification_list_kept_mail (wl_request_t *req, const Notification__ListKeptMailRequest *in,
                             Notification__ListKeptMailResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, KEPT_PAGE);
    const char *folder;
    char *before, **names;
    size_t count, all;

    WL_TRY (kept_folder (req, &folder));
    WL_TRY (wl_cursor_open (req, in->cursor, &before));
    if (kept_mail_list (wl_arena (req), folder, before, limit + 1, &names, &count, &all) != WL_OK)
        return wl_fail (req, WL_UNAVAILABLE, "kept-mail-unreadable",
                        "Nie można odczytać katalogu z pocztą. Sprawdź ustawienie smtp.kept.",
                        "The folder of mail cannot be read. Check the setting smtp.kept.");
    out->n_mails = count > limit ? limit : count;
    out->mails = wl_arena_array (wl_arena (req), out->n_mails, sizeof *out->mails);
    for (size_t i = 0; i < out->n_mails; i++)
        out->mails[i] = kept_mail (req, folder, names[i]);
    if (count > limit)
        out->next_cursor = wl_cursor_make (req, names[limit - 1]);
    if (in->total)
        wl_tell_total ((int64_t) all, &out->total, &out->total_is_more);
    return WL_OK;
}

wl_status
notification_get_kept_mail (wl_request_t *req, const Notification__GetKeptMailRequest *in,
                            Wlacznik__Document *out)
{
    const char *folder;
    char *bytes;
    wl_status status;

    WL_TRY (kept_folder (req, &folder));
    status = kept_mail_read (wl_arena (req), folder, in->name, &bytes, &out->content.len);
    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "kept-mail-too-large",
                        "Ta wiadomość jest większa niż 2 MB. Otwórz ją z katalogu.",
                        "This mail is larger than 2 MB. Open it in the folder.");
    WL_TRY (status);
    out->content.data = (uint8_t *) bytes;
    out->file_name = in->name;
    return WL_OK;
}
