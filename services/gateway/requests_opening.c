/* Opening an account. */
#include <string.h>

#include "messages.h"
#include "requests.h"
#include "token.h"

static const wl_time_t CONFIRMATION_LIFETIME = 48 * WL_HOUR;

static const char *
locale_of (wl_request_t *req, const char *wanted)
{
    return wl_text_empty (wanted) ? wl_locale (req) : wanted;
}

/* For an address without an account a link to confirm it, else word that there is one. */
static void
write_to (wl_request_t *req, const store_registration_t *registration,
          const store_addressee_t *addressee, const char *token)
{
    if (addressee->has_account)
        messages_send (req, registration->id, addressee, "account-exists", NULL);
    else
        messages_send (req, registration->id, addressee, "confirm-account",
                       (const char *const[]){ "token", token, NULL });
    wl_timer_set (req, "forget-registration", registration->id, registration->expires_at, NULL);
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
        .id = requests_new_id (req),
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

    WL_TRY (requests_check_new_password (req, "password", in->password, in->email, in->name));
    WL_TRY (requests_hash_password (req, in->password, hash));
    token_make (token);
    token_hash (token, token_digest);
    status = store_add_registration (wl_db (req), &registration, &addressee);
    if (status == WL_OK)
        write_to (req, &registration, &addressee, token);
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
    const char *id = requests_new_id (req);
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
    return requests_read_account (req, id, out);
}
