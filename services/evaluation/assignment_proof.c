#include "assignment_proof.h"

/* ---- bounds ---- */

/* Cards beyond the number of applications cannot come. */
static uint64_t
useful_load (const assignment_network_t *network, size_t assessor)
{
    return network->most[assessor] < network->applications ? network->most[assessor]
                                                           : network->applications;
}

static int64_t
range_of_fits (const assignment_network_t *network)
{
    size_t count = network->applications * network->assessors;
    int32_t low = 0, high = 0;

    for (size_t i = 0; i < count; i++) {
        int32_t fit = network->fit[i];
        if (fit == ASSIGNMENT_FORBIDDEN)
            continue;
        low = fit < low ? fit : low;
        high = fit > high ? fit : high;
    }
    return (int64_t) high - low;
}

/* The dearest card that an assessor could be given. */
static __int128
dearest_load (const assignment_network_t *network)
{
    int64_t greatest = 0;

    for (size_t j = 0; j < network->assessors; j++) {
        int64_t load =
            (int64_t) useful_load (network, j) + (network->held == NULL ? 0 : network->held[j]);
        greatest = load > greatest ? load : greatest;
    }
    return (__int128) greatest * network->load_step;
}

int64_t
assignment_penalty (const assignment_network_t *network)
{
    return (range_of_fits (network) + (int64_t) dearest_load (network) + 1) *
           ((int64_t) network->assessors + 3);
}

static bool
quotas_fit (const assignment_network_t *network, size_t application)
{
    size_t quotas = 0;

    for (size_t c = 0; network->quota != NULL && c < ASSIGNMENT_CELLS; c++)
        quotas += network->quota[application][c];
    return quotas <= network->need[application];
}

bool
assignment_within_bounds (const assignment_network_t *network)
{
    if (network->assessors > ASSIGNMENT_ASSESSORS_MAX ||
        network->applications > ASSIGNMENT_APPLICATIONS_MAX ||
        (network->cell == NULL) != (network->quota == NULL) ||
        range_of_fits (network) > 2 * (int64_t) ASSIGNMENT_FIT_MAX || network->load_step < 0 ||
        network->load_step > ASSIGNMENT_STEP_MAX)
        return false;
    for (size_t j = 0; j < network->assessors; j++)
        if (network->least != NULL && network->least[j] > network->most[j])
            return false;
    for (size_t i = 0; i < network->applications; i++)
        if (network->need[i] > ASSIGNMENT_NEED_MAX || !quotas_fit (network, i))
            return false;
    for (size_t i = 0; network->cell != NULL && i < network->applications * network->assessors; i++)
        if (network->cell[i] >= ASSIGNMENT_CELLS)
            return false;
    /* Scaled prices stay below four times this; the dearest load is below 2 to the 95. */
    return ((__int128) range_of_fits (network) + (__int128) dearest_load (network) + 1) *
               ((__int128) network->assessors + 3) * ((__int128) network->assessors + 3) <
           (__int128) 1 << 59;
}

/* ---- what the assignment is worth ---- */

typedef struct tally {
    const assignment_network_t *network;
    const assignment_optimum_t *optimum;
    uint64_t *load; /* per assessor */
    int64_t total;
    uint64_t unserved, underloads;
} tally_t;

static bool
lacks_quota (const tally_t *self, size_t application, const size_t *count, size_t unserved)
{
    size_t lacking = 0;

    for (size_t c = 0; c < ASSIGNMENT_CELLS; c++)
        if (count[c] < self->network->quota[application][c])
            lacking += self->network->quota[application][c] - count[c];
    return lacking > unserved;
}

