/* What dissemination does when others speak: the draft of an entry out of intake's record, the
 * funnel. Intake's answers are this test's own (wl_call is wrapped). */
#include <string.h>

#include "erasure.h"
#include "events.h"
#include "service/internal.h"
#include "site.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"
#include "world.h"

#define APPLICATION "01910000-0000-7000-8000-0000000000a1"
#define CALL        "01910000-0000-7000-8000-0000000000c1"
#define PROGRAMME   "01910000-0000-7000-8000-0000000000d1"

extern const wl_migration_t dissemination_migrations[];

static world_t world;
static wl_daemon_t daemon_;
static wl_request_t request;
static wl_status intake_says;

/* ---- intake's record ---- */

static const char call[] =
    "{\"definition\":{\"stages\":[{\"key\":\"idea\",\"form\":{\"sections\":[{\"fields\":["
    "{\"key\":\"whom\",\"meaning\":\"RECIPIENTS\"},{\"key\":\"terms\",\"meaning\":\"LICENCE\"}"
    "]}]}}]}}";
static const char idea[] =
    "{\"title\":\"Ławka rozmów\",\"summary\":\"Ławka w parku.\",\"amountGrosze\":\"1234500\","
    "\"applicant\":{\"organisation\":\"Fundacja Most\"},\"answers\":{\"list\":["
    "{\"field\":\"whom\",\"text\":\"Seniorzy\"},{\"field\":\"terms\",\"choices\":[\"cc-by-4-0\"]}]}"
    "}";
static const char report[] = "{\"summary\":\"Siadało 40 osób.\",\"applicant\":{}}";

wl_status __wrap_wl_call (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in,
                          ProtobufCMessage **ret);

wl_status
__wrap_wl_call (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in,
                ProtobufCMessage **ret)
{
    const char *json = call;
    wl_error_t error;

    wl_error_init (&error, wl_arena (req));
    if (strcmp (method->name, "GetSubmission") == 0)
        json = strcmp (((const Intake__GetSubmissionRequest *) in)->stage, "idea") == 0 ? idea
                                                                                        : report;
    *ret = wl_message_new (wl_arena (req), method->output);
    assert_int_equal (
        wl_message_from_json (wl_arena (req), json, strlen (json), "en", *ret, &error), WL_OK);
    return intake_says;
}

/* ---- hearing ---- */

static wl_status
hear (wl_event_handler_t *handler, const void *body)
{
    wl_event_t event = { .source = "test", .region = "30", .trace = "", .body = body };
    wl_status status;

    wl_db_begin (world.db);
    status = handler (&request, &event);
    if (status == WL_OK)
        return wl_db_commit (world.db);
    wl_db_rollback (world.db);
    return status;
}

static wl_status
decide (bool last_stage, Evaluation__StageOutcome outcome)
{
    Evaluation__StageDecided decided = EVALUATION__STAGE_DECIDED__INIT;
    static char application[] = APPLICATION, call_id[] = CALL, stage[] = "report";
    static char applicant[] = "01910000-0000-7000-8000-0000000000b1";

    decided.application_id = application;
    decided.call_id = call_id;
    decided.stage = stage;
    decided.last_stage = last_stage;
    decided.outcome = outcome;
    decided.applicant_user_id = applicant;
    return hear (on_stage_decided, &decided);
}

static int
set_up (void **context)
{
    (void) context;
    world_sql ("truncate entry, funnel, call_programme, saved_search, search_entry, search_word,"
               " search_lexeme cascade");
    intake_says = WL_OK;
    return 0;
}

static void
a_draft_has_what_the_record_says (void **context)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    wl_rows_t rows;

    (void) context;
    assert_int_equal (decide (true, EVALUATION__STAGE_OUTCOME__GO_ON), WL_OK);
    WL_SQL (READ, "SELECT slug, state, region, text FROM entry");
    assert_ok (world.db, wl_run (world.db, &READ, &rows));
    assert_int_equal (rows.count, 1);
    wl_row_message (world.db, &rows, 0, &entry.base);
    assert_int_equal (entry.state, DISSEMINATION__ENTRY_STATE__ENTRY_DRAFT);
    assert_string_equal (entry.region, "30");
    assert_true (strncmp (entry.slug, "lawka-rozmow-", 13) == 0);
    assert_string_equal (entry.text->title, "Ławka rozmów");
    assert_string_equal (entry.text->summary, "Ławka w parku.");
    assert_string_equal (entry.text->recipients, "Seniorzy");
    assert_string_equal (entry.text->licence, "CC-BY-4.0");
    assert_string_equal (entry.text->evidence, "Siadało 40 osób.");
    assert_string_equal (entry.text->authors, "Fundacja Most");
    assert_int_equal (entry.text->cost_grosze, 1234500);
}

