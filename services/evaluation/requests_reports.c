/* What partner regions' sites tell the centre: who may, in what order, and what comes of it.
 *
 * A report is taken whole or not at all, with its place in the site's stream in the same
 * transaction; so what is sent twice, by a bad line or a bad will, has no second effect. */
#include <string.h>

#include "call_rules.h"
#include "evaluation.handlers.h"
#include "formal_check.h"
#include "site.h"
#include "store_appeals.h"
#include "store_second_opinions.h"
#include "store_sites.h"

typedef struct taking {
    wl_request_t *req;
    const Evaluation__SiteReport *report;
    const Evaluation__SiteEvent *event;
    store_site_t site;
} taking_t;

/* ---- refusing ---- */

/* Counted by why: an operator wants to see who tries. */
static wl_status
refuse (wl_request_t *req, wl_status status, const char *why)
{
    const site_t *site = site_state (req);

    if (site != NULL)
        wl_counter_add (
            wl_metrics_counter (site->metrics, "wlacznik_sites_refused_total",
                                "Requests of partners' sites that their keys do not open",
                                wl_text_printf (wl_arena (req), "why=\"%s\"", why)),
            1);
    wl_log (WL_LOG_WARN, NULL, "a site's report is refused", WL_LOG_TEXT ("why", why));
    return wl_fail (req, status, why, "Centrala odrzuciła raport regionu.",
                    "The centre refused the region's report.");
}

static wl_status
check_speaker (taking_t *self)
{
    wl_request_t *req = self->req;
    const char *key = wl_caller_key (req);
    wl_status status;

    if (!wl_may_region (req, self->report->region))
        return refuse (req, WL_PERMISSION_DENIED, "other-region");
    status = store_site_lock (req, self->report->region, &self->site);
    if (status == WL_NOT_FOUND)
        return refuse (req, WL_PERMISSION_DENIED, "no-site");
    WL_TRY (status);
    /* On ipc there is no key: whoever may open the socket is the house itself. */
    if (self->site.revoked || (!wl_text_empty (key) && !wl_text_equal (key, self->site.key)))
        return refuse (req, WL_PERMISSION_DENIED, "other-key");
    return WL_OK;
}

/* Each entry hashes the one before it, so nobody can put in, leave out or change one. */
static wl_status
check_chain (taking_t *self)
{
    const Evaluation__SiteEvent *told = self->event;
    wl_event_t event = { .source = "evaluation",
                         .region = SITE_STREAM,
                         .sequence = told->sequence,
                         .type = told->type,
                         .aggregate = told->aggregate,
                         .at = told->at,
                         .trace = told->trace,
                         .payload = { told->payload.data, told->payload.len } };
    uint8_t expected[WL_EVENT_HASH];

    wl_event_hash (self->site.taken_hash, &event, expected);
    if (told->sequence != self->site.taken + 1 || told->hash.len != WL_EVENT_HASH ||
        memcmp (expected, told->hash.data, WL_EVENT_HASH) != 0)
        return refuse (self->req, WL_DATA_LOSS, "broken-chain");
    self->site.taken = told->sequence;
    memcpy (self->site.taken_hash, expected, WL_EVENT_HASH);
    return WL_OK;
}

/* ---- what each event does ---- */

/* The application, held. What of it the site repeats is not believed but taken from here. */
static wl_status
find_application (taking_t *self, const char *application_id, const char *stage,
                  store_dossier_t *ret)
{
    wl_status status =
        store_site_dossier_lock (self->req, application_id, stage, self->report->region, ret);

    if (status != WL_NOT_FOUND)
        return status;
    /* It may be that intake's event has not come here yet, so the site asks again; it may be
     * another region's, and then it asks for ever and is counted. */
    return refuse (self->req, WL_UNAVAILABLE, "no-such-application");
}

static void
emit_to (taking_t *self, const char *stream, const ProtobufCMessage *event)
{
    wl_event_t told = { .region = stream,
                        .type = event->descriptor->name,
                        .aggregate = self->event->aggregate,
                        .at = self->event->at,
                        .trace = self->event->trace };
    uint8_t *bytes;

    wl_message_pack (wl_arena (self->req), event, &bytes, &told.payload.length);
    told.payload.data = bytes;
    wl_emit_told (self->req, &told);
}

