#include "desk_rules.h"

#include <string.h>

static bool
find_points (const Evaluation__Scores *scores, const char *criterion, int32_t *ret)
{
    for (size_t i = 0; scores != NULL && i < scores->n_list; i++)
        if (strcmp (scores->list[i]->criterion, criterion) == 0) {
            *ret = scores->list[i]->points;
            return true;
        }
    return false;
}

static void
measure (const Wlacznik__MeritCard *rules, const Wlacznik__Criterion *criterion, size_t count,
         desk_criterion_t *ret)
{
    int32_t low = ret->points[0], high = ret->points[0];

    for (size_t i = 1; i < count; i++) {
        low = ret->points[i] < low ? ret->points[i] : low;
        high = ret->points[i] > high ? ret->points[i] : high;
    }
    ret->gap = high - low;
    ret->differs = ret->gap > 0 && (int64_t) ret->gap * 100 >=
                                       (int64_t) rules->desk_gap_percent * criterion->max_points;
}

wl_status
desk_compare (const Wlacznik__MeritCard *rules, const Evaluation__Scores *const *cards,
              size_t count, desk_criterion_t *ret)
{
    if (count < 1 || count > DESK_CARDS_MAX)
        return WL_INVALID_ARGUMENT;
    for (size_t i = 0; i < rules->n_criteria; i++) {
        ret[i] = (desk_criterion_t){ 0 };
        for (size_t j = 0; j < count; j++)
            if (!find_points (cards[j], rules->criteria[i]->key, &ret[i].points[j]))
                return WL_INVALID_ARGUMENT;
        measure (rules, rules->criteria[i], count, &ret[i]);
    }
    return WL_OK;
}

bool
desk_needed (const Wlacznik__MeritCard *rules, const desk_criterion_t *criteria, bool third)
{
    if (rules->desk != WLACZNIK__DESK_RULE__DESK_ON_DIFFERENCE)
        return false;
    for (size_t i = 0; i < rules->n_criteria; i++)
        if (criteria[i].differs)
            return true;
    return third;
}

/* ---- the text ---- */

static bool
has_criterion (const Wlacznik__MeritCard *rules, const char *key)
{
    for (size_t i = 0; i < rules->n_criteria; i++)
        if (strcmp (rules->criteria[i]->key, key) == 0)
            return true;
    return false;
}

static const Evaluation__ConsensusText *
find_text (const Evaluation__Consensus *consensus, size_t count, const char *criterion)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (consensus->list[i]->criterion, criterion) == 0)
            return consensus->list[i];
    return NULL;
}

wl_status
desk_check_text (const Wlacznik__MeritCard *rules, const Evaluation__Consensus *consensus,
                 const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);

    for (size_t i = 0; i < consensus->n_list; i++) {
        const char *criterion = consensus->list[i]->criterion;
        const char *path =
            wl_text_printf (problems->error->arena, "consensus.list[%zu].criterion", i);
        if (!has_criterion (rules, criterion))
            wl_problem_add (problems, path, "unknown", "Karta nie ma takiego kryterium.",
                            "The card has no such criterion.");
        else if (find_text (consensus, i, criterion) != NULL)
            wl_problem_add (problems, path, "duplicate", "To kryterium ma już tekst. Zostaw jeden.",
                            "This criterion already has a text. Leave one.");
    }
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

wl_status
desk_check_complete (const Wlacznik__MeritCard *rules, const desk_criterion_t *criteria,
                     const Evaluation__Consensus *consensus, const wl_problems_t *problems)
{
    size_t before = wl_problem_count (problems);
    size_t count = consensus == NULL ? 0 : consensus->n_list;

    for (size_t i = 0; i < rules->n_criteria; i++) {
        const char *key = rules->criteria[i]->key;
        if (criteria[i].differs && find_text (consensus, count, key) == NULL)
            wl_problem_add (problems, wl_text_printf (problems->error->arena, "consensus.%s", key),
                            "required", "Tu oceny się różnią, więc potrzebny jest wspólny tekst.",
                            "Assessments differ here, so a common text is needed.");
    }
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}
