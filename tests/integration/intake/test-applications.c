#include "intake_world.h"

#include <sodium.h>
#include <string.h>

static intake_world_t world;
static char *call;

static int
set_up (void **state)
{
    (void) state;
    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    call = intake_world_open (
        &world, intake_world_definition (&world, intake_world_programme (&world), "WIS-1", 0));
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

static int
as_anna (void **state)
{
    (void) state;
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    intake_world_at (&world, IN_CALL);
    return 0;
}

static wl_status
get (char *application_id, Intake__Application **ret)
{
    Intake__GetApplicationRequest in = INTAKE__GET_APPLICATION_REQUEST__INIT;

    in.application_id = application_id;
    return intake_world_ask (&world, "GetApplication", &in, ret);
}

static wl_status
withdraw (char *application_id)
{
    Intake__WithdrawApplicationRequest in = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;

    in.application_id = application_id;
    return intake_world_ask (&world, "WithdrawApplication", &in, NULL);
}

/* ---- writing ---- */

static void
a_draft_keeps_what_was_saved (void **state)
{
    char *id = intake_world_apply (&world, call, "anna@example.org");
    Intake__Application *seen = intake_world_get (&world, id);
    (void) state;

    assert_int_equal (seen->state, INTAKE__APPLICATION_STATE__DRAFT);
    assert_string_equal (seen->stage, "idea");
    assert_true (seen->may_edit);
    assert_int_equal (intake_world_fill (&world, id, 1, "anna@example.org", "Zażółć gęślą 🍉"),
                      WL_OK);
    seen = intake_world_get (&world, id);
    assert_int_equal (seen->version, 2);
    assert_string_equal (seen->title, "Zażółć gęślą 🍉");
    assert_int_equal (seen->amount_grosze, 3298340);
    assert_int_equal (seen->answers->n_list, 2);
    assert_refused (&world,
                    intake_world_fill (&world, id, 1, "anna@example.org", "Ze starego okna"),
                    WL_ABORTED, "newer-version");
    assert_string_equal (intake_world_get (&world, id)->title, "Zażółć gęślą 🍉");
}

static void
the_dates_of_the_call (void **state)
{
    Intake__CreateApplicationRequest create = INTAKE__CREATE_APPLICATION_REQUEST__INIT;
    char *id = intake_world_apply (&world, call, "dates@example.org");
    (void) state;

    create.call_id = call;
    create.region = intake_world_get (&world, id)->region;
    create.applicant = intake_world_get (&world, id)->applicant;
    intake_world_at (&world, "2026-03-19T23:59:59.999999Z");
    assert_refused (&world, intake_world_ask (&world, "CreateApplication", &create, NULL),
                    WL_FAILED_PRECONDITION, "call-not-started");
    intake_world_at (&world, "2026-03-20T00:00:00Z");
    assert_int_equal (intake_world_ask (&world, "CreateApplication", &create, NULL), WL_OK);
    assert_int_equal (intake_world_fill (&world, id, 1, "dates@example.org", "Terminy"), WL_OK);
    assert_refused (&world, intake_world_submit (&world, id, NULL), WL_FAILED_PRECONDITION,
                    "submitting-not-started");
    intake_world_at (&world, "2026-05-01T00:00:00Z");
    assert_refused (&world, intake_world_submit (&world, id, NULL), WL_FAILED_PRECONDITION,
                    "call-over");
    assert_refused (&world, intake_world_fill (&world, id, 2, "dates@example.org", "Po terminie"),
                    WL_FAILED_PRECONDITION, "call-over");
    assert_false (intake_world_get (&world, id)->may_edit);
    intake_world_at (&world, "2026-04-30T23:59:59.999999Z");
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
}

static void
where_and_whether (void **state)
{
    Intake__CreateApplicationRequest create = INTAKE__CREATE_APPLICATION_REQUEST__INIT;
    char *id = intake_world_apply (&world, call, "where@example.org");
    char elsewhere[] = "14", nowhere[] = "01910000-0000-7000-8000-00000000dead";
    (void) state;

    create.call_id = call;
    create.region = elsewhere;
    create.applicant = intake_world_get (&world, id)->applicant;
    assert_refused (&world, intake_world_ask (&world, "CreateApplication", &create, NULL),
                    WL_INVALID_ARGUMENT, "invalid-fields");
    assert_string_equal (intake_world_field (&world), "region");
    create.call_id = nowhere;
    assert_refused (&world, intake_world_ask (&world, "CreateApplication", &create, NULL),
                    WL_NOT_FOUND, "call-not-found");
}

/* ---- submitting ---- */

static void
a_receipt_proves_the_bytes (void **state)
{
    char *id = intake_world_apply (&world, call, "receipt@example.org");
    Intake__GetSubmissionRequest in = INTAKE__GET_SUBMISSION_REQUEST__INIT;
    Intake__Submission *submission;
    Intake__Receipt *receipt;
    char stage[] = "idea", digest_text[65];
    uint8_t digest[32], *bytes;
    size_t length;
    (void) state;

    assert_int_equal (intake_world_fill (&world, id, 1, "receipt@example.org", "Paragon"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, &receipt), WL_OK);
    assert_int_equal (strncmp (receipt->number, "WIS-1/", 6), 0);
    assert_int_equal (wl_timestamp_time (receipt->submitted_at), world.request.now);
    in.application_id = id;
    in.stage = stage;
    assert_int_equal (intake_world_ask (&world, "GetSubmission", &in, &submission), WL_OK);
    assert_string_equal (submission->digest, receipt->digest);
    assert_string_equal (submission->number, receipt->number);
    assert_string_equal (submission->applicant_user_id, ANNA);
    assert_string_equal (submission->title, "Paragon");
    /* The bytes are those of the message without what was not known when they were frozen. */
    submission->digest = submission->number = (char *) wl_arena_alloc (world.world.arena, 1);
    wl_message_pack (world.world.arena, &submission->base, &bytes, &length);
    crypto_generichash (digest, sizeof digest, bytes, length, NULL, 0);
    wl_hex (digest, sizeof digest, digest_text);
    assert_string_equal (digest_text, receipt->digest);
}

static void
gaps_are_named_and_take_no_number (void **state)
{
    char *id = intake_world_apply (&world, call, "gaps@example.org");
    int64_t before = world_number ("select count (*) from submission");
    Intake__Receipt *first, *second;
    char *next = intake_world_apply (&world, call, "gaps-a@example.org");
    (void) state;

    assert_int_equal (intake_world_fill (&world, next, 1, "gaps-a@example.org", "A"), WL_OK);
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    char *after = intake_world_apply (&world, call, "gaps-b@example.org");
    assert_int_equal (intake_world_fill (&world, after, 1, "gaps-b@example.org", "B"), WL_OK);
    assert_int_equal (intake_world_submit (&world, after, &first), WL_OK);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_refused (&world, intake_world_submit (&world, id, NULL), WL_INVALID_ARGUMENT,
                    "invalid-fields");
    assert_string_equal (intake_world_field (&world), "answers.title");
    assert_int_equal (world.request.error.field_count, 2);
    assert_int_equal (world_number ("select count (*) from submission"), before + 1);
    assert_int_equal (withdraw (id), WL_OK);
    intake_world_as (&world, OWNER, WL_ROLE_SIGNED_IN, "");
    char *last = intake_world_apply (&world, call, "gaps-c@example.org");
    assert_int_equal (intake_world_fill (&world, last, 1, "gaps-c@example.org", "C"), WL_OK);
    assert_int_equal (intake_world_submit (&world, last, &second), WL_OK);
    assert_int_equal (atoi (second->number + 6), atoi (first->number + 6) + 1);
}

static void
submitted_is_closed (void **state)
{
    Intake__SubmitApplicationRequest stale = INTAKE__SUBMIT_APPLICATION_REQUEST__INIT;
    char *id;
    (void) state;

    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (&world, call, "closed@example.org");
    assert_int_equal (intake_world_fill (&world, id, 1, "closed@example.org", "Raz"), WL_OK);
    stale.application_id = id;
    stale.version = 1;
    assert_refused (&world, intake_world_ask (&world, "SubmitApplication", &stale, NULL),
                    WL_ABORTED, "newer-version");
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    assert_refused (&world, intake_world_submit (&world, id, NULL), WL_FAILED_PRECONDITION,
                    "not-open-for-writing");
    assert_refused (&world, intake_world_fill (&world, id, 3, "closed@example.org", "Dwa"),
                    WL_FAILED_PRECONDITION, "not-open-for-writing");
    assert_false (intake_world_get (&world, id)->may_edit);
}

/* ---- who sees what ---- */

static void
others_learn_nothing (void **state)
{
    static const struct {
        const char *what, *user, *region;
        wl_role_t role;
        bool draft, submitted; /* may see it */
    } cases[] = {
        { "the applicant", OWNER, "", WL_ROLE_SIGNED_IN, true, true },
        { "another innovator", BOGNA, "", WL_ROLE_SIGNED_IN, false, false },
        { "the region's coordinator", BOGNA, "30", WL_ROLE_COORDINATOR, false, true },
        { "every region's coordinator", BOGNA, "*", WL_ROLE_COORDINATOR, false, true },
        { "another region's coordinator", BOGNA, "32", WL_ROLE_COORDINATOR, false, false },
        { "an assessor", BOGNA, "30", WL_ROLE_ASSESSOR, false, false },
        { "an administrator", BOGNA, "*", WL_ROLE_ADMINISTRATOR, false, false },
    };
    Intake__Application *seen;
    char *draft, *submitted;
    (void) state;

    intake_world_as (&world, OWNER, WL_ROLE_SIGNED_IN, "");
    draft = intake_world_apply (&world, call, "draft@example.org");
    submitted = intake_world_apply (&world, call, "submitted@example.org");
    assert_int_equal (intake_world_fill (&world, submitted, 1, "submitted@example.org", "Tak"),
                      WL_OK);
    assert_int_equal (intake_world_submit (&world, submitted, NULL), WL_OK);
    for (size_t i = 0; i < COUNT (cases); i++) {
        intake_world_as (&world, cases[i].user, cases[i].role, cases[i].region);
        print_message ("%s\n", cases[i].what);
        assert_int_equal (get (draft, &seen), cases[i].draft ? WL_OK : WL_NOT_FOUND);
        assert_int_equal (get (submitted, &seen), cases[i].submitted ? WL_OK : WL_NOT_FOUND);
        if (strcmp (cases[i].user, OWNER) == 0)
            continue;
        assert_int_equal (intake_world_fill (&world, draft, 1, "draft@example.org", "Nie"),
                          WL_NOT_FOUND);
        assert_int_equal (intake_world_submit (&world, draft, NULL), WL_NOT_FOUND);
        assert_int_equal (withdraw (submitted), WL_NOT_FOUND);
    }
}

static void
pages_of_mine (void **state)
{
    Intake__ListMyApplicationsRequest list = INTAKE__LIST_MY_APPLICATIONS_REQUEST__INIT;
    Intake__ListMyApplicationsResponse *page;
    char last[WL_UUID_TEXT] = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    int seen = 0;
    (void) state;

    intake_world_as (&world, "01910000-0000-7000-8000-0000000000c3", WL_ROLE_SIGNED_IN, "");
    for (int i = 0; i < 5; i++)
        (void) intake_world_apply (&world, call, "pages@example.org");
    list.limit = 2;
    do {
        assert_int_equal (intake_world_ask (&world, "ListMyApplications", &list, &page), WL_OK);
        for (size_t i = 0; i < page->n_applications; i++, seen++) {
            assert_true (strcmp (page->applications[i]->id, last) < 0);
            strcpy (last, page->applications[i]->id);
            assert_string_equal (page->applications[i]->stage, "idea");
        }
        list.cursor = page->next_cursor;
    } while (page->next_cursor[0] != '\0');
    assert_int_equal (seen, 5);
}

static void
titles_of_what_was_submitted (void **state)
{
    Intake__GetTitlesRequest in = INTAKE__GET_TITLES_REQUEST__INIT;
    Intake__GetTitlesResponse *titles;
    char *ids[3];
    (void) state;

    intake_world_as (&world, "01910000-0000-7000-8000-0000000000d4", WL_ROLE_SIGNED_IN, "");
    for (int i = 0; i < 3; i++) {
        ids[i] = intake_world_apply (&world, call, "titles@example.org");
        assert_int_equal (intake_world_fill (&world, ids[i], 1, "titles@example.org", "List"),
                          WL_OK);
    }
    assert_int_equal (intake_world_submit (&world, ids[1], NULL), WL_OK);
    in.application_ids = ids;
    in.n_application_ids = 3;
    assert_int_equal (intake_world_ask (&world, "GetTitles", &in, &titles), WL_OK);
    assert_int_equal (titles->n_titles, 1);
    assert_string_equal (titles->titles[0]->application_id, ids[1]);
    assert_string_equal (titles->titles[0]->title, "List");
}

static Intake__VerifyReceiptResponse *
verify (const char *number, const char *digest)
{
    Intake__VerifyReceiptRequest in = INTAKE__VERIFY_RECEIPT_REQUEST__INIT;
    Intake__VerifyReceiptResponse *out;

    in.number = wl_text_copy (world.world.arena, number);
    in.digest = wl_text_copy (world.world.arena, digest);
    assert_int_equal (intake_world_ask (&world, "VerifyReceipt", &in, &out), WL_OK);
    return out;
}

static void
anybody_can_verify_a_receipt (void **state)
{
    static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
    char *id = intake_world_apply (&world, call, "receipt@example.org");
    Intake__VerifyReceiptResponse *answer;
    Intake__Receipt *receipt;
    (void) state;

    assert_int_equal (intake_world_fill (&world, id, 1, "receipt@example.org", "Arbuz"), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, &receipt), WL_OK);
    world.request.actor = NULL;
    answer = verify (receipt->number, receipt->digest);
    assert_true (answer->genuine);
    assert_string_equal (answer->stage, "idea");
    assert_int_equal (wl_timestamp_time (answer->submitted_at),
                      wl_timestamp_time (receipt->submitted_at));
    assert_false (verify (receipt->number, zeros)->genuine);
    assert_false (verify ("WIS-1/9999", receipt->digest)->genuine);
    assert_false (verify ("WIS-2/0001", receipt->digest)->genuine);
    assert_false (verify ("WIS-1", receipt->digest)->genuine);
    assert_false (verify ("WIS-1/", receipt->digest)->genuine);
    assert_false (verify ("WIS-1/00000000000000000001", receipt->digest)->genuine);
    assert_false (verify (receipt->number, "not-a-digest")->genuine);
}

