#include "impact.h"

enum { STEPS = DISSEMINATION__FUNNEL_STEP__FUNNEL_IN_POLICY };

/* In hundredths of a percent of the step before (domain.md 2.1, 4.7): formal 77 % (INNOTECH) to 94
 * % (MIIS); funded of those that passed 12.5 % (Włącznik) to 42 % (MIIS), both given of all ideas;
 * disseminated of tested 14 % (Popojutrze, planned) to 25 % (INLM 2). The rest nobody has
 * published. */
static const struct {
    uint32_t low, high;
} benchmarks[STEPS + 1] = {
    [DISSEMINATION__FUNNEL_STEP__FUNNEL_FORMAL] = { 7700, 9400 },
    [DISSEMINATION__FUNNEL_STEP__FUNNEL_FUNDED] = { 1250, 4200 },
    [DISSEMINATION__FUNNEL_STEP__FUNNEL_DISSEMINATED] = { 1400, 2500 },
};

static uint32_t
count_of (const Dissemination__Impact *impact, int step)
{
    for (size_t i = 0; i < impact->n_funnel; i++)
        if ((int) impact->funnel[i]->step == step)
            return impact->funnel[i]->count;
    return 0;
}

void
impact_complete_funnel (wl_arena_t *arena, Dissemination__Impact *impact)
{
    Dissemination__FunnelCount **steps = wl_arena_array (arena, STEPS, sizeof *steps);

    for (int step = 1; step <= STEPS; step++) {
        Dissemination__FunnelCount *count = wl_arena_alloc (arena, sizeof *count);
        uint32_t before = step == 1 ? 0 : steps[step - 2]->count;

        dissemination__funnel_count__init (count);
        count->step = (Dissemination__FunnelStep) step;
        count->count = count_of (impact, step);
        count->share = before == 0 ? 0 : (uint32_t) (UINT64_C (10000) * count->count / before);
        count->benchmark_low = benchmarks[step].low;
        count->benchmark_high = benchmarks[step].high;
        steps[step - 1] = count;
    }
    impact->funnel = steps;
    impact->n_funnel = STEPS;
}
