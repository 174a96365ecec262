/* What the handlers take when there is much: calls of 400 applications with two cards each are made
 * by SQL, then each request is asked ROUNDS times of calls and cards all over the tables.
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres bin/bench-volume [calls]
 */
#include "evaluation_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "events.h"

enum { ROUNDS = 300, OF_A_CALL = 400, ASSESSORS_OF_A_CALL = 30 };

static evaluation_world_t world;
static int calls;

/* ---- filling ---- */

static void
publish_call (void)
{
    Intake__CallPublished event = INTAKE__CALL_PUBLISHED__INIT;
    wl_event_t entry = { .body = &event };
    char call[] = CALL;

    event.call_id = call;
    wl_db_begin (world.world.db);
    if (on_call_published (&world.request, &entry) != WL_OK ||
        wl_db_commit (world.world.db) != WL_OK)
        abort ();
}

/* Application i (from 0) is of call i / OF_A_CALL. One in ten is still with its assessors: its
 * first card is open and its second one due. */
static void
fill (void)
{
    static const char *const steps[] = {
        "set synchronous_commit = off;"
        "insert into call select md5 ('c' || i)::uuid, definition, submit_until, names_persons,"
        " title_hidden from call, generate_series (0, %d) i;"
        "insert into stage select md5 ('c' || i)::uuid, key, position, last, assessment, assessors,"
        " definition from stage, generate_series (0, %d) i where call_id = '" CALL "';",
        "insert into dossier (application_id, stage, call_id, current, region, number, state,"
        " applicant_type, applicant_user_id, amount_grosze, submitted_at, to_merit, points, passed)"
        " select md5 ('a' || i * 400 + j)::uuid, 'idea', md5 ('c' || i)::uuid, true,"
        " case when j %% 3 = 0 then '32' else '30' end, 'W/' || lpad (j::text, 4, '0'),"
        " case when j %% 10 = 0 then 3 else 5 end, 1, md5 ('u' || i * 400 + j)::uuid, 3000000, now "
        "(),"
        " true, case when j %% 10 <> 0 then 5000 end, case when j %% 10 <> 0 then true end"
        " from generate_series (0, %d) i, generate_series (0, 399) j;",
        "insert into content select application_id, stage, 'Pomysł', 'Pomysł', '', '',"
        " decode (repeat ('0a00', 1000), 'hex'), '' from dossier;",
        "insert into card (id, application_id, stage, call_id, assessor_user_id, state, third,"
        " assigned_at) select md5 ('k' || (i * 400 + j) * 2 + n)::uuid,"
        " md5 ('a' || i * 400 + j)::uuid, 'idea', md5 ('c' || i)::uuid,"
        " md5 ('p' || (i * 30 + (j * 2 + n) %% 30) %% 20000)::uuid,"
        " case when j %% 10 <> 0 then 3 when n = 0 then 2 else 1 end, false, now ()"
        " from generate_series (0, %d) i, generate_series (0, 399) j, generate_series (0, 1) n;",
        "insert into assessor select md5 ('c' || i)::uuid, md5 ('p' || (i * 30 + n) %% "
        "20000)::uuid,"
        " 1000, array['30', '32'] from generate_series (0, %d) i, generate_series (0, 29) n;"
    };

    publish_call ();
    for (size_t i = 0; i < COUNT (steps); i++) {
        char sql[2000];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf (sql, sizeof sql, steps[i], calls - 1, calls - 1);
#pragma GCC diagnostic pop
        world_sql (sql);
    }
    world_sql ("vacuum analyze");
}

/* ---- asking ---- */

static char *
id_of (char kind, int number)
{
    wl_rows_t rows;
    WL_SQL (hash, "select md5 ($1)::uuid");
    char *key = wl_text_printf (world.world.arena, "%c%d", kind, number);

    if (wl_run (world.world.db, &hash, &rows, wl_p_text (key)) != WL_OK)
        abort ();
    char *id = wl_row_text (world.world.db, &rows, 0, 0);
    wl_db_rollback (world.world.db);
    return id;
}

/* A call, and the card that is open of an application of it that waits. No two rounds have the same
 * one, as long as there are 40 rounds per call at most. */
typedef struct place {
    char *call;
    char *card;
    char *assessor;
    char *application;
} place_t;

static place_t
any_place (int round)
{
    int call = (int) (((int64_t) round * 7919) % calls);
    int application = round / calls * 10 % OF_A_CALL;
    int assessor = (call * ASSESSORS_OF_A_CALL + application * 2 % ASSESSORS_OF_A_CALL) % 20000;

    return (place_t){ id_of ('c', call), id_of ('k', (call * OF_A_CALL + application) * 2),
                      id_of ('p', assessor), id_of ('a', call * OF_A_CALL + application) };
}

typedef wl_status ask_t (const place_t *place);

static wl_status
list_my_cards (const place_t *place)
{
    Evaluation__ListMyCardsRequest in = EVALUATION__LIST_MY_CARDS_REQUEST__INIT;

    evaluation_world_as (&world, place->assessor, WL_ROLE_ASSESSOR, "*");
    return evaluation_world_ask (&world, "ListMyCards", &in, NULL);
}

