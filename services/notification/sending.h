/* Sending one message: claim, compose and send outside a transaction, record. */
#pragma once

#include "mail.h"
#include "service/service.h"

/* The service's state. */
typedef struct sending_state {
    mailer_t *mailer;
    const char *url; /* the public address, for links */
} sending_state_t;

wl_status sending_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error);
void sending_stop (void **state_p);

wl_timer_prepare_t sending_prepare;
wl_timer_act_t sending_act;
wl_timer_record_t sending_record;
