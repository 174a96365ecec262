#include "message/json_scan.h"

#include <stdio.h>

/* The end of the string whose opening quote stands at `start`: after its closing quote, or
 * `length`. */
static size_t
skip_string (const char *text, size_t start, size_t length)
{
    for (size_t i = start + 1; i < length; i++) {
        if (text[i] == '\\')
            i++;
        else if (text[i] == '"')
            return i + 1;
    }
    return length;
}

static wl_json_level_t *
top (wl_json_scan_t *self)
{
    return self->depth > 0 ? &self->levels[self->depth - 1] : NULL;
}

static void
count_value (wl_json_scan_t *self)
{
    self->too_many = ++self->values > WL_JSON_VALUES_MAX;
}

static void
open_level (wl_json_scan_t *self, bool list)
{
    count_value (self);
    if (self->depth == WL_JSON_DEPTH_MAX) {
        self->too_deep = true;
        return;
    }
    self->levels[self->depth++] = (wl_json_level_t){ .list = list };
}

/* Where a key may stand, the last string was one; so the path is right even at its end. */
static void
note_string (wl_json_scan_t *self, const char *text, size_t start, size_t end, bool key_expected)
{
    wl_json_level_t *level = top (self);

    if (level == NULL || level->list || !key_expected || end - start < 2)
        return;
    level->key = text + start + 1;
    level->key_length = end - start - 2;
}

static void
note_separator (wl_json_scan_t *self)
{
    wl_json_level_t *level = top (self);

    count_value (self);
    if (level != NULL && level->list)
        level->index++;
}

void
wl_json_scan (const char *text, size_t length, wl_json_scan_t *ret)
{
    bool key_expected = false;

    *ret = (wl_json_scan_t){ .values = 1 };
    for (size_t i = 0; i < length && !ret->too_deep && !ret->too_many;) {
        char c = text[i];
        size_t next = c == '"' ? skip_string (text, i, length) : i + 1;

        if (c == '"')
            note_string (ret, text, i, next, key_expected);
        else if (c == '{' || c == '[')
            open_level (ret, c == '[');
        else if ((c == '}' || c == ']') && ret->depth > 0)
            ret->depth--;
        else if (c == ',')
            note_separator (ret);
        else if (c == '\n')
            ret->lines++;
        if (c == '{' || c == ',' || c == ':')
            key_expected = c != ':';
        i = next;
    }
}

void
wl_json_plain_key (const char *key, size_t length, char ret[WL_JSON_KEY_TEXT])
{
    size_t shown = length < WL_JSON_KEY_TEXT ? length : WL_JSON_KEY_TEXT - 1;

    for (size_t i = 0; i < shown; i++) {
        char c = key[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');

        ret[i] = plain || c == '_' || c == '-' ? c : '?';
    }
    ret[shown] = '\0';
}

/* What a level adds to the path. */
static int
print_level (const wl_json_level_t *level, bool first, char *ret, size_t room)
{
    char key[WL_JSON_KEY_TEXT];

    if (level->list)
        return snprintf (ret, room, "[%zu]", level->index);
    if (level->key == NULL)
        return 0;
    wl_json_plain_key (level->key, level->key_length, key);
    return snprintf (ret, room, "%s%s", first ? "" : ".", key);
}

void
wl_json_scan_path (const wl_json_scan_t *self, char ret[WL_JSON_PATH_TEXT])
{
    size_t length = 0;

    ret[0] = '\0';
    for (size_t i = 0; i < self->depth; i++) {
        int added =
            print_level (&self->levels[i], length == 0, ret + length, WL_JSON_PATH_TEXT - length);

        length += added > 0 ? (size_t) added : 0;
        if (length >= WL_JSON_PATH_TEXT)
            return; /* the beginning of a long path says enough */
    }
}
