#include "rate_limit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETS = 16384, WAYS = 4, NAME_HASH = 16, BURST_PART = 4 };

typedef struct bucket {
    uint8_t name[NAME_HASH];
    wl_time_t full_at;
} bucket_t;

struct rate_limits {
    pthread_mutex_t lock;
    uint8_t key[crypto_generichash_KEYBYTES]; /* so that nobody can choose who shares a set */
    bucket_t buckets[SETS][WAYS];
};

rate_limits_t *
rate_limits_new (void)
{
    rate_limits_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    pthread_mutex_init (&self->lock, NULL);
    randombytes_buf (self->key, sizeof self->key);
    return self;
}

void
rate_limits_destroy (rate_limits_t **self_p)
{
    if (!*self_p)
        return;
    pthread_mutex_destroy (&(*self_p)->lock);
    free (*self_p);
    *self_p = NULL;
}

long
rate_limit_burst (const rate_policy_t *policy)
{
    return policy->per_minute < BURST_PART ? 1 : policy->per_minute / BURST_PART;
}

/* The bucket of this name, or the fullest of its set, emptied of its former name. */
static bucket_t *
find (rate_limits_t *self, const rate_policy_t *policy, const char *who)
{
    crypto_generichash_state state;
    uint8_t name[NAME_HASH];
    bucket_t *set, *fullest;

    crypto_generichash_init (&state, self->key, sizeof self->key, NAME_HASH);
    crypto_generichash_update (&state, (const uint8_t *) policy->name, strlen (policy->name) + 1);
    crypto_generichash_update (&state, (const uint8_t *) who, strlen (who));
    crypto_generichash_final (&state, name, NAME_HASH);
    set = self->buckets[((size_t) name[0] << 8 | name[1]) % SETS];
    fullest = set;
    for (int i = 0; i < WAYS; i++) {
        if (memcmp (set[i].name, name, NAME_HASH) == 0)
            return &set[i];
        if (set[i].full_at < fullest->full_at)
            fullest = &set[i];
    }
    memcpy (fullest->name, name, NAME_HASH);
    fullest->full_at = 0;
    return fullest;
}

static rate_standing_t
take (bucket_t *bucket, const rate_policy_t *policy, wl_time_t now)
{
    wl_time_t each = WL_MINUTE / policy->per_minute;
    wl_time_t burst = rate_limit_burst (policy) * each;
    wl_time_t full_at = bucket->full_at > now ? bucket->full_at : now;
    rate_standing_t standing = { .policy = policy };

    if (full_at + each - now > burst) {
        standing.wait = full_at + each - now - burst;
        standing.full = full_at - now;
        return standing;
    }
    bucket->full_at = full_at + each;
    standing.full = bucket->full_at - now;
    standing.remaining = (long) ((burst - standing.full) / each);
    return standing;
}

void
rate_limit_take (rate_limits_t *self, const rate_policy_t *policy, const char *who, wl_time_t now,
                 rate_standing_t *standing)
{
    rate_standing_t found;

    if (policy->per_minute == 0 || *who == '\0')
        return;
    pthread_mutex_lock (&self->lock);
    found = take (find (self, policy, who), policy, now);
    pthread_mutex_unlock (&self->lock);
    if (!standing->policy || found.wait > standing->wait ||
        (standing->wait == 0 && found.remaining < standing->remaining))
        *standing = found;
}

void
rate_limit_address (const char *address, char ret[RATE_ADDRESS_TEXT])
{
    struct in6_addr six;
    struct in_addr four;

    *ret = '\0';
    if (inet_pton (AF_INET, address, &four) == 1)
        (void) inet_ntop (AF_INET, &four, ret, RATE_ADDRESS_TEXT);
    else if (inet_pton (AF_INET6, address, &six) == 1 && IN6_IS_ADDR_V4MAPPED (&six))
        (void) inet_ntop (AF_INET, &six.s6_addr[12], ret, RATE_ADDRESS_TEXT);
    else if (inet_pton (AF_INET6, address, &six) == 1) {
        memset (&six.s6_addr[8], 0, 8);
        (void) inet_ntop (AF_INET6, &six, ret, RATE_ADDRESS_TEXT);
    }
}
