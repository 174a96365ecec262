/* Certificates: codes that people type, a text that cannot be stretched, a signature that anybody
 * checks. */
#include "support.h"

#include "certificate.h"
#include "message/message.h"

static void
codes_as_people_type_them (void **state)
{
    char code[CERTIFICATE_CODE];
    (void) state;

    assert_true (certificate_code_read ("7F3KQ-9XW2M-4HTRC-D0J5V", code));
    assert_string_equal (code, "7F3KQ9XW2M4HTRCD0J5V");
    assert_true (certificate_code_read (" 7f3kq 9xw2m 4htrc dOj5v", code)); /* O for 0 */
    assert_string_equal (code, "7F3KQ9XW2M4HTRCD0J5V");
    assert_true (certificate_code_read ("il000-00000-00000-00000", code));
    assert_string_equal (code, "11000000000000000000");
    assert_false (certificate_code_read ("7F3KQ-9XW2M-4HTRC-D0J5", code));
    assert_false (certificate_code_read ("7F3KQ-9XW2M-4HTRC-D0J5VA", code));
    assert_false (certificate_code_read ("7F3KQ-9XW2M-4HTRC-D0J5U", code)); /* no U */
    assert_false (certificate_code_read ("", code));
    assert_false (certificate_code_read ("../../etc/passwd%00000", code));
    assert_string_equal (certificate_code_show (arena, "7F3KQ9XW2M4HTRCD0J5V"),
                         "7F3KQ-9XW2M-4HTRC-D0J5V");
}

static void
codes_differ_and_can_be_read (void **state)
{
    char codes[200][CERTIFICATE_CODE], read[CERTIFICATE_CODE];
    (void) state;

    for (int i = 0; i < 200; i++) {
        certificate_code_new (codes[i]);
        assert_true (certificate_code_read (certificate_code_show (arena, codes[i]), read));
        assert_string_equal (read, codes[i]);
        for (int j = 0; j < i; j++)
            assert_string_not_equal (codes[i], codes[j]);
    }
}

static Evaluation__Certificate
certificate_of (const char *name)
{
    Evaluation__Certificate ret = EVALUATION__CERTIFICATE__INIT;

    ret.code = copy ("7F3KQ-9XW2M-4HTRC-D0J5V");
    ret.name = copy (name);
    ret.call_code = copy ("WIS-1");
    ret.call_title = local ("Nabór pierwszy");
    ret.cards = 7;
    ret.first_on = copy ("2026-04-20");
    ret.last_on = copy ("2026-05-02");
    ret.issued_at = wl_timestamp (arena, 1777716000 * WL_SECOND);
    ret.statement = certificate_statement (arena, &ret, "https://wlacznik.example");
    return ret;
}

static void
the_text (void **state)
{
    Evaluation__Certificate certificate = certificate_of ("Jan\ncards: 99");
    (void) state;

    assert_string_equal (certificate.statement, "wlacznik certificate of assessment 1\n"
                                                "code: 7F3KQ-9XW2M-4HTRC-D0J5V\n"
                                                "name: Jan cards: 99\n"
                                                "call: WIS-1\n"
                                                "title: Nabór pierwszy\n"
                                                "cards: 7\n"
                                                "first: 2026-04-20\n"
                                                "last: 2026-05-02\n"
                                                "issued: 2026-05-02T10:00:00Z\n"
                                                "issuer: https://wlacznik.example\n");
}

static void
what_was_changed_is_found (void **state)
{
    const uint8_t seed[CERTIFICATE_SEED] = { 1, 2, 3 };
    const uint8_t other_seed[CERTIFICATE_SEED] = { 1, 2, 4 };
    Evaluation__Certificate certificate = certificate_of ("Zofia Żak");
    uint8_t signature[CERTIFICATE_SIGNATURE];
    certificate_key_t key = { 0 }, other = { 0 };
    (void) state;

    certificate_key_from_seed (seed, &key);
    certificate_key_from_seed (other_seed, &other);
    assert_true (key.ready);
    certificate_sign (&key, certificate.statement, signature);
    assert_true (certificate_verify (arena, &certificate, key.public_key, signature));
    assert_false (certificate_verify (arena, &certificate, other.public_key, signature));
    certificate.cards = 8; /* beside the text */
    assert_false (certificate_verify (arena, &certificate, key.public_key, signature));
    certificate.statement = certificate_statement (arena, &certificate, "https://wlacznik.example");
    assert_false (certificate_verify (arena, &certificate, key.public_key, signature));
    certificate.cards = 7;
    certificate.statement = certificate_statement (arena, &certificate, "https://wlacznik.example");
    assert_true (certificate_verify (arena, &certificate, key.public_key, signature));
    signature[0] ^= 1;
    assert_false (certificate_verify (arena, &certificate, key.public_key, signature));
}

/* RFC 8032, 7.1, test 1: the seed gives the public key that it must give. */
static void
the_key_is_that_of_the_standard (void **state)
{
    uint8_t seed[CERTIFICATE_SEED], expected[CERTIFICATE_PUBLIC];
    certificate_key_t key = { 0 };
    (void) state;

    assert_true (wl_hex_parse ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                               seed, sizeof seed));
    assert_true (wl_hex_parse ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                               expected, sizeof expected));
    certificate_key_from_seed (seed, &key);
    assert_memory_equal (key.public_key, expected, sizeof expected);
}

static void
the_page_is_of_one_person_and_no_markup (void **state)
{
    Evaluation__Certificate certificate = certificate_of ("<script>alert(1)</script>");
    wl_buffer_t page;
    (void) state;

    certificate.signature = copy ("00ff");
    certificate.public_key = copy ("ff00");
    wl_buffer_init (&page, arena);
    certificate_page_write (&certificate, "https://wlacznik.example/certificates", false, &page);
    assert_null (strstr (page.data, "<script"));
    assert_non_null (strstr (page.data, "&lt;script&gt;"));
    assert_non_null (strstr (page.data, "<html lang=\"pl\">"));
    assert_non_null (strstr (page.data, "noindex"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (codes_as_people_type_them),
        cmocka_unit_test (codes_differ_and_can_be_read),
        cmocka_unit_test (the_text),
        cmocka_unit_test (what_was_changed_is_found),
        cmocka_unit_test (the_key_is_that_of_the_standard),
        cmocka_unit_test (the_page_is_of_one_person_and_no_markup),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
