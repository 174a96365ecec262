#include "ranking.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- order ---- */

static int
compare_numbers (int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* "WIS-1/9999" stands before "WIS-1/10000". */
static int
compare_codes (const ranking_candidate_t *a, const ranking_candidate_t *b)
{
    int order = compare_numbers ((int64_t) strlen (a->number), (int64_t) strlen (b->number));

    if (order == 0)
        order = strcmp (a->number, b->number);
    return order != 0 ? order : strcmp (a->application_id, b->application_id);
}

/* 0: passed, 1: below the threshold, 2: rejected formally. */
static int
standing_of (const ranking_candidate_t *candidate)
{
    if (candidate->rejected)
        return 2;
    return candidate->passed ? 0 : 1;
}

static int
compare_by_step (Wlacznik__TieStep step, const ranking_candidate_t *a, const ranking_candidate_t *b,
                 const char **ret_name)
{
    switch (step) {
    case WLACZNIK__TIE_STEP__TIE_CRITERION:
        *ret_name = "criterion";
        return compare_numbers (b->tie_points, a->tie_points);
    case WLACZNIK__TIE_STEP__TIE_LOWER_AMOUNT:
        *ret_name = "lower-amount";
        return compare_numbers (a->amount_grosze, b->amount_grosze);
    case WLACZNIK__TIE_STEP__TIE_FILED_EARLIER:
        *ret_name = "filed-earlier";
        return compare_numbers (a->submitted_at, b->submitted_at);
    default:
        return 0;
    }
}

/* Between two with equal points. `ret_name` gets the step that decided. */
static int
break_tie (const Wlacznik__RankingRules *rules, const ranking_candidate_t *a,
           const ranking_candidate_t *b, const char **ret_name)
{
    int order = 0;

    for (size_t i = 0; order == 0 && i < rules->n_tie_steps; i++)
        order = compare_by_step (rules->tie_steps[i], a, b, ret_name);
    if (order == 0)
        order = compare_by_step (WLACZNIK__TIE_STEP__TIE_FILED_EARLIER, a, b, ret_name);
    if (order != 0)
        return order;
    *ret_name = "number";
    return compare_codes (a, b);
}

static bool
are_tied (const ranking_candidate_t *a, const ranking_candidate_t *b)
{
    return !a->rejected && standing_of (a) == standing_of (b) && a->points == b->points;
}

static int
compare_candidates (const void *left, const void *right, void *context)
{
    const ranking_input_t *input = context;
    const ranking_candidate_t *a = &input->candidates[((const ranking_place_t *) left)->candidate];
    const ranking_candidate_t *b = &input->candidates[((const ranking_place_t *) right)->candidate];
    const char *step;
    int order = compare_numbers (standing_of (a), standing_of (b));

    if (order != 0)
        return order;
    if (a->rejected)
        return compare_codes (a, b);
    order = compare_numbers (b->points, a->points);
    return order != 0 ? order : break_tie (input->rules, a, b, &step);
}

static void
record_tie_steps (const ranking_input_t *input, ranking_place_t *places)
{
    for (size_t i = 0; i < input->count; i++) {
        places[i].tie_step = "";
        if (i == 0)
            continue;
        const ranking_candidate_t *before = &input->candidates[places[i - 1].candidate];
        const ranking_candidate_t *here = &input->candidates[places[i].candidate];
        if (are_tied (before, here))
            (void) break_tie (input->rules, before, here, &places[i].tie_step);
    }
}

/* ---- money ---- */

typedef struct purse {
    int64_t left;
    bool closed; /* nobody further down is recommended */
    uint32_t reserve_left;
} purse_t;

static Evaluation__ListGroup
group_of (const ranking_input_t *input, const ranking_candidate_t *candidate, purse_t *purse)
{
    if (candidate->rejected)
        return EVALUATION__LIST_GROUP__REJECTED_FORMALLY;
    if (!candidate->passed)
        return EVALUATION__LIST_GROUP__BELOW_THRESHOLD;
    if (!purse->closed && candidate->amount_grosze <= purse->left) {
        purse->left -= candidate->amount_grosze;
        return EVALUATION__LIST_GROUP__RECOMMENDED;
    }
    if (!input->rules->skip_too_large)
        purse->closed = true;
    if (purse->reserve_left == 0)
        return EVALUATION__LIST_GROUP__NOT_SELECTED;
    purse->reserve_left--;
    return EVALUATION__LIST_GROUP__ON_RESERVE;
}

void
ranking_order (const ranking_input_t *input, ranking_place_t *ret, int64_t *ret_recommended)
{
    purse_t purse = { .left = input->pool_grosze, .reserve_left = input->rules->reserve_count };
    ranking_input_t context = *input;

    for (size_t i = 0; i < input->count; i++)
        ret[i] = (ranking_place_t){ .candidate = i };
    qsort_r (ret, input->count, sizeof *ret, compare_candidates, &context);
    record_tie_steps (input, ret);
    for (size_t i = 0; i < input->count; i++) {
        const ranking_candidate_t *candidate = &input->candidates[ret[i].candidate];
        ret[i].place = candidate->rejected ? 0 : (uint32_t) (i + 1);
        ret[i].group = group_of (input, candidate, &purse);
    }
    *ret_recommended = input->pool_grosze - purse.left;
}

/* ---- the canonical encoding: numbers as 8 bytes, the highest first; texts behind their length, so
 * that no two inputs look alike ---- */

static void
encode_number (wl_buffer_t *out, int64_t number)
{
    for (int shift = 56; shift >= 0; shift -= 8)
        wl_buffer_char (out, (char) (((uint64_t) number >> shift) & 0xff));
}

static void
encode_text (wl_buffer_t *out, const char *text)
{
    size_t length = text == NULL ? 0 : strlen (text);

    encode_number (out, (int64_t) length);
    wl_buffer_add (out, text, length);
}

static void
encode_rules (wl_buffer_t *out, const ranking_input_t *input)
{
    const Wlacznik__RankingRules *rules = input->rules;

    encode_text (out, "wlacznik ranking 1");
    encode_number (out, input->pool_grosze);
    encode_number (out, rules->reserve_count);
    encode_number (out, rules->skip_too_large);
    encode_text (out, rules->tie_criterion);
    encode_number (out, (int64_t) rules->n_tie_steps);
    for (size_t i = 0; i < rules->n_tie_steps; i++)
        encode_number (out, rules->tie_steps[i]);
}

static void
encode_candidate (wl_buffer_t *out, const ranking_candidate_t *candidate)
{
    encode_text (out, candidate->application_id);
    encode_text (out, candidate->number);
    encode_number (out, candidate->rejected);
    if (candidate->rejected) {
        encode_text (out, candidate->reason);
        return;
    }
    encode_number (out, candidate->passed);
    encode_number (out, candidate->points);
    encode_number (out, candidate->tie_points);
    encode_number (out, candidate->amount_grosze);
    encode_number (out, candidate->submitted_at);
}

static int
compare_ids (const void *left, const void *right)
{
    const ranking_candidate_t *const *a = left;
    const ranking_candidate_t *const *b = right;

    return strcmp ((*a)->application_id, (*b)->application_id);
}

void
ranking_encode (wl_arena_t *arena, const ranking_input_t *input, uint8_t **ret_bytes,
                size_t *ret_length, char ret_digest[RANKING_DIGEST_TEXT])
{
    const ranking_candidate_t **sorted = wl_arena_array (arena, input->count, sizeof *sorted);
    uint8_t digest[(RANKING_DIGEST_TEXT - 1) / 2];
    wl_buffer_t out;

    for (size_t i = 0; i < input->count; i++)
        sorted[i] = &input->candidates[i];
    qsort (sorted, input->count, sizeof *sorted, compare_ids);
    wl_buffer_init (&out, arena);
    encode_rules (&out, input);
    encode_number (&out, (int64_t) input->count);
    for (size_t i = 0; i < input->count; i++)
        encode_candidate (&out, sorted[i]);
    *ret_bytes = (uint8_t *) out.data;
    *ret_length = out.length;
    crypto_generichash (digest, sizeof digest, *ret_bytes, *ret_length, NULL, 0);
    wl_hex (digest, sizeof digest, ret_digest);
}
