/* Answers of public reads, kept as long as the contract's cache_seconds allow.
 *
 * Only what anybody may read comes here, so an entry is right for every caller. Dissemination's
 * events drop all of it at once; a gateway that did not hear them (several replicas share one
 * consumer) is at most cache_seconds behind. Thread-safe; bounded in entries and bytes.
 */
#pragma once

#include <stdbool.h>

#include "base/clock.h"

typedef struct page_cache page_cache_t;

enum { PAGE_TAG_TEXT = 36, PAGE_NAME_TEXT = 101, PAGE_KEY_MAX = 1024 };

typedef struct page {
    const char *body;
    size_t length;
    char tag[PAGE_TAG_TEXT];   /* a quoted entity tag */
    const char *type;          /* media type; outlives the process' every answer */
    bool is_document;          /* of document.h, else JSON */
    char name[PAGE_NAME_TEXT]; /* to save a document under, or "" */
} page_t;

page_cache_t *page_cache_new (void);
void page_cache_destroy (page_cache_t **self_p);

/* NULL when there is none. The page is the cache's; give it back with page_release. */
const page_t *page_cache_find (page_cache_t *self, const char *key, wl_time_t now);

/* Ask before the rpc and hand over with the answer: what was read before a page_cache_forget is not
 * kept. Copies `body`. Keys longer than PAGE_KEY_MAX and very large pages are not kept. */
uint64_t page_cache_generation (page_cache_t *self);
void page_cache_keep (page_cache_t *self, const char *key, uint64_t generation, wl_time_t expires,
                      const page_t *page);
void page_cache_forget (page_cache_t *self);

/* Of any thread; fits http_response_t.done. */
void page_release (void *page);

/* The entity tag of a body: half of its BLAKE2b, in quotes. */
void page_tag (const char *body, size_t length, char ret[PAGE_TAG_TEXT]);
