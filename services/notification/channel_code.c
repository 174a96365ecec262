#include "channel_code.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { CODES = 1000000 };

void
channel_code_make (const uint8_t key[CHANNEL_CODE_KEY], const char *code_id, const char *address,
                   char ret[CHANNEL_CODE_TEXT])
{
    crypto_generichash_state state;
    uint8_t hash[16];
    uint64_t number;

    crypto_generichash_init (&state, key, CHANNEL_CODE_KEY, sizeof hash);
    /* With its NUL, so that no two pairs make the same text. */
    crypto_generichash_update (&state, (const uint8_t *) code_id, strlen (code_id) + 1);
    crypto_generichash_update (&state, (const uint8_t *) address, strlen (address));
    crypto_generichash_final (&state, hash, sizeof hash);
    memcpy (&number, hash, sizeof number);
    snprintf (ret, CHANNEL_CODE_TEXT, "%06u", (unsigned) (number % CODES));
}

bool
channel_code_is (const uint8_t key[CHANNEL_CODE_KEY], const char *code_id, const char *address,
                 const char *code)
{
    char right[CHANNEL_CODE_TEXT];

    channel_code_make (key, code_id, address, right);
    return strlen (code) == CHANNEL_CODE_TEXT - 1 &&
           sodium_memcmp (right, code, CHANNEL_CODE_TEXT - 1) == 0;
}
