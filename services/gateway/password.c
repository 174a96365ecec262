#include "password.h"

#include <errno.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PASSES = 2, MEMORY = 19 * 1024 * 1024, PATIENCE_S = 3 };

struct passwords {
    sem_t permits;
    char nobody[PASSWORD_HASH_TEXT]; /* of a password that nobody knows */
};

_Static_assert(PASSWORD_HASH_TEXT == crypto_pwhash_STRBYTES, "libsodium's strings fit ours");

passwords_t *
passwords_new (unsigned concurrency)
{
    passwords_t *self = calloc (1, sizeof *self);
    long processors = sysconf (_SC_NPROCESSORS_ONLN);
    char secret[32];

    if (!self)
        abort ();
    if (concurrency == 0)
        concurrency = processors > 0 ? (unsigned) processors : 1;
    sem_init (&self->permits, 0, concurrency);
    randombytes_buf (secret, sizeof secret);
    if (crypto_pwhash_str (self->nobody, secret, sizeof secret, PASSES, MEMORY) != 0)
        abort ();
    sodium_memzero (secret, sizeof secret);
    return self;
}

void
passwords_destroy (passwords_t **self_p)
{
    if (!*self_p)
        return;
    sem_destroy (&(*self_p)->permits);
    free (*self_p);
    *self_p = NULL;
}

static wl_status
take_permit (passwords_t *self)
{
    struct timespec until; /* not the wall's clock, which may jump back and keep a thread here */

    clock_gettime (CLOCK_MONOTONIC, &until);
    until.tv_sec += PATIENCE_S;
    while (sem_clockwait (&self->permits, CLOCK_MONOTONIC, &until) != 0) {
        if (errno != EINTR)
            return WL_UNAVAILABLE;
    }
    return WL_OK;
}

wl_status
passwords_hash (passwords_t *self, const char *password, char ret[PASSWORD_HASH_TEXT])
{
    int failed;

    WL_TRY (take_permit (self));
    failed = crypto_pwhash_str (ret, password, strlen (password), PASSES, MEMORY);
    sem_post (&self->permits);
    return failed ? WL_UNAVAILABLE : WL_OK;
}

wl_status
passwords_verify (passwords_t *self, const char *hash, const char *password, bool *ret_right)
{
    bool nobody = *hash == '\0';
    int failed;

    WL_TRY (take_permit (self));
    failed = crypto_pwhash_str_verify (nobody ? self->nobody : hash, password, strlen (password));
    sem_post (&self->permits);
    *ret_right = !failed && !nobody;
    return WL_OK;
}
