#include "range.h"

#include <stdbool.h>
#include <string.h>

static bool
read_number (const char **text_p, uint64_t *ret)
{
    const char *text = *text_p;

    *ret = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (*ret > (UINT64_MAX - 9) / 10)
            return false;
        *ret = *ret * 10 + (uint64_t) (*text - '0');
    }
    if (text == *text_p)
        return false;
    *text_p = text;
    return true;
}

typedef struct spec {
    bool has_first, has_last;
    uint64_t first, last;
} spec_t;

/* "bytes=first-last", "bytes=first-" or "bytes=-last". */
static bool
read_spec (const char *header, spec_t *ret)
{
    const char *at = header;

    *ret = (spec_t){ 0 };
    if (header == NULL || strncmp (header, "bytes=", 6) != 0)
        return false;
    at += 6;
    ret->has_first = read_number (&at, &ret->first);
    if (*at++ != '-')
        return false;
    ret->has_last = read_number (&at, &ret->last);
    return *at == '\0' && (ret->has_first || ret->has_last) &&
           !(ret->has_first && ret->has_last && ret->last < ret->first);
}

range_kind_t
range_read (const char *header, uint64_t total, range_t *ret)
{
    spec_t spec;

    *ret = (range_t){ 0, total };
    if (!read_spec (header, &spec))
        return RANGE_WHOLE;
    if (!spec.has_first) { /* the last so many */
        ret->length = spec.last < total ? spec.last : total;
        ret->from = total - ret->length;
        return ret->length > 0 ? RANGE_PART : RANGE_BEYOND;
    }
    if (spec.first >= total)
        return RANGE_BEYOND;
    ret->from = spec.first;
    ret->length = total - spec.first;
    if (spec.has_last && spec.last - spec.first < ret->length)
        ret->length = spec.last - spec.first + 1;
    return RANGE_PART;
}

uint64_t
range_first (const char *header)
{
    spec_t spec;

    return read_spec (header, &spec) && spec.has_first ? spec.first : 0;
}
