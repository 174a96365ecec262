#include "trace.h"

#include <stdio.h>
#include <string.h>

enum { TRACE_ID_AT = 3, SPAN_AT = 36, FLAGS_AT = 53, TRACE_BYTES = 16, SPAN_BYTES = 8 };

static bool
is_hex (const char *text, size_t length)
{
    return strspn (text, "0123456789abcdef") >= length;
}

static bool
is_zero (const char *text, size_t length)
{
    return strspn (text, "0") >= length;
}

/* A version after 00 may append to the form; what we know of it stays where it is. */
static bool
is_valid (const char *parent)
{
    size_t length = parent ? strlen (parent) : 0;

    if (length < TRACE_PARENT_TEXT - 1 || !is_hex (parent, 2) || strncmp (parent, "ff", 2) == 0)
        return false;
    if (length > TRACE_PARENT_TEXT - 1 &&
        (strncmp (parent, "00", 2) == 0 || parent[TRACE_PARENT_TEXT - 1] != '-'))
        return false;
    return parent[TRACE_ID_AT - 1] == '-' && parent[SPAN_AT - 1] == '-' &&
           parent[FLAGS_AT - 1] == '-' && is_hex (parent + TRACE_ID_AT, TRACE_BYTES * 2) &&
           is_hex (parent + SPAN_AT, SPAN_BYTES * 2) && is_hex (parent + FLAGS_AT, 2) &&
           !is_zero (parent + TRACE_ID_AT, TRACE_BYTES * 2) &&
           !is_zero (parent + SPAN_AT, SPAN_BYTES * 2);
}

void
trace_continue (const char *incoming, const uint8_t random[TRACE_RANDOM], bool chosen, trace_t *ret)
{
    bool valid = is_valid (incoming);
    char span[SPAN_BYTES * 2 + 1];

    if (valid)
        snprintf (ret->id, sizeof ret->id, "%.32s", incoming + TRACE_ID_AT);
    else
        wl_hex (random, TRACE_BYTES, ret->id);
    snprintf (ret->asked_by, sizeof ret->asked_by, "%.16s", valid ? incoming + SPAN_AT : "");
    wl_hex (random + TRACE_BYTES, SPAN_BYTES, span);
    snprintf (ret->parent, sizeof ret->parent, "00-%s-%s-%.2s", ret->id, span,
              valid    ? incoming + FLAGS_AT
              : chosen ? "01"
                       : "00");
}
