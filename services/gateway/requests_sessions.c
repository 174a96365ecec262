/* Signing in and out, and who a session stands for. */
#include <string.h>

#include "message/message.h"
#include "messages.h"
#include "requests.h"
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
check_code (wl_request_t *req, const store_credentials_t *credentials, const char *code)
{
    store_secrets_t secrets;

    if (wl_text_empty (code))
        return wl_fail (req, WL_UNAUTHENTICATED, "second-factor-needed",
                        "Podaj też kod z aplikacji albo jeden z kodów odzyskiwania.",
                        "Give the code of your app, too, or one of the recovery codes.");
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), credentials->account_id, &secrets));
    return requests_take_code (req, &secrets, code);
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
        WL_TRY (check_code (req, credentials, in->code));
    attempts_succeeded (requests_accounts (req)->attempts, who);
    return WL_OK;
}

typedef struct device {
    const char *name, *token; /* as the sign-in gave them; either may be "" */
} device_t;

/* Knows the device again or gives it a token; its owner gets a letter about one that is new. */
static wl_status
note_device (wl_request_t *req, const char *account_id, device_t device, Gateway__Session *out)
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

static wl_status
open_session (wl_request_t *req, const char *account_id, bool second_factor, device_t device,
              Gateway__Session *out)
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
    return open_session (req, credentials.account_id, credentials.second_factor,
                         (device_t){ in->device, in->device_token }, out);
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
