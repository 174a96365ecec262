#include "bus/files.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const wl_fault_t none = { 0 };

wl_status
wl_fault_tell (const wl_fault_t *self, const char *path, wl_error_t *error)
{
    if (self->status == WL_OK)
        return WL_OK;
    if (self->line == 0)
        return wl_error_set (error, self->status, "file", "%s: %s", path, self->what);
    return wl_error_set (error, self->status, "file", "%s:%zu: %s", path, self->line, self->what);
}

wl_fault_t
wl_fault_errno (void)
{
    switch (errno) {
    case ENOENT:
        return (wl_fault_t){ WL_NOT_FOUND, 0, "there is no such file" };
    case EEXIST:
        return (wl_fault_t){ WL_ALREADY_EXISTS, 0, "the file is there already" };
    case EACCES:
    case EPERM:
    case EROFS:
        return (wl_fault_t){ WL_PERMISSION_DENIED, 0, "we may not" };
    case ENOMEM:
        return (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "out of memory" };
    default:
        return (wl_fault_t){ WL_UNAVAILABLE, 0, strerrordesc_np (errno) };
    }
}

/* Reads all of the file into `text`, which holds `limit` + 1 bytes. */
static wl_fault_t
read_text (int fd, size_t limit, char *text)
{
    size_t length = 0;
    ssize_t got;

    do {
        got = read (fd, text + length, limit + 1 - length);
        if (got < 0 && errno != EINTR)
            return wl_fault_errno ();
        length += got > 0 ? (size_t) got : 0;
    } while (got != 0 && length <= limit);
    if (length > limit)
        return (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "the file is too long" };
    text[length] = '\0';
    if (strlen (text) != length)
        return (wl_fault_t){ WL_INVALID_ARGUMENT, 0, "the file is not text" };
    return none;
}

wl_fault_t
wl_file_read (const char *path, size_t limit, char **ret, struct stat *ret_about)
{
    struct stat about;
    char *text = malloc (limit + 1);
    int fd = text != NULL ? open (path, O_RDONLY | O_CLOEXEC) : -1;
    wl_fault_t fault = none;

    if (fd < 0 || fstat (fd, &about) != 0)
        fault = wl_fault_errno ();
    else
        fault = read_text (fd, limit, text);
    if (fd >= 0)
        close (fd);
    if (fault.status != WL_OK) {
        free (text);
        return fault;
    }
    *ret = text;
    if (ret_about != NULL)
        *ret_about = about;
    return none;
}

static bool
write_text (int fd, const char *text)
{
    size_t left = strlen (text);

    while (left > 0) {
        ssize_t written = write (fd, text, left);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            text += written;
            left -= (size_t) written;
        }
    }
    return fsync (fd) == 0;
}

/* What root makes in a daemon's folder is for the daemon that owns the folder. */
static bool
give_to_folder_owner (const char *path, int fd)
{
    struct stat about;
    char *folder;
    bool given;

    if (geteuid () != 0)
        return true;
    folder = strdup (path);
    given = folder != NULL && stat (dirname (folder), &about) == 0 &&
            fchown (fd, about.st_uid, about.st_gid) == 0;
    free (folder);
    return given;
}

wl_fault_t
wl_file_create (const char *path, mode_t mode, const char *text)
{
    int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    wl_fault_t fault = none;

    if (fd < 0)
        return wl_fault_errno ();
    if (!give_to_folder_owner (path, fd) || !write_text (fd, text)) {
        fault = wl_fault_errno ();
        unlink (path);
    }
    close (fd);
    return fault;
}

/* An operator who is root must not take the file away from the daemons that read it. */
static bool
keep_owner (const char *path, const char *new_path)
{
    struct stat about;

    return geteuid () != 0 || stat (path, &about) != 0 ||
           chown (new_path, about.st_uid, about.st_gid) == 0;
}

wl_fault_t
wl_file_replace (const char *path, mode_t mode, const char *text)
{
    char *new_path = NULL;

    if (asprintf (&new_path, "%s.new", path) < 0)
        return (wl_fault_t){ WL_RESOURCE_EXHAUSTED, 0, "out of memory" };
    (void) unlink (new_path); /* left by one who died here; callers hold a lock */
    wl_fault_t fault = wl_file_create (new_path, mode, text);
    if (fault.status == WL_OK && (!keep_owner (path, new_path) || rename (new_path, path) != 0)) {
        fault = wl_fault_errno ();
        unlink (new_path);
    }
    free (new_path);
    return fault;
}
