/* What cards and lists cost evaluation, without HTTP and bus in front, in a PostgreSQL of its own:
 *
 *  - saving and locking a card among 1,000 and among STORED cards: two databases of one server, in
 *    turns, each act under an idempotency key as the runtime does it;
 *  - building the list of 10,000 applications through the handler.
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres bin/bench-cards [stored]
 *
 * Prints one line of JSON.
 */
#include "evaluation_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/command.h"
#include "events.h"

enum {
    OF_A_CALL = 500, /* applications, each with two cards */
    FEW = 1,         /* calls: 1,000 cards */
    ASSESSORS = 30,  /* of each call */
    TURN = 20,
    MEASURED = 400, /* cards at each size */
    SAVES = 4,      /* of each card before it is locked */
    LISTED = 10000,
    LISTS = 7,
};

/* ---- filling ---- */

static void
publish_call (evaluation_world_t *world)
{
    Intake__CallPublished event = INTAKE__CALL_PUBLISHED__INIT;
    char call[] = CALL;

    event.call_id = call;
    evaluation_world_hears (world, on_call_published, &event.base);
}

static void
run_script (const char *format, int calls)
{
    char sql[2000];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf (sql, sizeof sql, format, calls - 1, calls - 1);
#pragma GCC diagnostic pop
    world_sql (sql);
}

/* Application j of call i has the number i * 500 + j. Its first card is open, the second locked. */
static void
fill (int calls)
{
    run_script ("set synchronous_commit = off;"
                "insert into call select md5 ('c' || i)::uuid, definition, submit_until,"
                " names_persons, title_hidden from call, generate_series (0, %d) i;"
                "insert into stage select md5 ('c' || i)::uuid, key, position, last, assessment,"
                " assessors, definition from stage, generate_series (0, %d) i"
                " where call_id = '" CALL "'",
                calls);
    run_script ("set synchronous_commit = off;"
                "insert into dossier (application_id, stage, call_id, current, region, number,"
                " state, applicant_type, applicant_user_id, amount_grosze, submitted_at, to_merit)"
                " select md5 ('a' || i * 500 + j)::uuid, 'idea', md5 ('c' || i)::uuid, true, '30',"
                " 'W/' || lpad (j::text, 4, '0'), 3, 1, md5 ('u' || i * 500 + j)::uuid, 3000000,"
                " now (), true from generate_series (0, %d) i, generate_series (0, 499) j",
                calls);
    world_sql ("set synchronous_commit = off;"
               "insert into content select application_id, stage, 'Pomysł', 'Pomysł', '', '',"
               " decode (repeat ('0a00', 1000), 'hex'), '' from dossier");
    run_script ("set synchronous_commit = off;"
                "insert into card (id, application_id, stage, call_id, assessor_user_id, state,"
                " third, assigned_at, scores, locked_at)"
                " select md5 ('k' || (i * 500 + j) * 2 + n)::uuid, md5 ('a' || i * 500 + j)::uuid,"
                " 'idea', md5 ('c' || i)::uuid, md5 ('p' || i || '-' || (j * 2 + n) %% 30)::uuid,"
                " 2 + n, false, now (), case n when 1 then scores end,"
                " case n when 1 then now () end from locked_scores, generate_series (0, %d) i,"
                " generate_series (0, 499) j, generate_series (0, 1) n",
                calls);
    run_script ("insert into assessor select md5 ('c' || i)::uuid,"
                " md5 ('p' || i || '-' || n)::uuid, 1000, array['30'] from"
                " generate_series (0, %d) i, generate_series (0, 29) n",
                calls);
    world_sql ("vacuum analyze");
}

/* ---- a card, as an assessor writes it ---- */

static Evaluation__Scores *
scores_new (evaluation_world_t *world)
{
    static const char *const criteria[] = { "problem", "novelty", "topic" };
    Evaluation__Scores *scores =
        (Evaluation__Scores *) wl_message_new (world->world.arena, &evaluation__scores__descriptor);

    scores->list = wl_arena_array (world->world.arena, COUNT (criteria), sizeof *scores->list);
    for (size_t i = 0; i < COUNT (criteria); i++) {
        Evaluation__CriterionScore *score = (Evaluation__CriterionScore *) wl_message_new (
            world->world.arena, &evaluation__criterion_score__descriptor);
        score->criterion = wl_text_copy (world->world.arena, criteria[i]);
        score->points = i == 2 ? 0 : 3000;
        score->reason = wl_text_printf (world->world.arena, "%s %0*d",
                                        "Opis jest konkretny i daje się sprawdzić.", 400, 0);
        scores->list[scores->n_list++] = score;
    }
    return scores;
}

