/* How the suite is doing: what each daemon's admin port tells, in one table. */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "admin_page.h"
#include "command.h"
#include "prometheus.h"
#include "status_regions.h"

enum { NODES_MAX = 64, CELL_TEXT = 24 };

typedef struct node {
    const char *service, *address;
    long ready;         /* HTTP status of /readyz; 0: nobody answers */
    const char *why;    /* what /readyz says */
    const char *page;   /* of /metrics, "" if there is none */
    const char *before; /* the page of the round before, "" in the first */
    double seconds;     /* since the round before; 0 in the first */
} node_t;

typedef struct suite {
    wl_arena_t *arena;
    node_t nodes[NODES_MAX];
    size_t count;
} suite_t;

/* ---- where the nodes are ---- */

static void
add_nodes (suite_t *suite, const char *service, const char *const *addresses)
{
    for (; *addresses != NULL && suite->count < NODES_MAX; addresses++)
        suite->nodes[suite->count++] =
            (node_t){ .service = service, .address = *addresses, .page = "", .before = "" };
}

/* services.<name>.admin where the replicas are elsewhere; else the port of the service's section.
 */
static void
find_nodes (suite_t *suite, const arguments_t *arguments, const char *service)
{
    wl_config_t *config = command_config (arguments, service);
    const char *key = wl_text_printf (suite->arena, "services.%s.admin", service);
    const char *const *addresses = wl_config_list (config, key, suite->arena);
    const char *host = wl_config_text (config, "admin.address", "127.0.0.1");
    const char *port = wl_config_text (config, "admin.port", "0");
    const char *own[] = { wl_text_printf (suite->arena, "%s:%s", host, port), NULL };

    bool elsewhere = addresses != NULL && *addresses != NULL;

    if (!elsewhere && strcmp (port, "0") == 0)
        exit (command_fail ("neither services.%s.admin nor admin.port of %s is set: where is it? "
                            "Name the configuration with --config",
                            service, service));
    add_nodes (suite, service, elsewhere ? addresses : own);
    wl_config_destroy (&config);
}

static void
find_suite (suite_t *suite, const arguments_t *arguments)
{
    for (const char *const *service = COMMAND_SERVICES; *service != NULL; service++) {
        bool wanted = arguments->count == 0;
        for (size_t i = 0; i < arguments->count; i++)
            wanted |= strcmp (arguments->words[i], *service) == 0;
        if (wanted)
            find_nodes (suite, arguments, *service);
    }
    if (suite->count == 0)
        exit (command_fail ("\"%s\" is no service", arguments->words[0]));
}

/* ---- asking ---- */

static const char *
get (wl_arena_t *arena, const char *address, const char *path, long *ret_status)
{
    wl_buffer_t page;

    wl_buffer_init (&page, arena);
    *ret_status = admin_page_get (address, path, &page);
    return wl_text_copy_length (arena, page.data, page.length);
}

static void
ask (suite_t *suite, double seconds)
{
    for (size_t i = 0; i < suite->count; i++) {
        node_t *node = &suite->nodes[i];
        long status = 0;
        node->before = node->page;
        node->seconds = seconds;
        node->why = get (suite->arena, node->address, "/readyz", &node->ready);
        node->page = node->ready == 0 ? "" : get (suite->arena, node->address, "/metrics", &status);
    }
}

/* ---- what the columns say ---- */

/* Of the reasons for which a request can fail, those that are ours and not the caller's. */
static const char *const FAILED[] = { "status=\"INTERNAL\"",
                                      "status=\"UNAVAILABLE\"",
                                      "status=\"DATA_LOSS\"",
                                      "status=\"DEADLINE_EXCEEDED\"",
                                      "status=\"UNKNOWN\"",
                                      "status=\"500\"",
                                      "status=\"503\"",
                                      "status=\"504\"",
                                      NULL };

static double
sum_now (const node_t *node, const char *name)
{
    return prometheus_sum (node->page, name, NULL);
}

/* How much a counter grew since the round before; 0 after a restart. */
static double
grown (const node_t *node, const char *name, const char *const *labels)
{
    double by =
        prometheus_sum (node->page, name, labels) - prometheus_sum (node->before, name, labels);

    return by > 0 ? by : 0;
}

