/* Partner regions with sites of their own: what the centre takes from them and what it refuses, and
 * what a site tells. */
#include "evaluation_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "erasure.h"
#include "events.h"
#include "region_list.h"
#include "site.h"

#define SITE_KEY  "0000000000000000000000000000000000000032"
#define OTHER_KEY "0000000000000000000000000000000000000030"

static evaluation_world_t world;
static site_t site; /* the state of the daemon that is played */
static wl_peer_t peer;

/* ---- the site's stream, played ---- */

static struct {
    uint64_t sequence;
    uint8_t hash[WL_EVENT_HASH];
} stream;

static wl_arena_t *
arena (void)
{
    return world.world.arena;
}

static char *
copy (const char *text)
{
    return wl_text_copy (arena (), text);
}

static wl_time_t
moment (const char *text)
{
    wl_time_t time = 0;

    assert_true (wl_time_parse (text, &time));
    return time;
}

/* The next entry of the stream, as the site's sequencer makes it. */
static Evaluation__SiteEvent *
tells (const char *aggregate, const ProtobufCMessage *body)
{
    Evaluation__SiteEvent *event = wl_arena_alloc (arena (), sizeof *event);
    uint8_t *bytes, *hash = wl_arena_alloc (arena (), WL_EVENT_HASH);
    size_t length;
    wl_event_t entry = { .source = "evaluation",
                         .region = SITE_STREAM,
                         .sequence = ++stream.sequence,
                         .type = body->descriptor->name,
                         .aggregate = aggregate,
                         .at = world.request.now,
                         .trace = "" };

    wl_message_pack (arena (), body, &bytes, &length);
    entry.payload = (wl_bytes_t){ bytes, length };
    wl_event_hash (stream.hash, &entry, hash);
    memcpy (stream.hash, hash, WL_EVENT_HASH);
    evaluation__site_event__init (event);
    event->sequence = entry.sequence;
    event->type = copy (entry.type);
    event->aggregate = copy (aggregate);
    event->at = entry.at;
    event->payload = (ProtobufCBinaryData){ length, bytes };
    event->hash = (ProtobufCBinaryData){ WL_EVENT_HASH, hash };
    return event;
}

static Evaluation__SiteEvent *
tells_formal (int number, bool passed)
{
    Evaluation__FormalCheckDecided body = EVALUATION__FORMAL_CHECK_DECIDED__INIT;
    char *failed[] = { copy ("complete") };

    body.application_id = application_id (&world, number);
    body.stage = copy ("idea");
    body.passed = passed;
    body.failed_items = failed;
    body.n_failed_items = passed ? 0 : 1;
    body.number = copy ("WIS-9/9999");     /* the centre knows better */
    body.applicant_user_id = copy (OWNER); /* so here */
    return tells (body.application_id, &body.base);
}

static Evaluation__SiteEvent *
tells_points (int number, int32_t problem, int32_t novelty)
{
    Evaluation__ApplicationReported body = EVALUATION__APPLICATION_REPORTED__INIT;
    int32_t points[] = { problem, novelty, 0 };
    Evaluation__SiteEvent *event;
    Evaluation__SiteAssessment *assessment = wl_arena_alloc (arena (), sizeof *assessment);
    Evaluation__SiteCriterion *criterion = wl_arena_alloc (arena (), sizeof *criterion);
    char **reasons = wl_arena_array (arena (), 1, sizeof *reasons);

    body.application_id = application_id (&world, number);
    body.stage = copy ("idea");
    body.points = problem + novelty;
    body.passed = true;
    body.criterion_points = points;
    body.n_criterion_points = 3;
    body.cards = 2;
    body.round = 1;
    event = tells (body.application_id, &body.base);
    evaluation__site_assessment__init (assessment);
    assessment->application_id = body.application_id;
    assessment->stage = body.stage;
    assessment->cards = 2;
    assessment->round = 1;
    evaluation__site_criterion__init (criterion);
    criterion->criterion = copy ("problem");
    criterion->points = problem;
    reasons[0] = copy ("Tak uzasadniono w regionie");
    criterion->reasons = reasons;
    criterion->n_reasons = 1;
    assessment->criteria = wl_arena_array (arena (), 1, sizeof criterion);
    assessment->criteria[0] = criterion;
    assessment->n_criteria = 1;
    event->assessment = assessment;
    return event;
}

static wl_status
report (const char *region, uint64_t after, Evaluation__SiteEvent **events, size_t count,
        uint64_t *ret_taken)
{
    Evaluation__SiteReport in = EVALUATION__SITE_REPORT__INIT;
    Evaluation__SiteReportTaken *out;
    wl_status status;

    in.region = copy (region);
    in.after = after;
    in.events = events;
    in.n_events = count;
    in.head = stream.sequence;
    in.heard = 7;
    in.clock_difference = -1500;
    in.round_trip = 40000;
    evaluation_world_as_peer (&world, "evaluation");
    status = evaluation_world_ask (&world, "TakeSiteReport", &in, &out);
    if (ret_taken != NULL)
        *ret_taken = out->taken;
    return status;
}

