#include "site.h"

#include <string.h>

static const char *const LOCAL[] = { "evaluation", "gateway", "notification", NULL };

static bool
is_here (const exchange_t *exchange)
{
    if (exchange->gateway->centre_url == NULL)
        return true;
    for (const char *const *service = LOCAL; *service != NULL; service++)
        if (strcmp (*service, exchange->route.method->service) == 0)
            return true;
    return false;
}

wl_status
site_check (exchange_t *exchange)
{
    const wl_method_t *method = exchange->route.method;

    if (is_here (exchange) || method->sites)
        return WL_OK;
    return exchange_refuse (
        exchange, WL_NOT_FOUND, 0, "at-the-centre",
        wl_text_printf (exchange->arena, "Tego nie ma w regionie; jest w centrali: %s",
                        exchange->gateway->centre_url),
        wl_text_printf (exchange->arena, "This is not in the region; the centre has it: %s",
                        exchange->gateway->centre_url));
}

void
site_ask_as_nobody (exchange_t *exchange)
{
    if (!is_here (exchange))
        exchange->header.actor = NULL;
}
