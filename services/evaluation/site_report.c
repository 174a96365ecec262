#include "site_report.h"

#include <string.h>

#include "consolidation.h"
#include "evaluation.contract.h"
#include "site.h"
#include "store_appeals.h"
#include "store_second_opinions.h"
#include "store_sites.h"

enum { BATCH_EVENTS = 100, BATCH_BYTES = 128 * 1024 };

static const wl_time_t LOOK = 250 * WL_MILLISECOND;
static const wl_time_t SIGN_OF_LIFE = 5 * WL_SECOND;
static const wl_time_t LINE_IS_CUT = 5 * WL_SECOND;

WL_SQL (try_report, "select pg_try_advisory_lock (hashtextextended ('report', 0))");

/* ---- what goes beside an event ---- */

static Evaluation__SiteAssessment *
assessment_new (wl_request_t *req, const store_dossier_t *dossier)
{
    Evaluation__SiteAssessment *assessment = wl_arena_alloc (wl_arena (req), sizeof *assessment);

    evaluation__site_assessment__init (assessment);
    assessment->application_id = dossier->application_id;
    assessment->stage = dossier->stage;
    return assessment;
}

static Evaluation__SiteCriterion *
criterion_new (wl_request_t *req, const Evaluation__ConsolidatedCriterion *from)
{
    Evaluation__SiteCriterion *criterion = wl_arena_alloc (wl_arena (req), sizeof *criterion);

    evaluation__site_criterion__init (criterion);
    criterion->criterion = from->criterion;
    criterion->points = from->points;
    criterion->reasons = from->reasons;
    criterion->n_reasons = from->n_reasons;
    criterion->consensus = from->consensus;
    return criterion;
}

/* As it is now: of an event that is old the later ones tell more. WL_INVALID_ARGUMENT when its
 * round is not decided any more, because a card was changed. */
static wl_status
describe_points (wl_request_t *req, const Evaluation__ApplicationReported *told,
                 Evaluation__SiteAssessment **ret)
{
    Evaluation__ConsolidatedCard card = EVALUATION__CONSOLIDATED_CARD__INIT;
    Evaluation__SiteAssessment *assessment;
    store_dossier_t dossier;

    WL_TRY (store_dossier_facts (req, told->application_id, told->stage, &dossier));
    WL_TRY (consolidation_of (req, &dossier, told->round, &card));
    assessment = assessment_new (req, &dossier);
    assessment->cards = card.cards;
    assessment->third = told->third;
    assessment->round = told->round;
    assessment->minority_views = card.minority_views;
    assessment->n_minority_views = card.n_minority_views;
    assessment->n_criteria = card.n_criteria;
    assessment->criteria =
        wl_arena_array (wl_arena (req), card.n_criteria, sizeof *assessment->criteria);
    for (size_t i = 0; i < card.n_criteria; i++)
        assessment->criteria[i] = criterion_new (req, card.criteria[i]);
    *ret = assessment;
    return WL_OK;
}

static wl_status
describe_formal_check (wl_request_t *req, const Evaluation__FormalCheckDecided *told,
                       Evaluation__SiteAssessment **ret)
{
    Evaluation__SiteAssessment *assessment;
    Evaluation__FormalCheck *check;
    store_dossier_t dossier;

    if (told->passed)
        return WL_OK;
    WL_TRY (store_dossier_facts (req, told->application_id, told->stage, &dossier));
    WL_TRY (store_find_formal_check (req, &dossier, &check));
    assessment = assessment_new (req, &dossier);
    assessment->failed_items =
        wl_arena_array (wl_arena (req), check->n_items, sizeof *assessment->failed_items);
    for (size_t i = 0; i < check->n_items; i++) {
        Evaluation__SiteFailedItem *item = wl_arena_alloc (wl_arena (req), sizeof *item);
        if (check->items[i]->answer != EVALUATION__FORMAL_ANSWER__NO)
            continue;
        evaluation__site_failed_item__init (item);
        item->item = check->items[i]->item;
        item->reason = check->items[i]->reason;
        assessment->failed_items[assessment->n_failed_items++] = item;
    }
    *ret = assessment;
    return WL_OK;
}

