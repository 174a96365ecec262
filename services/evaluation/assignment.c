#include "assignment_desk.h"
#include "assignment_proof.h"

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
    for (size_t i = 0; i < problem->application_count * problem->assessor_count; i++)
        if (desk->result->bid[i] == EVALUATION__BID__BID_CONFLICT)
            bar[i] = ASSIGNMENT_CARD; /* declared, like on a card */
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
    result->bid = wl_arena_array (arena, pairs, 1);
    set_up_loads (desk);
    assignment_fill_fits (desk);
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
    WL_TRY (assignment_solve_quotas (&desk));
    list_pairs (&desk);
    return WL_OK;
}
