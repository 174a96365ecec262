/* What a list costs that is long: builds, publishes and reads the list of a call, beside two limits
 * that are measured in the same run: reading its rows once, and writing its bytes durably.
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres bin/bench-lists [applications]...
 */
#include "evaluation_world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "bus/socket.h"
#include "events.h"

enum { SIZES_MAX = 16, SQL_MAX = 4000 };
#define ARENA_BUDGET ((size_t) 2 << 30)  /* so that it shows what a list wants */
#define ARENA_OF_UP  ((size_t) 32 << 20) /* deploy/lib/settings.sh */
#define STATEMENT    (30 * WL_SECOND)    /* statement_timeout, common/db/db.c */
#define GATEWAY      (10 * WL_SECOND)    /* http.rpc_timeout_ms */

static evaluation_world_t world;
static wl_arena_t *arena;

/* What one request took. */
typedef struct cost {
    wl_time_t time;
    size_t memory; /* most of the arena at once, with the answer as bytes */
    size_t answer; /* bytes of it */
    wl_status status;
} cost_t;

/* ---- filling ---- */

/* As evaluation_world_init, with an arena of our own. */
static void
start (void)
{
    evaluation_world_init (&world);
    world_destroy (&world.world);
    arena = wl_arena_new (ARENA_BUDGET);
    world.world = (world_t){ arena, wl_db_new (getenv ("WLACZNIK_TEST_DB"), "bench", arena) };
    if (wl_db_connect (world.world.db) != WL_OK)
        abort ();
    wl_request_init (&world.request, &world.daemon, arena, world.world.db);
}

static void
publish_call (void)
{
    Intake__CallPublished event = INTAKE__CALL_PUBLISHED__INIT;
    wl_event_t entry = { .body = &event };
    char call[] = CALL;

    event.call_id = call;
    evaluation_world_at (&world, IN_CALL);
    wl_db_begin (world.world.db);
    if (on_call_published (&world.request, &entry) != WL_OK ||
        wl_db_commit (world.world.db) != WL_OK)
        abort ();
}

/* A call of its own for each size. Points in quarters, as two cards give them, so that most of a
 * long list is tied; one in twenty was rejected formally; titles of 60 letters. */
static void
fill (const char *call, int count)
{
    static const char *const steps[] = {
        "set synchronous_commit = off;"
        "insert into call select '%1$s', definition, submit_until, names_persons, title_hidden"
        " from call where id = '" CALL "';"
        "insert into stage select '%1$s', key, position, last, assessment, assessors, definition"
        " from stage where call_id = '" CALL "'",
        "insert into dossier (application_id, stage, call_id, current, region, number, state,"
        " applicant_type, applicant_user_id, amount_grosze, submitted_at, to_merit, points, passed,"
        " criterion_points)"
        " select md5 ('%1$s' || j)::uuid, 'idea', '%1$s', true,"
        " lpad ((2 + j %% 16 * 2)::text, 2, '0'), 'WIS-1/' || lpad (j::text, 4, '0'),"
        " case when j %% 20 = 0 then 2 else 5 end, 1, md5 ('u%1$s' || j)::uuid,"
        " 3000000 + j %% 2000 * 7919 %% 2000 * 1000, now () - j * interval '1 second', j %% 20 <> "
        "0,"
        " case when j %% 20 <> 0 then p end, case when j %% 20 <> 0 then p >= 5000 end,"
        " case when j %% 20 <> 0 then array[p / 2, p - p / 2, 0] end"
        " from generate_series (1, %2$d) j, lateral (select j %% 4200 * 10473 %% 420 * 25 as p) "
        "points",
        "insert into content select application_id, stage,"
        " 'Sąsiedzki warsztat napraw i wypożyczalnia narzędzi dla wszystkich', '',"
        " 'Fundacja Włączeni Razem w Działaniu', '', decode (repeat ('0a00', 1000), 'hex'), ''"
        " from dossier where call_id = '%1$s'",
        "insert into formal_check select application_id, stage, '',"
        " 'Wniosek jest kompletny: brakuje oświadczenia o współpracy.'"
        " from dossier where call_id = '%1$s' and state = 2",
    };

    for (size_t i = 0; i < COUNT (steps); i++) {
        char sql[SQL_MAX];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf (sql, sizeof sql, steps[i], call, count);
#pragma GCC diagnostic pop
        world_sql (sql);
    }
    world_sql ("vacuum analyze dossier, content, formal_check");
    world_sql ("checkpoint");
}