/* Starts a stream that never was anywhere, and forgets it again. */
static wl_status
report_and_forget (const char *region, Evaluation__SiteEvent *event)
{
    wl_status status = report (region, stream.sequence - 1, &event, 1, NULL);
    wl_rows_t rows;
    WL_SQL (select_taken, "select taken, taken_hash from site where region = '32'");

    assert_int_equal (wl_run (world.world.db, &select_taken, &rows), WL_OK);
    stream.sequence = (uint64_t) wl_row_int (&rows, 0, 0);
    memset (stream.hash, 0, sizeof stream.hash);
    if (wl_row_bytes (&rows, 0, 1).length == WL_EVENT_HASH)
        memcpy (stream.hash, wl_row_bytes (&rows, 0, 1).data, WL_EVENT_HASH);
    wl_db_rollback (world.world.db);
    return status;
}

static int64_t
number (const char *sql)
{
    return world_number (copy (sql));
}

static int64_t
state_of (int application)
{
    return world_number (wl_text_printf (
        arena (), "select state from dossier where application_id = '%s' and stage = 'idea'",
        application_id (&world, application)));
}

static int64_t
told (const char *region, const char *type)
{
    return world_number (wl_text_printf (
        arena (), "select count (*) from runtime.outbox where region = '%s' and type = '%s'",
        region, type));
}

/* ---- joining ---- */

static char folder[] = "/tmp/wlacznik-sites.XXXXXX";

static wl_status
join (const char *invited_key, const char *site_key, Evaluation__JoinedRegion **ret)
{
    Evaluation__JoinRegionRequest in = EVALUATION__JOIN_REGION_REQUEST__INIT;
    Evaluation__SiteNode node = EVALUATION__SITE_NODE__INIT, *list[] = { &node };
    wl_peer_t joiner = { .service = WL_PEER_JOINER, .regions = { "32" }, .region_count = 1 };
    wl_status status;

    memcpy (joiner.public_key, invited_key, sizeof joiner.public_key);
    node.service = copy ("evaluation");
    node.public_key = copy (site_key);
    in.nodes = list;
    in.n_nodes = 1;
    evaluation_world_as_peer (&world, WL_PEER_JOINER);
    world.request.peer = &joiner;
    status = evaluation_world_ask (&world, "JoinRegion", &in, ret);
    world.request.peer = NULL;
    return status;
}

static void
an_invitation_opens_once (void **state)
{
    static const char invited[] = "00000000000000000000000000000000invited1";
    const char *file = wl_text_printf (arena (), "%s/peers", folder);
    Evaluation__JoinedRegion *joined;
    wl_peer_t *peers;
    wl_error_t error;
    size_t count;
    (void) state;

    site.peers_file = file;
    world.daemon.state = &site;
    world_sql (wl_text_printf (arena (),
                               "insert into site_invitation (key, region, made_at, expires_at)"
                               " values ('%s', '32', '2026-03-01', '2026-03-15')",
                               invited));
    evaluation_world_at (&world, "2026-03-20T12:00:00Z");
    assert_int_equal (join (OTHER_KEY, SITE_KEY, NULL), WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "not-invited");
    assert_int_equal (join (invited, SITE_KEY, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "invitation-expired");
    evaluation_world_at (&world, "2026-03-02T12:00:00Z");
    assert_int_equal (join (invited, SITE_KEY, &joined), WL_OK);
    assert_string_equal (joined->region, "32");
    assert_int_equal (joined->since, moment ("2026-03-02T12:00:00Z"));
    /* The answer was lost: the same site asks again. Another one does not get in. */
    assert_int_equal (join (invited, SITE_KEY, &joined), WL_OK);
    assert_int_equal (joined->since, moment ("2026-03-02T12:00:00Z"));
    assert_int_equal (join (invited, OTHER_KEY, NULL), WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "invitation-used");

    wl_error_init (&error, arena ());
    assert_int_equal (wl_peers_list (file, arena (), &peers, &count, &error), WL_OK);
    assert_int_equal (count, 1);
    assert_string_equal (peers[0].public_key, SITE_KEY);
    assert_int_equal (peers[0].region_count, 1);
    assert_string_equal (peers[0].regions[0], "32");
    world.daemon.state = NULL;
}

static Evaluation__Sites *
list_sites (void)
{
    Evaluation__ListSitesRequest in = EVALUATION__LIST_SITES_REQUEST__INIT;
    Evaluation__Sites *sites;

    evaluation_world_as (&world, OWNER, WL_ROLE_ADMINISTRATOR, "*");
    assert_int_equal (evaluation_world_ask (&world, "ListSites", &in, &sites), WL_OK);
    return sites;
}

static void
an_administrator_sees_how_a_site_is (void **state)
{
    Evaluation__Sites *sites;
    wl_error_t error;
    (void) state;

    world.daemon.state = &site;
    sites = list_sites ();
    assert_int_equal (sites->n_sites, 1);
    assert_string_equal (sites->sites[0]->region, "32");
    assert_null (sites->sites[0]->contact_at);
    assert_false (sites->sites[0]->clock_measured);
    assert_string_equal (sites->sites[0]->public_key, SITE_KEY);
    assert_int_equal (sites->sites[0]->key_state, EVALUATION__SITE_KEY_STATE__KEY_ACCEPTED);
    assert_int_equal (sites->n_invitations, 0); /* the one there was is used */

    world_sql ("update site set contact_at = '2026-03-02T12:00:05Z', head = 9, taken = 7,"
               " heard = 40, clock_difference_us = -1500, round_trip_us = 800;"
               "insert into runtime.offsets values ('intake', '32', 42, '');"
               "insert into site_invitation (key, region, made_at, expires_at)"
               " values ('open', '14', '2026-03-01', '2026-03-15'),"
               " ('late', '16', '2026-02-01', '2026-02-15')");
    wl_error_init (&error, arena ());
    assert_int_equal (wl_peers_revoke (site.peers_file, SITE_KEY, &error), WL_OK);
    sites = list_sites ();
    assert_int_equal (wl_timestamp_time (sites->sites[0]->contact_at),
                      moment ("2026-03-02T12:00:05Z"));
    assert_int_equal (sites->sites[0]->untold, 2);
    assert_int_equal (sites->sites[0]->unheard, 2);
    assert_true (sites->sites[0]->clock_measured);
    assert_int_equal (sites->sites[0]->clock_difference, -1500);
    assert_int_equal (sites->sites[0]->round_trip, 800);
    assert_int_equal (sites->sites[0]->key_state, EVALUATION__SITE_KEY_STATE__KEY_REVOKED);
    assert_int_equal (sites->n_invitations, 1);
    assert_string_equal (sites->invitations[0]->region, "14");

    assert_int_equal (unlink (site.peers_file), 0);
    assert_int_equal (list_sites ()->sites[0]->key_state,
                      EVALUATION__SITE_KEY_STATE__SITE_KEY_STATE_UNSPECIFIED);
    world_sql ("update site set contact_at = null, head = 0, taken = 0, heard = 0,"
               " clock_difference_us = null, round_trip_us = null;"
               "delete from runtime.offsets; delete from site_invitation");
    world.daemon.state = NULL;
}

/* ---- at the centre ---- */

static void
a_regions_applications_wait_for_its_site (void **state)
{
    Evaluation__DecideFormalCheckRequest decide = EVALUATION__DECIDE_FORMAL_CHECK_REQUEST__INIT;
    (void) state;
    evaluation_world_at (&world, IN_CALL);
    evaluation_world_submits (&world, (evaluation_application_t){ 1, "idea", "30", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 2, "idea", "32", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 3, "idea", "32", 3000000 });
    assert_int_equal (state_of (1), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__AT_SITE);
    assert_int_equal (number ("select count (*) from dossier where at_site"), 2);
    /* What the centre's evaluation has no use for it does not keep. */
    assert_int_equal (number ("select count (*) from content join dossier using (application_id)"
                              " where at_site and (answers <> '' or applicant <> '')"),
                      0);
    assert_int_equal (number ("select count (*) from application_key join dossier"
                              " using (application_id) where at_site"),
                      0);
    decide.application_id = application_id (&world, 2);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "DecideFormalCheck", &decide, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "not-in-formal-review");
}

