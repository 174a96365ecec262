#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "unsubscribe.h"

#define ANNA "01910000-0000-7000-8000-0000000000a1"

static const uint8_t KEY[UNSUBSCRIBE_KEY] = "thirty-two bytes that nobody has";
static const uint8_t OTHER[UNSUBSCRIBE_KEY] = "thirty-two bytes that others kno";

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

static bool
is_read (const uint8_t *key, const char *token)
{
    char user[WL_UUID_TEXT], event[UNSUBSCRIBE_EVENT_MAX + 1];

    return unsubscribe_read (key, token, user, event);
}

static void
a_token_says_whose_and_which (void **state)
{
    char user[WL_UUID_TEXT], event[UNSUBSCRIBE_EVENT_MAX + 1];
    char *token = unsubscribe_token (*state, KEY, ANNA, "card-assigned");

    assert_true (
        strspn (token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") ==
        strlen (token));
    assert_true (strlen (token) <= 200);
    assert_true (unsubscribe_read (KEY, token, user, event));
    assert_string_equal (user, ANNA);
    assert_string_equal (event, "card-assigned");
    assert_false (is_read (OTHER, token));
}

static void
no_changed_token_is_taken (void **state)
{
    char *token = unsubscribe_token (*state, KEY, ANNA, "card-assigned");
    size_t length = strlen (token);

    for (size_t i = 0; i < length; i++) {
        char *forged = wl_text_copy (*state, token);
        forged[i] = forged[i] == 'A' ? 'B' : 'A';
        assert_false (is_read (KEY, forged));
        forged = wl_text_copy_length (*state, token, i);
        assert_false (is_read (KEY, forged));
    }
    assert_false (is_read (KEY, wl_text_printf (*state, "%sAAAA", token)));
    assert_false (is_read (KEY, "!!!"));
    assert_false (is_read (KEY, ""));
}

static void
without_an_account_there_is_none (void **state)
{
    assert_null (unsubscribe_token (*state, KEY, "", "digest"));
    assert_null (unsubscribe_token (*state, KEY, "nobody", "digest"));
    assert_null (
        unsubscribe_token (*state, KEY, ANNA, "an-event-with-a-name-longer-than-forty-letters"));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_token_says_whose_and_which, set_up, tear_down),
        cmocka_unit_test_setup_teardown (no_changed_token_is_taken, set_up, tear_down),
        cmocka_unit_test_setup_teardown (without_an_account_there_is_none, set_up, tear_down),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
