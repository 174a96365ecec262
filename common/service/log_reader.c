/* What the log server reads from: this service's own streams. Used by the server's thread only. */
#include <stdlib.h>
#include <string.h>

#include "service/internal.h"

enum { ENTRIES_BYTES = 256 * 1024 }; /* of one answer; far below WL_BUS_MESSAGE_MAX */

struct wl_log_reader {
    wl_daemon_t *daemon;
    wl_arena_t *arena;
    wl_db_t *db;
};

static wl_status
read_heads (void *context, wl_arena_t *arena, Bus__StreamPosition **ret, size_t *ret_count)
{
    struct wl_log_reader *self = context;
    wl_stream_head_t *heads;
    Bus__StreamPosition *positions;

    wl_arena_reset (self->arena);
    WL_TRY (wl_db_connect (self->db));
    WL_TRY (wl_event_heads (self->db, &heads, ret_count));
    positions = wl_arena_array (arena, *ret_count, sizeof *positions);
    for (size_t i = 0; i < *ret_count; i++) {
        bus__stream_position__init (&positions[i]);
        positions[i].region = wl_text_copy (arena, heads[i].region);
        positions[i].sequence = heads[i].sequence;
    }
    wl_db_rollback (self->db);
    *ret = positions;
    return WL_OK;
}

static Bus__LogEntry *
to_entry (wl_arena_t *arena, const wl_event_t *event)
{
    Bus__LogEntry *entry = wl_arena_alloc (arena, sizeof *entry);

    bus__log_entry__init (entry);
    entry->region = wl_text_copy (arena, event->region);
    entry->sequence = event->sequence;
    entry->type = wl_text_copy (arena, event->type);
    entry->aggregate = wl_text_copy (arena, event->aggregate);
    entry->at = event->at;
    entry->trace = wl_text_copy (arena, event->trace);
    entry->payload.data = wl_arena_alloc (arena, event->payload.length + 1);
    memcpy (entry->payload.data, event->payload.data, event->payload.length);
    entry->payload.len = event->payload.length;
    entry->hash.data = wl_arena_alloc (arena, WL_EVENT_HASH);
    memcpy (entry->hash.data, event->hash, WL_EVENT_HASH);
    entry->hash.len = WL_EVENT_HASH;
    return entry;
}

static wl_status
read_entries (void *context, wl_arena_t *arena, const char *region, uint64_t after, size_t limit,
              Bus__LogEntry ***ret, size_t *ret_count)
{
    struct wl_log_reader *self = context;
    wl_event_t *events;
    Bus__LogEntry **entries;

    wl_arena_reset (self->arena);
    WL_TRY (wl_db_connect (self->db));
    WL_TRY (wl_event_read (self->db, self->daemon->service->name, region, after, (int) limit,
                           ENTRIES_BYTES, &events, ret_count));
    entries = wl_arena_array (arena, *ret_count, sizeof *entries);
    for (size_t i = 0; i < *ret_count; i++)
        entries[i] = to_entry (arena, &events[i]);
    wl_db_rollback (self->db);
    *ret = entries;
    return WL_OK;
}

struct wl_log_reader *
wl_log_reader_new (wl_daemon_t *daemon)
{
    struct wl_log_reader *self = calloc (1, sizeof *self);

    if (self == NULL)
        abort ();
    self->daemon = daemon;
    self->arena = wl_arena_new (daemon->arena_budget);
    self->db = wl_db_new (daemon->database, "log", self->arena);
    return self;
}

void
wl_log_reader_destroy (struct wl_log_reader **self_p)
{
    if (*self_p == NULL)
        return;
    wl_db_destroy (&(*self_p)->db);
    wl_arena_destroy (&(*self_p)->arena);
    free (*self_p);
    *self_p = NULL;
}

wl_log_source_t
wl_log_reader_source (struct wl_log_reader *self)
{
    return (wl_log_source_t){ .heads = read_heads, .read = read_entries, .context = self };
}
