#include "token.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32 };

void
token_make (char ret[TOKEN_TEXT])
{
    uint8_t bytes[TOKEN_BYTES];

    randombytes_buf (bytes, sizeof bytes);
    sodium_bin2base64 (ret, TOKEN_TEXT, bytes, sizeof bytes,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero (bytes, sizeof bytes);
}

bool
token_is_formed (const char *text)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    return strlen (text) == TOKEN_TEXT - 1 && strspn (text, alphabet) == TOKEN_TEXT - 1;
}

void
token_hash (const char *token, uint8_t ret[TOKEN_HASH])
{
    crypto_generichash (ret, TOKEN_HASH, (const uint8_t *) token, strlen (token), NULL, 0);
}
