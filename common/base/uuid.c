#include "base/uuid.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

enum {
    TICKS_PER_MILLISECOND = 4096, /* rand_a has 12 bits */
    VERSION = 0x70,
    VERSION_REHEARSED = 0x80,
    VERSION_BITS = 0xf0,
    VARIANT = 0x80,
    VARIANT_FREE = 0x3f, /* the bits beside the variant */
};

wl_uuid_t
wl_uuid_new (int64_t now)
{
    uint64_t moment = (uint64_t) now;
    uint64_t milliseconds = moment / 1000;
    uint64_t ticks = moment % 1000 * TICKS_PER_MILLISECOND / 1000;
    wl_uuid_t uuid;

    for (int i = 0; i < 6; i++)
        uuid.bytes[i] = (uint8_t) (milliseconds >> (40 - 8 * i));
    uuid.bytes[6] = (uint8_t) (VERSION | ticks >> 8);
    uuid.bytes[7] = (uint8_t) ticks;
    /* Fails only where the kernel has no getrandom or a sandbox forbids it. Ids that can be
     * guessed would be worse than no process. */
    if (getentropy (&uuid.bytes[8], 8) != 0)
        abort ();
    uuid.bytes[8] = (uint8_t) (VARIANT | (uuid.bytes[8] & VARIANT_FREE));
    return uuid;
}

wl_uuid_t
wl_uuid_new_rehearsed (int64_t now)
{
    wl_uuid_t uuid = wl_uuid_new (now);

    uuid.bytes[6] = (uint8_t) (VERSION_REHEARSED | (uuid.bytes[6] & ~VERSION_BITS));
    return uuid;
}

bool
wl_uuid_is_rehearsed (const char *text)
{
    wl_uuid_t uuid;

    return wl_uuid_parse (text, &uuid) && (uuid.bytes[6] & VERSION_BITS) == VERSION_REHEARSED;
}

wl_uuid_t
wl_uuid_new_for (int64_t now, const char *owner)
{
    return wl_uuid_is_rehearsed (owner) ? wl_uuid_new_rehearsed (now) : wl_uuid_new (now);
}

/* 8-4-4-4-12 hexadecimal digits: bytes and the place of the dash that follows. */
static const struct group {
    size_t byte, bytes, place;
} groups[] = { { 0, 4, 0 }, { 4, 2, 9 }, { 6, 2, 14 }, { 8, 2, 19 }, { 10, 6, 24 } };

enum { GROUPS = sizeof groups / sizeof groups[0] };

bool
wl_uuid_parse (const char *text, wl_uuid_t *ret)
{
    char digits[2 * sizeof ret->bytes + 1] = "";

    if (text == NULL || strlen (text) != WL_UUID_TEXT - 1)
        return false;
    for (size_t i = 0; i < GROUPS; i++) {
        const struct group *group = &groups[i];
        if (i > 0 && text[group->place - 1] != '-')
            return false;
        memcpy (digits + 2 * group->byte, text + group->place, 2 * group->bytes);
    }
    return wl_hex_parse (digits, ret->bytes, sizeof ret->bytes);
}

void
wl_uuid_format (const wl_uuid_t *uuid, char ret[WL_UUID_TEXT])
{
    for (size_t i = 0; i < GROUPS; i++) {
        const struct group *group = &groups[i];
        if (i > 0)
            ret[group->place - 1] = '-';
        wl_hex (uuid->bytes + group->byte, group->bytes, ret + group->place);
    }
}

char *
wl_uuid_text (wl_arena_t *arena, wl_uuid_t uuid)
{
    char *ret = wl_arena_alloc (arena, WL_UUID_TEXT);

    wl_uuid_format (&uuid, ret);
    return ret;
}
