/* The way to the collector: one HTTP POST at a time over a connection that is kept. */
#pragma once

#include "base/clock.h"
#include "base/status.h"
#include "base/text.h"

typedef struct wl_span_sender wl_span_sender_t;

/* `url` is the collector's address for traces ("http://127.0.0.1:4318/v1/traces"); `header` is one
 * more header ("Authorization: Bearer ..."), or NULL. Both outlive it. Loads libcurl. */
WL_MUST_CHECK wl_status wl_span_sender_new (const char *url, const char *header,
                                            wl_span_sender_t **ret, wl_error_t *error);
void wl_span_sender_destroy (wl_span_sender_t **self_p);
/* Posts JSON; NULL when the collector took it, else why not, static. One thread at a time. */
const char *wl_span_send (wl_span_sender_t *self, const wl_buffer_t *body, wl_time_t timeout);
