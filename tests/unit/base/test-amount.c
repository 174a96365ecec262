#include "check.h"

#include "base/amount.h"

#define NARROW "\xe2\x80\xaf"

static void
mean (void **state)
{
    static const struct {
        int64_t values[4];
        size_t count;
        int64_t mean;
    } cases[] = {
        { { 7300, 7600 }, 2, 7450 }, /* domain.md 4.3: 73 and 76 give 74.50 */
        { { 7350, 7650 }, 2, 7500 },
        { { 5000 }, 1, 5000 },
        { { 4999, 5000 }, 2, 5000 }, /* a half goes up */
        { { 4998, 4999 }, 2, 4999 },
        { { -4999, -5000 }, 2, -5000 }, /* away from zero */
        { { -1, 0 }, 2, -1 },
        { { 0, 1 }, 2, 1 },
        { { -1, 1 }, 2, 0 },
        { { 1, 0, 0 }, 3, 0 },
        { { 1, 1, 0 }, 3, 1 },
        { { -1, 0, 0 }, 3, 0 },
        { { -1, -1, 0 }, 3, -1 },
        { { 1, 0, 0, 0 }, 4, 0 },
        { { 1, 1, 0, 0 }, 4, 1 },
        { { 10000, 10000, 10000, 9999 }, 4, 10000 },
        { { INT64_MAX }, 1, INT64_MAX },
        { { INT64_MIN }, 1, INT64_MIN },
        { { INT64_MAX, INT64_MIN }, 2, -1 },
        { { INT64_MAX, 1, -1 }, 3, INT64_MAX / 3 }, /* in one order only the sum would overflow */
        { { 1, INT64_MAX, -1 }, 3, INT64_MAX / 3 },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        int64_t result = 77;
        assert_true (wl_mean (cases[i].values, cases[i].count, &result));
        assert_int_equal (result, cases[i].mean);
    }
}

static void
a_mean_that_overflows_or_has_no_values_fails (void **state)
{
    static const struct {
        int64_t values[3];
        size_t count;
    } cases[] = {
        { { INT64_MAX, 1 }, 2 },
        { { INT64_MIN, -1 }, 2 },
        { { INT64_MAX, INT64_MAX, INT64_MAX }, 3 },
        { { 0 }, 0 },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        int64_t result = 77;
        assert_false (wl_mean (cases[i].values, cases[i].count, &result));
        assert_int_equal (result, 77);
    }
}

/* Twice the distance between mean and sum / count is at most 1, and the order is all the same. */
static void
a_mean_is_the_nearest_number_in_any_order (void **state)
{
    uint64_t random = check_seed ("mean");
    (void) state;

    for (int round = 0; round < 5000; round++) {
        int64_t values[9], sum = 0, result, shuffled;
        size_t count = 1 + check_random (&random) % COUNT (values);

        for (size_t i = 0; i < count; i++) {
            values[i] = (int64_t) (check_random (&random) % 20001) - 10000;
            sum += values[i];
        }
        assert_true (wl_mean (values, count, &result));
        int64_t distance = 2 * (sum - result * (int64_t) count);
        assert_true (llabs (distance) <= (int64_t) count);
        if (llabs (distance) == (int64_t) count)
            assert_true (llabs (result) * (int64_t) count > llabs (sum)); /* away from zero */

        size_t swap = check_random (&random) % count;
        int64_t first = values[0];
        values[0] = values[swap];
        values[swap] = first;
        assert_true (wl_mean (values, count, &shuffled));
        assert_int_equal (shuffled, result);
    }
}

typedef void (*format_t) (int64_t amount, const char *locale, char ret[WL_AMOUNT_TEXT]);

typedef struct format_case {
    int64_t amount;
    const char *locale;
    const char *text;
} format_case_t;

static void
check_format (format_t format, const format_case_t *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char text[WL_AMOUNT_TEXT];
        memset (text, 'x', sizeof text);
        format (cases[i].amount, cases[i].locale, text);
        assert_string_equal (text, cases[i].text);
    }
}

