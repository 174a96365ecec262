/* The service's state: what it needs of the configuration, and the dictionary. Constant after the
 * start, or guards itself.
 */
#pragma once

#include "dictionary.h"
#include "quality.h"
#include "service/service.h"

/* Raise it when the rules of words.c or search_index.c change: every entry is then indexed anew. */
#define SEARCH_RULES "2"

typedef struct site {
    char *url;   /* public.url, "https://wlacznik.example", without a slash at its end */
    char *email; /* whom harvesters write to */
    dictionary_t *dictionary;
    quality_points_t required;                 /* what publishing waits for */
    bool second_reader;                        /* who wrote a text does not publish it */
    char search_built[DICTIONARY_VERSION + 8]; /* rules and dictionary that an index is made by */
} site_t;

site_t *site_new (const char *url, const char *email, const char *dictionary);
void site_destroy (site_t **self_p);
wl_status site_start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error);
void site_stop (void **state_p);

/* Of the running request. */
const site_t *site_of (wl_request_t *req);
const char *site_url (wl_request_t *req);
stemmer_t site_stemmer (wl_request_t *req);
const char *site_search_built (wl_request_t *req);
