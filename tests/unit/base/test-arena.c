#include "check.h"

#include <stdalign.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

enum { KIB = 1024, ROOMY = 1024 * KIB };

static bool
is_zero (const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

/* What a request handler's runtime does: true when `size` bytes raised. A function of its own, so
 * that no local of a test is live across setjmp. */
static bool
raises (wl_arena_t *arena, size_t count, size_t size)
{
    jmp_buf jump;
    bool raised = setjmp (jump) != 0;

    if (!raised) {
        wl_arena_guard (arena, &jump);
        (void) wl_arena_array (arena, count, size);
    }
    wl_arena_guard (arena, NULL);
    return raised;
}

static void
memory_is_zeroed_and_aligned_for_any_type (void **state)
{
    wl_arena_t *arena = wl_arena_new (ROOMY);
    (void) state;

    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 300; size++) {
            unsigned char *memory = wl_arena_alloc (arena, size);
            assert_int_equal ((uintptr_t) memory % alignof (max_align_t), 0);
            assert_true (is_zero (memory, size));
            memset (memory, 0xa5, size);
        }
        wl_arena_reset (arena);
    }
    wl_arena_destroy (&arena);
}

static void
allocations_do_not_overlap_even_over_many_blocks (void **state)
{
    enum { PIECES = 600 };
    static unsigned char *pieces[PIECES];
    wl_arena_t *arena = wl_arena_new (ROOMY);
    (void) state;

    for (size_t i = 0; i < PIECES; i++) {
        pieces[i] = wl_arena_alloc (arena, i + 1);
        memset (pieces[i], (int) (i & 0xff), i + 1);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k <= i; k++)
            assert_int_equal (pieces[i][k], i & 0xff);
    wl_arena_destroy (&arena);
}

static void
size_zero_gives_a_pointer_and_costs (void **state)
{
    wl_arena_t *arena = wl_arena_new (KIB);
    (void) state;

    assert_non_null (wl_arena_alloc (arena, 0));
    assert_ptr_not_equal (wl_arena_alloc (arena, 0), wl_arena_alloc (arena, 0));
    assert_true (wl_arena_used (arena) > 0);
    while (wl_arena_try_alloc (arena, 0) != NULL)
        assert_true (wl_arena_used (arena) <= wl_arena_budget (arena));
    wl_arena_destroy (&arena);
}

static void
a_block_larger_than_the_first_is_one_piece (void **state)
{
    wl_arena_t *arena = wl_arena_new (ROOMY);
    unsigned char *large = wl_arena_alloc (arena, 700 * KIB);
    (void) state;

    assert_true (is_zero (large, 700 * KIB));
    memset (large, 0xff, 700 * KIB);
    unsigned char *small = wl_arena_alloc (arena, 100);
    assert_true (is_zero (small, 100));
    wl_arena_destroy (&arena);
}

static void
the_whole_budget_can_be_used_and_not_a_byte_more (void **state)
{
    static const size_t budgets[] = { 16, 1000, 64 * KIB, 64 * KIB + 16, 300 * KIB };
    (void) state;

    for (size_t i = 0; i < COUNT (budgets); i++) {
        wl_arena_t *arena = wl_arena_new (budgets[i]);
        size_t budget = wl_arena_budget (arena);

        assert_true (budget >= budgets[i] && budget < budgets[i] + alignof (max_align_t));
        assert_false (raises (arena, 1, budget));
        assert_int_equal (wl_arena_used (arena), budget);
        assert_true (raises (arena, 1, 1));
        wl_arena_reset (arena);
        assert_true (raises (arena, 1, budget + 1));
        assert_int_equal (wl_arena_used (arena), 0);
        wl_arena_destroy (&arena);
    }
}

static void
the_budget_holds_over_many_small_pieces (void **state)
{
    wl_arena_t *arena = wl_arena_new (200 * KIB);
    size_t pieces = 0;
    (void) state;

    while (!raises (arena, 1, 1))
        pieces++;
    assert_int_equal (pieces, 200 * KIB / alignof (max_align_t));
    wl_arena_destroy (&arena);
}

static void
an_arena_works_on_after_raising (void **state)
{
    wl_arena_t *arena = wl_arena_new (KIB);
    (void) state;

    assert_true (raises (arena, 1, 2 * KIB));
    assert_non_null (wl_arena_alloc (arena, 512));
    wl_arena_reset (arena);
    assert_non_null (wl_arena_alloc (arena, KIB));
    wl_arena_destroy (&arena);
}

static void
sizes_that_overflow_raise (void **state)
{
    static const struct {
        size_t count, size;
    } cases[] = {
        { SIZE_MAX, 2 }, { 2, SIZE_MAX },      { SIZE_MAX / 2 + 1, 2 }, { SIZE_MAX, SIZE_MAX },
        { 1, SIZE_MAX }, { 1, SIZE_MAX - 14 }, { 1, SIZE_MAX / 2 + 1 }, { SIZE_MAX / 2, 2 },
    };
    static const size_t budgets[] = { KIB, SIZE_MAX / 4 };
    (void) state;

    for (size_t b = 0; b < COUNT (budgets); b++) {
        wl_arena_t *arena = wl_arena_new (budgets[b]);
        for (size_t i = 0; i < COUNT (cases); i++)
            assert_true (raises (arena, cases[i].count, cases[i].size));
        assert_int_equal (wl_arena_used (arena), 0);
        wl_arena_destroy (&arena);
    }
}

static void
an_unlimited_budget_is_possible (void **state)
{
    wl_arena_t *arena = wl_arena_new (SIZE_MAX);
    (void) state;

    assert_true (wl_arena_budget (arena) >= SIZE_MAX / 2);
    assert_non_null (wl_arena_alloc (arena, 200 * KIB));
    wl_arena_destroy (&arena);
}

