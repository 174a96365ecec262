/* The counted cards of an application as one: what of the assessors' work may be shown. */
#pragma once

#include "store_cards.h"

/* Means, reasons, recommendations and common texts of a round's cards, in the order of the card's
 * criteria; nobody is named. Fills points, passed, cards, round, criteria and minority views of
 * `out`; it lives in the request's arena. WL_INVALID_ARGUMENT when the round is not decided. */
WL_MUST_CHECK wl_status consolidation_of (wl_request_t *req, const store_dossier_t *dossier,
                                          uint32_t round, Evaluation__ConsolidatedCard *out);

/* The criteria of `rules` with their mean points, in the same order, and without reasons. */
void consolidation_add_criteria (wl_request_t *req, const Wlacznik__MeritCard *rules,
                                 const int64_t *points, Evaluation__ConsolidatedCard *out);

/* The cards of a round that count, in the order of their reasons. As above. */
WL_MUST_CHECK wl_status consolidation_cards (wl_request_t *req, const store_dossier_t *dossier,
                                             uint32_t round, size_t *ret_count,
                                             Evaluation__Card ***ret);
