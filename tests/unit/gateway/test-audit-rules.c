#include "audit_rules.h"
#include "check.h"
#include "message/message.h"
#include "wlacznik/evaluation.pb-c.h"

#define PERSON "01890a5d-ac96-774b-bcce-b302099a8057"
#define CARD   "01890a5d-ac96-774b-bcce-b302099a8058"

static char *
text (const char *constant)
{
    return (char *) (uintptr_t) constant;
}

static bool
records (const char *service, const char *method, bool has_role, bool assumed)
{
    Bus__Grant grant = BUS__GRANT__INIT, *grants[] = { &grant };
    Bus__Actor actor = BUS__ACTOR__INIT;

    actor.user_id = text (PERSON);
    actor.grants = grants;
    actor.n_grants = has_role;
    actor.assumed_by = text (assumed ? PERSON : "");
    return audit_records (wl_contract_method (service, method), &actor);
}

static void
records_what_staff_sees_and_does (void **context)
{
    Bus__Actor nobody = BUS__ACTOR__INIT;

    (void) context;
    assert_true (records ("evaluation", "GetCard", true, false));
    assert_true (records ("evaluation", "LockCard", true, false));
    assert_true (records ("gateway", "ListAccounts", true, false));
    assert_false (records ("intake", "GetApplication", false, false));
    assert_false (records ("intake", "SaveApplication", false, false));
    assert_false (records ("gateway", "GetMe", true, false));
    assert_false (records ("dissemination", "GetEntry", true, false));
    assert_false (audit_records (wl_contract_method ("evaluation", "GetCard"), &nobody));
}

static void
records_everybodys_way_in_and_what_is_seen_as_another (void **context)
{
    (void) context;
    assert_true (records ("gateway", "ChangePassword", false, false));
    assert_true (records ("gateway", "MakeToken", false, false));
    assert_true (records ("intake", "GetApplication", false, true));
    assert_true (records ("gateway", "GetMe", false, true));
}

static void
an_entry_says_who_and_what (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);
    Evaluation__GetCardRequest in = EVALUATION__GET_CARD_REQUEST__INIT;
    Bus__Actor actor = BUS__ACTOR__INIT;
    Gateway__AuditEntry *entry;

    (void) context;
    in.card_id = text (CARD);
    actor.user_id = text (PERSON);
    actor.session_id = text (CARD);
    entry = audit_entry (arena, wl_contract_method ("evaluation", "GetCard"), &actor, &in.base,
                         1000 * WL_SECOND);
    assert_string_equal (entry->method, "evaluation.GetCard");
    assert_string_equal (entry->account_id, PERSON);
    assert_int_equal (entry->n_object_ids, 1);
    assert_string_equal (entry->object_ids[0], CARD);
    assert_false (entry->program);
    actor.session_id = text ("");
    entry = audit_entry (arena, wl_contract_method ("evaluation", "GetCard"), &actor, &in.base, 0);
    assert_true (entry->program);
    assert_int_equal (wl_message_validate (&entry->base, "pl", &(wl_error_t){ .arena = arena }),
                      WL_OK);
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (records_what_staff_sees_and_does),
        cmocka_unit_test (records_everybodys_way_in_and_what_is_seen_as_another),
        cmocka_unit_test (an_entry_says_who_and_what),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
