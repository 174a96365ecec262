/* One HTTP request to the identity provider, by libcurl; bounded in time and size, and never led
 * elsewhere. Thread-safe. */
#pragma once

#include "base/arena.h"
#include "base/status.h"

typedef struct fetch {
    const char *address;
    const char *form;            /* NULL: GET; else a POST of this urlencoded body */
    const char *user, *password; /* Basic; NULL: none */
    const char *bearer;          /* NULL: none */
} fetch_t;

/* https anywhere, http only on this machine: what such an address tells is believed. */
WL_MUST_CHECK bool fetch_may (const char *address);

/* The body of a 200 in `arena`. WL_UNAVAILABLE: no answer in time, a server's failure, or too
 * large. WL_PERMISSION_DENIED: it says no. */
WL_MUST_CHECK wl_status provider_fetch (const fetch_t *fetch, wl_arena_t *arena, char **ret_body);
/* As a part of a query or form. */
char *fetch_escape (wl_arena_t *arena, const char *text);
