/* Passwords: argon2id (libsodium), as OWASP's cheat sheet asks for (19 MiB, 2 passes), and no more
 * of them at the same time than there are processors: each takes its memory and tens of
 * milliseconds of one. Thread-safe.
 */
#pragma once

#include "base/status.h"

enum { PASSWORD_HASH_TEXT = 128 };

typedef struct passwords passwords_t;

/* `concurrency` 0: one per processor. */
passwords_t *passwords_new (unsigned concurrency);
void passwords_destroy (passwords_t **self_p);

/* WL_UNAVAILABLE when the others before it would take too long, or there is no memory. */
WL_MUST_CHECK wl_status passwords_hash (passwords_t *self, const char *password,
                                        char ret[PASSWORD_HASH_TEXT]);
/* `hash` "" is the hash of nobody: it takes as long as any other and is never right, so that time
 * does not tell whether there is an account. */
WL_MUST_CHECK wl_status passwords_verify (passwords_t *self, const char *hash, const char *password,
                                          bool *ret_right);

/* Whether this is a password that a stranger tries first: the person's own address or name, a
 * common one (password_list.h) whatever digits and signs it is dressed up with, a short pattern
 * over and over. Length is the contract's to check. Pure. */
WL_MUST_CHECK bool password_is_obvious (const char *password, const char *email, const char *name);
