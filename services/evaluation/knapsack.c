#include "knapsack.h"

#include <stdlib.h>
#include <string.h>

enum {
    STATES_MAX = 100000, /* made in one search: 3.2 MB of the request's memory */
    SEARCHES_MAX = 200,  /* one for every way to do without rivals that is looked at */
    NEIGHBOURS = 40,     /* items behind a filling that are tried in what it leaves */
};

/* ---- one search, without rivals ---- */

/* What was taken to get to a state: a path of items, each behind the one before it. */
typedef struct step {
    uint32_t before; /* of steps; 0 for the start */
    uint32_t item;   /* in the sorted order */
} step_t;

typedef struct state {
    int64_t cost;
    int64_t points;
    uint32_t step;
} state_t;

typedef struct search {
    const knapsack_input_t *input;
    size_t *sorted; /* items that may be taken, by points per grosz */
    size_t count;
    int64_t *cost_before; /* sums over sorted items; count + 1 */
    int64_t *points_before;
    step_t *steps;
    size_t step_count;
    state_t *states, *next;
    size_t state_count;
    /* the best choice: a state, the items [from, to) behind it and perhaps one more */
    int64_t best;
    uint32_t best_step;
    size_t best_from, best_to, best_more;
    bool cut_off;
    int64_t bound; /* of what was cut off */
} search_t;

static int
compare_yield (const void *left, const void *right, void *context)
{
    const knapsack_item_t *items = ((const knapsack_input_t *) context)->items;
    size_t i = *(const size_t *) left, j = *(const size_t *) right;
    __int128 a = (__int128) items[i].points * items[j].cost;
    __int128 b = (__int128) items[j].points * items[i].cost;

    if (a != b)
        return a > b ? -1 : 1;
    /* An item of no cost and no points compares equal to all; money says which is which. */
    if (items[i].cost != items[j].cost)
        return items[i].cost < items[j].cost ? -1 : 1;
    return (i > j) - (i < j);
}

