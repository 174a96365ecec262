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
    assert_refused (&world, confirm (1, KAROL, true, "", NULL), WL_FAILED_PRECONDITION,
                    "nothing-to-confirm");
    assert_ok (world.world.db, evaluation_world_formal (&world, 1, false));
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (told (), 0);
    assert_true (proposal (1, ZOFIA, "30", WL_OK)->unconfirmed->unconfirmed);
    assert_string_equal (whose_check_waits (1), KAROL);
    assert_string_equal (whose_check_waits (2), "");
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_refused (&world, evaluation_world_formal (&world, 1, true), WL_FAILED_PRECONDITION,
                    "awaits-confirmation");
    assert_refused (&world, confirm (1, KAROL, true, "", NULL), WL_PERMISSION_DENIED,
                    "own-decision");
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
    assert_refused (&world, confirm (1, ZOFIA, true, "", NULL), WL_FAILED_PRECONDITION,
                    "not-in-formal-review");
}

static void
or_is_sent_back (void **state)
{
    (void) state;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_formal (&world, 2, false));
    assert_refused (&world, confirm (2, ZOFIA, false, "", NULL), WL_INVALID_ARGUMENT,
                    "invalid-fields");
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
    assert_refused (&world, evaluation_world_ask (&world, "DecideAppeal", &in, NULL),
                    WL_PERMISSION_DENIED, "own-decision");
    evaluation_world_as (&world, ZOFIA, WL_ROLE_COORDINATOR, "30");
    assert_refused (&world, evaluation_world_ask (&world, "DecideAppeal", &in, NULL),
                    WL_PERMISSION_DENIED, "own-decision");
    evaluation_world_as (&world, OWNER, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "DecideAppeal", &in, NULL));
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
}

/* ---- many at once ---- */

static Evaluation__DecideFormalCheckRequest *
check_of (int number, bool passed)
{
    Evaluation__DecideFormalCheckRequest *check =
        (Evaluation__DecideFormalCheckRequest *) wl_message_new (
            world.world.arena, &evaluation__decide_formal_check_request__descriptor);
    static const char *const keys[] = { "deadline", "complete" };

    check->application_id = application_id (&world, number);
    check->items = wl_arena_array (world.world.arena, 2, sizeof *check->items);
    for (; check->n_items < 2; check->n_items++) {
        Evaluation__FormalItemAnswer *item = (Evaluation__FormalItemAnswer *) wl_message_new (
            world.world.arena, &evaluation__formal_item_answer__descriptor);
        item->item = wl_text_copy (world.world.arena, keys[check->n_items]);
        item->answer = passed || check->n_items == 0 ? EVALUATION__FORMAL_ANSWER__YES
                                                     : EVALUATION__FORMAL_ANSWER__NO;
        item->reason = wl_text_copy (world.world.arena, passed ? "" : "Brak budżetu");
        check->items[check->n_items] = item;
    }
    return check;
}

static void
outcome (const Wlacznik__ItemOutcome *found, bool done, const char *type)
{
    assert_int_equal (found->done, done);
    assert_string_equal (found->type, type);
    assert_int_equal (wl_text_empty (found->detail), done);
}

/* The second is of another region, the third is sent twice, the fourth lacks an answer. */
static void
each_of_many_is_decided_by_itself (void **state)
{
    Evaluation__DecideFormalChecksRequest in = EVALUATION__DECIDE_FORMAL_CHECKS_REQUEST__INIT;
    Evaluation__DecideFormalCheckRequest *checks[6];
    Wlacznik__ItemOutcomes *out;
    int64_t before;
    (void) state;

    for (int i = 11; i <= 14; i++)
        evaluation_world_submits (
            &world, (evaluation_application_t){ i, "idea", i == 12 ? "32" : "30", 1000000, true });
    for (int i = 0; i < 3; i++)
        checks[i] = check_of (11 + i, true);
    checks[3] = check_of (13, true);
    checks[4] = check_of (14, true);
    checks[4]->n_items = 1;
    checks[5] = check_of (14, true);
    in.checks = checks;
    in.n_checks = 6;
    before = told ();
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "DecideFormalChecks", &in, &out));
    assert_int_equal (out->n_outcomes, 6);
    outcome (out->outcomes[0], true, "");
    outcome (out->outcomes[1], false, "/problems/not-found");
    outcome (out->outcomes[2], true, "");
    outcome (out->outcomes[3], false, "/problems/not-in-formal-review");
    outcome (out->outcomes[4], false, "/problems/invalid-fields");
    assert_string_equal (out->outcomes[4]->errors[0]->field, "items.complete");
    outcome (out->outcomes[5], true, "");
    assert_int_equal (told () - before, 3);
    assert_int_equal (state_of (12), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (state_of (13), EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
}

static void
many_are_confirmed (void **state)
{
    Evaluation__ConfirmFormalChecksRequest in = EVALUATION__CONFIRM_FORMAL_CHECKS_REQUEST__INIT;
    Evaluation__ConfirmFormalCheckRequest each[2] = {
        EVALUATION__CONFIRM_FORMAL_CHECK_REQUEST__INIT,
        EVALUATION__CONFIRM_FORMAL_CHECK_REQUEST__INIT,
    };
    Evaluation__ConfirmFormalCheckRequest *list[] = { &each[0], &each[1] };
    Wlacznik__ItemOutcomes *out;
    (void) state;

    for (int i = 0; i < 2; i++) {
        evaluation_world_submits (
            &world, (evaluation_application_t){ 21 + i, "idea", "30", 1000000, true });
        evaluation_world_as (&world, i == 0 ? KAROL : ZOFIA, WL_ROLE_COORDINATOR, "30");
        assert_ok (world.world.db, evaluation_world_formal (&world, 21 + i, false));
        each[i].application_id = application_id (&world, 21 + i);
        each[i].confirmed = true;
    }
    in.confirmations = list;
    in.n_confirmations = 2;
    evaluation_world_as (&world, ZOFIA, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ConfirmFormalChecks", &in, &out));
    outcome (out->outcomes[0], true, "");
    outcome (out->outcomes[1], false, "/problems/own-decision");
    assert_int_equal (state_of (21), EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED);
    assert_int_equal (state_of (22), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
}

/* The whole names no object, so each item is asked for its programme. */
static void
many_stay_within_the_programme (void **state)
{
    Evaluation__DecideFormalChecksRequest in = EVALUATION__DECIDE_FORMAL_CHECKS_REQUEST__INIT;
    Evaluation__DecideFormalCheckRequest *one[1];
    Wlacznik__ItemOutcomes *out;
    (void) state;

    evaluation_world_submits (&world, (evaluation_application_t){ 31, "idea", "30", 1, true });
    one[0] = check_of (31, true);
    in.checks = one;
    in.n_checks = 1;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    evaluation_world_in (&world, CALL); /* no programme of the world's */
    assert_ok (world.world.db, evaluation_world_ask (&world, "DecideFormalChecks", &in, &out));
    outcome (out->outcomes[0], false, "/problems/not-found");
    evaluation_world_in (&world, PROGRAMME);
    assert_ok (world.world.db, evaluation_world_ask (&world, "DecideFormalChecks", &in, &out));
    outcome (out->outcomes[0], true, "");
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
        cmocka_unit_test (each_of_many_is_decided_by_itself),
        cmocka_unit_test (many_are_confirmed),
        cmocka_unit_test (many_stay_within_the_programme),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
