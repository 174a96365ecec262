#include "page_cache.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    SLOTS = 1024,
    PAGE_MAX = 256 * 1024,
    TOTAL_MAX = 16 * 1024 * 1024,
    TAG_BYTES = 16,
};

typedef struct entry {
    page_t page; /* first, so that a page is found back from what was lent */
    atomic_int holders;
    wl_time_t expires;
    char *key;
} entry_t;

struct page_cache {
    pthread_mutex_t lock;
    uint64_t generation;
    size_t total;
    entry_t *slots[SLOTS];
};

page_cache_t *
page_cache_new (void)
{
    page_cache_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    pthread_mutex_init (&self->lock, NULL);
    return self;
}

void
page_release (void *page)
{
    entry_t *entry = page;

    if (atomic_fetch_sub (&entry->holders, 1) > 1)
        return;
    free (entry->key);
    free (entry);
}

static void
clear_slot (page_cache_t *self, size_t slot)
{
    if (!self->slots[slot])
        return;
    self->total -= self->slots[slot]->page.length;
    page_release (self->slots[slot]);
    self->slots[slot] = NULL;
}

static void
clear_all (page_cache_t *self)
{
    for (size_t i = 0; i < SLOTS; i++)
        clear_slot (self, i);
}

void
page_cache_destroy (page_cache_t **self_p)
{
    if (!*self_p)
        return;
    clear_all (*self_p);
    pthread_mutex_destroy (&(*self_p)->lock);
    free (*self_p);
    *self_p = NULL;
}

/* FNV-1a: keys are public addresses, and two that meet in one slot only cost a miss. */
static size_t
slot_of (const char *key)
{
    uint64_t hash = 14695981039346656037u;

    for (; *key; key++)
        hash = (hash ^ (uint8_t) *key) * 1099511628211u;
    return (size_t) (hash % SLOTS);
}

const page_t *
page_cache_find (page_cache_t *self, const char *key, wl_time_t now)
{
    size_t slot = slot_of (key);
    entry_t *entry;

    pthread_mutex_lock (&self->lock);
    entry = self->slots[slot];
    if (entry && (entry->expires <= now || strcmp (entry->key, key) != 0))
        entry = NULL;
    if (entry)
        atomic_fetch_add (&entry->holders, 1);
    pthread_mutex_unlock (&self->lock);
    return entry ? &entry->page : NULL;
}

uint64_t
page_cache_generation (page_cache_t *self)
{
    uint64_t generation;

    pthread_mutex_lock (&self->lock);
    generation = self->generation;
    pthread_mutex_unlock (&self->lock);
    return generation;
}

/* The body stands behind the entry in the same block. */
static entry_t *
entry_new (const char *key, const page_t *page)
{
    entry_t *entry = malloc (sizeof *entry + page->length);

    if (!entry)
        return NULL;
    *entry = (entry_t){ .page = *page, .key = strdup (key) };
    if (!entry->key) {
        free (entry);
        return NULL;
    }
    entry->page.body = memcpy ((char *) (entry + 1), page->body, page->length);
    atomic_init (&entry->holders, 1);
    return entry;
}

void
page_cache_keep (page_cache_t *self, const char *key, uint64_t generation, wl_time_t expires,
                 const page_t *page)
{
    size_t slot = slot_of (key);
    entry_t *entry;

    if (page->length > PAGE_MAX || strlen (key) > PAGE_KEY_MAX || !(entry = entry_new (key, page)))
        return;
    entry->expires = expires;
    pthread_mutex_lock (&self->lock);
    if (generation == self->generation) {
        clear_slot (self, slot);
        if (self->total + page->length > TOTAL_MAX)
            clear_all (self);
        self->total += page->length;
        self->slots[slot] = entry;
        entry = NULL;
    }
    pthread_mutex_unlock (&self->lock);
    if (entry)
        page_release (entry);
}

void
page_cache_forget (page_cache_t *self)
{
    pthread_mutex_lock (&self->lock);
    self->generation++;
    clear_all (self);
    pthread_mutex_unlock (&self->lock);
}

void
page_tag (const char *body, size_t length, char ret[PAGE_TAG_TEXT])
{
    uint8_t hash[TAG_BYTES];
    char text[2 * TAG_BYTES + 1];

    crypto_generichash (hash, sizeof hash, (const uint8_t *) body, length, NULL, 0);
    wl_hex (hash, sizeof hash, text);
    snprintf (ret, PAGE_TAG_TEXT, "\"%s\"", text);
}
