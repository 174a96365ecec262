/* Staff search: what is found, in which order, and that nothing tells of what the asker may not
 * see. */
#include "evaluation_world.h"
#include "search.h"

static evaluation_world_t world;

enum { HERE = 6, THERE = 4 };

/* Numbers 1 to 6 in region 30, 11 to 14 in 32; even ones are organisations; the amount is the
 * number in thousands of zloty. */
static int
set_up (void **state)
{
    (void) state;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    for (int i = 1; i <= HERE + THERE; i++) {
        int number = i <= HERE ? i : i + 10 - HERE;

        evaluation_world_submits (
            &world, (evaluation_application_t){ number, "idea", i <= HERE ? "30" : "32",
                                                number * 100000, number % 2 == 0, number % 4 });
    }
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    evaluation_world_done (&world);
    return 0;
}

static Evaluation__SearchDossiersRequest
words (const char *text)
{
    Evaluation__SearchDossiersRequest in = EVALUATION__SEARCH_DOSSIERS_REQUEST__INIT;

    in.text = wl_text_copy (world.world.arena, text);
    in.total = true;
    return in;
}

/* The numbers found, "1 2 3", and behind a bar the total. */
static const char *
found (Evaluation__SearchDossiersRequest in)
{
    Evaluation__SearchDossiersResponse *out;
    wl_buffer_t ret;

    wl_buffer_init (&ret, world.world.arena);
    wl_buffer_text (&ret, "");
    assert_ok (world.world.db, evaluation_world_ask (&world, "SearchDossiers", &in, &out));
    for (size_t i = 0; i < out->n_dossiers; i++)
        wl_buffer_printf (&ret, "%d ", (int) strtol (out->dossiers[i]->number + 6, NULL, 10));
    wl_buffer_printf (&ret, "| %u", out->total);
    return ret.data;
}

static void
as_coordinator (const char *region)
{
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, region);
}

static void
as_owner (void)
{
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
}

static void
a_coordinator_finds_everything_in_their_region_and_nothing_else (void **state)
{
    (void) state;
    as_coordinator ("30");
    assert_string_equal (found (words ("")), "6 5 4 3 2 1 | 6");
    assert_string_equal (found (words ("pomysł 3")), "3 | 1");
    assert_string_equal (found (words ("zak")), "6 5 4 3 2 1 | 6"); /* a name */
    assert_string_equal (found (words ("Fundacja")), "6 4 2 | 3");
    assert_string_equal (found (words ("problemów")), "6 5 4 3 2 1 | 6"); /* another ending */
    assert_string_equal (found (words ("WIS-1/0004")), "4 | 1");
    assert_string_equal (found (words ("pomysł 11")), "| 0"); /* of 32 */
    as_coordinator ("32");
    assert_string_equal (found (words ("pomysł 11")), "11 | 1");
    as_coordinator ("14");
    assert_string_equal (found (words ("")), "| 0");
    as_coordinator ("*");
    assert_string_equal (found (words ("pomysł 11")), "11 | 1");
    assert_string_equal (found (words ("żak")), "14 13 12 11 6 5 4 3 2 1 | 10");
}

/* The owner's lists show number and title, and no answers, so search must not find by them. */
static void
an_owner_finds_by_title_only (void **state)
{
    (void) state;
    as_owner ();
    assert_string_equal (found (words ("pomysł")), "14 13 12 11 6 5 4 3 2 1 | 10");
    assert_string_equal (found (words ("problem")), "| 0");
    assert_string_equal (found (words ("żak")), "| 0");
    assert_string_equal (found (words ("fundacja")), "| 0");
}

static void
a_foreign_region_as_filter_gives_nothing (void **state)
{
    Evaluation__SearchDossiersRequest in = words ("");
    char there[] = "32";
    (void) state;

    in.region = there;
    as_coordinator ("30");
    assert_string_equal (found (in), "| 0");
    as_owner ();
    assert_string_equal (found (in), "14 13 12 11 | 4");
}

