#include "assignment_desk.h"

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

static int32_t
bid_worth (Evaluation__Bid bid)
{
    switch (bid) {
    case EVALUATION__BID__BID_GLADLY:
        return ASSIGNMENT_FIT_SCALE;
    case EVALUATION__BID__BID_RATHER_NOT:
    case EVALUATION__BID__BID_CONFLICT:
        return 0;
    default:
        return ASSIGNMENT_FIT_SCALE / 2;
    }
}

assignment_fit_t
assignment_fit (const Wlacznik__AssignmentRules *rules, const assignment_application_t *application,
                const Evaluation__AssessorProfile *profile, int32_t likeness, Evaluation__Bid bid)
{
    assignment_fit_t ret = { topics_known (application, profile), likeness, -1, 0 };
    int64_t weights = 0, sum = 0;

    if (rules == NULL)
        return ret;
    if (rules->bids_weight > 0) {
        ret.bid = bid_worth (bid);
        sum += (int64_t) rules->bids_weight * ret.bid;
        weights += rules->bids_weight;
    }
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
fill_bids (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;

    for (size_t i = 0; i < problem->bid_count; i++)
        desk->result
            ->bid[pair_index (desk, problem->bids[i].application, problem->bids[i].assessor)] =
            (uint8_t) problem->bids[i].bid;
}

void
assignment_fill_fits (desk_t *desk)
{
    const assignment_problem_t *problem = desk->problem;
    size_t count = problem->assessor_count;
    int32_t *likeness = wl_arena_array (desk->arena, count, sizeof *likeness);
    text_index_t *index = NULL;

    fill_bids (desk);
    if (problem->profiles != NULL && desk->rules.text_weight > 0)
        index = text_index_new (desk->arena, problem->profiles, count);
    for (size_t i = 0; i < problem->application_count; i++) {
        const assignment_application_t *application = &problem->applications[i];
        if (index != NULL)
            text_compare (index, application->words, likeness);
        for (size_t j = 0; j < count; j++)
            desk->result->fit[pair_index (desk, i, j)] =
                assignment_fit (&desk->rules, application, problem->assessors[j]->profile,
                                index == NULL ? -1 : likeness[j],
                                (Evaluation__Bid) desk->result->bid[pair_index (desk, i, j)])
                    .fit;
    }
}
