#include "log_world.h"

#include <string.h>

int
log_world_set_up (void **state)
{
    static world_t world;

    world_sql ("drop schema if exists runtime cascade");
    world_migrate ("drop table if exists thing;"
                   "create table thing (id bigint primary key, version bigint not null);"
                   "insert into thing select i, 0 from generate_series (0, 9) i");
    world = world_new ();
    *state = &world;
    return 0;
}

int
log_world_tear_down (void **state)
{
    world_destroy (*state);
    return 0;
}

void
log_world_append (wl_db_t *db, const char *region, const char *aggregate, const char *payload)
{
    wl_event_t event = { .region = region,
                         .type = "intake.ApplicationSubmitted",
                         .aggregate = aggregate,
                         .at = MOMENT,
                         .trace = "",
                         .payload = { (const uint8_t *) payload, strlen (payload) } };

    wl_event_append (db, &event);
}

void
log_world_commit (world_t *world, const char *region, const char *payload)
{
    wl_db_begin (world->db);
    log_world_append (world->db, region, "thing", payload);
    assert_ok (world->db, wl_db_commit (world->db));
}

void
log_world_lead (world_t *world)
{
    bool leads;

    assert_ok (world->db, wl_sequencer_lead (world->db, &leads));
    assert_true (leads);
}

int
log_world_drain (world_t *world, int limit)
{
    int count, all = 0;

    do {
        assert_ok (world->db, wl_sequencer_step (world->db, SOURCE, limit, &count));
        all += count;
    } while (count > 0);
    return all;
}

uint64_t
log_world_first_bad (world_t *world, const char *region)
{
    uint64_t bad, checked;

    assert_ok (world->db, wl_event_verify (world->db, SOURCE, region, &bad, &checked));
    return bad;
}
