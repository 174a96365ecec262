#include "check.h"
#include "origin.h"

#define HOST   "wlacznik.example"
#define PUBLIC "https://wlacznik.example"

typedef struct example {
    bool allowed;
    origin_facts_t facts;
} example_t;

static const example_t examples[] = {
    /* Reading is for everybody. */
    { true, { .has_cookie = true, .fetch_site = "cross-site" } },
    /* A bearer token is sent by no browser on its own. */
    { true, { .changes = true, .has_bearer = true, .fetch_site = "cross-site" } },
    /* What a browser says of itself. */
    { true, { .changes = true, .has_cookie = true, .fetch_site = "same-origin" } },
    { true, { .changes = true, .has_cookie = true, .fetch_site = "none" } },
    { false, { .changes = true, .has_cookie = true, .fetch_site = "same-site" } },
    { false, { .changes = true, .has_cookie = true, .fetch_site = "cross-site" } },
    { false, { .changes = true, .has_cookie = true, .fetch_site = "" } },
    /* Sec-Fetch-Site wins: it cannot be forged, and a matching Origin does not heal it. */
    { false, { .changes = true, .fetch_site = "cross-site", .origin = PUBLIC, .host = HOST } },
    /* An older browser's Origin. */
    { true, { .changes = true, .has_cookie = true, .origin = PUBLIC, .host = HOST } },
    { true, { .changes = true, .origin = "http://localhost:8080", .host = "localhost:8080" } },
    { true, { .changes = true, .origin = PUBLIC, .host = "inner", .public_url = PUBLIC "/" } },
    { true, { .changes = true, .origin = "HTTPS://Wlacznik.Example", .host = HOST } },
    { false, { .changes = true, .origin = "https://evil.example", .host = HOST } },
    { false, { .changes = true, .origin = PUBLIC ".evil.example", .public_url = PUBLIC } },
    { false, { .changes = true, .origin = "https://wlacznik", .public_url = PUBLIC } },
    { false, { .changes = true, .origin = "null", .host = HOST, .public_url = PUBLIC } },
    { false, { .changes = true, .origin = "", .host = "", .public_url = PUBLIC } },
    /* No browser at all: fine without a cookie, which only browsers send unasked. */
    { true, { .changes = true, .host = HOST } },
    { false, { .changes = true, .has_cookie = true, .host = HOST } },
};

static void
decides_every_example (void **context)
{
    (void) context;
    for (size_t i = 0; i < COUNT (examples); i++) {
        if (origin_allowed (&examples[i].facts) != examples[i].allowed)
            fail_msg ("example %zu", i);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (decides_every_example) };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
