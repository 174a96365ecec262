#include "bus/log_streams.h"

#include <string.h>

#include "base/identifiers.h"

log_stream_t *
wl_log_streams_provide (log_streams_t *self, const char *region)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->list[i].region, region) == 0)
            return &self->list[i];
    if (!wl_region_valid (region) || self->count == WL_LOG_STREAMS_MAX)
        return NULL;
    log_stream_t *stream = &self->list[self->count++];
    *stream = (log_stream_t){ 0 };
    memcpy (stream->region, region, strlen (region) + 1);
    return stream;
}

static log_follows_t
advance (log_streams_t *self, const Bus__LogEntry *entry)
{
    log_stream_t *stream = wl_log_streams_provide (self, entry->region);

    if (stream == NULL)
        return LOG_NONSENSE;
    if (entry->sequence != stream->position + 1)
        return LOG_GAP;
    stream->position = entry->sequence;
    if (stream->head < entry->sequence)
        stream->head = entry->sequence;
    return LOG_FOLLOWS;
}

/* Takes the first `count` entries back; they did follow. */
static void
go_back (log_streams_t *self, const Bus__Entries *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        wl_log_streams_provide (self, entries->entries[i]->region)->position--;
}

log_follows_t
wl_log_streams_advance (log_streams_t *self, const Bus__Entries *entries)
{
    for (size_t i = 0; i < entries->n_entries; i++) {
        log_follows_t follows = advance (self, entries->entries[i]);
        if (follows != LOG_FOLLOWS) {
            go_back (self, entries, i);
            return follows;
        }
    }
    return LOG_FOLLOWS;
}

bool
wl_log_streams_heads (log_streams_t *self, const Bus__Heads *heads)
{
    for (size_t i = 0; i < heads->n_heads; i++) {
        log_stream_t *stream = wl_log_streams_provide (self, heads->heads[i]->region);
        if (stream == NULL)
            return false;
        stream->head = heads->heads[i]->sequence;
    }
    return true;
}

uint64_t
wl_log_streams_behind (const log_streams_t *self)
{
    uint64_t behind = 0;

    for (size_t i = 0; i < self->count; i++)
        if (self->list[i].head > self->list[i].position)
            behind += self->list[i].head - self->list[i].position;
    return behind;
}
