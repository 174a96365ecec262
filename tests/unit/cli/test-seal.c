#include <sodium.h>
#include <unistd.h>

#include "check.h"
#include "seal.h"

typedef struct keys {
    uint8_t open[SEAL_PUBLIC], secret[SEAL_SECRET];
} keys_t;

static int
set_up (void **ret)
{
    keys_t *keys = calloc (1, sizeof *keys);

    assert_true (sodium_init () >= 0);
    crypto_box_keypair (keys->open, keys->secret);
    *ret = keys;
    return 0;
}

static int
tear_down (void **context)
{
    free (*context);
    return 0;
}

/* `length` bytes that differ from one another, written in parts that fit no piece. */
static FILE *
sealed (const keys_t *keys, size_t length, uint8_t digest[SEAL_DIGEST])
{
    FILE *file = tmpfile ();
    seal_t *seal = seal_new (file, keys->open);
    uint8_t part[1000];

    assert_non_null (seal);
    for (size_t done = 0; done < length;) {
        size_t size = length - done < sizeof part ? length - done : sizeof part;
        for (size_t i = 0; i < size; i++)
            part[i] = (uint8_t) ((done + i) * 7 + (done + i) / 251);
        assert_true (seal_write (seal, part, size));
        done += size;
    }
    assert_true (seal_end (seal, digest));
    seal_destroy (&seal);
    rewind (file);
    return file;
}

/* How many bytes came out before the end; -1: the file was refused. */
static long
opened (FILE *file, const uint8_t secret[SEAL_SECRET], uint8_t digest[SEAL_DIGEST])
{
    unseal_t *unseal = unseal_new (file, secret);
    const uint8_t *piece;
    size_t length = 0;
    long total = 0;
    bool whole = unseal != NULL;

    while (whole && (whole = unseal_next (unseal, &piece, &length)) && length > 0) {
        for (size_t i = 0; i < length; i++)
            whole &= piece[i] == (uint8_t) (((size_t) total + i) * 7 + ((size_t) total + i) / 251);
        total += (long) length;
    }
    if (whole)
        unseal_digest (unseal, digest);
    unseal_destroy (&unseal);
    return whole ? total : -1;
}

static void
gives_back_what_it_took (void **context)
{
    static const size_t lengths[] = {
        0, 1, SEAL_PIECE - 1, SEAL_PIECE, SEAL_PIECE + 1, 3 * SEAL_PIECE
    };
    const keys_t *keys = *context;

    for (size_t i = 0; i < COUNT (lengths); i++) {
        uint8_t written[SEAL_DIGEST], read[SEAL_DIGEST];
        FILE *file = sealed (keys, lengths[i], written);
        assert_int_equal (opened (file, keys->secret, read), (long) lengths[i]);
        assert_memory_equal (read, written, SEAL_DIGEST);
        fclose (file);
    }
}

static void
another_key_opens_nothing (void **context)
{
    const keys_t *keys = *context;
    uint8_t open[SEAL_PUBLIC], secret[SEAL_SECRET], digest[SEAL_DIGEST];
    FILE *file = sealed (keys, 100, digest);

    crypto_box_keypair (open, secret);
    assert_int_equal (opened (file, secret, digest), -1);
    fclose (file);
}

/* One bit anywhere, in the head, in a piece, in the last one. */
static void
a_changed_file_is_refused (void **context)
{
    const keys_t *keys = *context;
    uint8_t digest[SEAL_DIGEST];

    for (long at = 0; at < 2 * SEAL_PIECE; at += 4099) {
        FILE *file = sealed (keys, 2 * SEAL_PIECE, digest);
        int byte;
        fseek (file, at, SEEK_SET);
        byte = fgetc (file);
        fseek (file, at, SEEK_SET);
        fputc (byte ^ 0x10, file);
        rewind (file);
        assert_int_equal (opened (file, keys->secret, digest), -1);
        fclose (file);
    }
}

/* Also exactly between two pieces, where every piece that is left is right. */
static void
a_cut_file_is_refused (void **context)
{
    static const long head = 8 + 80 + 24, piece = SEAL_PIECE + 17;
    const keys_t *keys = *context;
    const long cuts[] = { 0, 7, head - 1, head, head + 5, head + piece, head + 2 * piece };
    uint8_t digest[SEAL_DIGEST];

    for (size_t i = 0; i < COUNT (cuts); i++) {
        FILE *file = sealed (keys, 2 * SEAL_PIECE + 10, digest);
        assert_int_equal (ftruncate (fileno (file), cuts[i]), 0);
        assert_int_equal (opened (file, keys->secret, digest), -1);
        fclose (file);
    }
}

static void
what_follows_the_end_is_refused (void **context)
{
    static const size_t lengths[] = { 0, 10, SEAL_PIECE };
    const keys_t *keys = *context;
    uint8_t digest[SEAL_DIGEST];

    for (size_t i = 0; i < COUNT (lengths); i++) {
        FILE *file = sealed (keys, lengths[i], digest);
        fseek (file, 0, SEEK_END);
        fputc (0, file);
        rewind (file);
        assert_int_equal (opened (file, keys->secret, digest), -1);
        fclose (file);
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (gives_back_what_it_took, set_up, tear_down),
        cmocka_unit_test_setup_teardown (another_key_opens_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_changed_file_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_cut_file_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown (what_follows_the_end_is_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
