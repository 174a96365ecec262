#include "assignment_desk.h"
#include "assignment_proof.h"

/* ---- cells and quotas ---- */

/* What is still to come of a quota, of so many cards at most. */
static uint32_t
rest_of (uint32_t quota, uint32_t has, uint32_t *open)
{
    uint32_t rest = quota > has ? quota - has : 0;

    rest = rest < *open ? rest : *open;
    *open -= rest;
    return rest;
}

enum { OUTSIDE = 0, INSIDE = 1, SENIOR = 2 }; /* a cell is OUTSIDE or INSIDE, and SENIOR or not */

typedef struct quotas {
    uint8_t *cell;
    uint8_t (*quota)[ASSIGNMENT_CELLS];
} quotas_t;

static quotas_t
new_quotas (desk_t *desk, bool by_region, bool by_seniority)
{
    const assignment_problem_t *problem = desk->problem;
    quotas_t ret = {
        wl_arena_array (desk->arena, problem->application_count * problem->assessor_count, 1),
        wl_arena_array (desk->arena, problem->application_count, sizeof *ret.quota),
    };

    for (size_t i = 0; i < problem->application_count; i++)
        for (size_t j = 0; j < problem->assessor_count; j++)
            ret.cell[pair_index (desk, i, j)] =
                (uint8_t) ((by_region && is_inside (desk, i, j) ? INSIDE : OUTSIDE) |
                           (by_seniority && is_senior (desk, j) ? SENIOR : 0));
    return ret;
}

static void
use_quotas (desk_t *desk, const quotas_t *quotas)
{
    desk->result->network.cell = quotas->cell;
    desk->result->network.quota = (const uint8_t (*)[ASSIGNMENT_CELLS]) quotas->quota;
}

static void
set_region_quotas (const desk_t *desk, const quotas_t *quotas)
{
    for (size_t i = 0; i < desk->problem->application_count; i++) {
        const assignment_application_t *application = &desk->problem->applications[i];
        uint32_t open = desk->need[i];
        if (application->no_quotas)
            continue;
        quotas->quota[i][INSIDE] = (uint8_t) rest_of (
            desk->rules.from_region, application->from_region + desk->taken[i][0], &open);
        quotas->quota[i][OUTSIDE] = (uint8_t) rest_of (
            desk->rules.outside_region, application->from_outside + desk->taken[i][1], &open);
    }
}

static uint32_t
seniors_wanted (const desk_t *desk, size_t application)
{
    uint32_t open = desk->need[application];

    if (desk->problem->applications[application].no_quotas)
        return 0;
    return rest_of (
        desk->rules.seniors,
        desk->problem->applications[application].from_seniors + desk->taken[application][2], &open);
}

static wl_status
solve_network (desk_t *desk)
{
    assignment_result_t *result = desk->result;
    assignment_floor_t *floor = &result->floor;

    result->fit_below = NULL;
    if (!desk->rules.weakest_first)
        return assignment_optimise (desk->arena, &result->network, &result->optimum);
    WL_TRY (assignment_optimise_fairly (desk->arena, &result->network, &result->optimum, floor));
    if (floor->floor == ASSIGNMENT_FORBIDDEN)
        return WL_OK;
    result->fit_below = result->network.fit;
    result->network = assignment_raise_floor (desk->arena, &result->network, floor->floor, false);
    return WL_OK;
}

/* ---- seniors beside regions ---- */

/* The cards of an application by cell, in the answer so far. */
static void
count_cells (const desk_t *desk, const quotas_t *quotas, size_t application, uint8_t *ret)
{
    const assignment_optimum_t *optimum = &desk->result->optimum;

    for (size_t c = optimum->first[application]; c < optimum->first[application + 1]; c++)
        if (optimum->choice[c] != ASSIGNMENT_NOBODY)
            ret[quotas->cell[pair_index (desk, application, optimum->choice[c])]]++;
}

/* What the best cards of each cell are worth to an application at the prices of the answer so far,
 * descending; a card that nobody could take is worth what leaving it costs. */
typedef struct offer {
    int64_t worth[ASSIGNMENT_CELLS][ASSIGNMENT_NEED_MAX];
} offer_t;

static void
read_offer (const desk_t *desk, const quotas_t *quotas, size_t application, offer_t *ret)
{
    int64_t nobody = -assignment_penalty (&desk->result->network);
    size_t need = desk->need[application];

    for (size_t c = 0; c < ASSIGNMENT_CELLS; c++)
        for (size_t i = 0; i < need; i++)
            ret->worth[c][i] = nobody;
    for (size_t j = 0; j < desk->problem->assessor_count; j++) {
        size_t pair = pair_index (desk, application, j);
        int64_t *worth = ret->worth[quotas->cell[pair]];
        int64_t own = desk->solved_fit[pair] - desk->result->optimum.price[j];
        size_t at = need;
        if (desk->solved_fit[pair] == ASSIGNMENT_FORBIDDEN)
            continue;
        for (; at > 0 && worth[at - 1] < own; at--)
            if (at < need)
                worth[at] = worth[at - 1];
        if (at < need)
            worth[at] = own;
    }
}

