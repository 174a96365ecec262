#include "photo_filter.h"

#include <string.h>

enum {
    SEGMENT_MOST = 2 + 65535, /* of JPEG: its marker, and what two bytes of length can say */
    PNG_SIGNATURE = 8,
    PNG_HEADER = 8, /* of a chunk: length and type */
    PNG_CHECKSUM = 4,
    ORIENTATION_SEGMENT = 36, /* the one that is written here */
};

typedef enum step {
    BEGIN,   /* gathers what each file of the kind begins with */
    MARKER,  /* JPEG: the 0xff of the next marker */
    CODE,    /* JPEG: its code */
    SEGMENT, /* gathers a segment of JPEG, or the header of a chunk of PNG */
    SCAN,    /* JPEG: compressed pixels */
    ESCAPE,  /* JPEG: behind a 0xff in them */
    CHUNK,   /* PNG: the body of a chunk */
    END,     /* what follows is not the picture's */
} step_t;

struct photo_filter {
    photo_kind_t kind;
    step_t step;
    bool pixels;   /* there were some */
    bool turned;   /* which side is up was told */
    bool kept;     /* PNG: the chunk stays */
    bool last;     /* PNG: nothing follows the chunk */
    uint64_t left; /* PNG: of the chunk */
    size_t gathered;
    uint8_t segment[SEGMENT_MOST];
};

photo_filter_t *
photo_filter_new (wl_arena_t *arena, photo_kind_t kind)
{
    photo_filter_t *self = wl_arena_alloc (arena, sizeof *self);

    memset (self, 0, sizeof *self);
    self->kind = kind;
    return self;
}

bool
photo_filter_ended (const photo_filter_t *self)
{
    return self->step == END;
}

/* Moves bytes into the segment until it has `wanted`; whether it has. */
static bool
gather (photo_filter_t *self, size_t wanted, const uint8_t **data, size_t *length)
{
    size_t more = wanted - self->gathered;

    if (more > *length)
        more = *length;
    memcpy (self->segment + self->gathered, *data, more);
    self->gathered += more;
    *data += more;
    *length -= more;
    return self->gathered == wanted;
}

static void
put_segment (photo_filter_t *self, wl_buffer_t *out)
{
    wl_buffer_add (out, self->segment, self->gathered);
}

static uint32_t
number (const uint8_t *at, size_t bytes, bool little)
{
    uint32_t ret = 0;

    for (size_t i = 0; i < bytes; i++)
        ret = ret << 8 | at[little ? bytes - 1 - i : i];
    return ret;
}

/* ---- which side is up ---- */

/* 2 to 8, as EXIF counts (CIPA DC-008, tag 0x0112); 0: nothing to turn, or nothing that can be
 * read. Only the first directory is looked at. */
static uint8_t
find_orientation (const uint8_t *tiff, size_t length)
{
    bool little;
    uint32_t at;

    if (length < 8 || (memcmp (tiff, "II*\0", 4) != 0 && memcmp (tiff, "MM\0*", 4) != 0))
        return 0;
    little = tiff[0] == 'I';
    at = number (tiff + 4, 4, little);
    if (at > length - 2)
        return 0;
    for (uint32_t count = number (tiff + at, 2, little), i = 0; i < count; i++) {
        size_t entry = (size_t) at + 2 + 12 * (size_t) i;
        uint32_t value;
        if (entry + 12 > length)
            return 0;
        if (number (tiff + entry, 2, little) != 0x0112)
            continue;
        value = number (tiff + entry + 8, 2, little);
        return number (tiff + entry + 2, 2, little) == 3 && value >= 2 && value <= 8
                   ? (uint8_t) value
                   : 0;
    }
    return 0;
}

