/* Lists: building, publishing, reading; the funnel. */
#include <string.h>

#include "call_rules.h"
#include "contests.h"
#include "evaluation.handlers.h"
#include "intake.contract.h"
#include "regions.h"
#include "rehearsed_calls.h"
#include "store_desks.h"
#include "store_panels.h"
#include "store_rankings.h"

/* ---- whether it is time ---- */

/* Events come by themselves, but later than the reply to the applicant: a list that was built
 * before the last of them arrived would leave somebody out. Intake knows how many there are. */
static wl_status
check_all_arrived (wl_request_t *req, const store_contest_t *contest,
                   const store_progress_t *progress)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;

    if (!contest->first)
        return WL_OK;
    ask.call_id = contest->call_id;
    WL_TRY (intake_call_get_call (req, &ask, &call));
    if (progress->submitted >= call->submitted_count)
        return WL_OK;
    return wl_failf (req, WL_FAILED_PRECONDITION, "applications-on-their-way",
                     "Do oceny dotarło %u z %u złożonych wniosków. Reszta jest w drodze; spróbuj "
                     "za chwilę.",
                     "%u of %u submitted applications have arrived here. The others are on their "
                     "way; try again shortly.",
                     progress->submitted, call->submitted_count);
}

static wl_status
check_all_assessed (wl_request_t *req, const store_progress_t *progress)
{
    if (progress->in_formal_review + progress->in_merit_review + progress->in_third_assessment == 0)
        return WL_OK;
    return wl_failf (req, WL_FAILED_PRECONDITION, "not-all-assessed",
                     "Nie wszystko jest ocenione: na ocenę formalną czeka %u, na karty %u, na "
                     "trzecią ocenę %u. Dokończ oceny i ułóż listę jeszcze raz.",
                     "Not everything is assessed: %u wait for the formal check, %u for cards, %u "
                     "for a third assessment. Finish these and build the list again.",
                     progress->in_formal_review, progress->in_merit_review,
                     progress->in_third_assessment);
}

static wl_status
check_ready (wl_request_t *req, const store_contest_t *contest)
{
    store_progress_t progress;

    WL_TRY (contest_check_over (req, contest));
    WL_TRY (regions_check_closed (req, contest));
    WL_TRY (store_progress (req, contest, &progress));
    WL_TRY (check_all_arrived (req, contest, &progress));
    WL_TRY (check_all_assessed (req, &progress));
    WL_TRY (contest_check_desks_closed (req, contest));
    return contest_check_length (req, contest);
}

/* ---- building ---- */

static wl_status
read_draw (wl_request_t *req, const store_contest_t *contest, char **ret)
{
    Evaluation__Draw draw = EVALUATION__DRAW__INIT;
    wl_status status;

    if (!ranking_needs_draw (contest->definition->ranking))
        return WL_OK;
    status = store_draw (req, contest, &draw);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_FAILED_PRECONDITION, "draw-due",
                        "Remisy rozstrzyga w tym naborze losowanie. Zapisz najpierw jego wynik.",
                        "A draw decides ties in this call. Record its result first.");
    *ret = draw.seed;
    return status;
}

static wl_status
make_ranking (wl_request_t *req, const store_contest_t *contest, store_ranking_t *ret)
{
    Evaluation__RankingInputs *inputs = &ret->inputs;
    char *digest = wl_arena_alloc (wl_arena (req), RANKING_DIGEST_TEXT);
    uint8_t *record;

    call_ranking_inputs (wl_arena (req), contest->definition, contest->rules, inputs);
    WL_TRY (read_draw (req, contest, &inputs->draw_seed));
    WL_TRY (store_incompatible (req, contest, &inputs->n_incompatible, &inputs->incompatible));
    WL_TRY (store_panel_moves (req, contest, &inputs->n_moves, &inputs->moves));
    WL_TRY (store_candidates_lock (req, contest, &inputs->n_candidates, &inputs->candidates));
    ranking_record (wl_arena (req), inputs, &record, &ret->record.length, digest);
    ret->record.data = record;
    ret->inputs_digest = digest;
    ret->version = 1;
    ret->amended_for = "";
    ranking_compute (wl_arena (req), inputs, &ret->list);
    return WL_OK;
}

wl_status
evaluation_build_ranking (wl_request_t *req, const Evaluation__BuildRankingRequest *in,
                          Evaluation__Ranking *out)
{
    store_contest_t contest;
    store_ranking_state_t state;
    store_ranking_t ranking;

    contest_expect_long_list (req);
    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (contest_check_running (req, &contest));
    WL_TRY (check_ready (req, &contest));
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    WL_TRY (make_ranking (req, &contest, &ranking));
    store_call_lock (req, contest.call_id);
    WL_TRY (contest_check_unpublished (req, &contest, &state));
    store_ranking_put (req, &contest, &ranking);
    /* What is stored goes before it is read as people see it: a list is long. */
    wl_arena_rewind (wl_arena (req), mark);
    return store_ranking_read (req, contest.call_id, contest.stage, false, 0, out);
}

/* ---- publishing ---- */

