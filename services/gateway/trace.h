/* W3C Trace Context: one trace id from the proxy in front of us to the last row (level 1, 00). */
#pragma once

#include <stdint.h>

#include "base/text.h"

enum {
    TRACE_PARENT_TEXT = 56, /* "00-<32>-<16>-<2>" and the NUL */
    TRACE_ID_TEXT = 33,
    TRACE_SPAN_TEXT = 17,
    TRACE_RANDOM = 24,
};

typedef struct trace {
    char parent[TRACE_PARENT_TEXT]; /* what goes on as traceparent */
    char id[TRACE_ID_TEXT];         /* what people quote */
    char asked_by[TRACE_SPAN_TEXT]; /* the span that asked us; "": the trace begins here */
} trace_t;

/* Goes on with `incoming` when it is a valid traceparent (a new span in its trace), begins a trace
 * otherwise, recorded if `chosen`. `random` is what the new ids are made of. Pure. */
void trace_continue (const char *incoming, const uint8_t random[TRACE_RANDOM], bool chosen,
                     trace_t *ret);
