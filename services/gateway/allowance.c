#include "allowance.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "language.h"

static wl_status
read (const wl_config_t *config, const char *key, const char *name, long standard,
      rate_policy_t *ret, wl_error_t *error)
{
    ret->name = name;
    return wl_config_int (config, key, standard, 0, 60000000, &ret->per_minute, error);
}

wl_status
allowance_new (const wl_config_t *config, allowance_t **ret, wl_error_t *error)
{
    allowance_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    *ret = self;
    self->table = rate_limits_new ();
    WL_TRY (trusted_proxies_read (wl_config_text (config, "http.trusted_proxies", "127.0.0.1"),
                                  &self->proxies, error));
    WL_TRY (read (config, "rate.address", "address", 1200, &self->address, error));
    WL_TRY (read (config, "rate.entrance", "entrance", 60, &self->entrance, error));
    WL_TRY (read (config, "rate.account", "account", 6000, &self->account, error));
    return read (config, "rate.token", "token", 1200, &self->token, error);
}

void
allowance_destroy (allowance_t **self_p)
{
    if (!*self_p)
        return;
    rate_limits_destroy (&(*self_p)->table);
    free (*self_p);
    *self_p = NULL;
}

/* ---- whose address ---- */

/* The last of the last line: a proxy adds whom it talks to behind whatever the client claimed, in
 * the same line or in one of its own. */
static const char *
last_forwarded (const exchange_t *exchange)
{
    const http_request_t *request = exchange->request;
    const char *list = NULL, *comma;

    for (size_t i = 0; i < request->header_count; i++) {
        if (strcasecmp (request->headers[i].name, "X-Forwarded-For") == 0)
            list = request->headers[i].value;
    }
    if (!list)
        return "";
    comma = strrchr (list, ',');
    list = comma ? comma + 1 : list;
    list += strspn (list, " \t");
    return wl_text_copy_length (exchange->arena, list, strcspn (list, " \t"));
}

/* "" for a program on the proxy's own machine that does not come through it: the bus is open to
 * whoever is there, so nothing is won by holding it up here. */
const char *
allowance_address (const exchange_t *exchange)
{
    const char *peer = exchange->request->peer;
    char *text = wl_arena_alloc (exchange->arena, RATE_ADDRESS_TEXT);

    if (trusted_proxies_has (&exchange->gateway->allowance->proxies, peer))
        peer = last_forwarded (exchange);
    rate_limit_address (peer, text);
    return text;
}

/* ---- taking ---- */

static void
take (exchange_t *exchange, const rate_policy_t *policy, const char *who)
{
    rate_limit_take (exchange->gateway->allowance->table, policy, who, wl_monotonic (),
                     &exchange->standing);
}

static uint32_t
seconds_up (wl_time_t time)
{
    return (uint32_t) ((time + WL_SECOND - 1) / WL_SECOND);
}

static wl_status
check (exchange_t *exchange)
{
    if (exchange->standing.wait == 0)
        return WL_OK;
    exchange->retry_after = seconds_up (exchange->standing.wait);
    return wl_error_set (&exchange->error, WL_RESOURCE_EXHAUSTED, "too-many-requests", "%s %u s.",
                         in_language (exchange->locale, "Za dużo żądań w krótkim czasie. Ponów za",
                                      "Too many requests in a short time. Try again in"),
                         exchange->retry_after);
}

/* What anybody may make happen without an account costs a hash or a letter. */
static bool
is_entrance (const wl_method_t *method)
{
    return method->command && (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC));
}

wl_status
allowance_take_address (exchange_t *exchange)
{
    const allowance_t *allowance = exchange->gateway->allowance;
    const char *address = allowance_address (exchange);

    take (exchange, &allowance->address, address);
    if (exchange->standing.wait == 0 && is_entrance (exchange->route.method))
        take (exchange, &allowance->entrance, address);
    return check (exchange);
}

wl_status
allowance_take_caller (exchange_t *exchange)
{
    const allowance_t *allowance = exchange->gateway->allowance;
    const Bus__Actor *actor = exchange->identity.actor;

    take (exchange, &allowance->account, actor->user_id);
    if (exchange->standing.wait == 0 && *actor->user_id && !*actor->session_id)
        take (exchange, &allowance->token, exchange->identity.token);
    return check (exchange);
}

void
allowance_add_headers (const exchange_t *exchange)
{
    const rate_standing_t *standing = &exchange->standing;
    const rate_policy_t *policy = standing->policy;

    if (!policy)
        return;
    http_add_header (
        exchange->response, "RateLimit-Policy",
        wl_text_printf (exchange->arena, "\"%s\";q=%ld;w=60", policy->name, policy->per_minute));
    http_add_header (
        exchange->response, "RateLimit",
        wl_text_printf (exchange->arena, "\"%s\";r=%ld;t=%u", policy->name, standing->remaining,
                        seconds_up (standing->wait ? standing->wait : standing->full)));
}
