#include "own_account.h"

#include "message/message.h"
#include "token.h"
#include "wlacznik/gateway.pb-c.h"

bool
own_account_is (const wl_method_t *method)
{
    return method->input == &gateway__get_me_request__descriptor;
}

bool
own_account_find (exchange_t *exchange, ProtobufCMessage **ret)
{
    uint8_t key[SESSION_KEY], bytes[SESSION_ACTOR_MAX];
    size_t length;

    token_hash (exchange->identity.token, key);
    return session_cache_find (exchange->gateway->own_accounts, key, wl_monotonic (), bytes,
                               &length) &&
           wl_message_unpack (exchange->arena, &gateway__account__descriptor, bytes, length, ret) ==
               WL_OK;
}

uint64_t
own_account_generation (const exchange_t *exchange)
{
    return session_cache_generation (exchange->gateway->own_accounts);
}

void
own_account_keep (exchange_t *exchange, uint64_t generation, const ProtobufCMessage *account)
{
    uint8_t key[SESSION_KEY], *bytes;
    size_t length;

    token_hash (exchange->identity.token, key);
    wl_message_pack (exchange->arena, account, &bytes, &length);
    session_cache_keep (exchange->gateway->own_accounts, key, generation, wl_monotonic (), bytes,
                        length);
}
