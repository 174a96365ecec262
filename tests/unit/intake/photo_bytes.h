/* A photograph as a telephone takes it, with what nobody needs to know. Its compressed part is no
 * real picture, which nothing here looks at. */
#pragma once

#include "base/text.h"

#define PHOTO_PLACE  "52.4064N16.9252E"
#define PHOTO_DEVICE "Telefon Model 7"
#define PHOTO_PIXELS "compressed pixels"

static inline void
photo_segment (wl_buffer_t *out, int code, const void *body, size_t length)
{
    const uint8_t head[] = { 0xff, (uint8_t) code, (uint8_t) ((length + 2) >> 8),
                             (uint8_t) (length + 2) };

    wl_buffer_add (out, head, sizeof head);
    wl_buffer_add (out, body, length);
}

#define PHOTO_SEGMENT(out, code, text) photo_segment (out, code, text, sizeof (text) - 1)

/* A directory of three entries: the maker, which side is up (6: turned by a quarter), the place. */
#define PHOTO_EXIF                                                         \
    "Exif\0\0II*\0\x08\0\0\0\x03\0"                                        \
    "\x0f\x01\x02\0\x10\0\0\0\x32\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" \
    "\x25\x88\x04\0\x01\0\0\0\x42\0\0\0\0\0\0\0" PHOTO_DEVICE "\0" PHOTO_PLACE

static inline wl_buffer_t
photo_with_place (wl_arena_t *arena)
{
    static const char pixels[] = PHOTO_PIXELS "\xff\0\xff\xd0\xff\xd1more\xff\xff\xd9";
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    wl_buffer_add (&out, "\xff\xd8", 2);
    PHOTO_SEGMENT (&out, 0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    PHOTO_SEGMENT (&out, 0xe1, PHOTO_EXIF);
    PHOTO_SEGMENT (&out, 0xe1, "http://ns.adobe.com/xap/1.0/\0<GPS>" PHOTO_PLACE "</GPS>");
    PHOTO_SEGMENT (&out, 0xed, "Photoshop 3.0\0" PHOTO_DEVICE);
    PHOTO_SEGMENT (&out, 0xe2, "MPF\0" PHOTO_DEVICE);
    PHOTO_SEGMENT (&out, 0xfe, "taken with " PHOTO_DEVICE);
    PHOTO_SEGMENT (&out, 0xdb, "table");
    PHOTO_SEGMENT (&out, 0xc0, "frame");
    PHOTO_SEGMENT (&out, 0xc4, "codes");
    PHOTO_SEGMENT (&out, 0xda, "scan");
    wl_buffer_add (&out, pixels, sizeof pixels - 1);
    wl_buffer_text (&out, "behind the end: " PHOTO_PLACE);
    return out;
}
