#include "ranking_money.h"

#include <string.h>

#include "base/text.h"

typedef struct purse {
    int64_t left;
    bool closed; /* nobody further down gets anything of it */
} purse_t;

typedef struct spending {
    const Evaluation__RankingInputs *inputs;
    ranking_list_t *list;
    ranking_rivals_t rivals;
    bool *recommended; /* by candidate */
    int64_t left;      /* of the whole pool: what an earlier version carried over is gone */
} spending_t;

/* ---- what is shared ---- */

size_t
ranking_purse_of (const Evaluation__RankingInputs *inputs, const char *region)
{
    const Wlacznik__RankingRules *rules = inputs->rules;

    for (size_t i = 0; i < rules->n_pools; i++)
        if (strcmp (rules->pools[i]->region, region) == 0)
            return i + 1;
    return 0;
}

ranking_purses_t
ranking_purses (wl_arena_t *arena, const Evaluation__RankingInputs *inputs)
{
    const Wlacznik__RankingRules *rules = inputs->rules;
    ranking_purses_t purses = { .count = rules->n_pools + 1 };
    int64_t left = inputs->pool_grosze;

    purses.grosze = wl_arena_array (arena, purses.count, sizeof *purses.grosze);
    for (size_t i = 0; i < rules->n_pools; i++) {
        /* A call is refused when its pools are more than its pool; here the pool holds anyway. */
        int64_t own = rules->pools[i]->grosze < left ? rules->pools[i]->grosze : left;
        purses.grosze[i + 1] = own;
        left -= own;
    }
    purses.grosze[0] = left;
    return purses;
}

static bool
find_candidate (const Evaluation__RankingInputs *inputs, const char *id, size_t *ret)
{
    for (size_t i = 0; i < inputs->n_candidates; i++)
        if (strcmp (inputs->candidates[i]->application_id, id) == 0) {
            *ret = i;
            return true;
        }
    return false;
}

ranking_rivals_t
ranking_rivals (wl_arena_t *arena, const Evaluation__RankingInputs *inputs)
{
    ranking_rivals_t rivals = { .count = 0 };

    rivals.pairs = wl_arena_array (arena, inputs->n_incompatible, sizeof *rivals.pairs);
    for (size_t i = 0; i < inputs->n_incompatible; i++) {
        const Evaluation__IncompatiblePair *pair = inputs->incompatible[i];
        size_t *to = rivals.pairs[rivals.count];
        if (find_candidate (inputs, pair->first_application_id, &to[0]) &&
            find_candidate (inputs, pair->second_application_id, &to[1]) && to[0] != to[1])
            rivals.count++;
    }
    return rivals;
}

/* ---- going down the list ---- */

static int64_t
smallest_part (const Evaluation__RankingInputs *inputs, int64_t amount)
{
    /* At most 10^14 grosze by 100: no overflow. */
    int64_t part = (amount * inputs->rules->part_min_percent + 99) / 100;

    if (part < inputs->min_grant_grosze)
        part = inputs->min_grant_grosze;
    return part < 1 ? 1 : part;
}

static long
rival_of (const spending_t *spending, size_t candidate)
{
    for (size_t i = 0; i < spending->rivals.count; i++) {
        const size_t *pair = spending->rivals.pairs[i];
        for (int side = 0; side < 2; side++)
            if (pair[side] == candidate && spending->recommended[pair[1 - side]])
                return (long) pair[1 - side];
    }
    return RANKING_NOBODY;
}

static void
grant (spending_t *spending, ranking_place_t *place, int64_t grosze, purse_t *purse)
{
    place->granted_grosze += grosze;
    purse->left -= grosze;
    spending->left -= grosze;
    spending->recommended[place->candidate] = true;
}

static void
pay (spending_t *spending, ranking_place_t *place, purse_t *purse)
{
    const Evaluation__RankingInputs *inputs = spending->inputs;
    const Evaluation__RankingCandidate *candidate = inputs->candidates[place->candidate];
    int64_t amount = candidate->amount_grosze;
    int64_t missing = amount - place->granted_grosze;
    int64_t available = purse->left < spending->left ? purse->left : spending->left;

    if (candidate->held || candidate->gave_up || purse->closed ||
        (spending->recommended[place->candidate] && missing == 0))
        return;
    place->blocked_by = rival_of (spending, place->candidate);
    if (place->blocked_by != RANKING_NOBODY)
        return;
    if (missing <= available) {
        grant (spending, place, missing, purse);
        return;
    }
    if (inputs->rules->part_funding && available > 0 &&
        place->granted_grosze + available >= smallest_part (inputs, amount)) {
        grant (spending, place, available, purse);
        purse->closed = true;
        return;
    }
    if (!inputs->rules->skip_too_large)
        purse->closed = true;
}

static const Evaluation__RankingCandidate *
passed_at (const spending_t *spending, size_t line)
{
    const Evaluation__RankingCandidate *candidate =
        spending->inputs->candidates[spending->list->places[line].candidate];

    return candidate->rejected || !candidate->passed ? NULL : candidate;
}

