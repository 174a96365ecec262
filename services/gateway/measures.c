#include "measures.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every status that this gateway answers with; others are counted under the last place. */
static const int statuses[] = { 200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 408,
                                409, 413, 415, 429, 499, 500, 501, 503, 504, 505, 0 };

enum { STATUS_COUNT = sizeof statuses / sizeof *statuses, OTHER_COUNT = MEASURES_NOTHING + 1 };

typedef struct series {
    wl_histogram_t *seconds;
    _Atomic (wl_counter_t *) answers[STATUS_COUNT]; /* made when first needed: most never are */
} series_t;

struct measures {
    wl_metrics_t *metrics;
    series_t others[OTHER_COUNT];
    series_t **services; /* [service of wl_contract][method index] */
    wl_counter_t *caches[MEASURES_CACHES][2];
};

const char *
measures_name (const wl_method_t *method, measures_other_t other)
{
    static const char *const names[OTHER_COUNT] = { "file", "description", "nothing" };

    return method ? method->name : names[other];
}

static void
open_series (measures_t *self, series_t *series, const wl_method_t *method, measures_other_t other)
{
    char label[160];

    snprintf (label, sizeof label, "method=\"%s\"", measures_name (method, other));
    series->seconds = wl_metrics_histogram (self->metrics, "wlacznik_http_seconds",
                                            "Time from the headers to the response", label);
}

static void
open_caches (measures_t *self)
{
    static const char *const names[MEASURES_CACHES] = { "pages", "sessions" };

    for (int cache = 0; cache < MEASURES_CACHES; cache++)
        for (int hit = 0; hit < 2; hit++) {
            char label[60];

            snprintf (label, sizeof label, "cache=\"%s\",found=\"%s\"", names[cache],
                      hit ? "yes" : "no");
            self->caches[cache][hit] = wl_metrics_counter (self->metrics, "wlacznik_cache_total",
                                                           "Looks into the caches", label);
        }
}

void
measures_cache (measures_t *self, measures_cache_t cache, bool hit)
{
    wl_counter_add (self->caches[cache][hit], 1);
}

measures_t *
measures_new (wl_metrics_t *metrics)
{
    measures_t *self = calloc (1, sizeof *self);

    if (!self || !(self->services = calloc (wl_contract_count, sizeof (series_t *))))
        abort ();
    self->metrics = metrics;
    open_caches (self);
    for (int other = 0; other < OTHER_COUNT; other++)
        open_series (self, &self->others[other], NULL, (measures_other_t) other);
    for (uint32_t i = 0; i < wl_contract_count; i++) {
        const wl_service_contract_t *contract = wl_contract[i];

        self->services[i] = calloc (contract->method_count, sizeof **self->services);
        if (!self->services[i])
            abort ();
        for (uint32_t j = 0; j < contract->method_count; j++) {
            if (contract->methods[j].verb != WL_VERB_NONE)
                open_series (self, &self->services[i][j], &contract->methods[j], MEASURES_NOTHING);
        }
    }
    return self;
}

void
measures_destroy (measures_t **self_p)
{
    if (!*self_p)
        return;
    for (uint32_t i = 0; i < wl_contract_count; i++)
        free ((*self_p)->services[i]);
    free ((*self_p)->services);
    free (*self_p);
    *self_p = NULL;
}

static series_t *
series_of (measures_t *self, const wl_method_t *method, measures_other_t other)
{
    for (uint32_t i = 0; method && i < wl_contract_count; i++) {
        if (strcmp (wl_contract[i]->name, method->service) == 0)
            return &self->services[i][method->index];
    }
    return &self->others[other];
}

static size_t
place_of (int http_status)
{
    size_t place = 0;

    while (place < STATUS_COUNT - 1 && statuses[place] != http_status)
        place++;
    return place;
}

void
measures_count (measures_t *self, const wl_method_t *method, measures_other_t other,
                int http_status, wl_time_t duration)
{
    series_t *series = series_of (self, method, other);
    size_t place = place_of (http_status);
    wl_counter_t *counter = atomic_load (&series->answers[place]);

    if (!counter) {
        char label[200];

        snprintf (label, sizeof label, "method=\"%s\",status=\"%d\"", measures_name (method, other),
                  statuses[place]);
        /* The registry gives the same counter for the same labels, so a race is harmless. */
        counter = wl_metrics_counter (self->metrics, "wlacznik_http_total",
                                      "Requests answered over HTTP", label);
        atomic_store (&series->answers[place], counter);
    }
    wl_counter_add (counter, 1);
    wl_histogram_observe (series->seconds, duration);
}
