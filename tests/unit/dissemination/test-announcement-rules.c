#include "announcement_rules.h"

#include "base/text.h"
#include "check.h"

static Google__Protobuf__Timestamp
at (int64_t seconds)
{
    Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;

    time.seconds = seconds;
    return time;
}

/* The paths that are found wrong, each followed by a space. */
static char *
wrong (wl_arena_t *arena, const Dissemination__AnnouncementText *text)
{
    wl_buffer_t out;
    wl_error_t error;

    wl_error_init (&error, arena);
    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    wl_status status = announcement_check (text, "en", &error);
    assert_int_equal (status, error.field_count == 0 ? WL_OK : WL_INVALID_ARGUMENT);
    for (size_t i = 0; i < error.field_count; i++)
        wl_buffer_printf (&out, "%s:%s ", error.fields[i].field, error.fields[i].code);
    return out.data;
}

static void
what_must_be_said (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    Dissemination__AnnouncementText text = DISSEMINATION__ANNOUNCEMENT_TEXT__INIT;
    Google__Protobuf__Timestamp early = at (1000), late = at (2000);
    static char place[] = "Poznań";

    (void) context;
    text.topic = DISSEMINATION__TOPIC__NEWS;
    assert_string_equal (wrong (arena, &text), "");
    assert_string_equal (announcement_template (&text), "news");
    text.ends_at = &late;
    assert_string_equal (wrong (arena, &text), "text.startsAt:not-an-event ");
    text.topic = DISSEMINATION__TOPIC__EVENTS;
    assert_string_equal (wrong (arena, &text), "text.startsAt:required text.place:required ");
    text.place = place;
    text.starts_at = &late;
    assert_string_equal (wrong (arena, &text), "");
    assert_string_equal (announcement_template (&text), "news-event");
    text.ends_at = &early;
    assert_string_equal (wrong (arena, &text), "text.endsAt:before-its-beginning ");
    text.ends_at = NULL;
    text.topic = DISSEMINATION__TOPIC__INNOVATIONS;
    assert_string_equal (wrong (arena, &text),
                         "text.topic:not-announced text.startsAt:not-an-event ");
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test (what_must_be_said) };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
