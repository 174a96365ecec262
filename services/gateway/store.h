/* The gateway's rows; SQL stands only here. Texts of results live in `arena`, which is the
 * connection's own. An address is found whatever its case.
 */
#pragma once

#include "db/db.h"
#include "token.h"
#include "wlacznik/bus.pb-c.h"
#include "wlacznik/gateway.pb-c.h"

/* ---- opening an account ---- */

typedef struct store_registration {
    const char *id;
    const char *email, *name, *locale;
    const char *password_hash;
    const uint8_t *token_hash;
    wl_time_t created_at, expires_at;
} store_registration_t;

typedef struct store_addressee {
    bool has_account;
    const char *user_id; /* "" without an account */
    const char *email;   /* of the account, else as it was typed */
    const char *name, *locale;
} store_addressee_t;

/* Keeps the registration and tells whom to write to. For an address that has an account neither
 * name nor password is kept. WL_RESOURCE_EXHAUSTED when the address had three messages within the
 * hour; nothing is kept then. One round trip. */
WL_MUST_CHECK wl_status store_add_registration (wl_db_t *db,
                                                const store_registration_t *registration,
                                                store_addressee_t *ret);

/* Makes the registration of this token an account `id` and drops the others of the same address.
 * WL_NOT_FOUND when there is no such token, it has expired, or the address got an account
 * meanwhile. One round trip. */
WL_MUST_CHECK wl_status store_confirm (wl_db_t *db, const uint8_t token_hash[TOKEN_HASH],
                                       const char *id, wl_time_t now);

/* Deferred. */
void store_forget_registration (wl_db_t *db, const char *id);

/* ---- signing in ---- */

typedef struct store_credentials {
    const char *account_id;    /* "": nobody, or not yet confirmed */
    const char *password_hash; /* "": nobody */
    bool second_factor;        /* the account has one, so a code is asked for */
} store_credentials_t;

/* Of the account, else of the newest registration that waits for this address. */
WL_MUST_CHECK wl_status store_find_credentials (wl_db_t *db, const char *email, wl_time_t now,
                                                store_credentials_t *ret);

/* ---- accounts ---- */

/* An account with its roles. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_read_account (wl_db_t *db, wl_arena_t *arena, const char *id,
                                            Gateway__Account *ret);

/* At most `limit` + 1 accounts whose address or name begins with `beginning` ("" finds all), by
 * address, after the address key `after` ("" from the start): one more than asked for tells that
 * there is a next page. Of many with the same beginning of a name the first 1,000 are found.
 * `ret_last_key` is the key of the last one within the limit. */
WL_MUST_CHECK wl_status store_list_accounts (wl_db_t *db, wl_arena_t *arena, const char *beginning,
                                             const char *after, uint32_t limit,
                                             Gateway__Account ***ret, size_t *ret_count,
                                             char **ret_last_key);

/* How many a list of these is, counted up to `STORE_COUNT_MAX` + 1. */
enum { STORE_COUNT_MAX = 10000 };
WL_MUST_CHECK wl_status store_count_accounts (wl_db_t *db, const char *beginning, int64_t *ret);

/* Every account of a program, by name. */
WL_MUST_CHECK wl_status store_list_service_accounts (wl_db_t *db, wl_arena_t *arena,
                                                     Gateway__Account ***ret, size_t *ret_count);

/* Of those of `ids` that are accounts. */
WL_MUST_CHECK wl_status store_list_contacts (wl_db_t *db, char *const *ids, size_t count,
                                             Gateway__Contact ***ret, size_t *ret_count);

/* An account without a registration: of the operators' tool, or of a program. WL_ALREADY_EXISTS. */
typedef struct store_account {
    const char *id;
    const char *email; /* NULL: a program's */
    const char *name, *locale, *password_hash;
    wl_time_t created_at;
} store_account_t;
WL_MUST_CHECK wl_status store_add_account (wl_db_t *db, const store_account_t *account);
