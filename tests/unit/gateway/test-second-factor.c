#include <string.h>

#include "check.h"
#include "second_factor.h"

static const uint8_t rfc_secret[SECOND_FACTOR_SECRET] = "12345678901234567890";

/* RFC 6238 appendix B, SHA-1, the last six of its eight digits. */
static void
takes_the_codes_of_the_standard (void **context)
{
    static const struct {
        wl_time_t seconds;
        const char *code;
        int64_t step;
    } cases[] = { { 59, "287082", 1 },
                  { 1111111109, "081804", 37037036 },
                  { 1234567890, "005924", 41152263 },
                  { 20000000000, "353130", 666666666 } };
    int64_t step;

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        assert_true (
            second_factor_verify (rfc_secret, cases[i].code, cases[i].seconds * WL_SECOND, &step));
        assert_int_equal (step, cases[i].step);
    }
}

static void
takes_a_code_of_the_neighbouring_steps_only (void **context)
{
    int64_t step = 0;

    (void) context;
    assert_true (second_factor_verify (rfc_secret, "287082", 20 * WL_SECOND, &step));
    assert_int_equal (step, 1);
    assert_true (second_factor_verify (rfc_secret, "287082", 89 * WL_SECOND, &step));
    assert_int_equal (step, 1);
    assert_false (second_factor_verify (rfc_secret, "287082", 90 * WL_SECOND, &step));
    assert_false (second_factor_verify (rfc_secret, "287083", 59 * WL_SECOND, &step));
}

static void
takes_nothing_but_six_digits (void **context)
{
    static const char *const others[] = { "",       "28708",   "94287082", "2870820",
                                          "28708a", " 287082", "287082\n" };
    int64_t step;

    (void) context;
    for (size_t i = 0; i < COUNT (others); i++)
        assert_false (second_factor_verify (rfc_secret, others[i], 59 * WL_SECOND, &step));
}

static void
says_the_secret_as_apps_read_it (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 16);

    (void) context;
    assert_string_equal (second_factor_secret_text (arena, rfc_secret),
                         "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_string_equal (second_factor_uri (arena, rfc_secret, "a+b?c=d@example.pl"),
                         "otpauth://totp/W%C5%82%C4%85cznik:a%2Bb%3Fc%3Dd%40example.pl"
                         "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=W%C5%82%C4%85cznik");
    wl_arena_destroy (&arena);
}

static void
knows_a_recovery_code_however_it_is_typed (void **context)
{
    static const char *const none[] = { "",
                                        "287082",
                                        "abcd-efgh-ijkl-mno",
                                        "abcd-efgh-ijkl-mnop-q",
                                        "abcd-efgh-ijkl-mno1",
                                        "ąbcd-efgh-ijkl-mnop" };
    char code[SECOND_FACTOR_CODE_TEXT], other[SECOND_FACTOR_CODE_TEXT];
    uint8_t a[32], b[32];

    (void) context;
    second_factor_make_recovery_code (code);
    second_factor_make_recovery_code (other);
    assert_string_not_equal (code, other);
    assert_int_equal (strlen (code), SECOND_FACTOR_CODE_TEXT - 1);
    assert_true (second_factor_recovery_hash (code, a));
    assert_true (second_factor_recovery_hash (other, b));
    assert_memory_not_equal (a, b, 32);
    assert_true (second_factor_recovery_hash ("abcd-efgh-ijkl-mnop", a));
    assert_true (second_factor_recovery_hash ("ABCD EFGHijkl mnop", b));
    assert_memory_equal (a, b, 32);
    for (size_t i = 0; i < COUNT (none); i++)
        assert_false (second_factor_recovery_hash (none[i], a));
}

static void
opens_what_it_sealed_with_the_same_key (void **context)
{
    uint8_t key[SECOND_FACTOR_KEY] = { 7 }, other[SECOND_FACTOR_KEY] = { 8 };
    uint8_t sealed[SECOND_FACTOR_SEALED], secret[SECOND_FACTOR_SECRET];

    (void) context;
    second_factor_seal (key, rfc_secret, sealed);
    assert_true (second_factor_open (key, sealed, sizeof sealed, secret));
    assert_memory_equal (secret, rfc_secret, sizeof secret);
    assert_false (second_factor_open (other, sealed, sizeof sealed, secret));
    assert_false (second_factor_open (key, sealed, sizeof sealed - 1, secret));
    sealed[40] ^= 1;
    assert_false (second_factor_open (key, sealed, sizeof sealed, secret));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (takes_the_codes_of_the_standard),
        cmocka_unit_test (takes_a_code_of_the_neighbouring_steps_only),
        cmocka_unit_test (takes_nothing_but_six_digits),
        cmocka_unit_test (says_the_secret_as_apps_read_it),
        cmocka_unit_test (knows_a_recovery_code_however_it_is_typed),
        cmocka_unit_test (opens_what_it_sealed_with_the_same_key),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
