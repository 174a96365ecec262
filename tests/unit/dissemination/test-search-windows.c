#include "search_windows.h"

#include <stdlib.h>

#include "check.h"

static wl_arena_t *arena;

static char *
asked (const Dissemination__ListEntriesRequest *in, bool all_but_one)
{
    return search_tokens_asked (arena, in, all_but_one);
}

static void
facets_as_tokens (void **context)
{
    Dissemination__ListEntriesRequest in = DISSEMINATION__LIST_ENTRIES_REQUEST__INIT;
    static char praca[] = "praca", zdrowie[] = "zdrowie", hostile[] = "a'b\\c", region[] = "30";
    char *themes[] = { praca, zdrowie }, *licences[] = { hostile };

    (void) context;
    assert_string_equal (asked (&in, false), "");
    assert_string_equal (asked (&in, true), "");
    in.n_themes = 2;
    in.themes = themes;
    assert_string_equal (asked (&in, false), "(('~t/praca' | '~t/zdrowie'))");
    /* What fits all but this one is everything. */
    assert_string_equal (asked (&in, true), "");
    in.region = region;
    assert_string_equal (asked (&in, false), "(('~t/praca' | '~t/zdrowie') & ('~r/30'))");
    assert_string_equal (asked (&in, true), "((('~r/30')) | (('~t/praca' | '~t/zdrowie')))");
    in.n_themes = 0;
    in.n_licences = 1;
    in.licences = licences;
    assert_string_equal (asked (&in, false), "(('~r/30') & ('~l/a''b\\\\c'))");
}

static void
an_entrys_tokens (void **context)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    Dissemination__EntryText text = DISSEMINATION__ENTRY_TEXT__INIT;
    static char theme[] = "praca", group[] = "seniorzy", region[] = "32", licence[] = "CC0-1.0";
    char *themes[] = { theme }, *groups[] = { group };
    wl_buffer_t out;

    (void) context;
    entry.text = &text;
    entry.region = region;
    text.themes = themes;
    text.n_themes = 1;
    text.recipient_groups = groups;
    text.n_recipient_groups = 1;
    text.licence = licence;
    text.evidence_level = DISSEMINATION__EVIDENCE_LEVEL__MEASURED;
    wl_buffer_init (&out, arena);
    search_tokens_write (&out, &entry, DISSEMINATION__COST_BAND__UP_TO_20);
    assert_string_equal (out.data, " '~t/praca' '~g/seniorzy' '~r/32' '~c/2' '~l/CC0-1.0' '~e/2'");
}

static void
small_catalogues_have_one_window (void **context)
{
    const char *list[SEARCH_WINDOWS_MAX];

    (void) context;
    assert_int_equal (search_windows (arena, "'a'", 0.5, SEARCH_SMALL, 100, list), 1);
    assert_string_equal (list[0], "'a'");
    assert_int_equal (search_windows (arena, "", 1, 1000000, 100, list), 1);
    assert_string_equal (list[0], "");
}

static void
what_is_frequent_is_looked_for_in_the_newest (void **context)
{
    const char *list[SEARCH_WINDOWS_MAX];
    size_t count = search_windows (arena, "'a'", 0.5, 100000, 250, list);

    (void) context;
    /* A thousand entries have 500 on average; then 8,000, then everything (64,000 is near it). */
    assert_int_equal (count, 3);
    assert_string_equal (list[0], "('a') & ('~0/96' | '~0/97')");
    assert_string_equal (list[1], "('a') & ('~1/11' | '~1/12')");
    assert_string_equal (list[2], "'a'");
}

/* Whatever the numbers: few tokens, every window at least as wide as the one before, the newest in
 * each, the whole catalogue last. */
static void
windows_of_any_numbers (void **context)
{
    (void) context;
    for (int round = 0; round < 20000; round++) {
        int64_t newest = 1 + rand () % 3000000;
        double share = (double) (rand () % 1001) / 1000;
        const char *list[SEARCH_WINDOWS_MAX];
        size_t count =
            search_windows (arena, "'a'", share, newest, 1 + (uint32_t) rand () % 3001, list);
        long long width = 0;

        assert_in_range (count, 1, SEARCH_WINDOWS_MAX);
        assert_string_equal (list[count - 1], "'a'");
        for (size_t i = 0; i + 1 < count; i++) {
            static const long long sizes[] = { 1024, 8192, 65536 };
            long long first, last, tokens = 1;
            const char *at = strchr (list[i], '~'), *next = at;
            char *end;
            long level = strtol (at + 1, &end, 10);

            first = last = strtoll (end + 1, NULL, 10);
            for (; (next = strchr (next + 1, '~')) != NULL; tokens++)
                last = strtoll (strchr (next, '/') + 1, NULL, 10);
            assert_int_equal (last, newest / sizes[level]);
            assert_int_equal (tokens, last - first + 1);
            assert_in_range (tokens, 1, 8);
            assert_true (newest - first * sizes[level] >= width);
            width = newest - first * sizes[level];
        }
        wl_arena_reset (arena);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (facets_as_tokens),
        cmocka_unit_test (an_entrys_tokens),
        cmocka_unit_test (small_catalogues_have_one_window),
        cmocka_unit_test (what_is_frequent_is_looked_for_in_the_newest),
        cmocka_unit_test (windows_of_any_numbers),
    };
    int failed;

    arena = wl_arena_new (1 << 20);
    failed = cmocka_run_group_tests (tests, NULL, NULL);
    wl_arena_destroy (&arena);
    return failed;
}