/* What an earlier version granted is paid first, by the own purse as far as it goes. */
static void
keep_held (spending_t *spending, purse_t *purses)
{
    for (size_t i = 0; i < spending->list->count; i++) {
        ranking_place_t *place = &spending->list->places[i];
        const Evaluation__RankingCandidate *candidate =
            spending->inputs->candidates[place->candidate];
        purse_t *purse = &purses[ranking_purse_of (spending->inputs, candidate->region)];
        int64_t grosze =
            candidate->held_grosze < spending->left ? candidate->held_grosze : spending->left;
        if (!candidate->held || candidate->gave_up)
            continue;
        place->granted_grosze = grosze;
        purse->left -= grosze < purse->left ? grosze : purse->left;
        spending->left -= grosze;
        spending->recommended[place->candidate] = true;
    }
}

static void
spend_own (spending_t *spending, purse_t *purses)
{
    for (size_t i = 0; i < spending->list->count; i++) {
        const Evaluation__RankingCandidate *candidate = passed_at (spending, i);
        if (candidate != NULL)
            pay (spending, &spending->list->places[i],
                 &purses[ranking_purse_of (spending->inputs, candidate->region)]);
    }
}

static void
carry_over (spending_t *spending, const purse_t *purses, size_t count)
{
    purse_t common = { .left = spending->left };

    for (size_t i = 0; i < count; i++)
        spending->list->pools->carried_grosze += purses[i].left;
    for (size_t i = 0; i < spending->list->count; i++)
        if (passed_at (spending, i) != NULL)
            pay (spending, &spending->list->places[i], &common);
    spending->list->pools->carried_used_grosze =
        spending->list->pools->carried_grosze - common.left;
}

/* ---- what came of it ---- */

static Evaluation__ListGroup
group_of (const spending_t *spending, ranking_place_t *place, uint32_t *reserve_left)
{
    const Evaluation__RankingCandidate *candidate = spending->inputs->candidates[place->candidate];

    if (candidate->rejected)
        return EVALUATION__LIST_GROUP__REJECTED_FORMALLY;
    if (candidate->gave_up)
        return EVALUATION__LIST_GROUP__GAVE_UP;
    if (spending->recommended[place->candidate])
        return EVALUATION__LIST_GROUP__RECOMMENDED;
    if (!candidate->passed)
        return EVALUATION__LIST_GROUP__BELOW_THRESHOLD;
    /* A closed purse asks nobody, so whom it left behind is asked here. */
    place->blocked_by = rival_of (spending, place->candidate);
    if (place->blocked_by != RANKING_NOBODY || *reserve_left == 0)
        return EVALUATION__LIST_GROUP__NOT_SELECTED;
    (*reserve_left)--;
    return EVALUATION__LIST_GROUP__ON_RESERVE;
}

static void
tell_pools (wl_arena_t *arena, spending_t *spending, const ranking_purses_t *before,
            const purse_t *after)
{
    const Wlacznik__RankingRules *rules = spending->inputs->rules;
    Evaluation__PoolUses *pools = spending->list->pools;

    pools->list = wl_arena_array (arena, before->count, sizeof *pools->list);
    for (size_t i = 0; i < before->count; i++) {
        Evaluation__PoolUse *use = wl_arena_alloc (arena, sizeof *use);
        evaluation__pool_use__init (use);
        use->region = wl_text_copy (arena, i == 0 ? "" : rules->pools[i - 1]->region);
        use->grosze = before->grosze[i];
        use->used_grosze = before->grosze[i] - after[i].left;
        pools->list[pools->n_list++] = use;
    }
}

void
ranking_spend (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_list_t *list)
{
    ranking_purses_t before = ranking_purses (arena, inputs);
    purse_t *purses = wl_arena_array (arena, before.count, sizeof *purses);
    uint32_t reserve_left = inputs->rules->reserve_count;
    spending_t spending = {
        .inputs = inputs,
        .list = list,
        .rivals = ranking_rivals (arena, inputs),
        .recommended = wl_arena_array (arena, inputs->n_candidates, sizeof (bool)),
        .left = inputs->pool_grosze,
    };

    list->pools = wl_arena_alloc (arena, sizeof *list->pools);
    evaluation__pool_uses__init (list->pools);
    for (size_t i = 0; i < before.count; i++)
        purses[i].left = before.grosze[i];
    keep_held (&spending, purses);
    spend_own (&spending, purses);
    tell_pools (arena, &spending, &before, purses);
    if (inputs->rules->carry_over)
        carry_over (&spending, purses, before.count);
    list->recommended_grosze = 0;
    for (size_t i = 0; i < list->count; i++) {
        list->places[i].group = group_of (&spending, &list->places[i], &reserve_left);
        list->recommended_grosze += list->places[i].granted_grosze;
    }
}
