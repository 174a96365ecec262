/* Sessions, devices and tokens of programs: their rows. SQL stands only in store*.c. */
#pragma once

#include "store.h"

/* Who a token of a session stands for at `now`. `guarded` are the roles (a mask of WL_ROLE_BIT)
 * that rest without a second factor. Notes now and then when it was seen. WL_NOT_FOUND. One round
 * trip. */
WL_MUST_CHECK wl_status store_find_actor (wl_db_t *db, wl_arena_t *arena,
                                          const uint8_t token_hash[TOKEN_HASH], wl_time_t now,
                                          uint32_t guarded, Bus__Actor *ret);
/* The same of a program's token: of the account's roles those that the token lists. */
WL_MUST_CHECK wl_status store_find_program (wl_db_t *db, wl_arena_t *arena,
                                            const uint8_t token_hash[TOKEN_HASH], wl_time_t now,
                                            uint32_t guarded, Bus__Actor *ret);

/* Which of `count` tokens, by their hashes, stand for nobody: `*ret` has their places. */
WL_MUST_CHECK wl_status store_list_ended (wl_db_t *db, wl_arena_t *arena, const wl_bytes_t *hashes,
                                          size_t count, wl_time_t now, uint32_t **ret,
                                          size_t *ret_count);

/* ---- sessions ---- */

typedef struct store_session {
    const char *id, *account_id, *device;
    const char *assumed_by; /* an administrator who looks at the house as this account; else NULL */
    const uint8_t *token_hash;
    bool second_factor; /* opened with one */
    wl_time_t created_at, expires_at;
} store_session_t;

/* Adds a session and drops a few that have expired; deferred. */
void store_add_session (wl_db_t *db, const store_session_t *session);
void store_end_session (wl_db_t *db, const char *id); /* deferred */
/* Ends the account's sessions but `except`, which may be ""; deferred. */
void store_end_sessions (wl_db_t *db, const char *account_id, const char *except);
/* Ends one of the account's own. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_end_own_session (wl_db_t *db, const char *account_id, const char *id);

/* The account's sessions, the latest first; `current` is marked. */
WL_MUST_CHECK wl_status store_list_sessions (wl_db_t *db, const char *account_id,
                                             const char *current, wl_time_t now,
                                             Gateway__OpenSession ***ret, size_t *ret_count);

/* Notes that the account was opened on this device. `*ret_new`: its owner should hear of it; not of
 * the account's first device, nor of more than five within the hour. One round trip. */
WL_MUST_CHECK wl_status store_note_device (wl_db_t *db, const char *account_id,
                                           const uint8_t token_hash[TOKEN_HASH], wl_time_t now,
                                           bool *ret_new);

/* ---- tokens of programs ---- */

typedef struct store_token {
    const char *id, *account_id, *name, *call_id;
    const char *programme_id; /* "": wherever the account's roles work */
    const uint8_t *token_hash;
    const int64_t *roles;
    size_t role_count;
    bool read_only, second_factor;
    wl_time_t created_at, expires_at;
} store_token_t;

enum { STORE_TOKENS_MAX = 50 };

/* Drops the account's expired ones. WL_RESOURCE_EXHAUSTED when it has 50 that work;
 * WL_NOT_FOUND when there is no such account, or, with `service`, it is not a program's. */
WL_MUST_CHECK wl_status store_add_token (wl_db_t *db, const store_token_t *token, bool service);
WL_MUST_CHECK wl_status store_end_token (wl_db_t *db, const char *account_id, const char *id,
                                         bool service);
WL_MUST_CHECK wl_status store_list_tokens (wl_db_t *db, const char *account_id, bool service,
                                           wl_time_t now, Gateway__ApiToken ***ret,
                                           size_t *ret_count);
