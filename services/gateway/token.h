/* Opaque tokens: 32 random bytes in base64url for their owner, a BLAKE2b hash for us. */
#pragma once

#include <stdint.h>

#include "base/status.h"

enum { TOKEN_TEXT = 44, TOKEN_PROGRAM_TEXT = 48, TOKEN_HASH = 32 };

void token_make (char ret[TOKEN_TEXT]);
/* A program's begins with "wlt_", so that who finds one in a file knows what it is. */
void token_make_program (char ret[TOKEN_PROGRAM_TEXT]);
WL_MUST_CHECK bool token_is_program (const char *text);
/* Whether a text could be one of ours; says nothing about whether it is. */
WL_MUST_CHECK bool token_is_formed (const char *text);
void token_hash (const char *token, uint8_t ret[TOKEN_HASH]);
