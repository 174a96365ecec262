#include "comparison.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "equal_shares.h"
#include "knapsack.h"
#include "ranking_money.h"

/* Who passed, in the order of the list: what may be spent on. */
typedef struct passed {
    const Evaluation__RankingCandidate *candidate;
    int64_t points; /* that decided the order */
    size_t purse;
    const comparison_card_t *cards;
    size_t card_count;
} passed_t;

typedef struct comparison {
    wl_arena_t *arena;
    const Evaluation__RankingInputs *inputs;
    passed_t *passed;
    size_t count;
    ranking_rivals_t rivals; /* as indexes of passed */
    size_t *assessors;       /* the number of each card's assessor, parallel to cards */
    const comparison_card_t *cards;
    size_t assessor_count;
} comparison_t;

/* Spends `money` on some of `among` (indexes of passed, in their order) and marks whom it took. */
typedef void method_t (comparison_t *self, const size_t *among, size_t count, int64_t money,
                       bool *taken, Evaluation__SpendingMethod *ret);

/* ---- the two methods ---- */

static ranking_rivals_t
rivals_among (const comparison_t *self, const size_t *among, size_t count)
{
    ranking_rivals_t rivals = { .count = 0 };
    size_t *where = wl_arena_array (self->arena, self->count, sizeof *where);

    rivals.pairs = wl_arena_array (self->arena, self->rivals.count, sizeof *rivals.pairs);
    for (size_t i = 0; i < count; i++)
        where[among[i]] = i + 1;
    for (size_t i = 0; i < self->rivals.count; i++) {
        size_t a = where[self->rivals.pairs[i][0]], b = where[self->rivals.pairs[i][1]];
        if (a == 0 || b == 0)
            continue;
        rivals.pairs[rivals.count][0] = a - 1;
        rivals.pairs[rivals.count++][1] = b - 1;
    }
    return rivals;
}

static void
by_knapsack (comparison_t *self, const size_t *among, size_t count, int64_t money, bool *taken,
             Evaluation__SpendingMethod *ret)
{
    ranking_rivals_t rivals = rivals_among (self, among, count);
    knapsack_item_t *items = wl_arena_array (self->arena, count, sizeof *items);
    knapsack_input_t input = { items, count, money, rivals.pairs, rivals.count };
    knapsack_choice_t choice;

    for (size_t i = 0; i < count; i++)
        items[i] = (knapsack_item_t){ self->passed[among[i]].candidate->amount_grosze,
                                      self->passed[among[i]].points };
    knapsack_choose (self->arena, &input, &choice);
    for (size_t i = 0; i < count; i++)
        if (choice.taken[i])
            taken[among[i]] = true;
    ret->bound += choice.bound;
    ret->proved &= choice.proved;
}

/* Numbers the assessors who have a vote here from 0. */
static size_t
count_voters (const comparison_t *self, equal_shares_vote_t *votes, size_t count)
{
    size_t *numbers = wl_arena_array (self->arena, self->assessor_count, sizeof *numbers);
    size_t voters = 0;

    for (size_t i = 0; i < count; i++) {
        size_t *number = &numbers[votes[i].assessor];
        if (*number == 0)
            *number = ++voters;
        votes[i].assessor = *number - 1;
    }
    return voters;
}

static void
by_equal_shares (comparison_t *self, const size_t *among, size_t count, int64_t money, bool *taken,
                 Evaluation__SpendingMethod *ret)
{
    ranking_rivals_t rivals = rivals_among (self, among, count);
    int64_t *costs = wl_arena_array (self->arena, count, sizeof *costs);
    bool *chosen = wl_arena_array (self->arena, count, sizeof *chosen);
    equal_shares_input_t input = { .costs = costs, .count = count, .money = money };
    equal_shares_vote_t *votes;

    (void) ret;
    for (size_t i = 0; i < count; i++) {
        costs[i] = self->passed[among[i]].candidate->amount_grosze;
        input.vote_count += self->passed[among[i]].card_count;
    }
    votes = wl_arena_array (self->arena, input.vote_count, sizeof *votes);
    input.vote_count = 0;
    for (size_t i = 0; i < count; i++) {
        const passed_t *of = &self->passed[among[i]];
        for (size_t j = 0; j < of->card_count; j++)
            votes[input.vote_count++] =
                (equal_shares_vote_t){ self->assessors[&of->cards[j] - self->cards], i,
                                       of->cards[j].points };
    }
    input.votes = votes;
    input.assessor_count = count_voters (self, votes, input.vote_count);
    input.rivals = rivals.pairs;
    input.rival_count = rivals.count;
    equal_shares_choose (self->arena, &input, chosen);
    for (size_t i = 0; i < count; i++)
        if (chosen[i])
            taken[among[i]] = true;
}

