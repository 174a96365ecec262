/* Putting a backup into empty databases, and proving that it is what was there. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "backup.h"

WL_SQL (IS_EMPTY, "SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n"
                  " ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')"
                  " AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema')");

static int
must_be_empty (const arguments_t *arguments, const char *service)
{
    wl_db_t *db = command_database (arguments, service);
    wl_rows_t rows;
    int code = EXIT_SUCCESS;

    if (wl_run (db, &IS_EMPTY, &rows) != WL_OK)
        code = command_fail ("%s: %s", service, wl_db_error (db));
    else if (!wl_row_bool (&rows, 0, 0))
        code = command_fail ("the database of %s is not empty, and a restore overwrites nothing: "
                             "stop the daemons, drop it and create it again (runbook: "
                             "deploy/backup.md)",
                             service);
    wl_db_destroy (&db);
    return code;
}

/* The chains are recomputed from the rows, and must end where they ended. */
static int
compare (wl_db_t *db, const manifest_t *manifest, const char *service)
{
    for (size_t i = 0; i < manifest->stream_count; i++) {
        const manifest_stream_t *stream = &manifest->streams[i];
        wl_stream_head_t *heads;
        size_t count, at = 0;
        uint64_t bad, checked;
        if (strcmp (stream->service, service) != 0)
            continue;
        if (wl_event_heads (db, &heads, &count) != WL_OK)
            return command_fail ("%s: %s", service, wl_db_error (db));
        while (at < count && strcmp (heads[at].region, stream->region) != 0)
            at++;
        if (at == count || heads[at].sequence != stream->sequence ||
            memcmp (heads[at].hash, stream->hash, sizeof stream->hash) != 0)
            return command_fail ("the log %s/%s does not end where it did", service,
                                 stream->region);
        if (wl_event_verify (db, service, stream->region, &bad, &checked) != WL_OK)
            return command_fail ("%s: %s", service, wl_db_error (db));
        if (bad != 0)
            return command_fail ("the log %s/%s is broken at %llu", service, stream->region,
                                 (unsigned long long) bad);
        wl_db_rollback (db);
    }
    return EXIT_SUCCESS;
}

static int
restore_one (const arguments_t *arguments, const manifest_t *manifest, const manifest_file_t *file,
             const uint8_t secret[SEAL_SECRET])
{
    wl_config_t *config = command_config (arguments, file->service);
    const char *url = wl_text_copy (arguments->arena, wl_config_text (config, "database.url", ""));
    wl_db_t *db = command_database (arguments, file->service);
    const char *name =
        wl_text_printf (arguments->arena, "--dbname=%s", PQdb (wl_db_connection (db)));
    const char *const argv[] = {
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
        name,         NULL
    };
    const char *wrong;
    int code;

    wl_config_destroy (&config);
    fprintf (stderr, "%-14s %9.1f MB\n", file->service, (double) file->bytes / 1e6);
    wrong = backup_feed (arguments, arguments->words[0], file, secret, argv, url);
    code = wrong == NULL
               ? compare (db, manifest, file->service)
               : command_fail ("the database of %s was left empty: %s", file->service, wrong);
    wl_db_destroy (&db);
    return code;
}

int
restore_backup (const arguments_t *arguments)
{
    uint8_t secret[SEAL_SECRET];
    char made[WL_TIME_TEXT];
    int code = EXIT_SUCCESS;

    if (arguments->count != 1)
        return command_fail ("restore wants the folder of one backup");
    backup_key (arguments, "secret", secret);
    const manifest_t *manifest = backup_contents (arguments, arguments->words[0], secret);
    for (size_t i = 0; i < manifest->file_count && code == EXIT_SUCCESS; i++)
        code = must_be_empty (arguments, manifest->files[i].service);
    for (size_t i = 0; i < manifest->file_count && code == EXIT_SUCCESS; i++)
        code = restore_one (arguments, manifest, &manifest->files[i], secret);
    sodium_memzero (secret, sizeof secret);
    if (code != EXIT_SUCCESS)
        return code;
    wl_time_format (manifest->made, made);
    printf ("Everything is as it was at %s. Start the daemons.\n", made);
    return EXIT_SUCCESS;
}
