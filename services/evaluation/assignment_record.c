#include "assignment_record.h"

#include <sodium.h>
#include <string.h>

#include "message/message.h"

enum { FIT_BYTES = 4 };

#define NEW(arena, type) ((void *) wl_message_new ((arena), &evaluation__##type##__descriptor))

/* ---- writing ---- */

static Evaluation__RecordedApplication *
record_application (wl_arena_t *arena, const assignment_names_t *names,
                    const assignment_result_t *result, size_t index)
{
    const assignment_network_t *network = &result->network;
    const assignment_optimum_t *optimum = &result->optimum;
    size_t first = optimum->first[index], end = optimum->first[index + 1];
    Evaluation__RecordedApplication *ret = NEW (arena, recorded_application);

    ret->application_id = wl_text_copy (arena, names->application_ids[index]);
    ret->number = wl_text_copy (arena, names->numbers[index]);
    ret->need = network->need[index];
    ret->assessors = wl_arena_array (arena, end - first, sizeof *ret->assessors);
    for (size_t c = first; c < end; c++) {
        if (optimum->choice[c] == ASSIGNMENT_NOBODY)
            ret->unserved++;
        else
            ret->assessors[ret->n_assessors++] = optimum->choice[c];
    }
    if (network->quota == NULL)
        return ret;
    ret->n_quotas = ASSIGNMENT_CELLS;
    ret->quotas = wl_arena_array (arena, ASSIGNMENT_CELLS, sizeof *ret->quotas);
    for (size_t c = 0; c < ASSIGNMENT_CELLS; c++)
        ret->quotas[c] = network->quota[index][c];
    return ret;
}

static Evaluation__RecordedAssessor *
record_assessor (wl_arena_t *arena, const assignment_problem_t *problem,
                 const assignment_result_t *result, size_t index)
{
    Evaluation__RecordedAssessor *ret = NEW (arena, recorded_assessor);

    ret->user_id = problem->assessors[index]->user_id;
    ret->least = result->network.least[index];
    ret->most = result->network.most[index];
    ret->held = result->network.held[index];
    ret->price = result->optimum.price[index];
    return ret;
}

static void
record_pairs (wl_arena_t *arena, const assignment_network_t *network, const int32_t *fit,
              Evaluation__AssignmentRecord *ret)
{
    size_t count = network->applications * network->assessors;

    ret->fits.len = count * FIT_BYTES;
    ret->fits.data = wl_arena_alloc (arena, ret->fits.len);
    for (size_t i = 0; i < count; i++)
        for (size_t b = 0; b < FIT_BYTES; b++)
            ret->fits.data[i * FIT_BYTES + b] = (uint8_t) ((uint32_t) fit[i] >> 8 * b);
    if (network->cell == NULL)
        return;
    ret->cells.len = count;
    ret->cells.data = wl_arena_alloc (arena, count);
    memcpy (ret->cells.data, network->cell, count);
}

static Evaluation__RecordedFloor *
record_floor (wl_arena_t *arena, const assignment_network_t *network,
              const assignment_floor_t *floor)
{
    Evaluation__RecordedFloor *ret = NEW (arena, recorded_floor);

    ret->floor = floor->floor;
    if (floor->next == ASSIGNMENT_FORBIDDEN)
        return ret;
    ret->prices = floor->beyond.price;
    ret->n_prices = network->assessors;
    ret->choices = floor->beyond.choice;
    ret->n_choices = floor->beyond.first[network->applications];
    ret->total = floor->beyond.total;
    ret->unserved = (uint32_t) floor->beyond.unserved;
    ret->underloads = (uint32_t) floor->beyond.underloads;
    return ret;
}

static void
record_fixed (wl_arena_t *arena, const assignment_problem_t *problem,
              const assignment_names_t *names, const assignment_result_t *result,
              Evaluation__AssignmentRecord *ret)
{
    ret->fixed = wl_arena_array (arena, result->pair_count, sizeof *ret->fixed);
    for (size_t i = 0; i < result->pair_count; i++) {
        const assignment_pair_t *pair = &result->pairs[i];
        Evaluation__AssignmentPair *fixed;
        if (!pair->fixed)
            continue;
        fixed = NEW (arena, assignment_pair);
        fixed->application_id = wl_text_copy (arena, names->application_ids[pair->application]);
        fixed->assessor_user_id = problem->assessors[pair->assessor]->user_id;
        ret->fixed[ret->n_fixed++] = fixed;
    }
}

