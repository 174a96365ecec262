/* Whom the streams ask: notification about news, the gateway's own accounts about tokens, both over
 * the bus. */
#pragma once

#include "live.h"

struct wl_rpc_client;
live_source_t live_source (struct wl_rpc_client *client);