static void
heard_again_it_makes_no_second_draft (void **context)
{
    (void) context;
    assert_int_equal (decide (true, EVALUATION__STAGE_OUTCOME__GO_ON), WL_OK);
    assert_int_equal (decide (true, EVALUATION__STAGE_OUTCOME__GO_ON), WL_OK);
    assert_int_equal (world_number ("select count (*) from entry"), 1);
}

static void
other_decisions_make_no_draft (void **context)
{
    (void) context;
    assert_int_equal (decide (false, EVALUATION__STAGE_OUTCOME__GO_ON), WL_OK);
    assert_int_equal (world_number ("select count (*) from funnel"), 0);
    assert_int_equal (decide (true, EVALUATION__STAGE_OUTCOME__RETURN), WL_OK);
    assert_int_equal (world_number ("select count (*) from funnel"), 0);
    assert_int_equal (decide (true, EVALUATION__STAGE_OUTCOME__STOP), WL_OK);
    assert_int_equal (world_number ("select count (*) from entry"), 0);
    /* It was tested all the same. */
    assert_int_equal (world_number ("select count (*) from funnel where step = 4"), 1);
}

static void
without_intake_the_event_waits (void **context)
{
    (void) context;
    intake_says = WL_UNAVAILABLE;
    assert_int_equal (decide (true, EVALUATION__STAGE_OUTCOME__GO_ON), WL_UNAVAILABLE);
    assert_int_equal (world_number ("select count (*) from entry"), 0);
    assert_int_equal (world_number ("select count (*) from funnel"), 0);
}

static void
each_step_of_the_funnel_counts_once (void **context)
{
    Intake__ApplicationSubmitted submitted = INTAKE__APPLICATION_SUBMITTED__INIT;
    Evaluation__FormalCheckDecided formal = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    Evaluation__ApplicationRanked ranked = EVALUATION__APPLICATION_RANKED__INIT;
    Intake__CallPublished published = INTAKE__CALL_PUBLISHED__INIT;
    static char application[] = APPLICATION, call_id[] = CALL, programme[] = PROGRAMME;

    (void) context;
    submitted.application_id = formal.application_id = ranked.application_id = application;
    submitted.call_id = formal.call_id = ranked.call_id = published.call_id = call_id;
    submitted.applicant_type = WLACZNIK__APPLICANT_TYPE__NGO;
    published.programme_id = programme;
    for (int twice = 0; twice < 2; twice++) {
        assert_int_equal (hear (on_call_published, &published), WL_OK);
        assert_int_equal (hear (on_application_submitted, &submitted), WL_OK);
    }
    assert_int_equal (hear (on_formal_check_decided, &formal), WL_OK);
    ranked.group = EVALUATION__LIST_GROUP__ON_RESERVE;
    assert_int_equal (hear (on_application_ranked, &ranked), WL_OK);
    assert_int_equal (world_number ("select count (*) from funnel"), 1);
    assert_int_equal (world_number ("select count (*) from call_programme"), 1);
    formal.passed = true;
    ranked.group = EVALUATION__LIST_GROUP__RECOMMENDED;
    assert_int_equal (hear (on_formal_check_decided, &formal), WL_OK);
    assert_int_equal (hear (on_application_ranked, &ranked), WL_OK);
    assert_int_equal (world_number ("select sum (step) from funnel"), 1 + 2 + 3);
    /* Indicators ask where, when and whose. */
    assert_int_equal (world_number ("select count (*) from funnel where region = '30'"
                                    " and at is not null"),
                      3);
    assert_int_equal (world_number ("select sum (applicant_type) from funnel"),
                      WLACZNIK__APPLICANT_TYPE__NGO);
}

/* ---- a person who is to be forgotten ---- */

#define AUTHOR "01910000-0000-7000-8000-0000000000b1"

/* An entry with two versions, a translation and an index, of which a later text is being worked on;
 * an adoption (institution "Gmina", contact "Zqtel") and a search of the same account. */
static void
publish_and_adopt (void)
{
    assert_int_equal (decide (true, EVALUATION__STAGE_OUTCOME__GO_ON), WL_OK);
    world_sql (
        "update entry set state = 5, published_version = 2, published_at = now (),"
        " public_changed_at = now (), consent_at = now (), edited_by = '" AUTHOR "';"
        "insert into entry_version select id, n, now (), '" AUTHOR "', '', text from entry,"
        "  generate_series (1, 2) as n;"
        "insert into entry_translation select id, 'en', text, now () from entry;"
        "insert into search_word values ('most', 'Most', 1);"
        "insert into search_entry (entry_id, published_at, region, themes, recipient_groups,"
        "  licence, reach, cost, evidence_level, built, title_terms, terms, words)"
        "  select id, now (), '30', '{}', '{}', '', 1, 0, 0, '', '',"
        "  to_tsvector ('simple', 'most'), '{most}' from entry;"
        "insert into adoption (id, entry_id, depth, account_id, state, place, named_in_public, "
        "plan,"
        "  created_at, updated_at) select gen_random_uuid (), id, 0, '" AUTHOR "', 3, '30', true,"
        "  '\\x0a0547"
        "6d696e613a055a7174656c', now (), now () from entry;"
        "insert into saved_search (id, account_id, name, criteria, created_at, themes,"
        "  recipient_groups, regions, licences, reaches, costs, evidence_levels)"
        "  values (gen_random_uuid (), '" AUTHOR "', 'x', '', now (), '{}', '{}', '{}', '{}', '{}',"
        "  '{}', '{}')");
}

