#include "check.h"
#include "page_cache.h"

static page_cache_t *cache;

static int
set_up (void **context)
{
    (void) context;
    cache = page_cache_new ();
    return 0;
}

static int
tear_down (void **context)
{
    (void) context;
    page_cache_destroy (&cache);
    return 0;
}

static void
keep (const char *key, const char *body, size_t length, wl_time_t expires)
{
    page_t page = { .body = body, .length = length };

    page_tag (body, length, page.tag);
    page_cache_keep (cache, key, page_cache_generation (cache), expires, &page);
}

/* Finds, compares and gives back. */
static bool
has (const char *key, const char *body, wl_time_t now)
{
    const page_t *page = page_cache_find (cache, key, now);
    bool same;

    if (!page)
        return false;
    same = page->length == strlen (body) && memcmp (page->body, body, page->length) == 0;
    page_release ((void *) (uintptr_t) page);
    return same;
}

static void
keeps_until_it_expires (void **context)
{
    (void) context;
    keep ("pl /v1/catalogue?", "{}", 2, 100);
    assert_true (has ("pl /v1/catalogue?", "{}", 99));
    assert_false (has ("pl /v1/catalogue?", "{}", 100));
    assert_false (has ("en /v1/catalogue?", "{}", 99));
    assert_false (has ("pl /v1/catalogue?limit=1", "{}", 99));
}

static void
lends_what_outlives_the_entry (void **context)
{
    const page_t *page;

    (void) context;
    keep ("a", "body", 4, 100);
    page = page_cache_find (cache, "a", 1);
    assert_non_null (page);
    keep ("a", "other", 5, 100);
    page_cache_forget (cache);
    assert_memory_equal (page->body, "body", 4);
    page_release ((void *) (uintptr_t) page);
    assert_false (has ("a", "other", 1));
}

static void
keeps_no_answer_from_before_it_forgot (void **context)
{
    uint64_t before = page_cache_generation (cache);
    page_t page = { "old", 3, "" };

    (void) context;
    page_cache_forget (cache);
    page_cache_keep (cache, "a", before, 100, &page);
    assert_false (has ("a", "old", 1));
}

static void
is_bounded (void **context)
{
    enum { LARGE = 200 * 1024 };
    char *body = calloc (1, LARGE * 2);
    char key[PAGE_KEY_MAX + 2];
    size_t kept = 0;

    (void) context;
    keep ("too large", body, LARGE * 2, 100);
    assert_null (page_cache_find (cache, "too large", 1));
    memset (key, 'k', sizeof key - 1);
    key[sizeof key - 1] = '\0';
    keep (key, "x", 1, 100);
    assert_null (page_cache_find (cache, key, 1));
    for (int i = 0; i < 300; i++) {
        snprintf (key, sizeof key, "page %d", i);
        keep (key, body, LARGE, 100);
    }
    for (int i = 0; i < 300; i++) {
        const page_t *page;

        snprintf (key, sizeof key, "page %d", i);
        page = page_cache_find (cache, key, 1);
        kept += page != NULL;
        if (page)
            page_release ((void *) (uintptr_t) page);
    }
    assert_in_range (kept, 1, 16 * 1024 * 1024 / LARGE);
    free (body);
}

static void
tags_by_content (void **context)
{
    char a[PAGE_TAG_TEXT], b[PAGE_TAG_TEXT];

    (void) context;
    page_tag ("same", 4, a);
    page_tag ("same", 4, b);
    assert_string_equal (a, b);
    page_tag ("samE", 4, b);
    assert_string_not_equal (a, b);
    assert_int_equal (a[0], '"');
    assert_int_equal (a[strlen (a) - 1], '"');
    assert_int_equal (strlen (a), 34);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (keeps_until_it_expires, set_up, tear_down),
        cmocka_unit_test_setup_teardown (lends_what_outlives_the_entry, set_up, tear_down),
        cmocka_unit_test_setup_teardown (keeps_no_answer_from_before_it_forgot, set_up, tear_down),
        cmocka_unit_test_setup_teardown (is_bounded, set_up, tear_down),
        cmocka_unit_test (tags_by_content),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
