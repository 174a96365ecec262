/* Reading the INI file and the files that hold secrets. */
#pragma once

#include "base/arena.h"

/* What a file sets, by slot (config_known.h): for everybody, and for one service. NULL: not set. */
typedef struct wl_config_file {
    const char **common;
    const char **own;
} wl_config_file_t;

/* `path` NULL sets nothing. The last of several lines with the same key holds, so that a file may
 * be appended to another. WL_INVALID_ARGUMENT names file and line; WL_NOT_FOUND: no such file. */
WL_MUST_CHECK wl_status wl_config_file_read (const char *path, const char *service,
                                             wl_arena_t *arena, wl_config_file_t *ret,
                                             wl_error_t *error);

/* The text of a small file without its last line end. `key` is for the message. */
WL_MUST_CHECK wl_status wl_config_secret_read (const char *key, const char *path, wl_arena_t *arena,
                                               const char **ret, wl_error_t *error);
