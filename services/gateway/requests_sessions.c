/* Signing in and out, and who a session stands for. */
#include <string.h>

#include "message/message.h"
#include "messages.h"
#include "requests.h"
#include "store_roles.h"
#include "store_tokens.h"
#include "token.h"

/* One sentence for a wrong password and for an address without an account. */
static wl_status
fail_sign_in (wl_request_t *req)
{
    return wl_fail (req, WL_UNAUTHENTICATED, "sign-in-failed",
                    "Adres lub hasło jest nieprawidłowe. Sprawdź je i spróbuj ponownie.",
                    "The address or the password is wrong. Check them and try again.");
}

static wl_status
check_credentials (wl_request_t *req, const Gateway__SignInRequest *in,
                   const store_credentials_t *credentials)
{
    const char *who = *credentials->account_id ? credentials->account_id : in->email;
    bool right;

    WL_TRY (requests_verify_password (req, who, credentials->password_hash, in->password, &right));
    if (!right)
        return fail_sign_in (req);
    if (!*credentials->account_id)
        return wl_fail (req, WL_FAILED_PRECONDITION, "account-not-confirmed",
                        "Adres nie jest jeszcze potwierdzony. Otwórz link z wiadomości, którą "
                        "wysłaliśmy przy zakładaniu konta.",
                        "The address is not confirmed yet. Open the link in the message that we "
                        "sent when the account was opened.");
    if (credentials->second_factor)
        WL_TRY (requests_check_code (req, credentials->account_id, in->code));
    attempts_succeeded (requests_accounts (req)->attempts, who);
    return WL_OK;
}

/* Knows the device again or gives it a token; its owner gets a letter about one that is new. */
static wl_status
note_device (wl_request_t *req, const char *account_id, requests_device_t device,
             Gateway__Session *out)
{
    uint8_t hash[TOKEN_HASH];
    store_addressee_t owner;
    bool is_new;

    out->device_token = wl_arena_alloc (wl_arena (req), TOKEN_TEXT);
    if (token_is_formed (device.token))
        memcpy (out->device_token, device.token, TOKEN_TEXT);
    else
        token_make (out->device_token);
    token_hash (out->device_token, hash);
    WL_TRY (store_note_device (wl_db (req), account_id, hash, wl_now (req), &is_new));
    if (!is_new)
        return WL_OK;
    owner = (store_addressee_t){ .has_account = true,
                                 .user_id = account_id,
                                 .email = out->account->email,
                                 .name = out->account->name,
                                 .locale = out->account->locale };
    messages_send (req, requests_new_id (req), &owner, "new-device",
                   (const char *const[]){ "device", *device.name ? device.name : "?", NULL });
    return WL_OK;
}

wl_status
requests_open_session (wl_request_t *req, const char *account_id, bool second_factor,
                       requests_device_t device, Gateway__Session *out)
{
    uint8_t digest[TOKEN_HASH];
    store_session_t session = {
        .id = requests_new_id (req),
        .account_id = account_id,
        .device = device.name,
        .token_hash = digest,
        .second_factor = second_factor,
        .created_at = wl_now (req),
        .expires_at = wl_now (req) + requests_accounts (req)->session_lifetime,
    };

    out->token = wl_arena_alloc (wl_arena (req), TOKEN_TEXT);
    token_make (out->token);
    token_hash (out->token, digest);
    store_add_session (wl_db (req), &session);
    out->expires_at = wl_timestamp (wl_arena (req), session.expires_at);
    out->account =
        (Gateway__Account *) wl_message_new (wl_arena (req), &gateway__account__descriptor);
    WL_TRY (requests_read_account (req, account_id, out->account));
    return note_device (req, account_id, device, out);
}

/* The password is checked between the read and the insert; the transaction holds no lock then. */
wl_status
gateway_sign_in (wl_request_t *req, const Gateway__SignInRequest *in, Gateway__Session *out)
{
    store_credentials_t credentials;

    WL_TRY (store_find_credentials (wl_db (req), in->email, wl_now (req), &credentials));
    WL_TRY (check_credentials (req, in, &credentials));
    return requests_open_session (req, credentials.account_id, credentials.second_factor,
                                  (requests_device_t){ in->device, in->device_token }, out);
}

/* ---- by link: for assessors, who come once or twice a year ---- */

static const wl_time_t LINK_LIFETIME = 15 * WL_MINUTE;

/* Staff have more to lose than a mailbox guards. */
static wl_status
may_sign_in_by_link (wl_request_t *req, const char *account_id, bool *ret)
{
    uint32_t roles;

    WL_TRY (store_roles_of (wl_db (req), account_id, wl_now (req), &roles));
    *ret = requests_accounts (req)->links_for_assessors && roles == WL_ROLE_BIT (WL_ROLE_ASSESSOR);
    return WL_OK;
}

/* The link is kept in any case, so that three an hour are three for everybody, but only a letter
 * makes it known. */
