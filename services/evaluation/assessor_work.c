#include "assessor_work.h"

#include <stdlib.h>
#include <string.h>

#include "scoring.h"

/* A locked card with its sum. */
typedef struct mark {
    const assessor_card_t *work;
    int64_t sum;
    int64_t leaning; /* above the mean of its application */
    bool compared;
} mark_t;

static int
by_application (const void *left, const void *right)
{
    const mark_t *a = left;
    const mark_t *b = right;
    int order = strcmp (a->work->application_id, b->work->application_id);

    return order != 0 ? order : strcmp (a->work->user_id, b->work->user_id);
}

static int
by_assessor (const void *left, const void *right)
{
    const mark_t *a = left;
    const mark_t *b = right;

    return strcmp (a->work->user_id, b->work->user_id);
}

static int
compare_times (const void *left, const void *right)
{
    int64_t a = *(const int64_t *) left;
    int64_t b = *(const int64_t *) right;

    return (a > b) - (a < b);
}

static size_t
list_marks (const assessor_card_t *works, size_t count, mark_t *ret)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        const assessor_card_t *work = &works[i];
        if (work->state != EVALUATION__CARD_STATE__LOCKED || work->rules == NULL ||
            work->scores == NULL)
            continue;
        /* A card that does not fit the rules of now says nothing. */
        if (scoring_sum (work->rules, work->scores, &ret[kept].sum) == WL_OK)
            ret[kept++].work = work;
    }
    return kept;
}

/* Marks stand by application; those of one with two and more are compared. */
static void
compare_marks (mark_t *marks, size_t count)
{
    for (size_t from = 0, to; from < count; from = to) {
        int64_t sum = 0;
        for (to = from; to < count && strcmp (marks[to].work->application_id,
                                              marks[from].work->application_id) == 0;
             to++)
            sum += marks[to].sum;
        for (size_t i = from; i < to; i++) {
            marks[i].compared = to - from > 1;
            marks[i].leaning = marks[i].sum - sum / (int64_t) (to - from);
        }
    }
}

static void
count_marks (const mark_t *marks, size_t count, Evaluation__AssessorWork *ret)
{
    int64_t distance = 0, leaning = 0;

    for (size_t i = 0; i < count; i++) {
        if (!marks[i].compared || strcmp (marks[i].work->user_id, ret->assessor->user_id) != 0)
            continue;
        ret->compared++;
        leaning += marks[i].leaning;
        distance += llabs (marks[i].leaning);
    }
    if (ret->compared == 0)
        return;
    ret->mean_distance = (int32_t) (distance / ret->compared);
    ret->mean_leaning = (int32_t) (leaning / ret->compared);
}

/* Whoever declined was not late. */
static bool
is_late (const assessor_card_t *work, wl_time_t now)
{
    wl_time_t done = work->state == EVALUATION__CARD_STATE__LOCKED ? work->locked_at : now;

    return work->due != 0 && work->state != EVALUATION__CARD_STATE__CONFLICT && done >= work->due;
}

static void
count_works (wl_arena_t *arena, const assessor_card_t *works, size_t count, wl_time_t now,
             Evaluation__AssessorWork *ret)
{
    int64_t *hours = wl_arena_array (arena, count, sizeof *hours);

    for (size_t i = 0; i < count; i++) {
        ret->late += is_late (&works[i], now) ? 1 : 0;
        switch (works[i].state) {
        case EVALUATION__CARD_STATE__LOCKED:
            hours[ret->locked++] = (works[i].locked_at - works[i].assigned_at) / WL_HOUR;
            break;
        case EVALUATION__CARD_STATE__CONFLICT:
            ret->declined++;
            break;
        default:
            ret->waiting++;
        }
    }
    if (ret->locked == 0)
        return;
    qsort (hours, ret->locked, sizeof *hours, compare_times);
    ret->median_hours = (uint32_t) hours[(ret->locked - 1) / 2];
}

void
assessor_work_count (wl_arena_t *arena, const assessor_card_t *works, size_t count, wl_time_t now,
                     Evaluation__AssessorWork *const *list, size_t assessor_count)
{
    mark_t *marks = wl_arena_array (arena, count, sizeof *marks);
    size_t mark_count = list_marks (works, count, marks);
    size_t at = 0, mark = 0;

    qsort (marks, mark_count, sizeof *marks, by_application);
    compare_marks (marks, mark_count);
    qsort (marks, mark_count, sizeof *marks, by_assessor);
    for (size_t i = 0; i < assessor_count; i++) {
        const char *user_id = list[i]->assessor->user_id;
        size_t from, first;
        while (at < count && strcmp (works[at].user_id, user_id) < 0)
            at++; /* somebody who is no longer on the list */
        for (from = at; at < count && strcmp (works[at].user_id, user_id) == 0;)
            at++;
        while (mark < mark_count && strcmp (marks[mark].work->user_id, user_id) < 0)
            mark++;
        for (first = mark; mark < mark_count && strcmp (marks[mark].work->user_id, user_id) == 0;)
            mark++;
        count_works (arena, &works[from], at - from, now, list[i]);
        count_marks (&marks[first], mark - first, list[i]);
    }
}
