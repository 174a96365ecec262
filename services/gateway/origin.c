#include "origin.h"

#include <string.h>
#include <strings.h>

/* Whether `origin` ("https://host:port") names `host` ("host:port"), by either scheme: the proxy in
 * front of us may have taken TLS off. */
static bool
is_host (const char *origin, const char *host)
{
    const char *separator = strstr (origin, "://");

    return host && separator && strcasecmp (separator + 3, host) == 0;
}

/* The public URL may have a path behind the origin. */
static bool
is_public_url (const char *origin, const char *public_url)
{
    size_t length = strlen (origin);

    return public_url && length > 0 && strncasecmp (public_url, origin, length) == 0 &&
           (public_url[length] == '\0' || public_url[length] == '/');
}

bool
origin_allowed (const origin_facts_t *facts)
{
    if (!facts->changes || facts->has_bearer)
        return true;
    if (facts->fetch_site)
        return strcmp (facts->fetch_site, "same-origin") == 0 ||
               strcmp (facts->fetch_site, "none") == 0;
    if (facts->origin)
        return is_host (facts->origin, facts->host) ||
               is_public_url (facts->origin, facts->public_url);
    return !facts->has_cookie;
}
