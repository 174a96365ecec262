#include "identity.h"

#include <sodium.h>
#include <string.h>

#include "call.h"
#include "cookies.h"
#include "gateway.contract.h"
#include "headers.h"
#include "language.h"
#include "message/message.h"
#include "service/access.h"
#include "token.h"

static wl_status
refuse (const char *locale, wl_error_t *error)
{
    return wl_error_set (error, WL_UNAUTHENTICATED, "session-not-valid", "%s",
                         in_language (locale,
                                      "Sesja wygasła lub jest nieważna. Zaloguj się ponownie.",
                                      "The session has expired or is not valid. Sign in again."));
}

static void
find_token (const http_request_t *request, bool secure, identity_t *identity)
{
    identity->token = headers_bearer (http_header (request, "Authorization"));
    if (*identity->token != '\0')
        return;
    identity->token = cookies_session (request, secure);
    identity->from_cookie = *identity->token != '\0';
}

static bool
find_remembered (gateway_t *gateway, wl_arena_t *arena, const uint8_t *key, const Bus__Actor **ret)
{
    uint8_t bytes[SESSION_ACTOR_MAX];
    ProtobufCMessage *actor;
    size_t length;
    bool found = session_cache_find (gateway->sessions, key, wl_monotonic (), bytes, &length);

    measures_cache (gateway->measures, MEASURES_SESSIONS, found);
    if (!found)
        return false;
    if (wl_message_unpack (arena, &bus__actor__descriptor, bytes, length, &actor) != WL_OK)
        return false;
    *ret = (const Bus__Actor *) actor;
    return true;
}

static wl_status
ask (gateway_t *gateway, wl_arena_t *arena, const Bus__RequestHeader *header, const char *token,
     const uint8_t *key, const Bus__Actor **ret, wl_error_t *error)
{
    const wl_method_t *method = wl_contract_method ("gateway", "ResolveSession");
    uint64_t generation = session_cache_generation (gateway->sessions);
    Gateway__ResolveSessionRequest in = GATEWAY__RESOLVE_SESSION_REQUEST__INIT;
    Bus__RequestHeader asking = *header;
    ProtobufCMessage *actor;
    uint8_t *bytes;
    size_t length;
    uint32_t retry_after;

    in.token = wl_text_copy (arena, token);
    asking.service = wl_text_copy (arena, method->service);
    asking.method = wl_text_copy (arena, method->name);
    WL_TRY (call_method (gateway->client, method, &asking, &in.base, arena, &actor, error,
                         &retry_after));
    wl_message_pack (arena, actor, &bytes, &length);
    session_cache_keep (gateway->sessions, key, generation, wl_monotonic (), bytes, length);
    *ret = (const Bus__Actor *) actor;
    return WL_OK;
}

static wl_status
resolve (gateway_t *gateway, const http_request_t *request, const Bus__RequestHeader *header,
         identity_t *identity, wl_error_t *error)
{
    uint8_t key[SESSION_KEY];

    if (!token_is_formed (identity->token))
        return refuse (header->locale, error);
    token_hash (identity->token, key);
    if (find_remembered (gateway, request->arena, key, &identity->actor))
        return WL_OK;
    return ask (gateway, request->arena, header, identity->token, key, &identity->actor, error);
}

wl_status
identity_find (gateway_t *gateway, const http_request_t *request, const Bus__RequestHeader *header,
               bool is_public, identity_t *ret, wl_error_t *error)
{
    static const Bus__Actor nobody = BUS__ACTOR__INIT;
    wl_status status;

    *ret = (identity_t){ .actor = &nobody };
    find_token (request, gateway->secure, ret);
    if (*ret->token == '\0')
        return WL_OK;
    status = resolve (gateway, request, header, ret, error);
    if (status == WL_UNAUTHENTICATED && is_public && ret->from_cookie) {
        wl_error_init (error, request->arena);
        *ret = (identity_t){ .actor = &nobody, .token = "" };
        return WL_OK;
    }
    return status;
}

static uint32_t
roles_of (const Bus__Actor *actor)
{
    uint32_t roles = WL_ROLE_BIT (WL_ROLE_PUBLIC);

    if (wl_text_empty (actor->user_id))
        return roles;
    roles |= WL_ROLE_BIT (WL_ROLE_SIGNED_IN);
    for (size_t i = 0; i < actor->n_grants; i++) {
        if (actor->grants[i]->role > 0 && actor->grants[i]->role < 32)
            roles |= WL_ROLE_BIT ((uint32_t) actor->grants[i]->role);
    }
    return roles;
}

wl_status
identity_check_roles (const identity_t *identity, const wl_method_t *method, const char *locale,
                      wl_error_t *error)
{
    if (roles_of (identity->actor) & method->roles)
        return WL_OK;
    if (wl_text_empty (identity->actor->user_id))
        return wl_error_set (
            error, WL_UNAUTHENTICATED, "sign-in-needed", "%s",
            in_language (locale, "Zaloguj się, aby to zrobić.", "Sign in to do this."));
    if (identity->actor->second_factor_needed)
        return wl_error_set (error, WL_PERMISSION_DENIED, "second-factor-missing", "%s",
                             in_language (locale,
                                          "Ta rola działa dopiero z kodami jednorazowymi. Włącz je "
                                          "na swoim koncie i zaloguj się z kodem.",
                                          "This role works with one-time codes only. Turn them on "
                                          "for your account and sign in with one."));
    return wl_error_set (error, WL_PERMISSION_DENIED, "role-missing", "%s",
                         in_language (locale,
                                      "Twoje konto nie ma roli, która na to pozwala. Poproś "
                                      "administratora o jej nadanie.",
                                      "Your account has no role that allows this. Ask an "
                                      "administrator to grant it."));
}

wl_status
identity_check_scope (const identity_t *identity, const wl_method_t *method,
                      const ProtobufCMessage *in, const char *locale, wl_error_t *error)
{
    if (wl_access_check_scope (method, identity->actor, in) == WL_OK)
        return WL_OK;
    return wl_error_set (
        error, WL_PERMISSION_DENIED, "outside-token-scope", "%s",
        in_language (locale,
                     "Ten token na to nie pozwala: tylko czyta albo dotyczy innego "
                     "naboru.",
                     "This token does not allow this: it only reads, or is for "
                     "another call."));
}
