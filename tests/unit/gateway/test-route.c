#include "check.h"
#include "route.h"

static const wl_method_t methods[] = {
    { .name = "ListCalls", .verb = WL_VERB_GET, .path = "/v1/calls" },
    { .name = "CreateCall", .verb = WL_VERB_POST, .path = "/v1/calls" },
    { .name = "GetCall", .verb = WL_VERB_GET, .path = "/v1/calls/{call_id}" },
    { .name = "DeleteCall", .verb = WL_VERB_DELETE, .path = "/v1/calls/{call_id}" },
    { .name = "GetMine", .verb = WL_VERB_GET, .path = "/v1/calls/mine" },
    { .name = "LockCard",
      .verb = WL_VERB_POST,
      .path = "/v1/calls/{call_id}/cards/{card_id}/lock" },
    { .name = "Inner", .verb = WL_VERB_NONE },
};
static const wl_service_contract_t contract = { "intake", methods, COUNT (methods) };
static const wl_service_contract_t *const contracts[] = { &contract };

typedef struct state {
    wl_arena_t *arena;
    route_table_t *table;
    target_t target;
    route_t route;
} state_t;

static int
set_up (void **ret)
{
    state_t *state = calloc (1, sizeof *state);

    state->arena = wl_arena_new (1 << 20);
    state->table = route_table_new (contracts, 1);
    *ret = state;
    return 0;
}

static int
tear_down (void **context)
{
    state_t *state = *context;

    route_table_destroy (&state->table);
    wl_arena_destroy (&state->arena);
    free (state);
    return 0;
}

static route_outcome_t
find (state_t *state, const char *verb, const char *path)
{
    wl_error_t error;

    wl_error_init (&error, state->arena);
    assert_int_equal (target_parse (state->arena, path, NULL, "pl", &state->target, &error), WL_OK);
    return route_find (state->table, verb, &state->target, &state->route);
}

static void
finds_methods (void **context)
{
    static const struct {
        const char *verb, *path, *method;
    } cases[] = {
        { "GET", "/v1/calls", "ListCalls" },
        { "HEAD", "/v1/calls", "ListCalls" },
        { "POST", "/v1/calls", "CreateCall" },
        { "GET", "/v1/calls/7", "GetCall" },
        { "DELETE", "/v1/calls/7", "DeleteCall" },
        { "GET", "/v1/calls/mine", "GetMine" },
        { "DELETE", "/v1/calls/mine", "DeleteCall" },
        { "POST", "/v1/calls/1/cards/2/lock", "LockCard" },
    };
    state_t *state = *context;

    for (size_t i = 0; i < COUNT (cases); i++) {
        assert_int_equal (find (state, cases[i].verb, cases[i].path), ROUTE_FOUND);
        assert_string_equal (state->route.method->name, cases[i].method);
    }
}

static void
gives_the_fields_of_the_path (void **context)
{
    state_t *state = *context;

    assert_int_equal (find (state, "POST", "/v1/calls/a%2Fb/cards/%C4%85/lock"), ROUTE_FOUND);
    assert_int_equal (state->route.parameter_count, 2);
    assert_string_equal (state->route.parameters[0].name, "call_id");
    assert_string_equal (state->route.parameters[0].value, "a/b");
    assert_string_equal (state->route.parameters[1].name, "card_id");
    assert_string_equal (state->route.parameters[1].value, "ą");
}

static void
knows_nothing_else (void **context)
{
    static const char *const paths[] = { "/",
                                         "/v1",
                                         "/v1/",
                                         "/v1/calls/",
                                         "/v1//",
                                         "/v2/calls",
                                         "/v1/Calls",
                                         "/v1/calls/7/cards",
                                         "/v1/calls/7/cards//lock",
                                         "/v1/calls/../calls/7",
                                         "/v1/calls/1/cards/2/lock/" };
    state_t *state = *context;

    for (size_t i = 0; i < COUNT (paths); i++)
        assert_int_equal (find (state, "GET", paths[i]), ROUTE_UNKNOWN);
}

static void
names_the_verbs_of_a_path (void **context)
{
    state_t *state = *context;

    assert_int_equal (find (state, "PUT", "/v1/calls"), ROUTE_OTHER_VERBS);
    assert_string_equal (state->route.allow, "GET, HEAD, POST");
    assert_int_equal (find (state, "OPTIONS", "/v1/calls/7"), ROUTE_OTHER_VERBS);
    assert_string_equal (state->route.allow, "GET, HEAD, DELETE");
    assert_int_equal (find (state, "get", "/v1/calls"), ROUTE_OTHER_VERBS);
    assert_null (state->route.method);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (finds_methods, set_up, tear_down),
        cmocka_unit_test_setup_teardown (gives_the_fields_of_the_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown (knows_nothing_else, set_up, tear_down),
        cmocka_unit_test_setup_teardown (names_the_verbs_of_a_path, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
