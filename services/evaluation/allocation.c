#include "allocation.h"

#include <stdio.h>
#include <string.h>

#include "assignment_words.h"
#include "base/uuid.h"
#include "store_assignment.h"
#include "store_calls.h"

static char *
new_id (wl_request_t *req, const char *owner)
{
    return wl_uuid_text (wl_arena (req), wl_uuid_new_for (wl_now (req), owner));
}

/* ---- the problem ---- */

typedef struct reading {
    wl_request_t *req;
    const char *call_id;
    const store_vacancy_t *vacancies;
    assignment_application_t *applications;
    const char **application_ids;
    const char **assessor_ids;
    allocation_problem_t *ret;
} reading_t;

/* "social-care ageing" -> { "social-care", "ageing" } */
static char **
split_topics (wl_arena_t *arena, char *topics, size_t *ret_count)
{
    size_t most = 1, count = 0;
    char **ret;

    for (const char *c = topics; *c != '\0'; c++)
        most += *c == ' ' ? 1u : 0u;
    ret = wl_arena_array (arena, most, sizeof *ret);
    topics = wl_text_copy (arena, topics);
    for (char *rest = topics, *topic; (topic = strtok_r (rest, " ", &rest)) != NULL;)
        ret[count++] = topic;
    *ret_count = count;
    return ret;
}

static wl_status
read_applications (reading_t *self)
{
    wl_arena_t *arena = wl_arena (self->req);
    assignment_problem_t *problem = &self->ret->problem;
    size_t count = problem->application_count;
    knowledge_t *knowledge = wl_arena_array (arena, count, sizeof *knowledge);
    const char **numbers = wl_arena_array (arena, count, sizeof *numbers);

    self->applications = wl_arena_array (arena, count, sizeof *self->applications);
    self->application_ids = wl_arena_array (arena, count, sizeof *self->application_ids);
    for (size_t i = 0; i < count; i++) {
        self->application_ids[i] = self->vacancies[i].application_id;
        numbers[i] = self->vacancies[i].number;
    }
    WL_TRY (store_knowledge (self->req, self->application_ids, count, knowledge));
    for (size_t i = 0; i < count; i++) {
        assignment_application_t *application = &self->applications[i];
        *application = (assignment_application_t){
            .region = self->vacancies[i].region,
            .applicant_user_id = self->vacancies[i].applicant_user_id,
            .missing = self->vacancies[i].missing,
            .language = knowledge[i].language,
            .words = knowledge[i].words,
            .no_quotas = self->vacancies[i].third,
        };
        application->topics = split_topics (arena, knowledge[i].topics, &application->topic_count);
    }
    problem->applications = self->applications;
    self->ret->names = (assignment_names_t){ self->call_id, self->application_ids, numbers };
    return WL_OK;
}

static wl_status
read_assessors (reading_t *self)
{
    assignment_problem_t *problem = &self->ret->problem;
    Evaluation__Assessor **assessors;
    text_words_t *profiles;
    size_t count;

    WL_TRY (store_assessors (self->req, self->call_id, &problem->assessor_count, &assessors));
    WL_TRY (store_profile_words (self->req, self->call_id, &count, &profiles));
    if (count != problem->assessor_count) /* somebody was added between the two statements */
        return WL_ABORTED;
    self->assessor_ids = wl_arena_array (wl_arena (self->req), count, sizeof *self->assessor_ids);
    for (size_t j = 0; j < count; j++)
        self->assessor_ids[j] = assessors[j]->user_id;
    problem->assessors = assessors;
    problem->profiles = profiles;
    return WL_OK;
}

/* A card that it has counts for the quotas. */
static void
count_holder (reading_t *self, const store_bar_t *bar)
{
    const Evaluation__Assessor *assessor = self->ret->problem.assessors[bar->assessor];
    assignment_application_t *application = &self->applications[bar->application];

    if (assessor->profile != NULL &&
        strcmp (assessor->profile->home_region, application->region) == 0)
        application->from_region++;
    else
        application->from_outside++;
    if (assessor->profile != NULL && assessor->profile->senior)
        application->from_seniors++;
}

