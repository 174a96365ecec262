/* A rehearsal: what it shows to whom, how time passes in it, and that nothing of it is left. */
#include "evaluation_world.h"

#include <string.h>

#include "base/uuid.h"
#include "card_record.h"
#include "rehearsed_calls.h"

static evaluation_world_t world;
static char call[] = CALL;

static void
refused (wl_status status, wl_status expected)
{
    if (status != expected)
        fail_msg ("%s %s, should be %s", wl_status_name (status), evaluation_world_reason (&world),
                  wl_status_name (expected));
}

static void
as_owner (void)
{
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
}

/* Two that are assessed and one that is rejected; the list is out. */
static void
play (void)
{
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__PublishRankingRequest publish = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__Ranking *list = NULL;

    for (int i = 1; i <= 3; i++)
        evaluation_world_submits (&world,
                                  (evaluation_application_t){ i, "idea", "30", 1000000, false, 0 });
    world_sql ("insert into intake_submitted values (3)");
    evaluation_world_assessors (&world, 3, 20);
    for (int i = 1; i <= 3; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, i < 3));
    evaluation_world_assign (&world);
    for (int i = 1; i <= 2; i++)
        evaluation_world_score_all (&world, i, 4000, 4000, 0);
    as_owner ();
    evaluation_world_at (&world, AFTER_CALL);
    build.call_id = publish.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "BuildRanking", &build, &list));
    publish.inputs_digest = list->inputs_digest;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PublishRanking", &publish, NULL));
}

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    play ();
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

/* ---- who sees it ---- */

static void
expect_public_reads (wl_status expected)
{
    Evaluation__GetResultsRequest results = EVALUATION__GET_RESULTS_REQUEST__INIT;
    Evaluation__GetFunnelRequest funnel = EVALUATION__GET_FUNNEL_REQUEST__INIT;
    Evaluation__ListRankingChangesRequest changes = EVALUATION__LIST_RANKING_CHANGES_REQUEST__INIT;

    results.call_id = funnel.call_id = changes.call_id = call;
    refused (evaluation_world_ask (&world, "GetResults", &results, NULL), expected);
    refused (evaluation_world_ask (&world, "GetFunnel", &funnel, NULL), expected);
    refused (evaluation_world_ask (&world, "ListRankingChanges", &changes, NULL), expected);
    /* The gateway keeps pages for everybody. */
    refused (evaluation_world_ask (&world, "ReadResults", &results, NULL), WL_NOT_FOUND);
}

static void
its_staff_read_it (void **state)
{
    (void) state;
    as_owner ();
    expect_public_reads (WL_OK);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    expect_public_reads (WL_OK);
}

static void
nobody_else_does (void **state)
{
    (void) state;
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    expect_public_reads (WL_NOT_FOUND);
    evaluation_world_as (&world, assessor_id (&world, 1), WL_ROLE_ASSESSOR, "30");
    expect_public_reads (WL_NOT_FOUND);
    world.request.actor = NULL;
    expect_public_reads (WL_NOT_FOUND);
    evaluation_world_as_peer (&world, "dissemination");
    expect_public_reads (WL_NOT_FOUND);
    as_owner ();
}

static size_t
found (char *in_call)
{
    Evaluation__SearchDossiersRequest in = EVALUATION__SEARCH_DOSSIERS_REQUEST__INIT;
    Evaluation__SearchDossiersResponse *out = NULL;

    if (in_call != NULL)
        in.call_id = in_call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "SearchDossiers", &in, &out));
    return out->n_dossiers;
}

static void
search_finds_it_in_itself_only (void **state)
{
    (void) state;
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_int_equal (found (NULL), 0);
    assert_int_equal (found (call), 3);
    as_owner ();
}

static void
nobody_is_certified_for_it (void **state)
{
    Evaluation__ListMyCertificatesRequest in = EVALUATION__LIST_MY_CERTIFICATES_REQUEST__INIT;
    Evaluation__ListMyCertificatesResponse *out = NULL;
    (void) state;

    evaluation_world_as (&world, assessor_id (&world, 1), WL_ROLE_ASSESSOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "ListMyCertificates", &in, &out));
    assert_int_equal (out->n_calls, 0);
    as_owner ();
}

static void
its_cards_are_marked (void **state)
{
    (void) state;
    assert_true (world_number ("select count (*) from card") > 0);
    assert_int_equal (world_number ("select count (*) from card where not rehearsed (id)"), 0);
}

/* ---- as a whole ---- */

static void
hear (wl_event_handler_t *handler, const char *region, const ProtobufCMessage *body)
{
    wl_event_t event = { .source = "intake",
                         .region = region,
                         .type = body->descriptor->name,
                         .aggregate = call,
                         .trace = "",
                         .body = body };

    wl_db_begin (world.world.db);
    assert_ok (world.world.db, handler (&world.request, &event));
    assert_ok (world.world.db, wl_db_commit (world.world.db));
}

#define MICROSECONDS(what) "select (extract (epoch from " what ") * 1000000)::int8 "

static int64_t
rejected_at (void)
{
    Evaluation__GetDossierRequest in = EVALUATION__GET_DOSSIER_REQUEST__INIT;
    Evaluation__Dossier *out = NULL;

    in.application_id = application_id (&world, 3);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetDossier", &in, &out));
    as_owner ();
    return wl_timestamp_time (out->formal_check->decided_at);
}

