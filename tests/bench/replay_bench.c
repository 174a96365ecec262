/* How fast a service catches up with another's log: from the running server's PostgreSQL, through
 * its log server, over ipc, into a consumer that checks the chain of hashes. What it would do with
 * the events is not in it.
 *
 *     bench-replay ENDPOINT SOURCE REGION EVENTS [KEY-FILE SERVER-KEY]
 *
 * With keys over TCP and CURVE, as a partner region's site hears the centre.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus/log_client.h"
#include "db/event_log.h"

#define ARENA_BUDGET (64 * 1024 * 1024)

static void
fail (const char *what)
{
    fprintf (stderr, "bench-replay: %s\n", what);
    exit (EXIT_FAILURE);
}

static void
follow (const char *source, const Bus__LogEntry *entry, uint8_t hash[WL_EVENT_HASH])
{
    uint8_t expected[WL_EVENT_HASH];
    wl_event_t event = { .source = source,
                         .region = entry->region,
                         .sequence = entry->sequence,
                         .type = entry->type,
                         .aggregate = entry->aggregate,
                         .at = entry->at,
                         .trace = entry->trace,
                         .payload = { entry->payload.data, entry->payload.len } };

    wl_event_hash (hash, &event, expected);
    if (entry->hash.len != sizeof expected ||
        memcmp (expected, entry->hash.data, sizeof expected) != 0)
        fail ("the chain is broken");
    memcpy (hash, expected, sizeof expected);
}

/* Seconds from the first entry to the last. */
static double
catch_up (wl_log_client_t *client, const char *source, uint64_t events)
{
    wl_arena_t *arena = wl_arena_new (ARENA_BUDGET);
    uint8_t hash[WL_EVENT_HASH] = { 0 };
    wl_time_t start = wl_monotonic ();
    Bus__LogEntry **entries;
    size_t count;

    for (uint64_t total = 0; total < events; total += count) {
        if (wl_log_client_next (client, 10 * WL_SECOND, arena, &entries, &count) != WL_OK ||
            count == 0)
            fail ("no events came");
        for (size_t i = 0; i < count; i++)
            follow (source, entries[i], hash);
        wl_log_client_confirm (client, count);
        wl_arena_reset (arena);
    }
    wl_arena_destroy (&arena);
    return (double) (wl_monotonic () - start) / (double) WL_SECOND;
}

int
main (int argc, char **argv)
{
    wl_key_pair_t keys;
    wl_error_t error;

    if (argc != 5 && argc != 7)
        fail ("usage: bench-replay ENDPOINT SOURCE REGION EVENTS [KEY-FILE SERVER-KEY]");
    const char *const endpoints[] = { argv[1], NULL }, *const regions[] = { argv[3], NULL };
    wl_log_client_options_t options = { .consumer = "bench",
                                        .endpoints = endpoints,
                                        .regions = regions };
    wl_error_init (&error, wl_arena_new (ARENA_BUDGET));
    if (argc == 7) {
        if (wl_key_pair_read (argv[5], &keys, &error) != WL_OK)
            fail (error.text);
        options.keys = &keys;
        options.server_key = argv[6];
    }
    uint64_t events = strtoull (argv[4], NULL, 10);

    wl_bus_init ();
    wl_log_client_t *client = wl_log_client_new (&options);
    if (client == NULL)
        fail ("cannot start");
    wl_log_client_position (client, argv[3], 0);
    double seconds = catch_up (client, argv[2], events);
    printf ("{\"bench\":\"replay\",\"events\":%llu,\"seconds\":%.3f,\"events_per_second\":%.0f}\n",
            (unsigned long long) events, seconds, (double) events / seconds);
    wl_log_client_destroy (&client);
    wl_bus_end ();
    return EXIT_SUCCESS;
}
