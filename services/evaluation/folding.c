#include "folding.h"

#include <stddef.h>

uint32_t
folding_letter (uint32_t point)
{
    static const struct {
        uint16_t from;
        char to;
    } polish[] = {
        { 0x104, 'a' }, { 0x105, 'a' }, { 0x106, 'c' }, { 0x107, 'c' }, { 0x118, 'e' },
        { 0x119, 'e' }, { 0x141, 'l' }, { 0x142, 'l' }, { 0x143, 'n' }, { 0x144, 'n' },
        { 0xd3, 'o' },  { 0xf3, 'o' },  { 0x15a, 's' }, { 0x15b, 's' }, { 0x179, 'z' },
        { 0x17a, 'z' }, { 0x17b, 'z' }, { 0x17c, 'z' },
    };

    if (point >= 'A' && point <= 'Z')
        return point - 'A' + 'a';
    if (point < 0x80)
        return point >= 'a' && point <= 'z' ? point : 0;
    for (size_t i = 0; i < sizeof polish / sizeof polish[0]; i++)
        if (polish[i].from == point)
            return (uint32_t) polish[i].to;
    if (point >= 0x410 && point <= 0x42f) /* Cyrillic capitals */
        return point + 0x20;
    return point >= 0xc0 && point != 0xd7 && point != 0xf7 && point < 0x2000 ? point : 0;
}

uint32_t
folding_next (const unsigned char **text)
{
    const unsigned char *at = *text;
    int more = at[0] >= 0xf0 ? 3 : at[0] >= 0xe0 ? 2 : at[0] >= 0xc0 ? 1 : 0;
    uint32_t point = more == 0 ? at[0] : at[0] & (0x3fu >> more);

    for (int i = 1; i <= more; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            more = 0;
            point = at[0];
            break;
        }
        point = point << 6 | (at[i] & 0x3fu);
    }
    *text += more + 1;
    return point;
}
