/* Makes the gateway's state from the configuration, opens the door, and closes it. */
#pragma once

#include "service/service.h"

wl_status front_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error);
void front_drain (void *state);
void front_stop (void **state_p);
