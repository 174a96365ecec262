/* Sign-ins that have begun, the identities of a provider, passkeys: their rows. SQL stands only in
 * store*.c. */
#pragma once

#include "passkey.h"
#include "store.h"

/* Kept in the database: never change a number. */
typedef enum store_flow_purpose {
    STORE_FLOW_PROVIDER = 1,
    STORE_FLOW_PASSKEY_USE = 2,
    STORE_FLOW_PASSKEY_MAKE = 3,
} store_flow_purpose_t;

/* Drops a few that have expired; deferred. `account_id` may be "". */
void store_add_flow (wl_db_t *db, store_flow_purpose_t purpose, const uint8_t hash[TOKEN_HASH],
                     const char *account_id, wl_time_t now, wl_time_t expires);

typedef struct store_flow {
    const char *account_id, *subject; /* "" each, unless it says so */
} store_flow_t;

/* Uses it up. WL_NOT_FOUND when there is none or it has expired. */
WL_MUST_CHECK wl_status store_take_flow (wl_db_t *db, store_flow_purpose_t purpose,
                                         const uint8_t hash[TOKEN_HASH], wl_time_t now,
                                         store_flow_t *ret);
/* Puts it back with whom the provider named, to wait for a one-time code; deferred. */
void store_await_code (wl_db_t *db, const uint8_t hash[TOKEN_HASH], const store_flow_t *flow,
                       wl_time_t expires);

/* ---- identities ---- */

/* The account, and that it was used now. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_use_identity (wl_db_t *db, const char *issuer, const char *subject,
                                            wl_time_t now, const char **ret_account_id);
/* Links an account; deferred. */
void store_add_identity (wl_db_t *db, const char *id, const char *issuer, const char *subject,
                         const char *account_id, wl_time_t now);
WL_MUST_CHECK wl_status store_list_identities (wl_db_t *db, const char *account_id,
                                               const char *provider, Gateway__LinkedIdentity ***ret,
                                               size_t *ret_count);
WL_MUST_CHECK wl_status store_remove_identity (wl_db_t *db, const char *account_id, const char *id);
/* The account of this address, and whether it holds or awaits the role of an administrator;
 * WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_find_address (wl_db_t *db, const char *email, const char **ret_id,
                                            bool *ret_administrator);

/* ---- passkeys ---- */

enum { STORE_PASSKEYS_MAX = 20 };

/* WL_RESOURCE_EXHAUSTED when the account has 20; WL_ALREADY_EXISTS when the key is known. */
WL_MUST_CHECK wl_status store_add_passkey (wl_db_t *db, const char *id, const char *account_id,
                                           const char *name, const passkey_key_t *key,
                                           wl_time_t now);
/* The key and whose it is. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_find_passkey (wl_db_t *db, const uint8_t *credential, size_t length,
                                            passkey_key_t *ret, const char **ret_account_id);
/* Notes its use. False: its count did not grow, so there is a copy of it. */
WL_MUST_CHECK wl_status store_use_passkey (wl_db_t *db, const passkey_key_t *key, uint32_t count,
                                           wl_time_t now, bool *ret_grown);
WL_MUST_CHECK wl_status store_list_passkeys (wl_db_t *db, const char *account_id,
                                             Gateway__Passkey ***ret, size_t *ret_count);
/* Their credential ids, for a browser. */
WL_MUST_CHECK wl_status store_list_credentials (wl_db_t *db, wl_arena_t *arena,
                                                const char *account_id, ProtobufCBinaryData **ret,
                                                size_t *ret_count);
WL_MUST_CHECK wl_status store_rename_passkey (wl_db_t *db, const char *account_id, const char *id,
                                              const char *name, Gateway__Passkey *ret);
WL_MUST_CHECK wl_status store_remove_passkey (wl_db_t *db, const char *account_id, const char *id);
/* When the session began; 0 when it is over. */
WL_MUST_CHECK wl_status store_session_began (wl_db_t *db, const char *session_id, wl_time_t *ret);