/* The first sorted item from `from` on that does not fit any more. */
static size_t
first_too_much (const search_t *search, size_t from, int64_t money)
{
    size_t low = from, high = search->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (search->cost_before[middle + 1] - search->cost_before[from] <= money)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of the items near behind `to`, which fits into the money with the most points; `count` if none.
 */
static size_t
one_more (const search_t *search, size_t to, int64_t money)
{
    size_t best = search->count;
    size_t end = to + NEIGHBOURS < search->count ? to + NEIGHBOURS : search->count;

    for (size_t i = to; i < end; i++) {
        const knapsack_item_t *item = &search->input->items[search->sorted[i]];
        if (item->cost <= money &&
            (best == search->count ||
             item->points > search->input->items[search->sorted[best]].points))
            best = i;
    }
    return best;
}

static void
take_if_better (search_t *search, const state_t *state, size_t from, size_t to, int64_t money,
                int64_t points)
{
    size_t more = one_more (search, to, money);

    if (more < search->count)
        points += search->input->items[search->sorted[more]].points;
    if (points <= search->best)
        return;
    search->best = points;
    search->best_step = state->step;
    search->best_from = from;
    search->best_to = to;
    search->best_more = more;
}

/* What the state can reach with the items from `from` on at most; also takes the whole items of
 * that filling, and one more that fits, for a choice. */
static int64_t
look_ahead (search_t *search, const state_t *state, size_t from)
{
    int64_t money = search->input->money - state->cost;
    size_t to = first_too_much (search, from, money);
    int64_t points = state->points + search->points_before[to] - search->points_before[from];

    money -= search->cost_before[to] - search->cost_before[from];
    take_if_better (search, state, from, to, money, points);
    if (to == search->count)
        return points;
    const knapsack_item_t *broken = &search->input->items[search->sorted[to]];
    return points + (int64_t) ((__int128) broken->points * money / broken->cost);
}

static void
keep (search_t *search, const state_t *state, size_t from, size_t *count)
{
    if (*count > 0 && search->next[*count - 1].points >= state->points)
        return; /* costs no less and has no more points */
    if (look_ahead (search, state, from) > search->best)
        search->next[(*count)++] = *state;
}

static state_t
with_item (const search_t *search, const state_t *state, size_t item)
{
    const knapsack_item_t *of = &search->input->items[search->sorted[item]];

    return (state_t){ state->cost + of->cost, state->points + of->points, 0 };
}

/* Every state with and without the item, merged by cost. */
static void
advance (search_t *search, size_t item)
{
    size_t with = 0, without = 0, count = 0;

    while (with < search->state_count || without < search->state_count) {
        state_t taken = { .cost = INT64_MAX };
        if (with < search->state_count)
            taken = with_item (search, &search->states[with], item);
        if (without < search->state_count && (search->states[without].cost <= taken.cost)) {
            keep (search, &search->states[without++], item + 1, &count);
            continue;
        }
        if (taken.cost > search->input->money) {
            with = search->state_count; /* dearer ones do not fit either */
            continue;
        }
        search->steps[search->step_count] =
            (step_t){ search->states[with++].step, (uint32_t) item };
        taken.step = (uint32_t) search->step_count++;
        keep (search, &taken, item + 1, &count);
    }
    state_t *swap = search->states;
    search->states = search->next;
    search->next = swap;
    search->state_count = count;
}

static void
cut_off (search_t *search, size_t item)
{
    search->cut_off = true;
    search->bound = search->best;
    for (size_t i = 0; i < search->state_count; i++) {
        int64_t reach = look_ahead (search, &search->states[i], item);
        if (reach > search->bound)
            search->bound = reach;
    }
}

static void
run (search_t *search)
{
    search->states[0] = (state_t){ 0 };
    search->state_count = 1;
    search->step_count = 1;
    search->best = -1;
    search->cut_off = false;
    (void) look_ahead (search, &search->states[0], 0);
    for (size_t item = 0; item < search->count && search->state_count > 0; item++) {
        if (search->step_count + search->state_count > STATES_MAX ||
            2 * search->state_count > STATES_MAX / 2) {
            cut_off (search, item);
            return;
        }
        advance (search, item);
    }
    search->bound = search->best;
}

static void
prepare (search_t *search, const bool *barred)
{
    const knapsack_item_t *items = search->input->items;
    knapsack_input_t context = *search->input;

    search->count = 0;
    for (size_t i = 0; i < search->input->count; i++)
        if (!barred[i] && items[i].cost <= search->input->money)
            search->sorted[search->count++] = i;
    if (search->count > 0)
        qsort_r (search->sorted, search->count, sizeof *search->sorted, compare_yield, &context);
    for (size_t i = 0; i < search->count; i++) {
        const knapsack_item_t *item = &items[search->sorted[i]];
        search->cost_before[i + 1] = search->cost_before[i] + item->cost;
        search->points_before[i + 1] = search->points_before[i] + item->points;
    }
}

static void
read_taken (const search_t *search, bool *taken)
{
    memset (taken, 0, search->input->count * sizeof *taken);
    for (size_t i = search->best_from; i < search->best_to; i++)
        taken[search->sorted[i]] = true;
    if (search->best_more < search->count)
        taken[search->sorted[search->best_more]] = true;
    for (uint32_t step = search->best_step; step != 0; step = search->steps[step].before)
        taken[search->sorted[search->steps[step].item]] = true;
}

/* ---- rivals ---- */

/* Which items are barred, as a list that grows with each branching. */
typedef struct branch {
    size_t barred[SEARCHES_MAX];
    size_t count;
    int64_t bound; /* of the choice that was branched on */
} branch_t;

typedef struct branching {
    search_t search;
    bool *barred, *taken;
    branch_t *waiting;
    size_t waiting_count;
    int64_t open_bound; /* the highest bound of what was not looked at to the end */
    bool unproved;
} branching_t;

static bool
find_conflict (const knapsack_input_t *input, const bool *taken, size_t ret[2])
{
    for (size_t i = 0; i < input->rival_count; i++)
        if (taken[input->rivals[i][0]] && taken[input->rivals[i][1]]) {
            memcpy (ret, input->rivals[i], 2 * sizeof *ret);
            return true;
        }
    return false;
}

static void
leave_open (branching_t *self, int64_t bound)
{
    self->unproved = true;
    if (bound > self->open_bound)
        self->open_bound = bound;
}

static void
take_choice (const branching_t *self, knapsack_choice_t *ret)
{
    const knapsack_input_t *input = self->search.input;

    memcpy (ret->taken, self->taken, input->count * sizeof *ret->taken);
    ret->points = self->search.best;
    ret->cost = 0;
    for (size_t i = 0; i < input->count; i++)
        if (ret->taken[i])
            ret->cost += input->items[i].cost;
}

static void
look_into (branching_t *self, const branch_t *branch, knapsack_choice_t *ret)
{
    const knapsack_input_t *input = self->search.input;
    size_t conflict[2];

    memset (self->barred, 0, input->count * sizeof *self->barred);
    for (size_t i = 0; i < branch->count; i++)
        self->barred[branch->barred[i]] = true;
    prepare (&self->search, self->barred);
    run (&self->search);
    if (self->search.bound <= ret->points)
        return;
    read_taken (&self->search, self->taken);
    if (!find_conflict (input, self->taken, conflict)) {
        if (self->search.best > ret->points)
            take_choice (self, ret);
        if (self->search.cut_off)
            leave_open (self, self->search.bound);
        return;
    }
    if (self->waiting_count + 2 > SEARCHES_MAX || branch->count == SEARCHES_MAX) {
        leave_open (self, self->search.bound);
        return;
    }
    branch_t parent = *branch; /* its place on the stack is taken by the first child */
    for (int side = 1; side >= 0; side--) {
        branch_t *child = &self->waiting[self->waiting_count++];
        *child = parent;
        child->bound = self->search.bound;
        child->barred[child->count++] = conflict[side];
    }
}

static void
search_init (wl_arena_t *arena, const knapsack_input_t *input, search_t *ret)
{
    *ret = (search_t){ .input = input };
    ret->sorted = wl_arena_array (arena, input->count, sizeof *ret->sorted);
    ret->cost_before = wl_arena_array (arena, input->count + 1, sizeof *ret->cost_before);
    ret->points_before = wl_arena_array (arena, input->count + 1, sizeof *ret->points_before);
    /* A step makes at most one new step for each state, and at most twice as many states; few items
     * make no more states than they have subsets. */
    size_t states = STATES_MAX;
    if (input->count < 15)
        states = (size_t) 2 << input->count;
    ret->steps = wl_arena_array (arena, states + 1, sizeof *ret->steps);
    ret->states = wl_arena_array (arena, states / 2, sizeof *ret->states);
    ret->next = wl_arena_array (arena, states / 2, sizeof *ret->next);
}

void
knapsack_choose (wl_arena_t *arena, const knapsack_input_t *input, knapsack_choice_t *ret)
{
    branching_t self = { .waiting_count = 1 };
    size_t searches = 0;

    *ret = (knapsack_choice_t){ .taken = wl_arena_array (arena, input->count, sizeof (bool)) };
    ret->points = -1; /* even nothing is a choice that must be found */
    wl_arena_mark_t mark = wl_arena_mark (arena);
    search_init (arena, input, &self.search);
    self.barred = wl_arena_array (arena, input->count, sizeof *self.barred);
    self.taken = wl_arena_array (arena, input->count, sizeof *self.taken);
    self.waiting = wl_arena_array (arena, SEARCHES_MAX, sizeof *self.waiting);
    while (self.waiting_count > 0 && searches++ < SEARCHES_MAX)
        look_into (&self, &self.waiting[--self.waiting_count], ret);
    for (size_t i = 0; i < self.waiting_count; i++)
        leave_open (&self, self.waiting[i].bound);
    wl_arena_rewind (arena, mark);
    if (ret->points < 0)
        ret->points = 0;
    ret->bound = self.unproved && self.open_bound > ret->points ? self.open_bound : ret->points;
    ret->proved = ret->bound == ret->points;
}