static wl_status
read_bars (reading_t *self, size_t extra, assignment_pair_t **ret)
{
    assignment_problem_t *problem = &self->ret->problem;
    store_conflict_t *conflicts;
    store_bar_t *bars;
    size_t bar_count, conflict_count;

    WL_TRY (store_bars (self->req, self->application_ids, problem->application_count,
                        self->assessor_ids, problem->assessor_count, &bar_count, &bars));
    WL_TRY (store_conflicts (self->req, self->call_id, self->application_ids,
                             problem->application_count, self->assessor_ids,
                             problem->assessor_count, &conflict_count, &conflicts));
    *ret = wl_arena_array (wl_arena (self->req), bar_count + conflict_count + extra, sizeof **ret);
    for (size_t i = 0; i < conflict_count; i++)
        (*ret)[problem->barred_count++] = (assignment_pair_t){
            .application = conflicts[i].application,
            .assessor = conflicts[i].assessor,
            .bar = ASSIGNMENT_CONFLICT,
        };
    for (size_t i = 0; i < bar_count; i++) {
        (*ret)[problem->barred_count++] = (assignment_pair_t){
            .application = bars[i].application,
            .assessor = bars[i].assessor,
            .bar = ASSIGNMENT_CARD,
        };
        if (bars[i].live)
            count_holder (self, &bars[i]);
    }
    problem->barred = *ret;
    return WL_OK;
}

static wl_status
read_bids (reading_t *self)
{
    assignment_problem_t *problem = &self->ret->problem;
    assignment_bid_t *ret;
    store_bid_t *bids;
    size_t count;

    WL_TRY (store_bids (self->req, self->call_id, self->application_ids, problem->application_count,
                        self->assessor_ids, problem->assessor_count, &count, &bids));
    ret = wl_arena_array (wl_arena (self->req), count, sizeof *ret);
    for (size_t i = 0; i < count; i++)
        ret[i] = (assignment_bid_t){ bids[i].application, bids[i].assessor, bids[i].bid };
    problem->bids = ret;
    problem->bid_count = count;
    return WL_OK;
}

/* ---- wishes ---- */

static bool
find_text (const char *const *list, size_t count, const char *text, size_t *ret)
{
    for (*ret = 0; *ret < count; (*ret)++)
        if (strcmp (list[*ret], text) == 0)
            return true;
    return false;
}

static bool
find_pair (const reading_t *self, const Evaluation__AssignmentPair *pair, assignment_pair_t *ret)
{
    const assignment_problem_t *problem = &self->ret->problem;

    *ret = (assignment_pair_t){ .bar = ASSIGNMENT_UNWANTED };
    return find_text (self->application_ids, problem->application_count, pair->application_id,
                      &ret->application) &&
           find_text (self->assessor_ids, problem->assessor_count, pair->assessor_user_id,
                      &ret->assessor);
}

static wl_status
read_fixed (reading_t *self, const Evaluation__AssignmentWishes *wishes)
{
    assignment_pair_t *fixed =
        wl_arena_array (wl_arena (self->req), wishes->n_fixed, sizeof *fixed);

    for (size_t i = 0; i < wishes->n_fixed; i++)
        if (!find_pair (self, wishes->fixed[i], &fixed[i]))
            return wl_fail_field (
                self->req, wl_text_printf (wl_arena (self->req), "wishes.fixed[%zu]", i), "unknown",
                "Tego wniosku nie ma wśród czekających na karty albo tej osoby nie ma na liście "
                "oceniających.",
                "This application is not among those that lack cards, or the person is not on the "
                "list of assessors.");
    self->ret->problem.fixed = fixed;
    self->ret->problem.fixed_count = wishes->n_fixed;
    return WL_OK;
}

/* What speaks of applications that have their cards by now, or of people who left, is void. */
static void
read_other_wishes (reading_t *self, const Evaluation__AssignmentWishes *wishes,
                   assignment_pair_t *barred)
{
    assignment_problem_t *problem = &self->ret->problem;
    assignment_pair_t *keep = wl_arena_array (wl_arena (self->req), wishes->n_keep, sizeof *keep);

    for (size_t i = 0; i < wishes->n_forbidden; i++)
        if (find_pair (self, wishes->forbidden[i], &barred[problem->barred_count]))
            problem->barred_count++;
    for (size_t i = 0; i < wishes->n_keep; i++)
        if (find_pair (self, wishes->keep[i], &keep[problem->keep_count]))
            problem->keep_count++;
    problem->keep = keep;
}

