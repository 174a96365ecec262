#include "amendments.h"

#include <stdlib.h>
#include <string.h>

#include "call_rules.h"
#include "ranking.h"
#include "store_amendments.h"
#include "store_panels.h"
#include "store_rankings.h"

/* What a version says of a candidate, as far as two of them can differ. */
typedef struct outcome {
    Evaluation__ListGroup group;
    uint32_t place;
    int64_t points;
    int64_t granted_grosze;
} outcome_t;

typedef struct amendment {
    wl_request_t *req;
    const store_contest_t *contest;
    store_standing_t *standings; /* by application id, as the candidates are */
    size_t standing_count;
    outcome_t *before; /* by candidate */
    store_ranking_t after;
} amendment_t;

/* ---- the new inputs ---- */

static int
compare_fresh (const void *id, const void *fresh)
{
    return strcmp (id, (*(Evaluation__RankingCandidate *const *) fresh)->application_id);
}

static int
compare_standing (const void *id, const void *standing)
{
    return strcmp (id, ((const store_standing_t *) standing)->application_id);
}

static const store_standing_t *
find_standing (const amendment_t *self, const char *id)
{
    if (self->standing_count == 0)
        return NULL;
    return bsearch (id, self->standings, self->standing_count, sizeof *self->standings,
                    compare_standing);
}

/* Who was assessed since the last version comes with new points; all others as they were. */
static Evaluation__RankingCandidate *
candidate_now (const amendment_t *self, const Evaluation__RankingCandidate *recorded,
               Evaluation__RankingCandidate *const *fresh, size_t fresh_count)
{
    Evaluation__RankingCandidate *candidate =
        wl_arena_alloc (wl_arena (self->req), sizeof *candidate);
    Evaluation__RankingCandidate *const *assessed =
        fresh_count == 0 ? NULL
                         : bsearch (recorded->application_id, fresh, fresh_count, sizeof (void *),
                                    compare_fresh);
    const store_standing_t *standing = find_standing (self, recorded->application_id);

    *candidate = assessed != NULL && !(*assessed)->rejected ? **assessed : *recorded;
    candidate->held = false;
    candidate->held_grosze = 0;
    candidate->gave_up = false;
    if (standing == NULL)
        return candidate;
    candidate->gave_up = standing->gave_up;
    candidate->held = !standing->gave_up && standing->group == EVALUATION__LIST_GROUP__RECOMMENDED;
    if (candidate->held)
        candidate->held_grosze = standing->granted_grosze;
    return candidate;
}

static outcome_t
outcome_of (const ranking_place_t *place)
{
    return (outcome_t){ place->group, place->place, place->points, place->granted_grosze };
}

/* The list itself goes at once: two that are long do not fit beside each other. */
static void
read_before (amendment_t *self, const store_record_t *record)
{
    wl_arena_t *arena = wl_arena (self->req);
    ranking_list_t list;

    self->before = wl_arena_array (arena, record->inputs->n_candidates, sizeof *self->before);
    wl_arena_mark_t mark = wl_arena_mark (arena);
    ranking_compute (arena, record->inputs, &list);
    for (size_t i = 0; i < list.count; i++)
        self->before[list.places[i].candidate] = outcome_of (&list.places[i]);
    wl_arena_rewind (arena, mark);
}

static wl_status
read_inputs (amendment_t *self, const store_record_t *record)
{
    Evaluation__RankingInputs *inputs = &self->after.inputs;
    Evaluation__RankingCandidate **fresh;
    size_t fresh_count;

    *inputs = *record->inputs;
    WL_TRY (store_candidates_lock (self->req, self->contest, &fresh_count, &fresh));
    WL_TRY (store_standings (self->req, self->contest, &self->standing_count, &self->standings));
    WL_TRY (store_panel_moves (self->req, self->contest, &inputs->n_moves, &inputs->moves));
    inputs->candidates =
        wl_arena_array (wl_arena (self->req), inputs->n_candidates, sizeof *inputs->candidates);
    for (size_t i = 0; i < inputs->n_candidates; i++)
        inputs->candidates[i] =
            candidate_now (self, record->inputs->candidates[i], fresh, fresh_count);
    return WL_OK;
}

/* ---- the difference ---- */

typedef enum difference {
    SAME,
    MOVED,   /* another place, and nothing else */
    CHANGED, /* another group, other points or another grant */
} difference_t;

/* Both lists have the same candidates in the same order of inputs. */
static difference_t
compare_places (const outcome_t *before, const ranking_place_t *after)
{
    if (before->group != after->group || before->points != after->points ||
        before->granted_grosze != after->granted_grosze)
        return CHANGED;
    return before->place == after->place ? SAME : MOVED;
}

static bool
differs (const amendment_t *self)
{
    for (size_t i = 0; i < self->after.list.count; i++) {
        const ranking_place_t *after = &self->after.list.places[i];
        if (compare_places (&self->before[after->candidate], after) != SAME)
            return true;
    }
    return false;
}

/* ---- telling ---- */

