/* Mail of a house without a mail server: files that deploy/mail-sink writes, read for the outbox.
 */
#pragma once

#include "base/clock.h"
#include "base/text.h"

enum { KEPT_NAME = 64, KEPT_LIST_MAX = 100, KEPT_BYTES_MAX = 2 << 20, KEPT_HEAD_MAX = 4096 };

/* Whether this may name a file of the folder: digits, one hyphen, digits, ".eml". */
WL_MUST_CHECK bool kept_mail_is_name (const char *name);

/* Names of files, the newest first, at most `limit`, after `before` (NULL: from the newest). Names
 * begin with the time in microseconds, so they sort by it. `ret_all`: how many files there are.
 * WL_UNAVAILABLE: the folder cannot be read. */
WL_MUST_CHECK wl_status kept_mail_list (wl_arena_t *arena, const char *folder, const char *before,
                                        size_t limit, char ***ret, size_t *ret_count,
                                        size_t *ret_all);

/* A file whole, as bytes. WL_NOT_FOUND; WL_RESOURCE_EXHAUSTED past KEPT_BYTES_MAX. */
WL_MUST_CHECK wl_status kept_mail_read (wl_arena_t *arena, const char *folder, const char *name,
                                        char **ret, size_t *ret_length);

/* The mail's header lines as they stand in it, at most KEPT_HEAD_MAX bytes; "" when they are no
 * UTF-8. Who shows them reads RFC 2047's words. */
char *kept_mail_head (wl_arena_t *arena, const char *bytes, size_t length);

/* When it was taken, by its name. */
wl_time_t kept_mail_time (const char *name);
