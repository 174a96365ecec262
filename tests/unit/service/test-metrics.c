#include "check.h"

#include <math.h>
#include <pthread.h>
#include <regex.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

#include "service/metrics.h"

typedef struct page {
    wl_arena_t *arena;
    wl_metrics_t *metrics;
    wl_buffer_t text;
} page_t;

static int
set_up (void **state)
{
    page_t *self = calloc (1, sizeof *self);

    self->arena = wl_arena_new (64 << 20);
    self->metrics = wl_metrics_new ();
    *state = self;
    return 0;
}

static int
tear_down (void **state)
{
    page_t *self = *state;

    wl_metrics_destroy (&self->metrics);
    assert_null (self->metrics);
    wl_arena_destroy (&self->arena);
    free (self);
    return 0;
}

static const char *
write_page (page_t *self)
{
    wl_buffer_init (&self->text, self->arena);
    wl_metrics_write (self->metrics, &self->text);
    return self->text.data;
}

/* ---- the format, checked line by line as its specification says ---- */

static bool
matches (const char *pattern, const char *line)
{
    regex_t regex;

    assert_int_equal (regcomp (&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    bool found = regexec (&regex, line, 0, NULL, 0) == 0;
    regfree (&regex);
    return found;
}

#define NAME  "[a-zA-Z_:][a-zA-Z0-9_:]*"
#define LABEL "[a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\]|\\\\[\\\\n\"])*\""
#define VALUE "(-?[0-9]+(\\.[0-9]+)?(e[+-][0-9]+)?|NaN|[+-]Inf)"

/* Each family once: HELP, TYPE, then samples of that name alone. */
static void
assert_well_formed (char *text)
{
    char family[128] = "";

    assert_true (*text == '\0' || text[strlen (text) - 1] == '\n');
    for (char *line = strtok (text, "\n"); line != NULL; line = strtok (NULL, "\n")) {
        if (matches ("^# HELP " NAME " ", line)) {
            snprintf (family, sizeof family, "%.*s", (int) strcspn (line + 7, " "), line + 7);
            line = strtok (NULL, "\n");
            assert_true (matches ("^# TYPE " NAME " (counter|gauge|histogram)$", line));
            assert_memory_equal (line + 7, family, strlen (family));
            continue;
        }
        if (!matches ("^" NAME "(\\{" LABEL "(," LABEL ")*\\})? " VALUE "$", line))
            fail_msg ("not a sample: %s", line);
        assert_memory_equal (line, family, strlen (family));
    }
}

static double
read_half (void *context)
{
    (void) context;
    return 0.5;
}

static void
an_empty_registry_is_an_empty_page (void **state)
{
    assert_string_equal (write_page (*state), "");
}

static void
the_page_is_what_prometheus_reads (void **state)
{
    page_t *page = *state;
    wl_counter_t *ok = wl_metrics_counter (page->metrics, "calls_total", "Calls",
                                           "method=\"LockCard\",status=\"OK\"");
    wl_gauge_t *ready = wl_metrics_gauge (page->metrics, "ready", "1 when \\ ready\nelse 0", "");

    wl_counter_add (ok, 3);
    wl_counter_add (wl_metrics_counter (page->metrics, "calls_total", "Calls",
                                        "method=\"x\",status=\"y\\\"z\""),
                    UINT64_MAX);
    wl_gauge_set (ready, -1.25);
    wl_metrics_on_read (page->metrics, "waiting", "gauge", "Waiting", "", read_half, NULL);
    wl_metrics_on_read (page->metrics, "waiting", "gauge", "Waiting", "queue=\"b\"", read_half,
                        NULL);
    assert_string_equal (write_page (page),
                         "# HELP calls_total Calls\n"
                         "# TYPE calls_total counter\n"
                         "calls_total{method=\"LockCard\",status=\"OK\"} 3\n"
                         "calls_total{method=\"x\",status=\"y\\\"z\"} 18446744073709551615\n"
                         "# HELP ready 1 when \\\\ ready\\nelse 0\n"
                         "# TYPE ready gauge\n"
                         "ready -1.25\n"
                         "# HELP waiting Waiting\n"
                         "# TYPE waiting gauge\n"
                         "waiting 0.5\n"
                         "waiting{queue=\"b\"} 0.5\n");
    assert_well_formed (page->text.data);
}

static void
series_made_in_any_order_stand_with_their_family (void **state)
{
    static const char *const labels[] = { "", "a=\"1\"", "a=\"2\"" };
    page_t *page = *state;

    for (size_t i = 0; i < COUNT (labels); i++) {
        (void) wl_metrics_counter (page->metrics, "a_total", "A", labels[i]);
        (void) wl_metrics_gauge (page->metrics, "b", "B", labels[i]);
        (void) wl_metrics_histogram (page->metrics, "c_seconds", "C", labels[i]);
    }
    (void) write_page (page);
    assert_well_formed (page->text.data);
}

static void
the_same_name_and_labels_are_the_same_series (void **state)
{
    page_t *page = *state;
    wl_counter_t *counter = wl_metrics_counter (page->metrics, "a_total", "A", "x=\"1\"");

    assert_ptr_equal (wl_metrics_counter (page->metrics, "a_total", "A", "x=\"1\""), counter);
    assert_ptr_not_equal (wl_metrics_counter (page->metrics, "a_total", "A", "x=\"2\""), counter);
    assert_ptr_not_equal (wl_metrics_counter (page->metrics, "b_total", "A", "x=\"1\""), counter);
}

static void
values_that_are_no_numbers_have_prometheus_words (void **state)
{
    page_t *page = *state;
    wl_gauge_t *gauge = wl_metrics_gauge (page->metrics, "g", "G", "");
    static const struct {
        double value;
        const char *line;
    } cases[] = {
        { NAN, "g NaN\n" },        { INFINITY, "g +Inf\n" },
        { -INFINITY, "g -Inf\n" }, { 0, "g 0\n" },
        { 0.1, "g 0.1\n" },        { 1e300, "g 1e+300\n" },
        { -3, "g -3\n" },          { 1732400000.5, "g 1732400000.5\n" },
    };

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_gauge_set (gauge, cases[i].value);
        assert_non_null (strstr (write_page (page), cases[i].line));
        assert_well_formed (page->text.data);
    }
}

/* ---- histograms ---- */

/* The count of the bucket with this limit; -1 when the page has none. */
static long
bucket (page_t *page, const char *limit)
{
    char wanted[64];

    snprintf (wanted, sizeof wanted, "h_bucket{le=\"%s\"} ", limit);
    const char *at = strstr (write_page (page), wanted);
    return at == NULL ? -1 : atol (at + strlen (wanted));
}

static void
buckets_double_from_half_a_millisecond (void **state)
{
    static const char *const limits[] = { "0.0005", "0.001", "0.002", "0.004", "0.008", "0.016",
                                          "0.032",  "0.064", "0.128", "0.256", "0.512", "1.024",
                                          "2.048",  "4.096", "8.192", "16.384" };
    page_t *page = *state;
    wl_histogram_t *histogram = wl_metrics_histogram (page->metrics, "h", "H", "");
    int64_t limit = 500;
    long seen = 0;

    for (size_t i = 0; i < COUNT (limits); i++, limit *= 2) {
        wl_histogram_observe (histogram, limit); /* a limit belongs to its bucket */
        assert_int_equal (bucket (page, limits[i]), ++seen);
        wl_histogram_observe (histogram, limit + 1);
        assert_int_equal (bucket (page, limits[i]), seen++);
        assert_int_equal (bucket (page, "+Inf"), seen);
    }
    assert_int_equal (bucket (page, "32.768"), -1);
    assert_well_formed (page->text.data);
}

static void
sum_and_count_are_exact (void **state)
{
    page_t *page = *state;
    wl_histogram_t *histogram = wl_metrics_histogram (page->metrics, "h", "H", "m=\"a\"");

    wl_histogram_observe (histogram, 1);
    wl_histogram_observe (histogram, 0);
    wl_histogram_observe (histogram, -5); /* a clock that went back */
    wl_histogram_observe (histogram, 3600LL * 1000000);
    const char *text = write_page (page);
    assert_non_null (strstr (text, "h_bucket{m=\"a\",le=\"0.0005\"} 3\n"));
    assert_non_null (strstr (text, "h_bucket{m=\"a\",le=\"16.384\"} 3\n"));
    assert_non_null (strstr (text, "h_bucket{m=\"a\",le=\"+Inf\"} 4\n"));
    assert_non_null (strstr (text, "h_sum{m=\"a\"} 3600.000001\n"));
    assert_non_null (strstr (text, "h_count{m=\"a\"} 4\n"));
}

/* ---- mistakes of ours end the process at start ---- */

static void
a_name_of_two_types (wl_metrics_t *metrics)
{
    (void) wl_metrics_counter (metrics, "a", "A", "");
    (void) wl_metrics_gauge (metrics, "a", "A", "x=\"1\"");
}

static void
a_series_that_is_set_and_asked_for (wl_metrics_t *metrics)
{
    wl_metrics_on_read (metrics, "a", "gauge", "A", "", read_half, NULL);
    (void) wl_metrics_gauge (metrics, "a", "A", "");
}

static void
a_series_that_is_asked_for_twice (wl_metrics_t *metrics)
{
    wl_metrics_on_read (metrics, "a", "gauge", "A", "", read_half, NULL);
    wl_metrics_on_read (metrics, "a", "gauge", "A", "", read_half, NULL);
}

static void
contradictions_abort (void **state)
{
    static void (*const mistakes[]) (wl_metrics_t *) = { a_name_of_two_types,
                                                         a_series_that_is_set_and_asked_for,
                                                         a_series_that_is_asked_for_twice };
    page_t *page = *state;

    for (size_t i = 0; i < COUNT (mistakes); i++) {
        pid_t child = fork ();
        int how = 0;
        if (child == 0) {
            mistakes[i](page->metrics);
            _exit (0);
        }
        assert_int_equal (waitpid (child, &how, 0), child);
        assert_true (WIFSIGNALED (how));
    }
}

/* ---- many threads make, change and read at once ---- */

enum { WRITERS = 4, ROUNDS = 5000 };

typedef struct crowd {
    wl_metrics_t *metrics;
    _Atomic bool done;
} crowd_t;

static void *
change_all (void *context)
{
    crowd_t *crowd = context;
    char label[32];

    for (int i = 0; i < ROUNDS; i++) {
        snprintf (label, sizeof label, "i=\"%d\"", i % 50);
        wl_counter_add (wl_metrics_counter (crowd->metrics, "a_total", "A", label), 1);
        wl_gauge_set (wl_metrics_gauge (crowd->metrics, "g", "G", ""), i);
        wl_histogram_observe (wl_metrics_histogram (crowd->metrics, "h", "H", label), i);
    }
    return NULL;
}

static void *
read_all (void *context)
{
    crowd_t *crowd = context;
    wl_arena_t *arena = wl_arena_new (8 << 20);
    wl_buffer_t text;

    while (!atomic_load (&crowd->done)) {
        wl_arena_reset (arena);
        wl_buffer_init (&text, arena);
        wl_metrics_write (crowd->metrics, &text);
    }
    wl_arena_destroy (&arena);
    return NULL;
}

static long
sum_of (const char *text, const char *name)
{
    long sum = 0;
    size_t length = strlen (name);

    for (const char *at = strstr (text, name); at != NULL; at = strstr (at + length, name))
        if (at == text || at[-1] == '\n')
            sum += atol (strchr (at, ' '));
    return sum;
}

static void
nothing_is_lost_between_threads (void **state)
{
    page_t *page = *state;
    crowd_t crowd = { .metrics = page->metrics };
    pthread_t writers[WRITERS], reader;

    pthread_create (&reader, NULL, read_all, &crowd);
    for (size_t i = 0; i < WRITERS; i++)
        pthread_create (&writers[i], NULL, change_all, &crowd);
    for (size_t i = 0; i < WRITERS; i++)
        pthread_join (writers[i], NULL);
    atomic_store (&crowd.done, true);
    pthread_join (reader, NULL);
    const char *text = write_page (page);
    assert_int_equal (sum_of (text, "a_total{"), WRITERS * ROUNDS);
    assert_int_equal (sum_of (text, "h_count{"), WRITERS * ROUNDS);
    assert_well_formed (page->text.data);
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (an_empty_registry_is_an_empty_page),
        TEST (the_page_is_what_prometheus_reads),
        TEST (series_made_in_any_order_stand_with_their_family),
        TEST (the_same_name_and_labels_are_the_same_series),
        TEST (values_that_are_no_numbers_have_prometheus_words),
        TEST (buckets_double_from_half_a_millisecond),
        TEST (sum_and_count_are_exact),
        TEST (contradictions_abort),
        TEST (nothing_is_lost_between_threads),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
