#include "assignment_solver.h"

#include <string.h>

#include "assignment_proof.h"

enum {
    LIST_SPARE = 16,   /* candidates that a list holds beyond twice the need */
    EPSILON_FACTOR = 8 /* by which the increment shrinks from phase to phase */
};

#define NONE     UINT32_MAX
#define INFINITE (INT64_MAX / 2) /* of what has no room at all; leaves room to add to */

/* A candidate of an application, with its scaled fit. */
typedef struct candidate {
    int64_t value;
    uint32_t assessor;
} candidate_t;

/* One card: which assessor holds it, at which price, and its place in that assessor's heap (a skew
 * heap: the lowest price on top). */
typedef struct card {
    int64_t price;
    uint32_t application;
    uint32_t assessor; /* NONE while it looks for one */
    uint32_t left, right;
} card_t;

/* The auction. Prices and values are scaled by `scale`. Assessor number `nobody` stands for leaving
 * a card unserved. */
typedef struct auction {
    const assignment_network_t *network;
    uint32_t nobody;
    int64_t scale, penalty, epsilon;

    int64_t *price;    /* what a card costs an application now; never falls */
    int64_t *floor;    /* what it cost when the phase began: the price of free room */
    uint32_t *heap;    /* card with the lowest price, or NONE */
    uint64_t *most;    /* room */
    uint64_t *least;   /* of it, what should not stay idle */
    int64_t *held;     /* cards beside this problem */
    int64_t load_step; /* scaled */
    uint64_t *unowned; /* room that nobody took in this phase yet */
    uint64_t *idle;    /* room that the idle bidder holds */
    uint64_t idle_missing;
    int64_t idle_price; /* of the cheapest room that the idle bidder does not hold */
    uint32_t *by_cost;  /* heap of assessors by `cost` */
    int64_t *cost;

    size_t *first; /* cards of application i: first[i] to first[i + 1] - 1 */
    card_t *card;

    candidate_t *list; /* per application the `list_length` best at the last scan */
    size_t list_length;
    size_t *listed;    /* how many there are */
    int64_t *outside;  /* what the best one outside the list was worth then, at most now */
    candidate_t *best; /* of the application that bids */

    uint32_t *queue; /* ring of applications with cards that look for an assessor */
    bool *queued;
    size_t queue_head, queue_length;
} auction_t;

/* ---- an assessor's cards, by price ---- */

static uint32_t
heap_merge (card_t *card, uint32_t a, uint32_t b)
{
    uint32_t root = NONE;
    uint32_t *place = &root;

    while (a != NONE && b != NONE) {
        if (card[b].price < card[a].price) {
            uint32_t other = a;
            a = b;
            b = other;
        }
        *place = a;
        place = &card[a].left;
        uint32_t next = card[a].right;
        card[a].right = card[a].left;
        a = next;
    }
    *place = a != NONE ? a : b;
    return root;
}

static void
heap_push (auction_t *self, uint32_t assessor, uint32_t card)
{
    self->card[card].left = NONE;
    self->card[card].right = NONE;
    self->heap[assessor] = heap_merge (self->card, self->heap[assessor], card);
}

static uint32_t
heap_pop (auction_t *self, uint32_t assessor)
{
    uint32_t top = self->heap[assessor];

    self->heap[assessor] = heap_merge (self->card, self->card[top].left, self->card[top].right);
    return top;
}

/* ---- prices ---- */

/* What the cheapest card or free room costs, leaving idle room out. */
static int64_t
base_price (const auction_t *self, uint32_t assessor)
{
    if (self->unowned[assessor] > 0)
        return self->floor[assessor];
    return self->heap[assessor] == NONE ? INFINITE : self->card[self->heap[assessor]].price;
}

/* Idle room beyond this much would break a minimum load. */
static uint64_t
idle_most (const auction_t *self, uint32_t assessor)
{
    return self->most[assessor] - self->least[assessor];
}

/* What the idle bidder gains by its `count`-th room here: the cost of the card that is not given,
 * or the penalty of one that should have been. */
static int64_t
idle_value (const auction_t *self, uint32_t assessor, uint64_t count)
{
    int64_t load = self->held[assessor] + (int64_t) (self->most[assessor] - count) + 1;

    return (assessor == self->nobody ? 0 : self->load_step * load) -
           (count > idle_most (self, assessor) ? self->penalty : 0);
}

static int64_t
idle_claim (const auction_t *self, uint32_t assessor)
{
    if (self->idle[assessor] == 0)
        return INFINITE;
    return self->idle_price + self->epsilon + idle_value (self, assessor, self->idle[assessor]);
}

static void
update_price (auction_t *self, uint32_t assessor)
{
    int64_t base = base_price (self, assessor);
    int64_t claim = self->unowned[assessor] > 0 ? INFINITE : idle_claim (self, assessor);

    self->price[assessor] = base < claim ? base : claim;
}

/* ---- the queue ---- */

static void
enqueue (auction_t *self, uint32_t application)
{
    size_t size = self->network->applications;

    if (self->queued[application])
        return;
    self->queued[application] = true;
    self->queue[(self->queue_head + self->queue_length++) % size] = application;
}

static uint32_t
dequeue (auction_t *self)
{
    uint32_t application = self->queue[self->queue_head];

    self->queue_head = (self->queue_head + 1) % self->network->applications;
    self->queue_length--;
    self->queued[application] = false;
    return application;
}

/* The card with the lowest price loses its place. */
static void
displace (auction_t *self, uint32_t assessor)
{
    card_t *card = &self->card[heap_pop (self, assessor)];

    card->assessor = NONE;
    enqueue (self, card->application);
}

