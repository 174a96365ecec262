#include "service/metrics.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BUCKETS = 16,      /* 0.5 ms << 15 is 16.384 s */
    FIRST_BUCKET = 500 /* microseconds */
};

struct wl_counter {
    _Atomic uint64_t value;
};

struct wl_gauge {
    _Atomic double value;
};

struct wl_histogram {
    _Atomic uint64_t counts[BUCKETS + 1]; /* not yet summed up; the last is for the slower ones */
    _Atomic uint64_t microseconds;
};

typedef enum series_kind { COUNTER, GAUGE, HISTOGRAM, READ } series_kind_t;

/* Series and families are only ever appended, and complete before they are linked, so that
 * writing them out needs no lock: it allocates in an arena, which may jump away. */
typedef struct series {
    struct series *_Atomic next;
    series_kind_t kind;
    const char *labels;
    union {
        wl_counter_t counter;
        wl_gauge_t gauge;
        wl_histogram_t histogram;
        struct {
            double (*function) (void *context);
            void *context;
        } read;
    } as;
} series_t;

typedef struct family {
    struct family *_Atomic next;
    const char *name, *type, *help;
    series_t *_Atomic first;
} family_t;

struct wl_metrics {
    pthread_mutex_t mutex; /* of making series */
    wl_arena_t *arena;     /* of all series; no guard: no memory for them ends the process */
    family_t *_Atomic first;
};

wl_metrics_t *
wl_metrics_new (void)
{
    wl_metrics_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        abort ();
    pthread_mutex_init (&self->mutex, NULL);
    self->arena = wl_arena_new (SIZE_MAX);
    return self;
}

void
wl_metrics_destroy (wl_metrics_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    wl_arena_destroy (&(*self_p)->arena);
    pthread_mutex_destroy (&(*self_p)->mutex);
    free (*self_p);
    *self_p = NULL;
}

/* ---- making series ---- */

static family_t *
find_family (wl_metrics_t *self, const char *name, const char *type, const char *help)
{
    family_t *_Atomic *link = &self->first;
    family_t *family;

    for (; (family = atomic_load (link)) != NULL; link = &family->next) {
        if (strcmp (family->name, name) != 0)
            continue;
        if (strcmp (family->type, type) != 0)
            abort (); /* one name, two types: a reader would refuse the whole page */
        return family;
    }
    family = wl_arena_alloc (self->arena, sizeof *family);
    family->name = wl_text_copy (self->arena, name);
    family->type = wl_text_copy (self->arena, type);
    family->help = wl_text_copy (self->arena, help);
    atomic_store (link, family);
    return family;
}

/* The place of the series with these labels, or the empty place behind the last. */
static series_t *_Atomic *
find_series (family_t *family, const char *labels)
{
    series_t *_Atomic *link = &family->first;
    series_t *series;

    for (; (series = atomic_load (link)) != NULL; link = &series->next)
        if (strcmp (series->labels, labels) == 0)
            break;
    return link;
}

static series_t *
new_series (wl_metrics_t *self, series_kind_t kind, const char *labels)
{
    series_t *series = wl_arena_alloc (self->arena, sizeof *series);

    series->kind = kind;
    series->labels = wl_text_copy (self->arena, labels);
    return series;
}

static series_t *
get_series (wl_metrics_t *self, series_kind_t kind, const char *name, const char *type,
            const char *help, const char *labels)
{
    pthread_mutex_lock (&self->mutex);
    series_t *_Atomic *link = find_series (find_family (self, name, type, help), labels);
    series_t *series = atomic_load (link);
    if (series == NULL) {
        series = new_series (self, kind, labels);
        atomic_store (link, series);
    } else if (series->kind != kind) {
        abort (); /* a value that is set and a value that is asked for, under one name */
    }
    pthread_mutex_unlock (&self->mutex);
    return series;
}

wl_counter_t *
wl_metrics_counter (wl_metrics_t *self, const char *name, const char *help, const char *labels)
{
    return &get_series (self, COUNTER, name, "counter", help, labels)->as.counter;
}

wl_gauge_t *
wl_metrics_gauge (wl_metrics_t *self, const char *name, const char *help, const char *labels)
{
    return &get_series (self, GAUGE, name, "gauge", help, labels)->as.gauge;
}

wl_histogram_t *
wl_metrics_histogram (wl_metrics_t *self, const char *name, const char *help, const char *labels)
{
    return &get_series (self, HISTOGRAM, name, "histogram", help, labels)->as.histogram;
}

void
wl_metrics_on_read (wl_metrics_t *self, const char *name, const char *type, const char *help,
                    const char *labels, double (*read) (void *context), void *context)
{
    pthread_mutex_lock (&self->mutex);
    series_t *_Atomic *link = find_series (find_family (self, name, type, help), labels);
    if (atomic_load (link) != NULL)
        abort (); /* two answers to one question */
    series_t *series = new_series (self, READ, labels);
    series->as.read.function = read;
    series->as.read.context = context;
    atomic_store (link, series);
    pthread_mutex_unlock (&self->mutex);
}

