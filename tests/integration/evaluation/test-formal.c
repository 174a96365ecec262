/* The formal check with proposals and a second pair of eyes. */
#include "evaluation_world.h"

#include <string.h>

static evaluation_world_t world;

#define ZOFIA "01910000-0000-7000-8000-0000000000c5" /* another coordinator of 30 */

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-formal.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= 3; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 1000000, true });
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static void
refused (wl_status status, wl_status expected, const char *reason)
{
    assert_int_equal (status, expected);
    assert_string_equal (evaluation_world_reason (&world), reason);
}

static int64_t
state_of (int number)
{
    return world_number (wl_text_printf (
        world.world.arena, "select state from dossier where number = 'WIS-1/%04d'", number));
}

static Evaluation__FormalProposal *
proposal (int number, const char *user, const char *region, wl_status expected)
{
    Evaluation__GetFormalProposalRequest in = EVALUATION__GET_FORMAL_PROPOSAL_REQUEST__INIT;
    Evaluation__FormalProposal *out;

    evaluation_world_as (&world, user, WL_ROLE_COORDINATOR, region);
    in.application_id = application_id (&world, number);
    assert_int_equal (evaluation_world_ask (&world, "GetFormalProposal", &in, &out), expected);
    return out;
}

static wl_status
confirm (int number, const char *user, bool confirmed, const char *reason,
         Evaluation__FormalCheck **ret)
{
    Evaluation__ConfirmFormalCheckRequest in = EVALUATION__CONFIRM_FORMAL_CHECK_REQUEST__INIT;

    evaluation_world_as (&world, user, WL_ROLE_COORDINATOR, "30");
    in.application_id = application_id (&world, number);
    in.confirmed = confirmed;
    in.reason = wl_text_copy (world.world.arena, reason);
    return evaluation_world_ask (&world, "ConfirmFormalCheck", &in, ret);
}

static int64_t
told (void)
{
    return world_number ("select count (*) from runtime.outbox"
                         " where type = 'evaluation.FormalCheckDecided'");
}

static void
the_house_proposes_and_decides_nothing (void **state)
{
    Evaluation__FormalProposal *found;
    (void) state;

    /* The world's submissions all have one digest, so each is everybody's twin. */
    found = proposal (1, KAROL, "30", WL_OK);
    assert_int_equal (found->n_items, 2);
    assert_string_equal (found->items[0]->item, "deadline");
    assert_int_equal (found->items[0]->answer, EVALUATION__FORMAL_ANSWER__YES);
    assert_int_equal (found->items[1]->answer, EVALUATION__FORMAL_ANSWER__NO);
    assert_non_null (strstr (found->items[1]->reason, "WIS-1/0002, WIS-1/0003"));
    assert_null (found->unconfirmed);
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    proposal (1, LIDIA, "32", WL_NOT_FOUND);
    world_sql ("update content set digest = application_id::text");
    assert_int_equal (proposal (1, KAROL, "30", WL_OK)->items[1]->answer,
                      EVALUATION__FORMAL_ANSWER__YES);
}