/* ---- the idle bidder: takes the room that is cheapest ---- */

static int64_t
idle_cost (const auction_t *self, uint32_t assessor)
{
    int64_t base = base_price (self, assessor);

    if (self->idle[assessor] >= self->most[assessor] || base == INFINITE)
        return INFINITE;
    return base - idle_value (self, assessor, self->idle[assessor] + 1);
}

/* How many of the rooms that nobody took yet cost at most `upto`; at least 1. */
static uint64_t
free_rooms (const auction_t *self, uint32_t assessor, int64_t upto)
{
    uint64_t idle = self->idle[assessor];
    uint64_t tier =
        idle < idle_most (self, assessor) ? idle_most (self, assessor) : self->most[assessor];
    uint64_t count = tier - idle;

    count = count < self->unowned[assessor] ? count : self->unowned[assessor];
    count = count < self->idle_missing ? count : self->idle_missing;
    if (self->load_step > 0 && assessor != self->nobody && upto != INFINITE) {
        /* Each further one is worth a step less. */
        uint64_t steps = (uint64_t) ((upto - idle_cost (self, assessor)) / self->load_step) + 1;
        count = count < steps ? count : steps;
    }
    return count;
}

static void
take_idle_room (auction_t *self, uint32_t assessor, int64_t upto)
{
    int64_t cost;

    while (self->idle_missing > 0 && (cost = idle_cost (self, assessor)) <= upto &&
           cost != INFINITE) {
        uint64_t count = 1;
        if (self->unowned[assessor] > 0) {
            count = free_rooms (self, assessor, upto);
            self->unowned[assessor] -= count;
        } else {
            displace (self, assessor);
        }
        self->idle[assessor] += count;
        self->idle_missing -= count;
    }
}

/* Assessors by what their next idle room costs: a binary heap, the cheapest on top. */
static void
sift_cost (auction_t *self, size_t at)
{
    size_t count = (size_t) self->nobody + 1;
    uint32_t moved = self->by_cost[at];

    for (;;) {
        size_t child = 2 * at + 1;
        if (child < count && child + 1 < count &&
            self->cost[self->by_cost[child + 1]] < self->cost[self->by_cost[child]])
            child++;
        if (child >= count || self->cost[self->by_cost[child]] >= self->cost[moved])
            break;
        self->by_cost[at] = self->by_cost[child];
        at = child;
    }
    self->by_cost[at] = moved;
}

/* The cost of the second cheapest. */
static int64_t
next_cost (const auction_t *self)
{
    int64_t ret = INFINITE;

    for (size_t child = 1; child <= 2 && child <= self->nobody; child++)
        if (self->cost[self->by_cost[child]] < ret)
            ret = self->cost[self->by_cost[child]];
    return ret;
}

static void
place_idle (auction_t *self)
{
    int64_t cheapest;

    for (uint32_t j = 0; j <= self->nobody; j++) {
        self->by_cost[j] = j;
        self->cost[j] = idle_cost (self, j);
    }
    for (size_t at = ((size_t) self->nobody + 1) / 2; at-- > 0;)
        sift_cost (self, at);
    while (self->idle_missing > 0) {
        uint32_t assessor = self->by_cost[0];
        take_idle_room (self, assessor, next_cost (self));
        self->cost[assessor] = idle_cost (self, assessor);
        sift_cost (self, 0);
    }
    cheapest = self->cost[self->by_cost[0]];
    if (cheapest != INFINITE && cheapest > self->idle_price)
        self->idle_price = cheapest;
    for (uint32_t j = 0; j <= self->nobody; j++)
        update_price (self, j);
}

/* ---- what an application would choose ---- */

static int64_t
margin (const auction_t *self, const candidate_t *candidate)
{
    return candidate->value - self->price[candidate->assessor];
}

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

    while (place > 0 && margin (self, &self->best[place - 1]) < worth)
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

/* Fills the application's list with its best candidates at the prices of now. */
static void
scan (auction_t *self, uint32_t application)
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
            int64_t worth = margin (self, &list[i]);
            if (worth > margin (self, &self->best[count - 1]) &&
                !holds (self, application, list[i].assessor))
                rank_candidate (self, list[i], worth, count);
        }
        if (margin (self, &self->best[count - 1]) >= self->outside[application])
            return;
        scan (self, application);
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
        int64_t worth = margin (self, &candidate);
        if (worth > margin (self, &self->best[1]) && !holds (self, application, j))
            rank_candidate (self, candidate, worth, 2);
    }
}

/* ---- bidding ---- */

static void
buy (auction_t *self, uint32_t card, const candidate_t *candidate, int64_t price)
{
    uint32_t j = candidate->assessor;

    if (self->unowned[j] > 0) {
        self->unowned[j]--;
    } else if (idle_claim (self, j) <= base_price (self, j)) {
        self->idle[j]--;
        self->idle_missing++;
    } else {
        displace (self, j);
    }
    self->card[card].assessor = j;
    self->card[card].price = price;
    heap_push (self, j, card);
    update_price (self, j);
}

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
    int64_t alternative = margin (self, &self->best[count]);

    for (size_t i = 0; i < count; i++)
        buy (self, next_missing (self, application), &self->best[i],
             self->best[i].value - alternative + self->epsilon);
}

static void
bid (auction_t *self, uint32_t application)
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
            enqueue (self, i);
    }
}

static void
run_phase (auction_t *self)
{
    start_phase (self);
    do {
        while (self->queue_length > 0)
            bid (self, dequeue (self));
        place_idle (self);
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
        scan (self, i);
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
        if (self->idle[j] > idle_most (self, j))
            ret->underloads += self->idle[j] - idle_most (self, j);
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
