/* The auction inside the solver (assignment_solver.h): assignment_rooms.c is the side of the
 * assessors, who let the lowest price go, assignment_bids.c that of the applications, who choose;
 * assignment_solver.c runs the phases. Only these three include this. */
#pragma once

#include <string.h>

#include "assignment_solver.h"

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

static inline int64_t
assignment_margin (const auction_t *self, const candidate_t *candidate)
{
    return candidate->value - self->price[candidate->assessor];
}

/* Idle room beyond this much would break a minimum load. */
static inline uint64_t
assignment_idle_most (const auction_t *self, uint32_t assessor)
{
    return self->most[assessor] - self->least[assessor];
}

/* ---- assessors ---- */

/* Gives the card to the candidate's assessor at this price; whoever held the cheapest room there
 * loses it. */
void assignment_buy (auction_t *self, uint32_t card, const candidate_t *candidate, int64_t price);
/* Finds room for the idle bidder, and sets all prices anew. */
void assignment_place_idle (auction_t *self);

/* ---- the queue of applications ---- */

void assignment_enqueue (auction_t *self, uint32_t application);
uint32_t assignment_dequeue (auction_t *self);

/* ---- applications ---- */

/* Fills the application's list with its best candidates at the prices of now. */
void assignment_scan (auction_t *self, uint32_t application);
/* Finds an assessor for each card of the application that has none. */
void assignment_bid (auction_t *self, uint32_t application);