static wl_status
read_wishes (reading_t *self, const Evaluation__AssignmentWishes *wishes)
{
    assignment_pair_t *barred;

    WL_TRY (read_bars (self, wishes == NULL ? 0 : wishes->n_forbidden, &barred));
    if (wishes == NULL)
        return WL_OK;
    read_other_wishes (self, wishes, barred);
    return read_fixed (self, wishes);
}

/* ---- reading it all ---- */

static char *
today (wl_request_t *req)
{
    return wl_date_text (wl_arena (req), wl_warsaw_date (wl_now (req)));
}

static const store_vacancy_t *
of_one_stage (wl_request_t *req, const store_vacancy_t *vacancies, size_t *count)
{
    store_vacancy_t *ret = wl_arena_array (wl_arena (req), *count, sizeof *ret);
    size_t kept = 0;

    for (size_t i = 0; i < *count; i++)
        if (strcmp (vacancies[i].stage, vacancies[0].stage) == 0)
            ret[kept++] = vacancies[i];
    *count = kept;
    return ret;
}

wl_status
allocation_read (wl_request_t *req, char *call_id, const store_vacancy_t *vacancies, size_t count,
                 const Evaluation__AssignmentWishes *wishes, bool lock, allocation_problem_t *ret,
                 bool *ret_left_out)
{
    reading_t reading = { .req = req, .call_id = call_id, .ret = ret };
    size_t all = count;

    *ret = (allocation_problem_t){ 0 };
    reading.vacancies = ret->vacancies = of_one_stage (req, vacancies, &count);
    ret->problem.application_count = count;
    ret->problem.today = today (req);
    *ret_left_out = count < all;
    if (lock)
        store_call_lock (req, call_id);
    if (count > 0) {
        store_stage_t stage;
        WL_TRY (store_stage (req, call_id, vacancies[0].stage, &stage));
        ret->problem.rules =
            stage.rules->merit_card == NULL ? NULL : stage.rules->merit_card->assignment;
    }
    WL_TRY (read_applications (&reading));
    WL_TRY (read_assessors (&reading));
    WL_TRY (read_bids (&reading));
    return read_wishes (&reading, wishes);
}

wl_status
allocation_solve (wl_request_t *req, const allocation_problem_t *problem, assignment_result_t *ret)
{
    wl_status status = assignment_solve (wl_arena (req), &problem->problem, ret);
    const char *pl, *en;

    if (status == WL_INVALID_ARGUMENT)
        return wl_fail (req, WL_FAILED_PRECONDITION, "assignment-too-large",
                        "Ten przydział przekracza granice obliczeń. Zmniejsz limity kart "
                        "oceniających.",
                        "This assignment is beyond what can be computed. Lower the assessors' "
                        "limits of cards.");
    if (status != WL_FAILED_PRECONDITION)
        return status;
    assignment_bar_words (ret->refused.bar, &pl, &en);
    return wl_fail (req, WL_FAILED_PRECONDITION, "pair-not-allowed",
                    wl_text_printf (wl_arena (req), "Nie można ustalić pary dla wniosku %s: %s.",
                                    problem->vacancies[ret->refused.application].number, pl),
                    wl_text_printf (wl_arena (req),
                                    "The pair cannot be fixed for application %s: %s.",
                                    problem->vacancies[ret->refused.application].number, en));
}

/* ---- the cards ---- */

static void
tell (wl_request_t *req, char *call_id, const store_vacancy_t *vacancy, char *card_id,
      char *assessor_user_id)
{
    Evaluation__CardAssigned event = EVALUATION__CARD_ASSIGNED__INIT;

    event.card_id = card_id;
    event.application_id = vacancy->application_id;
    event.call_id = call_id;
    event.assessor_user_id = assessor_user_id;
    event.third = vacancy->third;
    event.number = vacancy->number;
    wl_emit (req, vacancy->region, vacancy->application_id, &event.base);
}

