/* How fast the event log travels: a consumer catches up with a log in memory, over ipc, with
 * entries of about the size that ours have. No database is in it;
 * tests/integration/db/bench-event-log has that half.
 *
 *     bench-log [events, default 500000]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "bus/log_client.h"
#include "bus/log_server.h"

enum { PAYLOAD = 120 };

#define ARENA_BUDGET (64 * 1024 * 1024)

static char region[] = "30", type[] = "intake.ApplicationSubmitted",
            aggregate[] = "018f5b6e-7c00-7abc-8def-0123456789ab";
static uint8_t bytes[PAYLOAD];

static void
fail (const char *what)
{
    fprintf (stderr, "bench-log: %s\n", what);
    exit (1);
}

static wl_status
source_heads (void *context, wl_arena_t *arena, Bus__StreamPosition **ret, size_t *ret_count)
{
    *ret = wl_arena_alloc (arena, sizeof **ret);
    bus__stream_position__init (*ret);
    (*ret)->region = region;
    (*ret)->sequence = *(const uint64_t *) context;
    *ret_count = 1;
    return WL_OK;
}

static wl_status
source_read (void *context, wl_arena_t *arena, const char *name, uint64_t after, size_t limit,
             Bus__LogEntry ***ret, size_t *ret_count)
{
    uint64_t left = *(const uint64_t *) context - after;
    size_t count = left < limit ? (size_t) left : limit;
    Bus__LogEntry *entries = wl_arena_array (arena, count, sizeof *entries);

    (void) name;
    *ret = wl_arena_array (arena, count, sizeof **ret);
    *ret_count = count;
    for (size_t i = 0; i < count; i++) {
        bus__log_entry__init (&entries[i]);
        entries[i].region = region;
        entries[i].sequence = after + 1 + i;
        entries[i].type = type;
        entries[i].aggregate = aggregate;
        entries[i].payload = (ProtobufCBinaryData){ .len = sizeof bytes, .data = bytes };
        entries[i].hash = (ProtobufCBinaryData){ .len = 32, .data = bytes };
        (*ret)[i] = &entries[i];
    }
    return WL_OK;
}

/* Seconds until all of them came. */
static double
catch_up (wl_log_client_t *client, uint64_t events)
{
    wl_arena_t *arena = wl_arena_new (ARENA_BUDGET);
    wl_time_t start = wl_monotonic ();
    Bus__LogEntry **entries;
    size_t given;

    for (uint64_t total = 0; total < events; total += given) {
        if (wl_log_client_next (client, WL_SECOND, arena, &entries, &given) != WL_OK)
            fail ("the client failed");
        wl_log_client_confirm (client, given);
        wl_arena_reset (arena);
    }
    wl_arena_destroy (&arena);
    return (double) (wl_monotonic () - start) / (double) WL_SECOND;
}

static void
bench_run (const char *folder, uint64_t events)
{
    wl_arena_t *arena = wl_arena_new (ARENA_BUDGET);
    const char *const endpoints[] = { wl_text_printf (arena, "ipc://%s/log", folder), NULL };
    wl_log_server_options_t server_options = {
        .endpoints = endpoints,
        .source = { .heads = source_heads, .read = source_read, .context = &events },
    };
    wl_log_client_options_t client_options = { .consumer = "bench", .endpoints = endpoints };
    wl_log_server_t *server;
    wl_error_t error;

    wl_error_init (&error, arena);
    if (wl_log_server_start (&server_options, &server, &error) != WL_OK)
        fail (error.text);
    wl_log_client_t *client = wl_log_client_new (&client_options);
    if (client == NULL)
        fail ("cannot start");
    double seconds = catch_up (client, events);
    printf ("{\"bench\":\"log\",\"transport\":\"ipc\",\"events\":%llu,\"seconds\":%.3f,"
            "\"events_per_second\":%.0f}\n",
            (unsigned long long) events, seconds, (double) events / seconds);
    wl_log_client_destroy (&client);
    wl_log_server_stop (&server);
    wl_arena_destroy (&arena);
}

/* libzmq leaves its socket files behind. */
static void
remove_folder (const char *path)
{
    zdir_t *folder = zdir_new (path, NULL);

    if (folder != NULL)
        zdir_remove (folder, true);
    zdir_destroy (&folder);
}

int
main (int argc, char **argv)
{
    char folder[] = "/tmp/bench-log-XXXXXX";
    uint64_t events = argc > 1 ? strtoull (argv[1], NULL, 10) : 500000;

    if (mkdtemp (folder) == NULL)
        fail ("cannot make a folder");
    wl_bus_init ();
    bench_run (folder, events);
    remove_folder (folder);
    wl_bus_end ();
    return 0;
}
