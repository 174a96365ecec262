#include "bounce.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "smtp_fate.h"

enum { UUID_LENGTH = WL_UUID_TEXT - 1 };

typedef struct line {
    const char *text;
    size_t length; /* without its end */
} line_t;

static bool
next_line (const char **at, const char *end, line_t *ret)
{
    const char *stop;

    if (*at == end)
        return false;
    stop = memchr (*at, '\n', (size_t) (end - *at));
    ret->text = *at;
    ret->length = (size_t) ((stop == NULL ? end : stop) - *at);
    if (ret->length > 0 && ret->text[ret->length - 1] == '\r')
        ret->length--;
    *at = stop == NULL ? end : stop + 1;
    return true;
}

static bool
begins (const line_t *line, const char *word)
{
    size_t length = strlen (word);

    return line->length >= length && strncasecmp (line->text, word, length) == 0;
}

static bool
contains (const line_t *line, const char *word)
{
    size_t length = strlen (word);

    for (size_t i = 0; i + length <= line->length; i++)
        if (strncasecmp (line->text + i, word, length) == 0)
            return true;
    return false;
}

/* What follows the colon, with what cannot be printed taken out. */
static void
copy_value (const line_t *line, size_t from, char *ret, size_t size)
{
    size_t length = 0;

    while (from < line->length && (line->text[from] == ' ' || line->text[from] == '\t'))
        from++;
    for (; from < line->length && length < size - 1; from++)
        ret[length++] = line->text[from] >= ' ' && line->text[from] <= '~' ? line->text[from] : ' ';
    while (length > 0 && ret[length - 1] == ' ')
        length--;
    ret[length] = '\0';
}

/* "smtp; 550 5.1.1 No such user": without the kind in front. */
static void
read_diagnostic (const line_t *line, bounce_t *ret)
{
    const char *text;
    char whole[BOUNCE_DIAGNOSTIC];

    copy_value (line, sizeof "Diagnostic-Code:" - 1, whole, sizeof whole);
    text = strchr (whole, ';');
    text = text == NULL ? whole : text + 1;
    text += strspn (text, " ");
    memmove (ret->diagnostic, text, strlen (text) + 1);
}

/* The first recipient that failed decides: our letters have one each. */
static void
read_status_field (const line_t *line, bounce_t *ret)
{
    char value[BOUNCE_STATUS + 8];

    if (begins (line, "Action:")) {
        copy_value (line, sizeof "Action:" - 1, value, sizeof value);
        ret->failed |= strcasecmp (value, "failed") == 0;
    } else if (begins (line, "Status:") && *ret->status == '\0') {
        copy_value (line, sizeof "Status:" - 1, value, sizeof value);
        if (!smtp_enhanced_status (value, ret->status))
            *ret->status = '\0';
    } else if (begins (line, "Diagnostic-Code:") && *ret->diagnostic == '\0') {
        read_diagnostic (line, ret);
    }
}

/* "<uuid@domain>" anywhere in the line. */
static bool
find_our_id (const line_t *line, const char *domain, char ret[WL_UUID_TEXT])
{
    size_t domain_length = strlen (domain);
    size_t whole = UUID_LENGTH + domain_length + 3;
    wl_uuid_t uuid;

    for (size_t i = 0; i + whole <= line->length; i++) {
        const char *at = line->text + i;
        if (at[0] != '<' || at[UUID_LENGTH + 1] != '@' || at[whole - 1] != '>' ||
            strncasecmp (at + UUID_LENGTH + 2, domain, domain_length) != 0)
            continue;
        memcpy (ret, at + 1, UUID_LENGTH);
        ret[UUID_LENGTH] = '\0';
        if (wl_uuid_parse (ret, &uuid)) {
            wl_uuid_format (&uuid, ret);
            return true;
        }
    }
    return false;
}

bool
bounce_read (const char *mail, size_t length, const char *domain, bounce_t *ret)
{
    const char *end = mail + (length > BOUNCE_BYTES_MAX ? BOUNCE_BYTES_MAX : length);
    bool is_report = false, has_id = false;
    line_t line;

    memset (ret, 0, sizeof *ret);
    while (next_line (&mail, end, &line)) {
        is_report |= contains (&line, "message/delivery-status");
        if (is_report)
            read_status_field (&line, ret);
        if (!has_id)
            has_id = find_our_id (&line, domain, ret->message_id);
    }
    return is_report && has_id;
}