static void
put_orientation (uint8_t orientation, wl_buffer_t *out)
{
    uint8_t segment[ORIENTATION_SEGMENT] = {
        0xff, 0xe1, 0,   ORIENTATION_SEGMENT - 2,
        'E',  'x',  'i', 'f',
        0,    0, /* the marker */
        'M',  'M',  0,   '*',
        0,    0,    0,   8, /* a directory at 8 */
        0,    1,    1,   0x12,
        0,    3,    0,   0,
        0,    1,    0,   orientation,
        0,    0,            /* of one entry */
        0,    0,    0,   0, /* and no other */
    };

    wl_buffer_add (out, segment, sizeof segment);
}

/* The one thing of EXIF that draws the picture is written anew, in the place of all of it. */
static void
keep_orientation (photo_filter_t *self, wl_buffer_t *out)
{
    const uint8_t *body = self->segment + 4;
    uint8_t orientation;

    if (self->turned || self->gathered < ORIENTATION_SEGMENT || memcmp (body, "Exif\0\0", 6) != 0)
        return;
    orientation = find_orientation (body + 6, self->gathered - 4 - 6);
    if (orientation == 0)
        return;
    self->turned = true;
    put_orientation (orientation, out);
}

/* ---- JPEG (ITU-T T.81, annex B) ---- */

enum {
    JPEG_RST0 = 0xd0,
    JPEG_RST7 = 0xd7,
    JPEG_SOI = 0xd8,
    JPEG_EOI = 0xd9,
    JPEG_SOS = 0xda,
    JPEG_EXIF = 0xe1,
};

/* Tables, frames and scans, and the two headers that say how colours are coded: JFIF's, but not
 * with a preview in it, and Adobe's. */
static bool
segment_stays (const photo_filter_t *self)
{
    uint8_t code = self->segment[1];

    if (code == 0xe0)
        return self->gathered == 18 && memcmp (self->segment + 4, "JFIF", 5) == 0;
    if (code == 0xee)
        return self->gathered == 16 && memcmp (self->segment + 4, "Adobe", 5) == 0;
    return (code >= 0xc0 && code <= 0xcf && code != 0xc8) || (code >= JPEG_SOS && code <= 0xdd);
}

static wl_status
take_code (photo_filter_t *self, uint8_t code, wl_buffer_t *out)
{
    if (code == 0xff)
        return WL_OK; /* a filling byte */
    if (code == 0 || code == 1 || (code >= JPEG_RST0 && code <= JPEG_SOI))
        return WL_INVALID_ARGUMENT;
    self->segment[0] = 0xff;
    self->segment[1] = code;
    self->gathered = 2;
    self->step = SEGMENT;
    if (code != JPEG_EOI)
        return WL_OK;
    if (!self->pixels)
        return WL_INVALID_ARGUMENT;
    put_segment (self, out);
    self->step = END;
    return WL_OK;
}

static wl_status
take_segment (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    uint32_t size;

    if (self->gathered < 4 && !gather (self, 4, data, length))
        return WL_OK;
    size = number (self->segment + 2, 2, false);
    if (size < 2)
        return WL_INVALID_ARGUMENT;
    if (!gather (self, 2 + size, data, length))
        return WL_OK;
    if (self->segment[1] == JPEG_EXIF)
        keep_orientation (self, out);
    else if (segment_stays (self))
        put_segment (self, out);
    self->pixels |= self->segment[1] == JPEG_SOS;
    self->step = self->segment[1] == JPEG_SOS ? SCAN : MARKER;
    return WL_OK;
}

static void
take_pixels (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    const uint8_t *escape = memchr (*data, 0xff, *length);
    size_t count = escape == NULL ? *length : (size_t) (escape - *data);

    wl_buffer_add (out, *data, count);
    *data += count;
    *length -= count;
    if (escape == NULL)
        return;
    (*data)++;
    (*length)--;
    self->step = ESCAPE;
}

/* In pixels 0xff 0x00 is a 0xff, and restarts belong to them; anything else ends the scan. */
static wl_status
take_escape (photo_filter_t *self, uint8_t code, wl_buffer_t *out)
{
    if (code != 0 && (code < JPEG_RST0 || code > JPEG_RST7))
        return take_code (self, code, out);
    wl_buffer_char (out, (char) 0xff);
    wl_buffer_char (out, (char) code);
    self->step = SCAN;
    return WL_OK;
}

