#include "front.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>

#include "allowance.h"
#include "api.h"
#include "audit.h"
#include "base/identifiers.h"
#include "gateway.h"
#include "live.h"
#include "live_source.h"
#include "provider.h"

static const wl_time_t DRAIN_PATIENCE = 10 * WL_SECOND;
static const wl_time_t HEARTBEAT = 20 * WL_SECOND, TOKEN_CHECK = 10 * WL_SECOND;

enum { DESCRIPTORS_MOST = 1 << 20 };

typedef struct settings {
    http_options_t http;
    live_limits_t live;
    long rpc_timeout_ms, session_hours, password_concurrency;
    const char *public_url, *web_root;
    operator_facts_t run_by;
    bool links_for_assessors, four_eyes, assuming;
    uint32_t guarded_roles;
    bool has_second_factor_key;
    uint8_t second_factor_key[SECOND_FACTOR_KEY];
} settings_t;

static const uint32_t STAFF = WL_ROLE_BIT (WL_ROLE_COORDINATOR) | WL_ROLE_BIT (WL_ROLE_CARER) |
                              WL_ROLE_BIT (WL_ROLE_EDITOR) | WL_ROLE_BIT (WL_ROLE_OWNER) |
                              WL_ROLE_BIT (WL_ROLE_ADMINISTRATOR);

static wl_status
read_second_factor (const wl_config_t *config, settings_t *ret, wl_error_t *error)
{
    const char *needed = wl_config_text (config, "second_factor.required", "nobody");
    const char *key = wl_config_text (config, "second_factor.key", "");

    ret->has_second_factor_key = *key != '\0';
    if (*key && !wl_hex_parse (key, ret->second_factor_key, SECOND_FACTOR_KEY))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid", "%s",
                             "second_factor.key must be 64 hexadecimal digits");
    if (strcmp (needed, "staff") == 0)
        ret->guarded_roles = STAFF;
    else if (strcmp (needed, "administrators") == 0)
        ret->guarded_roles = WL_ROLE_BIT (WL_ROLE_ADMINISTRATOR);
    else if (strcmp (needed, "nobody") != 0)
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid", "%s",
                             "second_factor.required must be nobody, administrators or staff");
    if (ret->guarded_roles && !ret->has_second_factor_key)
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid", "%s",
                             "second_factor.required needs second_factor.key, without which nobody "
                             "can set one up");
    return WL_OK;
}

/* Each stream is a descriptor, so as many as the system lets us have. */
static long
descriptors (void)
{
    struct rlimit limit;

    if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
        return 0;
    limit.rlim_cur = limit.rlim_max;
    (void) setrlimit (RLIMIT_NOFILE, &limit);
    (void) getrlimit (RLIMIT_NOFILE, &limit);
    return limit.rlim_cur > DESCRIPTORS_MOST ? DESCRIPTORS_MOST : (long) limit.rlim_cur;
}

static wl_status
read_live (const wl_config_t *config, live_limits_t *ret, wl_error_t *error)
{
    long room = descriptors () - HTTP_TAKEN_FROM;

    WL_TRY (wl_config_int (config, "live.streams", 5000, 0, 100000, &ret->streams, error));
    WL_TRY (wl_config_int (config, "live.per_account", 10, 1, 100000, &ret->per_account, error));
    WL_TRY (wl_config_int (config, "live.per_address", 500, 1, 100000, &ret->per_address, error));
    if (ret->streams > room) {
        wl_log (WL_LOG_WARN, NULL, "fewer live streams than set: too few open files are allowed",
                WL_LOG_NUMBER ("set", ret->streams), WL_LOG_NUMBER ("room", room < 0 ? 0 : room));
        ret->streams = room < 0 ? 0 : room;
    }
    return WL_OK;
}

/* A request for accessibility has a term by law, so an address that no letter reaches is told at
 * the start. */
