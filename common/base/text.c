#include "base/text.h"

#include <stdio.h>
#include <string.h>

char *
wl_text_copy (wl_arena_t *arena, const char *text)
{
    return wl_text_copy_length (arena, text, strlen (text));
}

char *
wl_text_copy_length (wl_arena_t *arena, const char *text, size_t length)
{
    char *copy = wl_arena_alloc (arena, length + 1);

    if (length > 0) /* the bytes of an empty protobuf field are NULL, which memcpy must not see */
        memcpy (copy, text, length);
    return copy;
}

char *
wl_text_vprintf (wl_arena_t *arena, const char *format, va_list args)
{
    va_list again;
    va_copy (again, args);
    int length = vsnprintf (NULL, 0, format, again);
    va_end (again);

    size_t size = length < 0 ? 1 : (size_t) length + 1;
    char *text = wl_arena_alloc (arena, size);
    vsnprintf (text, size, format, args);
    return text;
}

char *
wl_text_printf (wl_arena_t *arena, const char *format, ...)
{
    va_list args;
    va_start (args, format);
    char *text = wl_text_vprintf (arena, format, args);
    va_end (args);
    return text;
}

bool
wl_text_equal (const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return strcmp (a, b) == 0;
}

bool
wl_text_empty (const char *text)
{
    return text == NULL || *text == '\0';
}

static char
ascii_upper (char c)
{
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

char *
wl_text_lower_camel (wl_arena_t *arena, const char *snake)
{
    char *camel = wl_arena_alloc (arena, strlen (snake) + 1);
    char *end = camel;
    bool raise = false;

    for (; *snake != '\0'; snake++) {
        if (*snake != '_')
            *end++ = raise ? ascii_upper (*snake) : *snake;
        raise = *snake == '_';
    }
    return camel;
}

/* UTF-8 */

#define EVERY_BYTE 0x0101010101010101u
#define EVERY_HIGH 0x8080808080808080u

/* True when the eight bytes are ASCII and none is NUL. */
static bool
is_plain_word (const uint8_t *bytes)
{
    uint64_t word;

    memcpy (&word, bytes, sizeof word);
    /* Taking 1 from every byte borrows into a high bit where, and only where, a byte is 0. */
    return ((word | (word - EVERY_BYTE)) & EVERY_HIGH) == 0;
}

static size_t
length_by_lead (uint8_t lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xc2 || lead > 0xf4)
        return 0;
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* The second byte is where overlong forms, surrogates and numbers past U+10FFFF show. */
static bool
second_byte_fits (uint8_t lead, uint8_t second)
{
    uint8_t low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

    return second >= low && second <= high;
}

/* How many bytes the character at `bytes` has, 0 when it is not well-formed or NUL. */
static size_t
character_length (const uint8_t *bytes, size_t left)
{
    size_t length = length_by_lead (bytes[0]);

    if (bytes[0] == 0 || length > left)
        return 0;
    if (length > 1 && !second_byte_fits (bytes[0], bytes[1]))
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
    return length;
}

bool
wl_utf8_valid (const char *text, size_t length, size_t *ret_characters)
{
    const uint8_t *bytes = (const uint8_t *) text;
    size_t characters = 0;

    for (size_t i = 0; i < length;) {
        if (length - i >= 8 && is_plain_word (bytes + i)) {
            characters += 8;
            i += 8;
            continue;
        }
        size_t step = character_length (bytes + i, length - i);
        if (step == 0)
            return false;
        characters++;
        i += step;
    }
    if (ret_characters != NULL)
        *ret_characters = characters;
    return true;
}

bool
wl_text_has_control (const char *text)
{
    for (const uint8_t *at = (const uint8_t *) text; *at != 0; at++) {
        if (*at < 0x20 && *at != '\t' && *at != '\n' && *at != '\r')
            return true;
        if (*at == 0x7f)
            return true;
        if (at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f) /* U+0080..009F */
            return true;
    }
    return false;
}

/* Hexadecimal */

void
wl_hex (const uint8_t *bytes, size_t length, char *ret)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        *ret++ = digits[bytes[i] >> 4];
        *ret++ = digits[bytes[i] & 0x0f];
    }
    *ret = '\0';
}

