#include "check.h"
#include "indicator_progress.h"

#define MEASURE(name)      DISSEMINATION__INDICATOR_MEASURE__MEASURE_##name
#define STANDING(name)     DISSEMINATION__INDICATOR_STANDING__##name
#define APPLICANT(name)    WLACZNIK__APPLICANT_TYPE__##name
#define MONTH(year, month) ((year) *12 + (month) -1)

static wl_arena_t *arena;
static Dissemination__IndicatorText text;
static Dissemination__Indicator indicator;

/* Thirty adoptions from 2026 to the end of 2028. */
static void
thirty_adoptions (void)
{
    static char start[] = "2026-01-01", due[] = "2028-12-31";

    dissemination__indicator_text__init (&text);
    dissemination__indicator__init (&indicator);
    text.measure = MEASURE (ADOPTIONS);
    text.target = 3000;
    text.starts_on = start;
    text.due_on = due;
    indicator.text = &text;
}

static void
count_on (int year, int month, int day, const indicator_fact_t *facts, size_t count)
{
    char *id = indicator.id;

    dissemination__indicator__init (&indicator);
    indicator.id = id;
    indicator.text = &text;
    indicator_count (arena, (wl_date_t){ year, month, day }, facts, count, &indicator);
}

static void
where_it_stands (void **context)
{
    const indicator_fact_t facts[] = {
        { MEASURE (ADOPTIONS), 0, "30", MONTH (2026, 3), 9 },
        { MEASURE (ADOPTIONS), 0, "32", MONTH (2027, 6), 6 },
        { MEASURE (ADOPTED), 0, "30", MONTH (2026, 3), 1000 },
        { MEASURE (ADOPTIONS), 0, "32", MONTH (2028, 12), 15 },
    };

    (void) context;
    thirty_adoptions ();
    count_on (2025, 12, 31, facts, 1); /* before its first day nothing is expected */
    assert_int_equal (indicator.expected, 0);
    assert_int_equal (indicator.standing, STANDING (ON_TRACK));
    assert_int_equal (indicator.n_points, 1);
    /* 1,096 days from the first to the last; 365 of them have passed: 30 * 365 / 1095. */
    count_on (2027, 1, 1, facts, COUNT (facts));
    assert_int_equal (indicator.expected, 1000);
    assert_int_equal (indicator.actual, 900);
    assert_int_equal (indicator.progress, 3000);
    assert_int_equal (indicator.standing, STANDING (BEHIND));
    assert_string_equal (indicator.as_of, "2027-01-01");
    count_on (2027, 6, 30, facts, COUNT (facts));
    assert_int_equal (indicator.actual, 1500);
    assert_int_equal (indicator.standing, STANDING (ON_TRACK));
    count_on (2028, 12, 31, facts, COUNT (facts));
    assert_int_equal (indicator.standing, STANDING (TARGET_REACHED));
    count_on (2029, 1, 1, facts, 2);
    assert_int_equal (indicator.expected, 3000);
    assert_int_equal (indicator.standing, STANDING (TARGET_MISSED));
}

static void
milestones_bend_the_line (void **context)
{
    Dissemination__IndicatorMilestone milestone = DISSEMINATION__INDICATOR_MILESTONE__INIT;
    Dissemination__IndicatorMilestone *milestones[] = { &milestone };
    static char day[] = "2027-12-31";

    (void) context;
    thirty_adoptions ();
    milestone.due_on = day;
    milestone.value = 600;
    text.milestones = milestones;
    text.n_milestones = 1;
    text.baseline = 200;
    count_on (2027, 12, 31, NULL, 0);
    assert_int_equal (indicator.expected, 600);
    count_on (2028, 6, 30, NULL, 0);             /* 182 of 366 days */
    assert_int_equal (indicator.expected, 1700); /* of 17.93 innovations only wholes are asked */
    /* Of the way from 2 to 30, and never less than none of it. */
    assert_int_equal (indicator.progress, 0);
    const indicator_fact_t nine = { MEASURE (ADOPTIONS), 0, "", MONTH (2026, 1), 9 };
    count_on (2028, 6, 30, &nine, 1);
    assert_int_equal (indicator.progress, 2500);
    text.n_milestones = 0;
}

static void
months_add_up (void **context)
{
    const indicator_fact_t facts[] = {
        { MEASURE (ADOPTIONS), 0, "", 0, 2 }, /* from before days were noted */
        { MEASURE (ADOPTIONS), 0, "30", MONTH (2026, 2), 1 },
        { MEASURE (ADOPTIONS), 0, "30", MONTH (2026, 4), 4 },
    };
    static const char *const days[] = { "2026-01-31", "2026-02-28", "2026-03-31", "2026-04-10" };
    static const int64_t values[] = { 200, 300, 300, 700 };
    static char region[] = "30";

    (void) context;
    thirty_adoptions ();
    count_on (2026, 4, 10, facts, COUNT (facts));
    assert_int_equal (indicator.n_points, COUNT (days));
    for (size_t i = 0; i < COUNT (days); i++) {
        assert_string_equal (indicator.points[i]->on, days[i]);
        assert_int_equal (indicator.points[i]->value, values[i]);
    }
    assert_int_equal (indicator.undated, 2);
    text.region = region; /* the undated are in no region */
    count_on (2026, 4, 10, facts, COUNT (facts));
    assert_int_equal (indicator.actual, 500);
    /* Of a long programme the last three years. */
    static char early[] = "1999-12-31";
    text.starts_on = early;
    count_on (2026, 4, 10, facts, COUNT (facts));
    assert_int_equal (indicator.n_points, INDICATOR_MONTHS);
    assert_string_equal (indicator.points[0]->on, "2023-05-31");
}