/* As lists of dossiers say it. */
static const char *
whose_check_waits (int number)
{
    Evaluation__ListDossiersRequest in = EVALUATION__LIST_DOSSIERS_REQUEST__INIT;
    Evaluation__ListDossiersResponse *out;
    char call[] = CALL;

    in.call_id = call;
    evaluation_world_as (&world, ZOFIA, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListDossiers", &in, &out));
    for (size_t i = 0; i < out->n_dossiers; i++)
        if (wl_text_equal (out->dossiers[i]->application_id, application_id (&world, number)))
            return out->dossiers[i]->unconfirmed_by;
    return NULL;
}

static void
a_rejection_needs_two (void **state)
{
    Evaluation__FormalCheck *check;
    (void) state;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    refused (confirm (1, KAROL, true, "", NULL), WL_FAILED_PRECONDITION, "nothing-to-confirm");
    assert_ok (world.world.db, evaluation_world_formal (&world, 1, false));
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (told (), 0);
    assert_true (proposal (1, ZOFIA, "30", WL_OK)->unconfirmed->unconfirmed);
    assert_string_equal (whose_check_waits (1), KAROL);
    assert_string_equal (whose_check_waits (2), "");
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    refused (evaluation_world_formal (&world, 1, true), WL_FAILED_PRECONDITION,
             "awaits-confirmation");
    refused (confirm (1, KAROL, true, "", NULL), WL_PERMISSION_DENIED, "own-decision");
    assert_ok (world.world.db, confirm (1, ZOFIA, true, "", &check));
    assert_string_equal (check->decided_by, KAROL);
    assert_string_equal (check->confirmed_by, ZOFIA);
    assert_false (check->unconfirmed);
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED);
    assert_int_equal (told (), 1);
    /* Confirmed on Monday 20 April 2026: three working days end on Thursday. */
    char until[WL_TIME_TEXT];
    wl_time_format (wl_timestamp_time (check->appeal_until), until);
    assert_string_equal (until, "2026-04-23T22:00:00Z");
    refused (confirm (1, ZOFIA, true, "", NULL), WL_FAILED_PRECONDITION, "not-in-formal-review");
}

static void
or_is_sent_back (void **state)
{
    (void) state;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_formal (&world, 2, false));
    refused (confirm (2, ZOFIA, false, "", NULL), WL_INVALID_ARGUMENT, "invalid-fields");
    assert_null (proposal (2, KAROL, "30", WL_OK)->returned);
    evaluation_world_at (&world, "2026-04-20T13:00:00Z");
    assert_ok (world.world.db, confirm (2, ZOFIA, false, "Budżet jest na stronie 4.", NULL));
    const Evaluation__FormalProposal *again = proposal (2, KAROL, "30", WL_OK);
    assert_null (again->unconfirmed);
    assert_int_equal (again->returned->n_items, 2);
    assert_string_equal (again->return_reason, "Budżet jest na stronie 4.");
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (world_number ("select count (*) from formal_draft where returned_by is not"
                                    " null and return_reason <> ''"),
                      1);
    assert_ok (world.world.db, evaluation_world_formal (&world, 2, true));
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
}

/* In this call a yes needs one pair of eyes only. */
static void
a_pass_needs_one (void **state)
{
    (void) state;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_formal (&world, 3, true));
    assert_int_equal (state_of (3), EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
}

/* Whoever confirmed a rejection took part in it, and does not decide the appeal. */
static void
neither_of_the_two_decides_the_appeal (void **state)
{
    Evaluation__FileAppealRequest file = EVALUATION__FILE_APPEAL_REQUEST__INIT;
    Evaluation__DecideAppealRequest in = EVALUATION__DECIDE_APPEAL_REQUEST__INIT;
    char text[] = "Budżet jest załączony na stronie czwartej.", key[] = "complete";
    char *keys[] = { key };
    (void) state;

    evaluation_world_as (&world, applicant_id (&world, 1), WL_ROLE_SIGNED_IN, "");
    file.application_id = in.application_id = application_id (&world, 1);
    file.contested = keys;
    file.n_contested = 1;
    file.text = in.reason = text;
    assert_ok (world.world.db, evaluation_world_ask (&world, "FileAppeal", &file, NULL));
    in.kind = EVALUATION__APPEAL_KIND__FORMAL_APPEAL;
    in.upheld = true;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    refused (evaluation_world_ask (&world, "DecideAppeal", &in, NULL), WL_PERMISSION_DENIED,
             "own-decision");
    evaluation_world_as (&world, ZOFIA, WL_ROLE_COORDINATOR, "30");
    refused (evaluation_world_ask (&world, "DecideAppeal", &in, NULL), WL_PERMISSION_DENIED,
             "own-decision");
    evaluation_world_as (&world, OWNER, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "DecideAppeal", &in, NULL));
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_house_proposes_and_decides_nothing),
        cmocka_unit_test (a_rejection_needs_two),
        cmocka_unit_test (or_is_sent_back),
        cmocka_unit_test (a_pass_needs_one),
        cmocka_unit_test (neither_of_the_two_decides_the_appeal),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
