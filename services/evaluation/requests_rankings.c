/* Lists: building, publishing, reading; the funnel; what applicants get to see of their cards. */
#include <string.h>

#include "call_rules.h"
#include "evaluation.handlers.h"
#include "intake.contract.h"
#include "scoring.h"
#include "store_cards.h"
#include "store_rankings.h"

/* ---- which list ---- */

static wl_status
find_contest (wl_request_t *req, char *call_id, const char *stage, store_contest_t *ret)
{
    wl_status status = store_contest (req, call_id, stage, ret);

    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "no-such-call", "Nie ma takiego ogłoszonego naboru.",
                        "There is no such published call.");
    if (status == WL_OK && ret->stage == NULL)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-points",
                        "Ten nabór nie ma takiego etapu ocenianego punktami, więc nie ma listy "
                        "rankingowej.",
                        "This call has no such stage that is assessed by points, so it has no "
                        "ranking.");
    return status;
}

static wl_status
check_unpublished (wl_request_t *req, const store_contest_t *contest, store_ranking_state_t *ret)
{
    WL_TRY (store_ranking_state (req, contest, ret));
    if (!ret->published)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "already-published",
                    "Lista tego etapu jest już ogłoszona i nie można jej zmienić.",
                    "The list of this stage is published already and cannot be changed.");
}

/* ---- whether it is time ---- */

static wl_status
check_call_over (wl_request_t *req, const store_contest_t *contest)
{
    char until[64];

    if (!contest->first || wl_now (req) >= contest->submit_until)
        return WL_OK;
    wl_time_format_people (contest->submit_until, wl_locale (req), until);
    return wl_failf (req, WL_FAILED_PRECONDITION, "call-open",
                     "Nabór trwa do: %s. Ułóż listę po jego zakończeniu.",
                     "The call is open until %s. Build the list when it is over.", until);
}

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

    WL_TRY (check_call_over (req, contest));
    WL_TRY (store_progress (req, contest, &progress));
    WL_TRY (check_all_arrived (req, contest, &progress));
    return check_all_assessed (req, &progress);
}

/* ---- building ---- */

static wl_status
make_ranking (wl_request_t *req, const store_contest_t *contest, store_contestants_t *contestants,
              store_ranking_t *ret)
{
    ranking_input_t input = {
        .rules = contest->definition->ranking,
        .pool_grosze = contest->definition->pool_grosze,
    };
    char *digest = wl_arena_alloc (wl_arena (req), RANKING_DIGEST_TEXT);
    ranking_place_t *places;
    uint8_t *inputs;

    WL_TRY (store_contestants_lock (
        req, contest, call_tie_criterion (contest->definition, contest->rules), contestants));
    input.candidates = contestants->candidates;
    input.count = contestants->count;
    places = wl_arena_array (wl_arena (req), contestants->count, sizeof *places);
    *ret = (store_ranking_t){
        .contestants = contestants,
        .places = places,
        .pool_grosze = input.pool_grosze,
        .inputs_digest = digest,
    };
    ranking_order (&input, places, &ret->recommended_grosze);
    ranking_encode (wl_arena (req), &input, &inputs, &ret->inputs.length, digest);
    ret->inputs.data = inputs;
    return WL_OK;
}

wl_status
evaluation_build_ranking (wl_request_t *req, const Evaluation__BuildRankingRequest *in,
                          Evaluation__Ranking *out)
{
    store_contest_t contest;
    store_contestants_t contestants;
    store_ranking_state_t state;
    store_ranking_t ranking;

    WL_TRY (find_contest (req, in->call_id, in->stage, &contest));
    WL_TRY (check_ready (req, &contest));
    WL_TRY (make_ranking (req, &contest, &contestants, &ranking));
    store_call_lock (req, contest.call_id);
    WL_TRY (check_unpublished (req, &contest, &state));
    store_ranking_put (req, &contest, &ranking);
    return store_ranking_read (req, contest.call_id, contest.stage, false, out);
}

/* ---- publishing ---- */

static void
tell_application (wl_request_t *req, const store_contest_t *contest, const store_ranking_t *ranking,
                  const ranking_place_t *place)
{
    const store_contestants_t *contestants = ranking->contestants;
    const ranking_candidate_t *candidate = &contestants->candidates[place->candidate];
    Evaluation__ApplicationRanked event = EVALUATION__APPLICATION_RANKED__INIT;

    event.application_id = candidate->application_id;
    event.call_id = contest->call_id;
    event.group = place->group;
    event.place = place->place;
    event.points = (int32_t) candidate->points;
    event.applicant_user_id = contestants->applicant_user_ids[place->candidate];
    event.number = candidate->number;
    wl_emit (req, contestants->regions[place->candidate], candidate->application_id, &event.base);
}

static void
tell_published (wl_request_t *req, const store_contest_t *contest, const store_ranking_t *ranking)
{
    Evaluation__RankingPublished event = EVALUATION__RANKING_PUBLISHED__INIT;

    for (size_t i = 0; i < ranking->contestants->count; i++) {
        const ranking_place_t *place = &ranking->places[i];
        if (place->group == EVALUATION__LIST_GROUP__REJECTED_FORMALLY)
            continue; /* they were told when it was decided */
        tell_application (req, contest, ranking, place);
        if (place->group == EVALUATION__LIST_GROUP__RECOMMENDED)
            event.recommended++;
        if (place->group == EVALUATION__LIST_GROUP__ON_RESERVE)
            event.on_reserve++;
    }
    event.call_id = contest->call_id;
    event.inputs_digest = wl_text_copy (wl_arena (req), ranking->inputs_digest);
    wl_emit (req, "pl", contest->call_id, &event.base);
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

/* What is published is what the rows say now; the digest proves that it is what was looked at. */
wl_status
evaluation_publish_ranking (wl_request_t *req, const Evaluation__PublishRankingRequest *in,
                            Evaluation__Ranking *out)
{
    store_contest_t contest;
    store_contestants_t contestants;
    store_ranking_state_t state;
    store_ranking_t ranking;

    WL_TRY (find_contest (req, in->call_id, in->stage, &contest));
    WL_TRY (check_ready (req, &contest));
    WL_TRY (make_ranking (req, &contest, &contestants, &ranking));
    store_call_lock (req, contest.call_id);
    WL_TRY (check_unpublished (req, &contest, &state));
    WL_TRY (check_same_list (req, &state, &ranking, in->inputs_digest));
    store_ranking_publish (req, &contest);
    tell_published (req, &contest, &ranking);
    return store_ranking_read (req, contest.call_id, contest.stage, false, out);
}

/* ---- for everybody ---- */

wl_status
evaluation_get_results (wl_request_t *req, const Evaluation__GetResultsRequest *in,
                        Evaluation__Ranking *out)
{
    wl_status status = store_ranking_read (req, in->call_id, in->stage, true, out);

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
    return store_funnel (req, in->call_id, out);
}
