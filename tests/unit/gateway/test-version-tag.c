#include "check.h"
#include "version_tag.h"
#include "wlacznik/intake.pb-c.h"

static void
reads_one_strong_tag_of_ours (void **context)
{
    static const char *const none[] = { "*",
                                        "",
                                        "7",
                                        "W/\"7\"",
                                        "\"7\", \"8\"",
                                        "\"\"",
                                        "\"0\"",
                                        "\"7",
                                        "\"7a\"",
                                        "\"-7\"",
                                        "\"18446744073709551616\"",
                                        "\"000000000000000000007\"" };
    uint64_t version = 1;

    (void) context;
    for (size_t i = 0; i < COUNT (none); i++)
        assert_false (version_tag_read (none[i], &version));
    assert_int_equal (version, 1);
    assert_true (version_tag_read ("\"7\"", &version));
    assert_int_equal (version, 7);
    assert_true (version_tag_read (" \"18446744073709551615\" ", &version));
    assert_true (version == UINT64_MAX);
}

static void
what_it_writes_it_reads (void **context)
{
    wl_arena_t *arena = wl_arena_new (1 << 12);
    uint64_t version;

    (void) context;
    assert_true (version_tag_read (version_tag_write (arena, 1234), &version));
    assert_int_equal (version, 1234);
    wl_arena_destroy (&arena);
}

static void
finds_the_version_where_there_is_one (void **context)
{
    Intake__SaveApplicationRequest save = INTAKE__SAVE_APPLICATION_REQUEST__INIT;
    Intake__GetApplicationRequest get = INTAKE__GET_APPLICATION_REQUEST__INIT;

    (void) context;
    assert_true (version_tag_has (save.base.descriptor));
    version_tag_set (&save.base, 5);
    assert_int_equal (save.version, 5);
    assert_int_equal (version_tag_get (&save.base), 5);
    assert_false (version_tag_has (get.base.descriptor));
    version_tag_set (&get.base, 5);
    assert_int_equal (version_tag_get (&get.base), 0);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (reads_one_strong_tag_of_ours),
        cmocka_unit_test (what_it_writes_it_reads),
        cmocka_unit_test (finds_the_version_where_there_is_one),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