static wl_status
read_operator (const wl_config_t *config, operator_facts_t *ret, wl_error_t *error)
{
    *ret = (operator_facts_t){
        .name = wl_config_text (config, "operator.name", ""),
        .email = wl_config_text (config, "operator.email", "operator@wlacznik.localhost"),
        .phone = wl_config_text (config, "operator.phone", ""),
        .address = wl_config_text (config, "operator.address", ""),
        .published = wl_config_text (config, "operator.published", ""),
        .reviewed = wl_config_text (config, "operator.reviewed", ""),
        .site = wl_config_text (config, "public.url", "http://localhost:8080"),
    };
    return wl_email_valid (ret->email)
               ? WL_OK
               : wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid", "%s",
                               "operator.email must be an e-mail address");
}

static wl_status
read_settings (const wl_config_t *config, settings_t *ret, wl_error_t *error)
{
    http_options_t *http = &ret->http;

    http->address = wl_config_text (config, "http.address", "127.0.0.1");
    WL_TRY (wl_config_int (config, "http.port", 8080, 0, 65535, &http->port, error));
    WL_TRY (wl_config_int (config, "http.threads", 64, 2, 1000, &http->threads, error));
    WL_TRY (wl_config_int (config, "http.body_limit", 1 << 20, 1 << 10, 64 << 20, &http->body_limit,
                           error));
    WL_TRY (wl_config_int (config, "http.request_timeout_ms", 15000, 500, 300000,
                           &http->request_timeout_ms, error));
    WL_TRY (wl_config_int (config, "http.keep_alive_timeout_ms", 2000, 100, 120000,
                           &http->keep_alive_timeout_ms, error));
    WL_TRY (wl_config_int (config, "http.request_bytes", 32L << 20, 4L << 20, 1L << 30,
                           &http->arena_budget, error));
    WL_TRY (wl_config_int (config, "http.rpc_timeout_ms", 10000, 100, 120000, &ret->rpc_timeout_ms,
                           error));
    WL_TRY (wl_config_int (config, "session.hours", 12, 1, 720, &ret->session_hours, error));
    WL_TRY (wl_config_int (config, "password.concurrency", 0, 0, 64, &ret->password_concurrency,
                           error));
    WL_TRY (read_live (config, &ret->live, error));
    ret->web_root = wl_config_text (config, "http.web_root", NULL);
    ret->public_url = wl_config_text (config, "public.url", "http://localhost:8080");
    WL_TRY (read_operator (config, &ret->run_by, error));
    ret->links_for_assessors = wl_config_bool (config, "sign_in.links", true);
    ret->four_eyes = wl_config_bool (config, "administrators.four_eyes", false);
    ret->assuming = wl_config_bool (config, "administrators.assume", false);
    return read_second_factor (config, ret, error);
}

static accounts_t *
accounts_new (const settings_t *settings)
{
    accounts_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    self->session_lifetime = settings->session_hours * WL_HOUR;
    self->passwords = passwords_new ((unsigned) settings->password_concurrency);
    self->attempts = attempts_new ();
    self->run_by = settings->run_by;
    self->links_for_assessors = settings->links_for_assessors;
    self->four_eyes = settings->four_eyes;
    self->assuming = settings->assuming;
    self->guarded_roles = settings->guarded_roles;
    self->has_second_factor_key = settings->has_second_factor_key;
    memcpy (self->second_factor_key, settings->second_factor_key, SECOND_FACTOR_KEY);
    return self;
}

static void
accounts_destroy (accounts_t **self_p)
{
    if (!*self_p)
        return;
    provider_destroy (&(*self_p)->provider);
    passwords_destroy (&(*self_p)->passwords);
    attempts_destroy (&(*self_p)->attempts);
    free (*self_p);
    *self_p = NULL;
}

/* ---- what the admin port tells ---- */

static double
read_connections (void *http)
{
    return (double) http_counters (http).connections;
}

static double
read_running (void *http)
{
    return (double) http_counters (http).running;
}

static double
read_cut_off (void *http)
{
    return (double) http_counters (http).cut_off;
}

static double
read_streams (void *live)
{
    return (double) live_counters (live).streams;
}

static double
read_dropped (void *live)
{
    return (double) live_counters (live).dropped;
}

