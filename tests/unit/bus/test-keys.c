#include "bus/keys.h"

#include "folder.h"

static void
a_pair_comes_back_from_its_file (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");
    wl_key_pair_t pair, read;
    struct stat about;

    wl_key_pair_new (&pair);
    assert_int_equal (strlen (pair.public_key), WL_KEY_TEXT - 1);
    assert_ok (wl_key_pair_write (&pair, path, &folder->error));
    assert_int_equal (stat (path, &about), 0);
    assert_int_equal (about.st_mode & 0777, 0600);
    assert_ok (wl_key_pair_read (path, &read, &folder->error));
    assert_string_equal (read.public_key, pair.public_key);
    assert_string_equal (read.secret_key, pair.secret_key);
}

static void
pairs_differ (void **state)
{
    wl_key_pair_t one, two;

    (void) state;
    wl_key_pair_new (&one);
    wl_key_pair_new (&two);
    assert_string_not_equal (one.secret_key, two.secret_key);
}

static void
a_key_is_never_overwritten (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");
    wl_key_pair_t first, second, read;

    wl_key_pair_new (&first);
    wl_key_pair_new (&second);
    assert_ok (wl_key_pair_write (&first, path, &folder->error));
    assert_refused (folder, wl_key_pair_write (&second, path, &folder->error), WL_ALREADY_EXISTS);
    assert_ok (wl_key_pair_read (path, &read, &folder->error));
    assert_string_equal (read.public_key, first.public_key);
}

static void
a_file_that_others_may_read_is_refused (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");
    wl_key_pair_t pair, read = { 0 };

    wl_key_pair_new (&pair);
    assert_ok (wl_key_pair_write (&pair, path, &folder->error));
    static const mode_t modes[] = { 0604, 0602, 0660, 0777 };
    for (size_t i = 0; i < COUNT (modes); i++) {
        assert_int_equal (chmod (path, modes[i]), 0);
        assert_refused (folder, wl_key_pair_read (path, &read, &folder->error),
                        WL_PERMISSION_DENIED);
        assert_string_equal (read.secret_key, "");
    }
    assert_int_equal (chmod (path, 0400), 0);
    assert_ok (wl_key_pair_read (path, &read, &folder->error));
}

static void
what_is_no_key_file_is_refused (void **state)
{
    folder_t *folder = *state;
    wl_key_pair_t pair, other, read;
    const char *path = folder_file (folder, "file");

    assert_refused (folder, wl_key_pair_read (path, &read, &folder->error), WL_NOT_FOUND);
    wl_key_pair_new (&pair);
    wl_key_pair_new (&other);
    const char *texts[] = {
        "",
        "public\nsecret\n",
        wl_text_printf (folder->arena, "public %s\n", pair.public_key),
        wl_text_printf (folder->arena, "public %s\nsecret %s\n", pair.public_key,
                        other.secret_key), /* of two pairs */
        wl_text_printf (folder->arena, "public %sx\nsecret %s\n", pair.public_key, pair.secret_key),
        wl_text_printf (folder->arena, "public %s\nsecret \"%.39s\n", pair.public_key,
                        pair.secret_key), /* '"' is not Z85 */
    };
    for (size_t i = 0; i < COUNT (texts); i++) {
        folder_write (folder, texts[i], 0600);
        assert_refused (folder, wl_key_pair_read (path, &read, &folder->error),
                        WL_INVALID_ARGUMENT);
    }
    char *text = wl_arena_alloc (folder->arena, 5000);
    memset (text, 'x', 4999);
    folder_write (folder, text, 0600);
    assert_refused (folder, wl_key_pair_read (path, &read, &folder->error), WL_RESOURCE_EXHAUSTED);
}

static void
only_a_pair_is_written (void **state)
{
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");
    wl_key_pair_t pair, other;

    wl_key_pair_new (&pair);
    wl_key_pair_new (&other);
    memcpy (pair.public_key, other.public_key, WL_KEY_TEXT);
    assert_refused (folder, wl_key_pair_write (&pair, path, &folder->error), WL_INVALID_ARGUMENT);
    assert_int_equal (access (path, F_OK), -1);
    wl_key_pair_new (&pair);
    assert_refused (folder, wl_key_pair_write (&pair, "/nowhere/file", &folder->error),
                    WL_NOT_FOUND);
}

/* As the operator who is root makes a key for a daemon that is not. */
static void
what_root_makes_belongs_to_the_owner_of_the_folder (void **state)
{
    enum { SOMEBODY = 4711 };
    folder_t *folder = *state;
    const char *path = folder_file (folder, "file");
    wl_key_pair_t pair;
    struct stat about;

    if (geteuid () != 0)
        skip ();
    assert_int_equal (chown (folder->path, SOMEBODY, SOMEBODY), 0);
    wl_key_pair_new (&pair);
    assert_ok (wl_key_pair_write (&pair, path, &folder->error));
    assert_int_equal (stat (path, &about), 0);
    assert_int_equal (about.st_uid, SOMEBODY);
    assert_int_equal (about.st_gid, SOMEBODY);
    assert_int_equal (about.st_mode & 0777, 0600);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        FOLDER_TEST (a_pair_comes_back_from_its_file),
        FOLDER_TEST (pairs_differ),
        FOLDER_TEST (a_key_is_never_overwritten),
        FOLDER_TEST (a_file_that_others_may_read_is_refused),
        FOLDER_TEST (what_is_no_key_file_is_refused),
        FOLDER_TEST (only_a_pair_is_written),
        FOLDER_TEST (what_root_makes_belongs_to_the_owner_of_the_folder),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