static void
tell_group (const amendment_t *self, const store_standing_t *standing, const ranking_place_t *place,
            const Evaluation__RankingCandidate *candidate)
{
    Evaluation__ApplicationRanked event = EVALUATION__APPLICATION_RANKED__INIT;

    event.application_id = standing->application_id;
    event.call_id = self->contest->call_id;
    event.group = place->group;
    event.place = place->place;
    event.points = (int32_t) candidate->points;
    event.applicant_user_id = standing->applicant_user_id;
    event.number = standing->number;
    event.granted_grosze = place->granted_grosze;
    wl_emit (self->req, standing->region, standing->application_id, &event.base);
}

static void
offer_place (const amendment_t *self, const store_standing_t *standing,
             const ranking_place_t *place)
{
    const Wlacznik__RankingRules *rules = self->contest->definition->ranking;
    wl_time_t until =
        call_term_end (wl_now (self->req), rules->acceptance_days, rules->acceptance_kind);
    Evaluation__Offer offer = EVALUATION__OFFER__INIT;
    Evaluation__OfferMade event = EVALUATION__OFFER_MADE__INIT;

    offer.application_id = event.application_id = standing->application_id;
    offer.call_id = event.call_id = self->contest->call_id;
    offer.grosze = event.grosze = place->granted_grosze;
    offer.offered_at = wl_timestamp (wl_arena (self->req), wl_now (self->req));
    offer.accept_until = event.accept_until = wl_timestamp (wl_arena (self->req), until);
    event.applicant_user_id = standing->applicant_user_id;
    event.number = standing->number;
    store_offer_put (self->req, &offer, self->contest->stage);
    wl_timer_set (self->req, "offer-due", standing->application_id, until, NULL);
    wl_emit (self->req, standing->region, standing->application_id, &event.base);
}

/* Who only moved to another place reads that in the public difference; a letter would say nothing.
 */
static wl_status
tell_changes (const amendment_t *self)
{
    bool offers = self->contest->definition->ranking->acceptance_days > 0;

    for (size_t i = 0; i < self->after.list.count; i++) {
        const ranking_place_t *after = &self->after.list.places[i];
        const outcome_t *before = &self->before[after->candidate];
        const Evaluation__RankingCandidate *candidate =
            self->after.inputs.candidates[after->candidate];
        const store_standing_t *standing = find_standing (self, candidate->application_id);
        if (compare_places (before, after) != CHANGED)
            continue;
        if (standing == NULL)
            return WL_DATA_LOSS; /* a list knows nobody who is not on it */
        if (offers && after->group == EVALUATION__LIST_GROUP__RECOMMENDED && !candidate->held)
            offer_place (self, standing, after);
        else
            tell_group (self, standing, after, candidate);
    }
    return WL_OK;
}

static void
tell_version (const amendment_t *self)
{
    Evaluation__RankingAmended event = EVALUATION__RANKING_AMENDED__INIT;

    event.call_id = self->contest->call_id;
    event.stage = self->contest->stage;
    event.version = self->after.version;
    event.amended_for = wl_text_copy (wl_arena (self->req), self->after.amended_for);
    event.inputs_digest = wl_text_copy (wl_arena (self->req), self->after.inputs_digest);
    wl_emit (self->req, "pl", self->contest->call_id, &event.base);
}

/* ---- the whole ---- */

wl_status
amendment_make (wl_request_t *req, const store_contest_t *contest, const char *why)
{
    amendment_t self = { .req = req, .contest = contest };
    char *digest = wl_arena_alloc (wl_arena (req), RANKING_DIGEST_TEXT);
    store_record_t record;
    uint8_t *bytes;

    store_list_lock (req, contest->call_id, contest->stage);
    store_call_lock (req, contest->call_id);
    WL_TRY (store_ranking_inputs (req, contest, true, 0, &record));
    read_before (&self, &record);
    WL_TRY (read_inputs (&self, &record));
    ranking_record (wl_arena (req), &self.after.inputs, &bytes, &self.after.record.length, digest);
    self.after.record.data = bytes;
    self.after.inputs_digest = digest;
    self.after.version = record.version + 1;
    self.after.amended_for = why;
    ranking_compute (wl_arena (req), &self.after.inputs, &self.after.list);
    if (!differs (&self))
        return WL_OK;
    store_ranking_amend (req, contest, &self.after);
    WL_TRY (tell_changes (&self));
    tell_version (&self);
    return WL_OK;
}

wl_status
amendment_after_loss (wl_request_t *req, char *call_id, const char *stage, const char *why)
{
    store_contest_t contest;
    wl_status status;

    WL_TRY (store_contest (req, call_id, stage, &contest));
    /* What becomes free while the call stands still moves the list when it goes on. */
    if (contest.call_state != INTAKE__CALL_STATE__CALL_PUBLISHED)
        return WL_OK;
    if (contest.stage == NULL || contest.definition->ranking == NULL ||
        contest.definition->ranking->acceptance_days == 0)
        return WL_OK;
    status = amendment_make (req, &contest, why);
    return status == WL_NOT_FOUND ? WL_OK : status;
}
