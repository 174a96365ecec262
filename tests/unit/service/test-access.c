/* Whom the runtime lets through, and what the token of a program may ask. */
#include "check.h"
#include "service/access.h"
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

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_actor_comes_through_the_gateway_only),
        cmocka_unit_test (a_token_stays_within_its_scope),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
