/* Links that open something once: their rows. SQL stands only in store*.c. */
#pragma once

#include "store.h"

/* Kept in the database: never change a number. */
typedef enum store_link_purpose {
    STORE_LINK_RESET = 1, /* choose a new password */
    STORE_LINK_EMAIL = 2, /* confirm a new address */
    STORE_LINK_SIGN_IN = 3,
} store_link_purpose_t;

typedef struct store_link {
    const char *id;
    store_link_purpose_t purpose;
    const uint8_t *token_hash;
    wl_time_t created_at, expires_at;
} store_link_t;

/* Adds a link for the account of this address and tells whom to write to. WL_NOT_FOUND without an
 * account; WL_RESOURCE_EXHAUSTED when it had three of this purpose within the hour. One round trip
 * either way. */
WL_MUST_CHECK wl_status store_add_link_for_address (wl_db_t *db, const store_link_t *link,
                                                    const char *email, store_addressee_t *ret);

/* Adds a link for an account and the address it is about, which may be NULL; deferred. */
void
store_add_link (wl_db_t *db, const store_link_t *link, const char *account_id, const char *email);

typedef struct store_taken_link {
    const char *account_id;
    const char *email; /* "": the link is about no address */
} store_taken_link_t;

/* Uses the link up. WL_NOT_FOUND when there is none or it has expired. */
WL_MUST_CHECK wl_status store_take_link (wl_db_t *db, store_link_purpose_t purpose,
                                         const uint8_t token_hash[TOKEN_HASH], wl_time_t now,
                                         store_taken_link_t *ret);

/* Drops every link of the account, whatever it is for; deferred. */
void store_drop_links (wl_db_t *db, const char *account_id);
