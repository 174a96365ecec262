#include "message/json_check.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { NUMBER_MAX = 320 }; /* no number that people write is longer */

typedef enum next {
    A_VALUE,
    A_VALUE_OR_END, /* behind "[" */
    A_KEY,
    A_KEY_OR_END, /* behind "{" */
    A_COMMA_OR_END,
    NOTHING
} next_t;

typedef struct checker {
    const char *at, *end;
    uint64_t lists; /* a bit for each open level: a list, else an object */
    size_t depth, values;
    bool has_nul; /* the last string has an escaped NUL */
    next_t next;
} checker_t;

static void
skip_blank (checker_t *self)
{
    while (self->at < self->end &&
           (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
        self->at++;
}

/* ---- strings ---- */

static bool
is_hex_digit (char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The unit behind "\u"; -1 when four digits are not there. */
static long
unit_at (const checker_t *self, const char *at)
{
    char digits[5] = { 0 };

    if (self->end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        if (!is_hex_digit (at[i]))
            return -1;
        digits[i] = at[i];
    }
    return strtol (digits, NULL, 16);
}

/* `at` stands behind the backslash; moves behind the escape. A half of a pair is none. */
static bool
check_escape (checker_t *self)
{
    long unit, low;

    if (self->at == self->end || *self->at == '\0' || !strchr ("\"\\/bfnrtu", *self->at))
        return false;
    if (*self->at++ != 'u')
        return true;
    unit = unit_at (self, self->at);
    if (unit < 0 || (unit >= 0xdc00 && unit <= 0xdfff))
        return false;
    self->at += 4;
    self->has_nul = self->has_nul || unit == 0;
    if (unit < 0xd800 || unit > 0xdbff)
        return true;
    if (self->end - self->at < 6 || self->at[0] != '\\' || self->at[1] != 'u')
        return false;
    low = unit_at (self, self->at + 2);
    self->at += 6;
    return low >= 0xdc00 && low <= 0xdfff;
}

#define EVERY(byte) (0x0101010101010101u * (byte))

/* Whether none of eight bytes is a quote, a backslash, a control character, or beyond ASCII. */
static bool
is_plain (const char *bytes)
{
    uint64_t word, quote, slash;

    memcpy (&word, bytes, sizeof word);
    quote = word ^ EVERY (0x22u);
    slash = word ^ EVERY (0x5cu);
    return ((word | (word - EVERY (0x20u)) | (quote - EVERY (1u)) | (slash - EVERY (1u))) &
            EVERY (0x80u)) == 0;
}

/* To the next quote, backslash or control character; what stands between is looked at as UTF-8. */
static wl_fault_t
check_run (checker_t *self)
{
    const char *begin = self->at;
    bool ascii = true;

    while (self->at < self->end) {
        if (self->end - self->at >= 8 && is_plain (self->at)) {
            self->at += 8;
            continue;
        }
        if (*self->at == '"' || *self->at == '\\' || (uint8_t) *self->at < 0x20)
            break;
        ascii = ascii && (uint8_t) *self->at < 0x80;
        self->at++;
    }
    if (!ascii && !wl_utf8_valid (begin, (size_t) (self->at - begin), NULL))
        return WL_FAULT_ENCODING;
    return WL_FAULT_NONE;
}

/* At the opening quote; moves behind the closing one. */
static wl_fault_t
check_string (checker_t *self)
{
    self->at++;
    for (;;) {
        wl_fault_t fault = check_run (self);

        if (fault != WL_FAULT_NONE)
            return fault;
        if (self->at == self->end || (uint8_t) *self->at < 0x20)
            return WL_FAULT_MALFORMED;
        if (*self->at++ == '"')
            return WL_FAULT_NONE;
        if (!check_escape (self))
            return WL_FAULT_MALFORMED;
    }
}

/* ---- numbers and words ---- */

static size_t
skip_digits (checker_t *self)
{
    const char *begin = self->at;

    while (self->at < self->end && *self->at >= '0' && *self->at <= '9')
        self->at++;
    return (size_t) (self->at - begin);
}

static bool
skip_one_of (checker_t *self, const char *characters)
{
    if (self->at == self->end || *self->at == '\0' || !strchr (characters, *self->at))
        return false;
    self->at++;
    return true;
}

static bool
fits (const char *begin, size_t length, bool whole)
{
    char text[NUMBER_MAX];

    if (length >= sizeof text)
        return false;
    memcpy (text, begin, length);
    text[length] = '\0';
    errno = 0;
    if (whole) {
        (void) strtoll (text, NULL, 10);
        return errno == 0;
    }
    return isfinite (strtod (text, NULL));
}

static wl_fault_t
check_number (checker_t *self)
{
    const char *begin = self->at;
    bool whole = true;
    size_t digits;

    (void) skip_one_of (self, "-");
    digits = skip_digits (self);
    if (digits == 0 || (digits > 1 && self->at[-(long) digits] == '0'))
        return WL_FAULT_MALFORMED;
    if (skip_one_of (self, ".")) {
        whole = false;
        if (skip_digits (self) == 0)
            return WL_FAULT_MALFORMED;
    }
    if (skip_one_of (self, "eE")) {
        whole = false;
        (void) skip_one_of (self, "+-");
        if (skip_digits (self) == 0)
            return WL_FAULT_MALFORMED;
    }
    if (whole && digits < 19) /* the usual case */
        return WL_FAULT_NONE;
    return fits (begin, (size_t) (self->at - begin), whole) ? WL_FAULT_NONE : WL_FAULT_OUT_OF_RANGE;
}

static wl_fault_t
check_word (checker_t *self)
{
    static const char *const words[] = { "true", "false", "null" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen (words[i]);

        if ((size_t) (self->end - self->at) >= length && memcmp (self->at, words[i], length) == 0) {
            self->at += length;
            return WL_FAULT_NONE;
        }
    }
    return WL_FAULT_MALFORMED;
}

/* ---- structure ---- */

static bool
in_list (const checker_t *self)
{
    return self->depth > 0 && (self->lists >> (self->depth - 1) & 1) != 0;
}

static wl_fault_t
count (checker_t *self)
{
    return ++self->values > WL_JSON_VALUES_MAX ? WL_FAULT_TOO_MANY_VALUES : WL_FAULT_NONE;
}

static wl_fault_t
open_level (checker_t *self)
{
    bool list = *self->at++ == '[';

    if (count (self) != WL_FAULT_NONE)
        return WL_FAULT_TOO_MANY_VALUES;
    if (self->depth == WL_JSON_DEPTH_MAX)
        return WL_FAULT_TOO_DEEP;
    self->lists &= ~((uint64_t) 1 << self->depth);
    self->lists |= (uint64_t) list << self->depth++;
    self->next = list ? A_VALUE_OR_END : A_KEY_OR_END;
    return WL_FAULT_NONE;
}

static void
end_value (checker_t *self)
{
    self->next = self->depth > 0 ? A_COMMA_OR_END : NOTHING;
}

static void
close_level (checker_t *self)
{
    self->at++;
    self->depth--;
    end_value (self);
}

static wl_fault_t
check_value (checker_t *self)
{
    wl_fault_t fault;

    if (*self->at == '{' || *self->at == '[')
        return open_level (self);
    if (self->depth == 0)
        return WL_FAULT_MALFORMED; /* nobody's document is a bare value */
    if (*self->at == '"')
        fault = check_string (self);
    else if (*self->at == '-' || (*self->at >= '0' && *self->at <= '9'))
        fault = check_number (self);
    else
        fault = check_word (self);
    end_value (self);
    return fault;
}

static wl_fault_t
check_key (checker_t *self)
{
    wl_fault_t fault;

    if (*self->at != '"')
        return WL_FAULT_MALFORMED;
    self->has_nul = false;
    fault = check_string (self);
    if (fault != WL_FAULT_NONE)
        return fault;
    /* Readers of C would see its beginning only. */
    if (self->has_nul)
        return WL_FAULT_MALFORMED;
    skip_blank (self);
    self->next = A_VALUE;
    return skip_one_of (self, ":") ? WL_FAULT_NONE : WL_FAULT_MALFORMED;
}

static wl_fault_t
check_comma (checker_t *self)
{
    if (!skip_one_of (self, ","))
        return WL_FAULT_MALFORMED;
    self->next = in_list (self) ? A_VALUE : A_KEY;
    return count (self);
}

static wl_fault_t
check_next (checker_t *self)
{
    bool closes = *self->at == (in_list (self) ? ']' : '}');

    switch (self->next) {
    case A_VALUE_OR_END:
    case A_KEY_OR_END:
    case A_COMMA_OR_END:
        if (closes) {
            close_level (self);
            return WL_FAULT_NONE;
        }
        if (self->next == A_COMMA_OR_END)
            return check_comma (self);
        return self->next == A_KEY_OR_END ? check_key (self) : check_value (self);
    case A_VALUE:
        return check_value (self);
    case A_KEY:
        return check_key (self);
    default:
        return WL_FAULT_MALFORMED;
    }
}

wl_fault_t
wl_json_check (const char *text, size_t length, size_t *ret_place)
{
    checker_t self = { .at = text, .end = text + length, .values = 1, .next = A_VALUE };
    wl_fault_t fault = WL_FAULT_NONE;

    for (skip_blank (&self); self.at < self.end && fault == WL_FAULT_NONE; skip_blank (&self))
        fault = check_next (&self);
    if (fault == WL_FAULT_NONE && self.next != NOTHING)
        fault = WL_FAULT_MALFORMED;
    *ret_place = (size_t) (self.at - text);
    return fault;
}
