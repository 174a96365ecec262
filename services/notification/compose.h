/* Composing letters: what was known when they were decided, and what only the owners of personal
 * data and of content may say, asked for now and for many letters at once. */
#pragma once

#include "moments.h"
#include "store.h"
#include "template.h"

typedef struct composed {
    wl_status status; /* WL_OK, or why this letter cannot be (see compose_letters) */
    const char *why;  /* a short reason then */
    const char *locale;
    const char *name; /* whose letter it is; "" for an address without an account */
    const char *subject, *text;
    bool secret; /* must not be kept */
} composed_t;

/* Composes `count` messages into `ret`, each with a status of its own: WL_NOT_FOUND: there is
 * nobody to write to any more; WL_INVALID_ARGUMENT: the template is unknown or wants what nobody
 * knows; WL_UNAVAILABLE: a service is away, later. Costs a question per service and not per letter.
 * `url` is the public address. `if_sent_at`: for a look at letters that are held back, terms are
 * named as if they left then; else 0. */
void compose_letters (wl_request_t *req, const store_message_t *messages, size_t count,
                      const char *url, wl_time_t if_sent_at, composed_t *ret);

/* One letter with a text of the caller's, for its author to look at. What is not to be had now
 * stands for itself, "[name]", and is listed in `ret_samples`. `message->user_id` is whose name it
 * shows. */
WL_MUST_CHECK wl_status compose_preview (wl_request_t *req, const store_message_t *message,
                                         const moment_t *moment, const char *subject,
                                         const char *body, const char *url, composed_t *ret,
                                         char ***ret_samples, size_t *ret_sample_count);
