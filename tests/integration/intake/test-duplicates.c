/* Near-duplicates over a real database: who is shown what, and what never happens (domain.md 4.8
 * case 2). */
#include "intake_world.h"

#include <string.h>

#include "likeness_timer.h"
#include "store_likeness.h"

/* About ninety words, with other titles and in another order of sentences. */
#define A                                                                                         \
    "Ławka w parku, przy której o stałych porach dyżurują przeszkoleni sąsiedzi. Kto chce " \
    "porozmawiać, po prostu siada. W naszej dzielnicy co trzeci senior mieszka sam."
#define B                                                                                         \
    "W ankiecie biblioteki 41 z 60 osób powiedziało, że bywają tygodnie bez jednej rozmowy. " \
    "Telefony zaufania wymagają odwagi, żeby zadzwonić. Kluby seniora mają zapisy."
#define C                                                                                              \
    "Mapa przejść, krawężników i toalet tworzona przez samych użytkowników wózków. Miejskie " \
    "mapy dostępności pokazują budynki, a nie drogę między nimi. Wózkarz jedzie na pocztę 40 "  \
    "minut zamiast 12, bo nie wie, które przejście ma obniżony krawężnik, a które schody."

#define CECYL "01910000-0000-7000-8000-0000000000c3"

static intake_world_t world;
static char *first_call, *second_call;

static char *
call (const char *programme, const char *code)
{
    Intake__CallDefinition *definition = intake_world_definition (&world, programme, code, 1);

    definition->applications_per_person = 0;
    return intake_world_open (&world, definition);
}

static int
set_up (void **state)
{
    const char *programme;
    (void) state;

    intake_world_migrate ();
    intake_world_init (&world);
    intake_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    programme = intake_world_programme (&world);
    first_call = call (programme, "LI-1");
    second_call = call (programme, "LI-2");
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    intake_world_done (&world);
    return 0;
}

/* ---- what people and time do ---- */

static char *
text (const char *words)
{
    return wl_text_copy (world.world.arena, words);
}

static char *
submitted (const char *user, const char *call_id, const char *title, const char *problem)
{
    Intake__SaveApplicationRequest save = INTAKE__SAVE_APPLICATION_REQUEST__INIT;
    Wlacznik__Answer answers[3] = { WLACZNIK__ANSWER__INIT, WLACZNIK__ANSWER__INIT,
                                    WLACZNIK__ANSWER__INIT };
    Wlacznik__Answer *list[] = { &answers[0], &answers[1], &answers[2] };
    Wlacznik__Answers all = { PROTOBUF_C_MESSAGE_INIT (&wlacznik__answers__descriptor), 3, list };
    const char *email = wl_text_printf (world.world.arena, "%s@example.org", user);
    char *id;

    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (&world, call_id, email);
    answers[0].field = text ("title");
    answers[0].text = text (title);
    answers[1].field = text ("amount");
    answers[1].number = 3298340;
    answers[2].field = text ("problem");
    answers[2].text = text (problem);
    save.application_id = id;
    save.version = 1;
    save.applicant = intake_world_get (&world, id)->applicant;
    save.answers = &all;
    assert_int_equal (intake_world_ask (&world, "SaveApplication", &save, NULL), WL_OK);
    assert_int_equal (intake_world_submit (&world, id, NULL), WL_OK);
    return id;
}

static int64_t
count (const char *sql, const char *id)
{
    wl_statement_t *statement = wl_arena_alloc (world.world.arena, sizeof *statement);
    wl_rows_t rows;
    int64_t found;

    *statement = (wl_statement_t){ "count", sql }; /* its address is its identity */
    wl_db_begin (world.world.db);
    assert_int_equal (wl_run (world.world.db, statement, &rows, wl_p_uuid (id)), WL_OK);
    found = wl_row_int (&rows, 0, 0);
    wl_db_rollback (world.world.db);
    return found;
}

