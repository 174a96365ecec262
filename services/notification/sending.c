#include "sending.h"

#include <stdlib.h>

#include "compose.h"

enum { TRIES_MAX = 12 }; /* with the timers' back-off: about two hours */

typedef struct work {
    store_message_t message;
    composed_t composed;
    bool last_try;
} work_t;

wl_status
sending_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error)
{
    const wl_config_t *config = wl_daemon_config (daemon);
    mailer_options_t options = { .url = wl_config_text (config, "smtp.url", NULL),
                                 .user = wl_config_text (config, "smtp.user", NULL),
                                 .password = wl_config_text (config, "smtp.password", NULL),
                                 .from = wl_config_text (config, "smtp.from", NULL) };
    sending_state_t *state = calloc (1, sizeof *state);

    if (state == NULL)
        return WL_RESOURCE_EXHAUSTED;
    *ret_state = state;
    if (options.url == NULL || options.from == NULL)
        return wl_error_set (error, WL_FAILED_PRECONDITION, "setting-missing",
                             "smtp.url and smtp.from must be set: which server sends our mail, and "
                             "from which address?");
    state->url = wl_config_text (config, "public.url", "http://localhost:8080");
    state->mailer = mailer_new (&options);
    return WL_OK;
}

void
sending_stop (void **state_p)
{
    sending_state_t *state = *state_p;

    mailer_destroy (&state->mailer);
    free (state);
    *state_p = NULL;
}

wl_status
sending_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload, void **ret)
{
    work_t *work = wl_arena_alloc (wl_arena (req), sizeof *work);
    wl_status status =
        store_load_message (req, wl_text_copy (wl_arena (req), timer->key), &work->message);

    (void) payload;
    if (status == WL_NOT_FOUND)
        return WL_OK; /* erased meanwhile: nothing to send */
    WL_TRY (status);
    if (work->message.state != NOTIFICATION__MESSAGE_STATE__WAITING)
        return WL_OK;
    work->last_try = timer->attempts + 1 >= TRIES_MAX;
    *ret = work;
    return WL_OK;
}

wl_status
sending_act (wl_request_t *req, void *prepared)
{
    work_t *work = prepared;
    sending_state_t *state = wl_state (req);
    const char *why = "";
    mail_t mail = { .id = work->message.id, .date = work->message.created_at };
    wl_status status;

    WL_TRY (compose_letter (req, &work->message, state->url, &work->composed));
    mail.to = work->composed.to;
    mail.to_name = work->composed.to_name;
    mail.subject = work->composed.subject;
    mail.text = work->composed.text;
    mail.html = work->composed.html;
    status = mailer_send (state->mailer, &mail, wl_arena (req), &why);
    if (status != WL_OK)
        return wl_failf (req, status, "mail-refused", "Serwer poczty: %s", "Mail server: %s", why);
    return WL_OK;
}

static bool
may_come_right (wl_status status)
{
    return status == WL_UNAVAILABLE || status == WL_DEADLINE_EXCEEDED || status == WL_INTERNAL ||
           status == WL_RESOURCE_EXHAUSTED;
}

wl_status
sending_record (wl_request_t *req, void *prepared, wl_status acted)
{
    work_t *work = prepared;
    const composed_t *composed = &work->composed;

    if (acted == WL_OK)
        return store_finish_message (req, &work->message, NOTIFICATION__MESSAGE_STATE__SENT,
                                     composed->subject, composed->secret ? "" : composed->text);
    if (may_come_right (acted) && !work->last_try)
        return acted;
    wl_log (WL_LOG_ERROR, NULL, "message given up", WL_LOG_TEXT ("message", work->message.id),
            WL_LOG_TEXT ("template", work->message.template),
            WL_LOG_TEXT ("status", wl_status_name (acted)),
            WL_LOG_TEXT ("reason", wl_request_error (req)->reason));
    return store_finish_message (req, &work->message, NOTIFICATION__MESSAGE_STATE__FAILED,
                                 composed->subject == NULL ? "" : composed->subject, "");
}
