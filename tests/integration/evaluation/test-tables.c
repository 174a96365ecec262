/* The tables that the office exports: whose rows are in them, whose names, and what becomes of them
 * when somebody is erased. */
#include "evaluation_world.h"

#include <string.h>

#include "erasure.h"
#include "wlacznik/document.pb-c.h"

static evaluation_world_t world;
static char call[] = CALL;

#define TABLE(name)  EVALUATION__TABLE__##name
#define FORMAT(name) EVALUATION__TABLE_FORMAT__AS_##name

/* 1 to 3 are of region 30, 4 and 5 of 32; 3 failed formally. */
enum { LISTED = 5, FAILED = 3 };

static int
set_up (void **state)
{
    (void) state;
    evaluation_world_call (CALL_FOLDER "/call-reserve.json");
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= LISTED; i++)
        evaluation_world_submits (
            &world, (evaluation_application_t){ i, "idea", i > 3 ? "32" : "30", 3000000, true });
    world_sql ("insert into intake_submitted values (5)");
    evaluation_world_assessors (&world, 3, 20);
    for (int i = 1; i <= LISTED; i++)
        assert_ok (world.world.db, evaluation_world_formal (&world, i, i != FAILED));
    assert_int_equal (evaluation_world_assign (&world), LISTED - 1);
    for (int i = 1; i <= LISTED; i++)
        evaluation_world_score_all (&world, i, 4000, 4000 - i * 100, 0);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static wl_status
ask (Evaluation__Table table, Evaluation__TableFormat format, Wlacznik__Document **ret)
{
    Evaluation__ExportTableRequest in = EVALUATION__EXPORT_TABLE_REQUEST__INIT;

    in.call_id = call;
    in.table = table;
    in.format = format;
    return evaluation_world_ask (&world, "ExportTable", &in, ret);
}

static const char *
csv (Evaluation__Table table)
{
    Wlacznik__Document *document;

    assert_ok (world.world.db, ask (table, FORMAT (CSV), &document));
    assert_int_equal (document->content.len, document->total);
    return wl_text_copy_length (world.world.arena, (const char *) document->content.data,
                                document->content.len);
}

static size_t
lines (const char *text)
{
    size_t count = 0;

    for (; (text = strstr (text, "\r\n")) != NULL; text++)
        count++;
    return count;
}

static void
as_owner (void)
{
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
}

static void
as_karol (void)
{
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
}

static void
a_list_that_is_not_published_is_the_owners (void **state)
{
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Wlacznik__Document *document;
    (void) state;

    as_owner ();
    evaluation_world_at (&world, AFTER_CALL);
    assert_int_equal (ask (TABLE (RANKING_TABLE), FORMAT (CSV), &document), WL_NOT_FOUND);
    assert_string_equal (evaluation_world_reason (&world), "no-list");
    build.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "BuildRanking", &build, NULL));
    assert_int_equal (lines (csv (TABLE (RANKING_TABLE))), 1 + LISTED);
    as_karol ();
    assert_int_equal (ask (TABLE (RANKING_TABLE), FORMAT (CSV), &document), WL_NOT_FOUND);
}

static void
a_published_list_has_the_callers_regions (void **state)
{
    Evaluation__BuildRankingRequest build = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__PublishRankingRequest in = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__Ranking *list;
    const char *text;
    (void) state;

    as_owner ();
    build.call_id = in.call_id = call;
    assert_ok (world.world.db, evaluation_world_ask (&world, "BuildRanking", &build, &list));
    in.inputs_digest = list->inputs_digest;
    assert_ok (world.world.db, evaluation_world_ask (&world, "PublishRanking", &in, NULL));
    text = csv (TABLE (RANKING_TABLE));
    assert_non_null (strstr (text, "\r\n1,\"WIS-1/0001\",\"Pomysł 1\",\"30\",\"Fundacja 1\",79.00,,"
                                   "30000.00,30000.00,\"rekomendowane\","));
    assert_non_null (strstr (text, "\"odrzucone formalnie\",,,\"Wniosek jest kompletny\"\r\n"));
    as_karol ();
    text = csv (TABLE (RANKING_TABLE));
    assert_int_equal (lines (text), 1 + 3);
    assert_null (strstr (text, "WIS-1/0004"));
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    text = csv (TABLE (RANKING_TABLE));
    assert_int_equal (lines (text), 1 + 2);
    assert_null (strstr (text, "WIS-1/0001"));
}

/* One card for each of the four; the call shows assessors' names to coordinators of the region. */
static void
scores_name_assessors_by_setting_and_role (void **state)
{
    const char *text;
    (void) state;

    as_karol ();
    text = csv (TABLE (SCORES_TABLE));
    assert_int_equal (lines (text), 1 + 2);
    assert_non_null (strstr (text, "\"Osoba 00000"));
    assert_null (strstr (text, "Ekspert "));
    as_owner ();
    text = csv (TABLE (SCORES_TABLE));
    assert_int_equal (lines (text), 1 + 4);
    assert_null (strstr (text, "Osoba"));
    assert_non_null (strstr (text, "\"Ekspert "));
    assert_non_null (strstr (text, ",1,\"tak\",\"nie\",40.00,39.00,0.00,79.00,79.00,2026-"));
}