static wl_status
apply_with_copy (char *from, Intake__Application **ret)
{
    Intake__CreateApplicationRequest in = INTAKE__CREATE_APPLICATION_REQUEST__INIT;

    in.call_id = call;
    in.region = wl_text_copy (world.world.arena, "30");
    in.applicant = intake_world_read (
        &world, &wlacznik__applicant__descriptor,
        "{\"type\": \"PERSON\", \"members\": [{\"name\": \"A\", \"email\": \"a@example.org\"}]}");
    in.copy_from_id = from;
    return intake_world_ask (&world, "CreateApplication", &in, ret);
}

static void
a_copy_takes_what_fits (void **state)
{
    char *id = intake_world_apply (&world, call, "a@example.org");
    Intake__Application *copied, *seen;
    (void) state;

    assert_int_equal (intake_world_fill (&world, id, 1, "a@example.org", "Arbuz"), WL_OK);
    assert_int_equal (apply_with_copy (id, &copied), WL_OK);
    assert_int_equal (get (copied->id, &seen), WL_OK);
    assert_int_equal (seen->state, INTAKE__APPLICATION_STATE__DRAFT);
    assert_int_equal (seen->version, 1);
    assert_int_equal (seen->answers->n_list, 2);
    assert_string_equal (seen->title, "Arbuz");
    assert_int_equal (seen->amount_grosze, 3298340);
    /* What is somebody else's is not there, not even for a coordinator who may read it. */
    intake_world_as (&world, BOGNA, WL_ROLE_COORDINATOR, "30");
    assert_refused (&world, apply_with_copy (id, NULL), WL_NOT_FOUND, "application-not-found");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup (a_draft_keeps_what_was_saved, as_anna),
        cmocka_unit_test_setup (the_dates_of_the_call, as_anna),
        cmocka_unit_test_setup (where_and_whether, as_anna),
        cmocka_unit_test_setup (a_receipt_proves_the_bytes, as_anna),
        cmocka_unit_test_setup (gaps_are_named_and_take_no_number, as_anna),
        cmocka_unit_test_setup (submitted_is_closed, as_anna),
        cmocka_unit_test_setup (others_learn_nothing, as_anna),
        cmocka_unit_test_setup (pages_of_mine, as_anna),
        cmocka_unit_test_setup (titles_of_what_was_submitted, as_anna),
        cmocka_unit_test_setup (anybody_can_verify_a_receipt, as_anna),
        cmocka_unit_test_setup (a_copy_takes_what_fits, as_anna),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