static void
nobody_else_speaks_for_it (void **state)
{
    wl_peer_t other = peer;
    (void) state;

    world.request.peer = &peer;
    assert_int_equal (report_and_forget ("30", tells_formal (1, true)), WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "other-region");
    memcpy (other.public_key, OTHER_KEY, sizeof other.public_key);
    world.request.peer = &other;
    assert_int_equal (report_and_forget ("32", tells_formal (2, true)), WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "other-key");
    world.request.peer = &peer;
    world_sql ("update site set revoked_at = now () where region = '32'");
    assert_int_equal (report_and_forget ("32", tells_formal (2, true)), WL_PERMISSION_DENIED);
    world_sql ("update site set revoked_at = null where region = '32'");
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__AT_SITE);
}

static void
forged_and_foreign_reports_leave_no_trace (void **state)
{
    Evaluation__CardLocked card = EVALUATION__CARD_LOCKED__INIT;
    Evaluation__SiteEvent *forged, *pair[2];
    (void) state;

    world.request.peer = &peer;
    forged = tells_formal (2, true);
    forged->payload.data[4] ^= 1;
    assert_int_equal (report_and_forget ("32", forged), WL_DATA_LOSS);
    assert_string_equal (evaluation_world_reason (&world), "broken-chain");
    forged = tells_formal (2, true);
    forged->at += 1;
    assert_int_equal (report_and_forget ("32", forged), WL_DATA_LOSS);
    /* One left out: the second does not follow. */
    (void) tells_formal (2, true);
    forged = tells_formal (3, true);
    stream.sequence--;
    assert_int_equal (report_and_forget ("32", forged), WL_DATA_LOSS);
    /* Another region's application, after a good event: all of it goes. */
    pair[0] = tells_formal (2, true);
    pair[1] = tells_formal (1, true);
    assert_int_equal (report ("32", stream.sequence - 2, pair, 2, NULL), WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-application");
    stream.sequence -= 1;
    assert_int_equal (report_and_forget ("32", pair[1]), WL_DATA_LOSS);
    /* A single card is nothing for the centre. */
    card.card_id = copy (OWNER);
    card.application_id = application_id (&world, 2);
    assert_int_equal (report_and_forget ("32", tells (card.application_id, &card.base)),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (evaluation_world_reason (&world), "other-event");
    assert_int_equal (number ("select taken from site where region = '32'"), 0);
    assert_int_equal (number ("select count (*) from runtime.outbox where region = '32'"), 0);
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__AT_SITE);
}

static void
results_take_effect_once (void **state)
{
    Evaluation__SiteEvent *events[3];
    uint64_t taken;
    (void) state;

    world.request.peer = &peer;
    assert_int_equal (stream.sequence, 0);
    evaluation_world_at (&world, "2026-04-25T23:59:59Z"); /* when it was done, there */
    events[0] = tells_formal (2, true);
    events[1] = tells_formal (3, false);
    events[2] = tells_points (2, 3000, 4000);
    evaluation_world_at (&world, "2026-04-28T08:00:00Z"); /* the line was cut for days */
    for (int i = 0; i < 3; i++) { /* replayed, it changes nothing and tells where we are */
        assert_int_equal (report ("32", 0, events, 3, &taken), WL_OK);
        assert_int_equal (taken, 3);
        assert_int_equal (told ("32", "evaluation.FormalCheckDecided"), 2);
        assert_int_equal (told ("32", "evaluation.ApplicationAssessed"), 1);
    }
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__ASSESSED);
    assert_int_equal (state_of (3), EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED);
    assert_int_equal (number ("select points from dossier where state = 5"), 7000);
    assert_int_equal (number ("select count (*) from runtime.outbox where region = '32'"
                              " and at = '2026-04-25T23:59:59Z'"),
                      3);
    /* What the site says of number and account is not believed. */
    assert_int_equal (number ("select count (*) from runtime.outbox where region = '32'"
                              " and position ('WIS-9'::bytea in payload) > 0"),
                      0);
    assert_int_equal (report ("32", 7, NULL, 0, &taken),
                      WL_OK); /* it is ahead: it has to go back */
    assert_int_equal (taken, 3);
    assert_int_equal (number ("select clock_difference_us from site where region = '32'"), -1500);
    assert_int_equal (number ("select heard from site where region = '32'"), 7);
    world.request.peer = NULL;
}

