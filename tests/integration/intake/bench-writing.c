/* What writing costs intake, without HTTP and bus in front, in a PostgreSQL of its own:
 *
 *  - saving drafts of the usual 6 kB, each under an idempotency key as the runtime does it, beside
 *    pgbench writing the same two rows, in turns;
 *  - submitting, into tables of 1,000 and of STORED applications: two databases of one server, in
 * turns.
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres bin/bench-writing [stored]
 *
 * Prints one line of JSON.
 */
#include "intake_world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/command.h"

enum {
    TEXT_LENGTH = 5800,
    THREADS = 8,
    SECONDS = 6,
    ROUNDS = 3,
    FEW = 1000,
    MEASURED = 2000, /* submissions at each size, a multiple of TURN */
    TURN = 100,
};

/* ---- a draft, written by hand once ---- */

static char text[TEXT_LENGTH + 1];
static char title_key[] = "title", problem_key[] = "problem", amount_key[] = "amount";

static Wlacznik__Answers *
answers (intake_world_t *world)
{
    wl_arena_t *arena = world->world.arena;
    Wlacznik__Answers *all = wl_arena_alloc (arena, sizeof *all);
    Wlacznik__Answer *list = wl_arena_array (arena, 3, sizeof *list);

    wlacznik__answers__init (all);
    all->n_list = 3;
    all->list = wl_arena_array (arena, 3, sizeof (Wlacznik__Answer *));
    for (int i = 0; i < 3; i++) {
        wlacznik__answer__init (&list[i]);
        all->list[i] = &list[i];
    }
    list[0].field = list[0].text = title_key;
    list[1].field = problem_key;
    list[1].text = text;
    list[2].field = amount_key;
    list[2].number = 3298340;
    return all;
}

/* As the runtime carries a command out: key, handler, result, commit. */
static wl_status
carry_out (intake_world_t *world, const char *method, const char *key_text, const void *in,
           const ProtobufCMessageDescriptor *type)
{
    const wl_method_t *of = wl_contract_method ("intake", method);
    ProtobufCMessage *out = wl_message_new (world->world.arena, type);
    wl_command_key_t key = { .owner = world->actor.user_id, .key = key_text, .method = method };
    wl_db_t *db = world->world.db;
    wl_bytes_t reply;
    uint8_t *bytes;
    bool found;

    wl_error_init (&world->request.error, world->world.arena);
    wl_db_begin (db);
    WL_TRY (wl_command_begin (db, &key, &found, &reply));
    WL_TRY (intake_handlers.handlers[of->index](&world->request, in, out));
    wl_message_pack (world->world.arena, out, &bytes, &reply.length);
    reply.data = bytes;
    wl_command_finish (db, &key, reply, world->request.now);
    return wl_db_commit (db);
}

static wl_status
save (intake_world_t *world, char *id, uint64_t version, Wlacznik__Applicant *applicant)
{
    Intake__SaveApplicationRequest in = INTAKE__SAVE_APPLICATION_REQUEST__INIT;
    char key[80];

    snprintf (key, sizeof key, "%s-%llu", id, (unsigned long long) version);
    in.application_id = id;
    in.version = version;
    in.applicant = applicant;
    in.answers = answers (world);
    return carry_out (world, "SaveApplication", key, &in, &intake__application__descriptor);
}

/* ---- saving ---- */

typedef struct saver {
    pthread_t thread;
    const char *call;
    int index;
    wl_time_t until;
    long saved;
} saver_t;

static void *
save_all_the_time (void *argument)
{
    saver_t *self = argument;
    Wlacznik__Applicant applicant = WLACZNIK__APPLICANT__INIT;
    Wlacznik__Member member = WLACZNIK__MEMBER__INIT, *members[] = { &member };
    char name[] = "Żaneta Ćwiek", email[] = "zaneta@example.org", user[40], id[WL_UUID_TEXT];
    intake_world_t world;
    uint64_t version = 1;

    member.name = name;
    member.email = email;
    applicant.type = WLACZNIK__APPLICANT_TYPE__PERSON;
    applicant.n_members = 1;
    applicant.members = members;
    intake_world_init (&world);
    snprintf (user, sizeof user, "01910000-0000-7000-8000-1000%08d", self->index);
    intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
    memcpy (id, intake_world_apply (&world, self->call, email), sizeof id);
    while (wl_monotonic () < self->until) {
        wl_arena_reset (world.world.arena);
        intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
        if (save (&world, id, version++, &applicant) != WL_OK)
            abort ();
        self->saved++;
    }
    intake_world_done (&world);
    return NULL;
}

