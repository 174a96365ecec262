#include "base/text.h"
#include "check.h"
#include "indicator_rules.h"

#define MEASURE(name) DISSEMINATION__INDICATOR_MEASURE__MEASURE_##name

static wl_arena_t *arena;
static Wlacznik__LocalText words;
static Dissemination__IndicatorMilestone first, second;
static Dissemination__IndicatorMilestone *milestones[] = { &first, &second };

/* "At least five innovations enter policy", from 2026 to 2028. */
static Dissemination__IndicatorText
five_in_policy (void)
{
    Dissemination__IndicatorText text = DISSEMINATION__INDICATOR_TEXT__INIT;
    static char start[] = "2026-01-01", due[] = "2028-12-31";

    wlacznik__local_text__init (&words);
    text.name = &words;
    text.measure = MEASURE (IN_POLICY);
    text.target = 500;
    text.starts_on = start;
    text.due_on = due;
    return text;
}

/* The paths that are found wrong, each followed by a space. */
static char *
wrong (const Dissemination__IndicatorText *text)
{
    wl_buffer_t out;
    wl_error_t error;

    wl_error_init (&error, arena);
    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "", 0);
    wl_status status = indicator_check (text, "en", &error);
    assert_int_equal (status, error.field_count == 0 ? WL_OK : WL_INVALID_ARGUMENT);
    for (size_t i = 0; i < error.field_count; i++)
        wl_buffer_printf (&out, "%s:%s ", error.fields[i].field, error.fields[i].code);
    return out.data;
}

static void
what_is_counted (void **context)
{
    Dissemination__IndicatorText text = five_in_policy ();
    static char region[] = "30";

    (void) context;
    assert_string_equal (wrong (&text), "");
    text.applicant_type = WLACZNIK__APPLICANT_TYPE__NGO;
    text.region = region;
    assert_string_equal (wrong (&text), "");
    text.measure = MEASURE (PEOPLE);
    assert_string_equal (wrong (&text), "text.applicantType:not-of-innovations ");
    text.measure = MEASURE (VOIVODESHIPS);
    assert_string_equal (wrong (&text),
                         "text.applicantType:not-of-innovations text.region:not-by-region ");
    text = five_in_policy ();
    text.unit = &words;
    assert_string_equal (wrong (&text), "text.unit:counted ");
    text.target = 550;
    assert_string_equal (wrong (&text), "text.unit:counted text.target:not-whole ");
    text.measure = MEASURE (ENTERED);
    assert_string_equal (wrong (&text), "text.definition:required ");
    text.definition = &words;
    assert_string_equal (wrong (&text), "");
    text.unit = NULL;
    assert_string_equal (wrong (&text), "text.unit:required ");
}

static void
shares (void **context)
{
    Dissemination__IndicatorText text = five_in_policy ();

    (void) context;
    text.measure = MEASURE (CATALOGUE);
    text.share_of = MEASURE (TESTED);
    text.target = 2333;
    assert_true (indicator_is_share (&text));
    assert_string_equal (wrong (&text), "");
    text.target = 10001;
    assert_string_equal (wrong (&text), "text.target:more-than-all ");
    text.target = 2500;
    text.share_of = MEASURE (IN_POLICY);
    assert_string_equal (wrong (&text), "text.shareOf:no-share ");
    text.share_of = MEASURE (CATALOGUE); /* would be 100 % for ever */
    assert_string_equal (wrong (&text), "text.shareOf:no-share ");
    text.applicant_type = WLACZNIK__APPLICANT_TYPE__PERSON;
    assert_string_equal (wrong (&text), "");
    text.share_of = MEASURE (ADOPTIONS);
    assert_string_equal (wrong (&text), "text.shareOf:no-share ");
    text.share_of = MEASURE (IDEAS);
    text.baseline = 100;
    assert_string_equal (wrong (&text), "text.baseline:share-all-the-time ");
}

static void
the_way_to_the_target (void **context)
{
    Dissemination__IndicatorText text = five_in_policy ();
    static char early[] = "2026-12-31", late[] = "2027-12-31", after[] = "2029-01-01";

    (void) context;
    dissemination__indicator_milestone__init (&first);
    dissemination__indicator_milestone__init (&second);
    first.due_on = early;
    first.value = 100;
    second.due_on = late;
    second.value = 300;
    text.milestones = milestones;
    text.n_milestones = COUNT (milestones);
    assert_string_equal (wrong (&text), "");
    second.value = 99; /* less than the one before */
    assert_string_equal (wrong (&text), "text.target:not-whole text.milestones:out-of-order ");
    second.value = 600; /* more than the target */
    assert_string_equal (wrong (&text), "text.milestones:out-of-order ");
    second.value = 300;
    second.due_on = early;
    assert_string_equal (wrong (&text), "text.milestones:out-of-order ");
    second.due_on = after;
    assert_string_equal (wrong (&text), "text.milestones:out-of-order ");
    text.n_milestones = 0;
    text.baseline = 500;
    assert_string_equal (wrong (&text), "text.target:not-above-baseline ");
    text.baseline = 0;
    text.due_on = text.starts_on;
    assert_string_equal (wrong (&text), "text.dueOn:before-start ");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_counted),
        cmocka_unit_test (shares),
        cmocka_unit_test (the_way_to_the_target),
    };
    int failed;

    arena = wl_arena_new (1 << 20);
    failed = cmocka_run_group_tests (tests, NULL, NULL);
    wl_arena_destroy (&arena);
    return failed;
}
