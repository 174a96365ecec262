#include "assignment_shortage.h"

enum { ANY_CELL = (1 << ASSIGNMENT_CELLS) - 1 };

/* A search from the unserved cards along exchanges: an application that could use one more card
 * leads to every assessor who could give it, a full assessor to every application that could give
 * its card up for another. What it reaches is the set. */
typedef struct search {
    const assignment_network_t *network;
    const assignment_optimum_t *optimum;
    uint8_t *reached;  /* per application: mask of cells that it could use a card from */
    uint8_t *followed; /* of it, what was looked at */
    bool *full;        /* per assessor: reached */
    uint32_t *queue;   /* of applications; each enters once per cell at most */
    size_t head, tail;
    size_t *holder_first; /* applications that hold assessor j: holder[holder_first[j]] and on */
    uint32_t *holder;
} search_t;

static unsigned
cell_of (const search_t *self, size_t application, uint32_t assessor)
{
    const assignment_network_t *network = self->network;

    return network->cell == NULL ? 0 : network->cell[application * network->assessors + assessor];
}

static void
count_cells (const search_t *self, size_t application, size_t *count, size_t *ret_unserved)
{
    const assignment_optimum_t *optimum = self->optimum;

    *ret_unserved = 0;
    for (size_t c = optimum->first[application]; c < optimum->first[application + 1]; c++) {
        if (optimum->choice[c] == ASSIGNMENT_NOBODY)
            (*ret_unserved)++;
        else
            count[cell_of (self, application, optimum->choice[c])]++;
    }
}

static size_t
quota_of (const search_t *self, size_t application, unsigned cell)
{
    return self->network->quota == NULL ? 0 : self->network->quota[application][cell];
}

static void
reach (search_t *self, uint32_t application, unsigned cells)
{
    unsigned fresh = cells & ~(unsigned) self->reached[application];

    if (fresh == 0)
        return;
    self->reached[application] = (uint8_t) (self->reached[application] | fresh);
    self->queue[self->tail++] = application;
}

/* Where an application with unserved cards could use another: anywhere, unless its quotas claim
 * them all. */
static void
reach_unserved (search_t *self, uint32_t application)
{
    size_t count[ASSIGNMENT_CELLS] = { 0 };
    size_t unserved, lacking = 0;
    unsigned cells = 0;

    count_cells (self, application, count, &unserved);
    if (unserved == 0)
        return;
    for (unsigned c = 0; c < ASSIGNMENT_CELLS; c++) {
        size_t quota = quota_of (self, application, c);
        if (count[c] < quota) {
            lacking += quota - count[c];
            cells |= 1u << c;
        }
    }
    reach (self, application, lacking < unserved ? ANY_CELL : cells);
}

/* What the application could take instead of this assessor's card. */
static void
reach_holder (search_t *self, uint32_t application, uint32_t assessor)
{
    unsigned cell = cell_of (self, application, assessor);
    size_t count[ASSIGNMENT_CELLS] = { 0 };
    size_t unserved;

    count_cells (self, application, count, &unserved);
    reach (self, application,
           count[cell] > quota_of (self, application, cell) ? ANY_CELL : 1u << cell);
}

static bool
holds (const search_t *self, uint32_t application, uint32_t assessor)
{
    const assignment_optimum_t *optimum = self->optimum;

    for (size_t c = optimum->first[application]; c < optimum->first[application + 1]; c++)
        if (optimum->choice[c] == assessor)
            return true;
    return false;
}

static void
follow (search_t *self, uint32_t application)
{
    const assignment_network_t *network = self->network;
    const int32_t *fit = &network->fit[application * network->assessors];
    unsigned cells = self->reached[application] & ~(unsigned) self->followed[application];

    self->followed[application] = self->reached[application];
    for (uint32_t j = 0; j < network->assessors; j++) {
        if (fit[j] == ASSIGNMENT_FORBIDDEN || self->full[j] ||
            (cells & 1u << cell_of (self, application, j)) == 0 || holds (self, application, j))
            continue;
        self->full[j] = true;
        for (size_t h = self->holder_first[j]; h < self->holder_first[j + 1]; h++)
            reach_holder (self, self->holder[h], j);
    }
}

