#include "events.h"

#include "amendments.h"
#include "call_rules.h"
#include "intake.contract.h"
#include "site.h"
#include "store_amendments.h"
#include "store_assignment.h"
#include "store_calls.h"
#include "store_dossiers.h"
#include "store_sites.h"

/* ---- calls ---- */

static wl_status
fetch_call (wl_request_t *req, char *call_id)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;

    ask.call_id = call_id;
    WL_TRY (intake_call_get_call (req, &ask, &call));
    if (call->definition == NULL)
        return WL_DATA_LOSS;
    return store_call_put (req, call_id, call->definition, wl_timestamp_time (call->published_at));
}

wl_status
on_call_published (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallPublished *body = event->body;

    return fetch_call (req, body->call_id);
}

/* A new version reads every answer to an earlier one, so the newest is all that cards need. */
wl_status
on_form_revised (wl_request_t *req, const wl_event_t *event)
{
    const Intake__FormRevised *body = event->body;

    return fetch_call (req, body->call_id);
}

wl_status
on_call_extended (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallExtended *body = event->body;

    store_call_extend (req, body->call_id, body->submit_until);
    return WL_OK;
}

/* Calls and applications come in different streams, so an application may be here first. */
static wl_status
find_stage (wl_request_t *req, char *call_id, const char *stage, store_stage_t *ret)
{
    wl_status status = store_stage (req, call_id, stage, ret);

    if (status != WL_NOT_FOUND)
        return status;
    WL_TRY (fetch_call (req, call_id));
    return store_stage (req, call_id, stage, ret);
}

/* ---- applications ---- */

static char *
open_title (wl_request_t *req, const store_stage_t *stage, const Intake__Submission *submission)
{
    return stage->title_hidden ? wl_text_copy (wl_arena (req), "") : submission->title;
}

static void
keep_knowledge (wl_request_t *req, const store_submission_t *row, const Wlacznik__Stage *rules)
{
    knowledge_t knowledge = knowledge_of (wl_arena (req), rules, row->answers);
    conflict_keys_t keys = conflict_keys_of_applicant (wl_arena (req), row->applicant);

    store_knowledge_put (req, row->application_id, row->stage, &knowledge, &keys);
}

static void
keep_submission (wl_request_t *req, const Intake__ApplicationSubmitted *body,
                 const store_stage_t *stage, const Intake__Submission *submission,
                 site_place_t place)
{
    bool at_site = place == SITE_AT_REGION;
    static const Wlacznik__Applicant nobody = WLACZNIK__APPLICANT__INIT;
    static const Wlacznik__Answers nothing = WLACZNIK__ANSWERS__INIT;
    store_submission_t row = {
        .application_id = body->application_id,
        .stage = body->stage,
        .call_id = body->call_id,
        .region = submission->region,
        .number = body->number,
        .applicant_user_id = body->applicant_user_id,
        .title = submission->title,
        .open_title = open_title (req, stage, submission),
        .public_name =
            call_public_name (wl_arena (req), stage->names_persons, submission->applicant),
        .digest = submission->digest,
        .topic = call_topic (wl_arena (req), stage->topic_field, submission->answers),
        .state = at_site ? EVALUATION__DOSSIER_STATE__AT_SITE : call_first_state (stage->rules),
        .at_site = at_site,
        .applicant_type = body->applicant_type,
        .amount_grosze = body->amount_grosze,
        .submitted_at = body->submitted_at,
        /* What a site works with, the centre's evaluation has no use for. */
        .applicant = at_site || submission->applicant == NULL ? &nobody : submission->applicant,
        .answers = at_site || submission->answers == NULL ? &nothing : submission->answers,
    };

    store_submission_put (req, &row);
    if (!at_site)
        keep_knowledge (req, &row, stage->rules);
    store_authors_put (req, body->application_id, body->coauthor_user_ids,
                       body->n_coauthor_user_ids);
}

/* ---- where a region is evaluated ---- */

static wl_status
find_place (wl_request_t *req, const char *call_id, const char *region, site_place_t *ret)
{
    const site_t *site = site_here (req);
    wl_time_t published, joined, revoked;

    WL_TRY (store_call_published (req, call_id, &published));
    if (site != NULL) {
        *ret = site_place_at_site (site->region, site->since, region, published);
        return WL_OK;
    }
    WL_TRY (store_site_times (req, region, &joined, &revoked));
    *ret = site_place_at_centre (published, joined, revoked);
    return WL_OK;
}

wl_status
on_application_submitted (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationSubmitted *body = event->body;
    Intake__GetSubmissionRequest ask = INTAKE__GET_SUBMISSION_REQUEST__INIT;
    Intake__Submission *submission;
    store_stage_t stage;
    site_place_t place;

    WL_TRY (find_stage (req, body->call_id, body->stage, &stage));
    WL_TRY (find_place (req, body->call_id, event->region, &place));
    if (place == SITE_ELSEWHERE)
        return WL_OK;
    ask.application_id = body->application_id;
    ask.stage = body->stage;
    WL_TRY (intake_call_get_submission (req, &ask, &submission));
    keep_submission (req, body, &stage, submission, place);
    return WL_OK;
}

wl_status
on_coauthor_joined (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CoauthorJoined *body = event->body;

    store_authors_put (req, body->application_id, &body->user_id, 1);
    return WL_OK;
}

/* Who led it goes on writing it. */
wl_status
on_ownership_transferred (wl_request_t *req, const wl_event_t *event)
{
    const Intake__OwnershipTransferred *body = event->body;

    store_dossiers_hand_over (req, body->application_id, body->to_user_id);
    store_authors_put (req, body->application_id, &body->from_user_id, 1);
    return WL_OK;
}

wl_status
on_application_withdrawn (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationWithdrawn *body = event->body;
    store_listing_t listing;
    wl_status status = store_listing (req, body->application_id, &listing);

    if (status == WL_NOT_FOUND) {
        store_withdraw (req, body->application_id);
        return WL_OK;
    }
    WL_TRY (status);
    /* The whole list is held first: others may change it at this moment. */
    store_list_lock (req, listing.call_id, listing.stage);
    store_withdraw (req, body->application_id);
    return amendment_after_loss (req, listing.call_id, listing.stage, "withdrawal");
}

/* ---- at a site: what the centre tells ---- */

wl_status
on_centre_ranked (wl_request_t *req, const wl_event_t *event)
{
    store_site_ranked (req, event->body);
    return WL_OK;
}