/* What the application gains when it takes so many of each cell, and then the best that is left. */
static int64_t
gain_of (const offer_t *offer, const uint8_t *quota, size_t need)
{
    size_t taken[ASSIGNMENT_CELLS];
    int64_t gain = 0;

    for (size_t c = 0; c < ASSIGNMENT_CELLS; c++) {
        for (size_t i = 0; i < quota[c]; i++)
            gain += offer->worth[c][i];
        taken[c] = quota[c];
        need -= quota[c];
    }
    for (; need > 0; need--) {
        size_t best = 0;
        for (size_t c = 1; c < ASSIGNMENT_CELLS; c++)
            if (offer->worth[c][taken[c]] > offer->worth[best][taken[best]])
                best = c;
        gain += offer->worth[best][taken[best]++];
    }
    return gain;
}

/* Of all ways to split the seniors over the sides the one that gains most at these prices. With
 * u seniors from inside and v from outside, the region asks for what they leave of its quotas;
 * every choice that keeps all quotas keeps those of some split. */
static void
split_seniors (const desk_t *desk, const quotas_t *quotas, size_t application,
               const uint8_t *regions)
{
    uint32_t need = desk->need[application];
    uint32_t wanted = seniors_wanted (desk, application);
    int64_t best = INT64_MIN;
    offer_t offer;

    read_offer (desk, quotas, application, &offer);
    for (uint32_t u = 0; u <= need; u++) {
        for (uint32_t v = 0; u + v <= need; v++) {
            uint32_t inside = regions[INSIDE] > u ? regions[INSIDE] - u : 0;
            uint32_t outside = regions[OUTSIDE] > v ? regions[OUTSIDE] - v : 0;
            const uint8_t quota[ASSIGNMENT_CELLS] = {
                [OUTSIDE] = (uint8_t) outside,
                [INSIDE] = (uint8_t) inside,
                [OUTSIDE | SENIOR] = (uint8_t) v,
                [INSIDE | SENIOR] = (uint8_t) u,
            };
            int64_t gain;
            if (u + v < wanted || u + v + inside + outside > need)
                continue;
            gain = gain_of (&offer, quota, need);
            if (gain <= best)
                continue;
            best = gain;
            memcpy (quotas->quota[application], quota, sizeof quota);
        }
    }
}

static bool
seniors_came (const desk_t *desk, const quotas_t *quotas)
{
    for (size_t i = 0; i < desk->problem->application_count; i++) {
        uint8_t has[ASSIGNMENT_CELLS] = { 0 };
        count_cells (desk, quotas, i, has);
        if ((uint32_t) has[OUTSIDE | SENIOR] + has[INSIDE | SENIOR] < seniors_wanted (desk, i))
            return false;
    }
    return true;
}

/* Without the quota of seniors nothing can be better than this: if the seniors come by themselves,
 * it is the best; if not, it bounds what any split of them can reach. */
static wl_status
solve_with_seniors (desk_t *desk)
{
    quotas_t regions = new_quotas (desk, true, false);
    quotas_t both = new_quotas (desk, true, true);
    int64_t bound;

    set_region_quotas (desk, &regions);
    use_quotas (desk, &regions);
    WL_TRY (solve_network (desk));
    if (seniors_came (desk, &both))
        return WL_OK;
    desk->result->network.fit = desk->solved_fit; /* a floor was that of this answer */
    if (desk->rules.weakest_first)
        WL_TRY (assignment_optimise (desk->arena, &desk->result->network, &desk->result->optimum));
    bound = assignment_check (desk->arena, &desk->result->network, &desk->result->optimum).worth;
    for (size_t i = 0; i < desk->problem->application_count; i++)
        split_seniors (desk, &both, i, regions.quota[i]);
    use_quotas (desk, &both);
    WL_TRY (solve_network (desk));
    desk->result->gap =
        bound -
        assignment_check (desk->arena, &desk->result->network, &desk->result->optimum).worth;
    return WL_OK;
}

wl_status
assignment_solve_quotas (desk_t *desk)
{
    bool regions = desk->rules.from_region + desk->rules.outside_region > 0 &&
                   !ignores (desk, ASSIGNMENT_IGNORE_REGION_QUOTAS);
    bool seniors = desk->rules.seniors > 0 && !ignores (desk, ASSIGNMENT_IGNORE_SENIORS);

    if (regions && seniors)
        return solve_with_seniors (desk);
    if (regions || seniors) {
        quotas_t quotas = new_quotas (desk, regions, seniors);
        if (regions)
            set_region_quotas (desk, &quotas);
        for (size_t i = 0; seniors && i < desk->problem->application_count; i++)
            quotas.quota[i][SENIOR] = (uint8_t) seniors_wanted (desk, i);
        use_quotas (desk, &quotas);
    }
    return solve_network (desk);
}
