/* The token of the one click that stops one kind of letter (RFC 8058): whose and which, and a MAC
 * so that nobody can stop another's. It says no address and never expires: a letter may be old.
 * Pure.
 */
#pragma once

#include "base/text.h"
#include "base/uuid.h"

enum { UNSUBSCRIBE_KEY = 32, UNSUBSCRIBE_EVENT_MAX = 40 };
#define UNSUBSCRIBE_KEY_NAME "unsubscribe"

/* NULL when `user_id` is no UUID (a letter without an account) or the event's name is too long. */
char *unsubscribe_token (wl_arena_t *arena, const uint8_t key[UNSUBSCRIBE_KEY], const char *user_id,
                         const char *event);
/* False for every token that unsubscribe_token did not make with this key. */
WL_MUST_CHECK bool
unsubscribe_read (const uint8_t key[UNSUBSCRIBE_KEY], const char *token,
                  char ret_user_id[WL_UUID_TEXT], char ret_event[UNSUBSCRIBE_EVENT_MAX + 1]);
