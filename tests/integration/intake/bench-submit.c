/* How many applications a second are filed, without HTTP and bus in front: drafts of the usual 6 kB
 * are made, then THREADS workers submit them, each under an idempotency key as the runtime does it.
 *
 *     WLACZNIK_TEST_FSYNC=on tests/integration/with-postgres bin/bench-submit [threads [each]]
 */
#include "intake_world.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/command.h"

enum { TEXT_LENGTH = 5800 };

typedef struct bench_worker {
    pthread_t thread;
    pthread_barrier_t *start;
    int index;
    int count;
    const char *call;
    unsigned round_trips;
    int failed;
    wl_time_t *took;
} bench_worker_t;

static const char *
user_of (intake_world_t *world, int worker, int number)
{
    return wl_text_printf (world->world.arena, "01910000-0000-7000-8000-%04d%08d", worker, number);
}

static char *
draft (intake_world_t *world, const bench_worker_t *worker, int number, char *text)
{
    Intake__SaveApplicationRequest save = INTAKE__SAVE_APPLICATION_REQUEST__INIT;
    Wlacznik__Answer answers[3] = { WLACZNIK__ANSWER__INIT, WLACZNIK__ANSWER__INIT,
                                    WLACZNIK__ANSWER__INIT };
    Wlacznik__Answer *list[] = { &answers[0], &answers[1], &answers[2] };
    Wlacznik__Answers all = WLACZNIK__ANSWERS__INIT;
    char title[] = "title", problem[] = "problem", amount[] = "amount";
    char *id;

    intake_world_as (world, user_of (world, worker->index, number), WL_ROLE_SIGNED_IN, "");
    id = intake_world_apply (
        world, worker->call,
        wl_text_printf (world->world.arena, "b%d-%d@example.org", worker->index, number));
    answers[0].field = answers[0].text = title;
    answers[1].field = problem;
    answers[1].text = text;
    answers[2].field = amount;
    answers[2].number = 3298340;
    all.list = list;
    all.n_list = 3;
    save.application_id = id;
    save.version = 1;
    save.applicant = intake_world_get (world, id)->applicant;
    save.answers = &all;
    if (intake_world_ask (world, "SaveApplication", &save, NULL) != WL_OK)
        abort ();
    return id;
}

/* As the runtime carries a command out: key, handler, result, commit. */
static wl_status
submit (intake_world_t *world, char *id)
{
    Intake__SubmitApplicationRequest in = INTAKE__SUBMIT_APPLICATION_REQUEST__INIT;
    Intake__Receipt out = INTAKE__RECEIPT__INIT;
    wl_command_key_t key = { .owner = world->actor.user_id,
                             .key = id,
                             .method = "SubmitApplication" };
    wl_db_t *db = world->world.db;
    wl_bytes_t reply;
    uint8_t *bytes;
    bool found;

    in.application_id = id;
    wl_error_init (&world->request.error, world->world.arena);
    wl_db_begin (db);
    WL_TRY (wl_command_begin (db, &key, &found, &reply));
    WL_TRY (intake_submit_application (&world->request, &in, &out));
    wl_message_pack (world->world.arena, &out.base, &bytes, &reply.length);
    reply.data = bytes;
    wl_command_finish (db, &key, reply, world->request.now);
    return wl_db_commit (db);
}

static void *
work (void *argument)
{
    bench_worker_t *self = argument;
    intake_world_t world;
    char **ids = calloc ((size_t) self->count, sizeof *ids);
    char *text = calloc (1, TEXT_LENGTH + 1);

    if (ids == NULL || text == NULL)
        abort ();
    for (int i = 0; i < TEXT_LENGTH; i++)
        text[i] = (char) (i % 7 == 6 ? ' ' : 'a' + rand () % 26);
    intake_world_init (&world);
    for (int i = 0; i < self->count; i++) {
        char *id = draft (&world, self, i, text);
        ids[i] = strdup (id);
        wl_arena_reset (world.world.arena);
    }
    pthread_barrier_wait (self->start);
    unsigned before = wl_db_round_trips (world.world.db);
    for (int i = 0; i < self->count; i++) {
        wl_time_t begun = wl_monotonic ();
        wl_arena_reset (world.world.arena);
        intake_world_as (&world, user_of (&world, self->index, i), WL_ROLE_SIGNED_IN, "");
        if (submit (&world, ids[i]) != WL_OK) {
            self->failed++;
            wl_db_rollback (world.world.db);
        }
        self->took[i] = wl_monotonic () - begun;
        free (ids[i]);
    }
    self->round_trips = wl_db_round_trips (world.world.db) - before;
    pthread_barrier_wait (self->start);
    intake_world_done (&world);
    free (ids);
    free (text);
    return NULL;
}

static int
compare_times (const void *a, const void *b)
{
    wl_time_t x = *(const wl_time_t *) a, y = *(const wl_time_t *) b;

    return (x > y) - (x < y);
}

static char *
open_call (void)
{
    intake_world_t staff;
    Intake__CallDefinition *definition;
    char *call;

    intake_world_migrate ();
    intake_world_init (&staff);
    intake_world_as (&staff, OWNER, WL_ROLE_OWNER, "*");
    definition = intake_world_definition (&staff, intake_world_programme (&staff), "BENCH", 1);
    definition->applications_per_person = 1000000;
    call = strdup (intake_world_open (&staff, definition));
    intake_world_done (&staff);
    return call;
}

int
main (int argc, char **argv)
{
    int threads = argc > 1 ? atoi (argv[1]) : 8;
    int each = argc > 2 ? atoi (argv[2]) : 1000;
    size_t total = (size_t) threads * (size_t) each;
    bench_worker_t *workers = calloc ((size_t) threads, sizeof *workers);
    wl_time_t *took = calloc (total, sizeof *took);
    char *call = open_call ();
    pthread_barrier_t start;
    unsigned round_trips = 0;
    int failed = 0;

    if (workers == NULL || took == NULL || call == NULL)
        abort ();
    pthread_barrier_init (&start, NULL, (unsigned) threads + 1);
    for (int i = 0; i < threads; i++) {
        workers[i] = (bench_worker_t){ .start = &start,
                                       .index = i,
                                       .count = each,
                                       .call = call,
                                       .took = took + (size_t) i * (size_t) each };
        pthread_create (&workers[i].thread, NULL, work, &workers[i]);
    }
    pthread_barrier_wait (&start);
    wl_time_t begun = wl_monotonic ();
    pthread_barrier_wait (&start);
    wl_time_t lasted = wl_monotonic () - begun;
    for (int i = 0; i < threads; i++) {
        pthread_join (workers[i].thread, NULL);
        round_trips += workers[i].round_trips;
        failed += workers[i].failed;
    }
    qsort (took, total, sizeof *took, compare_times);
    printf ("%d threads, %zu submissions, %d failed: %.0f/s, median %.2f ms, p99 %.2f ms, "
            "%.1f round trips each\n",
            threads, total, failed, (double) total * 1e6 / (double) lasted,
            (double) took[total / 2] / 1e3, (double) took[total * 99 / 100] / 1e3,
            (double) round_trips / (double) total);
    free (workers);
    free (took);
    free (call);
    return failed > 0;
}
