/* What coordinators ask before and after cards are given out: plans, prices of swaps, conflicts,
 * records, and how the assessors work. */
#include <string.h>

#include "allocation.h"
#include "assessor_work.h"
#include "assignment_words.h"
#include "call_halts.h"
#include "evaluation.handlers.h"
#include "store_assignment.h"
#include "store_calls.h"
#include "table_people.h"

enum { VACANCIES_MAX = 1000, CONFLICTS_MAX = 1000, RECORDS_MAX = 100, ASSESSED_CALLS_MAX = 100 };

#define NEW(arena, type) ((void *) wl_message_new ((arena), &evaluation__##type##__descriptor))

/* ---- assessors ---- */

static void
name_assessors (wl_request_t *req, Evaluation__ListAssessorsResponse *out)
{
    const char **ids = wl_arena_array (wl_arena (req), out->n_assessors, sizeof *ids);
    table_people_t *people = table_people_new (req);

    for (size_t i = 0; i < out->n_assessors; i++)
        ids[i] = out->assessors[i]->assessor->user_id;
    table_people_learn (people, ids, out->n_assessors);
    for (size_t i = 0; i < out->n_assessors; i++)
        out->assessors[i]->name = wl_text_copy (wl_arena (req), table_people_name (people, ids[i]));
}

wl_status
evaluation_list_assessors (wl_request_t *req, const Evaluation__ListAssessorsRequest *in,
                           Evaluation__ListAssessorsResponse *out)
{
    Evaluation__Assessor **assessors;
    assessor_card_t *works;
    size_t count;

    WL_TRY (store_callers_assessors (req, in->call_id, &out->n_assessors, &assessors));
    WL_TRY (store_works (req, in->call_id, &count, &works));
    out->assessors = wl_arena_array (wl_arena (req), out->n_assessors, sizeof *out->assessors);
    for (size_t i = 0; i < out->n_assessors; i++) {
        out->assessors[i] = NEW (wl_arena (req), assessor_work);
        out->assessors[i]->assessor = assessors[i];
    }
    assessor_work_count (wl_arena (req), works, count, wl_now (req), out->assessors,
                         out->n_assessors);
    name_assessors (req, out);
    return WL_OK;
}

wl_status
evaluation_find_conflicts (wl_request_t *req, const Evaluation__FindConflictsRequest *in,
                           Evaluation__FindConflictsResponse *out)
{
    conflict_keys_t keys = conflict_keys_of_affiliation (wl_arena (req), in->affiliation);

    if (wl_text_empty (in->user_id) && keys.count == 0)
        return wl_fail_field (req, "affiliation", "required",
                              "Podaj konto osoby albo dane, po których szukać konfliktów.",
                              "Give the person's account, or data to find conflicts by.");
    return store_conflicts_of (req, in->call_id, in->user_id,
                               in->affiliation == NULL ? NULL : &keys, CONFLICTS_MAX,
                               &out->applications, &out->n_conflicts, &out->conflicts);
}

/* ---- calls that stand still ---- */

/* A call that is not known here has no vacancies. */
static wl_status
check_goes_on (wl_request_t *req, const char *call_id)
{
    store_halt_t halt;
    wl_status status = store_call_halt (req, call_id, &halt);

    if (status == WL_NOT_FOUND)
        return WL_OK;
    WL_TRY (status);
    return call_check_running (req, call_id, halt.state);
}

/* ---- bids ---- */

static wl_status
check_bids_wanted (wl_request_t *req, char *call_id)
{
    Evaluation__Assessor assessor = EVALUATION__ASSESSOR__INIT;
    const Wlacznik__AssignmentRules *rules = NULL;
    store_contest_t contest;

    WL_TRY (store_assessor (req, call_id, wl_user (req), &assessor));
    if (wl_text_empty (assessor.user_id))
        return WL_NOT_FOUND;
    WL_TRY (store_contest (req, call_id, "", &contest));
    if (contest.rules != NULL && contest.rules->merit_card != NULL)
        rules = contest.rules->merit_card->assignment;
    if (rules != NULL && rules->bids_weight > 0)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "no-bids",
                    "Ten nabór nie pyta oceniających, które wnioski chcą ocenić.",
                    "This call does not ask its assessors which applications they want.");
}

static bool
asks_bids (const Intake__CallDefinition *call)
{
    for (size_t i = 0; i < call->n_stages; i++)
        if (call->stages[i]->merit_card != NULL && call->stages[i]->merit_card->assignment != NULL)
            return call->stages[i]->merit_card->assignment->bids_weight > 0;
    return false;
}

