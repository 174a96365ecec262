#include "token.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32, PROGRAM_LENGTH = TOKEN_PROGRAM_TEXT - TOKEN_TEXT };

static const char PROGRAM[] = "wlt_";

void
token_make (char ret[TOKEN_TEXT])
{
    uint8_t bytes[TOKEN_BYTES];

    randombytes_buf (bytes, sizeof bytes);
    sodium_bin2base64 (ret, TOKEN_TEXT, bytes, sizeof bytes,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero (bytes, sizeof bytes);
}

void
token_make_program (char ret[TOKEN_PROGRAM_TEXT])
{
    memcpy (ret, PROGRAM, PROGRAM_LENGTH);
    token_make (ret + PROGRAM_LENGTH);
}

bool
token_is_program (const char *text)
{
    return strncmp (text, PROGRAM, PROGRAM_LENGTH) == 0;
}

bool
token_is_formed (const char *text)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    if (token_is_program (text))
        text += PROGRAM_LENGTH;
    return strlen (text) == TOKEN_TEXT - 1 && strspn (text, alphabet) == TOKEN_TEXT - 1;
}

void
token_hash (const char *token, uint8_t ret[TOKEN_HASH])
{
    crypto_generichash (ret, TOKEN_HASH, (const uint8_t *) token, strlen (token), NULL, 0);
}