/* Counts one application's cards; leaves what is broken in the finding. */
static assignment_verdict_t
tally_application (tally_t *self, size_t application, size_t *ret_assessor)
{
    const assignment_network_t *network = self->network;
    const assignment_optimum_t *optimum = self->optimum;
    size_t row = application * network->assessors;
    size_t count[ASSIGNMENT_CELLS] = { 0 };
    size_t unserved = 0;

    for (size_t c = optimum->first[application]; c < optimum->first[application + 1]; c++) {
        uint32_t assessor = optimum->choice[c];
        *ret_assessor = assessor;
        if (assessor == ASSIGNMENT_NOBODY) {
            unserved++;
            continue;
        }
        if (assessor >= network->assessors ||
            network->fit[row + assessor] == ASSIGNMENT_FORBIDDEN ||
            (c > optimum->first[application] && optimum->choice[c - 1] >= assessor))
            return ASSIGNMENT_BROKEN_PAIR;
        self->total += network->fit[row + assessor];
        self->load[assessor]++;
        if (network->cell != NULL)
            count[network->cell[row + assessor]]++;
    }
    self->unserved += unserved;
    if (network->quota != NULL && lacks_quota (self, application, count, unserved))
        return ASSIGNMENT_BROKEN_QUOTA;
    return ASSIGNMENT_PROVED;
}

static void
tally_all (tally_t *self, assignment_finding_t *ret)
{
    const assignment_network_t *network = self->network;
    const size_t *first = self->optimum->first;

    for (size_t i = 0; i < network->applications; i++) {
        ret->application = i;
        ret->verdict = first[i + 1] < first[i] || first[i + 1] - first[i] != network->need[i]
                           ? ASSIGNMENT_BROKEN_SUMS
                           : tally_application (self, i, &ret->assessor);
        if (ret->verdict != ASSIGNMENT_PROVED)
            return;
    }
    for (size_t j = 0; j < network->assessors; j++) {
        uint64_t least = network->least == NULL ? 0 : network->least[j];
        if (self->load[j] < least)
            self->underloads += least - self->load[j];
        if (self->load[j] <= network->most[j])
            continue;
        ret->assessor = j;
        ret->verdict = ASSIGNMENT_BROKEN_LOAD;
        return;
    }
}

/* ---- what the prices allow ---- */

typedef struct ledger {
    const assignment_network_t *network;
    const int64_t *price;
    int64_t penalty;
    int64_t *margin; /* the best ones of one application, descending */
    int64_t *left;   /* what the quotas leave over, for the rest of the need */
} ledger_t;

/* Keeps the `size` greatest in descending order; gives the new count. */
static size_t
keep_greatest (int64_t *list, size_t count, size_t size, int64_t value)
{
    size_t at;

    if (count == size) {
        if (size == 0 || list[size - 1] >= value)
            return count;
        count--;
    }
    for (at = count; at > 0 && list[at - 1] < value; at--)
        list[at] = list[at - 1];
    list[at] = value;
    return count + 1;
}

/* The best `size` of one cell (or of all with NULL); returns how many there are. */
static size_t
best_of_cell (const ledger_t *self, size_t application, const uint8_t *cell, unsigned wanted,
              size_t size)
{
    const int32_t *fit = &self->network->fit[application * self->network->assessors];
    size_t count = 0;

    for (size_t j = 0; j < self->network->assessors; j++)
        if (fit[j] != ASSIGNMENT_FORBIDDEN && (cell == NULL || cell[j] == wanted))
            count = keep_greatest (self->margin, count, size, fit[j] - self->price[j]);
    return count;
}

/* A card may always be left to nobody at the penalty. */
static int64_t
or_nobody (const ledger_t *self, size_t count, size_t index)
{
    return index < count && self->margin[index] > -self->penalty ? self->margin[index]
                                                                 : -self->penalty;
}

/* The most that one application can gain at these prices: of each cell its quota of the best, then
 * the best of what is left. */
static __int128
best_gain (const ledger_t *self, size_t application)
{
    const assignment_network_t *network = self->network;
    size_t need = network->need[application];
    size_t open = need, left = 0;
    __int128 gain = 0;

    if (network->quota == NULL) {
        size_t count = best_of_cell (self, application, NULL, 0, need);
        for (size_t i = 0; i < need; i++)
            gain += or_nobody (self, count, i);
        return gain;
    }
    for (unsigned c = 0; c < ASSIGNMENT_CELLS; c++) {
        size_t quota = network->quota[application][c];
        size_t count = best_of_cell (self, application,
                                     &network->cell[application * network->assessors], c, need);
        for (size_t i = 0; i < quota; i++)
            gain += or_nobody (self, count, i);
        for (size_t i = quota; i < count; i++)
            left = keep_greatest (self->left, left, need, self->margin[i]);
        open -= quota;
    }
    for (size_t i = 0; i < open; i++)
        gain += i < left && self->left[i] > -self->penalty ? self->left[i] : -self->penalty;
    return gain;
}

