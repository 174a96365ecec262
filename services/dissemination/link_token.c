#include "link_token.h"

#include <sodium.h>
#include <string.h>

void
link_token_make (char ret[LINK_TOKEN_TEXT])
{
    uint8_t bytes[32];

    randombytes_buf (bytes, sizeof bytes);
    sodium_bin2base64 (ret, LINK_TOKEN_TEXT, bytes, sizeof bytes,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void
link_token_hash (const char *token, uint8_t ret[LINK_TOKEN_HASH])
{
    crypto_generichash (ret, LINK_TOKEN_HASH, (const uint8_t *) token, strlen (token), NULL, 0);
}
