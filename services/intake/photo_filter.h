/* Takes out of a photograph all that does not draw it: where, when and with what it was taken
 * (EXIF, XMP, IPTC, notes of makers, profiles, comments), previews that show more than the picture
 * does, and whatever hides behind its end. Only what a decoder needs is on the list of what stays,
 * so that what nobody thought of goes, too. A JPEG keeps which side is up, or telephones' pictures
 * would lie. Nothing is decoded or compressed anew: the pixels are the same.
 *
 * Reads a stream in pieces of any size and holds 64 KiB of it. Pure. */
#pragma once

#include "base/text.h"

typedef enum photo_kind { PHOTO_JPEG, PHOTO_PNG } photo_kind_t;

typedef struct photo_filter photo_filter_t;

photo_filter_t *photo_filter_new (wl_arena_t *arena, photo_kind_t kind);

/* Appends to `out` what stays of the next piece. All that ever came out is not longer than all that
 * went in. WL_INVALID_ARGUMENT: it is no picture of this kind; nothing more may be fed then. */
WL_MUST_CHECK wl_status photo_filter_feed (photo_filter_t *self, const uint8_t *data, size_t length,
                                           wl_buffer_t *out);

/* Whether the picture came to its end; one that did not is broken. */
bool photo_filter_ended (const photo_filter_t *self);
