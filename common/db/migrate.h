/* Migrations: numbered SQL files, each once, in order, under a lock, with a checksum.
 *
 * A file that changed after it was applied stops the start: what ran and what is written must be
 * the same. Files are embedded by the CMake function wlacznik_migrations (TARGET name DIRECTORY).
 */
#pragma once

#include "db/db.h"

typedef struct wl_migration {
    int number;
    const char *name; /* "0001_calls.sql" */
    const char *sql;
} wl_migration_t;

/* Applies what is missing of `list` (ends with number 0) under the name `set` ("runtime",
 * "intake"). Each file is one transaction. Other processes wait for the lock. `ret_applied` (may be
 * NULL) counts. WL_FAILED_PRECONDITION with a sentence in `error` when a checksum differs or a file
 * fails, WL_DEADLINE_EXCEEDED when a table stays locked for five minutes. */
WL_MUST_CHECK wl_status wl_migrate (wl_db_t *db, const char *set, const wl_migration_t *list,
                                    wl_error_t *error, int *ret_applied);

/* The tables every service has: outbox, log, offsets, dead letters, timers, command results. */
extern const wl_migration_t wl_runtime_migrations[];
