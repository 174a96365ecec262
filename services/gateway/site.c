#include "site.h"

#include <string.h>

static const char *const SERVICES[] = { "evaluation", "gateway", "notification", "operation",
                                        NULL };
/* Of intake, what the region's evaluation answers from its copies. */
static const char *const COPIES[] = { "GetCall", "ListCalls", NULL };

static bool
is_among (const char *const *list, const char *text)
{
    for (; *list != NULL; list++)
        if (strcmp (*list, text) == 0)
            return true;
    return false;
}

wl_status
site_check (exchange_t *exchange)
{
    const wl_method_t *method = exchange->route.method;
    const char *centre = exchange->gateway->centre_url;

    if (centre == NULL || is_among (SERVICES, method->service) ||
        (strcmp (method->service, "intake") == 0 && is_among (COPIES, method->name)))
        return WL_OK;
    return exchange_refuse (
        exchange, WL_NOT_FOUND, 0, "at-the-centre",
        wl_text_printf (exchange->arena, "Tego nie ma w regionie; jest w centrali: %s", centre),
        wl_text_printf (exchange->arena, "This is not in the region; the centre has it: %s",
                        centre));
}
