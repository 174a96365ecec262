/* W3C Trace Context: one trace id from the proxy in front of us to the last row (level 1, 00). */
#pragma once

#include <stdint.h>

#include "base/text.h"

enum {
    TRACE_PARENT_TEXT = 56, /* "00-<32>-<16>-<2>" and the NUL */
    TRACE_ID_TEXT = 33,
    TRACE_RANDOM = 24,
};

typedef struct trace {
    char parent[TRACE_PARENT_TEXT]; /* what goes on as traceparent */
    char id[TRACE_ID_TEXT];         /* what people quote */
} trace_t;

/* Goes on with `incoming` when it is a valid traceparent (a new span in its trace), begins a trace
 * otherwise. `random` is what the new ids are made of. Pure. */
void trace_continue (const char *incoming, const uint8_t random[TRACE_RANDOM], trace_t *ret);
