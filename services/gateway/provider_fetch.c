#include "provider_fetch.h"

#include <curl/curl.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { ANSWER_MAX = 256 << 10, TIME_MOST_MS = 2500, CONNECT_MOST_MS = 1500 };

typedef struct answer {
    char *text;
    size_t length;
} answer_t;

static bool
is_of_this_machine (const char *host)
{
    static const char *const names[] = { "localhost", "127.0.0.1", "[::1]" };
    size_t length = *host == '[' ? strcspn (host, "]") + 1 : strcspn (host, ":/?#");

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen (names[i]) == length && strncasecmp (host, names[i], length) == 0)
            return true;
    }
    return false;
}

bool
fetch_may (const char *address)
{
    if (strncmp (address, "https://", 8) == 0)
        return address[8] != '\0' && !strchr (address, '@');
    return strncmp (address, "http://", 7) == 0 && is_of_this_machine (address + 7) &&
           !strchr (address, '@');
}

static size_t
keep (char *data, size_t one, size_t count, void *context)
{
    answer_t *answer = context;

    (void) one;
    if (count > ANSWER_MAX - answer->length)
        return 0;
    memcpy (answer->text + answer->length, data, count);
    answer->length += count;
    return count;
}

static void
set_bounds (CURL *curl, answer_t *answer)
{
    curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "https,http");
    curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt (curl, CURLOPT_TIMEOUT_MS, (long) TIME_MOST_MS);
    curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT_MS, (long) CONNECT_MOST_MS);
    curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt (curl, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt (curl, CURLOPT_USERAGENT, "wlacznik");
}

static void
set_request (CURL *curl, const fetch_t *fetch)
{
    curl_easy_setopt (curl, CURLOPT_URL, fetch->address);
    if (fetch->form)
        curl_easy_setopt (curl, CURLOPT_POSTFIELDS, fetch->form);
    if (fetch->user) {
        curl_easy_setopt (curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt (curl, CURLOPT_USERNAME, fetch->user);
        curl_easy_setopt (curl, CURLOPT_PASSWORD, fetch->password);
    }
    if (fetch->bearer) {
        curl_easy_setopt (curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
        curl_easy_setopt (curl, CURLOPT_XOAUTH2_BEARER, fetch->bearer);
    }
}

static wl_status
tell (CURL *curl, CURLcode done)
{
    long status = 0;

    if (done != CURLE_OK)
        return WL_UNAVAILABLE;
    curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
    if (status == 200)
        return WL_OK;
    return status >= 400 && status < 500 ? WL_PERMISSION_DENIED : WL_UNAVAILABLE;
}

/* The buffer is the arena's from the start, so that a raise cannot strand the handle. */
wl_status
provider_fetch (const fetch_t *fetch, wl_arena_t *arena, char **ret_body)
{
    answer_t answer = { .text = wl_arena_alloc (arena, ANSWER_MAX + 1) };
    struct curl_slist *headers;
    wl_status status;
    CURL *curl;

    if (!fetch_may (fetch->address))
        return WL_UNAVAILABLE;
    curl = curl_easy_init ();
    if (!curl)
        return WL_UNAVAILABLE;
    headers = curl_slist_append (NULL, "Accept: application/json");
    set_bounds (curl, &answer);
    set_request (curl, fetch);
    curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
    status = tell (curl, curl_easy_perform (curl));
    curl_slist_free_all (headers);
    curl_easy_cleanup (curl);
    answer.text[answer.length] = '\0';
    *ret_body = answer.text;
    return status;
}

char *
fetch_escape (wl_arena_t *arena, const char *text)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char digits[] = "0123456789ABCDEF";
    char *escaped = wl_arena_alloc (arena, 3 * strlen (text) + 1), *at = escaped;

    for (; *text; text++) {
        if (strchr (plain, *text)) {
            *at++ = *text;
        } else {
            *at++ = '%';
            *at++ = digits[(unsigned char) *text >> 4];
            *at++ = digits[(unsigned char) *text & 15];
        }
    }
    *at = '\0';
    return escaped;
}
