/* What a region's closed list amounts to, so that region and centre can tell whether they hold the
 * same one. Pure. */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"

typedef struct region_line {
    const char *application_id;
    bool rejected; /* formally */
    bool assessed; /* has points, or is rejected */
    bool passed;
    int64_t points;               /* hundredths, premiums included */
    const char *criterion_points; /* in the order of the card's criteria, a space between two */
} region_line_t;

enum { REGION_DIGEST_TEXT = 65 };

/* BLAKE2b-256 in hexadecimal of the lines, which stand by application id:
 *     <application id> rejected
 *     <application id> <points> <passed 0|1> <points of each criterion>...
 * each ended by a line feed. */
void region_list_digest (wl_arena_t *arena, const region_line_t *lines, size_t count,
                         char ret[REGION_DIGEST_TEXT]);
/* How many of them are done with. */
size_t region_list_assessed (const region_line_t *lines, size_t count);