/* Nothing where there is nothing to say, or not any more. */
static wl_status
describe (wl_request_t *req, const wl_event_t *event, Evaluation__SiteAssessment **ret)
{
    const ProtobufCMessageDescriptor *points = &evaluation__application_reported__descriptor;
    const ProtobufCMessageDescriptor *formal = &evaluation__formal_check_decided__descriptor;
    bool is_points = wl_text_equal (event->type, points->name);
    ProtobufCMessage *body;
    wl_status status;

    if (!is_points && !wl_text_equal (event->type, formal->name))
        return WL_OK;
    WL_TRY (wl_message_unpack (wl_arena (req), is_points ? points : formal, event->payload.data,
                               event->payload.length, &body));
    status = is_points
                 ? describe_points (req, (const Evaluation__ApplicationReported *) body, ret)
                 : describe_formal_check (req, (const Evaluation__FormalCheckDecided *) body, ret);
    return status == WL_NOT_FOUND || status == WL_INVALID_ARGUMENT ? WL_OK : status;
}

/* As they were put down when the list was closed, or closed anew since. */
static wl_status
describe_bridges (wl_request_t *req, const wl_event_t *from, Evaluation__SiteEvent *event)
{
    const ProtobufCMessageDescriptor *type = &evaluation__region_list_closed__descriptor;
    const Evaluation__RegionListClosed *closed;
    ProtobufCMessage *body;

    if (!wl_text_equal (from->type, type->name))
        return WL_OK;
    WL_TRY (
        wl_message_unpack (wl_arena (req), type, from->payload.data, from->payload.length, &body));
    closed = (const Evaluation__RegionListClosed *) body;
    return store_site_bridges (req, closed->call_id, closed->stage, site_here (req)->region,
                               &event->n_bridges, &event->bridges);
}

static wl_status
describe_appeal (wl_request_t *req, const wl_event_t *from, Evaluation__SiteEvent *event)
{
    const ProtobufCMessageDescriptor *type = &evaluation__appeal_decided__descriptor;
    Evaluation__Appeal appeal = EVALUATION__APPEAL__INIT;
    const Evaluation__AppealDecided *decided;
    ProtobufCMessage *body;

    if (!wl_text_equal (from->type, type->name))
        return WL_OK;
    WL_TRY (
        wl_message_unpack (wl_arena (req), type, from->payload.data, from->payload.length, &body));
    decided = (const Evaluation__AppealDecided *) body;
    WL_TRY (store_appeal (req, decided->application_id, decided->stage, decided->kind, &appeal));
    event->appeal_reason = appeal.decision_reason;
    return WL_OK;
}

static wl_status
event_new (wl_request_t *req, const wl_event_t *from, Evaluation__SiteEvent **ret)
{
    Evaluation__SiteEvent *event = wl_arena_alloc (wl_arena (req), sizeof *event);

    evaluation__site_event__init (event);
    event->sequence = from->sequence;
    event->type = wl_text_copy (wl_arena (req), from->type);
    event->aggregate = wl_text_copy (wl_arena (req), from->aggregate);
    event->at = from->at;
    event->trace = wl_text_copy (wl_arena (req), from->trace);
    event->payload.data = (uint8_t *) (uintptr_t) from->payload.data;
    event->payload.len = from->payload.length;
    event->hash.data = (uint8_t *) (uintptr_t) from->hash;
    event->hash.len = WL_EVENT_HASH;
    *ret = event;
    WL_TRY (describe_bridges (req, from, event));
    WL_TRY (describe_appeal (req, from, event));
    return describe (req, from, &event->assessment);
}

/* ---- telling ---- */

