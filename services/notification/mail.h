/* A letter as a mail: its headers, safe whatever stands in its texts. */
#pragma once

#include <curl/curl.h>

#include "base/clock.h"
#include "base/text.h"

typedef struct mail {
    const char *from;
    const char *to;
    const char *to_name; /* may be "" */
    const char *subject;
    const char *text;
    const char *html;
    const char *id; /* stable per message: a second try is recognised by mail readers as the same */
    const char *unsubscribe; /* https address of the one click (RFC 8058); NULL: none is offered */
    wl_time_t date;
    const char *trace; /* traceparent of its sending; NULL: none is told */
} mail_t;

/* A header's text by RFC 2047 (base64 words of at most 75 characters) when it is not ASCII. Line
 * ends become spaces, so no header can be put in from outside. Pure. */
char *mail_encode_header (wl_arena_t *arena, const char *text);

/* The part after the last '@', "localhost" when there is none. */
const char *mail_domain (const char *address);

/* Headers for libcurl; freed with curl_slist_free_all. */
struct curl_slist *mail_headers (wl_arena_t *arena, const mail_t *mail);
/* Text and HTML, as parts of `mime`. The texts must outlive the sending. */
WL_MUST_CHECK bool mail_body (wl_arena_t *arena, curl_mime *mime, const mail_t *mail);