static double
a_second (const node_t *node, double by)
{
    return node->seconds > 0 ? by / node->seconds : 0;
}

/* The gateway's requests come over HTTP, everybody else's over the bus. */
static const char *
requests (const node_t *node)
{
    return strcmp (node->service, "gateway") == 0 ? "wlacznik_http_total" : "wlacznik_rpc_total";
}

static double
up_seconds (const node_t *node)
{
    return (double) time (NULL) - sum_now (node, "process_start_time_seconds");
}

static double
memory_bytes (const node_t *node)
{
    return sum_now (node, "process_resident_memory_bytes");
}

static double
requests_count (const node_t *node)
{
    return sum_now (node, requests (node));
}

static double
failed_count (const node_t *node)
{
    return prometheus_sum (node->page, requests (node), FAILED);
}

static double
waiting_count (const node_t *node)
{
    return sum_now (node, "wlacznik_rpc_waiting");
}

static double
behind_count (const node_t *node)
{
    return sum_now (node, "wlacznik_events_behind");
}

static double
dead_count (const node_t *node)
{
    return sum_now (node, "wlacznik_events_dead_total");
}

static double
requests_rate (const node_t *node)
{
    return a_second (node, grown (node, requests (node), NULL));
}

static double
failed_rate (const node_t *node)
{
    return a_second (node, grown (node, requests (node), FAILED));
}

static double
mean_milliseconds (const node_t *node)
{
    bool web = strcmp (node->service, "gateway") == 0;
    double count =
        grown (node, web ? "wlacznik_http_seconds_count" : "wlacznik_rpc_seconds_count", NULL);
    double sum = grown (node, web ? "wlacznik_http_seconds_sum" : "wlacznik_rpc_seconds_sum", NULL);

    return count > 0 ? 1000 * sum / count : 0;
}

static double
processor_percent (const node_t *node)
{
    return 100 * a_second (node, grown (node, "process_cpu_seconds_total", NULL));
}

static double
events_rate (const node_t *node)
{
    return a_second (node, grown (node, "wlacznik_events_taken_total", NULL));
}

typedef enum unit { COUNT, RATE, BYTES, SECONDS, MILLISECONDS, PERCENT } unit_t;

typedef struct column {
    const char *title;
    double (*value) (const node_t *node);
    unit_t unit;
} column_t;

static const column_t STATUS[] = {
    { "UP", up_seconds, SECONDS },         { "MEMORY", memory_bytes, BYTES },
    { "REQUESTS", requests_count, COUNT }, { "FAILED", failed_count, COUNT },
    { "WAITING", waiting_count, COUNT },   { "BEHIND", behind_count, COUNT },
    { "DEAD", dead_count, COUNT },         { NULL, NULL, COUNT },
};
static const column_t TOP[] = {
    { "REQUESTS/S", requests_rate, RATE },
    { "FAILED/S", failed_rate, RATE },
    { "MEAN", mean_milliseconds, MILLISECONDS },
    { "PROCESSOR", processor_percent, PERCENT },
    { "MEMORY", memory_bytes, BYTES },
    { "WAITING", waiting_count, COUNT },
    { "EVENTS/S", events_rate, RATE },
    { "BEHIND", behind_count, COUNT },
    { NULL, NULL, COUNT },
};

static void
write_duration (double seconds, char ret[CELL_TEXT])
{
    long whole = seconds > 0 ? (long) seconds : 0;

    if (whole < 60)
        (void) snprintf (ret, CELL_TEXT, "%ld s", whole);
    else if (whole < 3600)
        (void) snprintf (ret, CELL_TEXT, "%ld min", whole / 60);
    else if (whole < 86400)
        (void) snprintf (ret, CELL_TEXT, "%ld:%02ld h", whole / 3600, whole % 3600 / 60);
    else
        (void) snprintf (ret, CELL_TEXT, "%ld d", whole / 86400);
}