static void
filters_are_all_kept (void **state)
{
    Evaluation__SearchDossiersRequest in = words ("");
    Wlacznik__ApplicantType types[] = { WLACZNIK__APPLICANT_TYPE__NGO };
    Evaluation__DossierState states[] = { EVALUATION__DOSSIER_STATE__MERIT_REVIEW };
    char call[] = CALL, stage[] = "idea", day[] = "2026-04-20", next[] = "2026-04-21";
    (void) state;

    as_coordinator ("30");
    in.call_id = call;
    in.stage = stage;
    in.submitted_from = in.submitted_until = day;
    in.applicant_types = types;
    in.n_applicant_types = 1;
    in.amount_from_grosze = 300000;
    in.amount_until_grosze = 500000;
    assert_string_equal (found (in), "4 | 1");
    in.submitted_from = in.submitted_until = next;
    assert_string_equal (found (in), "| 0");
    in = words ("");
    in.states = states;
    in.n_states = 1;
    assert_string_equal (found (in), "| 0");
    assert_ok (world.world.db, evaluation_world_formal (&world, 5, true));
    as_coordinator ("30");
    assert_string_equal (found (in), "5 | 1");
}

static void
choices_are_found_by_coordinators (void **state)
{
    Evaluation__SearchDossiersRequest in = words ("");
    char soil[] = "theme=soil", broken[] = "theme", *list[] = { soil };
    (void) state;

    in.answers = list;
    in.n_answers = 1;
    as_coordinator ("30");
    assert_string_equal (found (in), "6 2 | 2");
    as_owner ();
    assert_int_equal (evaluation_world_ask (&world, "SearchDossiers", &in, NULL),
                      WL_INVALID_ARGUMENT);
    as_coordinator ("30");
    list[0] = broken;
    assert_int_equal (evaluation_world_ask (&world, "SearchDossiers", &in, NULL),
                      WL_INVALID_ARGUMENT);
}

/* Each order page by page gives the same as at once, and its cursor is no place in another. */
static void
pages_follow_each_order (void **state)
{
    static const struct {
        Evaluation__DossierOrder order;
        const char *numbers;
    } orders[] = {
        { EVALUATION__DOSSIER_ORDER__DOSSIER_ORDER_UNSPECIFIED, "14 13 12 11 6 5 4 3 2 1 " },
        { EVALUATION__DOSSIER_ORDER__DOSSIERS_OLDEST, "1 2 3 4 5 6 11 12 13 14 " },
        { EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_AMOUNT, "14 13 12 11 6 5 4 3 2 1 " },
        { EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_POINTS, "4 12 2 " },
    };
    char *foreign = NULL;
    (void) state;

    world_sql ("update dossier set points = 5000 where number = 'WIS-1/0002';"
               "update dossier set points = 7000 where number in ('WIS-1/0004', 'WIS-1/0012')");
    world_sql ("update dossier set points = 6000 where number = 'WIS-1/0012'");
    as_coordinator ("*");
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        Evaluation__SearchDossiersRequest in = words ("");
        Evaluation__SearchDossiersResponse *out;
        wl_buffer_t all;

        wl_buffer_init (&all, world.world.arena);
        in.order = orders[i].order;
        in.limit = 3;
        do {
            assert_ok (world.world.db, evaluation_world_ask (&world, "SearchDossiers", &in, &out));
            for (size_t j = 0; j < out->n_dossiers; j++)
                wl_buffer_printf (&all, "%d ",
                                  (int) strtol (out->dossiers[j]->number + 6, NULL, 10));
            in.cursor = out->next_cursor;
            if (*in.cursor && foreign) {
                in.cursor = foreign;
                assert_int_equal (evaluation_world_ask (&world, "SearchDossiers", &in, NULL),
                                  WL_INVALID_ARGUMENT);
                in.cursor = out->next_cursor;
            }
        } while (*in.cursor);
        assert_string_equal (all.data, orders[i].numbers);
        in.cursor = wl_text_copy (world.world.arena, "");
        assert_ok (world.world.db, evaluation_world_ask (&world, "SearchDossiers", &in, &out));
        foreign = out->next_cursor;
    }
    world_sql ("update dossier set points = null");
}

