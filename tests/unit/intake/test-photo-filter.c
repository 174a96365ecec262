#include "support.h"

#include "photo_bytes.h"
#include "photo_filter.h"

typedef struct bytes {
    const char *data;
    size_t length;
} bytes_t;

/* What comes out of `bytes` fed in pieces; NULL: it is no whole picture. */
static wl_buffer_t *
filter (wl_arena_t *arena, photo_kind_t kind, bytes_t bytes, size_t piece)
{
    photo_filter_t *self = photo_filter_new (arena, kind);
    wl_buffer_t *out = wl_arena_alloc (arena, sizeof *out);

    wl_buffer_init (out, arena);
    for (size_t at = 0; at < bytes.length; at += piece) {
        size_t length = bytes.length - at < piece ? bytes.length - at : piece;
        if (photo_filter_feed (self, (const uint8_t *) bytes.data + at, length, out) != WL_OK)
            return NULL;
    }
    return photo_filter_ended (self) ? out : NULL;
}

static bytes_t
photo (wl_arena_t *arena)
{
    wl_buffer_t whole = photo_with_place (arena);

    return (bytes_t){ whole.data, whole.length };
}

static bool
has (const wl_buffer_t *out, const char *words)
{
    return memmem (out->data, out->length, words, strlen (words)) != NULL;
}

static void
only_the_picture_stays (void **state)
{
    fixture_t *self = *state;
    bytes_t bytes = photo (self->arena);
    wl_buffer_t *out = filter (self->arena, PHOTO_JPEG, bytes, bytes.length);
    static const char turned[] = "\xff\xe1\0\x22"
                                 "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06";

    assert_non_null (out);
    assert_false (has (out, PHOTO_PLACE));
    assert_false (has (out, PHOTO_DEVICE));
    assert_false (has (out, "II*"));
    assert_true (has (out, "JFIF"));
    assert_true (has (out, "table") && has (out, "frame") && has (out, "codes"));
    assert_true (has (out, PHOTO_PIXELS));
    assert_non_null (memmem (out->data, out->length, turned, sizeof turned - 1));
    assert_memory_equal (out->data + out->length - 2, "\xff\xd9", 2);
}

static void
pieces_make_no_difference (void **state)
{
    fixture_t *self = *state;
    bytes_t bytes = photo (self->arena);
    wl_buffer_t *whole = filter (self->arena, PHOTO_JPEG, bytes, bytes.length);

    for (size_t piece = 1; piece < 40; piece++) {
        wl_buffer_t *out = filter (self->arena, PHOTO_JPEG, bytes, piece);
        assert_int_equal (out->length, whole->length);
        assert_memory_equal (out->data, whole->data, whole->length);
    }
}

/* Cut anywhere before its end it is refused. */
static void
what_breaks_off_is_no_picture (void **state)
{
    fixture_t *self = *state;
    bytes_t bytes = photo (self->arena);
    size_t end = bytes.length - strlen ("behind the end: " PHOTO_PLACE);

    for (size_t length = 0; length <= end; length++) {
        wl_arena_mark_t mark = wl_arena_mark (self->arena);
        wl_buffer_t *out = filter (self->arena, PHOTO_JPEG, (bytes_t){ bytes.data, length }, 64);
        assert_int_equal (out != NULL, length == end);
        wl_arena_rewind (self->arena, mark);
    }
}

#define BYTES(text) ((bytes_t){ text, sizeof (text) - 1 })

static void
nonsense_is_refused (void **state)
{
    fixture_t *self = *state;
    static const struct {
        photo_kind_t kind;
        bytes_t bytes;
    } cases[] = {
        { PHOTO_JPEG, BYTES ("GIF89a") },
        { PHOTO_JPEG, BYTES ("\xff\xd8\xff\xd9") },               /* no pixels */
        { PHOTO_JPEG, BYTES ("\xff\xd8\xff\xe1\0\x01\xff\xd9") }, /* shorter than its length */
        { PHOTO_JPEG, BYTES ("\xff\xd8\xff\xd8") },               /* begins twice */
        { PHOTO_JPEG, BYTES ("\xff\xd8text") },
        { PHOTO_JPEG, BYTES ("\xff\xd8\xff\0") },
        { PHOTO_PNG, BYTES ("\x89PNG\r\n\x1a\nIEND") },
        { PHOTO_PNG, BYTES ("\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT") }, /* too long to be one */
        { PHOTO_PNG, BYTES ("\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82") },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_null (filter (self->arena, cases[i].kind, cases[i].bytes, 3));
}

#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x04IHDRheadcrc1"
#define PNG_TAIL "\0\0\0\x06IDATpixelscrc2\0\0\0\0IENDcrc3"

static void
a_png_keeps_what_draws_it (void **state)
{
    fixture_t *self = *state;
    bytes_t bytes = BYTES (PNG_HEAD "\0\0\0\x10"
                                    "eXIf" PHOTO_PLACE "crc4"
                                    "\0\0\0\x0f"
                                    "tEXt" PHOTO_DEVICE "crc5" PNG_TAIL PHOTO_PLACE);

    for (size_t piece = 1; piece < 30; piece++) {
        wl_buffer_t *out = filter (self->arena, PHOTO_PNG, bytes, piece);
        assert_int_equal (out->length, sizeof PNG_HEAD PNG_TAIL - 1);
        assert_memory_equal (out->data, PNG_HEAD PNG_TAIL, out->length);
    }
}

/* Directories that lie about where they are and how long. */
static void
a_bad_directory_tells_no_side (void **state)
{
    fixture_t *self = *state;
    static const char *const offsets[] = { "\x00\x00\x00\x07", "\xff\xff\xff\xff",
                                           "\x7f\xff\xff\xff", "\x00\x00\x00\x1d" };

    for (size_t i = 0; i < sizeof offsets / sizeof offsets[0]; i++) {
        char exif[] = "Exif\0\0MM\0*....\xff\xff\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        wl_buffer_t bytes, *out;
        memcpy (exif + 10, offsets[i], 4);
        wl_buffer_init (&bytes, self->arena);
        wl_buffer_add (&bytes, "\xff\xd8", 2);
        photo_segment (&bytes, 0xe1, exif, sizeof exif - 1);
        PHOTO_SEGMENT (&bytes, 0xda, "scan");
        wl_buffer_text (&bytes, "pixels\xff\xd9");
        out = filter (self->arena, PHOTO_JPEG, (bytes_t){ bytes.data, bytes.length }, 7);
        assert_non_null (out);
        assert_false (has (out, "Exif"));
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (only_the_picture_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown (pieces_make_no_difference, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_breaks_off_is_no_picture, set_up, tear_down),
        cmocka_unit_test_setup_teardown (nonsense_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_png_keeps_what_draws_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_bad_directory_tells_no_side, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