/* ---- the frame ---- */

static bool
is_barred (const comparison_t *self, const bool *taken, size_t index)
{
    for (size_t i = 0; i < self->rivals.count; i++)
        for (int side = 0; side < 2; side++)
            if (self->rivals.pairs[i][side] == index && taken[self->rivals.pairs[i][1 - side]])
                return true;
    return false;
}

static int64_t
cost_of (const comparison_t *self, const bool *taken)
{
    int64_t cost = 0;

    for (size_t i = 0; i < self->count; i++)
        if (taken[i])
            cost += self->passed[i].candidate->amount_grosze;
    return cost;
}

enum { ANY_PURSE = -1 };

static void
spend_purse (comparison_t *self, method_t *method, long purse, int64_t money, bool *taken,
             Evaluation__SpendingMethod *ret)
{
    size_t *among = wl_arena_array (self->arena, self->count, sizeof *among);
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++)
        if (!taken[i] && !is_barred (self, taken, i) &&
            (purse == ANY_PURSE || self->passed[i].purse == (size_t) purse))
            among[count++] = i;
    if (count > 0)
        method (self, among, count, money, taken, ret);
}

static Evaluation__SpendingMethod *
spend (comparison_t *self, method_t *method, bool *taken)
{
    Evaluation__SpendingMethod *ret = wl_arena_alloc (self->arena, sizeof *ret);
    wl_arena_mark_t mark;

    evaluation__spending_method__init (ret);
    ret->proved = true;
    mark = wl_arena_mark (self->arena);
    ranking_purses_t purses = ranking_purses (self->arena, self->inputs);
    for (size_t i = 0; i < purses.count; i++)
        spend_purse (self, method, (long) i, purses.grosze[i], taken, ret);
    if (self->inputs->rules->carry_over)
        spend_purse (self, method, ANY_PURSE, self->inputs->pool_grosze - cost_of (self, taken),
                     taken, ret);
    wl_arena_rewind (self->arena, mark);
    ret->spent_grosze = cost_of (self, taken);
    for (size_t i = 0; i < self->count; i++)
        if (taken[i]) {
            ret->funded++;
            ret->points += self->passed[i].points;
        }
    return ret;
}

/* ---- what went in ---- */

int
comparison_card_order (const void *left, const void *right)
{
    const comparison_card_t *a = left;
    const comparison_card_t *b = right;
    int order = strcmp (a->application_id, b->application_id);

    return order != 0 ? order : strcmp (a->assessor_id, b->assessor_id);
}

static int
compare_assessors (const void *left, const void *right)
{
    const comparison_card_t *const *a = left;
    const comparison_card_t *const *b = right;

    return strcmp ((*a)->assessor_id, (*b)->assessor_id);
}

static void
number_assessors (comparison_t *self, size_t count)
{
    const comparison_card_t **sorted = wl_arena_array (self->arena, count, sizeof *sorted);

    self->assessors = wl_arena_array (self->arena, count, sizeof *self->assessors);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &self->cards[i];
    if (count > 0)
        qsort (sorted, count, sizeof *sorted, compare_assessors);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp (sorted[i]->assessor_id, sorted[i - 1]->assessor_id) != 0)
            self->assessor_count++;
        self->assessors[sorted[i] - self->cards] = self->assessor_count;
    }
    self->assessor_count += count > 0;
}

static int
compare_application (const void *key, const void *card)
{
    return strcmp (key, ((const comparison_card_t *) card)->application_id);
}

static void
find_cards (const comparison_t *self, size_t count, passed_t *ret)
{
    const char *id = ret->candidate->application_id;
    const comparison_card_t *end = self->cards + count;
    const comparison_card_t *found =
        count == 0 ? NULL : bsearch (id, self->cards, count, sizeof *found, compare_application);

    if (found == NULL)
        return;
    while (found > self->cards && strcmp (found[-1].application_id, id) == 0)
        found--;
    ret->cards = found;
    while (found < end && strcmp (found->application_id, id) == 0) {
        ret->card_count++;
        found++;
    }
}

