#include "assignment.h"

#include <string.h>

#include "assignment_floor.h"
#include "assignment_proof.h"

/* What is known while the problem is put together. */
typedef struct desk {
    wl_arena_t *arena;
    const assignment_problem_t *problem;
    Wlacznik__AssignmentRules rules; /* all 0 without rules */
    uint32_t *need, *least, *most, *held;
    int32_t *solved_fit;  /* the fits that the solver sees */
    bool *is_fixed;       /* by pair */
    uint32_t (*taken)[3]; /* per application: fixed cards from its region, outside, seniors */
    assignment_result_t *result;
} desk_t;

static size_t
pair_index (const desk_t *desk, size_t application, size_t assessor)
{
    return application * desk->problem->assessor_count + assessor;
}

static bool
ignores (const desk_t *desk, unsigned what)
{
    return (desk->problem->ignore & what) != 0;
}

/* ---- fit ---- */

static bool
is_among (char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (list[i], text) == 0)
            return true;
    return false;
}

static int32_t
topics_known (const assignment_application_t *application,
              const Evaluation__AssessorProfile *profile)
{
    size_t known = 0;

    if (profile == NULL || profile->n_topics == 0 || application->topic_count == 0)
        return -1;
    for (size_t i = 0; i < application->topic_count; i++)
        known += is_among (profile->topics, profile->n_topics, application->topics[i]) ? 1u : 0u;
    return (int32_t) (known * ASSIGNMENT_FIT_SCALE / application->topic_count);
}

assignment_fit_t
assignment_fit (const Wlacznik__AssignmentRules *rules, const assignment_application_t *application,
                const Evaluation__AssessorProfile *profile, int32_t likeness)
{
    assignment_fit_t ret = { topics_known (application, profile), likeness, 0 };
    int64_t weights = 0, sum = 0;

    if (rules == NULL)
        return ret;
    if (ret.topics >= 0) {
        sum += (int64_t) rules->topics_weight * ret.topics;
        weights += rules->topics_weight;
    }
    if (ret.text >= 0) {
        sum += (int64_t) rules->text_weight * ret.text;
        weights += rules->text_weight;
    }
    ret.fit = weights == 0 ? 0 : (int32_t) (sum / weights);
    return ret;
}

static void
fill_fits (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;
    size_t count = problem->assessor_count;
    int32_t *likeness = wl_arena_array (desk->arena, count, sizeof *likeness);
    text_index_t *index = NULL;

    if (problem->profiles != NULL && desk->rules.text_weight > 0)
        index = text_index_new (desk->arena, problem->profiles, count);
    for (size_t i = 0; i < problem->application_count; i++) {
        const assignment_application_t *application = &problem->applications[i];
        if (index != NULL)
            text_compare (index, application->words, likeness);
        for (size_t j = 0; j < count; j++)
            desk->result->fit[pair_index (desk, i, j)] =
                assignment_fit (&desk->rules, application, problem->assessors[j]->profile,
                                index == NULL ? -1 : likeness[j])
                    .fit;
    }
}

/* ---- who may ---- */

static bool
reads_language (const Evaluation__AssessorProfile *profile, const char *language)
{
    if (language == NULL || *language == '\0' || strcmp (language, "pl") == 0)
        return true;
    return profile != NULL && is_among (profile->languages, profile->n_languages, language);
}

/* Dates as text compare like dates. */
static bool
is_there (const Evaluation__AssessorProfile *profile, const char *today)
{
    if (profile == NULL || today == NULL)
        return true;
    if (*profile->available_from != '\0' && strcmp (today, profile->available_from) < 0)
        return false;
    return *profile->available_until == '\0' || strcmp (today, profile->available_until) <= 0;
}

static assignment_bar_t
bar_of (const desk_t *desk, const assignment_application_t *application,
        const Evaluation__Assessor *assessor)
{
    if (!is_among (assessor->regions, assessor->n_regions, application->region))
        return ASSIGNMENT_OTHER_REGION;
    if (strcmp (assessor->user_id, application->applicant_user_id) == 0)
        return ASSIGNMENT_OWN_APPLICATION;
    if (!reads_language (assessor->profile, application->language))
        return ASSIGNMENT_LANGUAGE;
    return is_there (assessor->profile, desk->problem->today) ? ASSIGNMENT_OPEN : ASSIGNMENT_AWAY;
}