/* ---- the limits ---- */

/* The rows that a list is made of and shows, read once and thrown away. */
static wl_time_t
read_once (const char *call)
{
    WL_SQL (every_row, "select d.*, c.title, c.public_name, f.public_reason from dossier d"
                       " join content c using (application_id, stage)"
                       " left join formal_check f using (application_id, stage)"
                       " where d.call_id = $1");
    wl_rows_t rows;
    wl_time_t begun = wl_monotonic ();

    if (wl_run (world.world.db, &every_row, &rows, wl_p_uuid (call)) != WL_OK)
        abort ();
    return wl_monotonic () - begun;
}

/* So many bytes in one file, on the disk when it returns. */
static wl_time_t
write_once (size_t length)
{
    char name[] = "/var/tmp/bench-lists.XXXXXX";
    char *bytes = calloc (1, length);
    int file = mkstemp (name);
    wl_time_t begun = wl_monotonic ();

    if (bytes == NULL || file < 0 || write (file, bytes, length) != (ssize_t) length ||
        fsync (file) != 0)
        abort ();
    begun = wl_monotonic () - begun;
    close (file);
    unlink (name);
    free (bytes);
    return begun;
}

/* ---- asking ---- */

static cost_t
ask (const char *method, const void *in, Evaluation__Ranking **ret)
{
    wl_time_t begun = wl_monotonic ();
    cost_t cost = { .status = evaluation_world_ask (&world, method, in, ret) };

    cost.time = wl_monotonic () - begun;
    cost.memory = wl_arena_peak (arena);
    cost.answer = protobuf_c_message_get_packed_size (&(*ret)->base);
    return cost;
}

static cost_t
build (char *call, char digest[65])
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    Evaluation__Ranking *list;

    wl_arena_reset (arena);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    in.call_id = call;
    cost_t cost = ask ("BuildRanking", &in, &list);
    if (cost.status == WL_OK)
        snprintf (digest, 65, "%s", list->inputs_digest);
    return cost;
}

static cost_t
publish (char *call, char *digest)
{
    Evaluation__PublishRankingRequest in = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__Ranking *list;

    wl_arena_reset (arena);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    in.call_id = call;
    in.inputs_digest = digest;
    return ask ("PublishRanking", &in, &list);
}

/* When one who was recommended gives the place up. */
static cost_t
amend (char *call)
{
    Evaluation__AmendRankingRequest in = EVALUATION__AMEND_RANKING_REQUEST__INIT;
    Evaluation__Ranking *list;
    char sql[SQL_MAX];

    snprintf (sql, sizeof sql,
              "insert into given_up (application_id, stage, how, reason, recorded_at)"
              " select application_id, stage, 'refusal', '', now () from dossier"
              " where call_id = '%s' and list_group = 1 limit 1",
              call);
    world_sql (sql);
    wl_arena_reset (arena);
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    in.call_id = call;
    return ask ("AmendRanking", &in, &list);
}

static cost_t
read_results (char *call)
{
    Evaluation__GetResultsRequest in = EVALUATION__GET_RESULTS_REQUEST__INIT;
    Evaluation__Ranking *list;

    wl_arena_reset (arena);
    evaluation_world_as (&world, OWNER, WL_ROLE_SIGNED_IN, "*");
    in.call_id = call;
    return ask ("GetResults", &in, &list);
}

