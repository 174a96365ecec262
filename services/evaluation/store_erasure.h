/* What is erased of people. SQL of this concern only here. */
#pragma once

#include "store_cards.h"

/* Empties the copies of these applications and forgets whose they are; points, places and decisions
 * stay. `ret_regions` gets the regions that had any, each once. */
WL_MUST_CHECK wl_status store_applicants_erase (wl_request_t *req, char *const *application_ids,
                                                size_t count, char ***ret_regions,
                                                size_t *ret_count);

/* Forgets that the account wrote applications of others. */
void store_author_erase (wl_request_t *req, const char *user_id);

/* A card that nobody holds any more. */
typedef struct store_left_card {
    store_vacancy_t vacancy;
    char *call_id;
    Intake__CallState call_state;
} store_left_card_t;

/* Empties what is known of an assessor in every call, takes them off for new cards and voids those
 * that wait for them: `ret` has these, and their dossiers are locked until commit. */
WL_MUST_CHECK wl_status store_assessor_erase (wl_request_t *req, const char *user_id,
                                              size_t *ret_count, store_left_card_t **ret);
