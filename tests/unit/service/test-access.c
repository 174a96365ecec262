/* Whom the runtime lets through, and what the token of a program may ask. */
#include "check.h"
#include "service/access.h"
#include "wlacznik/intake.pb-c.h"
#include "wlacznik/notification.pb-c.h"

#define CALL  "01890a5d-ac96-774b-bcce-b302099a8057"
#define OTHER "01890a5d-ac96-774b-bcce-b302099a8058"

static const wl_method_t query = { .roles = WL_ROLE_BIT (WL_ROLE_SIGNED_IN) };
static const wl_method_t command = { .roles = WL_ROLE_BIT (WL_ROLE_SIGNED_IN), .command = true };
static const wl_method_t open_query = { .roles = WL_ROLE_BIT (WL_ROLE_PUBLIC) };

static void
an_actor_comes_through_the_gateway_only (void **context)
{
    Bus__Actor actor = BUS__ACTOR__INIT;

    (void) context;
    actor.user_id = (char *) (uintptr_t) CALL;
    assert_int_equal (wl_access_check (&query, "gateway", &actor), WL_OK);
    assert_int_equal (wl_access_check (&query, "intake", &actor), WL_PERMISSION_DENIED);
    assert_int_equal (wl_access_check (&query, "gateway", NULL), WL_UNAUTHENTICATED);
    assert_int_equal (wl_access_check (&open_query, "gateway", NULL), WL_OK);
}

static void
a_token_stays_within_its_scope (void **context)
{
    Bus__Actor actor = BUS__ACTOR__INIT;
    Notification__GetDeliveryRequest of_call = NOTIFICATION__GET_DELIVERY_REQUEST__INIT;
    Notification__ListMyMessagesRequest of_none = NOTIFICATION__LIST_MY_MESSAGES_REQUEST__INIT;

    (void) context;
    actor.user_id = (char *) (uintptr_t) CALL;
    of_call.call_id = (char *) (uintptr_t) CALL;
    assert_int_equal (wl_access_check_scope (&command, &actor, &of_none.base), WL_OK);
    actor.read_only = true;
    assert_int_equal (wl_access_check_scope (&command, &actor, &of_none.base),
                      WL_PERMISSION_DENIED);
    assert_int_equal (wl_access_check_scope (&query, &actor, &of_none.base), WL_OK);
    actor.call_id = (char *) (uintptr_t) CALL;
    assert_int_equal (wl_access_check_scope (&query, &actor, &of_call.base), WL_OK);
    assert_int_equal (wl_access_check_scope (&query, &actor, &of_none.base), WL_PERMISSION_DENIED);
    assert_int_equal (wl_access_check_scope (&open_query, &actor, &of_none.base), WL_OK);
    of_call.call_id = (char *) (uintptr_t) OTHER;
    assert_int_equal (wl_access_check_scope (&query, &actor, &of_call.base), WL_PERMISSION_DENIED);
    assert_int_equal (wl_access_check_scope (&query, NULL, &of_none.base), WL_OK);
}

#define PROGRAMME "01890a5d-ac96-774b-bcce-b302099a8059"

/* The caller's role, for a programme ("": all) and a region, against what is asked about. */
static void
a_role_is_for_a_programme_and_a_region (void **context)
{
    static const struct {
        const char *granted, *in, *programme, *region;
        bool held;
    } cases[] = {
        { "", "30", PROGRAMME, "30", true },        { "", "30", PROGRAMME, "32", false },
        { "", "*", PROGRAMME, "32", true },         { "", "30", "", "30", true },
        { PROGRAMME, "30", PROGRAMME, "30", true }, { PROGRAMME, "30", PROGRAMME, "32", false },
        { PROGRAMME, "*", PROGRAMME, "32", true },  { PROGRAMME, "*", OTHER, "30", false },
        { PROGRAMME, "*", "", "30", false },        { PROGRAMME, "30", NULL, NULL, true },
        { PROGRAMME, "30", PROGRAMME, NULL, true }, { PROGRAMME, "30", OTHER, NULL, false },
    };
    Bus__Grant grant = BUS__GRANT__INIT, *grants[] = { &grant };
    Bus__Actor actor = BUS__ACTOR__INIT;

    (void) context;
    actor.user_id = (char *) (uintptr_t) CALL;
    actor.grants = grants;
    actor.n_grants = 1;
    grant.role = WLACZNIK__ROLE__COORDINATOR;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        grant.programme_id = (char *) (uintptr_t) cases[i].granted;
        grant.region = (char *) (uintptr_t) cases[i].in;
        assert_int_equal (
            wl_actor_has_role (&actor, WL_ROLE_COORDINATOR, cases[i].programme, cases[i].region),
            cases[i].held);
        assert_false (wl_actor_has_role (&actor, WL_ROLE_OWNER, NULL, NULL));
        assert_true (wl_actor_has_role (&actor, WL_ROLE_SIGNED_IN, "", NULL));
        assert_int_equal (wl_actor_is_scoped (&actor), cases[i].granted[0] != '\0');
    }
}

static void
a_request_names_what_it_is_about (void **context)
{
    Intake__CreateCallRequest create = INTAKE__CREATE_CALL_REQUEST__INIT;
    Intake__CallDefinition definition = INTAKE__CALL_DEFINITION__INIT;

    (void) context;
    assert_string_equal (wl_request_names (&create.base, "definition.programme_id"), "");
    create.definition = &definition;
    assert_string_equal (wl_request_names (&create.base, "definition.programme_id"), "");
    definition.programme_id = (char *) (uintptr_t) PROGRAMME;
    assert_string_equal (wl_request_names (&create.base, "definition.programme_id"), PROGRAMME);
    assert_string_equal (wl_request_names (&create.base, "programme_id"), "");
    assert_string_equal (wl_request_names (&create.base, "definition"), "");
    assert_string_equal (wl_request_names (&create.base, "definition.stages"), "");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_actor_comes_through_the_gateway_only),
        cmocka_unit_test (a_token_stays_within_its_scope),
        cmocka_unit_test (a_role_is_for_a_programme_and_a_region),
        cmocka_unit_test (a_request_names_what_it_is_about),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
