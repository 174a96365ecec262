/* Passkeys: signing in with one, and the caller's own. */
#include "base/uuid.h"
#include "messages.h"
#include "passkey.h"
#include "requests.h"
#include "store_flows.h"
#include "store_tokens.h"
#include "token.h"

#include <string.h>

static const wl_time_t CHALLENGE_LIFETIME = 5 * WL_MINUTE, FRESH = 15 * WL_MINUTE;

static passkey_site_t
site_of (wl_request_t *req)
{
    return passkey_site (wl_arena (req), requests_accounts (req)->run_by.site);
}

static passkey_bytes_t
bytes (ProtobufCBinaryData data)
{
    return (passkey_bytes_t){ data.data, data.len };
}

/* Two challenges never meet under one hash, so one for making is none for using. */
static void
ask (wl_request_t *req, store_flow_purpose_t purpose, const char *account_id, char **ret_challenge,
     char **ret_relying_party)
{
    uint8_t hash[TOKEN_HASH];

    *ret_challenge = wl_arena_alloc (wl_arena (req), TOKEN_TEXT);
    token_make (*ret_challenge);
    token_hash (*ret_challenge, hash);
    store_add_flow (wl_db (req), purpose, hash, account_id, wl_now (req),
                    wl_now (req) + CHALLENGE_LIFETIME);
    *ret_relying_party = wl_text_copy (wl_arena (req), site_of (req).relying_party);
}

static wl_status
take_challenge (wl_request_t *req, const passkey_site_t *site, store_flow_purpose_t purpose,
                ProtobufCBinaryData client_data, store_flow_t *ret)
{
    passkey_act_t act = purpose == STORE_FLOW_PASSKEY_MAKE ? PASSKEY_MAKE : PASSKEY_USE;
    char challenge[TOKEN_TEXT];
    uint8_t hash[TOKEN_HASH];

    if (!passkey_read_client (site, act, bytes (client_data), challenge))
        return WL_NOT_FOUND;
    token_hash (challenge, hash);
    return store_take_flow (wl_db (req), purpose, hash, wl_now (req), ret);
}

/* ---- signing in ---- */

wl_status
gateway_begin_passkey_sign_in (wl_request_t *req, const Gateway__BeginPasskeySignInRequest *in,
                               Gateway__PasskeyQuestion *out)
{
    (void) in;
    ask (req, STORE_FLOW_PASSKEY_USE, "", &out->challenge, &out->relying_party);
    return WL_OK;
}

/* One sentence for a key that nobody has, for one that signs badly and for a copy. */
static wl_status
fail_key (wl_request_t *req)
{
    return wl_fail (req, WL_UNAUTHENTICATED, "passkey-not-valid",
                    "Tym kluczem nie można się tu zalogować. Spróbuj ponownie albo zaloguj się "
                    "inaczej.",
                    "This passkey does not sign in here. Try again or sign in another way.");
}

/* The handle is the account's id, as the key was told when it was made. */
static bool
is_handle_of (ProtobufCBinaryData handle, const char *account_id)
{
    wl_uuid_t id;

    return handle.len == 0 || (wl_uuid_parse (account_id, &id) && handle.len == sizeof id.bytes &&
                               memcmp (handle.data, id.bytes, sizeof id.bytes) == 0);
}

wl_status
gateway_sign_in_by_passkey (wl_request_t *req, const Gateway__SignInByPasskeyRequest *in,
                            Gateway__Session *out)
{
    passkey_site_t site = site_of (req);
    store_flow_t flow;
    passkey_key_t key;
    const char *account_id;
    uint32_t count;
    bool grown;
    wl_status status = take_challenge (req, &site, STORE_FLOW_PASSKEY_USE, in->client_data, &flow);

    if (status == WL_OK)
        status = store_find_passkey (wl_db (req), in->credential_id.data, in->credential_id.len,
                                     &key, &account_id);
    if (status == WL_NOT_FOUND)
        return fail_key (req);
    WL_TRY (status);
    if (!is_handle_of (in->user_handle, account_id) ||
        !passkey_verify (&site, &key, bytes (in->client_data), bytes (in->authenticator_data),
                         bytes (in->signature), &count))
        return fail_key (req);
    WL_TRY (store_use_passkey (wl_db (req), &key, count, wl_now (req), &grown));
    if (!grown)
        return fail_key (req);
    attempts_succeeded (requests_accounts (req)->attempts, account_id);
    return requests_open_session (req, account_id, true,
                                  (requests_device_t){ in->device, in->device_token }, out);
}

/* ---- the caller's own ---- */

/* Who adds a way in proves once more who they are: with the password, or, where there is none, with
 * a session that is fresh. */
