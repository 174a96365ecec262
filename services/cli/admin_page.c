#include "admin_page.h"

#include <curl/curl.h>
#include <stdio.h>

enum { TIMEOUT_S = 3, PAGE_MOST = 4 << 20 };

static size_t
take (char *bytes, size_t size, size_t count, void *context)
{
    wl_buffer_t *page = context;

    if (page->length + size * count > PAGE_MOST)
        return 0;
    wl_buffer_add (page, bytes, size * count);
    return size * count;
}

long
admin_page_get (const char *address, const char *path, wl_buffer_t *ret)
{
    CURL *curl = curl_easy_init ();
    char url[300];
    long status = 0;

    if (curl == NULL)
        return 0;
    (void) snprintf (url, sizeof url, "http://%s%s", address, path);
    curl_easy_setopt (curl, CURLOPT_URL, url);
    curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt (curl, CURLOPT_PROXY,
                      ""); /* never by way of a proxy of the operator's shell */
    curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long) TIMEOUT_S);
    curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt (curl, CURLOPT_WRITEDATA, ret);
    if (curl_easy_perform (curl) == CURLE_OK)
        curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup (curl);
    return status;
}
