/* The gateway of a partner's site: accounts, evaluation and notification are here, the rest of the
 * house is the centre's. There it may ask only what anybody may ask, as nobody: whom it knows is
 * the region's affair. */
#pragma once

#include "exchange.h"

/* WL_OK when the route's method can be asked from here; always, at the centre. */
WL_MUST_CHECK wl_status site_check (exchange_t *exchange);
/* Takes the person out of what leaves the site. */
void site_ask_as_nobody (exchange_t *exchange);