static void
array_gives_count_times_size (void **state)
{
    wl_arena_t *arena = wl_arena_new (ROOMY);
    uint64_t *numbers = wl_arena_array (arena, 1000, sizeof *numbers);
    (void) state;

    assert_true (is_zero ((unsigned char *) numbers, 1000 * sizeof *numbers));
    assert_int_equal (wl_arena_used (arena), 8000);
    assert_non_null (wl_arena_array (arena, 0, 8));
    wl_arena_destroy (&arena);
}

static void
try_alloc_answers_null_and_never_jumps (void **state)
{
    wl_arena_t *arena = wl_arena_new (KIB); /* no guard: a jump would abort */
    (void) state;

    assert_null (wl_arena_try_alloc (arena, KIB + 1));
    assert_null (wl_arena_try_alloc (arena, SIZE_MAX));
    assert_non_null (wl_arena_try_alloc (arena, KIB));
    assert_null (wl_arena_try_alloc (arena, 1));
    assert_null (wl_arena_try_alloc (arena, 0));
    wl_arena_destroy (&arena);
}

static void
reset_gives_the_budget_back_and_keeps_the_largest_block (void **state)
{
    wl_arena_t *arena = wl_arena_new (ROOMY);
    (void) state;

    for (int i = 0; i < 10; i++) /* outgrows the first block and the second */
        (void) wl_arena_alloc (arena, 40 * KIB);
    wl_arena_reset (arena);
    assert_int_equal (wl_arena_used (arena), 0);

    char *first = wl_arena_alloc (arena, 40 * KIB);
    wl_arena_reset (arena);
    assert_ptr_equal (wl_arena_alloc (arena, 40 * KIB), first);
    assert_ptr_equal (wl_arena_alloc (arena, 40 * KIB), first + 40 * KIB);
    wl_arena_destroy (&arena);
}

static void
rewind_frees_what_came_after_the_mark (void **state)
{
    wl_arena_t *arena = wl_arena_new (ROOMY);
    char *kept = wl_arena_alloc (arena, 100);
    strcpy (kept, "kept");
    wl_arena_mark_t mark = wl_arena_mark (arena);
    size_t used = wl_arena_used (arena);
    (void) state;

    char *after = wl_arena_alloc (arena, 64);
    memset (after, 0xff, 64);
    (void) wl_arena_alloc (arena, 300 * KIB); /* opens another block */
    wl_arena_rewind (arena, mark);

    assert_int_equal (wl_arena_used (arena), used);
    assert_int_equal (wl_arena_peak (arena), used + 64 + 300 * KIB);
    assert_string_equal (kept, "kept");
    unsigned char *again = wl_arena_alloc (arena, 64);
    assert_ptr_equal (again, after);
    assert_true (is_zero (again, 64));
    wl_arena_reset (arena);
    assert_int_equal (wl_arena_peak (arena), 0);
    wl_arena_destroy (&arena);
}

static void
marks_nest (void **state)
{
    wl_arena_t *arena = wl_arena_new (ROOMY);
    (void) state;

    wl_arena_mark_t outer = wl_arena_mark (arena);
    char *a = wl_arena_alloc (arena, 100 * KIB);
    wl_arena_mark_t inner = wl_arena_mark (arena);
    char *b = wl_arena_alloc (arena, 16);
    wl_arena_rewind (arena, inner);
    assert_ptr_equal (wl_arena_alloc (arena, 16), b);
    memset (a, 1, 100 * KIB);
    wl_arena_rewind (arena, outer);
    assert_int_equal (wl_arena_used (arena), 0);
    wl_arena_destroy (&arena);
}

static void
without_a_guard_going_past_the_budget_aborts (void **state)
{
    pid_t child = fork ();
    int how = 0;
    (void) state;

    if (child == 0) {
        wl_arena_t *arena = wl_arena_new (KIB);
        (void) wl_arena_alloc (arena, 2 * KIB);
        _exit (0);
    }
    assert_int_equal (waitpid (child, &how, 0), child);
    assert_true (WIFSIGNALED (how) && WTERMSIG (how) == 6);
}

static void
destroy_clears_the_pointer_and_tolerates_null (void **state)
{
    wl_arena_t *arena = wl_arena_new (KIB);
    (void) state;

    wl_arena_destroy (&arena);
    assert_null (arena);
    wl_arena_destroy (&arena);
    wl_arena_destroy (NULL);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (memory_is_zeroed_and_aligned_for_any_type),
        cmocka_unit_test (allocations_do_not_overlap_even_over_many_blocks),
        cmocka_unit_test (size_zero_gives_a_pointer_and_costs),
        cmocka_unit_test (a_block_larger_than_the_first_is_one_piece),
        cmocka_unit_test (the_whole_budget_can_be_used_and_not_a_byte_more),
        cmocka_unit_test (the_budget_holds_over_many_small_pieces),
        cmocka_unit_test (an_arena_works_on_after_raising),
        cmocka_unit_test (sizes_that_overflow_raise),
        cmocka_unit_test (an_unlimited_budget_is_possible),
        cmocka_unit_test (array_gives_count_times_size),
        cmocka_unit_test (try_alloc_answers_null_and_never_jumps),
        cmocka_unit_test (reset_gives_the_budget_back_and_keeps_the_largest_block),
        cmocka_unit_test (rewind_frees_what_came_after_the_mark),
        cmocka_unit_test (marks_nest),
        cmocka_unit_test (without_a_guard_going_past_the_budget_aborts),
        cmocka_unit_test (destroy_clears_the_pointer_and_tolerates_null),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