/* One more than the digit's value, so that 0 is what all other characters have. */
static const uint8_t hex_values[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
    ['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
    ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

static bool
is_hex (const char *text, size_t digits)
{
    for (size_t i = 0; i < digits; i++)
        if (hex_values[(uint8_t) text[i]] == 0)
            return false;
    return text[digits] == '\0';
}

bool
wl_hex_parse (const char *text, uint8_t *ret, size_t length)
{
    if (text == NULL || !is_hex (text, 2 * length))
        return false;
    for (size_t i = 0; i < length; i++) {
        int high = hex_values[(uint8_t) text[2 * i]] - 1;
        int low = hex_values[(uint8_t) text[2 * i + 1]] - 1;
        ret[i] = (uint8_t) (high << 4 | low);
    }
    return true;
}

/* The buffer */

enum { FIRST_CAPACITY = 256 };

void
wl_buffer_init (wl_buffer_t *self, wl_arena_t *arena)
{
    *self = (wl_buffer_t){
        .arena = arena,
        .data = wl_arena_alloc (arena, FIRST_CAPACITY),
        .capacity = FIRST_CAPACITY,
    };
}

/* Makes room for `extra` bytes and the NUL. The old bytes stay in the arena until its reset. */
static void
buffer_reserve (wl_buffer_t *self, size_t extra)
{
    size_t needed = self->length + extra + 1;

    if (needed <= self->capacity)
        return;
    size_t capacity = needed > 2 * self->capacity ? needed : 2 * self->capacity;
    char *data = wl_arena_alloc (self->arena, capacity);
    memcpy (data, self->data, self->length);
    self->data = data;
    self->capacity = capacity;
}

void
wl_buffer_add (wl_buffer_t *self, const void *bytes, size_t length)
{
    if (length == 0) /* then `bytes` may be NULL, which memcpy must not see */
        return;
    buffer_reserve (self, length);
    memcpy (self->data + self->length, bytes, length);
    self->length += length;
    self->data[self->length] = '\0';
}

void
wl_buffer_text (wl_buffer_t *self, const char *text)
{
    wl_buffer_add (self, text, strlen (text));
}

void
wl_buffer_char (wl_buffer_t *self, char c)
{
    wl_buffer_add (self, &c, 1);
}

/* Prints into the room there is; the result says how much the text would have needed. */
WL_PRINTF (2, 0)
static size_t
buffer_try_vprintf (wl_buffer_t *self, const char *format, va_list args)
{
    int length = vsnprintf (self->data + self->length, self->capacity - self->length, format, args);
    return length < 0 ? 0 : (size_t) length;
}

void
wl_buffer_printf (wl_buffer_t *self, const char *format, ...)
{
    va_list args;
    va_start (args, format);
    size_t length = buffer_try_vprintf (self, format, args);
    va_end (args);

    if (self->length + length >= self->capacity) {
        buffer_reserve (self, length);
        va_start (args, format);
        (void) buffer_try_vprintf (self, format, args);
        va_end (args);
    }
    self->length += length;
}

/* What follows the backslash in JSON; 'u' stands for the long form \u00XX, 0 for no escape. */
static const char json_escapes[256] = {
    [0x00 ... 0x07] = 'u', ['\b'] = 'b', ['\t'] = 't',          ['\n'] = 'n', [0x0b] = 'u',
    ['\f'] = 'f',          ['\r'] = 'r', [0x0e ... 0x1f] = 'u', ['"'] = '"',  ['\\'] = '\\',
    ['<'] = 'u',           ['>'] = 'u',  ['&'] = 'u',
};

static void
buffer_json_escape (wl_buffer_t *self, char c)
{
    char escape[] = "\\u00\0\0";
    char kind = json_escapes[(uint8_t) c];

    if (kind == 'u') {
        wl_hex ((const uint8_t *) &c, 1, escape + 4);
        wl_buffer_add (self, escape, 6);
    } else {
        escape[1] = kind;
        wl_buffer_add (self, escape, 2);
    }
}

void
wl_buffer_json_string (wl_buffer_t *self, const char *text, size_t length)
{
    wl_buffer_char (self, '"');
    for (size_t start = 0, end = 0; start < length; start = ++end) {
        while (end < length && json_escapes[(uint8_t) text[end]] == 0)
            end++;
        wl_buffer_add (self, text + start, end - start);
        if (end < length)
            buffer_json_escape (self, text[end]);
    }
    wl_buffer_char (self, '"');
}

static const char *
html_entity (char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    default:
        return "&#39;";
    }
}

void
wl_buffer_html (wl_buffer_t *self, const char *text)
{
    for (;;) {
        size_t plain = strcspn (text, "&<>\"'");
        wl_buffer_add (self, text, plain);
        text += plain;
        if (*text == '\0')
            return;
        wl_buffer_text (self, html_entity (*text++));
    }
}
