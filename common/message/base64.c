#include "message/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
wl_base64_add (wl_buffer_t *out, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i += 3) {
        size_t taken = length - i < 3 ? length - i : 3;
        uint32_t group = (uint32_t) bytes[i] << 16;
        char text[4];

        group |= taken > 1 ? (uint32_t) bytes[i + 1] << 8 : 0;
        group |= taken > 2 ? bytes[i + 2] : 0;
        for (size_t j = 0; j < 4; j++)
            text[j] = j <= taken ? alphabet[group >> (18 - 6 * j) & 0x3f] : '=';
        wl_buffer_add (out, text, sizeof text);
    }
}

size_t
wl_base64_bytes (size_t length)
{
    return length / 4 * 3 + 3;
}

/* -1 for what is in neither alphabet. */
static int
value_of (char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

/* Without the padding, which must fill the last group if it is there at all. */
static bool
strip_padding (const char *text, size_t *length)
{
    size_t full = *length;

    while (*length > 0 && full - *length < 2 && text[*length - 1] == '=')
        (*length)--;
    return (full == *length || full % 4 == 0) && *length % 4 != 1;
}

bool
wl_base64_parse (const char *text, size_t length, uint8_t *ret, size_t *ret_length)
{
    uint32_t group = 0;
    size_t written = 0;

    if (!strip_padding (text, &length))
        return false;
    for (size_t i = 0; i < length; i++) {
        int value = value_of (text[i]);

        if (value < 0)
            return false;
        group = group << 6 | (uint32_t) value;
        /* Each character after the first of its group completes a byte. */
        if (i % 4 > 0)
            ret[written++] = (uint8_t) (group >> (6 - 2 * (i % 4)));
    }
    *ret_length = written;
    return true;
}