static wl_status
make_report (wl_request_t *req, const store_report_position_t *position, const wl_event_t *events,
             size_t count, Evaluation__SiteReport *ret)
{
    ret->region = wl_text_copy (wl_arena (req), site_here (req)->region);
    ret->after = position->taken;
    ret->head = position->head;
    ret->heard = position->heard;
    ret->clock_difference = position->clock_difference;
    ret->round_trip = position->round_trip;
    ret->events = wl_arena_array (wl_arena (req), count, sizeof *ret->events);
    for (size_t i = 0; i < count; i++)
        WL_TRY (event_new (req, &events[i], &ret->events[ret->n_events++]));
    return WL_OK;
}

/* The centre says where it stands. It may have lost its last hours (a restored backup) and is told
 * again; what it has must be what we told. */
static wl_status
check_taken (wl_request_t *req, const Evaluation__SiteReportTaken *taken)
{
    wl_event_t *last;
    size_t count;

    if (taken->taken == 0)
        return WL_OK;
    WL_TRY (wl_event_read (wl_db (req), "evaluation", SITE_STREAM, taken->taken - 1, 1, BATCH_BYTES,
                           &last, &count));
    if (count == 1 && taken->taken_hash.len == WL_EVENT_HASH &&
        memcmp (last->hash, taken->taken_hash.data, WL_EVENT_HASH) == 0)
        return WL_OK;
    wl_log (WL_LOG_ERROR, NULL, "the centre holds another report than this site told",
            WL_LOG_NUMBER ("sequence", (int64_t) taken->taken));
    return WL_DATA_LOSS;
}

static wl_status
tell (wl_request_t *req, const Evaluation__SiteReport *report, store_report_position_t *position)
{
    wl_time_t asked = wl_clock_now (&wl_clock_system), began = wl_monotonic ();
    ProtobufCMessage *answer;
    const Evaluation__SiteReportTaken *taken;

    WL_TRY (wl_call_at (req, WL_TARGET_CENTRE, wl_contract_method ("evaluation", "TakeSiteReport"),
                        &report->base, &answer));
    taken = (const Evaluation__SiteReportTaken *) answer;
    position->round_trip = wl_monotonic () - began;
    position->clock_difference = taken->centre_time - (asked + position->round_trip / 2);
    position->contact_at = asked;
    WL_TRY (check_taken (req, taken));
    position->taken = taken->taken;
    wl_db_rollback (wl_db (req));
    return store_report_position_put (req, position);
}

static wl_status
leads (wl_request_t *req, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &try_report, &rows));
    *ret = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

/* A clock that was set back has contacts that are still to come: they were before. */
static bool
was_just_now (wl_time_t contact_at)
{
    wl_time_t ago = wl_clock_now (&wl_clock_system) - contact_at;

    return ago >= 0 && ago < SIGN_OF_LIFE;
}

wl_status
report_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause)
{
    Evaluation__SiteReport report = EVALUATION__SITE_REPORT__INIT;
    store_report_position_t position;
    wl_event_t *events;
    wl_status status;
    size_t count;
    bool leading;

    (void) thread;
    *ret_pause = LOOK;
    WL_TRY (leads (req, &leading));
    if (!leading)
        return WL_OK;
    WL_TRY (store_report_position (req, site_here (req)->region, &position));
    WL_TRY (wl_event_read (wl_db (req), "evaluation", SITE_STREAM, position.taken, BATCH_EVENTS,
                           BATCH_BYTES, &events, &count));
    if (count == 0 && was_just_now (position.contact_at))
        return WL_OK;
    WL_TRY (make_report (req, &position, events, count, &report));
    wl_db_rollback (wl_db (req));
    status = tell (req, &report, &position);
    /* Nothing unusual, for minutes or days. The centre's own refusals are. */
    if (wl_text_empty (wl_request_error (req)->reason) &&
        (status == WL_UNAVAILABLE || status == WL_DEADLINE_EXCEEDED)) {
        *ret_pause = LINE_IS_CUT;
        return WL_OK;
    }
    WL_TRY (status);
    if (position.taken < position.head)
        *ret_pause = 0;
    return WL_OK;
}
