/* What lets a person in: password, second factor, recovery codes. SQL stands only in store*.c. */
#pragma once

#include "second_factor.h"
#include "store.h"

typedef struct store_secrets {
    store_addressee_t person;
    const char *password_hash;  /* "": the account has none */
    const uint8_t *totp_sealed; /* NULL: no secret was ever made */
    size_t totp_length;
    bool totp_on;
} store_secrets_t;

/* WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_read_secrets (wl_db_t *db, wl_arena_t *arena, const char *account_id,
                                            store_secrets_t *ret);

void store_set_password (wl_db_t *db, const char *account_id, const char *hash); /* deferred */
/* WL_ALREADY_EXISTS when another account has the address. */
WL_MUST_CHECK wl_status store_set_email (wl_db_t *db, const char *account_id, const char *email);

/* ---- the second factor; what is deferred fails at the commit ---- */

/* A new secret that waits for its first code. False when the second factor is on already. */
WL_MUST_CHECK wl_status store_set_totp_secret (wl_db_t *db, const char *account_id,
                                               const uint8_t sealed[SECOND_FACTOR_SEALED],
                                               bool *ret_set);
/* Turns it on; the session that did so counts as opened with it. */
void store_turn_on_totp (wl_db_t *db, const char *account_id, const char *session_id, int64_t step,
                         wl_time_t now);
/* Turns it off and drops secret and recovery codes. */
void store_turn_off_totp (wl_db_t *db, const char *account_id);

/* Takes the code of this time step, unless it or a later one was taken before. */
WL_MUST_CHECK wl_status store_take_totp_step (wl_db_t *db, const char *account_id, int64_t step,
                                              bool *ret_taken);
WL_MUST_CHECK wl_status store_take_recovery_code (wl_db_t *db, const char *account_id,
                                                  const uint8_t hash[32], bool *ret_taken);
/* Makes these the account's only recovery codes; deferred. */
void store_set_recovery_codes (wl_db_t *db, const char *account_id,
                               const uint8_t hashes[SECOND_FACTOR_CODES][32]);

/* The language of the account's letters, "pl" or "en"; what is read after it sees it. */
WL_MUST_CHECK wl_status store_set_locale (wl_db_t *db, const char *account_id, const char *locale);
