#include "check.h"
#include "impact.h"

static Dissemination__FunnelCount *
count (wl_arena_t *arena, int step, uint32_t number)
{
    Dissemination__FunnelCount *self = wl_arena_alloc (arena, sizeof *self);

    dissemination__funnel_count__init (self);
    self->step = (Dissemination__FunnelStep) step;
    self->count = number;
    return self;
}

static void
every_step_is_there_in_order (void **context)
{
    Dissemination__Impact impact = DISSEMINATION__IMPACT__INIT;
    wl_arena_t *arena = wl_arena_new (1 << 16);
    Dissemination__FunnelCount *counts[] = { count (arena, 5, 13), count (arena, 1, 277),
                                             count (arena, 3, 51), count (arena, 2, 200) };
    static const uint32_t numbers[] = { 277, 200, 51, 0, 13, 0, 0 };
    static const uint32_t shares[] = { 0, 7220, 2550, 0, 0, 0, 0 };

    (void) context;
    impact.funnel = counts;
    impact.n_funnel = COUNT (counts);
    impact_complete_funnel (arena, &impact);
    assert_int_equal (impact.n_funnel, COUNT (numbers));
    for (size_t i = 0; i < impact.n_funnel; i++) {
        assert_int_equal (impact.funnel[i]->step, i + 1);
        assert_int_equal (impact.funnel[i]->count, numbers[i]);
        assert_int_equal (impact.funnel[i]->share, shares[i]);
        assert_true (impact.funnel[i]->benchmark_low <= impact.funnel[i]->benchmark_high);
    }
    assert_int_equal (impact.funnel[1]->benchmark_high, 9400);
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_step_is_there_in_order),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
