/* What a request line points at: the decoded segments of its path and its query parameters.
 *
 * Segments are split before they are decoded, so that "%2F" inside one never becomes a separator.
 * "." and ".." mean nothing here: no file system stands behind a path. Pure functions.
 */
#pragma once

#include "base/text.h"

enum {
    TARGET_SEGMENTS_MAX = 16,
    TARGET_PARAMETERS_MAX = 64,
};

typedef struct target_parameter {
    const char *name;
    const char *value;
} target_parameter_t;

typedef struct target {
    const char *segments[TARGET_SEGMENTS_MAX];
    size_t segment_count;
    target_parameter_t parameters[TARGET_PARAMETERS_MAX];
    size_t parameter_count;
} target_t;

/* Reads `path` ("/v1/calls/7") and `query` ("limit=3", without '?'; may be NULL) as they came.
 * Texts live in `arena`. WL_INVALID_ARGUMENT with a reason in `error`: a broken "%" sequence, a
 * NUL, bad UTF-8, more segments or parameters than the limits. */
WL_MUST_CHECK wl_status target_parse (wl_arena_t *arena, const char *path, const char *query,
                                      const char *locale, target_t *ret, wl_error_t *error);