static void
compare (char *id)
{
    wl_timer_t timer = { .kind = LIKENESS_TIMER, .key = id };

    wl_db_begin (world.world.db);
    assert_int_equal (on_likeness_due (&world.request, &timer, NULL), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
}

static Intake__ListLikenessesResponse *
likenesses_as (const char *user, wl_role_t role, const char *region, char *id, wl_status wanted)
{
    Intake__ListLikenessesRequest in = INTAKE__LIST_LIKENESSES_REQUEST__INIT;
    Intake__ListLikenessesResponse *out;

    in.application_id = id;
    intake_world_as (&world, user, role, region);
    assert_int_equal (intake_world_ask (&world, "ListLikenesses", &in, &out), wanted);
    return out;
}

static Intake__ListLikenessesResponse *
likenesses (char *id)
{
    return likenesses_as (OWNER, WL_ROLE_COORDINATOR, "30", id, WL_OK);
}

static int64_t
events_about (const char *id)
{
    return count ("select count (*) from runtime.outbox where type = 'intake.LikenessFound'"
                  " and aggregate = $1::uuid::text",
                  id);
}

/* ---- tests ---- */

/* Another title, sentences shuffled, another call: flagged, and nothing else happens to it. */
static void
the_same_applicant (void **state)
{
    char *first = submitted (ANNA, first_call, "Ławka rozmów", A " " B);
    char *second = submitted (ANNA, second_call, "Sąsiedzka przystań", B " \\n" A);
    Intake__ListLikenessesResponse *found;
    (void) state;

    assert_int_equal (count ("select count (*) from runtime.timers where kind = 'likeness'"
                             " and key = $1::uuid::text and due = '2026-04-20 12:01:00+00'",
                             second),
                      1);
    compare (first);
    assert_int_equal (likenesses (first)->n_likenesses, 0);
    compare (second);
    found = likenesses (second);
    assert_int_equal (found->n_likenesses, 1);
    assert_string_equal (found->likenesses[0]->other_application_id, first);
    assert_string_equal (found->likenesses[0]->other_number, "LI-1/0001");
    assert_true (found->likenesses[0]->same_applicant);
    assert_true (found->likenesses[0]->containment > 900);
    assert_int_equal (events_about (second), 1);
    assert_int_equal (events_about (first), 0);
    /* Seen from the other side, too. */
    found = likenesses (first);
    assert_int_equal (found->n_likenesses, 1);
    assert_string_equal (found->likenesses[0]->other_application_id, second);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (intake_world_get (&world, second)->state,
                      INTAKE__APPLICATION_STATE__SUBMITTED);
    /* Once more changes nothing and says nothing. */
    compare (second);
    assert_int_equal (likenesses (second)->n_likenesses, 1);
    assert_int_equal (events_about (second), 1);
}

static void
another_applicant (void **state)
{
    char *theirs = submitted (BOGNA, second_call, "Rozmowy na ławce", A " " B);
    char *unlike = submitted (BOGNA, second_call, "Mapa bez progów", C);
    Intake__ListLikenessesResponse *found;
    (void) state;

    compare (theirs);
    compare (unlike);
    found = likenesses (theirs);
    assert_int_equal (found->n_likenesses, 2);
    assert_false (found->likenesses[0]->same_applicant);
    assert_false (found->likenesses[1]->same_applicant);
    assert_int_equal (likenesses (unlike)->n_likenesses, 0);
    assert_int_equal (events_about (unlike), 0);
    intake_world_as (&world, BOGNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (intake_world_get (&world, theirs)->state,
                      INTAKE__APPLICATION_STATE__SUBMITTED);
}

/* Drafts, strangers and what is not there look alike. */
static void
not_theirs (void **state)
{
    char *id = submitted (CECYL, first_call, "Ławka", A);
    char nothing[] = "01910000-0000-7000-8000-0000000000ff";
    char *draft;
    (void) state;

    intake_world_as (&world, CECYL, WL_ROLE_SIGNED_IN, "");
    draft = intake_world_apply (&world, first_call, "cecyl@example.org");
    compare (id);
    likenesses_as (OWNER, WL_ROLE_OWNER, "*", id, WL_OK);
    likenesses_as (OWNER, WL_ROLE_COORDINATOR, "*", id, WL_OK);
    likenesses_as (OWNER, WL_ROLE_COORDINATOR, "32", id, WL_NOT_FOUND);
    likenesses_as (CECYL, WL_ROLE_SIGNED_IN, "", id, WL_NOT_FOUND);
    likenesses_as (OWNER, WL_ROLE_COORDINATOR, "30", draft, WL_NOT_FOUND);
    likenesses_as (OWNER, WL_ROLE_COORDINATOR, "30", nothing, WL_NOT_FOUND);
}

static void
passages_and_verdict (void **state)
{
    char *first = submitted (ANNA, first_call, "Mapa", C);
    char *second = submitted (CECYL, first_call, "Atlas", C " A tego zdania tam nie ma wcale.");
    Intake__JudgeLikenessRequest judge = INTAKE__JUDGE_LIKENESS_REQUEST__INIT;
    Intake__GetLikenessRequest get = INTAKE__GET_LIKENESS_REQUEST__INIT;
    Intake__Likeness *found;
    (void) state;

    compare (first);
    compare (second);
    intake_world_as (&world, OWNER, WL_ROLE_COORDINATOR, "30");
    get.application_id = judge.application_id = second;
    get.other_application_id = judge.other_application_id = first;
    assert_int_equal (intake_world_ask (&world, "GetLikeness", &get, &found), WL_OK);
    assert_int_equal (found->n_passages, 3);
    assert_non_null (strstr (found->passages[0], "Mapa przejść, krawężników"));
    judge.verdict = INTAKE__LIKENESS_VERDICT__DUPLICATE;
    judge.note = text ("Ta sama mapa.");
    assert_int_equal (intake_world_ask (&world, "JudgeLikeness", &judge, NULL), WL_OK);
    /* From the other side, the same verdict. */
    get.application_id = first;
    get.other_application_id = second;
    assert_int_equal (intake_world_ask (&world, "GetLikeness", &get, &found), WL_OK);
    assert_int_equal (found->verdict, INTAKE__LIKENESS_VERDICT__DUPLICATE);
    assert_string_equal (found->note, "Ta sama mapa.");
    assert_int_equal (found->n_passages, 3);
    intake_world_as (&world, OWNER, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (intake_world_ask (&world, "GetLikeness", &get, NULL), WL_NOT_FOUND);
    assert_int_equal (intake_world_ask (&world, "JudgeLikeness", &judge, NULL), WL_NOT_FOUND);
}

/* Those of the call that nobody judged, a page at a time. */
static void
open_ones (void **state)
{
    Intake__ListOpenLikenessesRequest in = INTAKE__LIST_OPEN_LIKENESSES_REQUEST__INIT;
    Intake__ListOpenLikenessesResponse *page;
    size_t seen = 0, pages = 0;
    (void) state;

    in.call_id = second_call;
    in.limit = 1;
    intake_world_as (&world, OWNER, WL_ROLE_COORDINATOR, "30");
    do {
        assert_int_equal (intake_world_ask (&world, "ListOpenLikenesses", &in, &page), WL_OK);
        seen += page->n_likenesses;
        in.cursor = page->next_cursor;
    } while (page->next_cursor[0] != '\0' && ++pages < 10);
    assert_int_equal (seen, 3); /* Anna's with her own; Bogna's with both of Anna's */
    in.cursor = text ("bm9uc2Vuc2U");
    assert_int_equal (intake_world_ask (&world, "ListOpenLikenesses", &in, NULL),
                      WL_INVALID_ARGUMENT);
    in.cursor = text ("");
    intake_world_as (&world, OWNER, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (intake_world_ask (&world, "ListOpenLikenesses", &in, &page), WL_OK);
    assert_int_equal (page->n_likenesses, 0);
}

static void
erased (void **state)
{
    char *id = submitted (BOGNA, first_call, "Ławka raz jeszcze", A " " B);
    (void) state;

    compare (id);
    assert_true (likenesses (id)->n_likenesses >= 2);
    int64_t bands = count ("select count (*) from likeness_band b join likeness_sketch s"
                           " on s.id = b.sketch where s.application_id = $1",
                           id);
    int64_t before = count ("select count (*) from likeness_band where $1::uuid is not null", id);
    assert_int_equal (bands, LIKENESS_BANDS);
    wl_db_begin (world.world.db);
    store_likeness_erase (&world.request, id);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
    assert_int_equal (likenesses (id)->n_likenesses, 0);
    assert_int_equal (count ("select count (*) from likeness_band where $1::uuid is not null", id),
                      before - bands);
    assert_int_equal (count ("select count (*) from likeness_sketch where application_id = $1", id),
                      0);
    assert_int_equal (count ("select count (*) from runtime.timers where kind = 'likeness'"
                             " and key = $1::uuid::text",
                             id),
                      0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_same_applicant),
        cmocka_unit_test (another_applicant),
        cmocka_unit_test (open_ones),
        cmocka_unit_test (not_theirs),
        cmocka_unit_test (passages_and_verdict),
        cmocka_unit_test (erased),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