static void
shares_of_what_was_counted (void **context)
{
    const indicator_fact_t facts[] = {
        { MEASURE (IDEAS), APPLICANT (PERSON), "30", MONTH (2026, 2), 140 },
        { MEASURE (IDEAS), APPLICANT (NGO), "30", MONTH (2026, 2), 60 },
        { MEASURE (IDEAS), APPLICANT (NGO), "32", MONTH (2026, 3), 60 },
        { MEASURE (TESTED), APPLICANT (PERSON), "30", MONTH (2026, 3), 7 },
    };

    (void) context;
    thirty_adoptions ();
    text.measure = text.share_of = MEASURE (IDEAS);
    text.applicant_type = APPLICANT (NGO);
    text.target = 3000;
    count_on (2026, 3, 1, facts, COUNT (facts));
    assert_int_equal (indicator.actual, 4615); /* 120 of 260 */
    assert_int_equal (indicator.expected, 3000);
    assert_int_equal (indicator.standing, STANDING (TARGET_REACHED));
    assert_int_equal (indicator.n_points, 2); /* in January there was nothing to have a share of */
    assert_int_equal (indicator.points[0]->value, 3000);
    count_on (2026, 1, 5, facts, COUNT (facts));
    assert_int_equal (indicator.standing, STANDING (NO_VALUE_YET));
    assert_int_equal (indicator.n_points, 0);
    text.measure = MEASURE (TESTED);
    text.applicant_type = 0;
    count_on (2026, 3, 1, facts, COUNT (facts));
    assert_int_equal (indicator.actual, 269);
    assert_int_equal (indicator.standing, STANDING (BEHIND));
}

static void
entered_values (void **context)
{
    static char march[] = "2026-03-31", june[] = "2026-06-30", september[] = "2026-09-30";
    static char survey[] = "ankieta", report[] = "raport";
    const indicator_value_t values[] = { { march, 41050, survey },
                                         { june, 52075, report },
                                         { september, 90000, report } };
    indicator_value_t many[INDICATOR_VALUES + 1];

    (void) context;
    thirty_adoptions ();
    text.measure = MEASURE (ENTERED);
    text.target = 100000;
    indicator_take_values (arena, (wl_date_t){ 2026, 7, 1 }, NULL, 0, &indicator);
    assert_int_equal (indicator.standing, STANDING (NO_VALUE_YET));
    assert_string_equal (indicator.as_of, "");
    indicator_take_values (arena, (wl_date_t){ 2026, 7, 1 }, values, COUNT (values), &indicator);
    assert_int_equal (indicator.actual, 52075);
    assert_string_equal (indicator.as_of, "2026-06-30");
    assert_string_equal (indicator.source, "raport");
    assert_int_equal (indicator.n_points, 2);
    assert_int_equal (indicator.standing, STANDING (ON_TRACK));
    for (size_t i = 0; i < COUNT (many); i++)
        many[i] = (indicator_value_t){ march, (int64_t) i, survey };
    indicator.n_points = 0;
    indicator_take_values (arena, (wl_date_t){ 2026, 7, 1 }, many, COUNT (many), &indicator);
    assert_int_equal (indicator.n_points, INDICATOR_VALUES);
    assert_int_equal (indicator.points[0]->value, 1);
}

/* The largest numbers and the longest time that the contract lets in. */
static void
nothing_overflows (void **context)
{
    static char start[] = "1970-01-01", due[] = "9999-12-31", day[] = "2026-01-01";
    const int64_t most = INT64_C (100000000000000);
    const indicator_value_t value = { day, most, day };

    (void) context;
    thirty_adoptions ();
    text.measure = MEASURE (ENTERED);
    text.starts_on = start;
    text.due_on = due;
    text.target = most;
    indicator_take_values (arena, (wl_date_t){ 9999, 12, 30 }, &value, 1, &indicator);
    assert_true (indicator.expected > most / 100 * 99 && indicator.expected < most);
    text.target = 1;
    indicator.n_points = 0;
    indicator_take_values (arena, (wl_date_t){ 2026, 1, 1 }, &value, 1, &indicator);
    assert_int_equal (indicator.progress, UINT32_MAX);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (where_it_stands), cmocka_unit_test (milestones_bend_the_line),
        cmocka_unit_test (months_add_up),   cmocka_unit_test (shares_of_what_was_counted),
        cmocka_unit_test (entered_values),  cmocka_unit_test (nothing_overflows),
    };
    int failed;

    arena = wl_arena_new (1 << 20);
    failed = cmocka_run_group_tests (tests, NULL, NULL);
    wl_arena_destroy (&arena);
    return failed;
}
