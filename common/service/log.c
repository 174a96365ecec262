#include "service/log.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"

enum {
    /* A pipe takes this many bytes whole; a longer line could be torn by another process's. */
    LINE_MOST = PIPE_BUF,
    TAIL_MOST = 16,   /* the end of a line that was cut */
    TEXT_MOST = 1024, /* bytes of one value */
    NAME_MOST = 64,
};

static const char *const LEVELS[] = { "debug", "info", "warn", "error" };

/* The one thing of the house that changes and is global, as is the standard error it writes to.
 * Written before other threads are; the level may change later. */
static struct {
    char service[NAME_MOST];
    bool json;
    _Atomic wl_log_level_t level;
} output = { .level = WL_LOG_INFO };

void
wl_log_open (const char *service, const char *format, wl_log_level_t level)
{
    snprintf (output.service, sizeof output.service, "%s", service);
    output.json = wl_text_equal (format, "json");
    wl_log_set_level (level);
}

void
wl_log_set_level (wl_log_level_t level)
{
    atomic_store_explicit (&output.level, level, memory_order_relaxed);
}

/* ---- one line ---- */

typedef struct line {
    char bytes[LINE_MOST];
    size_t length;
    bool json;
    bool full; /* something did not fit; what is there is broken off */
    bool cut;  /* a field was left out */
} line_t;

static void
add_bytes (line_t *line, const char *bytes, size_t length)
{
    if (length > LINE_MOST - TAIL_MOST - line->length) {
        line->full = true;
        return;
    }
    memcpy (line->bytes + line->length, bytes, length);
    line->length += length;
}

static void
add_text (line_t *line, const char *text)
{
    add_bytes (line, text, strlen (text));
}

/* The length of the character that `text` begins with; 0 when its bytes are none. */
static size_t
character_length (const char *text)
{
    size_t left = strnlen (text, 4);

    for (size_t length = 1; length <= left; length++)
        if (wl_utf8_valid (text, length, NULL))
            return length;
    return 0;
}

/* What a terminal obeys, or what some reader takes for the end of a line; 0 for other characters.
 */
static unsigned
control_code (const char *character, size_t length)
{
    const unsigned char *bytes = (const unsigned char *) character;

    if (length == 1 && (bytes[0] < 0x20 || bytes[0] == 0x7f))
        return bytes[0];
    if (length == 2 && bytes[0] == 0xc2 && bytes[1] < 0xa0) /* U+0080..009F */
        return bytes[1];
    if (length == 3 && bytes[0] == 0xe2 && bytes[1] == 0x80 && (bytes[2] & 0xfe) == 0xa8)
        return 0x2000u + (bytes[2] & 0x3fu); /* U+2028 and U+2029 */
    return 0;
}

static void
add_control (line_t *line, unsigned code)
{
    char escape[8];

    if (code == '\n')
        add_text (line, "\\n");
    else if (code == '\t')
        add_text (line, "\\t");
    else if (code == '\r')
        add_text (line, "\\r");
    else {
        snprintf (escape, sizeof escape, "\\u%04x", code & 0xffffu);
        add_text (line, escape);
    }
}

/* The escapes are JSON's in both formats. */
static void
add_quoted (line_t *line, const char *text)
{
    size_t end = line->length + TEXT_MOST; /* of what is written: an escape is six bytes */

    add_text (line, "\"");
    while (*text != '\0' && !line->full) {
        size_t length = character_length (text);

        if (line->length >= end) {
            add_text (line, "…");
            break;
        }
        unsigned code = control_code (text, length);
        if (length == 0)
            add_text (line, "\xef\xbf\xbd"); /* U+FFFD for a byte that is no character */
        else if (code != 0)
            add_control (line, code);
        else {
            if (*text == '"' || *text == '\\')
                add_text (line, "\\");
            add_bytes (line, text, length);
        }
        text += length == 0 ? 1 : length;
    }
    add_text (line, "\"");
}

static bool
needs_quotes (const char *text)
{
    if (*text == '\0' || strnlen (text, TEXT_MOST) == TEXT_MOST)
        return true;
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~' || strchr ("\"=\\", *text) != NULL)
            return true;
    return false;
}

static bool
is_reserved (const char *name)
{
    static const char *const reserved[] = { "time", "level", "service", "trace", "message", "cut" };

    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
        if (strcmp (name, reserved[i]) == 0)
            return true;
    return false;
}

/* Names are our own words; whatever slips in must not break the line. */
static void
add_name (line_t *line, const char *prefix, const char *name)
{
    char clean[NAME_MOST];

    snprintf (clean, sizeof clean, "%s%s", prefix, name);
    for (char *at = clean; *at != '\0'; at++)
        if ((*at < 'a' || *at > 'z') && (*at < '0' || *at > '9'))
            *at = '_';
    if (line->length > 0)
        add_text (line, line->json ? "," : " ");
    else if (line->json)
        add_text (line, "{");
    if (line->json)
        add_text (line, "\"");
    add_text (line, clean);
    add_text (line, line->json ? "\":" : "=");
}

/* `text` NULL: the number. A field that does not fit is left out whole. */
static void
add_field (line_t *line, const char *prefix, const char *name, const char *text, int64_t number)
{
    size_t before = line->length;
    char digits[24];

    add_name (line, prefix, name);
    if (text == NULL) {
        snprintf (digits, sizeof digits, "%" PRId64, number);
        add_text (line, digits);
    } else if (line->json || needs_quotes (text)) {
        add_quoted (line, text);
    } else {
        add_text (line, text);
    }
    if (line->full) {
        line->length = before;
        line->full = false;
        line->cut = true;
    }
}

static void
end_line (line_t *line)
{
    const char *end =
        line->json ? (line->cut ? ",\"cut\":true}\n" : "}\n") : (line->cut ? " cut=true\n" : "\n");
    size_t length = strlen (end); /* below TAIL_MOST, which is kept free for it */

    memcpy (line->bytes + line->length, end, length);
    line->length += length;
}

void
wl_log_write (wl_log_level_t level, const char *trace, const char *message,
              const wl_log_field_t *fields, size_t count)
{
    char now[WL_TIME_TEXT];
    line_t line = { .json = output.json };
    int saved = errno;

    if (level < atomic_load_explicit (&output.level, memory_order_relaxed))
        return;
    wl_time_format (wl_clock_now (&wl_clock_system), now);
    add_field (&line, "", "time", now, 0);
    add_field (&line, "", "level", LEVELS[level], 0);
    add_field (&line, "", "service", output.service, 0);
    add_field (&line, "", "message", message, 0);
    if (!wl_text_empty (trace))
        add_field (&line, "", "trace", trace, 0);
    for (size_t i = 0; i < count; i++)
        add_field (&line, is_reserved (fields[i].name) ? "of_" : "", fields[i].name, fields[i].text,
                   fields[i].number);
    end_line (&line);
    /* Nobody is left to be told that the log cannot be written. */
    while (write (STDERR_FILENO, line.bytes, line.length) < 0 && errno == EINTR)
        continue;
    errno = saved;
}