/* ---- one list out of both ---- */

static wl_status
build (Evaluation__Ranking **ret)
{
    Evaluation__BuildRankingRequest in = EVALUATION__BUILD_RANKING_REQUEST__INIT;
    char call[] = CALL;

    in.call_id = call;
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    return evaluation_world_ask (&world, "BuildRanking", &in, ret);
}

static void
close_list (const char *digest)
{
    Evaluation__RegionListClosed body = EVALUATION__REGION_LIST_CLOSED__INIT;
    Evaluation__SiteEvent *event;
    char call[] = CALL;

    body.call_id = call;
    body.stage = copy ("idea");
    body.applications = 2;
    body.digest = copy (digest);
    event = tells (call, &body.base);
    world.request.peer = &peer;
    assert_int_equal (report ("32", stream.sequence - 1, &event, 1, NULL), WL_OK);
    world.request.peer = NULL;
}

/* ---- second opinions, on their way through the centre ---- */

#define ASKED_BY_32 "01910000-0000-7000-8000-00000000e032"
#define ASKED_BY_30 "01910000-0000-7000-8000-00000000e030"
#define OFFER       "01910000-0000-7000-8000-00000000f032"

static Evaluation__SiteEvent *
tells_asked (const char *region)
{
    Evaluation__SecondOpinionAsked body = EVALUATION__SECOND_OPINION_ASKED__INIT;

    body.second_opinion_id = copy (ASKED_BY_32);
    body.call_id = copy (CALL);
    body.stage = copy ("idea");
    body.region = copy (region);
    body.of_region = copy ("30");
    body.applications = 2;
    body.until = copy ("2026-06-01");
    body.address = copy ("https://zachodniopomorskie.example");
    return tells (body.second_opinion_id, &body.base);
}

