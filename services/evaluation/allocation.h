/* Giving out cards: who is there (store), who gets what (assignment.h), written and told. Used when
 * a coordinator asks for it, when a conflict leaves a card empty, when a third card is called for.
 */
#pragma once

#include "store_cards.h"

typedef struct allocation {
    uint32_t made;
    char **short_of; /* application ids that still lack cards */
    size_t short_count;
} allocation_t;

/* The dossiers of `vacancies`, all of one call, must be locked. Emits CardAssigned for each card.
 */
WL_MUST_CHECK wl_status allocation_give (wl_request_t *req, char *call_id,
                                         const store_vacancy_t *vacancies, size_t count,
                                         allocation_t *ret);
