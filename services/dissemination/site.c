#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

site_t *
site_new (const char *url, const char *email, const char *dictionary)
{
    char version[DICTIONARY_VERSION];
    size_t length = strlen (url);
    site_t *self = calloc (1, sizeof *self);

    while (length > 0 && url[length - 1] == '/')
        length--;
    if (self == NULL || (self->url = strndup (url, length)) == NULL ||
        (self->email = strdup (email)) == NULL)
        abort ();
    self->dictionary = dictionary_new (dictionary);
    dictionary_version (self->dictionary, version);
    snprintf (self->search_built, sizeof self->search_built, SEARCH_RULES ":%s", version);
    return self;
}

void
site_destroy (site_t **self_p)
{
    if (*self_p == NULL)
        return;
    dictionary_destroy (&(*self_p)->dictionary);
    free ((*self_p)->email);
    free ((*self_p)->url);
    free (*self_p);
    *self_p = NULL;
}

static wl_status
read_rules (const wl_config_t *config, site_t *self, wl_error_t *error)
{
    const char *required = wl_config_text (config, "catalogue.required", "complete");

    self->second_reader = wl_config_bool (config, "catalogue.second_reader", false);
    if (quality_points_parse (required, &self->required))
        return WL_OK;
    return wl_error_set (error, WL_INVALID_ARGUMENT, "configuration",
                         "catalogue.required is \"%s\". It may list complete, self-contained, "
                         "plain-language, accessible-files, licence and consent.",
                         required);
}

wl_status
site_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error)
{
    const wl_config_t *config = wl_daemon_config (daemon);
    const char *dictionary =
        wl_config_text (config, "search.dictionary", "/usr/share/hunspell/pl_PL");
    site_t *self =
        site_new (wl_config_text (config, "public.url", "http://localhost:8080"),
                  wl_config_text (config, "catalogue.email", "katalog@localhost"), dictionary);

    *ret_state = self;
    if (strstr (self->search_built, "none") != NULL)
        wl_log (WL_LOG_WARN, NULL, "no dictionary: search knows no inflection of Polish words",
                WL_LOG_TEXT ("search.dictionary", dictionary));
    return read_rules (config, self, error);
}

void
site_stop (void **state_p)
{
    site_t *self = *state_p;

    site_destroy (&self);
    *state_p = NULL;
}

const site_t *
site_of (wl_request_t *req)
{
    return wl_state (req);
}

const char *
site_url (wl_request_t *req)
{
    return site_of (req)->url;
}

stemmer_t
site_stemmer (wl_request_t *req)
{
    return dictionary_stemmer (site_of (req)->dictionary);
}

const char *
site_search_built (wl_request_t *req)
{
    return site_of (req)->search_built;
}
