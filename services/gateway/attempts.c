#include "attempts.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SETS = 4096, WAYS = 4, NAME_HASH = 16, FAILURES_MAX = 10 };

static const wl_time_t WINDOW = 15 * WL_MINUTE;

typedef struct record {
    uint8_t name[NAME_HASH];
    wl_time_t since; /* when the window began; 0: free */
    int failures;
} record_t;

struct attempts {
    pthread_mutex_t lock;
    uint8_t key[crypto_generichash_KEYBYTES]; /* so that nobody can choose who shares a set */
    record_t records[SETS][WAYS];
};

attempts_t *
attempts_new (void)
{
    attempts_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    pthread_mutex_init (&self->lock, NULL);
    randombytes_buf (self->key, sizeof self->key);
    return self;
}

void
attempts_destroy (attempts_t **self_p)
{
    if (!*self_p)
        return;
    pthread_mutex_destroy (&(*self_p)->lock);
    free (*self_p);
    *self_p = NULL;
}

static record_t *
set_of (attempts_t *self, const char *who, uint8_t ret_name[NAME_HASH])
{
    crypto_generichash (ret_name, NAME_HASH, (const uint8_t *) who, strlen (who), self->key,
                        sizeof self->key);
    return self->records[((size_t) ret_name[0] << 8 | ret_name[1]) % SETS];
}

static record_t *
find (record_t *set, const uint8_t name[NAME_HASH])
{
    for (int i = 0; i < WAYS; i++) {
        if (set[i].since != 0 && memcmp (set[i].name, name, NAME_HASH) == 0)
            return &set[i];
    }
    return NULL;
}

static record_t *
oldest (record_t *set)
{
    record_t *found = set;

    for (int i = 1; i < WAYS; i++) {
        if (set[i].since < found->since)
            found = &set[i];
    }
    return found;
}

wl_time_t
attempts_wait (attempts_t *self, const char *who, wl_time_t now)
{
    uint8_t name[NAME_HASH];
    wl_time_t wait = 0;
    record_t *record;

    pthread_mutex_lock (&self->lock);
    record = find (set_of (self, who, name), name);
    if (record && record->failures >= FAILURES_MAX && record->since + WINDOW > now)
        wait = record->since + WINDOW - now;
    pthread_mutex_unlock (&self->lock);
    return wait;
}

void
attempts_failed (attempts_t *self, const char *who, wl_time_t now)
{
    uint8_t name[NAME_HASH];
    record_t *set, *record;

    pthread_mutex_lock (&self->lock);
    set = set_of (self, who, name);
    record = find (set, name);
    if (!record) {
        record = oldest (set);
        memcpy (record->name, name, NAME_HASH);
        record->since = 0;
    }
    if (record->since == 0 || record->since + WINDOW <= now) {
        record->since = now;
        record->failures = 0;
    }
    record->failures++;
    pthread_mutex_unlock (&self->lock);
}

void
attempts_succeeded (attempts_t *self, const char *who)
{
    uint8_t name[NAME_HASH];
    record_t *record;

    pthread_mutex_lock (&self->lock);
    record = find (set_of (self, who, name), name);
    if (record)
        record->since = 0;
    pthread_mutex_unlock (&self->lock);
}