static wl_status
begin_jpeg (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    static const uint8_t start[] = { 0xff, JPEG_SOI };

    if (!gather (self, sizeof start, data, length))
        return WL_OK;
    if (memcmp (self->segment, start, sizeof start) != 0)
        return WL_INVALID_ARGUMENT;
    put_segment (self, out);
    self->step = MARKER;
    return WL_OK;
}

static uint8_t
next_byte (const uint8_t **data, size_t *length)
{
    (*length)--;
    return *(*data)++;
}

static wl_status
take_jpeg (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    switch (self->step) {
    case BEGIN:
        return begin_jpeg (self, data, length, out);
    case MARKER:
        self->step = CODE;
        return next_byte (data, length) == 0xff ? WL_OK : WL_INVALID_ARGUMENT;
    case CODE:
        return take_code (self, next_byte (data, length), out);
    case SEGMENT:
        return take_segment (self, data, length, out);
    case ESCAPE:
        return take_escape (self, next_byte (data, length), out);
    case SCAN:
    case CHUNK:
    case END:
    default:
        take_pixels (self, data, length, out);
        return WL_OK;
    }
}

/* ---- PNG (ISO/IEC 15948) ---- */

/* What draws, moves and colours it. No profile: it names the device. */
static bool
chunk_stays (const uint8_t type[4])
{
    static const char types[][5] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                     "sRGB", "sBIT", "bKGD", "pHYs", "acTL", "fcTL", "fdAT" };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (memcmp (types[i], type, 4) == 0)
            return true;
    return false;
}

static wl_status
begin_png (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    static const uint8_t signature[PNG_SIGNATURE] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

    if (!gather (self, PNG_SIGNATURE, data, length))
        return WL_OK;
    if (memcmp (self->segment, signature, PNG_SIGNATURE) != 0)
        return WL_INVALID_ARGUMENT;
    put_segment (self, out);
    self->gathered = 0;
    self->step = SEGMENT;
    return WL_OK;
}

static wl_status
take_header (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    const uint8_t *type = self->segment + 4;
    uint32_t size;

    if (!gather (self, PNG_HEADER, data, length))
        return WL_OK;
    size = number (self->segment, 4, false);
    self->last = memcmp (type, "IEND", 4) == 0;
    if (size > INT32_MAX || (self->last && (size > 0 || !self->pixels)))
        return WL_INVALID_ARGUMENT;
    self->pixels |= memcmp (type, "IDAT", 4) == 0;
    self->kept = chunk_stays (type);
    if (self->kept)
        put_segment (self, out);
    self->left = (uint64_t) size + PNG_CHECKSUM;
    self->gathered = 0;
    self->step = CHUNK;
    return WL_OK;
}

static void
take_chunk (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    size_t count = self->left < *length ? (size_t) self->left : *length;

    if (self->kept)
        wl_buffer_add (out, *data, count);
    *data += count;
    *length -= count;
    self->left -= count;
    if (self->left == 0)
        self->step = self->last ? END : SEGMENT;
}

static wl_status
take_png (photo_filter_t *self, const uint8_t **data, size_t *length, wl_buffer_t *out)
{
    if (self->step == BEGIN)
        return begin_png (self, data, length, out);
    if (self->step == SEGMENT)
        return take_header (self, data, length, out);
    take_chunk (self, data, length, out);
    return WL_OK;
}

/* ---- both ---- */

wl_status
photo_filter_feed (photo_filter_t *self, const uint8_t *data, size_t length, wl_buffer_t *out)
{
    while (length > 0 && self->step != END)
        WL_TRY (self->kind == PHOTO_JPEG ? take_jpeg (self, &data, &length, out)
                                         : take_png (self, &data, &length, out));
    return WL_OK;
}
