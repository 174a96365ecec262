#include "session_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1024 };

static const wl_time_t LIFETIME = 2 * WL_SECOND;

typedef struct slot {
    uint8_t key[SESSION_KEY];
    uint64_t generation; /* an entry of an older generation is forgotten */
    wl_time_t expires;
    size_t length;
    uint8_t actor[SESSION_ACTOR_MAX];
} slot_t;

struct session_cache {
    pthread_mutex_t lock;
    uint64_t generation; /* from 1, so that a fresh slot is not of it */
    slot_t slots[SLOTS];
};

session_cache_t *
session_cache_new (void)
{
    session_cache_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    pthread_mutex_init (&self->lock, NULL);
    self->generation = 1;
    return self;
}

void
session_cache_destroy (session_cache_t **self_p)
{
    if (!*self_p)
        return;
    pthread_mutex_destroy (&(*self_p)->lock);
    free (*self_p);
    *self_p = NULL;
}

/* Keys are hashes, so any of their bytes choose well. */
static slot_t *
slot_of (session_cache_t *self, const uint8_t key[SESSION_KEY])
{
    return &self->slots[((size_t) key[0] << 8 | key[1]) % SLOTS];
}

bool
session_cache_find (session_cache_t *self, const uint8_t key[SESSION_KEY], wl_time_t now,
                    uint8_t ret_actor[SESSION_ACTOR_MAX], size_t *ret_length)
{
    slot_t *slot = slot_of (self, key);
    bool found;

    pthread_mutex_lock (&self->lock);
    found = slot->generation == self->generation && slot->expires > now &&
            memcmp (slot->key, key, SESSION_KEY) == 0;
    if (found) {
        memcpy (ret_actor, slot->actor, slot->length);
        *ret_length = slot->length;
    }
    pthread_mutex_unlock (&self->lock);
    return found;
}

uint64_t
session_cache_generation (session_cache_t *self)
{
    uint64_t generation;

    pthread_mutex_lock (&self->lock);
    generation = self->generation;
    pthread_mutex_unlock (&self->lock);
    return generation;
}

void
session_cache_keep (session_cache_t *self, const uint8_t key[SESSION_KEY], uint64_t generation,
                    wl_time_t now, const uint8_t *actor, size_t length)
{
    slot_t *slot = slot_of (self, key);

    if (length > SESSION_ACTOR_MAX)
        return;
    pthread_mutex_lock (&self->lock);
    if (generation == self->generation) {
        memcpy (slot->key, key, SESSION_KEY);
        memcpy (slot->actor, actor, length);
        slot->length = length;
        slot->generation = generation;
        slot->expires = now + LIFETIME;
    }
    pthread_mutex_unlock (&self->lock);
}

void
session_cache_forget (session_cache_t *self)
{
    pthread_mutex_lock (&self->lock);
    self->generation++;
    pthread_mutex_unlock (&self->lock);
}
