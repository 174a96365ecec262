/* The assignment solver against LEMON's network simplex on the same random problems, each on one
 * thread, in CPU time, so that other work on the machine counts for neither. One line of JSON per
 * problem; `bench-assignment quick` leaves out the largest. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "assignment_floor.h"
#include "assignment_proof.h"
#include "lemon_assignment.h"

typedef struct problem {
    const char *name;
    size_t applications, assessors;
    uint32_t need, most;
    bool floor;
    double limit; /* seconds: issue 4; of 2000 x 200 what LEMON took in features.md 4 */
    bool large;
} problem_t;

static const problem_t problems[] = {
    { "118 x 177 x 3", 118, 177, 3, 4, false, 0.5, false },
    { "118 x 177 x 3, floor first", 118, 177, 3, 4, true, 0.5, false },
    { "1000 x 400 x 3", 1000, 400, 3, 8, false, 0.3, false },
    { "2000 x 200 x 3", 2000, 200, 3, 32, false, 0.34, false },
    { "10000 x 1000 x 3", 10000, 1000, 3, 32, false, 6, true },
};

static double
cpu_seconds (void)
{
    struct timespec time;

    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double) time.tv_sec + (double) time.tv_nsec * 1e-9;
}

/* Most memory that was ever resident, in MB. */
static double
peak_memory (void)
{
    char line[200];
    long kilobytes = 0;
    FILE *file = fopen ("/proc/self/status", "r");

    while (file != NULL && fgets (line, sizeof line, file) != NULL)
        if (strncmp (line, "VmHWM:", 6) == 0)
            kilobytes = strtol (line + 6, NULL, 10);
    if (file != NULL)
        fclose (file);
    return (double) kilobytes / 1024;
}

static uint64_t
next_random (uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static assignment_network_t
make_network (wl_arena_t *arena, const problem_t *problem)
{
    size_t pairs = problem->applications * problem->assessors;
    int32_t *fit = wl_arena_array (arena, pairs, sizeof *fit);
    uint32_t *need = wl_arena_array (arena, problem->applications, sizeof *need);
    uint32_t *most = wl_arena_array (arena, problem->assessors, sizeof *most);
    uint32_t *least = wl_arena_array (arena, problem->assessors, sizeof *least);
    uint64_t random = 20261126;

    for (size_t i = 0; i < pairs; i++)
        fit[i] = (int32_t) (next_random (&random) % 10001);
    for (size_t i = 0; i < problem->applications; i++)
        need[i] = problem->need;
    for (size_t j = 0; j < problem->assessors; j++)
        most[j] = problem->most;
    return (assignment_network_t){ .applications = problem->applications,
                                   .assessors = problem->assessors,
                                   .fit = fit,
                                   .need = need,
                                   .least = least,
                                   .most = most };
}

static int64_t
lemon_worth (const assignment_network_t *network)
{
    const lemon_problem_t problem = {
        .applications = (uint32_t) network->applications,
        .assessors = (uint32_t) network->assessors,
        .fit = network->fit,
        .need = network->need,
        .least = network->least,
        .most = network->most,
        .penalty = assignment_penalty (network),
    };

    return lemon_best_worth (&problem);
}

/* The network whose optimum this is: with the floor, the one without the weaker pairs. */
static wl_status
solve (wl_arena_t *arena, const problem_t *problem, assignment_network_t *network,
       assignment_optimum_t *ret)
{
    assignment_floor_t floor;

    if (!problem->floor)
        return assignment_optimise (arena, network, ret);
    WL_TRY (assignment_optimise_fairly (arena, network, ret, &floor));
    *network = assignment_raise_floor (arena, network, floor.floor, false);
    return WL_OK;
}

static bool
measure (const problem_t *problem)
{
    wl_arena_t *arena = wl_arena_new ((size_t) 1 << 30);
    assignment_network_t network = make_network (arena, problem);
    assignment_optimum_t optimum;
    double start = cpu_seconds ();
    bool solved = solve (arena, problem, &network, &optimum) == WL_OK;
    double ours = cpu_seconds () - start;
    double memory = peak_memory ();
    bool equal = false;

    start = cpu_seconds ();
    if (solved)
        equal = lemon_worth (&network) == assignment_check (arena, &network, &optimum).worth;
    double lemons = cpu_seconds () - start;
    printf (
        "{\"problem\": \"%s\", \"seconds\": %.3f, \"lemon_seconds\": %.3f, \"ratio\": %.3f,"
        " \"limit_seconds\": %.1f, \"limit_ratio\": %.3f, \"megabytes\": %.0f, \"total\": %" PRId64
        ", \"equal\": %s}\n",
        problem->name, ours, lemons, ours / lemons, problem->limit, ours / problem->limit, memory,
        optimum.total, equal ? "true" : "false");
    fflush (stdout);
    wl_arena_destroy (&arena);
    return equal;
}

int
main (int argc, char **argv)
{
    bool quick = argc > 1 && strcmp (argv[1], "quick") == 0;
    bool equal = true;

    for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++)
        if (!quick || !problems[i].large)
            equal &= measure (&problems[i]);
    return equal ? EXIT_SUCCESS : EXIT_FAILURE;
}
