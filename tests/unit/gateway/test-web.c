#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "web.h"

typedef struct state {
    char root[64];
    web_t *web;
    http_request_t request;
    http_response_t response;
} state_t;

static void
put (const char *root, const char *name, const char *content)
{
    char path[128];
    FILE *stream;

    snprintf (path, sizeof path, "%s/%s", root, name);
    stream = fopen (path, "wb");
    assert_non_null (stream);
    fputs (content, stream);
    fclose (stream);
}

static int
set_up (void **ret)
{
    state_t *state = calloc (1, sizeof *state);
    char folder[80];
    wl_error_t error;

    strcpy (state->root, "/tmp/wlacznik-web-XXXXXX");
    assert_non_null (mkdtemp (state->root));
    snprintf (folder, sizeof folder, "%s/assets", state->root);
    mkdir (folder, 0700);
    put (state->root, "index.html", "<!doctype html>the client");
    snprintf (folder, sizeof folder, "%s/api", state->root);
    mkdir (folder, 0700);
    put (state->root, "api/index.html", "<!doctype html>the reference");
    put (state->root, "robots.txt", "a long enough text to be worth a compressed form of it");
    put (state->root, "robots.txt.br", "brotli");
    put (state->root, "robots.txt.gz", "gzip");
    put (state->root, "secret.key", "not of a known type");
    put (state->root, "assets/index-3f2a9c1b.js", "code");
    put (state->root, "assets/plain.js", "code");
    state->request.arena = wl_arena_new (1 << 20);
    wl_error_init (&error, state->request.arena);
    assert_int_equal (web_load (state->root, &state->web, &error), WL_OK);
    *ret = state;
    return 0;
}

static int
tear_down (void **context)
{
    state_t *state = *context;
    char command[100];

    snprintf (command, sizeof command, "rm -rf %s", state->root);
    assert_int_equal (system (command), 0);
    web_destroy (&state->web);
    wl_arena_destroy (&state->request.arena);
    free (state);
    return 0;
}

static bool
get (state_t *state, const char *path, const char *header, const char *value)
{
    state->request.verb = "GET";
    state->request.path = path;
    state->request.headers[0] = (http_header_t){ header, value };
    state->request.header_count = header != NULL;
    memset (&state->response, 0, sizeof state->response);
    return web_respond (state->web, &state->request, &state->response);
}

static const char *
sent (const state_t *state, const char *name)
{
    for (size_t i = 0; i < state->response.header_count; i++) {
        if (strcmp (state->response.headers[i].name, name) == 0)
            return state->response.headers[i].value;
    }
    return "";
}

static void
serves_what_was_there (void **context)
{
    state_t *state = *context;

    assert_int_equal (web_file_count (state->web), 5);
    assert_true (get (state, "/", NULL, NULL));
    assert_string_equal (state->response.content_type, "text/html; charset=utf-8");
    assert_string_equal (sent (state, "Cache-Control"), "no-cache");
    assert_true (get (state, "/assets/plain.js", NULL, NULL));
    assert_string_equal (sent (state, "Cache-Control"), "no-cache");
    assert_true (get (state, "/assets/index-3f2a9c1b.js", NULL, NULL));
    assert_string_equal (sent (state, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_memory_equal (state->response.body, "code", 4);
}

static void
serves_nothing_else (void **context)
{
    static const char *const paths[] = { "/secret.key",
                                         "/../etc/passwd",
                                         "//index.html",
                                         "/assets",
                                         "/assets/",
                                         "/robots.txt.br",
                                         "/index.html/",
                                         "/assets/%69ndex-3f2a9c1b.js",
                                         "" };
    state_t *state = *context;

    for (size_t i = 0; i < COUNT (paths); i++)
        assert_false (get (state, paths[i], NULL, NULL));
    put (state->root, "later.html", "came after the start");
    assert_false (get (state, "/later.html", NULL, NULL));
    state->request.verb = "POST";
    state->request.path = "/index.html";
    assert_false (web_respond (state->web, &state->request, &state->response));
}

static void
gives_pages_to_browsers (void **context)
{
    state_t *state = *context;

    assert_true (get (state, "/calls/7", "Accept", "text/html,application/xhtml+xml"));
    assert_memory_equal (state->response.body, "<!doctype html>the client", 25);
    assert_false (get (state, "/calls/7", "Accept", "application/json"));
    assert_true (get (state, "/api", NULL, NULL));
    assert_memory_equal (state->response.body, "<!doctype html>the reference", 28);
    assert_true (get (state, "/api/", "Accept", "text/html"));
    assert_memory_equal (state->response.body, "<!doctype html>the reference", 28);
    assert_false (get (state, "/api/other", NULL, NULL));
}

static void
chooses_the_form (void **context)
{
    state_t *state = *context;

    assert_true (get (state, "/robots.txt", "Accept-Encoding", "gzip, deflate, br"));
    assert_string_equal (sent (state, "Content-Encoding"), "br");
    assert_int_equal (state->response.body_length, 6);
    assert_true (get (state, "/robots.txt", "Accept-Encoding", "gzip, br;q=0"));
    assert_string_equal (sent (state, "Content-Encoding"), "gzip");
    assert_true (get (state, "/robots.txt", NULL, NULL));
    assert_string_equal (sent (state, "Content-Encoding"), "");
    assert_string_equal (sent (state, "Vary"), "Accept-Encoding");
}

static void
says_what_has_not_changed (void **context)
{
    state_t *state = *context;
    char tag[64];

    assert_true (get (state, "/robots.txt", NULL, NULL));
    snprintf (tag, sizeof tag, "%s", sent (state, "ETag"));
    assert_true (get (state, "/robots.txt", "If-None-Match", tag));
    assert_int_equal (state->response.status, 304);
    assert_int_equal (state->response.body_length, 0);
}

static void
does_without_a_client (void **context)
{
    state_t *state = *context;
    wl_error_t error;
    web_t *client = state->web, *none = NULL;

    wl_error_init (&error, state->request.arena);
    assert_int_equal (web_load (NULL, &none, &error), WL_OK);
    state->web = none;
    assert_true (get (state, "/", NULL, NULL));
    assert_non_null (strstr (state->response.body, "/openapi.json"));
    assert_false (get (state, "/calls/7", "Accept", "text/html"));
    web_destroy (&none);
    state->web = client;
    assert_int_equal (web_load ("/nowhere", &none, &error), WL_NOT_FOUND);
    assert_null (none);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (serves_what_was_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown (serves_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown (gives_pages_to_browsers, set_up, tear_down),
        cmocka_unit_test_setup_teardown (chooses_the_form, set_up, tear_down),
        cmocka_unit_test_setup_teardown (says_what_has_not_changed, set_up, tear_down),
        cmocka_unit_test_setup_teardown (does_without_a_client, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