static void
points (void **state)
{
    static const format_case_t cases[] = {
        { 7450, "pl", "74,50" },
        { 7450, "en", "74.50" },
        { 7450, "de", "74,50" },
        { 7450, NULL, "74,50" },
        { 0, "pl", "0,00" },
        { 5, "pl", "0,05" },
        { 10000, "en", "100.00" },
        { 123456, "en", "1234.56" },
        { -1, "pl", "-0,01" },
        { -7450, "en", "-74.50" },
        { INT64_MAX, "en", "92233720368547758.07" },
        { INT64_MIN, "pl", "-92233720368547758,08" },
    };
    (void) state;
    check_format (wl_points_format, cases, COUNT (cases));
}

static void
money (void **state)
{
    static const format_case_t cases[] = {
        { 32983400, "pl", "329" NARROW "834,00" NARROW "zł" },
        { 32983400, "en", "PLN 329,834.00" },
        { 32983400, NULL, "329" NARROW "834,00" NARROW "zł" },
        { 0, "pl", "0,00" NARROW "zł" },
        { 1, "en", "PLN 0.01" },
        { 99999, "pl", "999,99" NARROW "zł" },
        { 100000, "pl", "1" NARROW "000,00" NARROW "zł" },
        { 164917000, "en", "PLN 1,649,170.00" },
        { -32983405, "pl", "-329" NARROW "834,05" NARROW "zł" },
        { -32983405, "en", "-PLN 329,834.05" },
        { -99999999999999999, "pl",
          "-999" NARROW "999" NARROW "999" NARROW "999" NARROW "999,99" NARROW "zł" },
        { 100000000000000000, "pl", "1000000000000000,00" NARROW "zł" }, /* no room for groups */
        { INT64_MIN, "pl", "-92233720368547758,08" NARROW "zł" },
        { INT64_MIN, "en", "-PLN 92233720368547758.08" },
    };
    (void) state;
    check_format (wl_money_format, cases, COUNT (cases));
}

typedef bool (*operation_t) (int64_t a, int64_t b, int64_t *ret);

typedef struct operation_case {
    int64_t a, b;
    bool fits;
    int64_t result;
} operation_case_t;

static void
check_operation (operation_t operation, const operation_case_t *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t result = 77;
        assert_int_equal (operation (cases[i].a, cases[i].b, &result), cases[i].fits);
        assert_int_equal (result, cases[i].fits ? cases[i].result : 77);
    }
}

static void
add (void **state)
{
    static const operation_case_t cases[] = {
        { 2, 3, true, 5 },
        { -2, 2, true, 0 },
        { INT64_MAX, 0, true, INT64_MAX },
        { INT64_MAX, INT64_MIN, true, -1 },
        { INT64_MAX, 1, false, 0 },
        { INT64_MIN, -1, false, 0 },
    };
    (void) state;
    check_operation (wl_add, cases, COUNT (cases));
}

static void
multiply (void **state)
{
    static const operation_case_t cases[] = {
        { 6, 7, true, 42 },
        { -6, 7, true, -42 },
        { INT64_MAX, 0, true, 0 },
        { INT64_MAX, -1, true, -INT64_MAX },
        { INT64_MIN, -1, false, 0 },
        { INT64_MAX, 2, false, 0 },
        { INT64_C (1) << 32, INT64_C (1) << 31, false, 0 },
    };
    (void) state;
    check_operation (wl_multiply, cases, COUNT (cases));
}

static void
the_result_may_be_an_operand (void **state)
{
    int64_t total = 40;
    (void) state;

    assert_true (wl_add (total, 2, &total));
    assert_int_equal (total, 42);
    assert_true (wl_multiply (total, total, &total));
    assert_int_equal (total, 1764);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (mean),
        cmocka_unit_test (a_mean_that_overflows_or_has_no_values_fails),
        cmocka_unit_test (a_mean_is_the_nearest_number_in_any_order),
        cmocka_unit_test (points),
        cmocka_unit_test (money),
        cmocka_unit_test (add),
        cmocka_unit_test (multiply),
        cmocka_unit_test (the_result_may_be_an_operand),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