static double
saves_per_second (const char *call)
{
    static int started;
    saver_t savers[THREADS];
    wl_time_t until = wl_monotonic () + SECONDS * WL_SECOND;
    long saved = 0;

    for (int i = 0; i < THREADS; i++) {
        savers[i] = (saver_t){ .call = call, .index = started++, .until = until };
        pthread_create (&savers[i].thread, NULL, save_all_the_time, &savers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join (savers[i].thread, NULL);
        saved += savers[i].saved;
    }
    return (double) saved / SECONDS;
}

/* The same rows by the plainest statements that write them: the draft as intake packs it, and the
 * key with its reply, in one transaction of one connection each. */
static const char script[] =
    "\\set key random (1, 9000000000000000)\n"
    "begin;\n"
    "update application set version = version + 1, answers = (select answers from limit_draft),"
    " applicant = (select applicant from limit_draft), title = 'title', amount_grosze = 3298340,"
    " saved_at = now () where id = ('00000000-0000-7000-8000-' || lpad (:client_id::text, 12,"
    " '0'))::uuid;\n"
    "insert into runtime.commands (owner, key, method, digest, reply, at) values ('limit',"
    " :key::text, 'SaveApplication', '\\x00', (select answers from limit_draft), now ());\n"
    "commit;\n";

static double
pgbench_per_second (void)
{
    char path[] = "/tmp/bench-writing-XXXXXX", command[300], line[200];
    int file = mkstemp (path);
    double rate = 0;
    FILE *out;

    if (file < 0 || write (file, script, sizeof script - 1) != (ssize_t) sizeof script - 1)
        abort ();
    close (file);
    snprintf (
        command, sizeof command,
        "$(ls -d /usr/lib/postgresql/*/bin | tail -1)/pgbench -n -M prepared -f %s -T %d -c %d"
        " -j 2 many 2>/dev/null",
        path, SECONDS, THREADS);
    out = popen (command, "r"); /* NOLINT(cert-env33-c): a constant command of our own */
    while (out != NULL && fgets (line, sizeof line, out) != NULL)
        if (strncmp (line, "tps = ", 6) == 0)
            rate = strtod (line + 6, NULL);
    if (out == NULL || pclose (out) != 0 || rate <= 0)
        abort ();
    unlink (path);
    return rate;
}

static void
measure_saving (const char *call, double *ret_rate, double *ret_limit)
{
    *ret_rate = *ret_limit = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double rate = saves_per_second (call);

        if (round == 0)
            world_sql (
                "create table limit_draft as select applicant, answers from application"
                " where answers is not null limit 1;"
                "insert into application (id, call_id, region, user_id, state, stage, round,"
                " version, applicant, answers, created_at) select ('00000000-0000-7000-8000-'"
                " || lpad (n::text, 12, '0'))::uuid, gen_random_uuid (), '30',"
                " gen_random_uuid (), 1, 0, 1, 1, applicant, answers, now ()"
                " from limit_draft, generate_series (0, 63) n");
        *ret_rate += rate / ROUNDS;
        *ret_limit += pgbench_per_second () / ROUNDS;
    }
}

/* ---- submitting, by how much is stored ---- */

static int
compare_times (const void *a, const void *b)
{
    wl_time_t x = *(const wl_time_t *) a, y = *(const wl_time_t *) b;

    return (x > y) - (x < y);
}

/* `count` submitted applications, each tenth of this call. Ids ascend, as those that the house
 * gives. */
