/* The service's state: what it needs of the configuration. Constant after the start. */
#pragma once

#include "service/service.h"

typedef struct site {
    char *url; /* public.url, "https://wlacznik.example", without a slash at its end */
} site_t;

wl_status site_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error);
void site_stop (void **state_p);
/* Of the running request. */
const char *site_url (wl_request_t *req);
