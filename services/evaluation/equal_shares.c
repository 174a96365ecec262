#include "equal_shares.h"

enum { PER_GROSZ = 1000 };

/* A price per point: thousandths of a grosz by points. */
typedef struct price {
    int64_t money;
    int64_t points; /* 0: the project cannot be paid for */
} price_t;

typedef struct shares {
    const equal_shares_input_t *input;
    int64_t *left; /* by assessor */
    size_t *first; /* the first vote of each item; count + 1 */
    bool *gone;    /* taken, barred by a rival, or beyond anybody's means for good */
    bool *taken;
    price_t *known;     /* what each item last cost; it never gets cheaper, as shares only shrink */
    int64_t money_left; /* grosze */
} shares_t;

static int
compare_prices (price_t a, price_t b)
{
    __int128 left = (__int128) a.money * b.points;
    __int128 right = (__int128) b.money * a.points;

    return (left > right) - (left < right);
}

/* What the supporters of the item would pay per point, if they can: those who have less than their
 * part pay all that they have, the others the same price. Whoever is poor at a price is poor at
 * every higher one, so this ends. */
static price_t
price_of (const shares_t *self, size_t item)
{
    const equal_shares_vote_t *votes = &self->input->votes[self->first[item]];
    size_t count = self->first[item + 1] - self->first[item];
    price_t price = { .money = self->input->costs[item] * PER_GROSZ };

    for (size_t i = 0; i < count; i++)
        price.points += votes[i].points;
    for (size_t rounds = 0; rounds <= count && price.points > 0; rounds++) {
        price_t next = { .money = self->input->costs[item] * PER_GROSZ };
        for (size_t i = 0; i < count; i++) {
            int64_t has = self->left[votes[i].assessor];
            if ((__int128) price.money * votes[i].points > (__int128) has * price.points)
                next.money -= has;
            else
                next.points += votes[i].points;
        }
        if (next.points == price.points)
            return price;
        price = next;
    }
    return (price_t){ 0 };
}

static void
bar_rivals (shares_t *self, size_t item)
{
    for (size_t i = 0; i < self->input->rival_count; i++)
        for (int side = 0; side < 2; side++)
            if (self->input->rivals[i][side] == item)
                self->gone[self->input->rivals[i][1 - side]] = true;
}

static void
take (shares_t *self, size_t item)
{
    self->taken[item] = true;
    self->gone[item] = true;
    self->money_left -= self->input->costs[item];
    bar_rivals (self, item);
}

static void
collect (shares_t *self, size_t item, price_t price)
{
    int64_t due = self->input->costs[item] * PER_GROSZ;

    for (size_t i = self->first[item]; i < self->first[item + 1]; i++) {
        const equal_shares_vote_t *vote = &self->input->votes[i];
        int64_t *has = &self->left[vote->assessor];
        int64_t pays =
            (int64_t) (((__int128) price.money * vote->points + price.points - 1) / price.points);
        if (pays > *has)
            pays = *has;
        if (pays > due)
            pays = due;
        *has -= pays;
        due -= pays;
    }
}

/* The cheapest per point; of equal ones the first on the list. */
static bool
find_next (shares_t *self, size_t *ret_item, price_t *ret_price)
{
    bool found = false;

    for (size_t i = 0; i < self->input->count; i++) {
        if (self->gone[i] || (found && self->known[i].points > 0 &&
                              compare_prices (self->known[i], *ret_price) >= 0))
            continue;
        price_t price = self->known[i] = price_of (self, i);
        if (price.points == 0) {
            self->gone[i] = true; /* nor will anybody be able to pay for it later */
            continue;
        }
        if (found && compare_prices (price, *ret_price) >= 0)
            continue;
        *ret_item = i;
        *ret_price = price;
        found = true;
    }
    return found;
}

static void
spend_rest (shares_t *self)
{
    for (size_t i = 0; i < self->input->count; i++)
        self->gone[i] = self->taken[i];
    for (size_t i = 0; i < self->input->count; i++)
        if (self->taken[i])
            bar_rivals (self, i);
    for (size_t i = 0; i < self->input->count; i++)
        if (!self->gone[i] && self->input->costs[i] <= self->money_left)
            take (self, i);
}

void
equal_shares_choose (wl_arena_t *arena, const equal_shares_input_t *input, bool *ret_taken)
{
    shares_t self = { .input = input, .taken = ret_taken, .money_left = input->money };
    size_t vote = 0, item = 0;
    price_t price = { 0 };

    self.left = wl_arena_array (arena, input->assessor_count, sizeof *self.left);
    self.first = wl_arena_array (arena, input->count + 1, sizeof *self.first);
    self.gone = wl_arena_array (arena, input->count, sizeof *self.gone);
    self.known = wl_arena_array (arena, input->count, sizeof *self.known);
    for (size_t i = 0; i < input->assessor_count; i++)
        self.left[i] =
            (int64_t) ((__int128) input->money * PER_GROSZ / (int64_t) input->assessor_count);
    for (size_t i = 0; i < input->count; i++) {
        self.first[i] = vote;
        while (vote < input->vote_count && input->votes[vote].item == i)
            vote++;
    }
    self.first[input->count] = vote;
    while (find_next (&self, &item, &price)) {
        collect (&self, item, price);
        take (&self, item);
    }
    spend_rest (&self);
}
