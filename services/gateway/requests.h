/* What the handler files share. */
#pragma once

#include "gateway.h"
#include "gateway.handlers.h"
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
/* The caller's password once more, before what would lock them out of their own account. */
WL_MUST_CHECK wl_status requests_prove_caller (wl_request_t *req, const char *field,
                                               const char *password, store_secrets_t *ret);
