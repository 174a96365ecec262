/* Which part of a file is asked for (RFC 9110 14). Pure.
 *
 * One range of bytes is understood; several, other units and what is malformed ask for the whole,
 * as the RFC allows.
 */
#pragma once

#include <stdint.h>

#include "base/status.h"

typedef enum range_kind {
    RANGE_WHOLE,
    RANGE_PART,
    RANGE_BEYOND, /* nothing of it is there: 416 */
} range_kind_t;

typedef struct range {
    uint64_t from, length; /* of a part, or of the whole */
} range_t;

/* `header` is the Range header's value, NULL when it was not sent. `total` is of the whole file. */
range_kind_t range_read (const char *header, uint64_t total, range_t *ret);

/* Where the part begins, as far as that can be said before `total` is known; else 0. */
uint64_t range_first (const char *header);
