/* Backups of all services that fit together.
 *
 * A backup is good when no service remembers having heard what the speaker's log does not hold. So
 * every service's offsets are held for the moment in which each database's snapshot is taken: what
 * was heard then was in its log before. The gateway's, whose accounts the others name, is taken
 * last. Nobody waits longer than that moment; the databases are read out of their snapshots after.
 */
#include "backup.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "program.h"

WL_SQL (HOLD_OFFSETS, "LOCK TABLE runtime.offsets IN SHARE MODE");
WL_SQL (ONE_SNAPSHOT, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
WL_SQL (STAY, "SET LOCAL idle_in_transaction_session_timeout = 0");
WL_SQL (EXPORT, "SELECT pg_export_snapshot ()");

typedef struct source {
    const char *service, *url;
    wl_db_t *holding, *reading;
    const char *snapshot;
} source_t;

typedef struct making {
    const arguments_t *arguments;
    const char *folder; /* with ".partial" until it is whole */
    uint8_t key[SEAL_PUBLIC];
    source_t sources[MANIFEST_FILES_MAX];
    size_t count;
    manifest_t manifest;
} making_t;

/* ---- keys ---- */

static int
write_key (const char *path, const uint8_t key[SEAL_PUBLIC], mode_t mode)
{
    char line[2 * SEAL_PUBLIC + 2];
    int file = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    bool written;

    if (file < 0)
        return command_fail ("cannot write %s: %s", path, strerror (errno));
    wl_hex (key, SEAL_PUBLIC, line);
    line[sizeof line - 2] = '\n';
    written = write (file, line, sizeof line - 1) == (ssize_t) sizeof line - 1 && fsync (file) == 0;
    close (file);
    return written ? EXIT_SUCCESS : command_fail ("cannot write all of %s", path);
}

int
backup_new_key (const arguments_t *arguments)
{
    const char *folder = arguments_option (arguments, "to");
    uint8_t public_key[SEAL_PUBLIC], secret_key[SEAL_SECRET];

    if (folder == NULL)
        return command_fail ("--to is needed: the folder in which to write the key");
    crypto_box_keypair (public_key, secret_key);
    const char *secret = wl_text_printf (arguments->arena, "%s/backup.secret", folder);
    const char *open_key = wl_text_printf (arguments->arena, "%s/backup.public", folder);
    int code = write_key (secret, secret_key, 0600);
    sodium_memzero (secret_key, sizeof secret_key);
    if (code != EXIT_SUCCESS || write_key (open_key, public_key, 0644) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    printf ("%s makes backups and stays on the server.\n"
            "%s opens them: move it to a safe place now; without it no backup can be restored.\n",
            open_key, secret);
    return EXIT_SUCCESS;
}

/* ---- the moment ---- */

static void
release (making_t *self)
{
    for (size_t i = 0; i < self->count; i++) {
        wl_db_destroy (&self->sources[i].holding);
        wl_db_destroy (&self->sources[i].reading);
    }
}

static int
no_snapshot (const source_t *source, wl_db_t *db)
{
    return command_fail ("no snapshot of %s: %s", source->service, wl_db_error (db));
}

static int
hold (making_t *self, source_t *source)
{
    wl_config_t *config = command_config (self->arguments, source->service);

    source->holding = command_database (self->arguments, source->service);
    source->reading = command_database (self->arguments, source->service);
    source->url =
        wl_text_copy (self->arguments->arena, wl_config_text (config, "database.url", ""));
    wl_config_destroy (&config);
    wl_db_begin (source->holding);
    return wl_run (source->holding, &HOLD_OFFSETS, NULL) == WL_OK
               ? EXIT_SUCCESS
               : no_snapshot (source, source->holding);
}

static wl_status
keep_heads (making_t *self, source_t *source)
{
    wl_stream_head_t *heads;
    size_t count;

    WL_TRY (wl_event_heads (source->reading, &heads, &count));
    for (size_t i = 0; i < count; i++) {
        if (self->manifest.stream_count == MANIFEST_STREAMS_MAX)
            return WL_RESOURCE_EXHAUSTED;
        manifest_stream_t *stream = &self->manifest.streams[self->manifest.stream_count++];
        stream->service = source->service;
        stream->region = wl_text_copy (self->arguments->arena, heads[i].region);
        stream->sequence = heads[i].sequence;
        memcpy (stream->hash, heads[i].hash, sizeof stream->hash);
    }
    return WL_OK;
}

static wl_status
take_snapshot (making_t *self, source_t *source)
{
    wl_rows_t rows;

    wl_db_begin (source->reading);
    WL_TRY (wl_run (source->reading, &ONE_SNAPSHOT, NULL));
    WL_TRY (wl_run (source->reading, &STAY, NULL));
    WL_TRY (wl_run (source->reading, &EXPORT, &rows));
    source->snapshot =
        wl_text_copy (self->arguments->arena, wl_row_text (source->reading, &rows, 0, 0));
    return keep_heads (self, source);
}

static int
freeze (making_t *self)
{
    int code = EXIT_SUCCESS;

    for (size_t i = 0; i < self->count && code == EXIT_SUCCESS; i++)
        code = hold (self, &self->sources[i]);
    self->manifest.made = wl_clock_now (&wl_clock_system);
    for (size_t i = 0; i < self->count && code == EXIT_SUCCESS; i++) {
        if (take_snapshot (self, &self->sources[i]) != WL_OK)
            code = no_snapshot (&self->sources[i], self->sources[i].reading);
    }
    for (size_t i = 0; i < self->count; i++)
        wl_db_destroy (&self->sources[i].holding);
    return code;
}

/* ---- the databases ---- */

static void
show_progress (const char *service, uint64_t bytes, bool done)
{
    if (done || isatty (STDERR_FILENO))
        fprintf (stderr, "%s%-14s %9.1f MB%s", isatty (STDERR_FILENO) ? "\r" : "", service,
                 (double) bytes / 1e6, done ? "\n" : "");
}

static bool
pump (const program_t *program, seal_t *seal, const char *service)
{
    static uint8_t bytes[SEAL_PIECE];
    uint64_t total = 0;
    ssize_t got;

    while ((got = read (program->pipe, bytes, sizeof bytes)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || !seal_write (seal, bytes, (size_t) got))
            return false;
        if (total >> 22 != (total + (uint64_t) got) >> 22)
            show_progress (service, total, false);
        total += (uint64_t) got;
    }
    return true;
}

static bool
finish_file (FILE *file, uint64_t *ret_bytes)
{
    off_t at = ftello (file);
    bool kept = fflush (file) == 0 && fsync (fileno (file)) == 0;

    *ret_bytes = at < 0 ? 0 : (uint64_t) at;
    return fclose (file) == 0 && kept && at > 0;
}

static int
dump (making_t *self, const source_t *source)
{
    const char *path = backup_path (self->arguments, self->folder, source->service);
    const char *snapshot =
        wl_text_printf (self->arguments->arena, "--snapshot=%s", source->snapshot);
    const char *const argv[] = {
        "pg_dump",         "--format=custom", "--no-owner", "--no-comments",
        "--no-privileges", snapshot,          NULL
    };
    manifest_file_t *entry = &self->manifest.files[self->manifest.file_count++];
    FILE *file = fopen (path, "wb");
    seal_t *seal = file == NULL ? NULL : seal_new (file, self->key);
    program_t program;
    bool read = false;

    entry->service = source->service;
    if (seal == NULL)
        return command_fail ("cannot write %s: %s", path, strerror (errno));
    if (program_start (argv, source->url, false, &program)) {
        read = pump (&program, seal, source->service);
        read = program_end (&program) && read;
    }
    bool sealed = read && seal_end (seal, entry->digest);
    seal_destroy (&seal);
    bool kept = finish_file (file, &entry->bytes);
    if (!read)
        return command_fail ("pg_dump of %s failed; is it on the PATH (Debian: "
                             "postgresql-client), and is there room in %s?",
                             source->service, self->folder);
    if (!sealed || !kept)
        return command_fail ("cannot write all of %s: %s", path, strerror (errno));
    show_progress (source->service, entry->bytes, true);
    return EXIT_SUCCESS;
}

static int
write_contents (making_t *self)
{
    const char *path = backup_path (self->arguments, self->folder, "contents");
    FILE *file = fopen (path, "wb");
    seal_t *seal = file == NULL ? NULL : seal_new (file, self->key);
    uint8_t digest[SEAL_DIGEST];
    uint64_t bytes;
    wl_buffer_t text;

    if (seal == NULL)
        return command_fail ("cannot write %s: %s", path, strerror (errno));
    wl_buffer_init (&text, self->arguments->arena);
    manifest_write (&self->manifest, &text);
    bool written = seal_write (seal, text.data, text.length) && seal_end (seal, digest);
    seal_destroy (&seal);
    return finish_file (file, &bytes) && written
               ? EXIT_SUCCESS
               : command_fail ("cannot write all of %s: %s", path, strerror (errno));
}

/* ---- the commands ---- */

static void
choose_sources (making_t *self)
{
    const char *const *services =
        self->arguments->count > 0 ? self->arguments->words : COMMAND_SERVICES;

    while (self->count < MANIFEST_FILES_MAX && services[self->count] != NULL) {
        self->sources[self->count].service = services[self->count];
        self->count++;
    }
}

static int
write_all (making_t *self)
{
    int code = freeze (self);

    for (size_t i = 0; i < self->count && code == EXIT_SUCCESS; i++) {
        code = dump (self, &self->sources[i]);
        wl_db_destroy (&self->sources[i].reading);
    }
    return code == EXIT_SUCCESS ? write_contents (self) : code;
}

int
backup_make (const arguments_t *arguments)
{
    const char *to = arguments_option (arguments, "to");
    making_t self = { .arguments = arguments };
    struct stat about;
    int code;

    if (to == NULL)
        return command_fail ("--to is needed: the folder of this backup, which must not be there");
    if (stat (to, &about) == 0)
        return command_fail ("%s is already there; name a new folder for each backup", to);
    backup_key (arguments, "key", self.key);
    self.folder = wl_text_printf (arguments->arena, "%s.partial", to);
    if (mkdir (self.folder, 0700) != 0)
        return command_fail ("cannot make %s: %s", self.folder, strerror (errno));
    choose_sources (&self);
    code = write_all (&self);
    release (&self);
    if (code != EXIT_SUCCESS)
        return code;
    if (rename (self.folder, to) != 0)
        return command_fail ("cannot rename %s: %s", self.folder, strerror (errno));
    printf ("%s holds %zu databases of one moment. Check it with \"wlacznik backup verify\".\n", to,
            self.count);
    return EXIT_SUCCESS;
}

int
backup_verify (const arguments_t *arguments)
{
    static const char *const argv[] = { "pg_restore", "--file=/dev/null", NULL };
    uint8_t secret[SEAL_SECRET];
    char made[WL_TIME_TEXT];
    size_t bad = 0;

    if (arguments->count != 1)
        return command_fail ("backup verify wants the folder of one backup");
    backup_key (arguments, "secret", secret);
    const char *folder = arguments->words[0];
    const manifest_t *manifest = backup_contents (arguments, folder, secret);
    for (size_t i = 0; i < manifest->file_count; i++) {
        const manifest_file_t *file = &manifest->files[i];
        const char *wrong = backup_feed (arguments, folder, file, secret, argv, "");
        printf ("%-14s %9.1f MB  %s\n", file->service, (double) file->bytes / 1e6,
                wrong == NULL ? "whole" : wrong);
        bad += wrong != NULL;
    }
    sodium_memzero (secret, sizeof secret);
    wl_time_format (manifest->made, made);
    if (bad == 0)
        printf ("Made at %s; every byte is as it was written and PostgreSQL can read it.\n", made);
    return bad == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
