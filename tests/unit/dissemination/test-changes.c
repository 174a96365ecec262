#include "arena_fixture.h"
#include "changes.h"
#include "message/message.h"

static char *
show (const Dissemination__FieldChange *change)
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    wl_buffer_printf (&out, "%s:", change->field);
    for (size_t i = 0; i < change->n_parts; i++)
        wl_buffer_printf (&out, "%s%s%s",
                          change->parts[i]->kind == DISSEMINATION__CHANGE_KIND__REMOVED ? "[-"
                          : change->parts[i]->kind == DISSEMINATION__CHANGE_KIND__ADDED ? "[+"
                                                                                        : "",
                          change->parts[i]->text,
                          change->parts[i]->kind == DISSEMINATION__CHANGE_KIND__KEPT ? "" : "]");
    return out.data;
}

static Dissemination__CompareVersionsResponse
compare (const char *before, const char *after)
{
    Dissemination__CompareVersionsResponse ret = DISSEMINATION__COMPARE_VERSIONS_RESPONSE__INIT;
    Dissemination__EntryText a = DISSEMINATION__ENTRY_TEXT__INIT, b = a;

    a.summary = wl_text_copy (arena, before);
    b.summary = wl_text_copy (arena, after);
    changes_write (arena, &a, &b, &ret);
    return ret;
}

static void
words_that_changed_are_told (void **context)
{
    static const struct {
        const char *before, *after, *shown;
    } cases[] = {
        { "a b c", "a x c", "text.summary:a [-b ][+x ]c" },
        { "a b c", "a c", "text.summary:a [-b ]c" },
        { "a c", "a b c", "text.summary:a [+b ]c" },
        { "", "a b", "text.summary:[+a b]" },
        { "a b", "", "text.summary:[-a b]" },
        { "a b c d e", "a c x e", "text.summary:a [-b ]c [-d ][+x ]e" },
        { "a\nb", "a b", "text.summary:[-a\n][+a ]b" },
        { "one two", "three four", "text.summary:[-one two][+three four]" },
    };

    (void) context;
    for (size_t i = 0; i < COUNT (cases); i++) {
        Dissemination__CompareVersionsResponse ret = compare (cases[i].before, cases[i].after);

        assert_int_equal (ret.n_fields, 1);
        assert_string_equal (show (ret.fields[0]), cases[i].shown);
    }
    assert_int_equal (compare ("same", "same").n_fields, 0);
}

/* What is kept and removed is the old text, what is kept and added the new one. */
static void
parts_joined_are_the_texts (void **context)
{
    uint64_t seed = check_seed ("parts joined are the texts");

    (void) context;
    for (int round = 0; round < 300; round++) {
        char texts[2][400] = { "", "" };
        wl_buffer_t old_text, new_text;

        for (int which = 0; which < 2; which++)
            for (uint64_t words = check_random (&seed) % 40; words > 0; words--)
                sprintf (texts[which] + strlen (texts[which]), "%c%s",
                         'a' + (char) (check_random (&seed) % 4),
                         check_random (&seed) % 3 == 0 ? "\n" : " ");
        Dissemination__CompareVersionsResponse ret = compare (texts[0], texts[1]);
        if (ret.n_fields == 0) {
            assert_string_equal (texts[0], texts[1]);
            continue;
        }
        wl_buffer_init (&old_text, arena);
        wl_buffer_init (&new_text, arena);
        wl_buffer_add (&old_text, "", 0);
        wl_buffer_add (&new_text, "", 0);
        for (size_t i = 0; i < ret.fields[0]->n_parts; i++) {
            const Dissemination__ChangePart *part = ret.fields[0]->parts[i];

            if (part->kind != DISSEMINATION__CHANGE_KIND__ADDED)
                wl_buffer_text (&old_text, part->text);
            if (part->kind != DISSEMINATION__CHANGE_KIND__REMOVED)
                wl_buffer_text (&new_text, part->text);
        }
        assert_string_equal (old_text.data, texts[0]);
        assert_string_equal (new_text.data, texts[1]);
    }
}

static void
huge_changes_are_told_in_two_parts (void **context)
{
    wl_buffer_t a, b;

    (void) context;
    wl_buffer_init (&a, arena);
    wl_buffer_init (&b, arena);
    for (int i = 0; i < 2000; i++) {
        wl_buffer_printf (&a, "a%d ", i);
        wl_buffer_printf (&b, "b%d ", i);
    }
    assert_int_equal (compare (a.data, b.data).fields[0]->n_parts, 2);
}

static void
every_kind_of_field_is_compared (void **context)
{
    Dissemination__CompareVersionsResponse ret = DISSEMINATION__COMPARE_VERSIONS_RESPONSE__INIT;
    Dissemination__EntryText a = DISSEMINATION__ENTRY_TEXT__INIT, b = a;
    Dissemination__Material film = DISSEMINATION__MATERIAL__INIT, *films[] = { &film };
    char theme[] = "zdrowie", title[] = "Film", url[] = "https://example.org/f";
    char *themes[] = { theme };

    (void) context;
    film.title = title;
    film.url = url;
    b.themes = themes;
    b.n_themes = 1;
    b.materials = films;
    b.n_materials = 1;
    b.cost_grosze = 500;
    b.evidence_level = DISSEMINATION__EVIDENCE_LEVEL__MEASURED;
    changes_write (arena, &a, &b, &ret);
    assert_int_equal (ret.n_fields, 4);
    assert_string_equal (show (ret.fields[0]), "text.costGrosze:[-0][+500]");
    assert_string_equal (show (ret.fields[1]), "text.themes:[+zdrowie\n]");
    assert_string_equal (show (ret.fields[3]), "text.materials:[+Film https://example.org/f\n]");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (words_that_changed_are_told),
        cmocka_unit_test (parts_joined_are_the_texts),
        cmocka_unit_test (huge_changes_are_told_in_two_parts),
        cmocka_unit_test (every_kind_of_field_is_compared),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