static void
write_cell (const column_t *column, const node_t *node, char ret[CELL_TEXT])
{
    static const struct {
        int decimals;
        const char *suffix;
    } looks[] = { [COUNT] = { 0, "" },
                  [RATE] = { 1, "" },
                  [BYTES] = { 0, " MB" },
                  [MILLISECONDS] = { 1, " ms" },
                  [PERCENT] = { 0, " %" } };
    double value = column->value (node);

    if (column->unit == SECONDS)
        write_duration (value, ret);
    else
        (void) snprintf (ret, CELL_TEXT, "%.*f%s", looks[column->unit].decimals,
                         column->unit == BYTES ? value / 1048576 : value,
                         looks[column->unit].suffix);
}

/* ---- the table ---- */

static const char *
state_of (const node_t *node)
{
    return node->ready == 200 ? "ready" : node->ready == 0 ? "no answer" : "not ready";
}

static void
print_table (const suite_t *suite, const column_t *columns)
{
    printf ("%-14s %-21s %-10s", "SERVICE", "ADMIN PORT", "STATE");
    for (const column_t *column = columns; column->title != NULL; column++)
        printf (" %10s", column->title);
    putchar ('\n');
    for (size_t i = 0; i < suite->count; i++) {
        const node_t *node = &suite->nodes[i];
        printf ("%-14s %-21s %-10s", node->service, node->address, state_of (node));
        for (const column_t *column = columns; column->title != NULL; column++) {
            char cell[CELL_TEXT] = "-";
            if (node->ready != 0)
                write_cell (column, node, cell);
            printf (" %10s", cell);
        }
        putchar ('\n');
    }
}

/* The lines of `why` end with a line feed each. */
static bool
print_verdict (const suite_t *suite)
{
    size_t well = 0;

    for (size_t i = 0; i < suite->count; i++) {
        const node_t *node = &suite->nodes[i];
        well += node->ready == 200;
        if (node->ready == 0)
            printf ("%s: nobody answers at %s; does it run, and may you reach it?\n", node->service,
                    node->address);
        else if (node->ready != 200)
            printf ("%s: %.*s\n", node->service, (int) strcspn (node->why, "\n"), node->why);
    }
    printf ("\n%zu of %zu ready\n", well, suite->count);
    return well == suite->count;
}

static suite_t *
open_suite (const arguments_t *arguments)
{
    suite_t *suite = wl_arena_alloc (arguments->arena, sizeof *suite);

    *suite = (suite_t){ .arena = arguments->arena };
    curl_global_init (CURL_GLOBAL_DEFAULT);
    find_suite (suite, arguments);
    return suite;
}

/* False when a region's site is silent. */
static bool
print_regions (const suite_t *suite)
{
    status_region_t regions[STATUS_REGIONS_MAX];
    size_t count = 0;

    for (size_t i = 0; i < suite->count; i++)
        if (strcmp (suite->nodes[i].service, "evaluation") == 0)
            count = status_regions_add (suite->nodes[i].page, regions, count);
    return status_regions_print (regions, count, time (NULL));
}

int
status_show (const arguments_t *arguments)
{
    suite_t *suite = open_suite (arguments);
    bool well;

    ask (suite, 0);
    print_table (suite, STATUS);
    /* Who names a service asks for that alone, as health checks do. */
    well = arguments->count > 0 || print_regions (suite);
    well &= print_verdict (suite);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- top ---- */

/* A page is kept until the next one is there, so two arenas take turns. */
int
status_top (const arguments_t *arguments)
{
    int64_t pause = arguments_number (arguments, "every", 2, 1);
    int64_t rounds = arguments_number (arguments, "rounds", INT64_MAX, 1);
    suite_t *suite = open_suite (arguments);
    wl_arena_t *turns[] = { wl_arena_new (512L << 20), wl_arena_new (512L << 20) };

    for (int64_t i = 0; i < rounds; i++) {
        suite->arena = turns[i % 2];
        wl_arena_reset (suite->arena);
        ask (suite, i == 0 ? 0 : (double) pause);
        fputs ("\033[H\033[2J", stdout);
        print_table (suite, TOP);
        print_verdict (suite);
        fflush (stdout);
        if (i + 1 < rounds)
            nanosleep (&(struct timespec){ .tv_sec = (time_t) pause }, NULL);
    }
    wl_arena_destroy (&turns[0]);
    wl_arena_destroy (&turns[1]);
    return EXIT_SUCCESS;
}