char *
assignment_record_digest (wl_arena_t *arena, const Evaluation__AssignmentRecord *record)
{
    Evaluation__AssignmentRecord bare = *record;
    uint8_t hash[crypto_generichash_BYTES];
    char *ret = wl_arena_alloc (arena, 2 * sizeof hash + 1);
    uint8_t *bytes;
    size_t length;

    bare.id = bare.digest = wl_text_copy (arena, "");
    wl_message_pack (arena, &bare.base, &bytes, &length);
    crypto_generichash (hash, sizeof hash, bytes, length, NULL, 0);
    wl_hex (hash, sizeof hash, ret);
    return ret;
}

Evaluation__AssignmentRecord *
assignment_record (wl_arena_t *arena, const assignment_problem_t *problem,
                   const assignment_names_t *names, const assignment_result_t *result)
{
    const assignment_network_t *network = &result->network;
    Evaluation__AssignmentRecord *ret = NEW (arena, assignment_record);

    ret->call_id = wl_text_copy (arena, names->call_id);
    ret->n_applications = network->applications;
    ret->applications = wl_arena_array (arena, network->applications, sizeof *ret->applications);
    for (size_t i = 0; i < network->applications; i++)
        ret->applications[i] = record_application (arena, names, result, i);
    ret->n_assessors = network->assessors;
    ret->assessors = wl_arena_array (arena, network->assessors, sizeof *ret->assessors);
    for (size_t j = 0; j < network->assessors; j++)
        ret->assessors[j] = record_assessor (arena, problem, result, j);
    record_pairs (arena, network, result->fit_below == NULL ? network->fit : result->fit_below,
                  ret);
    if (result->fit_below != NULL)
        ret->floor = record_floor (arena, network, &result->floor);
    record_fixed (arena, problem, names, result, ret);
    ret->load_step = network->load_step;
    ret->total = result->optimum.total;
    ret->unserved = (uint32_t) result->optimum.unserved;
    ret->underloads = (uint32_t) result->optimum.underloads;
    ret->digest = assignment_record_digest (arena, ret);
    return ret;
}

/* ---- reading ---- */

typedef struct reading {
    wl_arena_t *arena;
    const Evaluation__AssignmentRecord *record;
    assignment_network_t network;
    assignment_optimum_t optimum;
} reading_t;

static bool
is_whole (const Evaluation__AssignmentRecord *record)
{
    size_t pairs;

    if (__builtin_mul_overflow (record->n_applications, record->n_assessors, &pairs) ||
        pairs > SIZE_MAX / FIT_BYTES || record->fits.len != pairs * FIT_BYTES ||
        (record->cells.len != 0 && record->cells.len != pairs))
        return false;
    for (size_t i = 0; i < record->n_applications; i++) {
        const Evaluation__RecordedApplication *application = record->applications[i];
        if (application->n_quotas != (record->cells.len == 0 ? 0 : ASSIGNMENT_CELLS) ||
            application->n_assessors + application->unserved != application->need ||
            application->need > ASSIGNMENT_NEED_MAX)
            return false;
        for (size_t c = 0; c < application->n_quotas; c++)
            if (application->quotas[c] > ASSIGNMENT_NEED_MAX)
                return false;
    }
    return true;
}

static void
read_pairs (reading_t *self)
{
    size_t count = self->record->n_applications * self->record->n_assessors;
    int32_t *fit = wl_arena_array (self->arena, count, sizeof *fit);

    for (size_t i = 0; i < count; i++) {
        const uint8_t *at = &self->record->fits.data[i * FIT_BYTES];
        fit[i] = (int32_t) ((uint32_t) at[0] | (uint32_t) at[1] << 8 | (uint32_t) at[2] << 16 |
                            (uint32_t) at[3] << 24);
    }
    self->network.fit = fit;
}

static void
read_applications (reading_t *self)
{
    const Evaluation__AssignmentRecord *record = self->record;
    size_t count = record->n_applications, cards = 0;
    uint32_t *need = wl_arena_array (self->arena, count, sizeof *need);
    uint8_t (*quota)[ASSIGNMENT_CELLS] = wl_arena_array (self->arena, count, sizeof *quota);

    self->optimum.first = wl_arena_array (self->arena, count + 1, sizeof (size_t));
    for (size_t i = 0; i < count; i++) {
        need[i] = record->applications[i]->need;
        self->optimum.first[i + 1] = self->optimum.first[i] + need[i];
        for (size_t c = 0; c < record->applications[i]->n_quotas; c++)
            quota[i][c] = (uint8_t) record->applications[i]->quotas[c];
    }
    self->optimum.choice =
        wl_arena_array (self->arena, self->optimum.first[count], sizeof (uint32_t));
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < need[i]; c++)
            self->optimum.choice[cards++] = c < record->applications[i]->n_assessors
                                                ? record->applications[i]->assessors[c]
                                                : ASSIGNMENT_NOBODY;
    self->network.need = need;
    if (record->cells.len == 0)
        return;
    self->network.cell = record->cells.data;
    self->network.quota = (const uint8_t (*)[ASSIGNMENT_CELLS]) quota;
}

