/* The file by which a partner region joins. */
#include "arena_fixture.h"
#include "invitation.h"

static invitation_t
whole (void)
{
    invitation_t invitation = {
        .region = "32",
        .url = "https://wlacznik.example",
        .expires = 1800000000 * WL_SECOND,
        .intake = { "tcp://a.example:1", "tcp://a.example:2",
                    "0123456789012345678901234567890123456789" },
        .evaluation = { "tcp://a.example:3", "tcp://a.example:4",
                        "abcdefghijabcdefghijabcdefghijabcdefghij" },
    };

    wl_key_pair_new (&invitation.keys);
    return invitation;
}

static const char *
text_of (const invitation_t *invitation)
{
    wl_buffer_t text;

    wl_buffer_init (&text, arena);
    invitation_write (invitation, &text);
    return wl_text_copy_length (arena, text.data, text.length);
}

static void
what_was_written_is_read (void **state)
{
    invitation_t invitation = whole (), read;
    (void) state;

    assert_true (invitation_read (text_of (&invitation), arena, &read));
    assert_string_equal (read.region, "32");
    assert_string_equal (read.url, "https://wlacznik.example");
    assert_int_equal (read.expires, invitation.expires);
    assert_string_equal (read.intake.log, "tcp://a.example:2");
    assert_string_equal (read.evaluation.rpc, "tcp://a.example:3");
    assert_string_equal (read.evaluation.key, invitation.evaluation.key);
    assert_memory_equal (&read.keys, &invitation.keys, sizeof read.keys);
}

/* Without any one of its lines, or with half of one, it is none. */
static void
what_is_cut_off_is_none (void **state)
{
    invitation_t invitation = whole (), read;
    const char *text = text_of (&invitation);
    (void) state;

    for (size_t length = 0; length + 1 < strlen (text); length++)
        assert_false (invitation_read (wl_text_copy_length (arena, text, length), arena, &read));
    assert_false (invitation_read ("region = 32\n", arena, &read));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_was_written_is_read),
        cmocka_unit_test (what_is_cut_off_is_none),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
