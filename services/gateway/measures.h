/* What the front counts: answers by method and HTTP status, and how long they took. Thread-safe. */
#pragma once

#include "base/clock.h"
#include "message/contract.h"
#include "service/metrics.h"

typedef struct measures measures_t;

/* Series of the registry, one duration histogram per method of the contract and one for each of
 * what is no method: a file, the API's description, an address that means nothing. */
measures_t *measures_new (wl_metrics_t *metrics);
void measures_destroy (measures_t **self_p);

typedef enum measures_other {
    MEASURES_FILE,
    MEASURES_DESCRIPTION,
    MEASURES_NOTHING
} measures_other_t;

/* `method` NULL: counted as `other`. */
void measures_count (measures_t *self, const wl_method_t *method, measures_other_t other,
                     int http_status, wl_time_t duration);

typedef enum measures_cache { MEASURES_PAGES, MEASURES_SESSIONS, MEASURES_CACHES } measures_cache_t;
void measures_cache (measures_t *self, measures_cache_t cache, bool hit);

/* The name that logs and metrics use: "LockCard", "file", "description", "nothing". */
const char *measures_name (const wl_method_t *method, measures_other_t other);
