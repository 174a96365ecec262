#include "base/amount.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define NARROW_SPACE "\u202f"

/* From a thousand million million złoty up, more than there is, the groups are left out: with them
 * the text would not fit WL_AMOUNT_TEXT. */
#define GROUPED_LIMIT UINT64_C (1000000000000000)

bool
wl_mean (const int64_t *values, size_t count, int64_t *ret)
{
    /* Summed wide, so that the order of the values cannot decide whether the sum fits. */
    __int128 wide_sum = 0;
    int64_t sum;

    if (count == 0)
        return false;
    for (size_t i = 0; i < count; i++)
        wide_sum += values[i];
    if (__builtin_add_overflow (wide_sum, 0, &sum))
        return false;

    __int128 half = sum < 0 ? -(__int128) count : (__int128) count;
    *ret = (int64_t) ((2 * wide_sum + half) / (2 * (__int128) count));
    return true;
}

static bool
is_english (const char *locale)
{
    return wl_text_equal (locale, "en");
}

/* An amount in hundredths taken apart for printing. */
typedef struct parts {
    const char *sign;
    uint64_t whole;
    unsigned hundredths;
} parts_t;

static parts_t
parts_of (int64_t amount)
{
    /* Unsigned, because INT64_MIN has no positive counterpart. */
    uint64_t magnitude = amount < 0 ? -(uint64_t) amount : (uint64_t) amount;

    return (parts_t){
        .sign = amount < 0 ? "-" : "",
        .whole = magnitude / 100,
        .hundredths = (unsigned) (magnitude % 100),
    };
}

enum {
    GROUPED_TEXT = 28, /* 15 digits with 4 separators of 3 bytes, or 17 digits without; and NUL */
};

static void
format_grouped (uint64_t whole, const char *separator, char ret[GROUPED_TEXT])
{
    char digits[GROUPED_TEXT];
    int count = snprintf (digits, sizeof digits, "%" PRIu64, whole);

    for (int i = 0; i < count; i++) {
        bool starts_group = i > 0 && (count - i) % 3 == 0;
        if (starts_group && whole < GROUPED_LIMIT)
            ret = stpcpy (ret, separator);
        *ret++ = digits[i];
    }
    *ret = '\0';
}

void
wl_points_format (int64_t hundredths, const char *locale, char ret[WL_AMOUNT_TEXT])
{
    parts_t parts = parts_of (hundredths);

    snprintf (ret, WL_AMOUNT_TEXT, "%s%" PRIu64 "%c%02u", parts.sign, parts.whole,
              is_english (locale) ? '.' : ',', parts.hundredths);
}

void
wl_money_format (int64_t grosze, const char *locale, char ret[WL_AMOUNT_TEXT])
{
    parts_t parts = parts_of (grosze);
    bool english = is_english (locale);
    char whole[GROUPED_TEXT];

    format_grouped (parts.whole, english ? "," : NARROW_SPACE, whole);
    if (english)
        snprintf (ret, WL_AMOUNT_TEXT, "%sPLN %s.%02u", parts.sign, whole, parts.hundredths);
    else
        snprintf (ret, WL_AMOUNT_TEXT, "%s%s,%02u" NARROW_SPACE "zł", parts.sign, whole,
                  parts.hundredths);
}

bool
wl_add (int64_t a, int64_t b, int64_t *ret)
{
    int64_t sum;

    if (__builtin_add_overflow (a, b, &sum))
        return false;
    *ret = sum;
    return true;
}

bool
wl_multiply (int64_t a, int64_t b, int64_t *ret)
{
    int64_t product;

    if (__builtin_mul_overflow (a, b, &product))
        return false;
    *ret = product;
    return true;
}