static int64_t
traces_of_the_person (void)
{
    return world_number (
        "select (select count (*) from entry where position ('Fundacja Most'::bytea in text) > 0"
        "    or author_id is not null or edited_by is not null or consent_at is not null)"
        " + (select count (*) from entry_version where position ('Fundacja Most'::bytea in text) > "
        "0"
        "    or published_by is not null)"
        " + (select count (*) from entry_translation"
        "    where position ('Fundacja Most'::bytea in text) > 0)"
        " + (select count (*) from search_entry where terms @@ 'most' or 'most' = any (words))"
        " + (select count (*) from search_word where word = 'most' and entries > 0)"
        " + (select count (*) from adoption where position ('Zqtel'::bytea in plan) > 0"
        "    or account_id is not null) + (select count (*) from saved_search)");
}

static wl_status
erase (bool kept)
{
    Intake__PersonErased erased = INTAKE__PERSON_ERASED__INIT;
    static char user[] = AUTHOR, request_id[] = CALL, application[] = APPLICATION;
    char *applications[] = { application };

    erased.request_id = request_id;
    erased.user_id = user;
    erased.n_kept_application_ids = kept ? 1 : 0;
    erased.kept_application_ids = applications;
    erased.n_erased_application_ids = kept ? 0 : 1;
    erased.erased_application_ids = applications;
    return hear (on_person_erased, &erased);
}

static void
who_is_forgotten_is_in_no_row (void **context)
{
    for (int kept = 0; kept < 2; kept++) {
        set_up (context);
        world_sql ("truncate runtime.outbox");
        publish_and_adopt ();
        assert_int_equal (traces_of_the_person (), 8);
        assert_int_equal (erase (kept != 0), WL_OK);
        assert_int_equal (traces_of_the_person (), 0);
        /* The innovation and the institution stay. */
        assert_int_equal (world_number ("select count (*) from entry_version"
                                        " where position ('awka rozm'::bytea in text) > 0"),
                          2);
        assert_int_equal (world_number ("select count (*) from adoption"
                                        " where position ('Gmina'::bytea in plan) > 0"),
                          1);
        /* Caches drop what they keep, and intake hears that it is done. */
        assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                        " where type = 'dissemination.EntryPublished'"),
                          1);
        assert_int_equal (world_number ("select count (*) from runtime.outbox"
                                        " where type = 'dissemination.ErasureConfirmed'"),
                          1);
    }
}

static void
forgetting_somebody_else_changes_nothing (void **context)
{
    Intake__PersonErased erased = INTAKE__PERSON_ERASED__INIT;
    static char user[] = PROGRAMME, request_id[] = CALL;
    int64_t before;

    (void) context;
    publish_and_adopt ();
    before = traces_of_the_person ();
    erased.user_id = user;
    erased.request_id = request_id;
    assert_int_equal (hear (on_person_erased, &erased), WL_OK);
    assert_int_equal (traces_of_the_person (), before);
}

int
main (void)
{
    static const wl_service_t service = { .name = "dissemination" };
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup (a_draft_has_what_the_record_says, set_up),
        cmocka_unit_test_setup (heard_again_it_makes_no_second_draft, set_up),
        cmocka_unit_test_setup (other_decisions_make_no_draft, set_up),
        cmocka_unit_test_setup (without_intake_the_event_waits, set_up),
        cmocka_unit_test_setup (each_step_of_the_funnel_counts_once, set_up),
        cmocka_unit_test_setup (who_is_forgotten_is_in_no_row, set_up),
        cmocka_unit_test_setup (forgetting_somebody_else_changes_nothing, set_up),
    };
    wl_error_t error;
    int failed;

    world_migrate ("");
    world = world_new ();
    wl_error_init (&error, world.arena);
    if (wl_migrate (world.db, "dissemination", dissemination_migrations, &error, NULL) != WL_OK)
        abort ();
    daemon_.service = &service;
    daemon_.state = site_new ("http://localhost", "a@localhost", "/nowhere");
    wl_request_init (&request, &daemon_, world.arena, world.db);
    if (!wl_time_parse ("2026-11-26T12:00:00Z", &request.now))
        abort ();
    failed = cmocka_run_group_tests (tests, NULL, NULL);
    site_destroy ((site_t **) &daemon_.state);
    world_destroy (&world);
    return failed;
}
