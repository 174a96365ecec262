/* What the handler files share. */
#include "requests.h"

#include <string.h>

#include "base/uuid.h"
#include "token.h"

_Static_assert((int) STORE_COUNT_MAX == (int) WL_COUNT_MOST, "lists count differently");

accounts_t *
requests_accounts (wl_request_t *req)
{
    return ((gateway_t *) wl_state (req))->accounts;
}

char *
requests_new_id (wl_request_t *req)
{
    wl_uuid_t uuid = wl_uuid_new (wl_now (req));
    char *id = wl_arena_alloc (wl_arena (req), WL_UUID_TEXT);

    wl_uuid_format (&uuid, id);
    return id;
}

wl_status
requests_read_account (wl_request_t *req, const char *id, Gateway__Account *out)
{
    wl_status status = store_read_account (wl_db (req), wl_arena (req), id, out);

    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "account-not-found", "Nie ma takiego konta.",
                    "There is no such account.");
}

wl_status
requests_need_session (wl_request_t *req)
{
    if (*wl_session (req))
        return WL_OK;
    return wl_fail (req, WL_PERMISSION_DENIED, "session-needed",
                    "Tego nie można zrobić tokenem programu. Zaloguj się.",
                    "A program's token cannot do this. Sign in.");
}

/* ---- letters with a link ---- */

requests_link_t *
requests_make_link (wl_request_t *req, store_link_purpose_t purpose, wl_time_t lifetime)
{
    requests_link_t *link = wl_arena_alloc (wl_arena (req), sizeof *link);

    token_make (link->token);
    token_hash (link->token, link->hash);
    link->row = (store_link_t){
        .id = requests_new_id (req),
        .purpose = purpose,
        .token_hash = link->hash,
        .created_at = wl_now (req),
        .expires_at = wl_now (req) + lifetime,
    };
    return link;
}

wl_status
requests_take_link (wl_request_t *req, store_link_purpose_t purpose, const char *token,
                    store_taken_link_t *ret)
{
    uint8_t hash[TOKEN_HASH];
    wl_status status;

    token_hash (token, hash);
    status = store_take_link (wl_db (req), purpose, hash, wl_now (req), ret);
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "link-not-valid",
                    "Ten link wygasł albo już go użyto. Poproś o nowy.",
                    "This link has expired or was used before. Ask for a new one.");
}

char *
requests_say (wl_request_t *req, const char *pl, const char *en)
{
    return wl_text_copy (wl_arena (req), strcmp (wl_locale (req), "en") == 0 ? en : pl);
}

/* ---- passwords ---- */

wl_status
requests_check_new_password (wl_request_t *req, const char *field, const char *password,
                             const char *email, const char *name)
{
    if (!password_is_obvious (password, email, name))
        return WL_OK;
    return wl_fail_field (req, field, "too-common",
                          "To hasło należy do tych, które obcy próbują najpierw. Wybierz inne, "
                          "na przykład kilka niezwiązanych słów.",
                          "This password is among the first that a stranger tries. Choose another, "
                          "several unrelated words for instance.");
}

static wl_status
fail_busy (wl_request_t *req)
{
    return wl_fail (req, WL_UNAVAILABLE, "too-many-sign-ins",
                    "Zbyt wiele osób loguje się naraz. Spróbuj za chwilę.",
                    "Too many people are signing in at once. Try again in a moment.");
}

wl_status
requests_hash_password (wl_request_t *req, const char *password, char ret[PASSWORD_HASH_TEXT])
{
    return passwords_hash (requests_accounts (req)->passwords, password, ret) == WL_OK
               ? WL_OK
               : fail_busy (req);
}

/* ---- proving ---- */

wl_status
requests_check_attempts (wl_request_t *req, const char *who)
{
    wl_time_t wait = attempts_wait (requests_accounts (req)->attempts, who, wl_monotonic ());
    int minutes = (int) ((wait + WL_MINUTE - 1) / WL_MINUTE);

    if (wait == 0)
        return WL_OK;
    wl_retry_after (req, wait);
    return wl_failf (req, WL_RESOURCE_EXHAUSTED, "too-many-attempts",
                     "Za dużo nieudanych prób logowania. Spróbuj ponownie za %d min.",
                     "Too many failed attempts to sign in. Try again in %d min.", minutes);
}

wl_status
requests_verify_password (wl_request_t *req, const char *who, const char *hash,
                          const char *password, bool *ret_right)
{
    accounts_t *accounts = requests_accounts (req);

    WL_TRY (requests_check_attempts (req, who));
    if (passwords_verify (accounts->passwords, hash, password, ret_right) != WL_OK)
        return fail_busy (req);
    if (!*ret_right)
        attempts_failed (accounts->attempts, who, wl_monotonic ());
    return WL_OK;
}

static wl_status
take (wl_request_t *req, const store_secrets_t *secrets, const char *code, bool *ret_taken)
{
    const char *id = secrets->person.user_id;
    uint8_t secret[SECOND_FACTOR_SECRET], hash[32];
    int64_t step;

    *ret_taken = false;
    if (second_factor_recovery_hash (code, hash))
        return store_take_recovery_code (wl_db (req), id, hash, ret_taken);
    if (!second_factor_open (requests_accounts (req)->second_factor_key, secrets->totp_sealed,
                             secrets->totp_length, secret) ||
        !second_factor_verify (secret, code, wl_now (req), &step))
        return WL_OK;
    return store_take_totp_step (wl_db (req), id, step, ret_taken);
}

wl_status
requests_take_code (wl_request_t *req, const store_secrets_t *secrets, const char *code)
{
    accounts_t *accounts = requests_accounts (req);
    bool taken = false;

    WL_TRY (requests_check_attempts (req, secrets->person.user_id));
    if (secrets->totp_sealed)
        WL_TRY (take (req, secrets, code, &taken));
    if (taken)
        return WL_OK;
    attempts_failed (accounts->attempts, secrets->person.user_id, wl_monotonic ());
    return wl_fail (req, WL_UNAUTHENTICATED, "code-wrong",
                    "Kod jest nieprawidłowy albo już go użyto. Poczekaj na następny i wpisz go "
                    "ponownie.",
                    "The code is wrong or was used before. Wait for the next one and type it in.");
}

wl_status
requests_check_code (wl_request_t *req, const char *account_id, const char *code)
{
    store_secrets_t secrets;

    if (wl_text_empty (code))
        return wl_fail (req, WL_UNAUTHENTICATED, "second-factor-needed",
                        "Podaj też kod z aplikacji albo jeden z kodów odzyskiwania.",
                        "Give the code of your app, too, or one of the recovery codes.");
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), account_id, &secrets));
    return requests_take_code (req, &secrets, code);
}

wl_status
requests_prove_caller (wl_request_t *req, const char *field, const char *password,
                       store_secrets_t *ret)
{
    bool right;

    WL_TRY (requests_need_session (req));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), wl_user (req), ret));
    WL_TRY (requests_verify_password (req, wl_user (req), ret->password_hash, password, &right));
    if (right)
        return WL_OK;
    return wl_fail_field (req, field, "wrong", "To nie jest Twoje obecne hasło.",
                          "This is not your present password.");
}