/* ---- changing them ---- */

void
wl_counter_add (wl_counter_t *counter, uint64_t by)
{
    atomic_fetch_add_explicit (&counter->value, by, memory_order_relaxed);
}

void
wl_gauge_set (wl_gauge_t *gauge, double value)
{
    atomic_store_explicit (&gauge->value, value, memory_order_relaxed);
}

void
wl_histogram_observe (wl_histogram_t *histogram, int64_t microseconds)
{
    uint64_t value = microseconds > 0 ? (uint64_t) microseconds : 0;
    size_t bucket = 0;

    while (bucket < BUCKETS && value > (uint64_t) FIRST_BUCKET << bucket)
        bucket++;
    atomic_fetch_add_explicit (&histogram->counts[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit (&histogram->microseconds, value, memory_order_relaxed);
}

/* ---- writing them out ---- */

static void
write_help (wl_buffer_t *ret, const char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\n')
            wl_buffer_text (ret, "\\n");
        else if (*text == '\\')
            wl_buffer_text (ret, "\\\\");
        else
            wl_buffer_char (ret, *text);
}

static void
write_name (wl_buffer_t *ret, const char *name, const char *suffix, const char *labels)
{
    wl_buffer_printf (ret, *labels == '\0' ? "%s%s%s " : "%s%s{%s} ", name, suffix, labels);
}

/* printf's words for what is no number are not those of the format. */
static void
write_double (wl_buffer_t *ret, double value)
{
    if (isnan (value))
        wl_buffer_text (ret, "NaN\n");
    else if (isinf (value))
        wl_buffer_text (ret, value > 0 ? "+Inf\n" : "-Inf\n");
    else
        wl_buffer_printf (ret, "%.15g\n", value);
}

static void
write_bucket (wl_buffer_t *ret, const family_t *family, const char *labels, const char *limit,
              uint64_t count)
{
    wl_buffer_printf (ret, "%s_bucket{%s%sle=\"%s\"} %llu\n", family->name, labels,
                      *labels == '\0' ? "" : ",", limit, (unsigned long long) count);
}

static void
write_histogram (wl_buffer_t *ret, const family_t *family, series_t *series)
{
    wl_histogram_t *histogram = &series->as.histogram;
    uint64_t sum = 0;
    char limit[32];

    for (size_t i = 0; i < BUCKETS; i++) {
        sum += atomic_load_explicit (&histogram->counts[i], memory_order_relaxed);
        snprintf (limit, sizeof limit, "%g", (double) ((uint64_t) FIRST_BUCKET << i) / 1e6);
        write_bucket (ret, family, series->labels, limit, sum);
    }
    sum += atomic_load_explicit (&histogram->counts[BUCKETS], memory_order_relaxed);
    write_bucket (ret, family, series->labels, "+Inf", sum);
    uint64_t took = atomic_load_explicit (&histogram->microseconds, memory_order_relaxed);
    write_name (ret, family->name, "_sum", series->labels);
    wl_buffer_printf (ret, "%llu.%06llu\n", (unsigned long long) (took / 1000000),
                      (unsigned long long) (took % 1000000));
    write_name (ret, family->name, "_count", series->labels);
    wl_buffer_printf (ret, "%llu\n", (unsigned long long) sum);
}

static void
write_series (wl_buffer_t *ret, const family_t *family, series_t *series)
{
    if (series->kind == HISTOGRAM) {
        write_histogram (ret, family, series);
        return;
    }
    write_name (ret, family->name, "", series->labels);
    switch (series->kind) {
    case COUNTER:
        wl_buffer_printf (ret, "%llu\n",
                          (unsigned long long) atomic_load_explicit (&series->as.counter.value,
                                                                     memory_order_relaxed));
        break;
    case GAUGE:
        write_double (ret, atomic_load_explicit (&series->as.gauge.value, memory_order_relaxed));
        break;
    default:
        write_double (ret, series->as.read.function (series->as.read.context));
    }
}

void
wl_metrics_write (wl_metrics_t *self, wl_buffer_t *ret)
{
    for (family_t *family = atomic_load (&self->first); family != NULL;
         family = atomic_load (&family->next)) {
        wl_buffer_printf (ret, "# HELP %s ", family->name);
        write_help (ret, family->help);
        wl_buffer_printf (ret, "\n# TYPE %s %s\n", family->name, family->type);
        for (series_t *series = atomic_load (&family->first); series != NULL;
             series = atomic_load (&series->next))
            write_series (ret, family, series);
    }
}
