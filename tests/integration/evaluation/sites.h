/* The tests of partner regions' sites: one story over one database, from the invitation of region
 * 32 to its appeals, and then the same region seen from its site. */
#pragma once

#include <string.h>

#include "played_site.h"
#include "site.h"

#define SITE_KEY  "0000000000000000000000000000000000000032"
#define OTHER_KEY "0000000000000000000000000000000000000030"

extern evaluation_world_t world;
extern played_site_t played;

char *copy (const char *text);
wl_time_t moment (const char *text);
int64_t state_of (int application);

/* Each goes on with what the one before it left, and gives how many of its tests failed. */
int sites_joining (void);
int sites_reports (void);
int sites_opinions (void);
int sites_lists (void);
int sites_appeals (void);
int sites_node (void);
