/* Several connections to one mail server, kept open between letters; each is driven by a thread. */
#pragma once

#include "mail.h"
#include "smtp_fate.h"

typedef struct mailer mailer_t;

typedef struct mailer_options {
    const char *url;             /* smtp://host:587 (STARTTLS where offered) or smtps://host:465 */
    const char *user, *password; /* NULL: none */
    const char *from;            /* in the header */
    const char *bounces_to;      /* the envelope's sender */
    const char *ca_file;         /* who vouches for the server; NULL: the system's list */
    unsigned connections;        /* 1..MAILER_CONNECTIONS_MAX */
    long timeout_s;              /* for one letter, connecting and TLS included */
} mailer_options_t;

enum { MAILER_CONNECTIONS_MAX = 64, MAILER_ANSWER_MAX = 400 };

typedef struct mailer_result {
    void *letter; /* as it was given to mailer_start */
    smtp_fate_t fate;
    int code;                       /* the server's last answer, 0 if none */
    char status[16];                /* "5.1.1", "" when the server gave none */
    char answer[MAILER_ANSWER_MAX]; /* the last answer's line, or why there is none; one line */
} mailer_result_t;

/* Options are copied. Not thread-safe: one thread has it. */
mailer_t *mailer_new (const mailer_options_t *options);
/* Gives up what is on its way, within about a second. */
void mailer_destroy (mailer_t **self_p);

/* Connections that carry nothing now. */
unsigned mailer_free (const mailer_t *self);
unsigned mailer_busy (const mailer_t *self);
/* Starts a letter on a free connection. `mail` and what it points to must live until its result is
 * there; headers are made in `arena`. False when the system has no memory; nothing started. */
WL_MUST_CHECK bool
mailer_start (mailer_t *self, const mail_t *mail, wl_arena_t *arena, void *letter);
/* Waits at most `timeout_ms` for letters to end; gives at most `max` results. A connection whose
 * result is not yet taken stays busy, so never more than MAILER_CONNECTIONS_MAX are open. */
size_t mailer_wait (mailer_t *self, int timeout_ms, mailer_result_t *ret, size_t max);
