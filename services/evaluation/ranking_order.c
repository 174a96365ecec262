#include "ranking_order.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "message/message.h"

#define STEP(name) WLACZNIK__TIE_STEP__TIE_##name

enum {
    CHAIN_MAX = 10, /* rules of a call, by the contract */
    TOPIC = 0,      /* what may be covered */
    REGION = 1,
    COVERABLE = 2,
    NONE = -1,
    POINTS_PER_WEIGHT = 100,
};

/* A candidate on its way to a place. */
typedef struct contender {
    const Evaluation__RankingCandidate *candidate;
    size_t index;
    int standing; /* 0: passed, 1: below the threshold, 2: rejected formally */
    int64_t points;
    wl_time_t filed;
    int64_t draw;
    long kind[COVERABLE];     /* number of its topic and of its region; NONE */
    bool open[COVERABLE];     /* nobody higher has it, as far as the list is settled */
    bool was_open[COVERABLE]; /* the same one place earlier */
} contender_t;

typedef struct rule {
    Wlacznik__TieStep step; /* TIE_STEP_UNSPECIFIED: the number, which ends every chain */
    const char *criterion;
    size_t column; /* of criterion_points */
} rule_t;

typedef struct order {
    wl_arena_t *arena;
    const Evaluation__RankingInputs *inputs;
    rule_t chain[CHAIN_MAX + 2];
    size_t chain_length;
    bool covers;
    bool *covered[COVERABLE]; /* by number of topic and region */
} order_t;

