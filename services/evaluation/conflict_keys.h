/* By what a conflict of interest is found in the data: an application and a person are tied when
 * they share a key (features.md 2.3 no. 10). Pure.
 *
 * Keys are normalised: numbers are digits only, an e-mail address in lower case, an organisation's
 * name in lower case without signs, quotation marks and the spaces around them. A mail domain is a
 * key only if it belongs to an organisation: public providers serve everybody. */
#pragma once

#include "base/arena.h"
#include "wlacznik/evaluation.pb-c.h"

/* The kinds that are keys: SAME_NIP, SAME_KRS, SAME_ORGANISATION, SAME_PERSON, SAME_EMAIL_DOMAIN.
 */
typedef struct conflict_key {
    Evaluation__ConflictKind kind;
    char *value;
} conflict_key_t;

typedef struct conflict_keys {
    conflict_key_t *list;
    size_t count;
} conflict_keys_t;

/* Both live in the arena; NULL gives none. */
conflict_keys_t
conflict_keys_of_applicant (wl_arena_t *arena, const Wlacznik__Applicant *applicant);
conflict_keys_t
conflict_keys_of_affiliation (wl_arena_t *arena, const Evaluation__Affiliation *affiliation);