static void
close_pairs (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;
    uint8_t *bar = desk->result->bar;

    for (size_t i = 0; i < problem->application_count; i++)
        for (size_t j = 0; j < problem->assessor_count; j++)
            bar[pair_index (desk, i, j)] =
                (uint8_t) bar_of (desk, &problem->applications[i], problem->assessors[j]);
    for (size_t i = 0; i < problem->barred_count; i++) {
        const assignment_pair_t *pair = &problem->barred[i];
        bar[pair_index (desk, pair->application, pair->assessor)] =
            (uint8_t) (pair->bar == ASSIGNMENT_OPEN ? ASSIGNMENT_CARD : pair->bar);
    }
    for (size_t i = 0; i < problem->application_count * problem->assessor_count; i++)
        desk->solved_fit[i] = bar[i] == ASSIGNMENT_OPEN || ignores (desk, 1u << bar[i])
                                  ? desk->result->fit[i]
                                  : ASSIGNMENT_FORBIDDEN;
}

/* ---- cells and quotas ---- */

static bool
is_inside (const desk_t *desk, size_t application, size_t assessor)
{
    const Evaluation__AssessorProfile *profile = desk->problem->assessors[assessor]->profile;

    return profile != NULL &&
           strcmp (profile->home_region, desk->problem->applications[application].region) == 0;
}

static bool
is_senior (const desk_t *desk, size_t assessor)
{
    const Evaluation__AssessorProfile *profile = desk->problem->assessors[assessor]->profile;

    return profile != NULL && profile->senior;
}

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
    assignment_floor_t floor;
    assignment_result_t *result = desk->result;

    if (!desk->rules.weakest_first)
        return assignment_optimise (desk->arena, &result->network, &result->optimum);
    WL_TRY (assignment_optimise_fairly (desk->arena, &result->network, &result->optimum, &floor));
    if (floor.floor != ASSIGNMENT_FORBIDDEN)
        result->network =
            assignment_raise_floor (desk->arena, &result->network, floor.floor, false);
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

static wl_status
solve_with_quotas (desk_t *desk)
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

/* ---- fixed and kept pairs ---- */

static bool
may_be_fixed (const desk_t *desk, const assignment_pair_t *pair, assignment_pair_t *ret_refused)
{
    size_t index = pair_index (desk, pair->application, pair->assessor);

    *ret_refused = *pair;
    ret_refused->bar = (assignment_bar_t) desk->result->bar[index];
    if (ret_refused->bar != ASSIGNMENT_OPEN)
        return false;
    ret_refused->bar = ASSIGNMENT_FULL;
    return desk->need[pair->application] > 0 && desk->most[pair->assessor] > 0;
}

static wl_status
fix_pairs (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;

    for (size_t i = 0; i < problem->fixed_count; i++) {
        const assignment_pair_t *pair = &problem->fixed[i];
        size_t index = pair_index (desk, pair->application, pair->assessor);
        if (desk->is_fixed[index])
            continue;
        if (!may_be_fixed (desk, pair, &desk->result->refused))
            return WL_FAILED_PRECONDITION;
        desk->is_fixed[index] = true;
        desk->solved_fit[index] = ASSIGNMENT_FORBIDDEN;
        desk->need[pair->application]--;
        desk->most[pair->assessor]--;
        desk->held[pair->assessor]++;
        if (desk->least[pair->assessor] > 0)
            desk->least[pair->assessor]--;
        if (is_inside (desk, pair->application, pair->assessor))
            desk->taken[pair->application][0]++;
        else
            desk->taken[pair->application][1]++;
        if (is_senior (desk, pair->assessor))
            desk->taken[pair->application][2]++;
    }
    return WL_OK;
}

/* One kept pair is worth more than whatever else could be gained by giving it up. */
static void
favour_kept (desk_t *desk)
{
    assignment_network_t *network = &desk->result->network;
    int64_t bonus = assignment_penalty (network);

    while (bonus > ASSIGNMENT_FIT_MAX - ASSIGNMENT_FIT_SCALE && network->load_step > 0) {
        network->load_step /= 2;
        bonus = assignment_penalty (network);
    }
    for (size_t i = 0; i < desk->problem->keep_count; i++) {
        const assignment_pair_t *pair = &desk->problem->keep[i];
        int32_t *fit = &desk->solved_fit[pair_index (desk, pair->application, pair->assessor)];
        if (*fit != ASSIGNMENT_FORBIDDEN && *fit <= ASSIGNMENT_FIT_SCALE)
            *fit += (int32_t) bonus;
    }
}

/* ---- setting up ---- */

