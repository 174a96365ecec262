#include "ranking.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "message/message.h"
#include "ranking_money.h"
#include "ranking_order.h"
#include "ranking_panel.h"

void
ranking_compute (wl_arena_t *arena, const Evaluation__RankingInputs *inputs, ranking_list_t *ret)
{
    *ret = (ranking_list_t){ .count = inputs->n_candidates };
    ret->places = wl_arena_array (arena, inputs->n_candidates, sizeof *ret->places);
    ranking_order (arena, inputs, ret->places);
    ranking_move (arena, inputs, ret);
    ranking_spend (arena, inputs, ret);
}

bool
ranking_needs_draw (const Wlacznik__RankingRules *rules)
{
    for (size_t i = 0; i < rules->n_tie_chain; i++)
        if (rules->tie_chain[i]->step == WLACZNIK__TIE_STEP__TIE_DRAW)
            return true;
    for (size_t i = 0; rules->n_tie_chain == 0 && i < rules->n_tie_steps; i++)
        if (rules->tie_steps[i] == WLACZNIK__TIE_STEP__TIE_DRAW)
            return true;
    return false;
}

/* ---- the record ---- */

static int
compare_candidates (const void *left, const void *right)
{
    const Evaluation__RankingCandidate *const *a = left;
    const Evaluation__RankingCandidate *const *b = right;

    return strcmp ((*a)->application_id, (*b)->application_id);
}

static int
compare_pairs (const void *left, const void *right)
{
    const Evaluation__IncompatiblePair *const *a = left;
    const Evaluation__IncompatiblePair *const *b = right;
    int order = strcmp ((*a)->first_application_id, (*b)->first_application_id);

    return order != 0 ? order : strcmp ((*a)->second_application_id, (*b)->second_application_id);
}

void
ranking_record (wl_arena_t *arena, Evaluation__RankingInputs *inputs, uint8_t **ret_bytes,
                size_t *ret_length, char ret_digest[RANKING_DIGEST_TEXT])
{
    uint8_t digest[(RANKING_DIGEST_TEXT - 1) / 2];

    if (inputs->n_candidates > 0)
        qsort (inputs->candidates, inputs->n_candidates, sizeof *inputs->candidates,
               compare_candidates);
    if (inputs->n_incompatible > 0)
        qsort (inputs->incompatible, inputs->n_incompatible, sizeof *inputs->incompatible,
               compare_pairs);
    ranking_sort_moves (inputs->moves, inputs->n_moves);
    wl_message_pack (arena, &inputs->base, ret_bytes, ret_length);
    crypto_generichash (digest, sizeof digest, *ret_bytes, *ret_length, NULL, 0);
    wl_hex (digest, sizeof digest, ret_digest);
}
