/* The accounts' handlers. */
#include <string.h>

#include "base/identifiers.h"
#include "base/uuid.h"
#include "gateway.h"
#include "gateway.handlers.h"
#include "messages.h"
#include "store.h"
#include "token.h"

static const wl_time_t CONFIRMATION_LIFETIME = 48 * WL_HOUR;

enum { LIST_STANDARD = 50 };

static accounts_t *
accounts_of (wl_request_t *req)
{
    return ((gateway_t *) wl_state (req))->accounts;
}

static char *
new_id (wl_request_t *req)
{
    wl_uuid_t uuid = wl_uuid_new (wl_now (req));
    char *id = wl_arena_alloc (wl_arena (req), WL_UUID_TEXT);

    wl_uuid_format (&uuid, id);
    return id;
}

static wl_status
fail_busy (wl_request_t *req)
{
    return wl_fail (req, WL_UNAVAILABLE, "too-many-sign-ins",
                    "Zbyt wiele osób loguje się naraz. Spróbuj za chwilę.",
                    "Too many people are signing in at once. Try again in a moment.");
}

static wl_status
read_account (wl_request_t *req, const char *id, Gateway__Account *out)
{
    wl_status status = store_read_account (wl_db (req), wl_arena (req), id, out);

    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "account-not-found", "Nie ma takiego konta.",
                    "There is no such account.");
}

/* ---- opening an account ---- */

static wl_status
check_password (wl_request_t *req, const Gateway__RegisterRequest *in)
{
    if (!password_is_obvious (in->password, in->email, in->name))
        return WL_OK;
    return wl_fail_field (req, "password", "too-common",
                          "To hasło należy do tych, które obcy próbują najpierw. Wybierz inne, "
                          "na przykład kilka niezwiązanych słów.",
                          "This password is among the first that a stranger tries. Choose another, "
                          "several unrelated words for instance.");
}

static const char *
locale_of (wl_request_t *req, const char *wanted)
{
    return wl_text_empty (wanted) ? wl_locale (req) : wanted;
}

/* The hash is made before the first statement: it takes longer than all of them. Its time is also
 * the same whether or not the address has an account, as is the answer. */
wl_status
gateway_register_account (wl_request_t *req, const Gateway__RegisterRequest *in,
                          Gateway__RegisterResponse *out)
{
    char token[TOKEN_TEXT], hash[PASSWORD_HASH_TEXT];
    uint8_t token_digest[TOKEN_HASH];
    store_registration_t registration = {
        .id = new_id (req),
        .email = in->email,
        .name = in->name,
        .locale = locale_of (req, in->locale),
        .password_hash = hash,
        .token_hash = token_digest,
        .created_at = wl_now (req),
        .expires_at = wl_now (req) + CONFIRMATION_LIFETIME,
    };
    store_addressee_t addressee;
    wl_status status;

    WL_TRY (check_password (req, in));
    if (passwords_hash (accounts_of (req)->passwords, in->password, hash) != WL_OK)
        return fail_busy (req);
    token_make (token);
    token_hash (token, token_digest);
    status = store_add_registration (wl_db (req), &registration, &addressee);
    if (status == WL_OK)
        messages_set (req, &registration, &addressee, token);
    else if (status != WL_RESOURCE_EXHAUSTED)
        return status;
    out->text = wl_text_copy (wl_arena (req),
                              strcmp (wl_locale (req), "en") == 0
                                  ? "We have sent you a message. Open the link in it within 48 "
                                    "hours to confirm your address."
                                  : "Wysłaliśmy wiadomość. Otwórz zawarty w niej link w ciągu 48 "
                                    "godzin, aby potwierdzić adres.");
    return WL_OK;
}

wl_status
gateway_confirm_account (wl_request_t *req, const Gateway__ConfirmAccountRequest *in,
                         Gateway__Account *out)
{
    uint8_t digest[TOKEN_HASH];
    const char *id = new_id (req);
    wl_status status;

    token_hash (in->token, digest);
    status = store_confirm (wl_db (req), digest, id, wl_now (req));
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_NOT_FOUND, "confirmation-not-valid",
                        "Ten link wygasł albo już go użyto. Spróbuj się zalogować; jeśli się nie "
                        "uda, załóż konto jeszcze raz.",
                        "This link has expired or was used before. Try to sign in; if that fails, "
                        "open an account again.");
    WL_TRY (status);
    return read_account (req, id, out);
}

/* ---- signing in and out ---- */

static wl_status
check_attempts (wl_request_t *req, const char *who)
{
    wl_time_t wait = attempts_wait (accounts_of (req)->attempts, who, wl_monotonic ());
    int minutes = (int) ((wait + WL_MINUTE - 1) / WL_MINUTE);

    if (wait == 0)
        return WL_OK;
    return wl_failf (req, WL_RESOURCE_EXHAUSTED, "too-many-attempts",
                     "Za dużo nieudanych prób logowania. Spróbuj ponownie za %d min.",
                     "Too many failed attempts to sign in. Try again in %d min.", minutes);
}

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
    accounts_t *accounts = accounts_of (req);
    const char *who = *credentials->account_id ? credentials->account_id : in->email;
    bool right;

    WL_TRY (check_attempts (req, who));
    if (passwords_verify (accounts->passwords, credentials->password_hash, in->password, &right) !=
        WL_OK)
        return fail_busy (req);
    if (!right) {
        attempts_failed (accounts->attempts, who, wl_monotonic ());
        return fail_sign_in (req);
    }
    attempts_succeeded (accounts->attempts, who);
    if (*credentials->account_id)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "account-not-confirmed",
                    "Adres nie jest jeszcze potwierdzony. Otwórz link z wiadomości, którą "
                    "wysłaliśmy przy zakładaniu konta.",
                    "The address is not confirmed yet. Open the link in the message that we sent "
                    "when the account was opened.");
}

