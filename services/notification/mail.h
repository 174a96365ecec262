/* Sending mail over SMTP, through libcurl. */
#pragma once

#include "base/clock.h"
#include "base/text.h"

typedef struct mailer mailer_t;

typedef struct mailer_options {
    const char *url;             /* smtp://host:587 (STARTTLS where offered) or smtps://host:465 */
    const char *user, *password; /* NULL: none */
    const char *from;            /* the sender's address */
} mailer_options_t;

typedef struct mail {
    const char *to;
    const char *to_name; /* may be "" */
    const char *subject;
    const char *text;
    const char *html;
    const char *id; /* stable per message: a second try is recognised by mail readers as the same */
    wl_time_t date;
} mail_t;

/* Options are copied. Thread-safe: each send takes a connection of its own from a small pool. */
mailer_t *mailer_new (const mailer_options_t *options);
void mailer_destroy (mailer_t **self_p);

/* WL_OK when the server took it. WL_INVALID_ARGUMENT: it never will (a 5xx answer, a bad address);
 * WL_UNAVAILABLE: try again later (4xx, no connection). `ret_why` gets a short reason without the
 * address. */
WL_MUST_CHECK wl_status mailer_send (mailer_t *self, const mail_t *mail, wl_arena_t *arena,
                                     const char **ret_why);

/* A header's text by RFC 2047 (base64 words of at most 75 characters) when it is not ASCII. Line
 * ends become spaces, so no header can be put in from outside. Pure. */
char *mail_encode_header (wl_arena_t *arena, const char *text);
