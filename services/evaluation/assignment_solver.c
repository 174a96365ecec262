#include "assignment_auction.h"
#include "assignment_proof.h"

/* ---- phases ---- */

static void
start_phase (auction_t *self)
{
    self->idle_missing = 0;
    self->idle_price = INT64_MIN / 4;
    for (uint32_t j = 0; j <= self->nobody; j++) {
        self->floor[j] = self->price[j];
        self->heap[j] = NONE;
        self->unowned[j] = self->most[j];
        self->idle[j] = 0;
        self->idle_missing += self->most[j];
    }
    self->idle_missing -= self->first[self->network->applications];
    for (uint32_t i = 0; i < self->network->applications; i++) {
        for (size_t c = self->first[i]; c < self->first[i + 1]; c++)
            self->card[c].assessor = NONE;
        if (self->first[i] < self->first[i + 1])
            assignment_enqueue (self, i);
    }
}

static void
run_phase (auction_t *self)
{
    start_phase (self);
    do {
        while (self->queue_length > 0)
            assignment_bid (self, assignment_dequeue (self));
        assignment_place_idle (self);
    } while (self->queue_length > 0);
}

/* ---- setting up ---- */

/* Room beyond the number of applications is of no use, unless a minimum asks for it. */
static uint64_t
useful_load (const assignment_network_t *network, size_t assessor)
{
    uint64_t most = network->most[assessor];
    uint64_t least = network->least == NULL ? 0 : network->least[assessor];
    uint64_t useful = network->applications > least ? network->applications : least;

    return most < useful ? most : useful;
}

static void
set_up_assessors (wl_arena_t *arena, auction_t *self)
{
    const assignment_network_t *network = self->network;
    size_t count = network->assessors + 1;

    self->price = wl_arena_array (arena, count, sizeof *self->price);
    self->floor = wl_arena_array (arena, count, sizeof *self->floor);
    self->heap = wl_arena_array (arena, count, sizeof *self->heap);
    self->most = wl_arena_array (arena, count, sizeof *self->most);
    self->least = wl_arena_array (arena, count, sizeof *self->least);
    self->unowned = wl_arena_array (arena, count, sizeof *self->unowned);
    self->idle = wl_arena_array (arena, count, sizeof *self->idle);
    self->held = wl_arena_array (arena, count, sizeof *self->held);
    self->by_cost = wl_arena_array (arena, count, sizeof *self->by_cost);
    self->cost = wl_arena_array (arena, count, sizeof *self->cost);
    for (size_t j = 0; j < network->assessors; j++) {
        self->least[j] = network->least == NULL ? 0 : network->least[j];
        self->most[j] = useful_load (network, j);
        self->held[j] = network->held == NULL ? 0 : network->held[j];
        self->price[j] = self->most[j] == 0 ? INFINITE : 0;
    }
    self->most[self->nobody] = self->first[network->applications] + 1;
}

static void
set_up_applications (wl_arena_t *arena, auction_t *self)
{
    const assignment_network_t *network = self->network;
    size_t count = network->applications;
    uint32_t longest = 0;

    for (size_t i = 0; i < count; i++)
        longest = network->need[i] > longest ? network->need[i] : longest;
    self->card = wl_arena_array (arena, self->first[count], sizeof *self->card);
    for (uint32_t i = 0; i < count; i++)
        for (size_t c = self->first[i]; c < self->first[i + 1]; c++)
            self->card[c].application = i;
    self->best = wl_arena_array (arena, longest + 2, sizeof *self->best);
    self->queue = wl_arena_array (arena, count, sizeof *self->queue);
    self->queued = wl_arena_array (arena, count, sizeof *self->queued);
    if (network->quota != NULL)
        return;
    self->list_length = 2 * (size_t) longest + LIST_SPARE;
    self->list = wl_arena_array (arena, count * self->list_length, sizeof *self->list);
    self->listed = wl_arena_array (arena, count, sizeof *self->listed);
    self->outside = wl_arena_array (arena, count, sizeof *self->outside);
    for (uint32_t i = 0; i < count; i++)
        assignment_scan (self, i);
}