static Evaluation__SiteEvent *
tells_offered (const char *opinion, const char *home)
{
    Evaluation__SecondOpinionOffered body = EVALUATION__SECOND_OPINION_OFFERED__INIT;

    body.second_opinion_id = copy (opinion);
    body.offer_id = copy (OFFER);
    body.home_region = copy (home);
    body.code_digest = copy ("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    return tells (opinion, &body.base);
}

static void
second_opinions_reach_whom_they_are_for (void **state)
{
    Evaluation__SiteEvent *event;
    (void) state;

    world.request.peer = &peer;
    assert_int_equal (report_and_forget ("32", tells_asked ("30")), WL_PERMISSION_DENIED);
    event = tells_asked ("32");
    assert_int_equal (report ("32", stream.sequence - 1, &event, 1, NULL), WL_OK);
    assert_int_equal (told ("30", "evaluation.SecondOpinionAsked"), 1);
    assert_int_equal (number ("select count (*) from second_opinion where not here"), 1);

    assert_int_equal (report_and_forget ("32", tells_offered (ASKED_BY_30, "32")), WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-second-opinion");
    world_sql ("insert into second_opinion (id, call_id, stage, region, topics, applications,"
               " until, address, here, asked_at) values ('" ASKED_BY_30 "', '" CALL
               "', 'idea', '30', '{}', 1, '2026-06-01', 'https://centrala.example', true, now ())");
    assert_int_equal (report_and_forget ("32", tells_offered (ASKED_BY_30, "30")),
                      WL_PERMISSION_DENIED);
    /* 32 offers nobody to itself, nor where only 30 was asked. */
    assert_int_equal (report_and_forget ("32", tells_offered (ASKED_BY_32, "32")),
                      WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "not-asked");
    event = tells_offered (ASKED_BY_30, "32");
    assert_int_equal (report ("32", stream.sequence - 1, &event, 1, NULL), WL_OK);
    assert_int_equal (told ("30", "evaluation.SecondOpinionOffered"), 1);
    assert_int_equal (number ("select count (*) from second_opinion_offer"
                              " where state = 2 and home_region = '32'"),
                      1);
    world.request.peer = NULL;
}

static Evaluation__SiteEvent *
tells_closed (const char *offer, uint32_t cards, int64_t sum)
{
    Evaluation__RegionListClosed body = EVALUATION__REGION_LIST_CLOSED__INIT;
    Evaluation__SiteBridge *bridge = wl_arena_alloc (arena (), sizeof *bridge);
    Evaluation__SiteEvent *event;

    body.call_id = copy (CALL);
    body.stage = copy ("idea");
    body.digest = copy ("not yet");
    event = tells (body.call_id, &body.base);
    evaluation__site_bridge__init (bridge);
    bridge->offer_id = copy (offer);
    bridge->cards = cards;
    bridge->sum = sum;
    bridge->squares = sum * sum;
    event->bridges = wl_arena_array (arena (), 1, sizeof bridge);
    event->bridges[event->n_bridges++] = bridge;
    return event;
}

static void
a_closed_list_says_how_its_bridge_experts_scored (void **state)
{
    Evaluation__SiteEvent *event;
    (void) state;

    world.request.peer = &peer;
    /* So few cards that one could be read out of them are not believed to be an honest site's. */
    assert_int_equal (report_and_forget ("32", tells_closed (OFFER, 2, 300)), WL_INVALID_ARGUMENT);
    assert_int_equal (report_and_forget ("32", tells_closed (OFFER, 3, 4000000)),
                      WL_INVALID_ARGUMENT);
    assert_int_equal (report_and_forget ("32", tells_closed (ASKED_BY_30, 3, 300)), WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-offer");
    assert_int_equal (number ("select count (*) from bridge_fact"), 0);
    for (int i = 1; i <= 2; i++) { /* what is closed anew takes the place of what was */
        event = tells_closed (OFFER, 3, 300 * i);
        assert_int_equal (report ("32", stream.sequence - 1, &event, 1, NULL), WL_OK);
        assert_int_equal (number ("select count (*) from bridge_fact"), 1);
        assert_int_equal (number ("select sum from bridge_fact where region = '32'"), 300 * i);
    }
    /* Beside the event and not in it: the log would keep it for ever. */
    assert_int_equal (number ("select count (*) from runtime.outbox where type like '%Closed'"), 0);
    world_sql ("delete from region_list");
    world.request.peer = NULL;
}

static void
both_regions_stand_on_one_list (void **state)
{
    region_line_t lines[] = {
        { .application_id = application_id (&world, 2),
          .assessed = true,
          .passed = true,
          .points = 7000,
          .criterion_points = "3000 4000 0" },
        { .application_id = application_id (&world, 3), .assessed = true, .rejected = true },
    };
    Evaluation__GetMyAssessmentRequest mine = EVALUATION__GET_MY_ASSESSMENT_REQUEST__INIT;
    Evaluation__PublishRankingRequest publish = EVALUATION__PUBLISH_RANKING_REQUEST__INIT;
    Evaluation__ListRegionListsRequest ask = EVALUATION__LIST_REGION_LISTS_REQUEST__INIT;
    Evaluation__ConsolidatedCard *card;
    Evaluation__RegionLists *lists;
    Evaluation__Ranking *ranking;
    char digest[REGION_DIGEST_TEXT], call[] = CALL;
    (void) state;

    evaluation_world_at (&world, IN_CALL);
    evaluation_world_assessors (&world, 3, 10);
    assert_int_equal (evaluation_world_formal (&world, 1, true), WL_OK);
    assert_int_equal (evaluation_world_assign (&world), 2);
    evaluation_world_score_all (&world, 1, 2500, 3000, 0);
    evaluation_world_at (&world, AFTER_CALL);
    assert_int_equal (build (&ranking), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "region-not-closed");
    close_list ("another list");
    assert_int_equal (build (&ranking), WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "region-changed");
    region_list_digest (arena (), lines, 2, digest);
    close_list (digest);

    ask.call_id = call;
    evaluation_world_as (&world, OWNER, WL_ROLE_OWNER, "*");
    assert_int_equal (evaluation_world_ask (&world, "ListRegionLists", &ask, &lists), WL_OK);
    assert_int_equal (lists->n_lists, 1);
    assert_string_equal (lists->lists[0]->region, "32");
    assert_true (lists->lists[0]->complete);

    assert_int_equal (build (&ranking), WL_OK);
    assert_int_equal (ranking->n_entries, 3);
    assert_string_equal (ranking->entries[0]->number, "WIS-1/0002");
    assert_string_equal (ranking->entries[0]->title, "Pomysł 2");
    assert_string_equal (ranking->entries[1]->number, "WIS-1/0001");
    assert_int_equal (ranking->entries[2]->group, EVALUATION__LIST_GROUP__REJECTED_FORMALLY);
    publish.call_id = call;
    publish.inputs_digest = ranking->inputs_digest;
    assert_int_equal (evaluation_world_ask (&world, "PublishRanking", &publish, &ranking), WL_OK);
    assert_int_equal (told ("32", "evaluation.ApplicationRanked"), 1);

    mine.application_id = application_id (&world, 2);
    evaluation_world_as (&world, applicant_id (&world, 2), WL_ROLE_SIGNED_IN, "");
    assert_int_equal (evaluation_world_ask (&world, "GetMyAssessment", &mine, &card), WL_OK);
    assert_int_equal (card->cards, 2);
    assert_int_equal (card->criteria[0]->points, 3000);
    assert_string_equal (card->criteria[0]->reasons[0], "Tak uzasadniono w regionie");
}

static void
letters_tell_what_the_site_told (void **state)
{
    Evaluation__GetResultsForLettersRequest in = EVALUATION__GET_RESULTS_FOR_LETTERS_REQUEST__INIT;
    char *ids[] = { application_id (&world, 1), application_id (&world, 2),
                    application_id (&world, 3) };
    Evaluation__ResultsForLetters *out;
    (void) state;

    in.application_ids = ids;
    in.n_application_ids = 3;
    evaluation_world_as_peer (&world, "notification");
    assert_int_equal (evaluation_world_ask (&world, "GetResultsForLetters", &in, &out), WL_OK);
    assert_int_equal (out->n_results, 3);
    for (size_t i = 0; i < out->n_results; i++) {
        const Evaluation__ResultForLetter *result = out->results[i];
        bool here = strcmp (result->application_id, ids[0]) == 0;
        assert_int_equal (result->appeal_in_region, result->appeal_until != NULL && !here);
        if (strcmp (result->application_id, ids[2]) == 0) {
            assert_int_equal (result->card->n_failed_items, 1);
            continue;
        }
        assert_int_equal (result->card->points, here ? 5500 : 7000);
        assert_true (result->card->passed);
        assert_int_equal (result->card->criteria[0]->points, here ? 2500 : 3000);
        assert_int_equal (result->card->criteria[1]->points, here ? 3000 : 4000);
    }
}

/* ---- appeals against what the site decided ---- */

static wl_status
file_appeal (int application, const char *contested)
{
    Evaluation__FileAppealRequest in = EVALUATION__FILE_APPEAL_REQUEST__INIT;
    char *keys[] = { copy (contested) };

    in.application_id = application_id (&world, application);
    in.contested = keys;
    in.n_contested = 1;
    in.text = copy ("Ocena pomija opis odbiorców z punktu drugiego.");
    evaluation_world_as (&world, applicant_id (&world, application), WL_ROLE_SIGNED_IN, "");
    return evaluation_world_ask (&world, "FileAppeal", &in, NULL);
}

static wl_status
get_site_appeal (int application, Evaluation__AppealKind kind, Evaluation__Appeal **ret)
{
    Evaluation__GetSiteAppealRequest in = EVALUATION__GET_SITE_APPEAL_REQUEST__INIT;

    in.application_id = application_id (&world, application);
    in.stage = copy ("idea");
    in.kind = kind;
    evaluation_world_as_peer (&world, "evaluation");
    return evaluation_world_ask (&world, "GetSiteAppeal", &in, ret);
}

static Evaluation__SiteEvent *
tells_appeal (int application, Evaluation__AppealKind kind, bool upheld)
{
    Evaluation__AppealDecided body = EVALUATION__APPEAL_DECIDED__INIT;
    Evaluation__SiteEvent *event;

    body.application_id = application_id (&world, application);
    body.stage = copy ("idea");
    body.kind = kind;
    body.upheld = upheld;
    body.applicant_user_id = copy (OWNER); /* the centre knows better */
    event = tells (body.application_id, &body.base);
    event->appeal_reason = copy ("Tak rozstrzygnięto w regionie");
    return event;
}

static void
an_appeal_goes_to_who_decided (void **state)
{
    Evaluation__DecideAppealRequest decide = EVALUATION__DECIDE_APPEAL_REQUEST__INIT;
    wl_peer_t other = peer;
    Evaluation__Appeal *appeal;
    (void) state;

    assert_int_equal (file_appeal (3, "deadline"), WL_INVALID_ARGUMENT); /* it was met */
    assert_int_equal (file_appeal (3, "complete"), WL_OK);
    assert_int_equal (file_appeal (2, "problem"), WL_OK);
    assert_int_equal (file_appeal (1, "problem"), WL_OK); /* of 30, decided here */
    assert_int_equal (told ("32", "evaluation.AppealFiled"), 2);

    world.request.peer = &peer;
    assert_int_equal (get_site_appeal (3, EVALUATION__APPEAL_KIND__FORMAL_APPEAL, &appeal), WL_OK);
    assert_string_equal (appeal->contested[0], "complete");
    assert_non_null (strstr (appeal->text, "pomija"));
    assert_int_equal (get_site_appeal (3, EVALUATION__APPEAL_KIND__MERIT_APPEAL, NULL),
                      WL_NOT_FOUND);
    assert_int_equal (get_site_appeal (1, EVALUATION__APPEAL_KIND__MERIT_APPEAL, NULL),
                      WL_NOT_FOUND);
    memcpy (other.regions[0], "30", 3);
    world.request.peer = &other;
    assert_int_equal (get_site_appeal (3, EVALUATION__APPEAL_KIND__FORMAL_APPEAL, NULL),
                      WL_NOT_FOUND);
    world.request.peer = NULL;

    decide.application_id = application_id (&world, 3);
    decide.kind = EVALUATION__APPEAL_KIND__FORMAL_APPEAL;
    decide.reason = copy ("Rozstrzyga ktoś, kto nie oceniał.");
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "DecideAppeal", &decide, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "appeal-in-the-region");
}

static void
what_the_site_decides_of_an_appeal_counts (void **state)
{
    Evaluation__ListMyAppealsRequest mine = EVALUATION__LIST_MY_APPEALS_REQUEST__INIT;
    Evaluation__SiteEvent *events[2];
    Evaluation__Appeals *appeals;
    (void) state;

    world.request.peer = &peer;
    assert_int_equal (
        report_and_forget ("32", tells_appeal (3, EVALUATION__APPEAL_KIND__MERIT_APPEAL, true)),
        WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-appeal");
    events[0] = tells_appeal (3, EVALUATION__APPEAL_KIND__FORMAL_APPEAL, true);
    events[1] = tells_formal (3, true);
    assert_int_equal (report ("32", stream.sequence - 2, events, 2, NULL), WL_OK);
    events[0] = tells_appeal (2, EVALUATION__APPEAL_KIND__MERIT_APPEAL, false);
    assert_int_equal (report ("32", stream.sequence - 1, events, 1, NULL), WL_OK);
    world.request.peer = NULL;
    /* Its card stays as a record, and the application goes on. */
    assert_int_equal (state_of (3), EVALUATION__DOSSIER_STATE__AT_SITE);
    assert_int_equal (number ("select count (*) from formal_check where public_reason <> ''"), 1);
    assert_int_equal (state_of (2), EVALUATION__DOSSIER_STATE__RANKED);
    assert_int_equal (told ("32", "evaluation.AppealDecided"), 2);
    assert_int_equal (number ("select count (*) from runtime.outbox where type ="
                              " 'evaluation.AppealDecided' and position ('" OWNER
                              "'::bytea in payload) > 0"),
                      0);
    mine.application_id = application_id (&world, 2);
    evaluation_world_as (&world, applicant_id (&world, 2), WL_ROLE_SIGNED_IN, "");
    assert_int_equal (evaluation_world_ask (&world, "ListMyAppeals", &mine, &appeals), WL_OK);
    assert_int_equal (appeals->appeals[0]->state, EVALUATION__APPEAL_STATE__APPEAL_REJECTED);
    assert_string_equal (appeals->appeals[0]->decision_reason, "Tak rozstrzygnięto w regionie");
}

static void
erasure_reaches_what_was_told (void **state)
{
    Intake__PersonErased body = INTAKE__PERSON_ERASED__INIT;
    char *ids[] = { application_id (&world, 2) };
    int64_t before = told ("32", "evaluation.ErasureConfirmed");
    (void) state;

    body.request_id = copy (OWNER);
    body.user_id = applicant_id (&world, 2);
    body.erased_application_ids = ids;
    body.n_erased_application_ids = 1;
    evaluation_world_hears (&world, on_person_erased, &body.base);
    assert_int_equal (number ("select count (*) from site_assessment"), 0);
    assert_int_equal (number ("select count (*) from appeal where text = ''"), 1);
    /* The copy at the site is for the site to confirm. */
    assert_int_equal (told ("32", "evaluation.ErasureConfirmed"), before);
}

/* ---- at a site ---- */

static void
a_site_decides_appeals_that_the_centre_took (void)
{
    Evaluation__AppealFiled filed = EVALUATION__APPEAL_FILED__INIT;
    Evaluation__Appeal appeal = EVALUATION__APPEAL__INIT;
    Evaluation__DecideAppealRequest decide = EVALUATION__DECIDE_APPEAL_REQUEST__INIT;
    char *contested[] = { copy ("problem") };

    filed.application_id = appeal.application_id = decide.application_id =
        application_id (&world, 4);
    filed.call_id = appeal.call_id = copy (CALL);
    filed.stage = appeal.stage = copy ("idea");
    filed.kind = appeal.kind = decide.kind = EVALUATION__APPEAL_KIND__MERIT_APPEAL;
    filed.applicant_user_id = applicant_id (&world, 4);
    filed.number = copy ("WIS-1/0004");
    appeal.contested = contested;
    appeal.n_contested = 1;
    appeal.text = copy ("Ocena pomija opis odbiorców z punktu drugiego.");
    appeal.filed_at = wl_timestamp (arena (), world.request.now);
    decide.upheld = true;
    decide.reason = copy ("Opis odbiorców rzeczywiście pominięto.");
    /* Of what the centre decides itself it says that there is nothing for us. */
    evaluation_world_appeal_at_centre (NULL);
    evaluation_world_hears (&world, on_centre_appeal_filed, &filed.base);
    assert_int_equal (number ("select count (*) from appeal where application_id in"
                              " (select application_id from dossier where number ="
                              " 'WIS-1/0004')"),
                      0);
    evaluation_world_appeal_at_centre (&appeal);
    for (int i = 0; i < 2; i++)
        evaluation_world_hears (&world, on_centre_appeal_filed, &filed.base);
    assert_int_equal (told ("32", "evaluation.AppealFiled"), 1);
    evaluation_world_as (&world, KAROL, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "DecideAppeal", &decide, NULL), WL_OK);
    assert_int_equal (told (SITE_STREAM, "evaluation.AppealDecided"), 1);
    /* The new round is for others, and 3 is one who did not score it. */
    assert_int_equal (state_of (4), EVALUATION__DOSSIER_STATE__MERIT_REVIEW);
    assert_int_equal (number ("select max (round) from dossier where number = 'WIS-1/0004'"), 2);
}

static void
a_site_takes_its_own_and_tells_results (void **state)
{
    Evaluation__CloseRegionListRequest in = EVALUATION__CLOSE_REGION_LIST_REQUEST__INIT;
    Evaluation__ApplicationRanked ranked = EVALUATION__APPLICATION_RANKED__INIT;
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__ListCallsRequest all = INTAKE__LIST_CALLS_REQUEST__INIT;
    Intake__ListCallsResponse *calls;
    Intake__GetTitlesRequest asked = INTAKE__GET_TITLES_REQUEST__INIT;
    Intake__GetTitlesResponse *titles;
    Intake__Call *known;
    char *ids[] = { application_id (&world, 4), application_id (&world, 5) };
    Evaluation__RegionList *list;
    char call[] = CALL;
    (void) state;

    site = (site_t){ .region = "32", .since = moment ("2026-03-02T12:00:00Z") };
    world.daemon.state = &site;
    world_sql ("delete from runtime.outbox");
    evaluation_world_at (&world, IN_CALL);
    evaluation_world_submits (&world, (evaluation_application_t){ 4, "idea", "32", 3000000 });
    evaluation_world_submits (&world, (evaluation_application_t){ 5, "idea", "30", 3000000 });
    assert_int_equal (state_of (4), EVALUATION__DOSSIER_STATE__FORMAL_REVIEW);
    assert_int_equal (number ("select count (*) from dossier where number = 'WIS-1/0005'"), 0);
    in.call_id = call;
    evaluation_world_at (&world, AFTER_CALL);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "CloseRegionList", &in, &list),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "not-all-assessed");

    assert_int_equal (evaluation_world_formal (&world, 4, true), WL_OK);
    assert_int_equal (evaluation_world_assign (&world), 2);
    evaluation_world_score_all (&world, 4, 2500, 3000, 0);
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "CloseRegionList", &in, &list), WL_OK);
    assert_int_equal (list->applications, 1);
    /* What is told, and what stays. */
    assert_int_equal (told (SITE_STREAM, "evaluation.FormalCheckDecided"), 1);
    assert_int_equal (told (SITE_STREAM, "evaluation.ApplicationReported"), 1);
    assert_int_equal (told (SITE_STREAM, "evaluation.RegionListClosed"), 1);
    assert_int_equal (number ("select count (*) from runtime.outbox where region = 'report'"), 3);
    assert_int_equal (told ("32", "evaluation.CardAssigned"), 2);
    assert_int_equal (told ("32", "evaluation.CardLocked"), 2);
    assert_int_equal (told ("32", "evaluation.FormalCheckDecided"), 0);

    ask.call_id = call;
    assert_int_equal (evaluation_world_ask (&world, "GetCall", &ask, &known), WL_OK);
    assert_int_equal (known->phase, INTAKE__CALL_PHASE__PHASE_CLOSED);
    assert_int_equal (known->n_regions, 1);
    assert_string_equal (known->regions[0]->region, "32");
    assert_int_equal (evaluation_world_ask (&world, "ListCalls", &all, &calls), WL_OK);
    assert_int_equal (calls->n_calls, 1);
    assert_string_equal (calls->calls[0]->id, CALL);
    /* Its own letters name what they are about, and reach nobody who has no account here. */
    asked.application_ids = ids;
    asked.n_application_ids = 2;
    evaluation_world_as_peer (&world, "notification");
    assert_int_equal (evaluation_world_ask (&world, "GetTitles", &asked, &titles), WL_OK);
    assert_int_equal (titles->n_titles, 1);
    assert_string_equal (titles->titles[0]->number, "WIS-1/0004");
    assert_string_equal (titles->titles[0]->call_id, CALL);
    assert_string_equal (titles->titles[0]->applicant_user_id, "");

    ranked.application_id = application_id (&world, 4);
    ranked.group = EVALUATION__LIST_GROUP__RECOMMENDED;
    ranked.place = 1;
    evaluation_world_hears (&world, on_centre_ranked, &ranked.base);
    assert_int_equal (state_of (4), EVALUATION__DOSSIER_STATE__RANKED);
    a_site_decides_appeals_that_the_centre_took ();
    world.daemon.state = NULL;
    evaluation_world_as (&world, LIDIA, WL_ROLE_COORDINATOR, "32");
    assert_int_equal (evaluation_world_ask (&world, "CloseRegionList", &in, &list),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (evaluation_world_reason (&world), "not-a-site");
}

