/* Small files, read and replaced whole. Internal to common/bus.
 *
 * What goes wrong comes back as a wl_fault_t and becomes an error's text only after everything that
 * was held is let go, because writing that text may raise (base/arena.h).
 */
#pragma once

#include <sys/stat.h>

#include "base/status.h"

typedef struct wl_fault {
    wl_status status; /* WL_OK: none */
    size_t line;      /* 0: of the file as a whole */
    const char *what; /* static */
} wl_fault_t;

/* Sets `error` unless all is well; gives the status. */
wl_status wl_fault_tell (const wl_fault_t *self, const char *path, wl_error_t *error);
/* The fault that errno stands for. */
wl_fault_t wl_fault_errno (void);

/* A file of text of at most `limit` bytes; free `*ret`. `ret_about` (may be NULL) is of the file
 * that was read. */
wl_fault_t wl_file_read (const char *path, size_t limit, char **ret, struct stat *ret_about);
/* Writes a new file, WL_ALREADY_EXISTS if there is one. On the disk when it returns. Made by root,
 * it belongs to the owner of its folder. */
wl_fault_t wl_file_create (const char *path, mode_t mode, const char *text);
/* Replaces the file in one step; who reads meanwhile sees the old one or the new one. */
wl_fault_t wl_file_replace (const char *path, mode_t mode, const char *text);
