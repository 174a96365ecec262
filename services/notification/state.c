#include "state.h"

#include <stdlib.h>
#include <unistd.h>

#include "sending.h"

enum { SENDERS = 1, CONNECTIONS = 8 };

static wl_status
read_options (const wl_config_t *config, sender_options_t *ret, wl_error_t *error)
{
    long connections, timeout_s, give_up_hours;
    mailer_options_t *mailer = &ret->mailer;

    mailer->url = wl_config_text (config, "smtp.url", NULL);
    mailer->user = wl_config_text (config, "smtp.user", NULL);
    mailer->password = wl_config_text (config, "smtp.password", NULL);
    mailer->from = wl_config_text (config, "smtp.from", NULL);
    mailer->bounces_to = wl_config_text (config, "smtp.bounces_to", mailer->from);
    mailer->ca_file = wl_config_text (config, "smtp.ca_file", NULL);
    WL_TRY (wl_config_int (config, "smtp.connections", CONNECTIONS, 1, MAILER_CONNECTIONS_MAX,
                           &connections, error));
    WL_TRY (wl_config_int (config, "smtp.timeout_s", 60, 1, 120, &timeout_s, error));
    WL_TRY (wl_config_int (config, "smtp.give_up_hours", 72, 1, 240, &give_up_hours, error));
    mailer->connections = (unsigned) connections;
    mailer->timeout_s = timeout_s;
    ret->pace = wl_config_text (config, "smtp.pace", "");
    ret->give_up = give_up_hours * WL_HOUR;
    if (mailer->url == NULL || mailer->from == NULL)
        return wl_error_set (error, WL_FAILED_PRECONDITION, "setting-missing",
                             "smtp.url and smtp.from must be set: which server sends our mail, and "
                             "from which address?");
    return WL_OK;
}

static wl_status
start_senders (notification_t *self, const wl_config_t *config, wl_error_t *error)
{
    sender_options_t options = { 0 };
    long senders;

    WL_TRY (read_options (config, &options, error));
    WL_TRY (wl_config_int (config, "smtp.senders", SENDERS, 1, SENDERS_MAX, &senders, error));
    if ((unsigned) senders > options.mailer.connections)
        senders = options.mailer.connections;
    options.share = (unsigned) senders;
    options.mailer.connections =
        (options.mailer.connections + (unsigned) senders - 1) / (unsigned) senders;
    for (long i = 0; i < senders; i++) {
        self->senders[i] = sender_new (&options, error);
        if (self->senders[i] == NULL)
            return error->status;
        self->sender_count++;
    }
    return WL_OK;
}

static wl_status
read_plug_ins (notification_t *self, const wl_config_t *config, wl_error_t *error)
{
    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++) {
        const char *setting = plug_in_channels ()[i].setting;
        const char *program = wl_config_text (config, setting, NULL);

        if (program != NULL && (program[0] != '/' || access (program, X_OK) != 0))
            return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid",
                                 "%s must name a program that can be run, from / on", setting);
        self->plug_ins[i] = program;
    }
    return WL_OK;
}

const char *
notification_plug_in (const notification_t *self, Notification__Channel channel)
{
    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++)
        if (plug_in_channels ()[i].channel == channel)
            return self->plug_ins[i];
    return NULL;
}

static void
open_measures (notification_t *self, wl_metrics_t *metrics)
{
    static const char *const fates[SMTP_FATES] = { [SMTP_TAKEN] = "fate=\"taken\"",
                                                   [SMTP_LATER] = "fate=\"later\"",
                                                   [SMTP_GREYLISTED] = "fate=\"greylisted\"",
                                                   [SMTP_REFUSED] = "fate=\"refused\"",
                                                   [SMTP_SERVER] = "fate=\"server\"" };

    for (int fate = SMTP_TAKEN; fate < SMTP_FATES; fate++)
        self->mail_tries[fate] =
            wl_metrics_counter (metrics, "wlacznik_mail_tries_total",
                                "Tries to hand a letter to the mail server", fates[fate]);
    self->mail_seconds =
        wl_metrics_histogram (metrics, "wlacznik_mail_seconds",
                              "From when a letter was asked for until a server took it", "");
    self->mail_waiting = wl_metrics_gauge (metrics, "wlacznik_mail_waiting",
                                           "Letters in the queue, counted now and then", "");
    self->mail_rests = wl_metrics_gauge (metrics, "wlacznik_mail_rests",
                                         "1 while sending rests because the server fails", "");
}

wl_status
notification_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error)
{
    const wl_config_t *config = wl_daemon_config (daemon);
    notification_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    *ret_state = self;
    self->spans = wl_daemon_spans (daemon);
    self->url = wl_config_text (config, "public.url", "http://localhost:8080");
    self->from = wl_config_text (config, "smtp.from", NULL);
    self->bounces = wl_config_text (config, "smtp.bounces", NULL);
    self->kept = wl_config_text (config, "smtp.kept", NULL);
    open_measures (self, wl_daemon_metrics (daemon));
    self->webhooks_private = wl_config_bool (config, "webhooks.private", false);
    WL_TRY (read_plug_ins (self, config, error));
    return start_senders (self, config, error);
}

void
notification_stop (void **state_p)
{
    notification_t *self = *state_p;

    for (unsigned i = 0; i < self->sender_count; i++)
        sender_destroy (&self->senders[i]);
    free (self);
    *state_p = NULL;
}
