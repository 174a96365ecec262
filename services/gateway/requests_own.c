/* The caller's own password and address, and the links that stand in for a forgotten one. */
#include "messages.h"
#include "requests.h"
#include "store_tokens.h"

static const wl_time_t RESET_LIFETIME = WL_HOUR;
static const wl_time_t EMAIL_LIFETIME = 48 * WL_HOUR;

/* ---- the password ---- */

wl_status
gateway_change_password (wl_request_t *req, const Gateway__ChangePasswordRequest *in,
                         Wlacznik__Empty *out)
{
    char hash[PASSWORD_HASH_TEXT];
    store_secrets_t secrets;

    (void) out;
    WL_TRY (requests_prove_caller (req, "currentPassword", in->current_password, &secrets));
    WL_TRY (requests_check_new_password (req, "password", in->password, secrets.person.email,
                                         secrets.person.name));
    WL_TRY (requests_hash_password (req, in->password, hash));
    store_set_password (wl_db (req), wl_user (req), hash);
    store_end_sessions (wl_db (req), wl_user (req), wl_session (req));
    store_drop_links (wl_db (req), wl_user (req));
    messages_send (req, requests_new_id (req), &secrets.person, "password-changed", NULL);
    return WL_OK;
}

/* ---- the language ---- */

wl_status
gateway_change_language (wl_request_t *req, const Gateway__ChangeLanguageRequest *in,
                         Gateway__Account *out)
{
    WL_TRY (store_set_locale (wl_db (req), wl_user (req), in->locale));
    return requests_read_account (req, wl_user (req), out);
}

/* ---- a forgotten password ---- */

/* The same answer, after the same statement, whether or not there is an account. */
wl_status
gateway_ask_for_password_reset (wl_request_t *req, const Gateway__AskForLinkRequest *in,
                                Gateway__LetterSent *out)
{
    requests_link_t *link = requests_make_link (req, STORE_LINK_RESET, RESET_LIFETIME);
    store_addressee_t addressee;
    wl_status status = store_add_link_for_address (wl_db (req), &link->row, in->email, &addressee);

    if (status == WL_OK)
        messages_send (req, link->row.id, &addressee, "password-reset",
                       (const char *const[]){ "token", link->token, NULL });
    else if (status != WL_NOT_FOUND && status != WL_RESOURCE_EXHAUSTED)
        return status;
    out->text = requests_say (
        req,
        "Jeśli ten adres ma u nas konto, wysłaliśmy na niego link do ustawienia nowego hasła. "
        "Link działa przez godzinę.",
        "If this address has an account, we have sent it a link to choose a new password. The "
        "link works for an hour.");
    return WL_OK;
}

/* The link first: a guess costs no hash. Its row stays when the new password is refused. */
wl_status
gateway_reset_password (wl_request_t *req, const Gateway__ResetPasswordRequest *in,
                        Wlacznik__Empty *out)
{
    char hash[PASSWORD_HASH_TEXT];
    store_taken_link_t link;
    store_secrets_t secrets;

    (void) out;
    WL_TRY (requests_take_link (req, STORE_LINK_RESET, in->token, &link));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), link.account_id, &secrets));
    WL_TRY (requests_check_new_password (req, "password", in->password, secrets.person.email,
                                         secrets.person.name));
    WL_TRY (requests_hash_password (req, in->password, hash));
    store_set_password (wl_db (req), link.account_id, hash);
    store_end_sessions (wl_db (req), link.account_id, "");
    store_drop_links (wl_db (req), link.account_id);
    messages_send (req, requests_new_id (req), &secrets.person, "password-changed", NULL);
    attempts_succeeded (requests_accounts (req)->attempts, link.account_id);
    return WL_OK;
}

/* ---- the address ---- */

wl_status
gateway_change_email (wl_request_t *req, const Gateway__ChangeEmailRequest *in,
                      Gateway__LetterSent *out)
{
    requests_link_t *link = requests_make_link (req, STORE_LINK_EMAIL, EMAIL_LIFETIME);
    store_secrets_t secrets;
    store_addressee_t addressee;

    WL_TRY (requests_prove_caller (req, "password", in->password, &secrets));
    store_add_link (wl_db (req), &link->row, wl_user (req), in->email);
    addressee = secrets.person;
    addressee.email = in->email;
    messages_send (req, link->row.id, &addressee, "confirm-email",
                   (const char *const[]){ "token", link->token, NULL });
    out->text = requests_say (
        req, "Wysłaliśmy link na nowy adres. Do jego otwarcia konto ma dotychczasowy adres.",
        "We have sent a link to the new address. Until it is opened the account keeps the old "
        "one.");
    return WL_OK;
}

/* That another account has the address is told only to who reads its mail. */
wl_status
gateway_confirm_email (wl_request_t *req, const Gateway__ConfirmEmailRequest *in,
                       Wlacznik__Empty *out)
{
    store_taken_link_t link;
    store_secrets_t secrets;
    wl_status status;

    (void) out;
    WL_TRY (requests_take_link (req, STORE_LINK_EMAIL, in->token, &link));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), link.account_id, &secrets));
    status = store_set_email (wl_db (req), link.account_id, link.email);
    if (status == WL_ALREADY_EXISTS)
        return wl_fail (req, WL_FAILED_PRECONDITION, "address-has-account",
                        "Ten adres ma już inne konto. Podaj inny adres albo korzystaj z tamtego "
                        "konta.",
                        "This address has another account already. Give a different address or "
                        "use that account.");
    WL_TRY (status);
    messages_send (req, requests_new_id (req), &secrets.person, "email-changed", NULL);
    return WL_OK;
}