static int
set_up (void **state)
{
    (void) state;
    assert_non_null (mkdtemp (folder));
    evaluation_world_published ("2026-03-10T12:00:00Z");
    evaluation_world_appeals ();
    evaluation_world_migrate ();
    evaluation_world_init (&world);
    peer = (wl_peer_t){ .service = "evaluation", .regions = { "32" }, .region_count = 1 };
    memcpy (peer.public_key, SITE_KEY, sizeof peer.public_key);
    return 0;
}

static int
tear_down (void **state)
{
    (void) state;
    (void) unlink (wl_text_printf (arena (), "%s/peers", folder));
    (void) unlink (wl_text_printf (arena (), "%s/peers.lock", folder));
    (void) rmdir (folder);
    evaluation_world_done (&world);
    return 0;
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_invitation_opens_once),
        cmocka_unit_test (an_administrator_sees_how_a_site_is),
        cmocka_unit_test (a_regions_applications_wait_for_its_site),
        cmocka_unit_test (nobody_else_speaks_for_it),
        cmocka_unit_test (forged_and_foreign_reports_leave_no_trace),
        cmocka_unit_test (results_take_effect_once),
        cmocka_unit_test (second_opinions_reach_whom_they_are_for),
        cmocka_unit_test (a_closed_list_says_how_its_bridge_experts_scored),
        cmocka_unit_test (both_regions_stand_on_one_list),
        cmocka_unit_test (letters_tell_what_the_site_told),
        cmocka_unit_test (an_appeal_goes_to_who_decided),
        cmocka_unit_test (what_the_site_decides_of_an_appeal_counts),
        cmocka_unit_test (erasure_reaches_what_was_told),
        cmocka_unit_test (a_site_takes_its_own_and_tells_results),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