static void
protocols_say_what_was_done_by_whom (void **state)
{
    const char *text;
    (void) state;

    as_karol ();
    text = csv (TABLE (FORMAL_PROTOCOL)); /* two items each */
    assert_int_equal (lines (text), 1 + 3 * 2);
    assert_non_null (strstr (text, "\"negatywny\",\"Wniosek jest kompletny\",\"nie\",\"Brak "
                                   "budżetu\",\"Osoba 0000c0\",,2026-"));
    text = csv (TABLE (ASSIGNMENT_PROTOCOL));
    assert_int_equal (lines (text), 1 + 2);
    assert_non_null (strstr (text, "\"zatwierdzona\""));
    assert_int_equal (lines (csv (TABLE (APPEALS_PROTOCOL))), 1);
}

static void
an_appeal_is_in_its_protocol (void **state)
{
    Evaluation__FileAppealRequest in = EVALUATION__FILE_APPEAL_REQUEST__INIT;
    char criterion[] = "problem",
         text[] = "Problem opisano w punkcie drugim, a karta tego nie widzi.";
    char *contested[] = { criterion };
    const char *table;
    (void) state;

    evaluation_world_as (&world, applicant_id (&world, 1), WL_ROLE_SIGNED_IN, "");
    in.application_id = application_id (&world, 1);
    in.contested = contested;
    in.n_contested = 1;
    in.text = text;
    assert_ok (world.world.db, evaluation_world_ask (&world, "FileAppeal", &in, NULL));
    as_karol ();
    table = csv (TABLE (APPEALS_PROTOCOL));
    assert_int_equal (lines (table), 2);
    assert_non_null (strstr (table, "\"od wyniku oceny\",\"Problem\",\"Problem opisano"));
    assert_non_null (strstr (table, "\"czeka\""));
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (lines (csv (TABLE (APPEALS_PROTOCOL))), 1);
}

static void
every_table_in_every_format (void **state)
{
    static const char *const types[] = {
        "", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "text/csv; charset=utf-8", "application/json", "text/html; charset=utf-8"
    };
    (void) state;

    as_owner ();
    for (Evaluation__Table table = TABLE (RANKING_TABLE); table <= TABLE (APPEALS_PROTOCOL);
         table++)
        for (Evaluation__TableFormat format = FORMAT (XLSX); format <= FORMAT (HTML); format++) {
            Wlacznik__Document *document;
            assert_ok (world.world.db, ask (table, format, &document));
            assert_string_equal (document->media_type, types[format]);
            assert_true (document->content.len > 100);
            assert_int_equal (strlen (document->tag), 64);
            assert_int_equal (document->file_name[0] == '\0', format == FORMAT (HTML));
        }
}

static void
an_erased_application_has_no_words_in_a_table (void **state)
{
    Intake__PersonErased body = INTAKE__PERSON_ERASED__INIT;
    char request[] = "01910000-0000-7000-8000-0000000000d1";
    char *ids[] = { application_id (&world, 2) };
    const char *text;
    (void) state;

    body.request_id = request;
    body.user_id = applicant_id (&world, 2);
    body.erased_application_ids = ids;
    body.n_erased_application_ids = 1;
    evaluation_world_hears (&world, on_person_erased, &body.base);
    as_owner ();
    text = csv (TABLE (RANKING_TABLE));
    assert_null (strstr (text, "Pomysł 2"));
    assert_null (strstr (text, "Fundacja 2"));
    assert_non_null (strstr (text, "\"WIS-1/0002\",\"WIS-1/0002\",\"30\",,"));
}

static void
a_stage_that_is_not_there_is_refused (void **state)
{
    Evaluation__ExportTableRequest in = EVALUATION__EXPORT_TABLE_REQUEST__INIT;
    char stage[] = "nowhere";
    (void) state;

    as_owner ();
    in.call_id = call;
    in.table = TABLE (SCORES_TABLE);
    in.format = FORMAT (CSV);
    in.stage = stage;
    assert_int_equal (evaluation_world_ask (&world, "ExportTable", &in, NULL), WL_INVALID_ARGUMENT);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_list_that_is_not_published_is_the_owners),
        cmocka_unit_test (a_published_list_has_the_callers_regions),
        cmocka_unit_test (scores_name_assessors_by_setting_and_role),
        cmocka_unit_test (protocols_say_what_was_done_by_whom),
        cmocka_unit_test (an_appeal_is_in_its_protocol),
        cmocka_unit_test (every_table_in_every_format),
        cmocka_unit_test (an_erased_application_has_no_words_in_a_table),
        cmocka_unit_test (a_stage_that_is_not_there_is_refused),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