static void
store (const char *call, long count)
{
    char sql[2000];

    snprintf (
        sql, sizeof sql,
        "set synchronous_commit = off;"
        "create temp table stored as select n, ('01900000-0000-7000-8000-' || lpad (n::text, 12,"
        " '0'))::uuid as id, case when n %% 10 = 0 then '%s'::uuid else ('01900000-0000-7000-9000-'"
        " || lpad ((n / 1000)::text, 12, '0'))::uuid end as call_id from generate_series (1, %ld) "
        "n;"
        "insert into application (id, call_id, region, user_id, state, stage, round, version, "
        "number,"
        " applicant, answers, created_at) select id, call_id, '30', id, 2, 0, 1, 2, 'S/' || n,"
        " applicant, substring (answers for 300), now () from stored, limit_draft order by n;"
        "insert into submission (application_id, stage, round, call_id, serial, submitted_at, "
        "content,"
        " digest) select id, 0, 1, call_id, 10000000 + n, now (), substring (answers for 300), "
        "'\\x00'"
        " from stored, limit_draft order by n;"
        "insert into standing (call_id, person, application_id) select call_id,"
        " hashint8extended (n, 0), id from stored order by 1, 2",
        call, count);
    world_sql (sql);
    world_sql ("vacuum analyze");
}

typedef struct tables {
    const char *database;
    char *call;
    wl_time_t took[MEASURED];
    int submitted;
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

static void
submit_some (tables_t *tables, int count, bool warming)
{
    intake_world_t world;

    choose (tables);
    intake_world_init (&world);
    for (int i = 0; i < count; i++) {
        Intake__SubmitApplicationRequest in = INTAKE__SUBMIT_APPLICATION_REQUEST__INIT;
        int number = warming ? 90000000 + i : tables->submitted;
        char user[40], email[40], *id;
        wl_time_t begun;

        wl_arena_reset (world.world.arena);
        snprintf (user, sizeof user, "01910000-0000-7000-8000-2000%08d", number);
        snprintf (email, sizeof email, "s%d@example.org", number);
        intake_world_as (&world, user, WL_ROLE_SIGNED_IN, "");
        id = intake_world_apply (&world, tables->call, email);
        if (save (&world, id, 1, intake_world_get (&world, id)->applicant) != WL_OK)
            abort ();
        in.application_id = id;
        begun = wl_monotonic ();
        if (carry_out (&world, "SubmitApplication", id, &in, &intake__receipt__descriptor) != WL_OK)
            abort ();
        if (!warming)
            tables->took[tables->submitted++] = wl_monotonic () - begun;
    }
    intake_world_done (&world);
}

static double
median (tables_t *tables)
{
    qsort (tables->took, MEASURED, sizeof *tables->took, compare_times);
    return (double) tables->took[MEASURED / 2] / 1e3;
}

static char *
open_call (void)
{
    intake_world_t staff;
    char *call;

    intake_world_migrate ();
    intake_world_init (&staff);
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
    call = strdup (intake_world_open (
        &staff, intake_world_definition (&staff, intake_world_programme (&staff), "BENCH", 0)));
    intake_world_done (&staff);
    return call;
}

int
main (int argc, char **argv)
{
    static tables_t few = { .database = "few" }, many = { .database = "many" };
    long stored = argc > 1 ? atol (argv[1]) : 1000000;
    double rate, limit, few_ms, many_ms;

    for (int i = 0; i < TEXT_LENGTH; i++)
        text[i] = (char) (i % 7 == 6 ? ' ' : 'a' + rand () % 26);
    world_sql ("create database few");
    world_sql ("create database many");
    choose (&many);
    many.call = open_call ();
    measure_saving (many.call, &rate, &limit);
    store (many.call, stored);
    choose (&few);
    few.call = open_call ();
    submit_some (&few, 1, true);
    world_sql ("create table limit_draft as select applicant, answers from application limit 1");
    store (few.call, FEW);
    submit_some (&few, TURN, true);
    submit_some (&many, TURN, true);
    while (few.submitted < MEASURED) {
        submit_some (&few, TURN, false);
        submit_some (&many, TURN, false);
    }
    few_ms = median (&few);
    many_ms = median (&many);
    printf ("{\"saves_per_second\": %.0f, \"pgbench_per_second\": %.0f, \"save_ratio\": %.2f,"
            " \"stored\": %ld, \"submit_ms_at_1000\": %.2f, \"submit_ms_at_stored\": %.2f,"
            " \"submit_ratio\": %.2f}\n",
            rate, limit, rate / limit, stored, few_ms, many_ms, many_ms / few_ms);
    free (few.call);
    free (many.call);
    return 0;
}
