/* What the daemon's threads share, made at its start. */
#pragma once

#include "plug_in.h"
#include "service/service.h"
#include "service/span.h"
#include "smtp_fate.h"

enum { SENDERS_MAX = 8 };

typedef struct sender sender_t;

typedef struct notification {
    wl_spans_t *spans;   /* the daemon's; NULL: nobody collects them */
    const char *url;     /* the public address, for links */
    const char *from;    /* the sender of our mail */
    const char *bounces; /* Maildir of what comes back; NULL: none */
    const char *kept;    /* folder of mails that are kept instead of sent; NULL: none */
    const char
        *plug_ins[PLUG_IN_CHANNELS]; /* programs, in the order of their channels; NULL: none */
    bool webhooks_private;           /* webhooks may lead into our own network */
    sender_t *senders[SENDERS_MAX];  /* each has one thread to itself */
    unsigned sender_count;
    wl_counter_t *mail_tries[SMTP_FATES]; /* by what became of them */
    wl_histogram_t *mail_seconds;         /* from being asked for until a server took it */
    wl_gauge_t *mail_waiting, *mail_rests;
} notification_t;

/* The program of a channel, NULL when none is set. */
const char *notification_plug_in (const notification_t *self, Notification__Channel channel);

wl_status notification_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error);
void notification_stop (void **state_p);