static void
add_metrics (wl_metrics_t *metrics, http_t *http, live_t *live)
{
    wl_metrics_on_read (metrics, "wlacznik_live_streams", "gauge",
                        "Open streams of events; they hold no threads", "", read_streams, live);
    wl_metrics_on_read (metrics, "wlacznik_live_dropped_total", "counter",
                        "Streams that were ended: too slow, or their session was over", "",
                        read_dropped, live);
    wl_metrics_on_read (metrics, "wlacznik_http_connections", "gauge",
                        "Open connections, each on a thread of its own", "", read_connections,
                        http);
    wl_metrics_on_read (metrics, "wlacznik_http_running", "gauge", "Requests being answered", "",
                        read_running, http);
    wl_metrics_on_read (metrics, "wlacznik_http_cut_off_total", "counter",
                        "Connections cut off because they were too slow", "", read_cut_off, http);
}

/* ---- start and stop ---- */

static wl_status
open_door (gateway_t *self, settings_t *settings, wl_metrics_t *metrics, wl_error_t *error)
{
    WL_TRY (web_load (settings->web_root, &self->web, error));
    settings->http.secure = self->secure;
    settings->http.handler = api_handle;
    settings->http.context = self;
    WL_TRY (http_start (&settings->http, &self->http, error));
    add_metrics (metrics, self->http, self->live);
    wl_log (WL_LOG_INFO, NULL, "listening", WL_LOG_NUMBER ("port", http_port (self->http)),
            WL_LOG_NUMBER ("web_files", web_file_count (self->web)));
    return WL_OK;
}

/* Where the rest of the house is, for the gateway of a partner's site; else NULL. */
static const char *
at_centre (const wl_config_t *config)
{
    if (wl_config_text (config, "site.region", NULL) == NULL)
        return NULL;
    return wl_config_text (config, "site.centre_url", "");
}

wl_status
front_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error)
{
    gateway_t *self = calloc (1, sizeof *self);
    void *state = self;
    settings_t settings = { 0 };
    wl_status status = read_settings (wl_daemon_config (daemon), &settings, error);

    if (!self)
        abort ();
    if (status == WL_OK) {
        self->client = wl_daemon_client (daemon);
        self->spans = wl_daemon_spans (daemon);
        self->public_url = settings.public_url;
        self->centre_url = at_centre (wl_daemon_config (daemon));
        self->secure = strncasecmp (settings.public_url, "https://", 8) == 0;
        self->rpc_timeout_ms = (uint32_t) settings.rpc_timeout_ms;
        self->routes = route_table_new (wl_contract, wl_contract_count);
        self->sessions = session_cache_new ();
        self->own_accounts = session_cache_new ();
        self->pages = page_cache_new ();
        self->measures = measures_new (wl_daemon_metrics (daemon));
        self->accounts = accounts_new (&settings);
        self->audit = audit_new ();
        self->live = live_new (&(live_options_t){ .limits = settings.live,
                                                  .source = live_source (self->client),
                                                  .heartbeat = HEARTBEAT,
                                                  .check = TOKEN_CHECK });
        status = provider_new (wl_daemon_config (daemon), settings.public_url,
                               &self->accounts->provider, error);
    }
    if (status == WL_OK) {
        status = allowance_new (wl_daemon_config (daemon), &self->allowance, error);
    }
    if (status == WL_OK) {
        status = open_door (self, &settings, wl_daemon_metrics (daemon), error);
    }
    if (status == WL_OK)
        *ret_state = self;
    else
        front_stop (&state);
    return status;
}

void
front_drain (void *state)
{
    gateway_t *self = state;

    live_drain (self->live);
    http_drain (self->http, DRAIN_PATIENCE);
}

void
front_stop (void **state_p)
{
    gateway_t *self = *state_p;

    if (!self)
        return;
    http_stop (&self->http);
    live_destroy (&self->live);
    web_destroy (&self->web);
    accounts_destroy (&self->accounts);
    allowance_destroy (&self->allowance);
    audit_destroy (&self->audit);
    measures_destroy (&self->measures);
    page_cache_destroy (&self->pages);
    session_cache_destroy (&self->sessions);
    session_cache_destroy (&self->own_accounts);
    route_table_destroy (&self->routes);
    free (self);
    *state_p = NULL;
}