static void
set_up_loads (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;

    for (size_t j = 0; j < problem->assessor_count; j++) {
        const Evaluation__Assessor *assessor = problem->assessors[j];
        uint32_t most = assessor->max_cards + (ignores (desk, ASSIGNMENT_ONE_CARD_MORE) ? 1 : 0);
        uint32_t least = assessor->profile == NULL ? 0 : assessor->profile->min_cards;
        desk->held[j] = assessor->cards;
        desk->most[j] = most > assessor->cards ? most - assessor->cards : 0;
        least = least > assessor->cards ? least - assessor->cards : 0;
        desk->least[j] = least < desk->most[j] ? least : desk->most[j];
    }
    for (size_t i = 0; i < problem->application_count; i++)
        desk->need[i] = problem->applications[i].missing;
}

static void
set_up (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;
    assignment_result_t *result = desk->result;
    size_t applications = problem->application_count, assessors = problem->assessor_count;
    size_t pairs = applications * assessors;
    wl_arena_t *arena = desk->arena;

    desk->need = wl_arena_array (arena, applications, sizeof *desk->need);
    desk->least = wl_arena_array (arena, assessors, sizeof *desk->least);
    desk->most = wl_arena_array (arena, assessors, sizeof *desk->most);
    desk->held = wl_arena_array (arena, assessors, sizeof *desk->held);
    desk->solved_fit = wl_arena_array (arena, pairs, sizeof *desk->solved_fit);
    desk->is_fixed = wl_arena_array (arena, pairs, sizeof *desk->is_fixed);
    desk->taken = wl_arena_array (arena, applications, sizeof *desk->taken);
    result->fit = wl_arena_array (arena, pairs, sizeof *result->fit);
    result->bar = wl_arena_array (arena, pairs, 1);
    set_up_loads (desk);
    fill_fits (desk);
    close_pairs (desk);
}

static void
set_up_network (desk_t *desk)
{
    desk->result->network = (assignment_network_t){
        .applications = desk->problem->application_count,
        .assessors = desk->problem->assessor_count,
        .fit = desk->solved_fit,
        .need = desk->need,
        .least = desk->least,
        .most = desk->most,
        .held = desk->held,
    };
    /* Above every sum of fits that an exchange could gain. */
    if (!desk->rules.fit_before_load)
        desk->result->network.load_step = assignment_penalty (&desk->result->network);
}

/* ---- the result ---- */

static void
add_pair (desk_t *desk, size_t application, size_t assessor)
{
    size_t index = pair_index (desk, application, assessor);
    assignment_result_t *result = desk->result;

    result->pairs[result->pair_count++] = (assignment_pair_t){
        .application = application,
        .assessor = assessor,
        .fit = result->fit[index],
        .fixed = desk->is_fixed[index],
    };
    result->total += result->fit[index];
}

static void
list_application (desk_t *desk, size_t application, bool *chosen)
{
    const assignment_optimum_t *optimum = &desk->result->optimum;
    size_t count = desk->problem->assessor_count;
    bool lacks = false;

    memset (chosen, 0, count * sizeof *chosen);
    for (size_t c = optimum->first[application]; c < optimum->first[application + 1]; c++) {
        if (optimum->choice[c] == ASSIGNMENT_NOBODY)
            lacks = true;
        else
            chosen[optimum->choice[c]] = true;
    }
    for (size_t j = 0; j < count; j++)
        if (chosen[j] || desk->is_fixed[pair_index (desk, application, j)])
            add_pair (desk, application, j);
    if (lacks)
        desk->result->short_of[desk->result->short_count++] = application;
}

static void
list_pairs (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;
    assignment_result_t *result = desk->result;
    bool *chosen = wl_arena_array (desk->arena, problem->assessor_count, sizeof *chosen);
    size_t wanted = 0;

    for (size_t i = 0; i < problem->application_count; i++)
        wanted += problem->applications[i].missing;
    result->pairs = wl_arena_array (desk->arena, wanted, sizeof *result->pairs);
    result->short_of =
        wl_arena_array (desk->arena, problem->application_count, sizeof *result->short_of);
    for (size_t i = 0; i < problem->application_count; i++)
        list_application (desk, i, chosen);
}

wl_status
assignment_solve (wl_arena_t *arena, const assignment_problem_t *problem, assignment_result_t *ret)
{
    desk_t desk = { .arena = arena, .problem = problem, .result = ret };

    *ret = (assignment_result_t){ 0 };
    wlacznik__assignment_rules__init (&desk.rules);
    if (problem->rules != NULL)
        desk.rules = *problem->rules;
    set_up (&desk);
    WL_TRY (fix_pairs (&desk));
    set_up_network (&desk);
    if (problem->keep_count > 0)
        favour_kept (&desk);
    WL_TRY (solve_with_quotas (&desk));
    list_pairs (&desk);
    return WL_OK;
}
