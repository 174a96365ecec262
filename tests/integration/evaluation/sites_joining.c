/* How a partner region joins with a site of its own, and how an administrator sees that it is. */
#include "sites.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/wlacznik-sites.XXXXXX";
static site_t site; /* the centre's */

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
    const char *file = wl_text_printf (world.world.arena, "%s/peers", folder);
    Evaluation__JoinedRegion *joined;
    wl_peer_t *peers;
    wl_error_t error;
    size_t count;
    (void) state;

    site.peers_file = file;
    world.daemon.state = &site;
    world_sql (wl_text_printf (world.world.arena,
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

    wl_error_init (&error, world.world.arena);
    assert_int_equal (wl_peers_list (file, world.world.arena, &peers, &count, &error), WL_OK);
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
    wl_error_init (&error, world.world.arena);
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

static int
make_folder (void **state)
{
    (void) state;
    assert_non_null (mkdtemp (folder));
    return 0;
}

static int
remove_folder (void **state)
{
    (void) state;
    (void) unlink (wl_text_printf (world.world.arena, "%s/peers", folder));
    (void) unlink (wl_text_printf (world.world.arena, "%s/peers.lock", folder));
    (void) rmdir (folder);
    return 0;
}

int
sites_joining (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (an_invitation_opens_once),
        cmocka_unit_test (an_administrator_sees_how_a_site_is),
    };

    return cmocka_run_group_tests_name ("joining", tests, make_folder, remove_folder);
}
