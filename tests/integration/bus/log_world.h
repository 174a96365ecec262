/* A log in memory, a server of it, and a consumer that checks what it gets. */
#pragma once

#include "bus/log_client.h"
#include "bus/log_server.h"
#include "world.h"

enum { LOG_STREAMS = 4 };

/* Any thread may change it through the functions below. */
typedef struct log_source {
    pthread_mutex_t mutex;
    char regions[LOG_STREAMS][9];
    uint64_t heads[LOG_STREAMS];
    size_t stream_count;
    size_t payload_length;
    int failures; /* this many next calls fail, as if the database were away */
    int reads;
} log_source_t;

void log_source_begin (log_source_t *self);
void log_source_end (log_source_t *self);
void log_source_add (log_source_t *self, const char *region, uint64_t head);
void log_source_grow (log_source_t *self, const char *region, uint64_t by);
void log_source_fail (log_source_t *self, int times);

/* What entry `sequence` of any stream holds as its time; so that the consumer can check it. */
#define LOG_TIME(sequence) ((int64_t) (sequence) *7)

wl_log_server_t *
log_server (world_t *world, log_source_t *source, const char *endpoint, const keys_t *keys);
wl_log_client_t *log_client (world_t *world, const char *endpoint, const wl_key_pair_t *keys,
                             const char *server_key, uint32_t credit);

/* Reads until `count` entries came or 20 s are over, and gives how many came. Fails when one is not
 * the next of its stream in `positions`, which go on with them. */
typedef struct log_reader {
    wl_log_client_t *client;
    wl_arena_t *arena;
    char regions[LOG_STREAMS][9];
    uint64_t positions[LOG_STREAMS];
    size_t stream_count;
} log_reader_t;

size_t log_read (log_reader_t *self, size_t count);
uint64_t log_position (const log_reader_t *self, const char *region);