/* As the runtime carries a command out: key, handler, result, commit. */
static void
carry_out (evaluation_world_t *world, const char *method, const char *key_text, const void *in)
{
    const wl_method_t *of = wl_contract_method ("evaluation", method);
    ProtobufCMessage *out = wl_message_new (world->world.arena, of->output);
    wl_command_key_t key = { .owner = world->actor.user_id, .key = key_text, .method = method };
    wl_db_t *db = world->world.db;
    wl_bytes_t reply;
    uint8_t *bytes;
    bool found;

    wl_error_init (&world->request.error, world->world.arena);
    wl_db_begin (db);
    if (wl_command_begin (db, &key, &found, &reply) != WL_OK || found ||
        evaluation_handlers.handlers[of->index](&world->request, in, out) != WL_OK) {
        fprintf (stderr, "%s: %s %s\n", method, evaluation_world_reason (world), wl_db_error (db));
        exit (2);
    }
    wl_message_pack (world->world.arena, out, &bytes, &reply.length);
    reply.data = bytes;
    wl_command_finish (db, &key, reply, world->request.now);
    if (wl_db_commit (db) != WL_OK)
        exit (2);
}

/* ---- two databases ---- */

typedef struct tables {
    const char *database;
    int calls;
    int done;
    wl_time_t saves[MEASURED * SAVES], locks[MEASURED];
} tables_t;

/* Connections made from now on go there. */
static void
choose (const tables_t *tables)
{
    char conninfo[300];

    snprintf (conninfo, sizeof conninfo, "host=%s user=postgres dbname=%s", getenv ("PGHOST"),
              tables->database);
    if (setenv ("WLACZNIK_TEST_DB", conninfo, 1) != 0)
        abort ();
}

static char *
id_of (evaluation_world_t *world, const char *key)
{
    wl_rows_t rows;
    WL_SQL (hash, "select md5 ($1)::uuid");

    if (wl_run (world->world.db, &hash, &rows, wl_p_text (key)) != WL_OK)
        abort ();
    char *id = wl_row_text (world->world.db, &rows, 0, 0);
    wl_db_rollback (world->world.db);
    return id;
}

/* The n-th card that is measured: of a call anywhere in the tables, and of an application of it
 * that no other round has. */
static void
work_on (evaluation_world_t *world, tables_t *tables, int n)
{
    wl_arena_t *arena = world->world.arena;
    int call = (int) (((int64_t) n * 7919) % tables->calls), application = n;
    char *card = id_of (world, wl_text_printf (arena, "k%d", (call * OF_A_CALL + application) * 2));
    char *assessor =
        id_of (world, wl_text_printf (arena, "p%d-%d", call, application * 2 % ASSESSORS));
    Evaluation__SaveCardRequest save = EVALUATION__SAVE_CARD_REQUEST__INIT;
    Evaluation__LockCardRequest lock = EVALUATION__LOCK_CARD_REQUEST__INIT;
    wl_time_t begun;

    evaluation_world_as (world, assessor, WL_ROLE_ASSESSOR, "30");
    save.card_id = lock.card_id = card;
    save.scores = scores_new (world);
    for (int i = 0; i < SAVES; i++) {
        save.version = (uint64_t) i + 1;
        begun = wl_monotonic ();
        carry_out (world, "SaveCard", wl_text_printf (arena, "%s-%d", card, i), &save);
        tables->saves[n * SAVES + i] = wl_monotonic () - begun;
    }
    lock.version = SAVES + 1;
    begun = wl_monotonic ();
    carry_out (world, "LockCard", wl_text_printf (arena, "%s-lock", card), &lock);
    tables->locks[n] = wl_monotonic () - begun;
}