static int
compare_numbers (int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* ---- the chain ---- */

static size_t
column_of (const Evaluation__RankingInputs *inputs, const char *criterion)
{
    size_t i = 0;

    while (i < inputs->n_criteria && strcmp (inputs->criteria[i], criterion) != 0)
        i++;
    return i;
}

static void
add_rule (order_t *order, Wlacznik__TieStep step, const char *criterion)
{
    if (order->chain_length == CHAIN_MAX)
        return;
    order->chain[order->chain_length++] =
        (rule_t){ step, criterion, column_of (order->inputs, criterion) };
    order->covers |= step == STEP (TOPIC_COVERAGE) || step == STEP (REGION_COVERAGE);
}

static void
read_chain (order_t *order)
{
    const Wlacznik__RankingRules *rules = order->inputs->rules;

    for (size_t i = 0; i < rules->n_tie_chain; i++)
        add_rule (order, rules->tie_chain[i]->step, rules->tie_chain[i]->criterion);
    for (size_t i = 0; rules->n_tie_chain == 0 && i < rules->n_tie_steps; i++)
        add_rule (order, rules->tie_steps[i], rules->tie_criterion);
    order->chain[order->chain_length++] = (rule_t){ STEP (FILED_EARLIER), "", 0 };
    order->chain[order->chain_length++] = (rule_t){ .criterion = "" };
}

static const char *
name_of (Wlacznik__TieStep step)
{
    switch (step) {
    case STEP (CRITERION):
        return "criterion";
    case STEP (LOWER_AMOUNT):
        return "lower-amount";
    case STEP (FILED_EARLIER):
        return "filed-earlier";
    case STEP (TOPIC_COVERAGE):
        return "topic-coverage";
    case STEP (REGION_COVERAGE):
        return "region-coverage";
    case STEP (DRAW):
        return "draw";
    default:
        return "number";
    }
}

/* ---- comparing two with equal points ---- */

/* "WIS-1/9999" stands before "WIS-1/10000". */
static int
compare_codes (const contender_t *a, const contender_t *b)
{
    const Evaluation__RankingCandidate *left = a->candidate;
    const Evaluation__RankingCandidate *right = b->candidate;
    int order = compare_numbers ((int64_t) strlen (left->number), (int64_t) strlen (right->number));

    if (order == 0)
        order = strcmp (left->number, right->number);
    return order != 0 ? order : strcmp (left->application_id, right->application_id);
}

static int64_t
criterion_points (const Evaluation__RankingCandidate *candidate, size_t column)
{
    return column < candidate->n_criterion_points ? candidate->criterion_points[column] : 0;
}

static int64_t
value_of (const rule_t *rule, const contender_t *of, const bool open[COVERABLE])
{
    switch (rule->step) {
    case STEP (CRITERION):
        return criterion_points (of->candidate, rule->column);
    case STEP (LOWER_AMOUNT):
        return of->candidate->amount_grosze;
    case STEP (FILED_EARLIER):
        return of->filed;
    case STEP (TOPIC_COVERAGE):
        return open[TOPIC];
    case STEP (REGION_COVERAGE):
        return open[REGION];
    case STEP (DRAW):
        return of->draw;
    default:
        return 0;
    }
}

static bool
higher_is_better (Wlacznik__TieStep step)
{
    return step == STEP (CRITERION) || step == STEP (TOPIC_COVERAGE) ||
           step == STEP (REGION_COVERAGE);
}

static int
compare_by (const rule_t *rule, const contender_t *a, const bool a_open[COVERABLE],
            const contender_t *b, const bool b_open[COVERABLE])
{
    int order;

    if (rule->step == WLACZNIK__TIE_STEP__TIE_STEP_UNSPECIFIED)
        return compare_codes (a, b);
    order = compare_numbers (value_of (rule, a, a_open), value_of (rule, b, b_open));
    return higher_is_better (rule->step) ? -order : order;
}

static int
compare_tied (const void *left, const void *right, void *context)
{
    const order_t *order = context;
    const contender_t *a = left;
    const contender_t *b = right;
    int found = 0;

    for (size_t i = 0; found == 0 && i < order->chain_length; i++)
        found = compare_by (&order->chain[i], a, a->open, b, b->open);
    return found;
}

static int
compare_untied (const void *left, const void *right)
{
    const contender_t *a = left;
    const contender_t *b = right;
    int order = compare_numbers (a->standing, b->standing);

    if (order == 0 && a->standing < 2)
        order = compare_numbers (b->points, a->points);
    return order != 0 ? order : compare_codes (a, b);
}

/* ---- the trace ---- */

static Evaluation__TieBreak *
break_of (const order_t *order, const rule_t *rule, const contender_t *before,
          const contender_t *here)
{
    Evaluation__TieBreak *step = wl_arena_alloc (order->arena, sizeof *step);

    evaluation__tie_break__init (step);
    step->step = rule->step;
    step->criterion = wl_text_copy (order->arena, rule->criterion);
    step->before = value_of (rule, before, before->open);
    step->here = value_of (rule, here, here->was_open);
    return step;
}

/* What decided between a tied one and the one before it, as things stood when that one was placed.
 */
static void
trace_tie (const order_t *order, const contender_t *before, const contender_t *here,
           ranking_place_t *ret)
{
    Evaluation__TieTrace *trace = wl_arena_alloc (order->arena, sizeof *trace);
    int found = 0;

    evaluation__tie_trace__init (trace);
    trace->list = wl_arena_array (order->arena, order->chain_length, sizeof *trace->list);
    for (size_t i = 0; found == 0 && i < order->chain_length; i++) {
        const rule_t *rule = &order->chain[i];
        found = compare_by (rule, before, before->open, here, here->was_open);
        trace->list[trace->n_list++] = break_of (order, rule, before, here);
        ret->tie_step = name_of (rule->step);
    }
    ret->tie_trace = trace;
}

/* ---- coverage ---- */

/* Whether the list covers more than before. */
static bool
cover (order_t *order, const contender_t *placed)
{
    bool more = false;

    for (int what = 0; what < COVERABLE; what++) {
        if (placed->kind[what] == NONE || order->covered[what][placed->kind[what]])
            continue;
        order->covered[what][placed->kind[what]] = true;
        more = true;
    }
    return more;
}

static void
look_again (const order_t *order, contender_t *rest, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (int what = 0; what < COVERABLE; what++) {
            rest[i].was_open[what] = rest[i].open[what];
            rest[i].open[what] =
                rest[i].kind[what] != NONE && !order->covered[what][rest[i].kind[what]];
        }
}

static void
bring_best_forward (order_t *order, contender_t *rest, size_t count)
{
    size_t best = 0;

    for (size_t i = 1; i < count; i++)
        if (compare_tied (&rest[i], &rest[best], order) < 0)
            best = i;
    contender_t forward = rest[best];
    rest[best] = rest[0];
    rest[0] = forward;
}

static void
sort_tied (order_t *order, contender_t *tied, size_t count)
{
    if (count > 1)
        qsort_r (tied, count, sizeof *tied, compare_tied, order);
}

/* Puts those with equal points in order. As long as each one covers something new, only the next
 * best is looked for; the rest are sorted when one does not. Coverage grows at most as often as
 * there are topics and regions. */
static void
settle (order_t *order, contender_t *tied, size_t count, ranking_place_t *places)
{
    bool sorted = true;

    look_again (order, tied, count);
    sort_tied (order, tied, count);
    for (size_t i = 0; i < count; i++) {
        size_t left = count - i - 1;
        if (!sorted)
            bring_best_forward (order, &tied[i], left + 1);
        if (i > 0)
            trace_tie (order, &tied[i - 1], &tied[i], &places[i]);
        bool more = order->covers && cover (order, &tied[i]);
        if (left == 0)
            break;
        look_again (order, &tied[i + 1], more || !sorted ? left : 1);
        if (!more && !sorted)
            sort_tied (order, &tied[i + 1], left);
        sorted = !more;
    }
}

/* ---- contenders ---- */

static int64_t
weighted_points (const Evaluation__RankingInputs *inputs,
                 const Evaluation__RankingCandidate *candidate)
{
    int64_t sum = 0;

    if (inputs->n_weights_percent == 0)
        return candidate->points;
    /* 30 criteria of 1,000,000 by 1,000: no overflow. */
    for (size_t i = 0; i < inputs->n_weights_percent; i++)
        sum += criterion_points (candidate, i) * inputs->weights_percent[i];
    return (sum + POINTS_PER_WEIGHT / 2) / POINTS_PER_WEIGHT;
}

static int64_t
draw_of (const Evaluation__RankingInputs *inputs, const char *number)
{
    crypto_generichash_state state;
    uint8_t digest[32];
    uint64_t drawn = 0;

    crypto_generichash_init (&state, NULL, 0, sizeof digest);
    crypto_generichash_update (&state, (const uint8_t *) inputs->draw_seed,
                               strlen (inputs->draw_seed));
    crypto_generichash_update (&state, (const uint8_t *) "\n", 1);
    crypto_generichash_update (&state, (const uint8_t *) number, strlen (number));
    crypto_generichash_final (&state, digest, sizeof digest);
    for (size_t i = 0; i < sizeof drawn; i++)
        drawn = drawn << 8 | digest[i];
    return (int64_t) (drawn >> 1);
}

static contender_t
contender_of (const Evaluation__RankingInputs *inputs, size_t index)
{
    const Evaluation__RankingCandidate *candidate = inputs->candidates[index];
    contender_t contender = { .candidate = candidate, .index = index };

    contender.standing = candidate->rejected ? 2 : candidate->passed ? 0 : 1;
    contender.points = candidate->rejected ? 0 : weighted_points (inputs, candidate);
    contender.filed = wl_timestamp_time (candidate->submitted_at);
    if (ranking_needs_draw (inputs->rules))
        contender.draw = draw_of (inputs, candidate->number);
    return contender;
}

static const char *
kind_name (const contender_t *of, int what)
{
    return what == TOPIC ? of->candidate->topic : of->candidate->region;
}

static int
compare_kinds (const void *left, const void *right, void *context)
{
    const contender_t *const *a = left;
    const contender_t *const *b = right;

    return strcmp (kind_name (*a, *(int *) context), kind_name (*b, *(int *) context));
}

/* Gives each topic (or region) a number. */
static void
number_kinds (order_t *order, contender_t *contenders, size_t count, int what)
{
    contender_t **sorted = wl_arena_array (order->arena, count, sizeof *sorted);
    long last = NONE;

    for (size_t i = 0; i < count; i++)
        sorted[i] = &contenders[i];
    qsort_r (sorted, count, sizeof (contender_t *), compare_kinds, &what);
    for (size_t i = 0; i < count; i++) {
        const char *name = kind_name (sorted[i], what);
        if (i == 0 || strcmp (name, kind_name (sorted[i - 1], what)) != 0)
            last++;
        sorted[i]->kind[what] = *name == '\0' ? NONE : last;
    }
    order->covered[what] = wl_arena_array (order->arena, count, sizeof (bool));
}

void
ranking_order (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_place_t *ret)
{
    size_t count = inputs->n_candidates;
    contender_t *list = wl_arena_array (arena, count, sizeof *list);
    order_t order = { .arena = arena, .inputs = inputs };

    read_chain (&order);
    for (size_t i = 0; i < count; i++)
        list[i] = contender_of (inputs, i);
    for (int what = 0; what < COVERABLE; what++)
        number_kinds (&order, list, count, what);
    if (count > 0)
        qsort (list, count, sizeof *list, compare_untied);
    for (size_t i = 0; i < count; i++)
        ret[i] =
            (ranking_place_t){ .tie_step = "", .panel_reason = "", .blocked_by = RANKING_NOBODY };
    for (size_t from = 0, to; from < count && list[from].standing < 2; from = to) {
        for (to = from + 1; to < count && list[to].standing == list[from].standing &&
                            list[to].points == list[from].points;)
            to++;
        settle (&order, &list[from], to - from, &ret[from]);
    }
    for (size_t i = 0; i < count; i++) {
        ret[i].candidate = list[i].index;
        ret[i].points = list[i].points;
        ret[i].place = list[i].standing < 2 ? (uint32_t) (i + 1) : 0;
    }
}
