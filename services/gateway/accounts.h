/* What the account handlers share beside the database. */
#pragma once

#include "attempts.h"
#include "password.h"
#include "second_factor.h"

/* Who runs this site; texts of the configuration, "" where it says nothing. */
typedef struct operator_facts {
    const char *name, *email, *phone, *address, *published, *reviewed, *site;
} operator_facts_t;

typedef struct accounts {
    wl_time_t session_lifetime;
    passwords_t *passwords;
    attempts_t *attempts;
    uint32_t guarded_roles; /* WL_ROLE_BITs that rest in a session without a second factor */
    operator_facts_t run_by;
    struct provider *provider; /* provider.h; NULL: there is none */
    bool links_for_assessors;  /* who are nothing else may sign in by a link */
    bool four_eyes;            /* a second administrator approves administrators */
    bool assuming;             /* administrators may look at the house as somebody else */
    bool has_second_factor_key;
    uint8_t second_factor_key[SECOND_FACTOR_KEY]; /* seals the secrets in the database */
} accounts_t;
