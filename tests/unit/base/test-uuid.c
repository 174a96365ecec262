#include "check.h"

#include <pthread.h>

#include "base/uuid.h"

static const int64_t now = 1795477199999123; /* 2026-11-23T23:39:59.999123Z */

static void
version_variant_and_time_are_in_place (void **state)
{
    (void) state;
    for (int i = 0; i < 100; i++) {
        wl_uuid_t uuid = wl_uuid_new (now);
        uint64_t milliseconds = 0;
        for (int k = 0; k < 6; k++)
            milliseconds = milliseconds << 8 | uuid.bytes[k];

        assert_int_equal (milliseconds, now / 1000);
        assert_int_equal (uuid.bytes[6] >> 4, 7);
        assert_int_equal (uuid.bytes[8] >> 6, 2);
        assert_int_equal ((uuid.bytes[6] & 0x0f) << 8 | uuid.bytes[7], 123 * 4096 / 1000);
    }
}

static void
the_last_microsecond_of_a_millisecond_stays_in_it (void **state)
{
    (void) state;
    wl_uuid_t uuid = wl_uuid_new (1000999);
    assert_int_equal (uuid.bytes[4] << 8 | uuid.bytes[5], 1000);
    assert_int_equal ((uuid.bytes[6] & 0x0f) << 8 | uuid.bytes[7], 4091);
}

static void
a_later_microsecond_sorts_later (void **state)
{
    (void) state;
    for (int64_t time = now; time < now + 3000; time++) {
        wl_uuid_t earlier = wl_uuid_new (time), later = wl_uuid_new (time + 1);
        assert_true (memcmp (&earlier, &later, sizeof earlier) < 0);
    }
}

static void
any_number_is_a_moment (void **state)
{
    static const int64_t moments[] = { 0, -1, INT64_MIN, INT64_MAX };
    (void) state;
    for (size_t i = 0; i < COUNT (moments); i++)
        assert_int_equal (wl_uuid_new (moments[i]).bytes[6] >> 4, 7);
}

static void
what_is_rehearsed_says_so (void **state)
{
    wl_uuid_t real = wl_uuid_new (now), rehearsed = wl_uuid_new_rehearsed (now);
    char text[WL_UUID_TEXT];
    (void) state;

    wl_uuid_format (&real, text);
    assert_false (wl_uuid_is_rehearsed (text));
    wl_uuid_format (&rehearsed, text);
    assert_true (wl_uuid_is_rehearsed (text));
    assert_int_equal (text[14], '8');
    assert_memory_equal (&real, &rehearsed, 6);
    assert_int_equal (rehearsed.bytes[8] >> 6, 2);
    assert_false (wl_uuid_is_rehearsed (NULL));
    assert_false (wl_uuid_is_rehearsed (""));
    assert_false (wl_uuid_is_rehearsed ("8"));
}

enum { THREADS = 4, EACH = 5000 };

static void *
make_many (void *uuids)
{
    for (int i = 0; i < EACH; i++)
        ((wl_uuid_t *) uuids)[i] = wl_uuid_new (now);
    return NULL;
}

static int
compare (const void *a, const void *b)
{
    return memcmp (a, b, sizeof (wl_uuid_t));
}

static void
threads_never_make_the_same_in_one_microsecond (void **state)
{
    static wl_uuid_t uuids[THREADS * EACH];
    pthread_t threads[THREADS];
    (void) state;

    for (int i = 0; i < THREADS; i++)
        assert_int_equal (pthread_create (&threads[i], NULL, make_many, &uuids[i * EACH]), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal (pthread_join (threads[i], NULL), 0);
    qsort (uuids, COUNT (uuids), sizeof uuids[0], compare);
    for (size_t i = 1; i < COUNT (uuids); i++)
        assert_true (compare (&uuids[i - 1], &uuids[i]) < 0);
}

static void
text_is_the_bytes_in_lower_case (void **state)
{
    const wl_uuid_t uuid = { { 0x01, 0x9a, 0xbc, 0xde, 0xf0, 0x12, 0x73, 0x45, 0x86, 0x78, 0x9a,
                               0xbc, 0xde, 0xf0, 0x12, 0x3f } };
    char text[WL_UUID_TEXT];
    wl_uuid_t parsed;
    (void) state;

    wl_uuid_format (&uuid, text);
    assert_string_equal (text, "019abcde-f012-7345-8678-9abcdef0123f");
    assert_true (wl_uuid_parse (text, &parsed));
    assert_memory_equal (&parsed, &uuid, sizeof uuid);
    assert_true (wl_uuid_parse ("019ABCDE-F012-7345-8678-9aBcDeF0123F", &parsed));
    assert_memory_equal (&parsed, &uuid, sizeof uuid);
}

static void
what_is_no_uuid_is_refused_and_leaves_the_result_alone (void **state)
{
    static const char *const cases[] = {
        NULL,
        "",
        "019abcde-f012-7345-8678-9abcdef0123",        /* short */
        "019abcde-f012-7345-8678-9abcdef0123f0",      /* long */
        "019abcdef01273458678-9abcdef0123f",          /* dashes gone */
        "019abcdef012734586789abcdef0123f",           /* no dashes */
        "019abcde-f012-7345-86789-abcdef0123f",       /* dash moved */
        "019abcde-f012-7345-8678-9abcdef0123g",       /* not hexadecimal */
        "019abcde-f012-7345-8678-9abcdef0123 ",       /* space */
        " 19abcde-f012-7345-8678-9abcdef0123f",       /* space */
        "019abcde_f012_7345_8678_9abcdef0123f",       /* other dashes */
        "019abcde0f012-7345-8678-9abcdef0123f",       /* digit for dash */
        "{19abcde-f012-7345-8678-9abcdef0123}",       /* braces */
        "019abcde-f012-7345-8678-9abcdef012\xc3\xb3", /* ó */
    };
    wl_uuid_t parsed, before;
    (void) state;

    memset (&before, 0xa5, sizeof before);
    parsed = before;
    for (size_t i = 0; i < COUNT (cases); i++) {
        assert_false (wl_uuid_parse (cases[i], &parsed));
        assert_memory_equal (&parsed, &before, sizeof before);
    }
}

static void
any_bytes_survive_the_round_trip (void **state)
{
    uint64_t random = check_seed ("uuid round trip");
    (void) state;

    for (int i = 0; i < 2000; i++) {
        uint64_t halves[2] = { check_random (&random), check_random (&random) };
        wl_uuid_t uuid, parsed;
        char text[WL_UUID_TEXT];
        memcpy (&uuid, halves, sizeof uuid);
        wl_uuid_format (&uuid, text);
        assert_true (wl_uuid_parse (text, &parsed));
        assert_memory_equal (&parsed, &uuid, sizeof uuid);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (version_variant_and_time_are_in_place),
        cmocka_unit_test (the_last_microsecond_of_a_millisecond_stays_in_it),
        cmocka_unit_test (a_later_microsecond_sorts_later),
        cmocka_unit_test (any_number_is_a_moment),
        cmocka_unit_test (what_is_rehearsed_says_so),
        cmocka_unit_test (threads_never_make_the_same_in_one_microsecond),
        cmocka_unit_test (text_is_the_bytes_in_lower_case),
        cmocka_unit_test (what_is_no_uuid_is_refused_and_leaves_the_result_alone),
        cmocka_unit_test (any_bytes_survive_the_round_trip),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
