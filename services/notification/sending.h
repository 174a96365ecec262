/* The job that sends mail: several connections kept open, each with one letter at a time.
 *
 * A letter that the server took is written down before its connection gets the next one. So after a
 * crash at most one letter per connection goes out twice, with the same Message-ID.
 */
#pragma once

#include "mailer.h"
#include "pace.h"
#include "state.h"

typedef struct sender_options {
    mailer_options_t mailer;
    const char *pace;  /* rules as pace_new reads them */
    unsigned share;    /* how many senders share the pace */
    wl_time_t give_up; /* how long a letter is tried */
} sender_options_t;

/* NULL with a reason in `error` when the rules of the pace cannot be read. */
sender_t *sender_new (const sender_options_t *options, wl_error_t *error);
void sender_destroy (sender_t **self_p);

wl_job_turn_t sending_turn;
