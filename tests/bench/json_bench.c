/* What turning JSON into protobuf's bytes and back costs the gateway, in CPU time of one thread.
 * Usage: bench-json APPLICATIONS.JSON; prints a line of JSON for each message. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "json_turns.h"

enum { ROUNDS = 7, LIMIT = 150 };

static const double ROUND_SECONDS = 0.3;

static double
cpu_seconds (void)
{
    struct timespec now;

    clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static int
compare (const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* MB of JSON in a second of CPU time; the median of ROUNDS. */
static double
rate (bool inwards, const ProtobufCMessage *message)
{
    const ProtobufCMessageDescriptor *type = message->descriptor;
    wl_arena_t *kept = wl_arena_new (JSON_TURNS_ARENA), *arena = wl_arena_new (JSON_TURNS_ARENA);
    double rates[ROUNDS];
    uint8_t *packed;
    size_t length;
    wl_buffer_t json;

    wl_buffer_init (&json, kept);
    wl_message_to_json (message, &json);
    wl_message_pack (kept, message, &packed, &length);
    for (int i = 0; i < ROUNDS; i++) {
        double began = cpu_seconds (), took;
        size_t bytes = 0;

        do {
            if (inwards)
                json_turns_in (arena, type, &json);
            else
                json_turns_out (arena, type, packed, length, json.length);
            wl_arena_reset (arena);
            bytes += json.length;
            took = cpu_seconds () - began;
        } while (took < ROUND_SECONDS);
        rates[i] = (double) bytes / took / 1e6;
    }
    qsort (rates, ROUNDS, sizeof *rates, compare);
    wl_arena_destroy (&arena);
    wl_arena_destroy (&kept);
    return rates[ROUNDS / 2];
}

static void
measure (const char *name, const ProtobufCMessage *message)
{
    wl_arena_t *arena = wl_arena_new (JSON_TURNS_ARENA);
    wl_buffer_t json;

    wl_buffer_init (&json, arena);
    wl_message_to_json (message, &json);
    double inwards = rate (true, message), outwards = rate (false, message);
    printf ("{\"what\": \"%s\", \"bytes\": %zu, \"in_mb_s\": %.0f, \"out_mb_s\": %.0f, "
            "\"limit_mb_s\": %d}\n",
            name, json.length, inwards, outwards, LIMIT);
    wl_arena_destroy (&arena);
}

int
main (int argc, char **argv)
{
    wl_arena_t *arena = wl_arena_new (JSON_TURNS_ARENA);
    json_t *texts = argc == 2 ? json_load_file (argv[1], 0, NULL) : NULL;

    json_turns_must (texts != NULL, "usage: bench-json APPLICATIONS.JSON");
    measure ("a draft", json_turns_draft (arena, texts));
    measure ("a page of 100 dossiers", json_turns_page (arena, texts));
    json_decref (texts);
    wl_arena_destroy (&arena);
    return EXIT_SUCCESS;
}