static wl_status
prove (wl_request_t *req, const char *password, store_secrets_t *ret)
{
    wl_time_t began;

    WL_TRY (requests_need_session (req));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), wl_user (req), ret));
    if (*ret->password_hash)
        return requests_prove_caller (req, "password", password, ret);
    WL_TRY (store_session_began (wl_db (req), wl_session (req), &began));
    if (began > wl_now (req) - FRESH)
        return WL_OK;
    return wl_fail (req, WL_PERMISSION_DENIED, "session-not-fresh",
                    "Zaloguj się ponownie i dodaj klucz w ciągu kwadransa.",
                    "Sign in again and add the passkey within a quarter of an hour.");
}

wl_status
gateway_begin_passkey (wl_request_t *req, const Gateway__BeginPasskeyRequest *in,
                       Gateway__PasskeyOffer *out)
{
    store_secrets_t secrets;
    wl_uuid_t id;

    WL_TRY (prove (req, in->password, &secrets));
    WL_TRY (store_list_credentials (wl_db (req), wl_arena (req), wl_user (req),
                                    &out->credential_ids, &out->n_credential_ids));
    ask (req, STORE_FLOW_PASSKEY_MAKE, wl_user (req), &out->challenge, &out->relying_party);
    if (!wl_uuid_parse (wl_user (req), &id))
        return WL_INTERNAL;
    out->user_handle.len = sizeof id.bytes;
    out->user_handle.data =
        (uint8_t *) wl_text_copy_length (wl_arena (req), (const char *) id.bytes, sizeof id.bytes);
    out->user_name = wl_text_copy (wl_arena (req), secrets.person.email);
    out->user_display_name = wl_text_copy (wl_arena (req), secrets.person.name);
    out->algorithms = wl_arena_array (wl_arena (req), PASSKEY_ALGORITHMS, sizeof (int32_t));
    out->n_algorithms = PASSKEY_ALGORITHMS;
    memcpy (out->algorithms, passkey_algorithms, sizeof passkey_algorithms);
    return WL_OK;
}

static wl_status
fail_new (wl_request_t *req)
{
    return wl_fail (req, WL_FAILED_PRECONDITION, "passkey-not-made",
                    "Przeglądarka nie utworzyła klucza dla tej strony albo trwało to za długo. "
                    "Spróbuj ponownie.",
                    "The browser made no passkey for this site, or it took too long. Try again.");
}

static wl_status
add (wl_request_t *req, const char *id, const char *name, const passkey_key_t *key)
{
    wl_status status = store_add_passkey (wl_db (req), id, wl_user (req), name, key, wl_now (req));

    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_failf (req, WL_FAILED_PRECONDITION, "too-many-passkeys",
                         "Konto ma już %d kluczy. Najpierw usuń niepotrzebne.",
                         "The account has %d passkeys already. Remove those that nobody needs.",
                         STORE_PASSKEYS_MAX);
    return status == WL_ALREADY_EXISTS ? fail_new (req) : status;
}

wl_status
gateway_add_passkey (wl_request_t *req, const Gateway__AddPasskeyRequest *in, Gateway__Passkey *out)
{
    passkey_site_t site = site_of (req);
    const char *id = requests_new_id (req);
    store_secrets_t secrets;
    store_flow_t flow;
    passkey_key_t key;
    wl_status status;

    WL_TRY (requests_need_session (req));
    status = take_challenge (req, &site, STORE_FLOW_PASSKEY_MAKE, in->client_data, &flow);
    if (status == WL_NOT_FOUND)
        return fail_new (req);
    WL_TRY (status);
    if (strcmp (flow.account_id, wl_user (req)) != 0 ||
        !passkey_read_new (&site, bytes (in->authenticator_data), &key))
        return fail_new (req);
    WL_TRY (add (req, id, in->name, &key));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), wl_user (req), &secrets));
    messages_send (req, id, &secrets.person, "passkey-added",
                   (const char *const[]){ "passkey", in->name, NULL });
    return store_rename_passkey (wl_db (req), wl_user (req), id, in->name, out);
}

wl_status
gateway_list_my_passkeys (wl_request_t *req, const Gateway__ListMyPasskeysRequest *in,
                          Gateway__ListMyPasskeysResponse *out)
{
    (void) in;
    return store_list_passkeys (wl_db (req), wl_user (req), &out->passkeys, &out->n_passkeys);
}

wl_status
gateway_rename_passkey (wl_request_t *req, const Gateway__RenamePasskeyRequest *in,
                        Gateway__Passkey *out)
{
    WL_TRY (requests_need_session (req));
    return store_rename_passkey (wl_db (req), wl_user (req), in->passkey_id, in->name, out);
}

wl_status
gateway_remove_passkey (wl_request_t *req, const Gateway__RemovePasskeyRequest *in,
                        Wlacznik__Empty *out)
{
    store_secrets_t secrets;

    (void) out;
    WL_TRY (requests_need_session (req));
    WL_TRY (store_remove_passkey (wl_db (req), wl_user (req), in->passkey_id));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), wl_user (req), &secrets));
    messages_send (req, requests_new_id (req), &secrets.person, "passkey-removed", NULL);
    return WL_OK;
}
