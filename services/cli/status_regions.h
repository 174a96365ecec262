/* Partner regions' sites, as the centre's evaluation tells of them at its admin port. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum { STATUS_REGIONS_MAX = 64, STATUS_REGION_TEXT = 9 };

typedef struct status_region {
    char region[STATUS_REGION_TEXT];
    double contact; /* seconds since 1970 of the last report */
    double untold;  /* events that the site has not told yet */
    double clock;   /* our clock minus the site's, in seconds */
} status_region_t;

/* Adds the regions of a metrics page to `list`; of a region that is there the later report counts,
 * because each replica knows what it was told itself. Gives the new count. Pure. */
size_t status_regions_add (const char *page, status_region_t *list, size_t count);

/* Prints them, if any; false when one has been silent for more than a minute at `now`. */
bool status_regions_print (const status_region_t *list, size_t count, time_t now);
