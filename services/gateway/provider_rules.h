/* What an ID token must say, and what its sign-in becomes. Pure.
 *
 * OpenID Connect Core 1.0, 3.1.3.7 (checks), 5.7 (only issuer and subject name somebody for good).
 */
#pragma once

#include <jansson.h>

#include "base/arena.h"
#include "base/clock.h"

typedef struct provider_expected {
    const char *issuer, *client_id, *nonce;
    wl_time_t now;
} provider_expected_t;

/* NULL: it was issued for us and has not run out. Else a word for the log that names nobody. */
WL_MUST_CHECK const char *
provider_check_claims (const json_t *claims, const provider_expected_t *expected);

typedef struct provider_person {
    const char *subject;
    const char *email;   /* "": none was told */
    bool email_verified; /* the provider says so, as a boolean */
    const char *name;    /* "": none that could be shown was told */
    bool second_factor;  /* the provider says that it saw one (RFC 8176) */
} provider_person_t;

/* Adds what the claims say and `ret` does not know yet; texts are copied. */
void provider_read_person (wl_arena_t *arena, const json_t *claims, provider_person_t *ret);

/* Whether `email` is at one of the domains of a list with commas; "" lets everyone in. */
WL_MUST_CHECK bool provider_speaks_for (const char *domains, const char *email);

/* What becomes of somebody whom no account is linked with yet. */
typedef enum provider_verdict {
    PROVIDER_LINK, /* the account of that address is theirs */
    PROVIDER_OPEN, /* a new one */
    PROVIDER_UNVERIFIED,
    PROVIDER_OTHER_DOMAIN,
    PROVIDER_ADMINISTRATOR, /* who runs the house is not let in on another's word */
    PROVIDER_CLOSED,        /* there is no account, and none is opened */
} provider_verdict_t;

typedef struct provider_facts {
    bool verified, speaks_for;
    bool has_account, is_administrator;
    bool opens_accounts;
} provider_facts_t;

WL_MUST_CHECK provider_verdict_t provider_decide (const provider_facts_t *facts);