/* The password is checked between the read and the insert; the transaction holds no lock then. */
wl_status
gateway_sign_in (wl_request_t *req, const Gateway__SignInRequest *in, Gateway__Session *out)
{
    store_credentials_t credentials;
    uint8_t digest[TOKEN_HASH];
    wl_time_t expires_at = wl_now (req) + accounts_of (req)->session_lifetime;

    WL_TRY (store_find_credentials (wl_db (req), in->email, wl_now (req), &credentials));
    WL_TRY (check_credentials (req, in, &credentials));
    out->token = wl_arena_alloc (wl_arena (req), TOKEN_TEXT);
    token_make (out->token);
    token_hash (out->token, digest);
    store_add_session (wl_db (req), new_id (req), digest, credentials.account_id, wl_now (req),
                       expires_at);
    out->expires_at = wl_timestamp (wl_arena (req), expires_at);
    out->account =
        (Gateway__Account *) wl_message_new (wl_arena (req), &gateway__account__descriptor);
    return read_account (req, credentials.account_id, out->account);
}

wl_status
gateway_sign_out (wl_request_t *req, const Gateway__SignOutRequest *in, Wlacznik__Empty *out)
{
    (void) in;
    (void) out;
    store_end_session (wl_db (req), wl_session (req));
    return WL_OK;
}

wl_status
gateway_resolve_session (wl_request_t *req, const Gateway__ResolveSessionRequest *in,
                         Bus__Actor *out)
{
    uint8_t digest[TOKEN_HASH];
    wl_status status;

    token_hash (in->token, digest);
    status = store_find_actor (wl_db (req), wl_arena (req), digest, wl_now (req), out);
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_UNAUTHENTICATED, "session-not-valid",
                    "Sesja wygasła lub jest nieważna. Zaloguj się ponownie.",
                    "The session has expired or is not valid. Sign in again.");
}

/* ---- accounts ---- */

wl_status
gateway_get_me (wl_request_t *req, const Gateway__GetMeRequest *in, Gateway__Account *out)
{
    (void) in;
    return read_account (req, wl_user (req), out);
}

wl_status
gateway_list_accounts (wl_request_t *req, const Gateway__ListAccountsRequest *in,
                       Gateway__ListAccountsResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, LIST_STANDARD);
    char *after, *last;

    WL_TRY (wl_cursor_open (req, in->cursor, &after));
    WL_TRY (store_list_accounts (wl_db (req), wl_arena (req), in->query, after ? after : "", limit,
                                 &out->accounts, &out->n_accounts, &last));
    if (out->n_accounts > limit) {
        out->n_accounts = limit;
        out->next_cursor = wl_cursor_make (req, last);
    }
    return WL_OK;
}

wl_status
gateway_get_contacts (wl_request_t *req, const Gateway__GetContactsRequest *in,
                      Gateway__GetContactsResponse *out)
{
    return store_list_contacts (wl_db (req), in->user_ids, in->n_user_ids, &out->contacts,
                                &out->n_contacts);
}

/* ---- roles ---- */

static wl_status
check_grant (wl_request_t *req, wl_role_t role, const char *region)
{
    bool everywhere = strcmp (region, "*") == 0;

    if (role == WL_ROLE_PUBLIC || role == WL_ROLE_SIGNED_IN)
        return wl_fail_field (req, "role", "not-granted", "Tej roli się nie nadaje: ma ją każdy.",
                              "This role is not granted: everybody has it.");
    if (role == WL_ROLE_ADMINISTRATOR && !everywhere)
        return wl_fail_field (req, "region", "everywhere-only",
                              "Administrator działa we wszystkich regionach: podaj „*”.",
                              "An administrator works in all regions: give \"*\".");
    if (!everywhere && !wl_region_valid (region))
        return wl_fail_field (req, "region", "format",
                              "Podaj kod województwa, skrót partnera albo „*”.",
                              "Give the code of a voivodeship, a partner's short name or \"*\".");
    return WL_OK;
}

wl_status
gateway_grant_role (wl_request_t *req, const Gateway__GrantRoleRequest *in, Gateway__Account *out)
{
    wl_role_t role = (wl_role_t) in->role;

    WL_TRY (check_grant (req, role, in->region));
    store_grant (wl_db (req), in->account_id, role, in->region, wl_now (req), wl_user (req));
    return read_account (req, in->account_id, out);
}

wl_status
gateway_revoke_role (wl_request_t *req, const Gateway__RevokeRoleRequest *in, Gateway__Account *out)
{
    wl_role_t role = (wl_role_t) in->role;
    bool last = false;

    if (role == WL_ROLE_ADMINISTRATOR)
        WL_TRY (store_is_last_holder (wl_db (req), role, in->account_id, &last));
    if (last)
        return wl_fail (req, WL_FAILED_PRECONDITION, "last-administrator",
                        "To jedyny administrator. Najpierw nadaj tę rolę innej osobie.",
                        "This is the only administrator. Grant the role to somebody else first.");
    store_revoke (wl_db (req), in->account_id, role, in->region);
    return read_account (req, in->account_id, out);
}
