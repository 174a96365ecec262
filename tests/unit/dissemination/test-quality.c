#include "base/text.h"
#include "check.h"
#include "message/message.h"
#include "quality.h"

static wl_arena_t *arena;
static Dissemination__Entry *entry;

#define GOOD "Dwoje sąsiadów siada na ławce i czeka, aż ktoś przyjdzie porozmawiać."

static int
set_up (void **context)
{
    Dissemination__EntryText *text;

    (void) context;
    arena = wl_arena_new (1 << 20);
    entry = (Dissemination__Entry *) wl_message_new (arena, &dissemination__entry__descriptor);
    text =
        (Dissemination__EntryText *) wl_message_new (arena, &dissemination__entry_text__descriptor);
    text->title = text->summary = text->problem = text->solution = wl_text_copy (arena, GOOD);
    text->recipients = text->evidence = text->steps = text->authors = wl_text_copy (arena, GOOD);
    text->licence = wl_text_copy (arena, "CC-BY-4.0");
    entry->text = text;
    entry->consent_at = wl_timestamp (arena, WL_DAY);
    return 0;
}

static int
tear_down (void **context)
{
    (void) context;
    wl_arena_destroy (&arena);
    return 0;
}

static Dissemination__QualityReport
report (const char *required)
{
    Dissemination__QualityReport result = DISSEMINATION__QUALITY_REPORT__INIT;
    quality_points_t points;

    assert_true (quality_points_parse (required, &points));
    quality_report (arena, entry, points, "pl", &result);
    return result;
}

static void
assert_only_fails (Dissemination__QualityPoint point, const char *field)
{
    Dissemination__QualityReport result = report ("");

    for (size_t i = 0; i < result.n_checks; i++) {
        assert_int_equal (result.checks[i]->passed, result.checks[i]->point != point);
        if (result.checks[i]->point != point)
            continue;
        assert_int_equal (result.checks[i]->n_fields, 1);
        assert_string_equal (result.checks[i]->fields[0], field);
        assert_string_not_equal (result.checks[i]->advice, "");
    }
}

static void
a_good_entry_passes_every_point (void **context)
{
    Dissemination__QualityReport result = report ("complete, consent");

    (void) context;
    assert_int_equal (result.n_checks, 6);
    for (size_t i = 0; i < result.n_checks; i++)
        assert_true (result.checks[i]->passed);
    assert_int_equal (result.sentences, 5);
    assert_true (result.checks[0]->required);
    assert_false (result.checks[1]->required);
    assert_true (result.checks[5]->required);
}

static void
each_point_finds_what_falls_short (void **context)
{
    static char contact[] = "", reference[] = "Szczegóły: https://example.org/plik.pdf w pliku";
    static char hard[] = "Interdyscyplinarne zindywidualizowane oddziaływania aktywizacyjne "
                         "realizowane są systematycznie w środowisku beneficjentów ostatecznych.";

    (void) context;
    entry->text->steps = reference;
    assert_only_fails (DISSEMINATION__QUALITY_POINT__SELF_CONTAINED, "text.steps");
    entry->text->steps = hard;
    assert_only_fails (DISSEMINATION__QUALITY_POINT__PLAIN_LANGUAGE, "text.steps");
    entry->text->steps = entry->text->problem;
    entry->text->recipients = contact;
    assert_only_fails (DISSEMINATION__QUALITY_POINT__COMPLETE, "text.recipients");
    entry->text->recipients = entry->text->problem;
    entry->consent_at = NULL;
    assert_only_fails (DISSEMINATION__QUALITY_POINT__CONSENT, "consentAt");
    entry->consent_at = wl_timestamp (arena, WL_DAY);
    entry->text->licence = wl_text_copy (arena, "wszelkie prawa zastrzeżone");
    assert_only_fails (DISSEMINATION__QUALITY_POINT__OPEN_LICENCE, "text.licence");
}

static void
each_file_must_have_been_checked (void **context)
{
    Dissemination__Material good = DISSEMINATION__MATERIAL__INIT, bad = good;
    Dissemination__Material *materials[] = { &good, &bad };

    (void) context;
    good.accessible = true;
    entry->text->materials = materials;
    entry->text->n_materials = 2;
    assert_only_fails (DISSEMINATION__QUALITY_POINT__ACCESSIBLE_FILES, "text.materials[1]");
}

static void
only_what_is_required_stops_publishing (void **context)
{
    Dissemination__QualityReport result;
    wl_error_t error;

    (void) context;
    entry->consent_at = NULL;
    wl_error_init (&error, arena);
    result = report ("complete");
    assert_int_equal (quality_check_required (&result, &error), WL_OK);
    result = report ("complete,consent");
    assert_int_equal (quality_check_required (&result, &error), WL_INVALID_ARGUMENT);
    assert_int_equal (error.field_count, 1);
    assert_string_equal (error.fields[0].field, "consentAt");
    assert_string_equal (error.fields[0].code, "quality");
}

static void
points_are_read_by_name (void **context)
{
    quality_points_t points;

    (void) context;
    assert_true (quality_points_parse (" complete, licence ", &points));
    assert_int_equal (points, 1u << 1 | 1u << 5);
    assert_true (quality_points_parse ("", &points));
    assert_int_equal (points, 0);
    assert_false (quality_points_parse ("complete, beauty", &points));
    assert_false (quality_points_parse ("comp", &points));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (a_good_entry_passes_every_point, set_up, tear_down),
        cmocka_unit_test_setup_teardown (each_point_finds_what_falls_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown (each_file_must_have_been_checked, set_up, tear_down),
        cmocka_unit_test_setup_teardown (only_what_is_required_stops_publishing, set_up, tear_down),
        cmocka_unit_test (points_are_read_by_name),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
