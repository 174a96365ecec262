/* Tokens for programs, and the accounts of programs. */
#include "message/message.h"
#include "messages.h"
#include "requests.h"
#include "service/access.h"
#include "store_tokens.h"
#include "token.h"

/* What MakeTokenRequest and MakeServiceTokenRequest both say. */
typedef struct wish {
    const char *account_id, *name, *call_id, *programme_id;
    const Wlacznik__Role *roles;
    size_t role_count;
    bool write, service;
    uint32_t days;
} wish_t;

static wl_status
add (wl_request_t *req, const store_token_t *token, bool service)
{
    wl_status status = store_add_token (wl_db (req), token, service);

    if (status == WL_NOT_FOUND)
        return wl_fail (req, status, "account-not-found", "Nie ma takiego konta.",
                        "There is no such account.");
    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_failf (req, WL_FAILED_PRECONDITION, "too-many-tokens",
                         "Konto ma już %d tokenów. Najpierw unieważnij niepotrzebne.",
                         "The account has %d tokens already. End those that nobody needs first.",
                         STORE_TOKENS_MAX);
    return status;
}

static void
describe (wl_request_t *req, const wish_t *wish, const store_token_t *token, Gateway__ApiToken *out)
{
    out->id = wl_text_copy (wl_arena (req), token->id);
    out->name = wl_text_copy (wl_arena (req), token->name);
    out->call_id = wl_text_copy (wl_arena (req), token->call_id);
    out->programme_id = wl_text_copy (wl_arena (req), token->programme_id);
    out->write = wish->write;
    out->created_at = wl_timestamp (wl_arena (req), token->created_at);
    out->expires_at = wl_timestamp (wl_arena (req), token->expires_at);
    out->roles = wl_arena_array (wl_arena (req), wish->role_count + 1, sizeof *out->roles);
    for (; out->n_roles < wish->role_count; out->n_roles++)
        out->roles[out->n_roles] = wish->roles[out->n_roles];
}

static wl_status
make (wl_request_t *req, const wish_t *wish, Gateway__NewToken *out)
{
    int64_t *roles = wl_arena_array (wl_arena (req), wish->role_count + 1, sizeof *roles);
    uint8_t hash[TOKEN_HASH];
    store_token_t token = {
        .id = requests_new_id (req),
        .account_id = wish->account_id,
        .name = wish->name,
        .call_id = wish->call_id,
        .programme_id = wish->programme_id,
        .token_hash = hash,
        .roles = roles,
        .role_count = wish->role_count,
        .read_only = !wish->write,
        .second_factor = wl_actor (req)->second_factor,
        .created_at = wl_now (req),
        .expires_at = wl_now (req) + wish->days * 24 * WL_HOUR,
    };

    for (size_t i = 0; i < wish->role_count; i++)
        roles[i] = wish->roles[i];
    out->token = wl_arena_alloc (wl_arena (req), TOKEN_PROGRAM_TEXT);
    token_make_program (out->token);
    token_hash (out->token, hash);
    out->description =
        (Gateway__ApiToken *) wl_message_new (wl_arena (req), &gateway__api_token__descriptor);
    describe (req, wish, &token, out->description);
    return add (req, &token, wish->service);
}

/* ---- the caller's own ---- */

static wl_status
check_roles_held (wl_request_t *req, const Gateway__MakeTokenRequest *in)
{
    const char *programme = wl_text_empty (in->programme_id) ? NULL : in->programme_id;

    for (size_t i = 0; i < in->n_roles; i++) {
        if (!wl_actor_has_role (wl_actor (req), (wl_role_t) in->roles[i], programme, NULL))
            return wl_fail_field (req, "roles", "not-held",
                                  "Token może mieć tylko te role, które masz.",
                                  "A token can have only roles that you have.");
    }
    return WL_OK;
}

wl_status
gateway_make_token (wl_request_t *req, const Gateway__MakeTokenRequest *in, Gateway__NewToken *out)
{
    wish_t wish = { .account_id = wl_user (req),
                    .name = in->name,
                    .call_id = in->call_id,
                    .programme_id = in->programme_id,
                    .roles = in->roles,
                    .role_count = in->n_roles,
                    .write = in->write,
                    .days = in->days };
    store_secrets_t secrets;

    WL_TRY (requests_need_session (req));
    WL_TRY (check_roles_held (req, in));
    WL_TRY (make (req, &wish, out));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), wl_user (req), &secrets));
    messages_send (req, out->description->id, &secrets.person, "token-made",
                   (const char *const[]){ "token-name", in->name, NULL });
    return WL_OK;
}

wl_status
gateway_list_my_tokens (wl_request_t *req, const Gateway__ListMyTokensRequest *in,
                        Gateway__ListTokensResponse *out)
{
    (void) in;
    return store_list_tokens (wl_db (req), wl_user (req), false, wl_now (req), &out->tokens,
                              &out->n_tokens);
}

wl_status
gateway_end_token (wl_request_t *req, const Gateway__EndTokenRequest *in, Wlacznik__Empty *out)
{
    (void) out;
    return store_end_token (wl_db (req), wl_user (req), in->token_id, false);
}

/* ---- accounts of programs ---- */

wl_status
gateway_make_service_account (wl_request_t *req, const Gateway__MakeServiceAccountRequest *in,
                              Gateway__Account *out)
{
    store_account_t account = {
        .id = requests_new_id (req),
        .name = in->name,
        .locale = "pl",
        .password_hash = "",
        .created_at = wl_now (req),
    };

    WL_TRY (store_add_account (wl_db (req), &account));
    return requests_read_account (req, account.id, out);
}

wl_status
gateway_list_service_accounts (wl_request_t *req, const Gateway__ListServiceAccountsRequest *in,
                               Gateway__ListAccountsResponse *out)
{
    (void) in;
    return store_list_service_accounts (wl_db (req), wl_arena (req), &out->accounts,
                                        &out->n_accounts);
}

wl_status
gateway_make_service_token (wl_request_t *req, const Gateway__MakeServiceTokenRequest *in,
                            Gateway__NewToken *out)
{
    wish_t wish = { .account_id = in->account_id,
                    .name = in->name,
                    .call_id = in->call_id,
                    .programme_id = in->programme_id,
                    .roles = in->roles,
                    .role_count = in->n_roles,
                    .write = in->write,
                    .service = true,
                    .days = in->days };

    return make (req, &wish, out);
}

wl_status
gateway_list_service_tokens (wl_request_t *req, const Gateway__ListServiceTokensRequest *in,
                             Gateway__ListTokensResponse *out)
{
    return store_list_tokens (wl_db (req), in->account_id, true, wl_now (req), &out->tokens,
                              &out->n_tokens);
}

wl_status
gateway_end_service_token (wl_request_t *req, const Gateway__EndServiceTokenRequest *in,
                           Wlacznik__Empty *out)
{
    (void) out;
    return store_end_token (wl_db (req), in->account_id, in->token_id, true);
}
