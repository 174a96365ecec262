/* A folder for the files of one test. */
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/check.h"
#include "base/text.h"

typedef struct folder {
    char path[64];
    wl_arena_t *arena;
    wl_error_t error;
} folder_t;

static inline int
folder_setup (void **state)
{
    folder_t *self = calloc (1, sizeof *self);

    assert_non_null (self);
    (void) snprintf (self->path, sizeof self->path, "/tmp/wl-keys-XXXXXX");
    assert_non_null (mkdtemp (self->path));
    self->arena = wl_arena_new (16 * 1024 * 1024);
    wl_error_init (&self->error, self->arena);
    *state = self;
    return 0;
}

static inline const char *
folder_file (folder_t *self, const char *name)
{
    return wl_text_printf (self->arena, "%s/%s", self->path, name);
}

/* The tests use no other names. */
static inline int
folder_teardown (void **state)
{
    static const char *const names[] = { "file", "file.new", "file.lock" };
    folder_t *self = *state;

    for (size_t i = 0; i < COUNT (names); i++)
        (void) unlink (folder_file (self, names[i]));
    assert_int_equal (rmdir (self->path), 0);
    wl_arena_destroy (&self->arena);
    free (self);
    return 0;
}

static inline const char *
folder_write (folder_t *self, const char *text, mode_t mode)
{
    const char *path = folder_file (self, "file");
    int fd = open (path, O_WRONLY | O_CREAT | O_TRUNC, mode);

    assert_true (fd >= 0);
    assert_int_equal (write (fd, text, strlen (text)), (ssize_t) strlen (text));
    assert_int_equal (fchmod (fd, mode), 0);
    close (fd);
    return path;
}

static inline const char *
folder_read (folder_t *self)
{
    char text[4096];
    int fd = open (folder_file (self, "file"), O_RDONLY);
    ssize_t length = read (fd, text, sizeof text - 1);

    assert_true (length >= 0);
    close (fd);
    return wl_text_copy_length (self->arena, text, (size_t) length);
}

/* Asserts the status, and clears the error for the next try. */
#define assert_refused(folder, expression, expected)                                  \
    do {                                                                              \
        assert_string_equal (wl_status_name (expression), wl_status_name (expected)); \
        assert_non_null ((folder)->error.text);                                       \
        wl_error_init (&(folder)->error, (folder)->arena);                            \
    } while (0)
#define assert_ok(expression) assert_string_equal (wl_status_name (expression), "OK")
#define FOLDER_TEST(name)     cmocka_unit_test_setup_teardown (name, folder_setup, folder_teardown)
