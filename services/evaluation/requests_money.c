/* What an owner says and asks before a list is published: the draw, incompatible projects, the
 * list beside other ways to spend the money, and calibration. */
#include <stdlib.h>
#include <string.h>

#include "calibration.h"
#include "contests.h"
#include "evaluation.handlers.h"

/* ---- the draw ---- */

static void
tell_draw (wl_request_t *req, const Evaluation__Draw *draw)
{
    Evaluation__DrawRecorded event = EVALUATION__DRAW_RECORDED__INIT;

    event.call_id = draw->call_id;
    event.stage = draw->stage;
    event.seed = draw->seed;
    wl_emit (req, "pl", draw->call_id, &event.base);
}

/* Not before the call ends, or somebody could choose when to file by it; and never twice, or
 * somebody could try seeds until one pleases. The log keeps it. */
wl_status
evaluation_record_draw (wl_request_t *req, const Evaluation__RecordDrawRequest *in,
                        Evaluation__Draw *out)
{
    store_contest_t contest;
    wl_status status;

    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (contest_check_running (req, &contest));
    if (!ranking_needs_draw (contest.definition->ranking))
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-draw",
                        "W tym naborze remisów nie rozstrzyga losowanie.",
                        "No draw decides ties in this call.");
    WL_TRY (contest_check_over (req, &contest));
    status = store_draw_put (req, &contest, in->seed);
    if (status == WL_ALREADY_EXISTS)
        return wl_fail (req, WL_FAILED_PRECONDITION, "already-drawn",
                        "Wynik losowania jest już zapisany i nie można go zmienić.",
                        "The result of the draw is recorded already and cannot be changed.");
    WL_TRY (status);
    out->call_id = contest.call_id;
    out->stage = contest.stage;
    out->seed = in->seed;
    out->recorded_at = wl_timestamp (wl_arena (req), wl_now (req));
    tell_draw (req, out);
    return WL_OK;
}

/* ---- incompatible projects ---- */

static int
compare_pairs (const void *left, const void *right)
{
    const Evaluation__IncompatiblePair *const *a = left;
    const Evaluation__IncompatiblePair *const *b = right;
    int order = strcmp ((*a)->first_application_id, (*b)->first_application_id);

    return order != 0 ? order : strcmp ((*a)->second_application_id, (*b)->second_application_id);
}

/* Copies, of each pair the lower id first; a pair that was given twice is a mistake. */
static wl_status
order_pairs (wl_request_t *req, const Evaluation__PutIncompatibleRequest *in,
             Evaluation__IncompatiblePair **ret)
{
    for (size_t i = 0; i < in->n_pairs; i++) {
        ret[i] = wl_arena_alloc (wl_arena (req), sizeof *ret[i]);
        *ret[i] = *in->pairs[i];
        int order = strcmp (ret[i]->first_application_id, ret[i]->second_application_id);
        if (order == 0)
            return wl_fail_field (
                req, wl_text_printf (wl_arena (req), "pairs[%zu].secondApplicationId", i), "same",
                "Wskaż dwa różne wnioski.", "Name two different applications.");
        if (order > 0) {
            ret[i]->first_application_id = in->pairs[i]->second_application_id;
            ret[i]->second_application_id = in->pairs[i]->first_application_id;
        }
    }
    if (in->n_pairs > 0)
        qsort (ret, in->n_pairs, sizeof (Evaluation__IncompatiblePair *), compare_pairs);
    for (size_t i = 1; i < in->n_pairs; i++)
        if (compare_pairs (&ret[i - 1], &ret[i]) == 0)
            return wl_fail_field (req, "pairs", "duplicate", "Ta sama para jest podana dwa razy.",
                                  "The same pair is given twice.");
    return WL_OK;
}

wl_status
evaluation_put_incompatible (wl_request_t *req, const Evaluation__PutIncompatibleRequest *in,
                             Evaluation__IncompatibleProjects *out)
{
    store_contest_t contest;
    store_ranking_state_t state;
    wl_status status;

    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (contest_check_running (req, &contest));
    store_call_lock (req, contest.call_id);
    WL_TRY (contest_check_unpublished (req, &contest, &state));
    out->pairs = wl_arena_array (wl_arena (req), in->n_pairs, sizeof *out->pairs);
    WL_TRY (order_pairs (req, in, out->pairs));
    out->n_pairs = in->n_pairs;
    status = store_incompatible_put (req, &contest, out->pairs, out->n_pairs);
    if (status == WL_FAILED_PRECONDITION)
        return wl_fail (req, WL_NOT_FOUND, "no-such-application",
                        "Któryś z wniosków nie należy do tego etapu naboru. Sprawdź listę.",
                        "One of the applications is not in this stage of the call. Check the "
                        "list.");
    return status;
}

wl_status
evaluation_get_incompatible (wl_request_t *req, const Evaluation__GetIncompatibleRequest *in,
                             Evaluation__IncompatibleProjects *out)
{
    store_contest_t contest;

    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    return store_incompatible (req, &contest, &out->n_pairs, &out->pairs);
}

/* ---- other ways to spend the money ---- */

/* The list as it was first built, so that it also speaks of a published one; and the cards. */
typedef struct look {
    store_contest_t contest;
    store_record_t record;
    ranking_list_t list;
    comparison_card_t *cards;
    size_t count;
} look_t;

static wl_status
look_at (wl_request_t *req, char *call_id, const char *stage, look_t *ret)
{
    wl_status status;

    WL_TRY (contest_find (req, call_id, stage, &ret->contest));
    status = store_ranking_inputs (req, &ret->contest, false, 1, &ret->record);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-built", "Najpierw ułóż listę.",
                        "Build the list first.");
    WL_TRY (status);
    WL_TRY (store_comparison_cards (req, &ret->contest, &ret->count, &ret->cards));
    ranking_compute (wl_arena (req), ret->record.inputs, &ret->list);
    return WL_OK;
}

wl_status
evaluation_compare_ranking (wl_request_t *req, const Evaluation__CompareRankingRequest *in,
                            Evaluation__RankingComparison *out)
{
    look_t look;

    WL_TRY (look_at (req, in->call_id, in->stage, &look));
    out->inputs_digest = look.record.digest;
    comparison_make (wl_arena (req), look.record.inputs, &look.list, look.cards, look.count, out);
    return WL_OK;
}

/* ---- calibration ---- */

wl_status
evaluation_get_calibration (wl_request_t *req, const Evaluation__GetCalibrationRequest *in,
                            Evaluation__Calibration *out)
{
    calibration_t fit;
    look_t look;
    wl_status status;

    WL_TRY (look_at (req, in->call_id, in->stage, &look));
    status = calibration_fit (wl_arena (req), look.cards, look.count, &fit);
    if (status == WL_FAILED_PRECONDITION)
        return wl_fail (req, status, "too-few-cards",
                        "Za mało kart, żeby odróżnić surowość od przypadku: każdy wniosek "
                        "potrzebuje ocen kilku osób, a każda osoba kilku wniosków.",
                        "There are too few cards to tell severity from chance: each application "
                        "needs several assessors and each assessor several applications.");
    WL_TRY (status);
    out->inputs_digest = look.record.digest;
    calibration_describe (wl_arena (req), &fit, look.record.inputs, &look.list, out);
    return WL_OK;
}
