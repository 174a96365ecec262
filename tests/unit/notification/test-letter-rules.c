#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "letter_rules.h"
#include "message/message.h"
#include "moments.h"
#include "wlacznik/dissemination.pb-c.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

static int
set_up (void **state)
{
    *state = wl_arena_new (1 << 20);
    return 0;
}

static int
tear_down (void **state)
{
    wl_arena_t *arena = *state;
    wl_arena_destroy (&arena);
    return 0;
}

static const char *
fact_of (const letter_t *letter, const char *name)
{
    for (size_t i = 0; i < letter->fact_count; i++)
        if (strcmp (letter->facts[i].name, name) == 0)
            return letter->facts[i].value;
    return NULL;
}

static size_t
letters_of (wl_arena_t *arena, const ProtobufCMessage *body, letter_t ret[LETTERS_OF_EVENT])
{
    return letters_of_event (arena, body->descriptor->name, body, ret);
}

/* Names in the table that the contract does not have would only be found by the first such event.
 */
static void
every_rule_fits_its_event_and_its_letter (void **state)
{
    const ProtobufCMessageDescriptor *type;

    for (size_t i = 0; (type = letter_rule_type (i)) != NULL; i++) {
        ProtobufCMessage *body = wl_message_new (*state, type);
        letter_t letters[LETTERS_OF_EVENT];
        size_t count = letters_of (*state, body, letters);
        for (size_t l = 0; l < count; l++) {
            const moment_t *moment = moment_find (letters[l].template);
            assert_non_null (moment);
            for (size_t f = 0; f < letters[l].fact_count; f++)
                if (strcmp (letters[l].facts[f].name, "until-at") != 0)
                    assert_true (moment_has_fact (moment, letters[l].facts[f].name));
        }
    }
}

static void
fields_become_facts (void **state)
{
    Intake__ApplicationSubmitted body = INTAKE__APPLICATION_SUBMITTED__INIT;
    letter_t letters[LETTERS_OF_EVENT];

    body.application_id = (char[]){ "a" };
    body.call_id = (char[]){ "c" };
    body.applicant_user_id = (char[]){ "u" };
    body.number = (char[]){ "WIS-1/0001" };
    body.digest = (char[]){ "00ff" };
    body.submitted_at = 1234567;
    assert_int_equal (letters_of (*state, &body.base, letters), 1);
    assert_string_equal (letters[0].template, "receipt");
    assert_string_equal (letters[0].application_id, "a");
    assert_string_equal (letters[0].call_id, "c");
    assert_int_equal (letters[0].user_count, 1);
    assert_string_equal (letters[0].user_ids[0], "u");
    assert_string_equal (fact_of (&letters[0], "number"), "WIS-1/0001");
    assert_string_equal (fact_of (&letters[0], "digest"), "00ff");
    assert_string_equal (fact_of (&letters[0], "submitted-at"), "1234567");
}

/* The first instant that is too late is no moment to name. */
static void
a_term_ends_with_its_last_second (void **state)
{
    Evaluation__OfferMade body = EVALUATION__OFFER_MADE__INIT;
    Google__Protobuf__Timestamp until = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
    letter_t letters[LETTERS_OF_EVENT];

    until.seconds = 1000;
    body.accept_until = &until;
    body.grosze = 550;
    assert_int_equal (letters_of (*state, &body.base, letters), 1);
    assert_string_equal (fact_of (&letters[0], "until-at"), "999000000");
    assert_string_equal (fact_of (&letters[0], "amount-grosze"), "550");
}

static void
an_assessors_letter_leads_nowhere (void **state)
{
    Evaluation__CardAssigned body = EVALUATION__CARD_ASSIGNED__INIT;
    letter_t letters[LETTERS_OF_EVENT];

    body.application_id = (char[]){ "a" };
    body.assessor_user_id = (char[]){ "x" };
    assert_int_equal (letters_of (*state, &body.base, letters), 1);
    assert_string_equal (letters[0].application_id, "");
    assert_string_equal (letters[0].user_ids[0], "x");
}

static void
a_desk_is_opened_for_each_assessor (void **state)
{
    Evaluation__DeskOpened body = EVALUATION__DESK_OPENED__INIT;
    char *assessors[] = { (char[]){ "x" }, (char[]){ "y" }, (char[]){ "z" } };
    letter_t letters[LETTERS_OF_EVENT];

    body.assessor_user_ids = assessors;
    body.n_assessor_user_ids = 3;
    assert_int_equal (letters_of (*state, &body.base, letters), 1);
    assert_int_equal (letters[0].user_count, 3);
    assert_string_equal (letters[0].user_ids[2], "z");
}

static void
an_appeal_is_told_to_both_sides (void **state)
{
    Evaluation__AppealFiled body = EVALUATION__APPEAL_FILED__INIT;
    letter_t letters[LETTERS_OF_EVENT];

    body.applicant_user_id = (char[]){ "u" };
    assert_int_equal (letters_of (*state, &body.base, letters), 2);
    assert_string_equal (letters[0].template, "appeal-received");
    assert_int_equal (letters[0].to, TO_ACCOUNTS);
    assert_string_equal (letters[1].template, "appeal-to-decide");
    assert_int_equal (letters[1].to, TO_COORDINATORS);
    assert_int_equal (letters[1].user_count, 0);

    body.decided_at_site = true; /* whose notification writes to who decides there */
    assert_int_equal (letters_of (*state, &body.base, letters), 1);
    assert_string_equal (letters[0].template, "appeal-received");
}

