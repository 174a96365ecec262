#include "bus/log_consumer.h"

#include <stdlib.h>
#include <string.h>

#include "base/identifiers.h"

log_consumer_t *
wl_log_consumer_new (size_t socket, const void *route, size_t route_length, const char *key)
{
    log_consumer_t *self = route_length <= WL_LOG_ROUTE_MAX ? calloc (1, sizeof *self) : NULL;

    if (self == NULL)
        return NULL;
    self->socket = socket;
    memcpy (self->route, route, route_length);
    self->route_length = route_length;
    memcpy (self->key, key, strlen (key) + 1);
    return self;
}

void
wl_log_consumer_destroy (log_consumer_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    free ((*self_p)->positions);
    free (*self_p);
    *self_p = NULL;
}

static bool
regions_valid (const Bus__Subscribe *subscribe)
{
    for (size_t i = 0; i < subscribe->n_regions; i++)
        if (!wl_region_valid (subscribe->regions[i]))
            return false;
    for (size_t i = 0; i < subscribe->n_positions; i++)
        if (!wl_region_valid (subscribe->positions[i]->region))
            return false;
    return subscribe->n_regions <= WL_LOG_REGIONS_MAX &&
           subscribe->n_positions <= WL_LOG_STREAMS_MAX;
}

bool
wl_log_consumer_subscribe (log_consumer_t *self, const Bus__Subscribe *subscribe)
{
    size_t count = subscribe->n_positions;
    log_position_t *positions =
        regions_valid (subscribe) ? calloc (count + 1, sizeof *positions) : NULL;

    if (positions == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const Bus__StreamPosition *position = subscribe->positions[i];
        memcpy (positions[i].region, position->region, strlen (position->region) + 1);
        positions[i].sequence = position->sequence;
    }
    for (size_t i = 0; i < subscribe->n_regions; i++)
        memcpy (self->regions[i], subscribe->regions[i], strlen (subscribe->regions[i]) + 1);
    self->region_count = subscribe->n_regions;

    free (self->positions);
    self->positions = positions;
    self->position_count = count;
    self->generation = subscribe->generation;
    self->credit = subscribe->credit;
    return true;
}

void
wl_log_consumer_credit (log_consumer_t *self, const Bus__Credit *credit)
{
    uint32_t room = WL_LOG_CREDIT_MAX - self->credit;

    /* What was asked for before the last subscription was meant for that one. */
    if (credit->generation == self->generation)
        self->credit += credit->credit < room ? credit->credit : room;
}

bool
wl_log_consumer_wants (const log_consumer_t *self, const char *region)
{
    for (size_t i = 0; i < self->region_count; i++)
        if (strcmp (self->regions[i], region) == 0)
            return true;
    return self->region_count == 0;
}

static log_position_t *
find_position (const log_consumer_t *self, const char *region)
{
    for (size_t i = 0; i < self->position_count; i++)
        if (strcmp (self->positions[i].region, region) == 0)
            return &self->positions[i];
    return NULL;
}

uint64_t
wl_log_consumer_position (const log_consumer_t *self, const char *region)
{
    const log_position_t *position = find_position (self, region);

    return position != NULL ? position->sequence : 0;
}

/* A stream that the consumer did not name in its subscription; NULL without memory. */
static log_position_t *
add_position (log_consumer_t *self, const char *region)
{
    size_t count = self->position_count;
    log_position_t *grown = reallocarray (self->positions, count + 1, sizeof *grown);

    if (grown == NULL)
        return NULL;
    self->positions = grown;
    self->position_count++;
    grown[count] = (log_position_t){ 0 };
    memcpy (grown[count].region, region, strlen (region) + 1);
    return &grown[count];
}

bool
wl_log_consumer_advance (log_consumer_t *self, const char *region, uint64_t sequence,
                         uint32_t count)
{
    log_position_t *position = find_position (self, region);

    if (position == NULL)
        position = add_position (self, region);
    if (position == NULL)
        return false;
    position->sequence = sequence;
    self->credit -= count;
    return true;
}
