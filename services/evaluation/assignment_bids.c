#include "assignment_auction.h"

/* ---- what an application would choose ---- */

static bool
holds (const auction_t *self, uint32_t application, uint32_t assessor)
{
    for (size_t c = self->first[application]; c < self->first[application + 1]; c++)
        if (self->card[c].assessor == assessor)
            return true;
    return false;
}

/* Puts a candidate of this worth into best[0] to best[count - 1], which is kept in order. */
static void
rank_candidate (const auction_t *self, candidate_t candidate, int64_t worth, size_t count)
{
    size_t place = count;

    while (place > 0 && assignment_margin (self, &self->best[place - 1]) < worth)
        place--;
    if (place == count)
        return;
    memmove (&self->best[place + 1], &self->best[place], (count - place - 1) * sizeof *self->best);
    self->best[place] = candidate;
}

static void
sift_down (candidate_t *heap, int64_t *worth, size_t count, size_t at)
{
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < count; child++)
            if (worth[child] < worth[least])
                least = child;
        if (least == at)
            return;
        candidate_t candidate = heap[at];
        int64_t other = worth[at];
        heap[at] = heap[least];
        worth[at] = worth[least];
        heap[least] = candidate;
        worth[least] = other;
        at = least;
    }
}

void
assignment_scan (auction_t *self, uint32_t application)
{
    const int32_t *fit = &self->network->fit[application * self->network->assessors];
    candidate_t *list = &self->list[application * self->list_length];
    int64_t worth[2 * ASSIGNMENT_NEED_MAX + LIST_SPARE];
    size_t count = 0;
    int64_t outside = INT64_MIN;

    for (uint32_t j = 0; j < self->nobody; j++) {
        if (fit[j] == ASSIGNMENT_FORBIDDEN)
            continue;
        candidate_t candidate = { fit[j] * self->scale, j };
        int64_t value = candidate.value - self->price[j];
        if (count < self->list_length) {
            list[count] = candidate;
            worth[count++] = value;
            if (count == self->list_length)
                for (size_t at = count / 2; at-- > 0;)
                    sift_down (list, worth, count, at);
        } else if (value > worth[0]) {
            outside = outside > worth[0] ? outside : worth[0];
            list[0] = candidate;
            worth[0] = value;
            sift_down (list, worth, count, 0);
        } else if (value > outside) {
            outside = value;
        }
    }
    self->listed[application] = count;
    self->outside[application] = outside;
}

static void
start_ranking (auction_t *self, size_t count)
{
    const candidate_t nobody = { -self->penalty, self->nobody };

    for (size_t i = 0; i < count; i++)
        self->best[i] = nobody;
}

/* Leaves in best[0] to best[count - 1] the best that the application does not hold, out of its list
 * and, if that no longer decides, out of all. */
static void
rank_free (auction_t *self, uint32_t application, size_t count)
{
    const candidate_t *list = &self->list[application * self->list_length];

    for (int round = 0; round < 2; round++) {
        start_ranking (self, count);
        for (size_t i = 0; i < self->listed[application]; i++) {
            int64_t worth = assignment_margin (self, &list[i]);
            if (worth > assignment_margin (self, &self->best[count - 1]) &&
                !holds (self, application, list[i].assessor))
                rank_candidate (self, list[i], worth, count);
        }
        if (assignment_margin (self, &self->best[count - 1]) >= self->outside[application])
            return;
        assignment_scan (self, application);
    }
}

/* ---- quotas ---- */

/* Which cells the next card may come from: all, or those that still lack cards of their quota when
 * all that is missing is for them. A card that nobody takes stands for any cell. */
static unsigned
open_cells (const auction_t *self, uint32_t application, size_t missing)
{
    const assignment_network_t *network = self->network;
    const uint8_t *cell = &network->cell[application * network->assessors];
    size_t count[ASSIGNMENT_CELLS] = { 0 };
    size_t unserved = 0, lacking = 0;
    unsigned open = 0;

    for (size_t c = self->first[application]; c < self->first[application + 1]; c++) {
        uint32_t assessor = self->card[c].assessor;
        if (assessor == self->nobody)
            unserved++;
        else if (assessor != NONE)
            count[cell[assessor]]++;
    }
    for (unsigned c = 0; c < ASSIGNMENT_CELLS; c++) {
        size_t quota = network->quota[application][c];
        if (count[c] < quota) {
            lacking += quota - count[c];
            open |= 1u << c;
        }
    }
    return lacking < missing + unserved ? ~0u : open;
}

static void
rank_in_cells (auction_t *self, uint32_t application, unsigned open)
{
    const assignment_network_t *network = self->network;
    const int32_t *fit = &network->fit[application * network->assessors];
    const uint8_t *cell = &network->cell[application * network->assessors];

    start_ranking (self, 2);
    for (uint32_t j = 0; j < self->nobody; j++) {
        if (fit[j] == ASSIGNMENT_FORBIDDEN || (open & 1u << cell[j]) == 0)
            continue;
        candidate_t candidate = { fit[j] * self->scale, j };
        int64_t worth = assignment_margin (self, &candidate);
        if (worth > assignment_margin (self, &self->best[1]) && !holds (self, application, j))
            rank_candidate (self, candidate, worth, 2);
    }
}

/* ---- bidding ---- */

static uint32_t
next_missing (const auction_t *self, uint32_t application)
{
    for (size_t c = self->first[application]; c < self->first[application + 1]; c++)
        if (self->card[c].assessor == NONE)
            return (uint32_t) c;
    return NONE;
}

/* Buys best[0] to best[count - 1], each up to the worth of best[count] as the alternative. */
static void
buy_best (auction_t *self, uint32_t application, size_t count)
{
    int64_t alternative = assignment_margin (self, &self->best[count]);

    for (size_t i = 0; i < count; i++)
        assignment_buy (self, next_missing (self, application), &self->best[i],
                        self->best[i].value - alternative + self->epsilon);
}

void
assignment_bid (auction_t *self, uint32_t application)
{
    size_t missing = 0;

    for (size_t c = self->first[application]; c < self->first[application + 1]; c++)
        missing += self->card[c].assessor == NONE ? 1u : 0u;
    if (self->network->quota == NULL) {
        rank_free (self, application, missing + 1);
        buy_best (self, application, missing);
        return;
    }
    for (; missing > 0; missing--) {
        rank_in_cells (self, application, open_cells (self, application, missing));
        buy_best (self, application, 1);
    }
}