wl_status
evaluation_list_assessed_calls (wl_request_t *req, const Evaluation__ListAssessedCallsRequest *in,
                                Evaluation__AssessedCalls *out)
{
    store_assessed_call_t *calls;

    (void) in;
    WL_TRY (store_assessed_calls (req, ASSESSED_CALLS_MAX, &out->n_calls, &calls));
    out->calls = wl_arena_array (wl_arena (req), out->n_calls, sizeof *out->calls);
    for (size_t i = 0; i < out->n_calls; i++) {
        out->calls[i] = NEW (wl_arena (req), assessed_call);
        out->calls[i]->call_id = calls[i].call_id;
        out->calls[i]->title = calls[i].definition->title;
        out->calls[i]->max_cards = calls[i].max_cards;
        out->calls[i]->cards = calls[i].cards;
        out->calls[i]->asks_bids = asks_bids (calls[i].definition);
    }
    return WL_OK;
}

wl_status
evaluation_list_bids (wl_request_t *req, const Evaluation__ListBidsRequest *in,
                      Evaluation__ListBidsResponse *out)
{
    WL_TRY (check_bids_wanted (req, in->call_id));
    return store_my_bids (req, in->call_id, VACANCIES_MAX, &out->n_bids, &out->bids);
}

wl_status
evaluation_put_bids (wl_request_t *req, const Evaluation__PutBidsRequest *in,
                     Evaluation__ListBidsResponse *out)
{
    WL_TRY (check_bids_wanted (req, in->call_id));
    WL_TRY (check_goes_on (req, in->call_id));
    store_bids_put (req, in);
    return store_my_bids (req, in->call_id, VACANCIES_MAX, &out->n_bids, &out->bids);
}

/* ---- plans ---- */

typedef struct plan {
    allocation_problem_t problem;
    assignment_result_t result;
    bool more;
} plan_t;

static wl_status
read_plan (wl_request_t *req, char *call_id, const Evaluation__AssignmentWishes *wishes,
           plan_t *ret)
{
    store_vacancy_t *vacancies;
    size_t count;
    bool left_out;

    WL_TRY (store_vacancies (req, call_id, VACANCIES_MAX, false, &count, &vacancies, &ret->more));
    WL_TRY (
        allocation_read (req, call_id, vacancies, count, wishes, false, &ret->problem, &left_out));
    ret->more |= left_out;
    return WL_OK;
}

/* Likenesses for the words, one application after the other. */
typedef struct speaker {
    wl_request_t *req;
    const plan_t *plan;
    text_index_t *index; /* NULL: text does not count */
    int32_t *likeness;
    size_t compared; /* application whose likenesses they are */
    uint32_t *load;
} speaker_t;

static speaker_t
new_speaker (wl_request_t *req, const plan_t *plan)
{
    const assignment_problem_t *problem = &plan->problem.problem;
    wl_arena_t *arena = wl_arena (req);
    speaker_t ret = {
        .req = req,
        .plan = plan,
        .likeness = wl_arena_array (arena, problem->assessor_count, sizeof *ret.likeness),
        .load = wl_arena_array (arena, problem->assessor_count, sizeof *ret.load),
        .compared = SIZE_MAX,
    };

    if (problem->rules != NULL && problem->rules->text_weight > 0)
        ret.index = text_index_new (arena, problem->profiles, problem->assessor_count);
    for (size_t j = 0; j < problem->assessor_count; j++)
        ret.load[j] = problem->assessors[j]->cards;
    for (size_t i = 0; i < plan->result.pair_count; i++)
        ret.load[plan->result.pairs[i].assessor]++;
    return ret;
}

static Evaluation__PlannedPair *
say_pair (speaker_t *self, const assignment_pair_t *pair)
{
    const assignment_problem_t *problem = &self->plan->problem.problem;
    const store_vacancy_t *vacancy = &self->plan->problem.vacancies[pair->application];
    Evaluation__PlannedPair *ret = NEW (wl_arena (self->req), planned_pair);

    if (self->index != NULL && self->compared != pair->application) {
        text_compare (self->index, problem->applications[pair->application].words, self->likeness);
        self->compared = pair->application;
    }
    ret->application_id = vacancy->application_id;
    ret->number = vacancy->number;
    ret->assessor_user_id = problem->assessors[pair->assessor]->user_id;
    ret->fit = (uint32_t) pair->fit;
    ret->fixed = pair->fixed;
    ret->reason = assignment_reason (
        wl_arena (self->req), wl_locale (self->req), problem, &self->plan->result, pair,
        self->index == NULL ? -1 : self->likeness[pair->assessor], self->load[pair->assessor]);
    return ret;
}