static void
set_up (wl_arena_t *arena, const assignment_network_t *network, size_t *first, auction_t *ret)
{
    *ret = (auction_t){
        .network = network,
        .nobody = (uint32_t) network->assessors,
        .scale = (int64_t) network->assessors + 3,
        .first = first,
        .load_step = network->load_step * ((int64_t) network->assessors + 3),
    };
    ret->penalty = assignment_penalty (network) * ret->scale;
    set_up_assessors (arena, ret);
    set_up_applications (arena, ret);
}

/* ---- the result ---- */

static int64_t
floor_divide (int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

static size_t
remainder_of (int64_t a, int64_t b)
{
    return (size_t) (a - floor_divide (a, b) * b);
}

/* Divides the prices by the scale so that what held within 1 holds exactly. Rounding down breaks an
 * inequality x <= y + whole + 1 only where y leaves the remainder scale - 1; there are scale - 1
 * prices, so some remainder is nobody's, and the shift makes it that one. */
static void
round_prices (wl_arena_t *arena, const auction_t *self, int64_t *ret)
{
    wl_arena_mark_t mark = wl_arena_mark (arena);
    bool *taken = wl_arena_array (arena, (size_t) self->scale, sizeof *taken);
    int64_t zero, shift = 0;

    for (uint32_t j = 0; j <= self->nobody; j++)
        taken[remainder_of (self->price[j], self->scale)] = true;
    taken[remainder_of (self->idle_price, self->scale)] = true;
    while (taken[shift])
        shift++;
    shift = self->scale - 1 - shift;
    zero = floor_divide (self->idle_price + shift, self->scale);
    for (uint32_t j = 0; j < self->nobody; j++)
        ret[j] = self->most[j] == 0 ? 2 * self->penalty / self->scale /* nobody would pay that */
                                    : floor_divide (self->price[j] + shift, self->scale) - zero;
    wl_arena_rewind (arena, mark);
}

static void
sort_choice (uint32_t *choice, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t moved = choice[i];
        size_t at = i;
        for (; at > 0 && choice[at - 1] > moved; at--)
            choice[at] = choice[at - 1];
        choice[at] = moved;
    }
}

static void
read_result (const auction_t *self, assignment_optimum_t *ret)
{
    const assignment_network_t *network = self->network;

    for (size_t i = 0; i < network->applications; i++) {
        for (size_t c = self->first[i]; c < self->first[i + 1]; c++) {
            uint32_t assessor = self->card[c].assessor;
            ret->choice[c] = assessor == self->nobody ? ASSIGNMENT_NOBODY : assessor;
            if (assessor == self->nobody)
                ret->unserved++;
            else
                ret->total += network->fit[i * network->assessors + assessor];
        }
        sort_choice (&ret->choice[self->first[i]], self->first[i + 1] - self->first[i]);
    }
    for (uint32_t j = 0; j < self->nobody; j++)
        if (self->idle[j] > assignment_idle_most (self, j))
            ret->underloads += self->idle[j] - assignment_idle_most (self, j);
}

wl_status
assignment_optimise (wl_arena_t *arena, const assignment_network_t *network,
                     assignment_optimum_t *ret)
{
    size_t *first = wl_arena_array (arena, network->applications + 1, sizeof *first);
    wl_arena_mark_t mark;
    auction_t auction;

    *ret = (assignment_optimum_t){ .first = first };
    if (!assignment_within_bounds (network))
        return WL_INVALID_ARGUMENT;
    for (size_t i = 0; i < network->applications; i++)
        first[i + 1] = first[i] + network->need[i];
    ret->choice = wl_arena_array (arena, first[network->applications], sizeof *ret->choice);
    ret->price = wl_arena_array (arena, network->assessors, sizeof *ret->price);
    mark = wl_arena_mark (arena);
    set_up (arena, network, first, &auction);
    auction.epsilon = auction.penalty / 4;
    for (bool last = false; !last;) {
        last = auction.epsilon <= 1;
        auction.epsilon = last ? 1 : auction.epsilon;
        run_phase (&auction);
        auction.epsilon /= EPSILON_FACTOR;
    }
    read_result (&auction, ret);
    round_prices (arena, &auction, ret->price);
    wl_arena_rewind (arena, mark);
    if (assignment_check (arena, network, ret).verdict != ASSIGNMENT_PROVED)
        return WL_INTERNAL;
    return WL_OK;
}