static void
read_passed (comparison_t *self, const ranking_list_t *list, size_t card_count)
{
    long *where = wl_arena_array (self->arena, list->count, sizeof *where);
    ranking_rivals_t rivals = ranking_rivals (self->arena, self->inputs);

    self->passed = wl_arena_array (self->arena, list->count, sizeof *self->passed);
    for (size_t i = 0; i < list->count; i++) {
        const ranking_place_t *place = &list->places[i];
        const Evaluation__RankingCandidate *of = self->inputs->candidates[place->candidate];
        where[place->candidate] = -1;
        if (of->rejected || !of->passed)
            continue;
        where[place->candidate] = (long) self->count;
        passed_t *passed = &self->passed[self->count++];
        *passed = (passed_t){ .candidate = of,
                              .points = place->points,
                              .purse = ranking_purse_of (self->inputs, of->region) };
        find_cards (self, card_count, passed);
    }
    self->rivals.pairs = wl_arena_array (self->arena, rivals.count, sizeof *rivals.pairs);
    for (size_t i = 0; i < rivals.count; i++) {
        long a = where[rivals.pairs[i][0]], b = where[rivals.pairs[i][1]];
        if (a < 0 || b < 0)
            continue;
        self->rivals.pairs[self->rivals.count][0] = (size_t) a;
        self->rivals.pairs[self->rivals.count++][1] = (size_t) b;
    }
}

/* ---- what comes out ---- */

static Evaluation__SpendingMethod *
describe_list (const comparison_t *self, const ranking_list_t *list)
{
    Evaluation__SpendingMethod *ret = wl_arena_alloc (self->arena, sizeof *ret);

    evaluation__spending_method__init (ret);
    for (size_t i = 0; i < list->count; i++) {
        if (list->places[i].group != EVALUATION__LIST_GROUP__RECOMMENDED)
            continue;
        ret->funded++;
        ret->spent_grosze += list->places[i].granted_grosze;
        ret->points += list->places[i].points;
    }
    return ret;
}

static Evaluation__ComparisonEntry *
describe (const comparison_t *self, const ranking_place_t *place, size_t index)
{
    const passed_t *of = &self->passed[index];
    Evaluation__ComparisonEntry *entry = wl_arena_alloc (self->arena, sizeof *entry);

    evaluation__comparison_entry__init (entry);
    entry->place = place->place;
    entry->application_id = of->candidate->application_id;
    entry->number = of->candidate->number;
    entry->region = of->candidate->region;
    entry->points = of->points;
    entry->amount_grosze = of->candidate->amount_grosze;
    entry->granted_grosze = place->granted_grosze;
    return entry;
}

void
comparison_make (wl_arena_t *arena, const Evaluation__RankingInputs *inputs,
                 const ranking_list_t *list, const comparison_card_t *cards, size_t card_count,
                 Evaluation__RankingComparison *ret)
{
    comparison_card_t *sorted = wl_arena_array (arena, card_count, sizeof *sorted);
    comparison_t self = { .arena = arena, .inputs = inputs, .cards = sorted };
    bool *knapsack, *shares;

    if (card_count > 0) {
        memcpy (sorted, cards, card_count * sizeof *sorted);
        qsort (sorted, card_count, sizeof *sorted, comparison_card_order);
    }
    number_assessors (&self, card_count);
    read_passed (&self, list, card_count);
    knapsack = wl_arena_array (arena, self.count, sizeof *knapsack);
    shares = wl_arena_array (arena, self.count, sizeof *shares);
    ret->list = describe_list (&self, list);
    ret->knapsack = spend (&self, by_knapsack, knapsack);
    ret->equal_shares = spend (&self, by_equal_shares, shares);
    ret->equal_shares->proved = false;
    ret->entries = wl_arena_array (arena, self.count, sizeof *ret->entries);
    /* Who passed stands first, so the lines of the list are those of `passed`. */
    for (size_t i = 0; i < self.count; i++) {
        Evaluation__ComparisonEntry *entry = describe (&self, &list->places[i], i);
        entry->knapsack = knapsack[i];
        entry->equal_shares = shares[i];
        ret->entries[ret->n_entries++] = entry;
    }
}
