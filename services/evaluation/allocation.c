#include "allocation.h"

#include "assignment.h"
#include "base/uuid.h"
#include "store_calls.h"

static char *
new_id (wl_request_t *req)
{
    char *text = wl_arena_alloc (wl_arena (req), WL_UUID_TEXT);
    wl_uuid_t id = wl_uuid_new (wl_now (req));

    wl_uuid_format (&id, text);
    return text;
}

/* ---- the problem ---- */

static wl_status
read_bars (wl_request_t *req, const store_vacancy_t *vacancies, assignment_problem_t *problem)
{
    const char **applications =
        wl_arena_array (wl_arena (req), problem->application_count, sizeof *applications);
    const char **assessors =
        wl_arena_array (wl_arena (req), problem->assessor_count, sizeof *assessors);
    assignment_pair_t *barred;
    store_bar_t *bars;

    for (size_t i = 0; i < problem->application_count; i++)
        applications[i] = vacancies[i].application_id;
    for (size_t i = 0; i < problem->assessor_count; i++)
        assessors[i] = problem->assessors[i]->user_id;
    WL_TRY (store_bars (req, applications, problem->application_count, assessors,
                        problem->assessor_count, &problem->barred_count, &bars));
    barred = wl_arena_array (wl_arena (req), problem->barred_count, sizeof *barred);
    for (size_t i = 0; i < problem->barred_count; i++)
        barred[i] = (assignment_pair_t){ bars[i].application, bars[i].assessor };
    problem->barred = barred;
    return WL_OK;
}

static wl_status
read_problem (wl_request_t *req, const char *call_id, const store_vacancy_t *vacancies,
              size_t count, assignment_problem_t *ret)
{
    assignment_application_t *applications =
        wl_arena_array (wl_arena (req), count, sizeof *applications);
    Evaluation__Assessor **assessors;

    for (size_t i = 0; i < count; i++)
        applications[i] = (assignment_application_t){
            .region = vacancies[i].region,
            .applicant_user_id = vacancies[i].applicant_user_id,
            .missing = vacancies[i].missing,
        };
    *ret = (assignment_problem_t){ .applications = applications, .application_count = count };
    store_call_lock (req, call_id);
    WL_TRY (store_assessors (req, call_id, &ret->assessor_count, &assessors));
    ret->assessors = assessors;
    return read_bars (req, vacancies, ret);
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
write_cards (wl_request_t *req, char *call_id, const store_vacancy_t *vacancies,
             const assignment_problem_t *problem, const assignment_result_t *result)
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
        const store_vacancy_t *vacancy = &vacancies[result->pairs[i].application];
        char *assessor = problem->assessors[result->pairs[i].assessor]->user_id;
        char *id = new_id (req);
        cards.ids[i] = id;
        cards.application_ids[i] = vacancy->application_id;
        cards.stages[i] = vacancy->stage;
        cards.assessor_ids[i] = assessor;
        cards.thirds[i] = vacancy->third;
        tell (req, call_id, vacancy, id, assessor);
    }
    store_cards_insert (req, &cards);
}

wl_status
allocation_give (wl_request_t *req, char *call_id, const store_vacancy_t *vacancies, size_t count,
                 allocation_t *ret)
{
    assignment_problem_t problem;
    assignment_result_t result;

    *ret = (allocation_t){ 0 };
    if (count == 0)
        return WL_OK;
    WL_TRY (read_problem (req, call_id, vacancies, count, &problem));
    assignment_solve (wl_arena (req), &problem, &result);
    if (result.pair_count > 0)
        write_cards (req, call_id, vacancies, &problem, &result);
    ret->made = (uint32_t) result.pair_count;
    ret->short_of = wl_arena_array (wl_arena (req), result.short_count, sizeof *ret->short_of);
    for (size_t i = 0; i < result.short_count; i++)
        ret->short_of[ret->short_count++] = vacancies[result.short_of[i]].application_id;
    return WL_OK;
}
