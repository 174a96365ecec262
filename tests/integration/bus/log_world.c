#include "log_world.h"

#include <string.h>

void
log_source_begin (log_source_t *self)
{
    *self = (log_source_t){ .payload_length = 100 };
    pthread_mutex_init (&self->mutex, NULL);
}

void
log_source_end (log_source_t *self)
{
    pthread_mutex_destroy (&self->mutex);
}

void
log_source_add (log_source_t *self, const char *region, uint64_t head)
{
    pthread_mutex_lock (&self->mutex);
    strcpy (self->regions[self->stream_count], region);
    self->heads[self->stream_count++] = head;
    pthread_mutex_unlock (&self->mutex);
}

void
log_source_grow (log_source_t *self, const char *region, uint64_t by)
{
    pthread_mutex_lock (&self->mutex);
    for (size_t i = 0; i < self->stream_count; i++)
        if (strcmp (self->regions[i], region) == 0)
            self->heads[i] += by;
    pthread_mutex_unlock (&self->mutex);
}

void
log_source_fail (log_source_t *self, int times)
{
    pthread_mutex_lock (&self->mutex);
    self->failures = times;
    pthread_mutex_unlock (&self->mutex);
}

/* Counts the call; true when it is to fail. */
static bool
fails (log_source_t *self)
{
    self->reads++;
    if (self->failures == 0)
        return false;
    self->failures--;
    return true;
}

static wl_status
source_heads (void *context, wl_arena_t *arena, Bus__StreamPosition **ret, size_t *ret_count)
{
    log_source_t *self = context;
    Bus__StreamPosition *positions = wl_arena_array (arena, LOG_STREAMS, sizeof *positions);
    wl_status status = WL_UNAVAILABLE;

    pthread_mutex_lock (&self->mutex);
    if (!fails (self)) {
        for (size_t i = 0; i < self->stream_count; i++) {
            bus__stream_position__init (&positions[i]);
            positions[i].region = self->regions[i]; /* never changes once it is there */
            positions[i].sequence = self->heads[i];
        }
        *ret = positions;
        *ret_count = self->stream_count;
        status = WL_OK;
    }
    pthread_mutex_unlock (&self->mutex);
    return status;
}

/* How many entries there are after `after`, at most `limit`; -1: the database is away. */
static int64_t
available (log_source_t *self, const char *region, uint64_t after, size_t limit)
{
    int64_t result = 0;

    pthread_mutex_lock (&self->mutex);
    if (fails (self))
        result = -1;
    for (size_t i = 0; i < self->stream_count && result == 0; i++)
        if (strcmp (self->regions[i], region) == 0 && self->heads[i] > after)
            result = (int64_t) (self->heads[i] - after);
    pthread_mutex_unlock (&self->mutex);
    return result < (int64_t) limit ? result : (int64_t) limit;
}

static Bus__LogEntry *
make_entry (wl_arena_t *arena, const char *region, uint64_t sequence, size_t payload_length)
{
    Bus__LogEntry *entry = wl_arena_alloc (arena, sizeof *entry);

    bus__log_entry__init (entry);
    entry->region = wl_text_copy (arena, region);
    entry->sequence = sequence;
    entry->at = LOG_TIME (sequence);
    entry->type = wl_text_copy (arena, "test.Happened");
    entry->aggregate = wl_text_copy (arena, "018f5b6e-7c00-7abc-8def-0123456789ab");
    entry->payload.data = wl_arena_alloc (arena, payload_length);
    entry->payload.len = payload_length;
    entry->hash.data = wl_arena_alloc (arena, 32);
    entry->hash.len = 32;
    return entry;
}

static wl_status
source_read (void *context, wl_arena_t *arena, const char *region, uint64_t after, size_t limit,
             Bus__LogEntry ***ret, size_t *ret_count)
{
    log_source_t *self = context;
    int64_t count = available (self, region, after, limit);

    if (count < 0)
        return WL_UNAVAILABLE;
    *ret = wl_arena_array (arena, (size_t) count, sizeof **ret);
    *ret_count = (size_t) count;
    for (size_t i = 0; i < *ret_count; i++)
        (*ret)[i] = make_entry (arena, region, after + 1 + i, self->payload_length);
    return WL_OK;
}

wl_log_server_t *
log_server (world_t *world, log_source_t *source, const char *endpoint, const keys_t *keys)
{
    wl_log_server_options_t options = {
        .endpoints = (const char *[]){ endpoint, NULL },
        .keys = keys != NULL ? &keys->server : NULL,
        .peers = keys != NULL ? keys->peers : NULL,
        .source = { .heads = source_heads, .read = source_read, .context = source },
    };
    wl_log_server_t *server;

    assert_ok (world, wl_log_server_start (&options, &server, &world->error));
    return server;
}

wl_log_client_t *
log_client (world_t *world, const char *endpoint, const wl_key_pair_t *keys, const char *server_key,
            uint32_t credit)
{
    wl_log_client_options_t options = {
        .consumer = "test",
        .endpoints = (const char *[]){ endpoint, NULL },
        .keys = keys,
        .server_key = server_key,
        .credit = credit,
    };
    wl_log_client_t *client = wl_log_client_new (&options);

    (void) world;
    assert_non_null (client);
    return client;
}

static size_t
stream_of (log_reader_t *self, const char *region)
{
    for (size_t i = 0; i < self->stream_count; i++)
        if (strcmp (self->regions[i], region) == 0)
            return i;
    assert_true (self->stream_count < LOG_STREAMS);
    strcpy (self->regions[self->stream_count], region);
    return self->stream_count++;
}

static void
check_entry (log_reader_t *self, const Bus__LogEntry *entry)
{
    size_t stream = stream_of (self, entry->region);

    assert_int_equal (entry->sequence, self->positions[stream] + 1);
    assert_int_equal (entry->at, LOG_TIME (entry->sequence));
    self->positions[stream] = entry->sequence;
}

size_t
log_read (log_reader_t *self, size_t count)
{
    wl_time_t until = wl_monotonic () + 20 * WL_SECOND;
    size_t total = 0;

    while (total < count && wl_monotonic () < until) {
        Bus__LogEntry **entries;
        size_t given;
        assert_status (
            wl_log_client_next (self->client, 100 * WL_MILLISECOND, self->arena, &entries, &given),
            WL_OK);
        for (size_t i = 0; i < given; i++)
            check_entry (self, entries[i]);
        wl_log_client_confirm (self->client, given);
        total += given;
        wl_arena_reset (self->arena);
    }
    return total;
}

uint64_t
log_position (const log_reader_t *self, const char *region)
{
    for (size_t i = 0; i < self->stream_count; i++)
        if (strcmp (self->regions[i], region) == 0)
            return self->positions[i];
    return 0;
}