wl_status
gateway_ask_for_sign_in_link (wl_request_t *req, const Gateway__AskForLinkRequest *in,
                              Gateway__LetterSent *out)
{
    requests_link_t *link = requests_make_link (req, STORE_LINK_SIGN_IN, LINK_LIFETIME);
    store_addressee_t addressee;
    bool may = false;
    wl_status status = store_add_link_for_address (wl_db (req), &link->row, in->email, &addressee);

    if (status == WL_OK)
        WL_TRY (may_sign_in_by_link (req, addressee.user_id, &may));
    else if (status != WL_NOT_FOUND && status != WL_RESOURCE_EXHAUSTED)
        return status;
    if (may)
        messages_send (req, link->row.id, &addressee, "sign-in-link",
                       (const char *const[]){ "token", link->token, NULL });
    out->text = requests_say (
        req,
        "Jeśli ten adres należy do konta eksperta, wysłaliśmy na niego link do logowania. Link "
        "działa przez 15 minut.",
        "If this address belongs to an assessor's account, we have sent it a link to sign in. The "
        "link works for 15 minutes.");
    return WL_OK;
}

/* The roles once more: they may have changed since the letter. */
wl_status
gateway_sign_in_by_link (wl_request_t *req, const Gateway__SignInByLinkRequest *in,
                         Gateway__Session *out)
{
    store_taken_link_t link;
    store_secrets_t secrets;
    bool may;

    WL_TRY (requests_take_link (req, STORE_LINK_SIGN_IN, in->token, &link));
    WL_TRY (may_sign_in_by_link (req, link.account_id, &may));
    if (!may)
        return wl_fail (req, WL_PERMISSION_DENIED, "link-not-enough",
                        "To konto wymaga hasła. Zaloguj się hasłem.",
                        "This account takes a password. Sign in with it.");
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), link.account_id, &secrets));
    if (secrets.totp_on)
        WL_TRY (requests_check_code (req, link.account_id, in->code));
    attempts_succeeded (requests_accounts (req)->attempts, link.account_id);
    return requests_open_session (req, link.account_id, secrets.totp_on,
                                  (requests_device_t){ in->device, in->device_token }, out);
}

wl_status
gateway_sign_out (wl_request_t *req, const Gateway__SignOutRequest *in, Wlacznik__Empty *out)
{
    (void) in;
    (void) out;
    WL_TRY (requests_need_session (req));
    store_end_session (wl_db (req), wl_session (req));
    return WL_OK;
}

/* ---- where one is signed in ---- */

wl_status
gateway_list_my_sessions (wl_request_t *req, const Gateway__ListMySessionsRequest *in,
                          Gateway__ListMySessionsResponse *out)
{
    (void) in;
    return store_list_sessions (wl_db (req), wl_user (req), wl_session (req), wl_now (req),
                                &out->sessions, &out->n_sessions);
}

wl_status
gateway_end_session (wl_request_t *req, const Gateway__EndSessionRequest *in, Wlacznik__Empty *out)
{
    (void) out;
    WL_TRY (requests_need_session (req));
    return store_end_own_session (wl_db (req), wl_user (req), in->session_id);
}

wl_status
gateway_end_other_sessions (wl_request_t *req, const Gateway__EndOtherSessionsRequest *in,
                            Wlacznik__Empty *out)
{
    (void) in;
    (void) out;
    WL_TRY (requests_need_session (req));
    store_end_sessions (wl_db (req), wl_user (req), wl_session (req));
    return WL_OK;
}

/* ---- who a token stands for ---- */

wl_status
gateway_list_ended_tokens (wl_request_t *req, const Gateway__ListEndedTokensRequest *in,
                           Gateway__ListEndedTokensResponse *out)
{
    wl_bytes_t *hashes = wl_arena_array (wl_arena (req), in->n_hashes, sizeof *hashes);

    for (size_t i = 0; i < in->n_hashes; i++)
        hashes[i] = (wl_bytes_t){ in->hashes[i].data, in->hashes[i].len };
    return store_list_ended (wl_db (req), wl_arena (req), hashes, in->n_hashes, wl_now (req),
                             &out->places, &out->n_places);
}

wl_status
gateway_resolve_session (wl_request_t *req, const Gateway__ResolveSessionRequest *in,
                         Bus__Actor *out)
{
    uint32_t guarded = requests_accounts (req)->guarded_roles;
    uint8_t digest[TOKEN_HASH];
    wl_status status;

    token_hash (in->token, digest);
    status =
        token_is_program (in->token)
            ? store_find_program (wl_db (req), wl_arena (req), digest, wl_now (req), guarded, out)
            : store_find_actor (wl_db (req), wl_arena (req), digest, wl_now (req), guarded, out);
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_UNAUTHENTICATED, "session-not-valid",
                    "Sesja wygasła lub jest nieważna. Zaloguj się ponownie.",
                    "The session has expired or is not valid. Sign in again.");
}
