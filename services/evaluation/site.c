#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "base/identifiers.h"

static void
read_url (const wl_config_t *config, site_t *self)
{
    const char *url = wl_config_text (config, "public.url", "http://localhost:8080");
    size_t length = strlen (url);

    while (length > 0 && url[length - 1] == '/')
        length--;
    self->url = strndup (url, length);
    if (self->url == NULL)
        abort ();
}

static wl_status
read_certificate_key (const wl_config_t *config, certificate_key_t *ret, wl_error_t *error)
{
    const char *text = wl_config_text (config, "certificates.key", "");
    uint8_t seed[CERTIFICATE_SEED];

    if (*text == '\0')
        return WL_OK;
    if (!wl_hex_parse (text, seed, sizeof seed))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting",
                             "certificates.key must be 64 hexadecimal digits");
    certificate_key_from_seed (seed, ret);
    explicit_bzero (seed, sizeof seed);
    return WL_OK;
}

wl_status
site_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error)
{
    const wl_config_t *config = wl_daemon_config (daemon);
    const char *since = wl_config_text (config, "site.since", NULL);
    site_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return wl_error_set (error, WL_RESOURCE_EXHAUSTED, "no-memory", "no memory");
    *ret_state = self;
    self->metrics = wl_daemon_metrics (daemon);
    self->peers_file = wl_config_text (config, "bus.peers_file", NULL);
    read_url (config, self);
    WL_TRY (read_certificate_key (config, &self->certificate_key, error));
    self->region = wl_config_text (config, "site.region", NULL);
    if (self->region == NULL)
        return WL_OK;
    if (!wl_region_valid (self->region))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting", "site.region is no region: %s",
                             self->region);
    if (since == NULL || !wl_time_parse (since, &self->since))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting",
                             "site.since must be a moment like 2026-11-26T12:00:00Z; `wlacznik "
                             "region join` writes it");
    return WL_OK;
}

void
site_stop (void **state_p)
{
    site_t *self = *state_p;

    if (self == NULL)
        return;
    explicit_bzero (&self->certificate_key, sizeof self->certificate_key);
    free (self->url);
    free (self);
    *state_p = NULL;
}

const site_t *
site_here (wl_request_t *req)
{
    const site_t *site = wl_state (req);

    return site == NULL || site->region == NULL ? NULL : site;
}

const site_t *
site_state (wl_request_t *req)
{
    return wl_state (req);
}

void
site_tell (wl_request_t *req, const char *region, const char *aggregate,
           const ProtobufCMessage *event)
{
    bool at_site = site_here (req) != NULL;

    wl_emit (req, at_site ? SITE_STREAM : region, aggregate, event);
    if (at_site)
        wl_wake_jobs (req);
}
