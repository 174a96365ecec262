#include "base/identifiers.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

#define DIGITS       "0123456789"
#define LOWER        "abcdefghijklmnopqrstuvwxyz"
#define ALPHANUMERIC LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS

static const int nip_weights[] = { 6, 5, 7, 2, 3, 4, 5, 6, 7 };
static const int regon_9_weights[] = { 8, 9, 2, 3, 4, 5, 6, 7 };
static const int regon_14_weights[] = { 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8 };
static const int pesel_weights[] = { 1, 3, 7, 9, 1, 3, 7, 9, 1, 3 };

static bool
is_digits (const char *text, size_t count)
{
    return text != NULL && strspn (text, DIGITS) == count && text[count] == '\0';
}

static int
digit (const char *text, size_t place)
{
    return text[place] - '0';
}

static int
two_digits (const char *text, size_t place)
{
    return digit (text, place) * 10 + digit (text, place + 1);
}

static int
weighted_sum (const char *text, const int *weights, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += digit (text, i) * weights[i];
    return sum;
}

bool
wl_nip_valid (const char *text)
{
    /* A rest of 10 is no digit, so that it equals none. */
    return is_digits (text, 10) && weighted_sum (text, nip_weights, 9) % 11 == digit (text, 9);
}

static bool
regon_check (const char *text, const int *weights, size_t check_place)
{
    return weighted_sum (text, weights, check_place) % 11 % 10 == digit (text, check_place);
}

bool
wl_regon_valid (const char *text)
{
    if (is_digits (text, 9))
        return regon_check (text, regon_9_weights, 8);
    /* The long one is that of a local unit: it starts with the number of its mother. */
    return is_digits (text, 14) && regon_check (text, regon_9_weights, 8) &&
           regon_check (text, regon_14_weights, 13);
}

bool
wl_krs_valid (const char *text)
{
    return is_digits (text, 10);
}

static bool
has_birth_date (const char *pesel)
{
    /* The month carries the century: +80 for the 1800s, +0, +20, +40, +60 from the 1900s on. */
    static const int centuries[] = { 1900, 2000, 2100, 2200, 1800 };
    int month = two_digits (pesel, 2);
    int year = centuries[month / 20] + two_digits (pesel, 0);

    /* The calendar repeats after 400 years, and wl_date_valid begins with 1970. */
    return wl_date_valid ((wl_date_t){ year + 400, month % 20, two_digits (pesel, 4) });
}

bool
wl_pesel_valid (const char *text)
{
    return is_digits (text, 11) && has_birth_date (text) &&
           (weighted_sum (text, pesel_weights, 10) + digit (text, 10)) % 10 == 0;
}

static bool
starts_with_voivodeship (const char *digits)
{
    int code = two_digits (digits, 0);
    return code >= 2 && code <= 32 && code % 2 == 0;
}

bool
wl_teryt_valid (const char *text)
{
    bool voivodeship = is_digits (text, 2);
    bool county = is_digits (text, 4);
    bool commune = is_digits (text, 6);
    bool kind = is_digits (text, 7);

    if (!(voivodeship || county || commune || kind) || !starts_with_voivodeship (text))
        return false;
    if (!voivodeship && two_digits (text, 2) == 0)
        return false;
    if ((commune || kind) && two_digits (text, 4) == 0)
        return false;
    return !kind || strchr ("1234589", text[6]) != NULL;
}

/* True when the `length` bytes at `text` are of `allowed` or beyond ASCII. */
static bool
consists_of (const char *text, size_t length, const char *allowed)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char) text[i] < 0x80 && strchr (allowed, text[i]) == NULL)
            return false;
    return true;
}

/* Spaces and marks beyond ASCII that nobody sees, so that nobody can find the mistake. */
static bool
has_invisible (const char *text)
{
    static const char *const invisible[] = {
        "\u00a0",   /* no-break space */
        "\u00ad",   /* soft hyphen */
        "\xe2\x80", /* U+2000..203F: spaces of all widths, joiners, marks of direction */
        "\xe2\x81", /* U+2040..207F: more of them */
        "\u3000",   /* ideographic space */
        "\ufeff",   /* byte order mark */
    };

    for (size_t i = 0; i < sizeof invisible / sizeof invisible[0]; i++)
        if (strstr (text, invisible[i]) != NULL)
            return true;
    return false;
}

/* A dot-atom. Quoted local parts are legal, but nobody has one who does not test validators. */
static bool
is_local_part (const char *text, size_t length)
{
    return length >= 1 && length <= 64 &&
           consists_of (text, length, ALPHANUMERIC "!#$%&'*+-/=?^_`{|}~.") && text[0] != '.' &&
           text[length - 1] != '.' && memmem (text, length, "..", 2) == NULL;
}

static bool
is_label (const char *text, size_t length)
{
    return length >= 1 && length <= 63 && consists_of (text, length, ALPHANUMERIC "-") &&
           text[0] != '-' && text[length - 1] != '-';
}

static bool
is_domain (const char *text)
{
    size_t length = strcspn (text, ".");
    bool has_dot = text[length] == '.';

    while (text[length] == '.') {
        if (!is_label (text, length))
            return false;
        text += length + 1;
        length = strcspn (text, ".");
    }
    return has_dot && is_label (text, length);
}

bool
wl_email_valid (const char *text)
{
    if (text == NULL || strlen (text) > 254 || !wl_utf8_valid (text, strlen (text), NULL))
        return false;
    const char *at = strchr (text, '@');
    return at != NULL && is_local_part (text, (size_t) (at - text)) && is_domain (at + 1) &&
           !wl_text_has_control (text) && !has_invisible (text);
}

bool
wl_region_valid (const char *text)
{
    if (is_digits (text, 2))
        return starts_with_voivodeship (text);
    if (text == NULL || *text == '\0' || strchr (LOWER, *text) == NULL)
        return false;
    size_t length = strlen (text);
    return length >= 2 && length <= 8 && strspn (text, LOWER DIGITS "-") == length;
}
