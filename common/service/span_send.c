/* libcurl is loaded when spans are sent and not linked: with the thirty libraries under it it costs
 * every process 1.1 MB of its own memory and 5.9 MB resident, whether it is used or not.
 */
#include "service/span_send.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef struct curl_functions {
    CURLcode (*global_init) (long flags);
    CURL *(*easy_init) (void);
    CURLcode (*easy_setopt) (CURL *curl, CURLoption option, ...);
    CURLcode (*easy_perform) (CURL *curl);
    CURLcode (*easy_getinfo) (CURL *curl, CURLINFO info, ...);
    const char *(*easy_strerror) (CURLcode code);
    void (*easy_cleanup) (CURL *curl);
    struct curl_slist *(*slist_append) (struct curl_slist *list, const char *text);
    void (*slist_free_all) (struct curl_slist *list);
} curl_functions_t;

struct wl_span_sender {
    curl_functions_t library;
    CURL *curl;
    struct curl_slist *headers;
};

/* A function pointer may not be cast from a pointer to data in ISO C; POSIX says it fits. */
static bool
load (void *library, const char *name, void *ret_function)
{
    void *found = dlsym (library, name);

    memcpy (ret_function, &found, sizeof found);
    return found != NULL;
}

/* Never unloaded: libraries under it keep threads' data. */
static bool
load_all (curl_functions_t *ret)
{
    void *library = dlopen ("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);

    return library != NULL && load (library, "curl_global_init", &ret->global_init) &&
           load (library, "curl_easy_init", &ret->easy_init) &&
           load (library, "curl_easy_setopt", &ret->easy_setopt) &&
           load (library, "curl_easy_perform", &ret->easy_perform) &&
           load (library, "curl_easy_getinfo", &ret->easy_getinfo) &&
           load (library, "curl_easy_strerror", &ret->easy_strerror) &&
           load (library, "curl_easy_cleanup", &ret->easy_cleanup) &&
           load (library, "curl_slist_append", &ret->slist_append) &&
           load (library, "curl_slist_free_all", &ret->slist_free_all);
}

static size_t
throw_away (char *bytes, size_t size, size_t count, void *context)
{
    (void) bytes;
    (void) context;
    return size * count;
}

static bool
add_header (wl_span_sender_t *self, const char *header)
{
    struct curl_slist *longer = self->library.slist_append (self->headers, header);

    if (longer != NULL)
        self->headers = longer;
    return longer != NULL;
}

/* The collector is the operator's own: no proxy of the environment, no redirect to elsewhere. */
static bool
set_up (wl_span_sender_t *self, const char *url, const char *header)
{
    const curl_functions_t *library = &self->library;

    /* Thread-safe since 7.84, so it does not matter who else in the process uses libcurl. */
    if (library->global_init (CURL_GLOBAL_ALL) != CURLE_OK ||
        (self->curl = library->easy_init ()) == NULL ||
        !add_header (self, "Content-Type: application/json") || !add_header (self, "Expect:") ||
        (header != NULL && !add_header (self, header)))
        return false;
    return library->easy_setopt (self->curl, CURLOPT_URL, url) == CURLE_OK &&
           library->easy_setopt (self->curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           library->easy_setopt (self->curl, CURLOPT_PROXY, "") == CURLE_OK &&
           library->easy_setopt (self->curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           library->easy_setopt (self->curl, CURLOPT_HTTPHEADER, self->headers) == CURLE_OK &&
           library->easy_setopt (self->curl, CURLOPT_WRITEFUNCTION, throw_away) == CURLE_OK;
}

wl_status
wl_span_sender_new (const char *url, const char *header, wl_span_sender_t **ret, wl_error_t *error)
{
    wl_span_sender_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return WL_RESOURCE_EXHAUSTED;
    *ret = self;
    if (!load_all (&self->library))
        return wl_error_set (error, WL_FAILED_PRECONDITION, "library-missing", "%s",
                             "traces.url is set, and libcurl.so.4 cannot be loaded: install "
                             "libcurl4");
    if (!set_up (self, url, header))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid", "%s",
                             "traces.url must be the http or https address of a collector");
    return WL_OK;
}

void
wl_span_sender_destroy (wl_span_sender_t **self_p)
{
    wl_span_sender_t *self = *self_p;

    if (self == NULL)
        return;
    if (self->curl != NULL)
        self->library.easy_cleanup (self->curl);
    if (self->headers != NULL)
        self->library.slist_free_all (self->headers);
    free (self);
    *self_p = NULL;
}

const char *
wl_span_send (wl_span_sender_t *self, const wl_buffer_t *body, wl_time_t timeout)
{
    const curl_functions_t *library = &self->library;
    long status = 0;
    CURLcode code;

    library->easy_setopt (self->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) body->length);
    library->easy_setopt (self->curl, CURLOPT_POSTFIELDS, body->data);
    library->easy_setopt (self->curl, CURLOPT_TIMEOUT_MS, (long) (timeout / WL_MILLISECOND));
    code = library->easy_perform (self->curl);
    if (code != CURLE_OK)
        return library->easy_strerror (code);
    library->easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &status);
    return status >= 200 && status < 300 ? NULL : "the collector refused them";
}