static void
emit (taking_t *self, const ProtobufCMessage *event)
{
    emit_to (self, self->report->region, event);
}

static const char *
reason_of (const Evaluation__SiteAssessment *assessment, const char *item)
{
    for (size_t i = 0; assessment != NULL && i < assessment->n_failed_items; i++)
        if (wl_text_equal (assessment->failed_items[i]->item, item))
            return assessment->failed_items[i]->reason;
    return "";
}

static Evaluation__FormalCheck *
formal_check (taking_t *self, const Evaluation__FormalCheckDecided *decided)
{
    wl_arena_t *arena = wl_arena (self->req);
    Evaluation__FormalCheck *check = wl_arena_alloc (arena, sizeof *check);

    evaluation__formal_check__init (check);
    check->passed = decided->passed;
    check->decided_at = wl_timestamp (arena, self->event->at);
    check->appeal_until = decided->appeal_until;
    check->n_items = decided->n_failed_items;
    check->items = wl_arena_array (arena, check->n_items, sizeof *check->items);
    for (size_t i = 0; i < check->n_items; i++) {
        check->items[i] = wl_arena_alloc (arena, sizeof **check->items);
        evaluation__formal_item_answer__init (check->items[i]);
        check->items[i]->item = decided->failed_items[i];
        check->items[i]->answer = EVALUATION__FORMAL_ANSWER__NO;
        check->items[i]->reason =
            wl_text_copy (arena, reason_of (self->event->assessment, decided->failed_items[i]));
    }
    return check;
}

static wl_status
take_formal_check (taking_t *self, void *body)
{
    Evaluation__FormalCheckDecided *decided = body;
    Evaluation__FormalCheck *check = formal_check (self, decided);
    store_dossier_t dossier;

    WL_TRY (find_application (self, decided->application_id, decided->stage, &dossier));
    /* The card of a rejection that an appeal reversed stays as it is. */
    if (dossier.state == EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED && decided->passed)
        store_site_reversed (self->req, &dossier);
    else
        store_site_formal (self->req, &dossier, check,
                           formal_check_public_reason (wl_arena (self->req), dossier.rules,
                                                       check->items, check->n_items));
    decided->call_id = dossier.call_id;
    decided->applicant_user_id = dossier.applicant_user_id;
    decided->number = dossier.number;
    emit (self, &decided->base);
    return WL_OK;
}

static wl_status
take_points (taking_t *self, void *body)
{
    const Evaluation__ApplicationReported *told = body;
    Evaluation__SiteAssessment *assessment = self->event->assessment;
    Evaluation__ApplicationAssessed event = EVALUATION__APPLICATION_ASSESSED__INIT;
    store_dossier_t dossier;
    bool took;

    WL_TRY (find_application (self, told->application_id, told->stage, &dossier));
    if (dossier.rules->merit_card == NULL ||
        told->n_criterion_points != dossier.rules->merit_card->n_criteria)
        return refuse (self->req, WL_INVALID_ARGUMENT, "other-criteria");
    WL_TRY (store_site_points (self->req, &dossier, told, &took));
    if (!took)
        return WL_OK;
    if (assessment != NULL) {
        assessment->application_id = dossier.application_id;
        assessment->stage = dossier.stage;
        store_site_assessment_put (self->req, assessment);
    }
    event.application_id = dossier.application_id;
    event.points = told->points;
    event.passed = told->passed;
    emit (self, &event.base);
    return WL_OK;
}

static wl_status
take_decision (taking_t *self, void *body)
{
    Evaluation__StageDecided *decided = body;
    store_dossier_t dossier;

    WL_TRY (find_application (self, decided->application_id, decided->stage, &dossier));
    store_site_decision (self->req, &dossier, decided->outcome);
    decided->call_id = dossier.call_id;
    decided->applicant_user_id = dossier.applicant_user_id;
    decided->number = dossier.number;
    decided->last_stage = dossier.last_stage;
    emit (self, &decided->base);
    return WL_OK;
}