/* What the gateway does with the list: the bytes that came, the message of them, the JSON. */
static cost_t
show (char *call)
{
    Evaluation__GetResultsRequest in = EVALUATION__GET_RESULTS_REQUEST__INIT;
    wl_arena_t *gateway = wl_arena_new (ARENA_BUDGET);
    cost_t cost = { .status = WL_OK };
    Evaluation__Ranking *list;
    ProtobufCMessage *taken;
    wl_buffer_t body;
    uint8_t *bytes;

    wl_arena_reset (arena);
    in.call_id = call;
    if (ask ("GetResults", &in, &list).status != WL_OK)
        return (cost_t){ .status = WL_NOT_FOUND };
    wl_message_pack (gateway, &list->base, &bytes, &cost.answer);
    wl_time_t begun = wl_monotonic ();
    cost.status =
        wl_message_unpack (gateway, &evaluation__ranking__descriptor, bytes, cost.answer, &taken);
    wl_buffer_init (&body, gateway);
    body.capacity = 3 * cost.answer; /* as services/gateway/answer.c makes room for it */
    body.data = wl_arena_alloc (gateway, body.capacity);
    wl_message_to_json (taken, &body);
    cost.time = wl_monotonic () - begun;
    cost.memory = wl_arena_peak (gateway);
    wl_arena_destroy (&gateway);
    return cost;
}

static double
share (double of, double limit)
{
    return of / limit;
}

static void
tell (const char *what, int count, cost_t cost, wl_time_t limit)
{
    if (cost.status != WL_OK) {
        printf ("%-8s %7d %9.1f ms  %s %s\n", what, count, (double) cost.time / 1e3,
                wl_status_name (cost.status), evaluation_world_reason (&world));
        return;
    }
    printf ("%-8s %7d %9.1f ms %6.1f x limit %6.3f of 10 s %8.1f MB %5.2f of 32 MB %5.0f B each"
            " %8.2f MB answer %5.2f of a frame\n",
            what, count, (double) cost.time / 1e3, share ((double) cost.time, (double) limit),
            share ((double) cost.time, GATEWAY), (double) cost.memory / 1e6,
            share ((double) cost.memory, ARENA_OF_UP), (double) cost.memory / count,
            (double) cost.answer / 1e6, share ((double) cost.answer, WL_BUS_MESSAGE_MAX));
}

static void
measure (int number, int count)
{
    char call[64], digest[65] = "";

    snprintf (call, sizeof call, "01910000-0000-7000-8000-0000000b%04d", number);
    fill (call, count);
    wl_arena_reset (arena);
    evaluation_world_at (&world, AFTER_CALL);
    (void) read_once (call); /* so that neither side reads from the disk */
    wl_time_t reading = read_once (call);
    cost_t built = build (call, digest);
    cost_t again = build (call, digest);
    size_t record =
        (size_t) world_number ("select coalesce (max (length (inputs)), 1) from ranking");
    wl_time_t writing = write_once (record + again.answer);
    printf ("limits   %7d %9.1f ms to read its rows once %9.1f ms to write its %.2f MB\n", count,
            (double) reading / 1e3, (double) writing / 1e3, (double) (record + again.answer) / 1e6);
    tell ("build", count, built, reading + writing);
    tell ("again", count, again, reading + writing);
    tell ("publish", count, publish (call, digest), reading + writing);
    tell ("read", count, read_results (call), reading);
    tell ("as JSON", count, show (call), reading);
    tell ("amend", count, amend (call), reading + writing);
    fflush (stdout);
}

int
main (int argc, char **argv)
{
    static const int sizes[] = { 400, 10000, 17000, 40000, 160000 };
    int count = argc > 1 ? argc - 1 : (int) COUNT (sizes);

    evaluation_world_migrate ();
    start ();
    publish_call ();
    for (int i = 0; i < count; i++)
        measure (i, argc > 1 ? atoi (argv[i + 1]) : sizes[i]);
    evaluation_world_done (&world);
    return 0;
}