static void
read_assessors (reading_t *self)
{
    const Evaluation__AssignmentRecord *record = self->record;
    size_t count = record->n_assessors;
    uint32_t *least = wl_arena_array (self->arena, count, sizeof *least);
    uint32_t *most = wl_arena_array (self->arena, count, sizeof *most);
    uint32_t *held = wl_arena_array (self->arena, count, sizeof *held);

    self->optimum.price = wl_arena_array (self->arena, count, sizeof (int64_t));
    for (size_t j = 0; j < count; j++) {
        least[j] = record->assessors[j]->least;
        most[j] = record->assessors[j]->most;
        held[j] = record->assessors[j]->held;
        self->optimum.price[j] = record->assessors[j]->price;
    }
    self->network.least = least;
    self->network.most = most;
    self->network.held = held;
}

/* The smallest fit above the floor; ASSIGNMENT_FORBIDDEN when there is none. */
static int32_t
next_fit (const assignment_network_t *network, int32_t floor)
{
    int32_t next = ASSIGNMENT_FORBIDDEN;

    for (size_t i = 0; i < network->applications * network->assessors; i++)
        if (network->fit[i] > floor && (next == ASSIGNMENT_FORBIDDEN || network->fit[i] < next))
            next = network->fit[i];
    return next;
}

/* Whether the floor could not have been higher: with the pairs above it alone, even the best answer
 * misses more. `network` has all pairs. */
static assignment_verdict_t
check_floor (const reading_t *self, const assignment_network_t *network)
{
    const Evaluation__RecordedFloor *floor = self->record->floor;
    int32_t next = next_fit (network, floor->floor);
    assignment_network_t beyond;
    assignment_optimum_t answer = {
        .choice = floor->choices,
        .first = self->optimum.first,
        .price = floor->prices,
        .total = floor->total,
        .unserved = floor->unserved,
        .underloads = floor->underloads,
    };

    if (next == ASSIGNMENT_FORBIDDEN)
        return ASSIGNMENT_PROVED;
    if (floor->n_prices != network->assessors ||
        floor->n_choices != self->optimum.first[network->applications])
        return ASSIGNMENT_FLOOR_NOT_PROVED;
    beyond = assignment_raise_floor (self->arena, network, next, true);
    if (assignment_check (self->arena, &beyond, &answer).verdict != ASSIGNMENT_PROVED ||
        (uint64_t) floor->unserved + floor->underloads <=
            self->optimum.unserved + self->optimum.underloads)
        return ASSIGNMENT_FLOOR_NOT_PROVED;
    return ASSIGNMENT_PROVED;
}

wl_status
assignment_record_check (wl_arena_t *arena, const Evaluation__AssignmentRecord *record,
                         assignment_finding_t *ret)
{
    reading_t reading = {
        .arena = arena,
        .record = record,
        .network = { .applications = record->n_applications,
                     .assessors = record->n_assessors,
                     .load_step = record->load_step },
        .optimum = { .total = record->total,
                     .unserved = record->unserved,
                     .underloads = record->underloads },
    };
    assignment_network_t raised;

    if (strcmp (record->digest, assignment_record_digest (arena, record)) != 0)
        return WL_DATA_LOSS;
    if (!is_whole (record))
        return WL_INVALID_ARGUMENT;
    read_pairs (&reading);
    read_applications (&reading);
    read_assessors (&reading);
    if (!assignment_within_bounds (&reading.network))
        return WL_INVALID_ARGUMENT;
    if (record->floor == NULL) {
        *ret = assignment_check (arena, &reading.network, &reading.optimum);
        return WL_OK;
    }
    raised = assignment_raise_floor (arena, &reading.network, record->floor->floor, false);
    *ret = assignment_check (arena, &raised, &reading.optimum);
    if (ret->verdict == ASSIGNMENT_PROVED)
        ret->verdict = check_floor (&reading, &reading.network);
    return WL_OK;
}