static wl_status
take_appeal (taking_t *self, void *body)
{
    Evaluation__AppealDecided *decided = body;
    Evaluation__Appeal appeal = EVALUATION__APPEAL__INIT;
    store_dossier_t dossier;
    wl_status status;

    WL_TRY (find_application (self, decided->application_id, decided->stage, &dossier));
    status = store_appeal_lock (self->req, &dossier, decided->kind, &appeal);
    if (status == WL_NOT_FOUND)
        return refuse (self->req, WL_UNAVAILABLE, "no-such-appeal");
    WL_TRY (status);
    appeal.state = decided->upheld ? EVALUATION__APPEAL_STATE__APPEAL_UPHELD
                                   : EVALUATION__APPEAL_STATE__APPEAL_REJECTED;
    appeal.decision_reason = self->event->appeal_reason;
    appeal.decided_at = wl_timestamp (wl_arena (self->req), self->event->at);
    store_appeal_decide (self->req, &appeal);
    decided->call_id = dossier.call_id;
    decided->applicant_user_id = dossier.applicant_user_id;
    decided->number = dossier.number;
    emit (self, &decided->base);
    return WL_OK;
}

static wl_status
take_erasure (taking_t *self, void *body)
{
    emit (self, body);
    return WL_OK;
}

static wl_status
check_call (taking_t *self, const char *call_id)
{
    wl_time_t published;
    wl_status status = store_call_published (self->req, call_id, &published);

    return status == WL_NOT_FOUND ? refuse (self->req, WL_UNAVAILABLE, "no-such-call") : status;
}

/* More than any card can deviate would drown what others told. */
static bool
is_possible (const Evaluation__SiteBridge *bridge)
{
    int64_t most = (int64_t) bridge->cards * 1000000;

    return bridge->cards >= BRIDGE_LEAST_CARDS && bridge->sum >= -most && bridge->sum <= most &&
           bridge->squares >= 0 && bridge->squares / 1000000 <= most;
}

static wl_status
take_bridges (taking_t *self, const Evaluation__RegionListClosed *closed)
{
    const Evaluation__SiteEvent *told = self->event;
    size_t known;

    for (size_t i = 0; i < told->n_bridges; i++)
        if (!is_possible (told->bridges[i]))
            return refuse (self->req, WL_INVALID_ARGUMENT, "malformed");
    WL_TRY (store_site_bridges_put (self->req, closed, self->report->region, told->bridges,
                                    told->n_bridges, &known));
    /* The offer may still be on its way from the other region. */
    return known == told->n_bridges ? WL_OK : refuse (self->req, WL_UNAVAILABLE, "no-such-offer");
}

static wl_status
take_list (taking_t *self, void *body)
{
    const Evaluation__RegionListClosed *closed = body;

    WL_TRY (check_call (self, closed->call_id));
    store_region_list_put (self->req, closed, self->report->region, self->event->at);
    return take_bridges (self, closed);
}

/* What one region asks of others goes to those it asks and to nobody else. */
static wl_status
take_asked (taking_t *self, void *body)
{
    const Evaluation__SecondOpinionAsked *asked = body;

    if (!wl_text_equal (asked->region, self->report->region))
        return refuse (self->req, WL_PERMISSION_DENIED, "other-region");
    WL_TRY (check_call (self, asked->call_id));
    store_second_opinion_put (self->req, asked, self->event->at, NULL, 0);
    emit_to (self, wl_text_empty (asked->of_region) ? "pl" : asked->of_region, &asked->base);
    return WL_OK;
}

static wl_status
take_offered (taking_t *self, void *body)
{
    const Evaluation__SecondOpinionOffered *offered = body;
    Evaluation__SecondOpinion asked = EVALUATION__SECOND_OPINION__INIT;
    wl_status status;

    if (!wl_text_equal (offered->home_region, self->report->region))
        return refuse (self->req, WL_PERMISSION_DENIED, "other-region");
    status = store_second_opinion_lock (self->req, offered->second_opinion_id, &asked);
    if (status == WL_NOT_FOUND)
        return refuse (self->req, WL_UNAVAILABLE, "no-such-second-opinion");
    WL_TRY (status);
    if (!wl_text_empty (asked.of_region) && !wl_text_equal (asked.of_region, offered->home_region))
        return refuse (self->req, WL_PERMISSION_DENIED, "not-asked");
    store_opinion_offer_told (self->req, offered, self->event->at);
    emit_to (self, asked.region, &offered->base);
    return WL_OK;
}