static void
say_pairs (wl_request_t *req, const plan_t *plan, Evaluation__AssignmentPlan *out)
{
    speaker_t speaker = new_speaker (req, plan);
    const assignment_result_t *result = &plan->result;
    const assignment_pair_t *weakest = NULL;

    out->pairs = wl_arena_array (wl_arena (req), result->pair_count, sizeof *out->pairs);
    for (size_t i = 0; i < result->pair_count; i++) {
        const assignment_pair_t *pair = &result->pairs[i];
        out->pairs[out->n_pairs++] = say_pair (&speaker, pair);
        if (weakest == NULL || pair->fit < weakest->fit)
            weakest = pair;
    }
    if (weakest == NULL)
        return;
    out->weakest = (uint32_t) weakest->fit;
    out->weakest_application_id = plan->problem.vacancies[weakest->application].application_id;
}

static wl_status
say_shortage (wl_request_t *req, const plan_t *plan, Evaluation__AssignmentPlan *out)
{
    const assignment_problem_t *problem = &plan->problem.problem;
    wl_arena_t *arena = wl_arena (req);
    Evaluation__AssignmentShortage *ret = NEW (arena, assignment_shortage);
    assignment_shortage_t shortage;

    if (plan->result.optimum.unserved == 0)
        return WL_OK;
    assignment_explain_shortage (arena, &plan->result.network, &plan->result.optimum, &shortage);
    ret->unserved = (uint32_t) plan->result.optimum.unserved;
    ret->needed = (uint32_t) shortage.needed;
    ret->room = (uint32_t) (shortage.room + shortage.elsewhere);
    ret->application_ids =
        wl_arena_array (arena, shortage.application_count, sizeof *ret->application_ids);
    for (size_t i = 0; i < shortage.application_count; i++)
        ret->application_ids[ret->n_application_ids++] =
            plan->problem.vacancies[shortage.applications[i]].application_id;
    ret->assessor_user_ids =
        wl_arena_array (arena, shortage.assessor_count, sizeof *ret->assessor_user_ids);
    for (size_t j = 0; j < shortage.assessor_count; j++)
        ret->assessor_user_ids[ret->n_assessor_user_ids++] =
            problem->assessors[shortage.assessors[j]]->user_id;
    out->shortage = ret;
    return assignment_blame (arena, wl_locale (req), problem, &plan->result, &ret->reasons,
                             &ret->n_reasons);
}

static bool
has_pair (const assignment_result_t *result, const assignment_pair_t *pair)
{
    for (size_t i = 0; i < result->pair_count; i++)
        if (result->pairs[i].application == pair->application &&
            result->pairs[i].assessor == pair->assessor)
            return true;
    return false;
}

wl_status
evaluation_plan_assignment (wl_request_t *req, const Evaluation__PlanAssignmentRequest *in,
                            Evaluation__AssignmentPlan *out)
{
    plan_t plan = { .more = false };
    const assignment_problem_t *problem = &plan.problem.problem;

    WL_TRY (read_plan (req, in->call_id, in->wishes, &plan));
    WL_TRY (allocation_solve (req, &plan.problem, &plan.result));
    out->call_id = in->call_id;
    out->more = plan.more;
    out->total = plan.result.total;
    out->gap = plan.result.gap;
    out->unserved = (uint32_t) plan.result.optimum.unserved;
    out->underloads = (uint32_t) plan.result.optimum.underloads;
    for (size_t i = 0; i < problem->keep_count; i++)
        out->kept += has_pair (&plan.result, &problem->keep[i]) ? 1 : 0;
    say_pairs (req, &plan, out);
    out->digest =
        problem->application_count == 0
            ? wl_text_copy (wl_arena (req), "")
            : assignment_record (wl_arena (req), problem, &plan.problem.names, &plan.result)
                  ->digest;
    return say_shortage (req, &plan, out);
}

/* ---- the price of a swap ---- */

/* The wishes with the pair to be made, and without the one that it takes the place of. */
static Evaluation__AssignmentWishes *
wishes_with (wl_request_t *req, const Evaluation__PriceSwapRequest *in)
{
    static const Evaluation__AssignmentWishes none = EVALUATION__ASSIGNMENT_WISHES__INIT;
    const Evaluation__AssignmentWishes *wishes = in->wishes == NULL ? &none : in->wishes;
    Evaluation__AssignmentWishes *ret = NEW (wl_arena (req), assignment_wishes);
    Evaluation__AssignmentPair *gone = NEW (wl_arena (req), assignment_pair);

    *ret = *wishes;
    ret->fixed = wl_arena_array (wl_arena (req), wishes->n_fixed + 1, sizeof *ret->fixed);
    for (size_t i = 0; i < wishes->n_fixed; i++)
        ret->fixed[i] = wishes->fixed[i];
    ret->fixed[ret->n_fixed++] = in->pair;
    if (wl_text_empty (in->instead_of))
        return ret;
    gone->application_id = in->pair->application_id;
    gone->assessor_user_id = in->instead_of;
    ret->forbidden =
        wl_arena_array (wl_arena (req), wishes->n_forbidden + 1, sizeof *ret->forbidden);
    for (size_t i = 0; i < wishes->n_forbidden; i++)
        ret->forbidden[i] = wishes->forbidden[i];
    ret->forbidden[ret->n_forbidden++] = gone;
    return ret;
}

