/* Second opinions across regions, on their way through the centre. */
#include "sites.h"

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
    return played_site_tells (&played, body.second_opinion_id, &body.base);
}

static Evaluation__SiteEvent *
tells_offered (const char *opinion, const char *home)
{
    Evaluation__SecondOpinionOffered body = EVALUATION__SECOND_OPINION_OFFERED__INIT;

    body.second_opinion_id = copy (opinion);
    body.offer_id = copy (OFFER);
    body.home_region = copy (home);
    body.code_digest = copy ("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    return played_site_tells (&played, opinion, &body.base);
}

static void
second_opinions_reach_whom_they_are_for (void **state)
{
    Evaluation__SiteEvent *event;
    (void) state;

    assert_int_equal (played_site_report_refused (&played, tells_asked ("30")),
                      WL_PERMISSION_DENIED);
    event = tells_asked ("32");
    assert_int_equal (played_site_report_last (&played, event), WL_OK);
    assert_int_equal (evaluation_world_told ("30", "evaluation.SecondOpinionAsked"), 1);
    assert_int_equal (world_number ("select count (*) from second_opinion where not here"), 1);

    assert_int_equal (played_site_report_refused (&played, tells_offered (ASKED_BY_30, "32")),
                      WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-second-opinion");
    world_sql ("insert into second_opinion (id, call_id, stage, region, topics, applications,"
               " until, address, here, asked_at) values ('" ASKED_BY_30 "', '" CALL
               "', 'idea', '30', '{}', 1, '2026-06-01', 'https://centrala.example', true, now ())");
    assert_int_equal (played_site_report_refused (&played, tells_offered (ASKED_BY_30, "30")),
                      WL_PERMISSION_DENIED);
    /* 32 offers nobody to itself, nor where only 30 was asked. */
    assert_int_equal (played_site_report_refused (&played, tells_offered (ASKED_BY_32, "32")),
                      WL_PERMISSION_DENIED);
    assert_string_equal (evaluation_world_reason (&world), "not-asked");
    event = tells_offered (ASKED_BY_30, "32");
    assert_int_equal (played_site_report_last (&played, event), WL_OK);
    assert_int_equal (evaluation_world_told ("30", "evaluation.SecondOpinionOffered"), 1);
    assert_int_equal (world_number ("select count (*) from second_opinion_offer"
                                    " where state = 2 and home_region = '32'"),
                      1);
}

static Evaluation__SiteEvent *
tells_closed (const char *offer, uint32_t cards, int64_t sum)
{
    Evaluation__RegionListClosed body = EVALUATION__REGION_LIST_CLOSED__INIT;
    Evaluation__SiteBridge *bridge = wl_arena_alloc (world.world.arena, sizeof *bridge);
    Evaluation__SiteEvent *event;

    body.call_id = copy (CALL);
    body.stage = copy ("idea");
    body.digest = copy ("not yet");
    event = played_site_tells (&played, body.call_id, &body.base);
    evaluation__site_bridge__init (bridge);
    bridge->offer_id = copy (offer);
    bridge->cards = cards;
    bridge->sum = sum;
    bridge->squares = sum * sum;
    event->bridges = wl_arena_array (world.world.arena, 1, sizeof bridge);
    event->bridges[event->n_bridges++] = bridge;
    return event;
}

static void
a_closed_list_says_how_its_bridge_experts_scored (void **state)
{
    Evaluation__SiteEvent *event;
    (void) state;

    /* So few cards that one could be read out of them are not believed to be an honest site's. */
    assert_int_equal (played_site_report_refused (&played, tells_closed (OFFER, 2, 300)),
                      WL_INVALID_ARGUMENT);
    assert_int_equal (played_site_report_refused (&played, tells_closed (OFFER, 3, 4000000)),
                      WL_INVALID_ARGUMENT);
    assert_int_equal (played_site_report_refused (&played, tells_closed (ASKED_BY_30, 3, 300)),
                      WL_UNAVAILABLE);
    assert_string_equal (evaluation_world_reason (&world), "no-such-offer");
    assert_int_equal (world_number ("select count (*) from bridge_fact"), 0);
    for (int i = 1; i <= 2; i++) { /* what is closed anew takes the place of what was */
        event = tells_closed (OFFER, 3, 300 * i);
        assert_int_equal (played_site_report_last (&played, event), WL_OK);
        assert_int_equal (world_number ("select count (*) from bridge_fact"), 1);
        assert_int_equal (world_number ("select sum from bridge_fact where region = '32'"),
                          300 * i);
    }
    /* Beside the event and not in it: the log would keep it for ever. */
    assert_int_equal (
        world_number ("select count (*) from runtime.outbox where type like '%Closed'"), 0);
    world_sql ("delete from region_list");
}

int
sites_opinions (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (second_opinions_reach_whom_they_are_for),
        cmocka_unit_test (a_closed_list_says_how_its_bridge_experts_scored),
    };

    return cmocka_run_group_tests_name ("opinions", tests, NULL, NULL);
}