static const struct {
    const ProtobufCMessageDescriptor *type;
    wl_status (*take) (taking_t *self, void *body);
} TOLD[] = {
    { &evaluation__formal_check_decided__descriptor, take_formal_check },
    { &evaluation__application_reported__descriptor, take_points },
    { &evaluation__stage_decided__descriptor, take_decision },
    { &evaluation__appeal_decided__descriptor, take_appeal },
    { &evaluation__erasure_confirmed__descriptor, take_erasure },
    { &evaluation__region_list_closed__descriptor, take_list },
    { &evaluation__second_opinion_asked__descriptor, take_asked },
    { &evaluation__second_opinion_offered__descriptor, take_offered },
};

static wl_status
take_event (taking_t *self)
{
    const Evaluation__SiteEvent *told = self->event;
    ProtobufCMessage *body;
    wl_error_t error;
    size_t i = 0;

    WL_TRY (check_chain (self));
    while (i < sizeof TOLD / sizeof *TOLD && !wl_text_equal (TOLD[i].type->name, told->type))
        i++;
    if (i == sizeof TOLD / sizeof *TOLD)
        return refuse (self->req, WL_INVALID_ARGUMENT, "other-event");
    wl_error_init (&error, wl_arena (self->req));
    if (wl_message_unpack (wl_arena (self->req), TOLD[i].type, told->payload.data,
                           told->payload.len, &body) != WL_OK ||
        wl_message_validate (body, "en", &error) != WL_OK)
        return refuse (self->req, WL_INVALID_ARGUMENT, "malformed");
    body->n_unknown_fields = 0; /* what we do not know is not passed on */
    return TOLD[i].take (self, body);
}

/* ---- the whole ---- */

static void
show (const taking_t *self)
{
    const site_t *site = site_state (self->req);
    wl_arena_t *arena = wl_arena (self->req);
    char *label;

    if (site == NULL)
        return;
    label = wl_text_printf (arena, "region=\"%s\"", self->report->region);
    wl_gauge_set (wl_metrics_gauge (site->metrics, "wlacznik_site_contact_timestamp_seconds",
                                    "When a region's site reported last", label),
                  (double) wl_clock_now (&wl_clock_system) / WL_SECOND);
    wl_gauge_set (wl_metrics_gauge (site->metrics, "wlacznik_site_untold_events",
                                    "Results that a region's site has not told yet", label),
                  self->report->head > self->site.taken
                      ? (double) (self->report->head - self->site.taken)
                      : 0);
    wl_gauge_set (wl_metrics_gauge (site->metrics, "wlacznik_site_clock_difference_seconds",
                                    "Our clock minus that of a region's site", label),
                  (double) self->report->clock_difference / WL_SECOND);
}

wl_status
evaluation_take_site_report (wl_request_t *req, const Evaluation__SiteReport *in,
                             Evaluation__SiteReportTaken *out)
{
    taking_t self = { .req = req, .report = in };
    uint8_t *hash = wl_arena_alloc (wl_arena (req), WL_EVENT_HASH);

    WL_TRY (check_speaker (&self));
    /* What we have already is not taken again; the answer tells the site where to go on. */
    for (size_t i = 0; in->after == self.site.taken - i && i < in->n_events; i++) {
        self.event = in->events[i];
        WL_TRY (take_event (&self));
    }
    store_site_report (req, in, &self.site);
    show (&self);
    memcpy (hash, self.site.taken_hash, WL_EVENT_HASH);
    out->taken = self.site.taken;
    out->taken_hash.data = hash;
    out->taken_hash.len = self.site.taken == 0 ? 0 : WL_EVENT_HASH;
    out->centre_time = wl_clock_now (&wl_clock_system);
    return WL_OK;
}
