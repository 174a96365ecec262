/* Reading a backup: what verify and restore have in common. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup.h"
#include "program.h"

enum { MANIFEST_BYTES_MAX = 1 << 20 };

char *
backup_path (const arguments_t *arguments, const char *folder, const char *service)
{
    return wl_text_printf (arguments->arena, "%s/%s.sealed", folder, service);
}

void
backup_key (const arguments_t *arguments, const char *option, uint8_t ret[SEAL_PUBLIC])
{
    const char *path = arguments_option (arguments, option);
    char line[2 * SEAL_PUBLIC + 2] = "";
    FILE *file;
    bool read;

    if (path == NULL)
        exit (command_fail ("--%s FILE is needed; \"wlacznik backup key\" makes one", option));
    file = fopen (path, "r");
    if (file == NULL)
        exit (command_fail ("cannot read the key %s: %s", path, strerror (errno)));
    read = fgets (line, sizeof line, file) != NULL;
    (void) fclose (file);
    line[strcspn (line, "\n")] = '\0';
    if (!read || !wl_hex_parse (line, ret, SEAL_PUBLIC))
        exit (command_fail ("%s is no key: it should be one line of 64 hexadecimal digits", path));
}

/* ---- the table of contents ---- */

static bool
read_text (unseal_t *unseal, wl_buffer_t *text)
{
    const uint8_t *piece;
    size_t length;

    do {
        if (!unseal_next (unseal, &piece, &length) || text->length + length > MANIFEST_BYTES_MAX)
            return false;
        wl_buffer_add (text, piece, length);
    } while (length > 0);
    return true;
}

manifest_t *
backup_contents (const arguments_t *arguments, const char *folder,
                 const uint8_t secret[SEAL_SECRET])
{
    const char *path = backup_path (arguments, folder, "contents");
    manifest_t *manifest = wl_arena_alloc (arguments->arena, sizeof *manifest);
    FILE *file = fopen (path, "rb");
    unseal_t *unseal = file == NULL ? NULL : unseal_new (file, secret);
    wl_buffer_t text;
    bool read;

    if (file == NULL)
        exit (command_fail ("there is no backup in %s: cannot read %s: %s", folder, path,
                            strerror (errno)));
    wl_buffer_init (&text, arguments->arena);
    read = unseal != NULL && read_text (unseal, &text) && text.data != NULL &&
           manifest_read (text.data, manifest);
    unseal_destroy (&unseal);
    (void) fclose (file);
    if (!read)
        exit (command_fail ("%s cannot be opened: it was made for another key, or it was changed",
                            path));
    return manifest;
}

/* ---- a database ---- */

static bool
write_all (int pipe, const uint8_t *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write (pipe, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t) written;
    }
    return true;
}

static const char *
feed (unseal_t *unseal, const manifest_file_t *file, program_t *program)
{
    const uint8_t *piece;
    uint8_t digest[SEAL_DIGEST];
    size_t length;

    do {
        if (!unseal_next (unseal, &piece, &length))
            return "it was changed or cut since the backup was made";
        if (!write_all (program->pipe, piece, length))
            return "PostgreSQL's program would not take it; see its message above";
    } while (length > 0);
    unseal_digest (unseal, digest);
    return memcmp (digest, file->digest, sizeof digest) == 0
               ? NULL
               : "it belongs to another backup than the table of contents";
}

const char *
backup_feed (const arguments_t *arguments, const char *folder, const manifest_file_t *file,
             const uint8_t secret[SEAL_SECRET], const char *const *argv, const char *conninfo)
{
    FILE *sealed = fopen (backup_path (arguments, folder, file->service), "rb");
    unseal_t *unseal = sealed == NULL ? NULL : unseal_new (sealed, secret);
    const char *wrong = sealed == NULL   ? "its file is missing"
                        : unseal == NULL ? "it was made for another key, or it was changed"
                                         : NULL;
    program_t program;

    if (wrong == NULL && !program_start (argv, conninfo, true, &program))
        wrong = "PostgreSQL's programs are not on the PATH (Debian: postgresql-client)";
    else if (wrong == NULL) {
        wrong = feed (unseal, file, &program);
        if (wrong != NULL)
            program_stop (&program);
        else if (!program_end (&program))
            wrong = "PostgreSQL's program failed; see its message above";
    }
    unseal_destroy (&unseal);
    if (sealed != NULL)
        (void) fclose (sealed);
    return wrong;
}
