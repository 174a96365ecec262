#include "service/config_file.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <string.h>
#include <unistd.h>

#include "service/config_known.h"

enum {
    FILE_MOST = 256 * 1024,
    LINE_MOST = 8 * 1024,
    SECRET_MOST = 16 * 1024,
    SHOWN_MOST = 100, /* of what somebody wrote, in a message */
};

/* ---- whole files ---- */

/* Fills `ret` up to `size`; -1 with errno. */
static ssize_t
read_up_to (const char *path, char *ret, size_t size)
{
    int file = open (path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    ssize_t got = 1;

    if (file < 0)
        return -1;
    while (got > 0 && length < size) {
        got = read (file, ret + length, size - length);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            length += (size_t) got;
    }
    int why = errno;
    close (file);
    errno = why;
    return got < 0 ? -1 : (ssize_t) length;
}

/* `who` begins the message: the key or the program. The result is in `arena`. */
static wl_status
read_whole (const char *who, const char *path, size_t most, wl_arena_t *arena, char **ret,
            size_t *ret_length, wl_error_t *error)
{
    char *text = wl_arena_alloc (arena, most + 2); /* one to see that it is too long, one for NUL */
    ssize_t length = read_up_to (path, text, most + 1);

    if (length < 0)
        return wl_error_set (error, errno == ENOENT ? WL_NOT_FOUND : WL_INVALID_ARGUMENT,
                             "setting-file", "%s: cannot read %s: %s", who, path, strerror (errno));
    if ((size_t) length > most)
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-file",
                             "%s: %s is larger than %zu bytes", who, path, most);
    if (!wl_utf8_valid (text, (size_t) length, NULL))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-file",
                             "%s: %s is no text in UTF-8", who, path);
    *ret = text;
    *ret_length = (size_t) length;
    return WL_OK;
}

static size_t
without_line_end (const char *text, size_t length)
{
    if (length > 0 && text[length - 1] == '\n')
        length--;
    if (length > 0 && text[length - 1] == '\r')
        length--;
    return length;
}

wl_status
wl_config_secret_read (const char *key, const char *path, wl_arena_t *arena, const char **ret,
                       wl_error_t *error)
{
    wl_arena_t *scratch = wl_arena_new (2 * SECRET_MOST);
    char *text;
    size_t length;
    wl_status status = read_whole (key, path, SECRET_MOST, scratch, &text, &length, error);

    if (status == WL_OK)
        *ret = wl_text_copy_length (arena, text, without_line_end (text, length));
    wl_arena_destroy (&scratch);
    return status;
}

/* ---- the INI file ---- */

typedef struct reading {
    const char *path;
    const char *service;
    const char *left; /* of the file's text */
    unsigned line;
    wl_arena_t *arena;
    wl_config_file_t *values;
    wl_status status; /* of what next_line and take_value refused */
    wl_error_t *error;
} reading_t;

/* inih's fgets: the next line with its end. A line that does not fit ends the reading, since inih
 * would take its rest for a line of its own. */
static char *
next_line (char *line, int size, void *stream)
{
    reading_t *self = stream;
    size_t length = strcspn (self->left, "\n");

    length += self->left[length] == '\n';
    if (length == 0)
        return NULL;
    self->line++;
    if (length >= (size_t) size) {
        self->status = wl_error_set (self->error, WL_INVALID_ARGUMENT, "setting-line",
                                     "%s:%u: the line is longer than %d bytes", self->path,
                                     self->line, LINE_MOST);
        return NULL;
    }
    memcpy (line, self->left, length);
    line[length] = '\0';
    self->left += length;
    return line;
}

static int
refuse_unknown (reading_t *self, const char *key)
{
    const char *meant = wl_config_nearest (key, self->arena);

    self->status =
        wl_error_set (self->error, WL_INVALID_ARGUMENT, "setting-unknown",
                      "%s:%u: there is no setting \"%.*s\"%s%s%s", self->path, self->line,
                      SHOWN_MOST, key, meant == NULL ? "; --help lists all" : "; is \"",
                      meant == NULL ? "" : meant, meant == NULL ? "" : "\" meant?");
    return 0;
}

/* inih's handler: 0 stops. */
static int
take_value (void *context, const char *section, const char *name, const char *value)
{
    reading_t *self = context;
    bool own = strcmp (section, self->service) == 0;
    bool of_a_service = own || wl_config_is_service (section);
    const char *full =
        *section == '\0' ? name : wl_text_printf (self->arena, "%s.%s", section, name);
    size_t slot;

    if (!wl_config_slot_find (of_a_service ? name : full, &slot))
        return refuse_unknown (self, full);
    if (own)
        self->values->own[slot] = wl_text_copy (self->arena, value);
    else if (!of_a_service)
        self->values->common[slot] = wl_text_copy (self->arena, value);
    return 1;
}

/* Debian's inih has its limits as variables of the library. Its standards are traps: the rest of a
 * line past 199 bytes is lost, an indented key is the value of the one above, and a password loses
 * what follows " ;". */
static void
set_up_inih (void)
{
    ini_use_stack = false;
    ini_allow_realloc = false;
    ini_initial_alloc = LINE_MOST + 1;
    ini_max_line = LINE_MOST + 1;
    ini_allow_multiline = false;
    ini_allow_inline_comments = false;
    ini_stop_on_first_error = true;
}

static wl_status
parse (reading_t *self)
{
    set_up_inih ();
    int failed_at = ini_parse_stream (next_line, self, take_value, self);

    if (self->status != WL_OK)
        return self->status;
    if (failed_at < 0)
        return wl_error_set (self->error, WL_RESOURCE_EXHAUSTED, "setting-memory",
                             "%s: no memory to read it", self->path);
    if (failed_at > 0)
        return wl_error_set (self->error, WL_INVALID_ARGUMENT, "setting-line",
                             "%s:%d: neither [section] nor name = value", self->path, failed_at);
    return WL_OK;
}

wl_status
wl_config_file_read (const char *path, const char *service, wl_arena_t *arena,
                     wl_config_file_t *ret, wl_error_t *error)
{
    ret->common = wl_arena_array (arena, wl_config_slot_count (), sizeof *ret->common);
    ret->own = wl_arena_array (arena, wl_config_slot_count (), sizeof *ret->own);
    if (path == NULL)
        return WL_OK;

    wl_arena_t *scratch = wl_arena_new (2 * FILE_MOST);
    reading_t reading = {
        .path = path, .service = service, .arena = arena, .values = ret, .error = error
    };
    char *text;
    size_t length;
    wl_status status =
        read_whole ("configuration", path, FILE_MOST, scratch, &text, &length, error);

    if (status == WL_OK) {
        reading.left = text;
        status = parse (&reading);
    }
    wl_arena_destroy (&scratch);
    return status;
}
