/* Counters, gauges and fixed histograms in Prometheus' text format.
 *
 * Series are made at start and live as long as the process; changing one is a relaxed atomic add,
 * so metrics cost nothing on a hot path. Labels come from closed sets of our own (method, status,
 * region), never from a user. Thread-safe.
 */
#pragma once

#include <stdint.h>

#include "base/text.h"

typedef struct wl_metrics wl_metrics_t;
typedef struct wl_counter wl_counter_t;
typedef struct wl_gauge wl_gauge_t;
typedef struct wl_histogram wl_histogram_t;

wl_metrics_t *wl_metrics_new (void);
void wl_metrics_destroy (wl_metrics_t **self_p);

/* `labels` is written as it stands: `method="LockCard",status="OK"`, or "". The same name and
 * labels give the same series. The results are the registry's. */
wl_counter_t *
wl_metrics_counter (wl_metrics_t *self, const char *name, const char *help, const char *labels);
wl_gauge_t *
wl_metrics_gauge (wl_metrics_t *self, const char *name, const char *help, const char *labels);
/* Buckets from 0.5 ms to 16 s, doubling. */
wl_histogram_t *
wl_metrics_histogram (wl_metrics_t *self, const char *name, const char *help, const char *labels);
/* A value that is asked for when somebody looks: queue lengths, counters kept elsewhere. */
void wl_metrics_on_read (wl_metrics_t *self, const char *name, const char *type, const char *help,
                         const char *labels, double (*read) (void *context), void *context);

void wl_counter_add (wl_counter_t *counter, uint64_t by);
void wl_gauge_set (wl_gauge_t *gauge, double value);
void wl_histogram_observe (wl_histogram_t *histogram, int64_t microseconds);

void wl_metrics_write (wl_metrics_t *self, wl_buffer_t *ret);
