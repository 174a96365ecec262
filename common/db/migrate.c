#include "db/migrate.h"
#include "db/internal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LOCK_TRIES = 150, LOCK_PAUSE_MS = 200 };
enum { DIGEST = 32, CHECKSUM_TEXT = 2 * DIGEST + 1 };

WL_SQL (create_schema, "create schema if not exists runtime");
WL_SQL (create_table, "create table if not exists runtime.migrations ("
                      "    set text not null,"
                      "    number int not null,"
                      "    name text not null,"
                      "    checksum text not null,"
                      "    applied_at timestamptz not null default now (),"
                      "    primary key (set, number))");
/* Whoever waits for a lock makes all others wait behind it, readers, too. So a file waits a moment,
 * lets them through, and tries again from its start. */
WL_SQL (wait_a_moment, "set local lock_timeout = '2s'");
WL_SQL (select_applied,
        "select name, checksum from runtime.migrations where set = $1 and number = $2");
WL_SQL (insert_applied, "insert into runtime.migrations (set, number, name, checksum)"
                        " values ($1, $2, $3, $4)");

static const char LOCK_NOT_AVAILABLE[] = "55P03";

static void
checksum_of (const char *sql, char ret[CHECKSUM_TEXT])
{
    uint8_t digest[DIGEST];

    crypto_generichash (digest, sizeof digest, (const uint8_t *) sql, strlen (sql), NULL, 0);
    wl_hex (digest, sizeof digest, ret);
}

static wl_status
unavailable (wl_db_t *db, wl_status status, wl_error_t *error)
{
    return wl_error_set (error, status, "database", "The migration could not run: %s.",
                         wl_db_error (db));
}

/* One process at a time, as long as the transaction is open. */
static void
lock_and_bootstrap (wl_db_t *db)
{
    wl_db_defer_patience (db);
    wl_db_defer_lock (db, wl_db_lock_key ("migrations", "", ""));
    wl_defer (db, &create_schema);
    wl_defer (db, &create_table);
}

/* The line of `sql` on which the server found the error, 0 when it does not say. */
static int
error_line (const char *sql, const PGresult *result)
{
    const char *position = PQresultErrorField (result, PG_DIAG_STATEMENT_POSITION);
    int line = 1;

    if (position == NULL)
        return 0;
    /* PostgreSQL counts characters: the bytes that continue one do not count. */
    for (long left = strtol (position, NULL, 10); left > 1 && *sql != '\0'; sql++) {
        line += *sql == '\n';
        left -= (sql[1] & 0xc0) != 0x80;
    }
    return line;
}

static wl_status
explain_script (wl_db_t *db, const wl_migration_t *migration, const PGresult *result,
                wl_error_t *error)
{
    const char *message = PQresultErrorField (result, PG_DIAG_MESSAGE_PRIMARY);

    return wl_error_set (error, WL_FAILED_PRECONDITION, "migration-failed",
                         "Migration %s failed on line %d: %s (%s).", migration->name,
                         error_line (migration->sql, result), message == NULL ? "" : message,
                         wl_db_error (db));
}

static wl_status
run_script (wl_db_t *db, const wl_migration_t *migration, wl_error_t *error)
{
    PGresult *failed;
    wl_status status = wl_db_script (db, migration->sql, &failed);

    if (failed != NULL) {
        const char *sqlstate = PQresultErrorField (failed, PG_DIAG_SQLSTATE);
        bool locked = sqlstate != NULL && strcmp (sqlstate, LOCK_NOT_AVAILABLE) == 0;
        status = explain_script (db, migration, failed, error);
        status = locked ? WL_DEADLINE_EXCEEDED : status;
    } else if (status != WL_OK)
        status = unavailable (db, status, error);
    else if (PQtransactionStatus (wl_db_connection (db)) != PQTRANS_INTRANS)
        status =
            wl_error_set (error, WL_FAILED_PRECONDITION, "migration-failed",
                          "Migration %s ends the transaction that it runs in.", migration->name);
    PQclear (failed);
    return status;
}

static wl_status
check_unchanged (const wl_migration_t *migration, const char *checksum, const wl_rows_t *applied,
                 wl_error_t *error)
{
    if (strcmp (wl_row_peek (applied, 0, 1), checksum) == 0)
        return WL_OK;
    return wl_error_set (error, WL_FAILED_PRECONDITION, "migration-changed",
                         "Migration %s was changed after it was applied as %s. "
                         "Restore the file and write a new migration.",
                         migration->name, wl_row_peek (applied, 0, 0));
}

/* Inside a transaction that ends either way. */
static wl_status
apply (wl_db_t *db, const char *set, const wl_migration_t *migration, wl_error_t *error,
       bool *ret_applied)
{
    char checksum[CHECKSUM_TEXT];
    wl_rows_t applied;
    wl_status status;

    checksum_of (migration->sql, checksum);
    status = wl_run (db, &select_applied, &applied, wl_p_text (set), wl_p_int (migration->number));
    if (status != WL_OK)
        return unavailable (db, status, error);
    *ret_applied = applied.count == 0;
    if (applied.count > 0)
        return check_unchanged (migration, checksum, &applied, error);
    status = wl_run (db, &wait_a_moment, NULL);
    if (status != WL_OK)
        return unavailable (db, status, error);
    WL_TRY (run_script (db, migration, error));
    wl_defer (db, &insert_applied, wl_p_text (set), wl_p_int (migration->number),
              wl_p_text (migration->name), wl_p_text (checksum));
    return WL_OK;
}

static wl_status
migrate_one (wl_db_t *db, const char *set, const wl_migration_t *migration, wl_error_t *error,
             bool *ret_applied)
{
    wl_status status;

    wl_db_begin (db);
    lock_and_bootstrap (db);
    status = apply (db, set, migration, error, ret_applied);
    if (status != WL_OK)
        wl_db_rollback (db);
    else if ((status = wl_db_commit (db)) != WL_OK)
        status = unavailable (db, status, error);
    return status;
}

static wl_status
migrate_patiently (wl_db_t *db, const char *set, const wl_migration_t *migration, wl_error_t *error,
                   bool *ret_applied)
{
    struct timespec pause = { .tv_nsec = LOCK_PAUSE_MS * 1000000L };
    wl_status status = WL_DEADLINE_EXCEEDED;

    for (int tries = 0; status == WL_DEADLINE_EXCEEDED && tries < LOCK_TRIES; tries++) {
        if (tries > 0)
            nanosleep (&pause, NULL);
        status = migrate_one (db, set, migration, error, ret_applied);
    }
    return status;
}

wl_status
wl_migrate (wl_db_t *db, const char *set, const wl_migration_t *list, wl_error_t *error,
            int *ret_applied)
{
    int count = 0;

    for (; list->number != 0; list++) {
        bool applied = false;
        WL_TRY (migrate_patiently (db, set, list, error, &applied));
        count += applied;
    }
    if (ret_applied != NULL)
        *ret_applied = count;
    return WL_OK;
}