static void
a_version_is_told_to_the_carer_and_comments_to_the_leader (void **state)
{
    Intake__DraftShown shown = INTAKE__DRAFT_SHOWN__INIT;
    Intake__CarerCommented commented = INTAKE__CARER_COMMENTED__INIT;
    letter_t letters[LETTERS_OF_EVENT];

    shown.application_id = (char[]){ "a" };
    shown.carer_user_id = (char[]){ "carer" };
    shown.number = 3;
    assert_int_equal (letters_of (*state, &shown.base, letters), 1);
    assert_string_equal (letters[0].user_ids[0], "carer");
    assert_string_equal (letters[0].application_id, "a");
    assert_string_equal (fact_of (&letters[0], "position"), "3");
    commented.leader_user_id = (char[]){ "leader" };
    assert_int_equal (letters_of (*state, &commented.base, letters), 1);
    assert_string_equal (letters[0].user_ids[0], "leader");
}

/* ---- letters that differ by what the event says; NULL: none ---- */

static void
check_template (wl_arena_t *arena, const ProtobufCMessage *body, const char *wanted)
{
    letter_t letters[LETTERS_OF_EVENT];
    size_t count = letters_of (arena, body, letters);

    if (wanted == NULL) {
        assert_int_equal (count, 0);
        return;
    }
    assert_int_equal (count, 1);
    assert_string_equal (letters[0].template, wanted);
}

static void
results_differ_by_group (void **state)
{
    static const char *const wanted[] = {
        NULL, "recommended", "on-reserve", "not-selected", "below-threshold", NULL, NULL, NULL
    };
    Evaluation__ApplicationRanked body = EVALUATION__APPLICATION_RANKED__INIT;

    for (size_t group = 0; group < sizeof wanted / sizeof wanted[0]; group++) {
        body.group = (Evaluation__ListGroup) group;
        check_template (*state, &body.base, wanted[group]);
    }
}

static void
states_of_a_newer_service_bring_no_letter (void **state)
{
    Dissemination__AdoptionChanged adoption = DISSEMINATION__ADOPTION_CHANGED__INIT;
    Dissemination__PolicyChanged policy = DISSEMINATION__POLICY_CHANGED__INIT;
    Evaluation__OfferAnswered offer = EVALUATION__OFFER_ANSWERED__INIT;
    Intake__CallNotice notice = INTAKE__CALL_NOTICE__INIT;

    adoption.state = (Dissemination__AdoptionState) 99;
    policy.status = (Dissemination__PolicyStatus) 99;
    offer.state = (Evaluation__OfferState) 99;
    notice.kind = (Intake__CallNoticeKind) 99;
    check_template (*state, &adoption.base, NULL);
    check_template (*state, &policy.base, NULL);
    check_template (*state, &offer.base, NULL);
    check_template (*state, &notice.base, NULL);
}

static void
what_an_event_says_chooses_its_letter (void **state)
{
    Intake__ApplicationWithdrawn withdrawn = INTAKE__APPLICATION_WITHDRAWN__INIT;
    Evaluation__FormalCheckDecided check = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    Evaluation__StageDecided stage = EVALUATION__STAGE_DECIDED__INIT;
    Intake__GrantRefused refused = INTAKE__GRANT_REFUSED__INIT;
    Dissemination__AdoptionChanged adoption = DISSEMINATION__ADOPTION_CHANGED__INIT;

    check_template (*state, &withdrawn.base, NULL); /* a draft that nobody else knew of */
    withdrawn.number = (char[]){ "WIS-1/0001" };
    check_template (*state, &withdrawn.base, "withdrawn");
    check_template (*state, &check.base, "formally-rejected");
    check.passed = true;
    check_template (*state, &check.base, "formally-passed");
    stage.outcome = EVALUATION__STAGE_OUTCOME__RETURN;
    check_template (*state, &stage.base, "stage-return");
    refused.refusal = INTAKE__GRANT_REFUSAL__TERM_PASSED;
    check_template (*state, &refused.base, "grant-lapsed");
    adoption.state = DISSEMINATION__ADOPTION_STATE__IN_TALKS;
    check_template (*state, &adoption.base, NULL);
    adoption.reported = true;
    check_template (*state, &adoption.base, "adoption-reported");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (every_rule_fits_its_event_and_its_letter, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (fields_become_facts, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_term_ends_with_its_last_second, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_assessors_letter_leads_nowhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_desk_is_opened_for_each_assessor, set_up, tear_down),
        cmocka_unit_test_setup_teardown (an_appeal_is_told_to_both_sides, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_version_is_told_to_the_carer_and_comments_to_the_leader,
                                         set_up, tear_down),
        cmocka_unit_test_setup_teardown (results_differ_by_group, set_up, tear_down),
        cmocka_unit_test_setup_teardown (states_of_a_newer_service_bring_no_letter, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (what_an_event_says_chooses_its_letter, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