static void
tell_application (wl_request_t *req, const store_contest_t *contest, const store_listed_t *listed)
{
    Evaluation__ApplicationRanked event = EVALUATION__APPLICATION_RANKED__INIT;

    event.application_id = listed->application_id;
    event.call_id = contest->call_id;
    event.group = listed->group;
    event.place = listed->place;
    event.points = listed->points;
    event.applicant_user_id = listed->applicant_user_id;
    event.number = listed->number;
    event.granted_grosze = listed->granted_grosze;
    wl_emit (req, listed->region, listed->application_id, &event.base);
}

/* Those who were rejected formally were told when it was decided. */
static wl_status
tell_published (wl_request_t *req, const store_contest_t *contest, const char *digest)
{
    Evaluation__RankingPublished event = EVALUATION__RANKING_PUBLISHED__INIT;
    store_listed_t *listed;
    size_t count;

    WL_TRY (store_listed (req, contest, &count, &listed));
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    for (size_t i = 0; i < count; i++) {
        tell_application (req, contest, &listed[i]);
        wl_arena_rewind (wl_arena (req), mark);
        event.recommended += listed[i].group == EVALUATION__LIST_GROUP__RECOMMENDED;
        event.on_reserve += listed[i].group == EVALUATION__LIST_GROUP__ON_RESERVE;
    }
    event.call_id = contest->call_id;
    event.inputs_digest = wl_text_copy (wl_arena (req), digest);
    wl_emit (req, "pl", contest->call_id, &event.base);
    return WL_OK;
}

static wl_status
check_same_list (wl_request_t *req, const store_ranking_state_t *state,
                 const store_ranking_t *ranking, const char *digest)
{
    if (!state->built)
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-built",
                        "Najpierw ułóż listę i ją obejrzyj.",
                        "Build the list and look at it first.");
    if (wl_text_equal (ranking->inputs_digest, digest))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "ranking-changed",
                    "To nie jest lista, którą dałyby dzisiejsze oceny: coś się zmieniło, na "
                    "przykład wycofano wniosek. Ułóż ją jeszcze raz i obejrzyj.",
                    "This is not the list that today's assessments give: something changed, such "
                    "as a withdrawal. Build it again and look at it.");
}

/* A panel looks at the list as it was built, so that waits only for what it has to say. */
static wl_status
check_panel_over (wl_request_t *req, const store_contest_t *contest)
{
    uint32_t closed, unfinished;

    if (contest->rules->panel == NULL)
        return WL_OK;
    WL_TRY (store_panel_progress (req, contest, &closed, &unfinished));
    if (unfinished > 0)
        return wl_fail (req, WL_FAILED_PRECONDITION, "panel-unfinished",
                        "Posiedzenie panelu jest zaplanowane albo trwa. Zamknij je albo odwołaj i "
                        "ułóż listę jeszcze raz.",
                        "A meeting of the panel is planned or open. Close it or call it off, and "
                        "build the list again.");
    if (closed > 0)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "panel-due",
                    "Przed ogłoszeniem listy zbiera się panel. Zaplanuj posiedzenie.",
                    "A panel meets before the list is published. Plan its meeting.");
}

/* What is published is what the rows say now; the digest proves that it is what was looked at. */
wl_status
evaluation_publish_ranking (wl_request_t *req, const Evaluation__PublishRankingRequest *in,
                            Evaluation__Ranking *out)
{
    store_contest_t contest;
    store_ranking_state_t state;
    store_ranking_t ranking;

    contest_expect_long_list (req);
    WL_TRY (contest_find (req, in->call_id, in->stage, &contest));
    WL_TRY (contest_check_running (req, &contest));
    WL_TRY (check_ready (req, &contest));
    WL_TRY (check_panel_over (req, &contest));
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    WL_TRY (make_ranking (req, &contest, &ranking));
    store_call_lock (req, contest.call_id);
    WL_TRY (contest_check_unpublished (req, &contest, &state));
    WL_TRY (check_same_list (req, &state, &ranking, in->inputs_digest));
    wl_arena_rewind (wl_arena (req), mark);
    store_ranking_publish (req, &contest);
    WL_TRY (tell_published (req, &contest, in->inputs_digest));
    wl_arena_rewind (wl_arena (req), mark);
    return store_ranking_read (req, contest.call_id, contest.stage, false, 0, out);
}

/* ---- for everybody ---- */

wl_status
evaluation_get_results (wl_request_t *req, const Evaluation__GetResultsRequest *in,
                        Evaluation__Ranking *out)
{
    wl_status status = rehearsal_check_seen (req, in->call_id);

    contest_expect_long_list (req);
    if (status == WL_OK)
        status = store_ranking_read (req, in->call_id, in->stage, true, in->version, out);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "results-not-published",
                        "Wyniki tego naboru nie są jeszcze ogłoszone.",
                        "The results of this call are not published yet.");
    return status;
}

wl_status
evaluation_get_funnel (wl_request_t *req, const Evaluation__GetFunnelRequest *in,
                       Evaluation__Funnel *out)
{
    WL_TRY (rehearsal_check_seen (req, in->call_id));
    return store_funnel (req, in->call_id, out);
}
