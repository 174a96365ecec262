#include "pesel_seal.h"

#include <sodium.h>
#include <string.h>

_Static_assert(PESEL_SEALED ==
                   crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + PESEL_DIGITS,
               "what secretbox makes of a number");
_Static_assert(PESEL_SEAL_KEY == crypto_secretbox_KEYBYTES, "secretbox' key");

void
pesel_seal (const uint8_t key[PESEL_SEAL_KEY], const char pesel[PESEL_DIGITS],
            uint8_t ret[PESEL_SEALED])
{
    randombytes_buf (ret, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy (ret + crypto_secretbox_NONCEBYTES, (const uint8_t *) pesel, PESEL_DIGITS,
                           ret, key);
}

bool
pesel_open (const uint8_t key[PESEL_SEAL_KEY], const uint8_t *sealed, size_t length,
            char ret[PESEL_DIGITS + 1])
{
    ret[PESEL_DIGITS] = '\0';
    return length == PESEL_SEALED &&
           crypto_secretbox_open_easy ((uint8_t *) ret, sealed + crypto_secretbox_NONCEBYTES,
                                       length - crypto_secretbox_NONCEBYTES, sealed, key) == 0;
}

void
pesel_mask (const char *last_digits, char ret[PESEL_DIGITS + 1])
{
    memset (ret, '*', PESEL_DIGITS);
    ret[PESEL_DIGITS] = '\0';
    if (strlen (last_digits) == PESEL_SHOWN_DIGITS)
        memcpy (ret + PESEL_DIGITS - PESEL_SHOWN_DIGITS, last_digits, PESEL_SHOWN_DIGITS);
}
