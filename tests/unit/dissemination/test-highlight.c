#include "check.h"
#include "highlight.h"

static void
assert_parts (const char *text, unsigned first, const unsigned *positions, size_t count,
              const char *marked)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    Dissemination__TextPart **parts;
    wl_buffer_t out;
    size_t part_count;

    highlight_write (arena, text, first, positions, count, &part_count, &parts);
    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    for (size_t i = 0; i < part_count; i++)
        wl_buffer_printf (&out, parts[i]->match ? "[%s]" : "%s", parts[i]->text);
    assert_string_equal (out.data, marked);
    wl_arena_destroy (&arena);
}

static void
words_that_matched_are_parts (void **context)
{
    static const unsigned some[] = { 3, 1, 99 };

    (void) context;
    assert_parts ("Ławka, dla rozmów!", 1, some, 3, "[Ławka], dla [rozmów]!");
    assert_parts ("(Ławka)", 3, some, 3, "([Ławka])");
    assert_parts ("nic tu nie ma", 10, some, 3, "nic tu nie ma");
    assert_parts ("<b>a</b>", 1, some, 1, "<b>a</[b]>");
    assert_parts ("", 1, some, 3, "");
    assert_parts ("a a a", 1, NULL, 0, "a a a");
    assert_int_equal (highlight_words ("Ławka, dla rozmów!"), 3);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (words_that_matched_are_parts),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
