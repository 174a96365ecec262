#include "check.h"
#include "target.h"

typedef struct state {
    wl_arena_t *arena;
    wl_error_t error;
    target_t target;
} state_t;

static int
set_up (void **ret)
{
    state_t *state = calloc (1, sizeof *state);

    state->arena = wl_arena_new (1 << 20);
    wl_error_init (&state->error, state->arena);
    *ret = state;
    return 0;
}

static int
tear_down (void **context)
{
    state_t *state = *context;

    wl_arena_destroy (&state->arena);
    free (state);
    return 0;
}

static wl_status
parse (state_t *state, const char *path, const char *query)
{
    wl_error_init (&state->error, state->arena);
    return target_parse (state->arena, path, query, "en", &state->target, &state->error);
}

static void
splits_before_it_decodes (void **context)
{
    state_t *state = *context;

    assert_int_equal (parse (state, "/v1/calls/a%2Fb%20c+d", NULL), WL_OK);
    assert_int_equal (state->target.segment_count, 3);
    assert_string_equal (state->target.segments[0], "v1");
    assert_string_equal (state->target.segments[2], "a/b c+d");
}

static void
keeps_empty_segments (void **context)
{
    state_t *state = *context;

    assert_int_equal (parse (state, "/v1//calls/", NULL), WL_OK);
    assert_int_equal (state->target.segment_count, 4);
    assert_string_equal (state->target.segments[1], "");
    assert_string_equal (state->target.segments[3], "");
    assert_int_equal (parse (state, "/", NULL), WL_OK);
    assert_int_equal (state->target.segment_count, 1);
}

static void
reads_a_query (void **context)
{
    state_t *state = *context;
    const target_t *target = &state->target;

    assert_int_equal (parse (state, "/", "limit=3&&query=za%C5%BC%C3%B3%C5%82%C4%87+x&flag&a=b=c"),
                      0);
    assert_int_equal (target->parameter_count, 4);
    assert_string_equal (target->parameters[0].name, "limit");
    assert_string_equal (target->parameters[0].value, "3");
    assert_string_equal (target->parameters[1].value, "zażółć x");
    assert_string_equal (target->parameters[2].name, "flag");
    assert_string_equal (target->parameters[2].value, "");
    assert_string_equal (target->parameters[3].value, "b=c");
}

static void
refuses_what_is_no_clean_text (void **context)
{
    static const char *const bad[] = { "%",   "%4",     "%zz",       "%4g",          "%00", "a%00b",
                                       "%ff", "%c0%80", "%ed%a0%80", "%f4%90%80%80", "\xff" };
    state_t *state = *context;

    for (size_t i = 0; i < COUNT (bad); i++) {
        char path[64];

        snprintf (path, sizeof path, "/v1/%s", bad[i]);
        assert_int_equal (parse (state, path, NULL), WL_INVALID_ARGUMENT);
        assert_string_equal (state->error.reason, "bad-encoding");
        assert_int_equal (parse (state, "/v1", bad[i]), WL_INVALID_ARGUMENT);
        snprintf (path, sizeof path, "x=%s", bad[i]);
        assert_int_equal (parse (state, "/v1", path), WL_INVALID_ARGUMENT);
    }
}

static void
bounds_both (void **context)
{
    state_t *state = *context;
    char path[200] = "", query[1000] = "";

    for (int i = 0; i < TARGET_SEGMENTS_MAX; i++)
        strcat (path, "/a");
    for (int i = 0; i < TARGET_PARAMETERS_MAX; i++)
        strcat (query, "a=1&");
    assert_int_equal (parse (state, path, query), WL_OK);
    strcat (query, "a=1");
    assert_int_equal (parse (state, path, query), WL_INVALID_ARGUMENT);
    assert_string_equal (state->error.reason, "too-many-parameters");
    strcat (path, "/a");
    assert_int_equal (parse (state, path, NULL), WL_INVALID_ARGUMENT);
    assert_string_equal (state->error.reason, "path-too-deep");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (splits_before_it_decodes, set_up, tear_down),
        cmocka_unit_test_setup_teardown (keeps_empty_segments, set_up, tear_down),
        cmocka_unit_test_setup_teardown (reads_a_query, set_up, tear_down),
        cmocka_unit_test_setup_teardown (refuses_what_is_no_clean_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown (bounds_both, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
