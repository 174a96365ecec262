#include "check.h"
#include "session_cache.h"

static const uint8_t anna[SESSION_KEY] = { 1, 1, 7 };
static const uint8_t piotr[SESSION_KEY] = { 2, 2, 7 };
static const uint8_t same_slot_as_anna[SESSION_KEY] = { 1, 1, 8 };

static session_cache_t *cache;
static uint8_t actor[SESSION_ACTOR_MAX];
static size_t length;

static int
set_up (void **context)
{
    (void) context;
    cache = session_cache_new ();
    return 0;
}

static int
tear_down (void **context)
{
    (void) context;
    session_cache_destroy (&cache);
    return 0;
}

static void
keep (const uint8_t *key, const char *text, wl_time_t now)
{
    session_cache_keep (cache, key, session_cache_generation (cache), now, (const uint8_t *) text,
                        strlen (text));
}

static void
remembers_for_two_seconds (void **context)
{
    (void) context;
    assert_false (session_cache_find (cache, anna, 1, actor, &length));
    keep (anna, "anna", 10 * WL_SECOND);
    assert_true (session_cache_find (cache, anna, 12 * WL_SECOND - 1, actor, &length));
    assert_int_equal (length, 4);
    assert_memory_equal (actor, "anna", 4);
    assert_false (session_cache_find (cache, anna, 12 * WL_SECOND, actor, &length));
    assert_false (session_cache_find (cache, piotr, 10 * WL_SECOND, actor, &length));
}

static void
never_takes_one_for_another (void **context)
{
    (void) context;
    keep (anna, "anna", WL_SECOND);
    assert_false (session_cache_find (cache, same_slot_as_anna, WL_SECOND, actor, &length));
    keep (same_slot_as_anna, "zofia", WL_SECOND);
    assert_false (session_cache_find (cache, anna, WL_SECOND, actor, &length));
}

static void
forgets_everybody_at_once (void **context)
{
    (void) context;
    keep (anna, "anna", WL_SECOND);
    keep (piotr, "piotr", WL_SECOND);
    session_cache_forget (cache);
    assert_false (session_cache_find (cache, anna, WL_SECOND, actor, &length));
    assert_false (session_cache_find (cache, piotr, WL_SECOND, actor, &length));
}

static void
keeps_no_answer_from_before_it_forgot (void **context)
{
    uint64_t before = session_cache_generation (cache);

    (void) context;
    session_cache_forget (cache);
    session_cache_keep (cache, anna, before, WL_SECOND, (const uint8_t *) "old", 3);
    assert_false (session_cache_find (cache, anna, WL_SECOND, actor, &length));
}

static void
keeps_nothing_too_large (void **context)
{
    uint8_t large[SESSION_ACTOR_MAX + 1] = { 0 };

    (void) context;
    session_cache_keep (cache, anna, session_cache_generation (cache), 1, large, sizeof large);
    assert_false (session_cache_find (cache, anna, 1, actor, &length));
    session_cache_keep (cache, anna, session_cache_generation (cache), 1, large, sizeof large - 1);
    assert_true (session_cache_find (cache, anna, 1, actor, &length));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (remembers_for_two_seconds, set_up, tear_down),
        cmocka_unit_test_setup_teardown (never_takes_one_for_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown (forgets_everybody_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown (keeps_no_answer_from_before_it_forgot, set_up, tear_down),
        cmocka_unit_test_setup_teardown (keeps_nothing_too_large, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