static void
work_a_turn (tables_t *tables)
{
    evaluation_world_t world;

    choose (tables);
    evaluation_world_init (&world);
    for (int i = 0; i < TURN; i++) {
        wl_arena_reset (world.world.arena);
        work_on (&world, tables, tables->done++);
    }
    evaluation_world_done (&world);
}

/* The scores of the cards that are locked before anything is measured. */
static void
make_tables (tables_t *tables, int calls)
{
    evaluation_world_t world;
    uint8_t *bytes;
    size_t length;

    tables->calls = calls;
    choose (tables);
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    publish_call (&world);
    wl_message_pack (world.world.arena, &scores_new (&world)->base, &bytes, &length);
    char *hex = wl_arena_alloc (world.world.arena, 2 * length + 1);
    wl_hex (bytes, length, hex);
    world_sql (wl_text_printf (
        world.world.arena, "create table locked_scores as select '\\x%s'::bytea as scores", hex));
    evaluation_world_done (&world);
    fill (calls);
}

static int
compare_times (const void *a, const void *b)
{
    wl_time_t x = *(const wl_time_t *) a, y = *(const wl_time_t *) b;

    return (x > y) - (x < y);
}

static double
median_ms (wl_time_t *times, size_t count)
{
    qsort (times, count, sizeof *times, compare_times);
    return (double) times[count / 2] / 1e3;
}

/* ---- the list ---- */

/* A call of LISTED assessed applications beside all the others. */
static double
seconds_of_a_list (tables_t *tables)
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    wl_time_t took[LISTS];
    char call[] = CALL;
    evaluation_world_t world;

    choose (tables);
    world_sql (
        "insert into dossier (application_id, stage, call_id, current, region, number, state,"
        " applicant_type, applicant_user_id, amount_grosze, submitted_at, to_merit, points, passed,"
        " criterion_points) select md5 ('l' || j)::uuid, 'idea', '" CALL "', true, '30',"
        " 'L/' || j, 5, 1, md5 ('v' || j)::uuid, 3000000 + j % 97, now () + j * interval '1 s',"
        " true, 5000 + j % 613 * 10, true, array[2500, 2500 + j % 613 * 10, 0]"
        " from generate_series (1, 10000) j;"
        "insert into content select application_id, stage, 'Pomysł', 'Pomysł', '', '', '', ''"
        " from dossier where call_id = '" CALL "';"
        "analyze dossier");
    evaluation_world_init (&world);
    evaluation_world_at (&world, AFTER_CALL);
    in.call_id = call;
    for (int i = 0; i < LISTS; i++) {
        wl_arena_reset (world.world.arena);
        evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
        wl_time_t begun = wl_monotonic ();
        carry_out (&world, "BuildRanking", wl_text_printf (world.world.arena, "list-%d", i), &in);
        took[i] = wl_monotonic () - begun;
    }
    evaluation_world_done (&world);
    return median_ms (took, LISTS) / 1e3;
}

int
main (int argc, char **argv)
{
    static tables_t few = { .database = "few" }, many = { .database = "many" };
    int stored = argc > 1 ? atoi (argv[1]) : 1000000;
    double save[2], lock[2], list;

    world_sql ("create database few");
    world_sql ("create database many");
    make_tables (&few, FEW);
    make_tables (&many, stored / (2 * OF_A_CALL));
    while (few.done < MEASURED) {
        work_a_turn (&few);
        work_a_turn (&many);
    }
    save[0] = median_ms (few.saves, COUNT (few.saves));
    save[1] = median_ms (many.saves, COUNT (many.saves));
    lock[0] = median_ms (few.locks, COUNT (few.locks));
    lock[1] = median_ms (many.locks, COUNT (many.locks));
    list = seconds_of_a_list (&many);
    printf ("{\"stored\": %d, \"save_ms_at_1000\": %.2f, \"save_ms_at_stored\": %.2f,"
            " \"save_ratio\": %.2f, \"lock_ms_at_1000\": %.2f, \"lock_ms_at_stored\": %.2f,"
            " \"lock_ratio\": %.2f, \"listed\": %d, \"list_s\": %.3f}\n",
            stored, save[0], save[1], save[1] / save[0], lock[0], lock[1], lock[1] / lock[0],
            LISTED, list);
    return 0;
}
