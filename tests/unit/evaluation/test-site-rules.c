/* Which node evaluates what, and when two of them hold the same list. */
#include "support.h"

#include "region_list.h"
#include "site_place.h"

typedef struct place_case {
    const char *what;
    wl_time_t published, joined, revoked;
    site_place_t place;
} place_case_t;

static const place_case_t places[] = {
    { "a region without a site", 100, 0, 0, SITE_HERE },
    { "a call that was under way when the site joined", 100, 101, 0, SITE_HERE },
    { "a call that was published in that instant", 100, 100, 0, SITE_AT_REGION },
    { "a later call", 101, 100, 0, SITE_AT_REGION },
    { "a call that was published before the site was cut off stays there", 101, 100, 102,
      SITE_AT_REGION },
    { "a call that was published afterwards does not go there", 102, 100, 102, SITE_HERE },
    { "a call of before there were sites", 0, 100, 0, SITE_HERE },
};

static void
where_the_centre_has_a_call_evaluated (void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (site_place_at_centre (places[i].published, places[i].joined, places[i].revoked) !=
            places[i].place)
            fail_msg ("%s", places[i].what);
}

/* Both sides must say the same of every call, or it is evaluated twice or never. */
static void
a_site_takes_what_the_centre_leaves_to_it (void **state)
{
    (void) state;

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (places[i].joined == 0 || places[i].revoked != 0)
            continue;
        bool ours =
            site_place_at_site ("32", places[i].joined, "32", places[i].published) == SITE_HERE;
        if (ours != (places[i].place == SITE_AT_REGION))
            fail_msg ("%s", places[i].what);
    }
    assert_int_equal (site_place_at_site ("32", 100, "30", 200), SITE_ELSEWHERE);
}

static void
digest (const region_line_t *lines, size_t count, char ret[REGION_DIGEST_TEXT])
{
    wl_arena_t *own = wl_arena_new (64 * 1024);

    region_list_digest (own, lines, count, ret);
    wl_arena_destroy (&own);
}

static void
lists_are_the_same_or_not (void **state)
{
    region_line_t lines[] = {
        { .application_id = "a",
          .assessed = true,
          .passed = true,
          .points = 8550,
          .criterion_points = "4000 4550" },
        { .application_id = "b", .assessed = true, .rejected = true, .criterion_points = "" },
    };
    char first[REGION_DIGEST_TEXT], again[REGION_DIGEST_TEXT];
    (void) state;

    digest (lines, 2, first);
    digest (lines, 2, again);
    assert_string_equal (first, again);
    assert_int_equal (strlen (first), 64);
    /* printf 'a 8550 1 4000 4550\nb rejected\n' | b2sum -l 256 */
    assert_string_equal (first, "fecfe791184e5e2c5193cd3b9c5bcd5779cce358229651dd165e84cf118920bd");
    assert_int_equal (region_list_assessed (lines, 2), 2);

    digest (lines, 1, again);
    assert_string_not_equal (first, again);
    lines[0].criterion_points = "4010 4540";
    digest (lines, 2, again);
    assert_string_not_equal (first, again);
    lines[0].criterion_points = "4000 4550";
    lines[0].passed = false;
    digest (lines, 2, again);
    assert_string_not_equal (first, again);
    lines[1].rejected = lines[1].assessed = false;
    assert_int_equal (region_list_assessed (lines, 2), 1);
    digest (NULL, 0, again);
    assert_int_equal (strlen (again), 64);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (where_the_centre_has_a_call_evaluated),
        cmocka_unit_test (a_site_takes_what_the_centre_leaves_to_it),
        cmocka_unit_test (lists_are_the_same_or_not),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