static void
what_came_before_the_search_is_found_after_a_while (void **state)
{
    const wl_timer_t timer = { .kind = "search-words", .key = "" };
    (void) state;

    as_coordinator ("30");
    world_sql ("update content set found_by = null");
    assert_string_equal (found (words ("pomysł")), "| 0");
    wl_db_begin (world.world.db);
    assert_int_equal (on_search_words (&world.request, &timer, NULL), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
    assert_string_equal (found (words ("pomysł 3")), "3 | 1");
    assert_string_equal (found (words ("zak")), "6 5 4 3 2 1 | 6");
}

static void
what_was_erased_is_not_found (void **state)
{
    (void) state;
    as_coordinator ("30");
    world_sql (
        "update content set title = '', applicant = '', answers = '', found_by = ''"
        " where application_id = (select application_id from dossier where number = 'WIS-1/0003')");
    assert_string_equal (found (words ("pomysł 3")), "| 0");
    assert_int_equal (world_number ("select count (*) from content where found_by is null"), 0);
}

/* So many hits that a page is found by walking the order, and the total by the index. */
static void
a_frequent_word_is_found_in_every_order (void **state)
{
    static const struct {
        Evaluation__DossierOrder order;
        const char *sql;
    } orders[] = {
        { EVALUATION__DOSSIER_ORDER__DOSSIERS_NEWEST, "submitted_at desc" },
        { EVALUATION__DOSSIER_ORDER__DOSSIERS_OLDEST, "submitted_at asc" },
        { EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_AMOUNT, "amount_grosze desc" },
        { EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_POINTS, "points desc" },
    };
    Evaluation__SearchDossiersRequest in = words ("częstosłowo");
    Evaluation__DossierState states[] = { EVALUATION__DOSSIER_STATE__WITHDRAWN };
    Evaluation__SearchDossiersResponse *out;
    (void) state;

    world_sql ("insert into dossier select (jsonb_populate_record (d, jsonb_build_object "
               "('application_id',"
               "  md5 (n::text)::uuid, 'number', 'WIS-1/' || 1000 + n, 'submitted_at',"
               "  timestamptz '2026-04-01' + n * interval '1 minute', 'points', n * 7 % 701,"
               "  'amount_grosze', n * 11 % 701, 'state', case n % 3 when 0 then 9 else 5 end))).*"
               " from dossier d, generate_series (1, 700) n where d.number = 'WIS-1/0001';"
               "insert into content select (jsonb_populate_record (c, jsonb_build_object "
               "('application_id',"
               "  md5 (n::text)::uuid, 'found_by', '''30:czestoslowo'''))).* from content c"
               " join dossier d using (application_id, stage), generate_series (1, 700) n"
               " where d.number = 'WIS-1/0001'; analyze dossier; analyze content");
    in.states = states;
    in.n_states = 1;
    as_coordinator ("30");
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        in.order = orders[i].order;
        assert_ok (world.world.db, evaluation_world_ask (&world, "SearchDossiers", &in, &out));
        assert_int_equal (out->total, 233);
        assert_int_equal (out->n_dossiers, 50);
        for (size_t j = 0; j < out->n_dossiers; j += 7)
            assert_int_equal (strtol (out->dossiers[j]->number + 6, NULL, 10),
                              world_number (wl_text_printf (
                                  world.world.arena,
                                  "select substr (number, 7)::int8 from dossier where state = 9"
                                  " order by %s offset %zu limit 1",
                                  orders[i].sql, j)));
    }
    as_coordinator ("32");
    assert_string_equal (found (words ("częstosłowo")), "| 0");
}

/* ---- roles for single programmes ---- */

#define OTHER_PROGRAMME "01910000-0000-7000-8000-0000000000ff"
#define OTHER_CALL      "01910000-0000-7000-8000-0000000000cb"

/* A coordinator of region 30 in `coordinated` and an owner in `owned`, each NULL for not. */
static void
as_staff_of (const char *coordinated, const char *owned)
{
    static Bus__Grant grants[2];
    static Bus__Grant *list[] = { &grants[0], &grants[1] };
    size_t count = 0;

    as_coordinator ("30");
    for (int i = 0; i < 2; i++) {
        const char *programme = i == 0 ? coordinated : owned;

        if (programme == NULL)
            continue;
        bus__grant__init (&grants[count]);
        grants[count].role = i == 0 ? WLACZNIK__ROLE__COORDINATOR : WLACZNIK__ROLE__OWNER;
        grants[count].region = wl_text_copy (world.world.arena, i == 0 ? "30" : "*");
        grants[count++].programme_id = wl_text_copy (world.world.arena, programme);
    }
    world.actor.n_grants = count;
    world.actor.grants = list;
}

static const char *
page_by_page (Evaluation__DossierOrder order)
{
    Evaluation__SearchDossiersRequest in = words ("");
    Evaluation__SearchDossiersResponse *out;
    wl_buffer_t all;

    wl_buffer_init (&all, world.world.arena);
    in.order = order;
    in.limit = 2;
    do {
        assert_ok (world.world.db, evaluation_world_ask (&world, "SearchDossiers", &in, &out));
        for (size_t i = 0; i < out->n_dossiers; i++)
            wl_buffer_printf (&all, "%d ", (int) strtol (out->dossiers[i]->number + 6, NULL, 10));
        in.cursor = out->next_cursor;
    } while (*in.cursor);
    return all.data;
}

