#include "site.h"

#include <stdlib.h>
#include <string.h>

wl_status
site_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error)
{
    const char *url =
        wl_config_text (wl_daemon_config (daemon), "public.url", "http://localhost:8080");
    size_t length = strlen (url);
    site_t *self = calloc (1, sizeof *self);

    (void) error;
    while (length > 0 && url[length - 1] == '/')
        length--;
    if (self == NULL || (self->url = strndup (url, length)) == NULL)
        abort ();
    *ret_state = self;
    return WL_OK;
}

void
site_stop (void **state_p)
{
    site_t *self = *state_p;

    if (self == NULL)
        return;
    free (self->url);
    free (self);
    *state_p = NULL;
}

const char *
site_url (wl_request_t *req)
{
    const site_t *self = wl_state (req);

    return self->url;
}