/* The most that any load can earn at this price: cards are added while the next one still earns.
 * One below the minimum saves the penalty. */
static __int128
best_load (const ledger_t *self, size_t assessor)
{
    const assignment_network_t *network = self->network;
    uint64_t least = network->least == NULL ? 0 : network->least[assessor];
    int64_t held = network->held == NULL ? 0 : network->held[assessor];
    uint64_t most = useful_load (network, assessor);
    __int128 earned = -(__int128) self->penalty * (__int128) least;

    for (uint64_t card = 1; card <= most; card++) {
        __int128 gain = (__int128) self->price[assessor] -
                        (__int128) network->load_step * (held + (int64_t) card) +
                        (card <= least ? self->penalty : 0);
        if (gain <= 0)
            break;
        earned += gain;
    }
    return earned;
}

/* A price beyond twice the penalty proves nothing (no card is worth that) and could overflow. */
static __int128
add_up (const ledger_t *self)
{
    __int128 bound = 0;

    for (size_t j = 0; j < self->network->assessors; j++)
        if (self->price[j] > 2 * self->penalty || self->price[j] < -2 * self->penalty)
            return INT64_MAX;
    for (size_t i = 0; i < self->network->applications; i++)
        bound += best_gain (self, i);
    for (size_t j = 0; j < self->network->assessors; j++)
        bound += best_load (self, j);
    return bound;
}

/* ---- both ---- */

static __int128
worth_of (const tally_t *tally, int64_t penalty)
{
    const assignment_network_t *network = tally->network;
    __int128 worth =
        tally->total - (__int128) penalty * (__int128) (tally->unserved + tally->underloads);

    for (size_t j = 0; j < network->assessors; j++) {
        __int128 load = (__int128) tally->load[j];
        __int128 held = network->held == NULL ? 0 : network->held[j];
        worth -= network->load_step * (held * load + load * (load + 1) / 2);
    }
    return worth;
}

static int64_t
narrow (__int128 value)
{
    if (value > INT64_MAX)
        return INT64_MAX;
    return value < INT64_MIN ? INT64_MIN : (int64_t) value;
}

assignment_finding_t
assignment_check (wl_arena_t *arena, const assignment_network_t *network,
                  const assignment_optimum_t *optimum)
{
    wl_arena_mark_t mark = wl_arena_mark (arena);
    assignment_finding_t ret = { 0 };
    tally_t tally = { .network = network, .optimum = optimum };
    ledger_t ledger = { .network = network, .price = optimum->price };

    tally.load = wl_arena_array (arena, network->assessors, sizeof *tally.load);
    ledger.penalty = assignment_penalty (network);
    ledger.margin = wl_arena_array (arena, ASSIGNMENT_NEED_MAX, sizeof *ledger.margin);
    ledger.left = wl_arena_array (arena, ASSIGNMENT_NEED_MAX, sizeof *ledger.left);
    tally_all (&tally, &ret);
    if (ret.verdict == ASSIGNMENT_PROVED) {
        __int128 worth = worth_of (&tally, ledger.penalty);
        __int128 bound = add_up (&ledger);
        ret.worth = narrow (worth);
        ret.bound = narrow (bound);
        if (tally.total != optimum->total || tally.unserved != optimum->unserved ||
            tally.underloads != optimum->underloads)
            ret.verdict = ASSIGNMENT_BROKEN_SUMS;
        else if (worth != bound)
            ret.verdict = ASSIGNMENT_NOT_PROVED;
    }
    wl_arena_rewind (arena, mark);
    return ret;
}
