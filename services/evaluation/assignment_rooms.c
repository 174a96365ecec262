#include "assignment_auction.h"

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

/* What the idle bidder gains by its `count`-th room here: the cost of the card that is not given,
 * or the penalty of one that should have been. */
static int64_t
idle_value (const auction_t *self, uint32_t assessor, uint64_t count)
{
    int64_t load = self->held[assessor] + (int64_t) (self->most[assessor] - count) + 1;

    return (assessor == self->nobody ? 0 : self->load_step * load) -
           (count > assignment_idle_most (self, assessor) ? self->penalty : 0);
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

void
assignment_enqueue (auction_t *self, uint32_t application)
{
    size_t size = self->network->applications;

    if (self->queued[application])
        return;
    self->queued[application] = true;
    self->queue[(self->queue_head + self->queue_length++) % size] = application;
}

uint32_t
assignment_dequeue (auction_t *self)
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
    assignment_enqueue (self, card->application);
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
    uint64_t tier = idle < assignment_idle_most (self, assessor)
                        ? assignment_idle_most (self, assessor)
                        : self->most[assessor];
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

void
assignment_place_idle (auction_t *self)
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

/* ---- buying ---- */

void
assignment_buy (auction_t *self, uint32_t card, const candidate_t *candidate, int64_t price)
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