/* ---- counting ---- */

static void
count_application (const search_t *self, uint32_t application, assignment_shortage_t *ret)
{
    const assignment_network_t *network = self->network;
    const int32_t *fit = &network->fit[application * network->assessors];
    unsigned cells = self->reached[application];

    if (cells == 0)
        return;
    ret->applications[ret->application_count++] = application;
    if (cells == ANY_CELL)
        ret->needed += network->need[application];
    else
        for (unsigned c = 0; c < ASSIGNMENT_CELLS; c++)
            ret->needed += (cells & 1u << c) != 0 ? quota_of (self, application, c) : 0;
    for (uint32_t j = 0; j < network->assessors; j++)
        if (fit[j] != ASSIGNMENT_FORBIDDEN && !self->full[j] &&
            (cells & 1u << cell_of (self, application, j)) != 0)
            ret->elsewhere++;
}

static void
count_set (wl_arena_t *arena, const search_t *self, assignment_shortage_t *ret)
{
    const assignment_network_t *network = self->network;

    ret->applications = wl_arena_array (arena, network->applications, sizeof *ret->applications);
    ret->assessors = wl_arena_array (arena, network->assessors, sizeof *ret->assessors);
    for (uint32_t i = 0; i < network->applications; i++)
        count_application (self, i, ret);
    for (uint32_t j = 0; j < network->assessors; j++) {
        if (!self->full[j])
            continue;
        ret->assessors[ret->assessor_count++] = j;
        ret->room += network->most[j];
    }
}

/* ---- setting up ---- */

static void
list_holders (wl_arena_t *arena, search_t *self)
{
    const assignment_network_t *network = self->network;
    const assignment_optimum_t *optimum = self->optimum;
    size_t cards = optimum->first[network->applications];
    size_t *next = wl_arena_array (arena, network->assessors + 1, sizeof *next);

    self->holder_first = wl_arena_array (arena, network->assessors + 1, sizeof *self->holder_first);
    self->holder = wl_arena_array (arena, cards, sizeof *self->holder);
    for (size_t c = 0; c < cards; c++)
        if (optimum->choice[c] != ASSIGNMENT_NOBODY)
            self->holder_first[optimum->choice[c] + 1]++;
    for (size_t j = 0; j < network->assessors; j++) {
        self->holder_first[j + 1] += self->holder_first[j];
        next[j] = self->holder_first[j];
    }
    for (uint32_t i = 0; i < network->applications; i++)
        for (size_t c = optimum->first[i]; c < optimum->first[i + 1]; c++)
            if (optimum->choice[c] != ASSIGNMENT_NOBODY)
                self->holder[next[optimum->choice[c]]++] = i;
}

void
assignment_explain_shortage (wl_arena_t *arena, const assignment_network_t *network,
                             const assignment_optimum_t *optimum, assignment_shortage_t *ret)
{
    search_t search = { .network = network, .optimum = optimum };

    *ret = (assignment_shortage_t){ 0 };
    if (optimum->unserved == 0)
        return;
    search.reached = wl_arena_array (arena, network->applications, 1);
    search.followed = wl_arena_array (arena, network->applications, 1);
    search.full = wl_arena_array (arena, network->assessors, sizeof *search.full);
    search.queue =
        wl_arena_array (arena, network->applications * ASSIGNMENT_CELLS, sizeof *search.queue);
    list_holders (arena, &search);
    for (uint32_t i = 0; i < network->applications; i++)
        reach_unserved (&search, i);
    while (search.head < search.tail)
        follow (&search, search.queue[search.head++]);
    count_set (arena, &search, ret);
}
