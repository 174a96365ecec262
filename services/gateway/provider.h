/* The identity provider: OpenID Connect, authorization code flow with PKCE (RFC 7636), state and
 * nonce.
 *
 * All three are derived from one random text that only the browser has (the flow), so an answer is
 * worth nothing to any other browser and our database holds nothing that opens anything. What the
 * provider says of itself is kept for an hour, its keys until it signs with one that is not among
 * them; a failing provider holds up four requests for some seconds at most. Thread-safe.
 */
#pragma once

#include "base/arena.h"
#include "provider_rules.h"
#include "service/config.h"
#include "token.h"

typedef struct provider provider_t;

/* `*ret` is NULL where no provider is set (oidc.issuer). WL_INVALID_ARGUMENT names the bad setting.
 * Call it before there are threads. */
WL_MUST_CHECK wl_status provider_new (const wl_config_t *config, const char *public_url,
                                      provider_t **ret, wl_error_t *error);
void provider_destroy (provider_t **self_p);

const char *provider_name (const provider_t *self);   /* as people call it */
const char *provider_issuer (const provider_t *self); /* as its identities are kept */
const char *provider_domains (const provider_t *self);
bool provider_opens_accounts (const provider_t *self);
/* Whether the provider's word for a second factor counts as one. */
bool provider_trusts_factor (const provider_t *self);

/* What the provider gives back for this flow. */
void provider_state (const char *flow, char ret[TOKEN_TEXT]);

/* Of the requests that wait for the provider four do at a time; false: others have all places. Who
 * got in leaves (wl_hold). */
WL_MUST_CHECK bool provider_enter (provider_t *self);
void provider_leave (void *provider);

/* Once inside. What a provider sends is bounded, so 4 MB in the arena are enough for either. */

/* Where to send the browser. WL_UNAVAILABLE. */
WL_MUST_CHECK wl_status provider_question (provider_t *self, wl_arena_t *arena, const char *flow,
                                           char **ret_address);
/* Whom the provider's code stands for. WL_UNAUTHENTICATED when it stands for nobody (the log says
 * why), WL_UNAVAILABLE. */
WL_MUST_CHECK wl_status provider_answer (provider_t *self, wl_arena_t *arena, const char *flow,
                                         const char *code, wl_time_t now, provider_person_t *ret);