static void
time_passes_in_it (void **state)
{
    Intake__RehearsalClockMoved moved = INTAKE__REHEARSAL_CLOCK_MOVED__INIT;
    int64_t locked = world_number (MICROSECONDS ("max (locked_at)") "from card");
    int64_t filed = world_number (MICROSECONDS ("max (submitted_at)") "from dossier");
    int64_t until = world_number (MICROSECONDS ("submit_until") "from call");
    int64_t published = world_number (MICROSECONDS ("max (published_at)") "from ranking");
    int64_t rejected = rejected_at (), by = 14 * WL_DAY;
    (void) state;

    moved.call_id = call;
    moved.by_us = by;
    hear (on_rehearsal_clock_moved, "30", &moved.base);
    assert_int_equal (world_number (MICROSECONDS ("max (locked_at)") "from card "), locked - by);
    assert_int_equal (world_number (MICROSECONDS ("max (submitted_at)") "from dossier "),
                      filed - by);
    assert_int_equal (rejected_at (), rejected - by);
    assert_int_equal (world_number (MICROSECONDS ("submit_until") "from call "), until);
    hear (on_rehearsal_clock_moved, "pl", &moved.base);
    assert_int_equal (world_number (MICROSECONDS ("submit_until") "from  call"), until - by);
    assert_int_equal (world_number (MICROSECONDS ("max (published_at)") "from ranking "),
                      published - by);
    assert_int_equal (world_number (MICROSECONDS ("max (locked_at)") "from  card"), locked - by);
    hear (on_rehearsal_clock_moved, "32", &moved.base);
    assert_int_equal (world_number (MICROSECONDS ("max (locked_at)") " from card"), locked - by);
}

/* Their moments have moved, and no digest has. */
static void
its_cards_are_as_they_were_recorded (void **state)
{
    Evaluation__GetMyAssessmentRequest in = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__CardRecords *out = NULL;
    (void) state;

    in.application_id = application_id (&world, 1);
    evaluation_world_as (&world, applicant_id (&world, 1), WL_ROLE_SIGNED_IN, "");
    assert_ok (world.world.db, evaluation_world_ask (&world, "GetCardRecords", &in, &out));
    assert_int_equal (out->n_cards, 2);
    for (size_t i = 0; i < out->n_cards; i++)
        assert_string_equal (card_record_digest (world.world.arena, out->cards[i]),
                             out->cards[i]->digest);
    as_owner ();
}

static void
nothing_of_it_is_left (void **state)
{
    static const char *const tables[] = {
        "call",          "stage",        "dossier",         "content",
        "card",          "ranking",      "assessor",        "card_version",
        "ranking_entry", "formal_check", "application_key", "assignment",
        "dossier_points"
    };
    Intake__RehearsalDeleted deleted = INTAKE__REHEARSAL_DELETED__INIT;
    (void) state;

    deleted.call_id = call;
    for (int i = 0; i < 2; i++)
        hear (on_rehearsal_deleted, "pl", &deleted.base);
    for (size_t i = 0; i < COUNT (tables); i++)
        if (world_number (
                wl_text_printf (world.world.arena, "select count (*) from %s", tables[i])) != 0)
            fail_msg ("something is left in %s", tables[i]);
}

/* ---- what may be forgotten when a table is added ---- */

#define BELONGS_TO_A_CALL                                                            \
    "c.table_schema = 'public' and exists (select from information_schema.columns o" \
    " where o.table_schema = 'public' and o.table_name = c.table_name"               \
    " and o.column_name in ('call_id', 'application_id', 'card_id', 'meeting_id'))"
#define SOURCE_OF(function) "(select prosrc from pg_proc where proname = '" function "')"

static void
expect_none (const wl_statement_t *statement, const char *what)
{
    wl_rows_t rows;
    const char *list;

    wl_db_begin (world.world.db);
    assert_ok (world.world.db, wl_run (world.world.db, statement, &rows));
    list = wl_row_text (world.world.db, &rows, 0, 0);
    wl_db_rollback (world.world.db);
    if (list[0] != '\0')
        fail_msg ("%s: %s", what, list);
}

/* When a call was published says who evaluates it, and what a meeting wrote down stays. */
WL_SQL (forgotten_moments,
        "select coalesce (string_agg (c.table_name || '.' || c.column_name, ', '), '')"
        " from information_schema.columns c"
        " where c.data_type in ('timestamp with time zone', 'date') and " BELONGS_TO_A_CALL
        " and c.table_name not in ('certificate', 'panel_presence', 'panel_conflict',"
        " 'panel_motion', 'second_opinion', 'second_opinion_offer') and coalesce (substring "
        "(" SOURCE_OF ("rehearsal_move") "  from 'update ' || c.table_name || ' set ([^;]*);'), '')"
                                         " !~ ('\\m' || c.column_name || ' = ')");
/* Points go with their dossier, and no rehearsal asks other regions. */
WL_SQL (forgotten_tables,
        "select coalesce (string_agg (distinct c.table_name, ', '), '')"
        " from information_schema.columns c where " BELONGS_TO_A_CALL
        " and c.table_name not in ('certificate', 'dossier_points', 'second_opinion',"
        " 'second_opinion_offer', 'bridge_fact')"
        " and " SOURCE_OF ("rehearsal_delete") " !~ ('delete from ' || c.table_name || '\\M')");

static void
no_table_is_forgotten (void **state)
{
    (void) state;
    expect_none (&forgotten_moments, "rehearsal_move forgets");
    expect_none (&forgotten_tables, "rehearsal_delete forgets");
}

int
main (void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test (its_staff_read_it),
        cmocka_unit_test (nobody_else_does),
        cmocka_unit_test (search_finds_it_in_itself_only),
        cmocka_unit_test (nobody_is_certified_for_it),
        cmocka_unit_test (its_cards_are_marked),
        cmocka_unit_test (time_passes_in_it),
        cmocka_unit_test (its_cards_are_as_they_were_recorded),
        cmocka_unit_test (nothing_of_it_is_left),
        cmocka_unit_test (no_table_is_forgotten),
    };
    return cmocka_run_group_tests (tests, set_up, tear_down);
}
