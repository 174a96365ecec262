#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "mail.h"

static int
set_up (void **state)
{
    *state = wl_arena_new (1 << 20);
    return 0;
}

static int
tear_down (void **state)
{
    wl_arena_t *arena = *state;
    wl_arena_destroy (&arena);
    return 0;
}

static void
ascii_header_stays (void **state)
{
    assert_string_equal (mail_encode_header (*state, "Result of WIS-1/0001"),
                         "Result of WIS-1/0001");
}

static void
polish_header_is_an_encoded_word (void **state)
{
    assert_string_equal (mail_encode_header (*state, "Żółć"), "=?UTF-8?B?xbvDs8WCxIc=?=");
}

static void
long_header_is_folded_between_characters (void **state)
{
    char text[301];

    for (size_t i = 0; i < 300; i += 2)
        memcpy (text + i, "ą", 2);
    text[300] = '\0';
    for (char *line = mail_encode_header (*state, text); line != NULL;) {
        char *end = strstr (line, "\r\n ");
        size_t length = end == NULL ? strlen (line) : (size_t) (end - line);
        assert_true (length <= 75);
        /* 42 bytes are 21 whole letters: no word ends inside one, so none needs padding. */
        assert_true (end == NULL || line[length - 3] != '=');
        line = end == NULL ? NULL : end + 3;
    }
}

static void
header_cannot_be_injected (void **state)
{
    char *header = mail_encode_header (*state, "a\r\nBcc: all@x.pl");

    assert_null (strstr (header, "Bcc"));
    assert_null (strchr (header, '\n'));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (ascii_header_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown (polish_header_is_an_encoded_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown (long_header_is_folded_between_characters, set_up,
                                         tear_down),
        cmocka_unit_test_setup_teardown (header_cannot_be_injected, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