static void
write_cards (wl_request_t *req, char *call_id, const allocation_problem_t *problem,
             const assignment_result_t *result)
{
    wl_arena_t *arena = wl_arena (req);
    size_t count = result->pair_count;
    store_new_cards_t cards = {
        .call_id = call_id,
        .ids = wl_arena_array (arena, count, sizeof *cards.ids),
        .application_ids = wl_arena_array (arena, count, sizeof *cards.application_ids),
        .stages = wl_arena_array (arena, count, sizeof *cards.stages),
        .assessor_ids = wl_arena_array (arena, count, sizeof *cards.assessor_ids),
        .thirds = wl_arena_array (arena, count, sizeof *cards.thirds),
        .count = count,
    };

    for (size_t i = 0; i < count; i++) {
        const store_vacancy_t *vacancy = &problem->vacancies[result->pairs[i].application];
        char *assessor = problem->problem.assessors[result->pairs[i].assessor]->user_id;
        char *id = new_id (req, call_id);
        cards.ids[i] = id;
        cards.application_ids[i] = vacancy->application_id;
        cards.stages[i] = vacancy->stage;
        cards.assessor_ids[i] = assessor;
        cards.thirds[i] = vacancy->third;
        tell (req, call_id, vacancy, id, assessor);
    }
    store_cards_insert (req, &cards);
}

static void
keep_record (wl_request_t *req, const allocation_problem_t *problem,
             Evaluation__AssignmentRecord *record, size_t pairs)
{
    size_t count = problem->problem.application_count, kept = 0;
    const char **regions = wl_arena_array (wl_arena (req), count, sizeof *regions);

    for (size_t i = 0; i < count; i++) {
        size_t known;
        if (!find_text (regions, kept, problem->vacancies[i].region, &known))
            regions[kept++] = problem->vacancies[i].region;
    }
    record->id = new_id (req, problem->vacancies[0].application_id);
    store_assignment_put (req, record, wl_user (req), regions, kept, (uint32_t) pairs);
}

static wl_status
check_digest (wl_request_t *req, const char *wanted, const char *digest)
{
    if (wl_text_empty (wanted) || strcmp (wanted, digest) == 0)
        return WL_OK;
    return wl_fail (
        req, WL_FAILED_PRECONDITION, "plan-changed",
        "Od czasu planu coś się zmieniło (wnioski, oceniający albo konflikty). Obejrzyj "
        "nowy plan i zatwierdź go.",
        "Something changed since the plan was made (applications, assessors or "
        "conflicts). Look at a new plan and confirm that one.");
}

wl_status
allocation_give_planned (wl_request_t *req, char *call_id, const store_vacancy_t *vacancies,
                         size_t count, const Evaluation__AssignmentWishes *wishes,
                         const char *digest, allocation_t *ret)
{
    Evaluation__AssignmentRecord *record;
    allocation_problem_t problem;
    assignment_result_t result;

    *ret = (allocation_t){ 0 };
    if (count == 0)
        return check_digest (req, digest, "");
    WL_TRY (
        allocation_read (req, call_id, vacancies, count, wishes, true, &problem, &ret->left_out));
    WL_TRY (allocation_solve (req, &problem, &result));
    record = assignment_record (wl_arena (req), &problem.problem, &problem.names, &result);
    WL_TRY (check_digest (req, digest, record->digest));
    if (result.pair_count > 0) {
        write_cards (req, call_id, &problem, &result);
        keep_record (req, &problem, record, result.pair_count);
    }
    ret->made = (uint32_t) result.pair_count;
    ret->short_of = wl_arena_array (wl_arena (req), result.short_count, sizeof *ret->short_of);
    for (size_t i = 0; i < result.short_count; i++)
        ret->short_of[ret->short_count++] = problem.vacancies[result.short_of[i]].application_id;
    return WL_OK;
}

wl_status
allocation_give (wl_request_t *req, char *call_id, const store_vacancy_t *vacancies, size_t count,
                 allocation_t *ret)
{
    return allocation_give_planned (req, call_id, vacancies, count, NULL, NULL, ret);
}
