/* The six digits that prove that an address is somebody's: a MAC of what they are for, by a key
 * that the replicas share, so they stand nowhere. Pure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

enum { CHANNEL_CODE_KEY = 32, CHANNEL_CODE_TEXT = 7 };
#define CHANNEL_CODE_KEY_NAME "channel-code"

/* `code_id` is of this one code; `address` is where it goes. */
void channel_code_make (const uint8_t key[CHANNEL_CODE_KEY], const char *code_id,
                        const char *address, char ret[CHANNEL_CODE_TEXT]);
/* In a time that says nothing about the right one. */
WL_MUST_CHECK bool channel_code_is (const uint8_t key[CHANNEL_CODE_KEY], const char *code_id,
                                    const char *address, const char *code);
