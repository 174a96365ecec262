/* Tokens of links in letters to people without an account: 32 random bytes in base64url. */
#pragma once

#include <stdint.h>

enum { LINK_TOKEN_TEXT = 44, LINK_TOKEN_HASH = 32 };

void link_token_make (char ret[LINK_TOKEN_TEXT]);
/* BLAKE2b: what is kept of one that opens something. */
void link_token_hash (const char *token, uint8_t ret[LINK_TOKEN_HASH]);
