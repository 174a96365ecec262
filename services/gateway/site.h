/* The gateway of a partner's site: accounts, evaluation and notification are here, with evaluation
 * standing in for intake where it has copies. The rest of the house is the centre's, and whom this
 * gateway knows is nobody there; so it asks nothing of it. */
#pragma once

#include "exchange.h"

/* WL_OK when the route's method can be asked from here; always, at the centre. */
WL_MUST_CHECK wl_status site_check (exchange_t *exchange);
