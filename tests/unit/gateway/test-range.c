#include "check.h"

#include "range.h"

typedef struct range_case {
    const char *header;
    uint64_t total;
    range_kind_t kind;
    uint64_t from, length, first;
} range_case_t;

static const range_case_t cases[] = {
    { NULL, 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=0-99", 100, RANGE_PART, 0, 100, 0 },
    { "bytes=0-0", 100, RANGE_PART, 0, 1, 0 },
    { "bytes=10-19", 100, RANGE_PART, 10, 10, 10 },
    { "bytes=10-", 100, RANGE_PART, 10, 90, 10 },
    { "bytes=10-1000", 100, RANGE_PART, 10, 90, 10 },
    { "bytes=-10", 100, RANGE_PART, 90, 10, 0 },
    { "bytes=-1000", 100, RANGE_PART, 0, 100, 0 },
    { "bytes=-0", 100, RANGE_BEYOND, 0, 0, 0 },
    { "bytes=99-", 100, RANGE_PART, 99, 1, 99 },
    { "bytes=100-", 100, RANGE_BEYOND, 0, 0, 100 },
    { "bytes=0-", 0, RANGE_BEYOND, 0, 0, 0 },
    { "bytes=5-4", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=-", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=1-2,4-5", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes= 1-2", 100, RANGE_WHOLE, 0, 100, 0 },
    { "lines=1-2", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=1-2x", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=0-18446744073709551615", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=99999999999999999999-", 100, RANGE_WHOLE, 0, 100, 0 },
    { "bytes=0-18446744073709551600", 100, RANGE_PART, 0, 100, 0 },
};

static void
ranges (void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++) {
        const range_case_t *c = &cases[i];
        range_t found;
        range_kind_t kind = range_read (c->header, c->total, &found);
        if (kind != c->kind || range_first (c->header) != c->first ||
            (kind != RANGE_BEYOND && (found.from != c->from || found.length != c->length)))
            fail_msg ("%s of %llu", c->header, (unsigned long long) c->total);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (ranges) };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