static Evaluation__PlannedPair **
say_others (wl_request_t *req, const plan_t *plan, const assignment_result_t *other,
            size_t *ret_count)
{
    const assignment_result_t *result = &plan->result;
    Evaluation__PlannedPair **ret =
        wl_arena_array (wl_arena (req), result->pair_count, sizeof *ret);
    speaker_t speaker = new_speaker (req, plan);

    *ret_count = 0;
    for (size_t i = 0; i < result->pair_count; i++)
        if (!has_pair (other, &result->pairs[i]))
            ret[(*ret_count)++] = say_pair (&speaker, &result->pairs[i]);
    return ret;
}

static char *
say_price (wl_request_t *req, const Evaluation__SwapPrice *price)
{
    bool english = wl_text_equal (wl_locale (req), "en");

    if (price->unserved > 0)
        return wl_text_printf (wl_arena (req),
                               english ? "The swap leaves %u more cards without an assessor."
                                       : "Po zamianie bez oceniającego zostanie więcej kart: %u.",
                               price->unserved);
    return wl_text_printf (wl_arena (req),
                           english ? "The total fit changes by %+lld; %zu pairs change."
                                   : "Suma dopasowania zmieni się o %+lld; zmieni się par: %zu.",
                           (long long) -price->price, price->n_made);
}

wl_status
evaluation_price_swap (wl_request_t *req, const Evaluation__PriceSwapRequest *in,
                       Evaluation__SwapPrice *out)
{
    plan_t before = { .more = false }, after = { .more = false };
    wl_status status;

    WL_TRY (read_plan (req, in->call_id, in->wishes, &before));
    WL_TRY (allocation_solve (req, &before.problem, &before.result));
    WL_TRY (read_plan (req, in->call_id, wishes_with (req, in), &after));
    status = assignment_solve (wl_arena (req), &after.problem.problem, &after.result);
    if (status == WL_FAILED_PRECONDITION) {
        const char *pl, *en;
        assignment_bar_words (after.result.refused.bar, &pl, &en);
        out->text = wl_text_copy (wl_arena (req), wl_text_equal (wl_locale (req), "en") ? en : pl);
        return WL_OK;
    }
    if (status != WL_OK)
        return status;
    out->possible = true;
    out->price = before.result.total - after.result.total;
    out->unserved =
        after.result.optimum.unserved > before.result.optimum.unserved
            ? (uint32_t) (after.result.optimum.unserved - before.result.optimum.unserved)
            : 0;
    out->made = say_others (req, &after, &before.result, &out->n_made);
    out->gone = say_others (req, &before, &after.result, &out->n_gone);
    out->text = say_price (req, out);
    return WL_OK;
}

/* ---- giving out ---- */

wl_status
evaluation_assign_cards (wl_request_t *req, const Evaluation__AssignCardsRequest *in,
                         Evaluation__AssignCardsResponse *out)
{
    store_vacancy_t *vacancies;
    allocation_t allocation;
    size_t count;
    bool more;

    WL_TRY (check_goes_on (req, in->call_id));
    WL_TRY (store_vacancies (req, in->call_id, VACANCIES_MAX, true, &count, &vacancies, &more));
    WL_TRY (allocation_give_planned (req, in->call_id, vacancies, count, in->wishes,
                                     in->plan_digest, &allocation));
    out->made = allocation.made;
    out->short_of_assessors = allocation.short_of;
    out->n_short_of_assessors = allocation.short_count;
    out->more = more || allocation.left_out;
    return WL_OK;
}

/* ---- records ---- */

wl_status
evaluation_list_assignments (wl_request_t *req, const Evaluation__ListAssignmentsRequest *in,
                             Evaluation__ListAssignmentsResponse *out)
{
    return store_assignments (req, in->call_id, RECORDS_MAX, &out->n_assignments,
                              &out->assignments);
}

wl_status
evaluation_get_assignment (wl_request_t *req, const Evaluation__GetAssignmentRequest *in,
                           Evaluation__AssignmentRecord *out)
{
    Evaluation__AssignmentRecord *record;

    WL_TRY (store_assignment (req, in->assignment_id, &record));
    *out = *record;
    return WL_OK;
}
