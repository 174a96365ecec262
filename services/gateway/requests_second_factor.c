/* The second factor: on, off, and new recovery codes. */
#include <sodium.h>

#include "messages.h"
#include "requests.h"
#include "store_tokens.h"

static wl_status
check_set_up (wl_request_t *req)
{
    if (requests_accounts (req)->has_second_factor_key)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "second-factor-not-configured",
                    "Ten serwer nie ma klucza do kodów jednorazowych. Powiedz o tym operatorowi.",
                    "This server has no key for one-time codes. Tell the operator.");
}

static wl_status
check_on (wl_request_t *req, const store_secrets_t *secrets)
{
    if (secrets->totp_on)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "second-factor-off",
                    "Kody jednorazowe są wyłączone.", "One-time codes are off.");
}

static wl_status
fail_already_on (wl_request_t *req)
{
    return wl_fail (req, WL_FAILED_PRECONDITION, "second-factor-on",
                    "Kody jednorazowe są już włączone. Najpierw je wyłącz.",
                    "One-time codes are on already. Turn them off first.");
}

wl_status
gateway_set_up_second_factor (wl_request_t *req, const Gateway__SetUpSecondFactorRequest *in,
                              Gateway__SecondFactorSecret *out)
{
    uint8_t secret[SECOND_FACTOR_SECRET], sealed[SECOND_FACTOR_SEALED];
    store_secrets_t secrets;
    bool set;

    WL_TRY (check_set_up (req));
    WL_TRY (requests_prove_caller (req, "password", in->password, &secrets));
    second_factor_make_secret (secret);
    second_factor_seal (requests_accounts (req)->second_factor_key, secret, sealed);
    WL_TRY (store_set_totp_secret (wl_db (req), wl_user (req), sealed, &set));
    if (!set)
        return fail_already_on (req);
    out->secret = second_factor_secret_text (wl_arena (req), secret);
    out->uri = second_factor_uri (wl_arena (req), secret, secrets.person.email);
    sodium_memzero (secret, sizeof secret);
    return WL_OK;
}

static void
give_codes (wl_request_t *req, Gateway__RecoveryCodes *out)
{
    uint8_t hashes[SECOND_FACTOR_CODES][32];

    out->codes = wl_arena_array (wl_arena (req), SECOND_FACTOR_CODES, sizeof (char *));
    for (; out->n_codes < SECOND_FACTOR_CODES; out->n_codes++) {
        char *code = wl_arena_alloc (wl_arena (req), SECOND_FACTOR_CODE_TEXT);
        bool formed;

        second_factor_make_recovery_code (code);
        formed = second_factor_recovery_hash (code, hashes[out->n_codes]);
        (void) formed; /* it is of our own making */
        out->codes[out->n_codes] = code;
    }
    store_set_recovery_codes (wl_db (req), wl_user (req), (const uint8_t (*)[32]) hashes);
}

wl_status
gateway_confirm_second_factor (wl_request_t *req, const Gateway__ConfirmSecondFactorRequest *in,
                               Gateway__RecoveryCodes *out)
{
    uint8_t secret[SECOND_FACTOR_SECRET];
    store_secrets_t secrets;
    int64_t step;

    WL_TRY (check_set_up (req));
    WL_TRY (requests_need_session (req));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), wl_user (req), &secrets));
    if (secrets.totp_on)
        return fail_already_on (req);
    if (!secrets.totp_sealed ||
        !second_factor_open (requests_accounts (req)->second_factor_key, secrets.totp_sealed,
                             secrets.totp_length, secret))
        return wl_fail (req, WL_FAILED_PRECONDITION, "second-factor-not-begun",
                        "Najpierw dodaj konto do aplikacji z kodami.",
                        "Add the account to your app first.");
    if (!second_factor_verify (secret, in->code, wl_now (req), &step))
        return wl_fail_field (req, "code", "wrong",
                              "Kod jest nieprawidłowy. Sprawdź, czy telefon ma dobrą godzinę.",
                              "The code is wrong. See whether the phone has the right time.");
    store_turn_on_totp (wl_db (req), wl_user (req), wl_session (req), step, wl_now (req));
    store_end_sessions (wl_db (req), wl_user (req), wl_session (req));
    give_codes (req, out);
    messages_send (req, requests_new_id (req), &secrets.person, "second-factor-on", NULL);
    return WL_OK;
}

/* Password and code: what changes the second factor takes both. */
static wl_status
prove (wl_request_t *req, const Gateway__SecondFactorRequest *in, store_secrets_t *ret)
{
    WL_TRY (requests_prove_caller (req, "password", in->password, ret));
    WL_TRY (check_on (req, ret));
    return requests_take_code (req, ret, in->code);
}

wl_status
gateway_renew_recovery_codes (wl_request_t *req, const Gateway__SecondFactorRequest *in,
                              Gateway__RecoveryCodes *out)
{
    store_secrets_t secrets;

    WL_TRY (prove (req, in, &secrets));
    give_codes (req, out);
    return WL_OK;
}

wl_status
gateway_remove_second_factor (wl_request_t *req, const Gateway__SecondFactorRequest *in,
                              Wlacznik__Empty *out)
{
    store_secrets_t secrets;

    (void) out;
    WL_TRY (prove (req, in, &secrets));
    store_turn_off_totp (wl_db (req), wl_user (req));
    messages_send (req, requests_new_id (req), &secrets.person, "second-factor-off", NULL);
    return WL_OK;
}

/* Their sessions end, too: who asked for this may have been somebody else. */
wl_status
gateway_remove_second_factor_of (wl_request_t *req, const Gateway__RemoveSecondFactorOfRequest *in,
                                 Gateway__Account *out)
{
    store_secrets_t secrets;
    wl_status status = store_read_secrets (wl_db (req), wl_arena (req), in->account_id, &secrets);

    if (status == WL_NOT_FOUND)
        return requests_read_account (req, in->account_id, out);
    WL_TRY (status);
    WL_TRY (check_on (req, &secrets));
    store_turn_off_totp (wl_db (req), in->account_id);
    store_end_sessions (wl_db (req), in->account_id, "");
    messages_send (req, requests_new_id (req), &secrets.person, "second-factor-off", NULL);
    return requests_read_account (req, in->account_id, out);
}
