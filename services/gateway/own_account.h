/* What the client asks first on every page, GET /v1/me, out of the gateway's memory.
 *
 * The answer is the account's and the session's own, so it is kept beside who the token stands for,
 * as long (two seconds), and forgotten with it by every command on accounts. So it may be stale by
 * what the caller's roles may be stale by anyway. */
#pragma once

#include "exchange.h"

/* Whether the method is the one that is kept. */
WL_MUST_CHECK bool own_account_is (const wl_method_t *method);
/* False: it is not known, and has to be asked for. */
WL_MUST_CHECK bool own_account_find (exchange_t *exchange, ProtobufCMessage **ret);
/* Ask before the rpc and hand over with the answer. */
uint64_t own_account_generation (const exchange_t *exchange);
void own_account_keep (exchange_t *exchange, uint64_t generation, const ProtobufCMessage *account);
