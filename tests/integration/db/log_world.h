/* What the tests of the event log share: a table of things, and a log that is written and placed.
 */
#pragma once

#include "world.h"

#define SOURCE "intake"
#define MOMENT ((wl_time_t) 1795474799123456)

/* An empty log, ten things, and a connection as the test's state. */
int log_world_set_up (void **state);
int log_world_tear_down (void **state);

/* To the open transaction. */
void log_world_append (wl_db_t *db, const char *region, const char *aggregate, const char *payload);
/* In a transaction of its own. */
void log_world_commit (world_t *world, const char *region, const char *payload);

void log_world_lead (world_t *world);
/* Steps until nothing is left; gives how many were placed. */
int log_world_drain (world_t *world, int limit);
uint64_t log_world_first_bad (world_t *world, const char *region);
