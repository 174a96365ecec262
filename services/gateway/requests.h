/* What the handler files share. */
#pragma once

#include "gateway.h"
#include "gateway.handlers.h"
#include "store_links.h"
#include "store_secrets.h"

accounts_t *requests_accounts (wl_request_t *req);
/* A fresh UUID of this moment, in the arena. */
char *requests_new_id (wl_request_t *req);

/* The account with its roles; WL_NOT_FOUND with its reason. */
WL_MUST_CHECK wl_status requests_read_account (wl_request_t *req, const char *id,
                                               Gateway__Account *out);

/* A person must be there: a token cannot change what it hangs on. WL_PERMISSION_DENIED. */
WL_MUST_CHECK wl_status requests_need_session (wl_request_t *req);

/* The rules for a new password beyond its length; `field` is named when it breaks one. */
WL_MUST_CHECK wl_status requests_check_new_password (wl_request_t *req, const char *field,
                                                     const char *password, const char *email,
                                                     const char *name);
/* Hashes it, or says that too many others do so now. */
WL_MUST_CHECK wl_status requests_hash_password (wl_request_t *req, const char *password,
                                                char ret[PASSWORD_HASH_TEXT]);

/* Whether this role can be granted in this region and programme ("": in all). */
WL_MUST_CHECK wl_status requests_check_grant (wl_request_t *req, wl_role_t role, const char *region,
                                              const char *programme_id);

/* ---- letters with a link ---- */

typedef struct requests_link {
    store_link_t row; /* its hash points into this struct */
    char token[TOKEN_TEXT];
    uint8_t hash[TOKEN_HASH];
} requests_link_t;

/* In the arena. */
requests_link_t *
requests_make_link (wl_request_t *req, store_link_purpose_t purpose, wl_time_t lifetime);
/* Uses it up; WL_NOT_FOUND with its reason. */
WL_MUST_CHECK wl_status requests_take_link (wl_request_t *req, store_link_purpose_t purpose,
                                            const char *token, store_taken_link_t *ret);
/* A sentence in the request's language, for an answer. */
char *requests_say (wl_request_t *req, const char *pl, const char *en);

/* ---- sessions ---- */

typedef struct requests_device {
    const char *name, *token; /* as the sign-in gave them; either may be "" */
} requests_device_t;

/* Opens a session and tells the account's owner about a device that is new. */
WL_MUST_CHECK wl_status requests_open_session (wl_request_t *req, const char *account_id,
                                               bool second_factor, requests_device_t device,
                                               Gateway__Session *out);

/* ---- proving who one is; every failure counts towards the lockout of `who` ---- */

/* Says how long, when `who` has failed too often. */
WL_MUST_CHECK wl_status requests_check_attempts (wl_request_t *req, const char *who);
/* `*ret_right`, or WL_UNAVAILABLE. Does not end the count: a second factor may be to come. */
WL_MUST_CHECK wl_status requests_verify_password (wl_request_t *req, const char *who,
                                                  const char *hash, const char *password,
                                                  bool *ret_right);
/* Takes a code of the app or a recovery code, so that it counts once. */
WL_MUST_CHECK wl_status requests_take_code (wl_request_t *req, const store_secrets_t *secrets,
                                            const char *code);
/* The code of an account with a second factor; "" asks for one. */
WL_MUST_CHECK wl_status requests_check_code (wl_request_t *req, const char *account_id,
                                             const char *code);
/* The caller's password once more, before what would lock them out of their own account. */
WL_MUST_CHECK wl_status requests_prove_caller (wl_request_t *req, const char *field,
                                               const char *password, store_secrets_t *ret);
