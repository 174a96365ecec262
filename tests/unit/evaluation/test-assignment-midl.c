/* The published optima of the MIDL affinities (Kobren et al., KDD 2019, arXiv 1905.11924): 118
 * submissions with three reviewers each out of 177; 201.88 when each takes at most four, 150.04
 * when each takes exactly two. The affinities are not ours to ship, so this is skipped unless
 * WLACZNIK_MIDL names their file: data/midl/scores.npy of github.com/iesl/fair-matching. What the
 * same shape gives without them is in test-assignment-solver.c. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assignment_proof.h"

enum { SUBMISSIONS = 118, REVIEWERS = 177, EACH = 3, SCALE = 1000000, HEADER_MAX = 1024 };

/* A .npy of version 1: magic, the length of a header that is a Python dict, then the numbers. */
static void
read_affinities (const char *path, int32_t *ret)
{
    FILE *file = fopen (path, "rb");
    unsigned char start[10];
    char header[HEADER_MAX + 1];
    double numbers[SUBMISSIONS * REVIEWERS];

    assert_non_null (file);
    assert_int_equal (fread (start, 1, sizeof start, file), sizeof start);
    assert_memory_equal (start, "\x93NUMPY\x01", 7);
    size_t length = (size_t) start[8] | (size_t) start[9] << 8;
    assert_true (length <= HEADER_MAX);
    assert_int_equal (fread (header, 1, length, file), length);
    header[length] = '\0';
    assert_non_null (strstr (header, "'<f8'"));
    bool by_reviewer = strstr (header, "(177, 118)") != NULL;
    bool columns = strstr (header, "'fortran_order': True") != NULL;
    assert_true (by_reviewer || strstr (header, "(118, 177)") != NULL);
    assert_int_equal (fread (numbers, sizeof *numbers, COUNT (numbers), file), COUNT (numbers));
    fclose (file);
    for (size_t i = 0; i < SUBMISSIONS; i++)
        for (size_t j = 0; j < REVIEWERS; j++) {
            bool reviewers_first = by_reviewer != columns;
            double affinity = numbers[reviewers_first ? j * SUBMISSIONS + i : i * REVIEWERS + j];
            ret[i * REVIEWERS + j] = (int32_t) lround (affinity * SCALE);
        }
}

static void
assert_total (const int32_t *fit, uint32_t least_load, uint32_t most_load, double published)
{
    uint32_t need[SUBMISSIONS], least[REVIEWERS], most[REVIEWERS];
    assignment_network_t network = { .applications = SUBMISSIONS,
                                     .assessors = REVIEWERS,
                                     .fit = fit,
                                     .need = need,
                                     .least = least,
                                     .most = most };
    assignment_optimum_t optimum;

    for (size_t i = 0; i < SUBMISSIONS; i++)
        need[i] = EACH;
    for (size_t j = 0; j < REVIEWERS; j++) {
        least[j] = least_load;
        most[j] = most_load;
    }
    assert_int_equal (assignment_optimise (arena, &network, &optimum), WL_OK);
    assert_int_equal (assignment_check (arena, &network, &optimum).verdict, ASSIGNMENT_PROVED);
    assert_int_equal (optimum.unserved + optimum.underloads, 0);
    print_message ("%.4f of %.2f\n", (double) optimum.total / SCALE, published);
    assert_true (fabs ((double) optimum.total / SCALE - published) < 0.006);
}

static void
published_optima (void **state)
{
    const char *path = getenv ("WLACZNIK_MIDL");
    static int32_t fit[SUBMISSIONS * REVIEWERS];
    (void) state;

    if (path == NULL)
        skip ();
    read_affinities (path, fit);
    assert_total (fit, 0, 4, 201.88);
    assert_total (fit, 2, 2, 150.04);
}

int
main (void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (published_optima) };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