static wl_status
get_card (const place_t *place)
{
    Evaluation__GetCardRequest in = EVALUATION__GET_CARD_REQUEST__INIT;

    evaluation_world_as (&world, place->assessor, WL_ROLE_ASSESSOR, "*");
    in.card_id = place->card;
    return evaluation_world_ask (&world, "GetCard", &in, NULL);
}

static wl_status
list_dossiers (const place_t *place)
{
    Evaluation__ListDossiersRequest in = EVALUATION__LIST_DOSSIERS_REQUEST__INIT;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "30");
    in.call_id = place->call;
    return evaluation_world_ask (&world, "ListDossiers", &in, NULL);
}

static wl_status
get_funnel (const place_t *place)
{
    Evaluation__GetFunnelRequest in = EVALUATION__GET_FUNNEL_REQUEST__INIT;

    in.call_id = place->call;
    return evaluation_world_ask (&world, "GetFunnel", &in, NULL);
}

static wl_status
assign_cards (const place_t *place)
{
    Evaluation__AssignCardsRequest in = EVALUATION__ASSIGN_CARDS_REQUEST__INIT;

    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "*");
    in.call_id = place->call;
    return evaluation_world_ask (&world, "AssignCards", &in, NULL);
}

static wl_status
declare_conflict (const place_t *place)
{
    Evaluation__DeclareInterestRequest in = EVALUATION__DECLARE_INTEREST_REQUEST__INIT;

    evaluation_world_as (&world, place->assessor, WL_ROLE_ASSESSOR, "*");
    in.card_id = place->card;
    in.conflict = true;
    return evaluation_world_ask (&world, "DeclareInterest", &in, NULL);
}

static void
add_score (Evaluation__Scores *scores, const char *criterion)
{
    Evaluation__CriterionScore *score = (Evaluation__CriterionScore *) wl_message_new (
        world.world.arena, &evaluation__criterion_score__descriptor);

    score->criterion = wl_text_copy (world.world.arena, criterion);
    score->points = 500;
    score->reason = wl_text_copy (world.world.arena, "Dobrze uzasadnione i zmierzone.");
    scores->list[scores->n_list++] = score;
}

static wl_status
save_and_lock (const place_t *place)
{
    Evaluation__Scores scores = EVALUATION__SCORES__INIT;
    Evaluation__SaveCardRequest save = EVALUATION__SAVE_CARD_REQUEST__INIT;
    Evaluation__LockCardRequest lock = EVALUATION__LOCK_CARD_REQUEST__INIT;

    evaluation_world_as (&world, place->assessor, WL_ROLE_ASSESSOR, "*");
    scores.list = wl_arena_array (world.world.arena, 3, sizeof *scores.list);
    add_score (&scores, "problem");
    add_score (&scores, "novelty");
    add_score (&scores, "topic");
    save.card_id = lock.card_id = place->card;
    save.version = 1;
    lock.version = 2;
    save.scores = &scores;
    WL_TRY (evaluation_world_ask (&world, "SaveCard", &save, NULL));
    return evaluation_world_ask (&world, "LockCard", &lock, NULL);
}

static int
compare_times (const void *a, const void *b)
{
    wl_time_t x = *(const wl_time_t *) a, y = *(const wl_time_t *) b;

    return (x > y) - (x < y);
}

/* `first` keeps the two commands that end a card away from each other's. */
static void
measure (const char *name, ask_t *ask, int first)
{
    wl_time_t took[ROUNDS];
    int failed = 0;

    for (int i = 0; i < ROUNDS; i++) {
        wl_arena_reset (world.world.arena);
        place_t place = any_place (first + i);
        wl_time_t begun = wl_monotonic ();
        failed += ask (&place) != WL_OK;
        took[i] = wl_monotonic () - begun;
    }
    qsort (took, ROUNDS, sizeof *took, compare_times);
    printf ("%-18s median %6.2f ms  p99 %6.2f ms  failed %d\n", name,
            (double) took[ROUNDS / 2] / 1e3, (double) took[ROUNDS * 99 / 100] / 1e3, failed);
}

int
main (int argc, char **argv)
{
    calls = argc > 1 ? atoi (argv[1]) : 2500;
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    fill ();
    printf ("%d calls, %d dossiers, %d cards\n", calls, calls * OF_A_CALL, calls * OF_A_CALL * 2);
    measure ("ListMyCards (50)", list_my_cards, 0);
    measure ("GetCard", get_card, 0);
    measure ("ListDossiers (100)", list_dossiers, 0);
    measure ("GetFunnel", get_funnel, 0);
    measure ("AssignCards (none)", assign_cards, 0);
    measure ("SaveCard+LockCard", save_and_lock, 0);
    measure ("conflict, replaced", declare_conflict, ROUNDS);
    evaluation_world_done (&world);
    return 0;
}
