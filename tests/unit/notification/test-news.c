/* What a stream is told, and how far somebody was. */
#include "check.h"
#include "news.h"

static Notification__Message
message (const char *id, const char *subject)
{
    Notification__Message it = NOTIFICATION__MESSAGE__INIT;

    it.id = (char *) (uintptr_t) id;
    it.subject = (char *) (uintptr_t) subject;
    it.text = (char *) (uintptr_t) "what only its reader asks for";
    return it;
}

/* Every event ends in an empty line and no value can bring one in. */
static void
events_are_whole_and_in_order (void **state)
{
    Notification__Message old = message ("1", "one\n\nevent: forged\ndata: {}\n\n"),
                          fresh = message ("2", "two\r\r");
    Notification__Message *list[] = { &fresh, &old };
    news_t news = { .messages = list, .message_count = 2, .unread = 7, .place = 1795715525000000 };
    wl_arena_t *arena = wl_arena_new (1 << 16);
    size_t length;
    char *last, *text = news_write (arena, &news, &length, &last);
    char *first_at = strstr (text, "\"id\":\"1\""), *second_at = strstr (text, "\"id\":\"2\"");
    int blank_lines = 0;

    (void) state;
    assert_string_equal (last, "1795715525000000");
    assert_int_equal (strlen (text), length);
    assert_true (first_at != NULL && second_at != NULL && first_at < second_at);
    assert_null (strstr (text, "only its reader"));
    assert_null (strstr (text, "\nevent: forged"));
    assert_null (strchr (text, '\r'));
    for (const char *at = text; (at = strstr (at, "\n\n")) != NULL; at += 2)
        blank_lines++;
    assert_int_equal (blank_lines, 3);
    assert_string_equal (text + length -
                             strlen ("event: unread\nid: 1795715525000000\n"
                                     "data: {\"count\":7}\n\n"),
                         "event: unread\nid: 1795715525000000\ndata: {\"count\":7}\n\n");
    wl_arena_destroy (&arena);
}

static void
a_place_that_we_never_said_is_none (void **state)
{
    static const char *const nonsense[] = {
        NULL, "", "-1", "x", "1x", "9999999999999999999", " 1"
    };

    (void) state;
    for (size_t i = 0; i < COUNT (nonsense); i++)
        assert_true (news_read_place (nonsense[i]) == 0);
    assert_true (news_read_place ("1795715525000000") == 1795715525000000);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (events_are_whole_and_in_order),
        cmocka_unit_test (a_place_that_we_never_said_is_none),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