/* Numbers 2, 4 and 12 are of another programme's call. */
static void
each_programme_is_searched_with_the_roles_in_it (void **state)
{
    Evaluation__SearchDossiersRequest in = words ("");
    char soil[] = "theme=soil", *list[] = { soil }, call[] = CALL, nowhere[] = OTHER_PROGRAMME;
    (void) state;

    world_sql ("insert into call (id, definition, submit_until, names_persons, title_hidden)"
               " select '" OTHER_CALL "', decode (replace (encode (definition, 'hex'),"
               " encode ('" PROGRAMME "', 'hex'), encode ('" OTHER_PROGRAMME
               "', 'hex')), 'hex'), submit_until, names_persons, title_hidden"
               " from call where id = '" CALL "';"
               "insert into stage select (jsonb_populate_record (s, '{\"call_id\": \"" OTHER_CALL
               "\"}')).* from stage s;"
               "update dossier set call_id = '" OTHER_CALL "' where number in ('WIS-1/0002',"
               " 'WIS-1/0004', 'WIS-1/0012')");
    as_staff_of (PROGRAMME, NULL);
    assert_string_equal (found (words ("")), "6 5 3 1 | 4");
    as_staff_of (OTHER_PROGRAMME, NULL);
    assert_string_equal (found (words ("żak")), "4 2 | 2");
    as_staff_of (OTHER_CALL, NULL); /* no programme */
    assert_string_equal (found (words ("")), "| 0");
    as_staff_of (PROGRAMME, OTHER_PROGRAMME);
    assert_string_equal (found (words ("pomysł")), "12 6 5 4 3 2 1 | 7");
    assert_string_equal (found (words ("żak")), "6 5 3 1 | 4"); /* owners find by titles */
    as_staff_of ("", OTHER_PROGRAMME);                          /* and a role for all */
    assert_string_equal (found (words ("pomysł")), "12 6 5 4 3 2 1 | 7");
    as_staff_of (PROGRAMME, OTHER_PROGRAMME);
    in.answers = list;
    in.n_answers = 1;
    assert_string_equal (found (in), "6 | 1");
    in = words ("");
    in.call_id = call;
    assert_string_equal (found (in), "6 5 3 1 | 4");
    as_staff_of (OTHER_PROGRAMME, NULL);
    assert_string_equal (found (in), "| 0");
    in.call_id = nowhere;
    assert_string_equal (found (in), "| 0");
}

static void
pages_follow_across_programmes (void **state)
{
    (void) state;
    world_sql ("update dossier set points = 7000 - substr (number, 7)::int * 100"
               " where number in ('WIS-1/0001', 'WIS-1/0002', 'WIS-1/0003', 'WIS-1/0012')");
    as_staff_of (PROGRAMME, OTHER_PROGRAMME);
    assert_string_equal (page_by_page (EVALUATION__DOSSIER_ORDER__DOSSIERS_NEWEST),
                         "12 6 5 4 3 2 1 ");
    assert_string_equal (page_by_page (EVALUATION__DOSSIER_ORDER__DOSSIERS_OLDEST),
                         "1 2 3 4 5 6 12 ");
    assert_string_equal (page_by_page (EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_AMOUNT),
                         "12 6 5 4 3 2 1 ");
    assert_string_equal (page_by_page (EVALUATION__DOSSIER_ORDER__DOSSIERS_BY_POINTS), "1 2 3 12 ");
    world_sql ("update dossier set points = null; update dossier set call_id = '" CALL
               "' where call_id = '" OTHER_CALL "'; delete from stage where call_id = '" OTHER_CALL
               "'; delete from call where id = '" OTHER_CALL "'");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_coordinator_finds_everything_in_their_region_and_nothing_else),
        cmocka_unit_test (an_owner_finds_by_title_only),
        cmocka_unit_test (a_foreign_region_as_filter_gives_nothing),
        cmocka_unit_test (filters_are_all_kept),
        cmocka_unit_test (choices_are_found_by_coordinators),
        cmocka_unit_test (pages_follow_each_order),
        cmocka_unit_test (each_programme_is_searched_with_the_roles_in_it),
        cmocka_unit_test (pages_follow_across_programmes),
        cmocka_unit_test (what_came_before_the_search_is_found_after_a_while),
        cmocka_unit_test (what_was_erased_is_not_found),
        cmocka_unit_test (a_frequent_word_is_found_in_every_order),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
