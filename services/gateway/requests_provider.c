/* Signing in by an identity provider. */
#include "messages.h"
#include "provider.h"
#include "requests.h"
#include "store_flows.h"
#include "token.h"

#include <string.h>

static const wl_time_t FLOW_LIFETIME = 10 * WL_MINUTE;

wl_status
gateway_get_ways_in (wl_request_t *req, const Gateway__GetWaysInRequest *in, Gateway__WaysIn *out)
{
    const accounts_t *accounts = requests_accounts (req);

    (void) in;
    if (accounts->provider)
        out->provider = wl_text_copy (wl_arena (req), provider_name (accounts->provider));
    out->links = accounts->links_for_assessors;
    return WL_OK;
}

static wl_status
find_provider (wl_request_t *req, provider_t **ret)
{
    *ret = requests_accounts (req)->provider;
    if (*ret)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "no-provider",
                    "Ten serwer nie ma dostawcy tożsamości. Zaloguj się hasłem.",
                    "This server has no identity provider. Sign in with a password.");
}

static wl_status
fail_unavailable (wl_request_t *req)
{
    wl_retry_after (req, 5 * WL_SECOND);
    return wl_fail (req, WL_UNAVAILABLE, "provider-unavailable",
                    "Dostawca tożsamości teraz nie odpowiada. Spróbuj za chwilę albo zaloguj się "
                    "hasłem.",
                    "The identity provider does not answer now. Try again in a moment or sign in "
                    "with a password.");
}

static wl_status
enter (wl_request_t *req, provider_t *provider)
{
    if (!provider_enter (provider))
        return fail_unavailable (req);
    wl_hold (req, provider, provider_leave);
    return WL_OK;
}

wl_status
gateway_begin_provider_sign_in (wl_request_t *req, const Gateway__BeginProviderSignInRequest *in,
                                Gateway__ProviderQuestion *out)
{
    uint8_t hash[TOKEN_HASH];
    provider_t *provider;

    (void) in;
    WL_TRY (find_provider (req, &provider));
    WL_TRY (enter (req, provider));
    out->flow = wl_arena_alloc (wl_arena (req), TOKEN_TEXT);
    token_make (out->flow);
    token_hash (out->flow, hash);
    if (provider_question (provider, wl_arena (req), out->flow, &out->address) != WL_OK)
        return fail_unavailable (req);
    store_add_flow (wl_db (req), STORE_FLOW_PROVIDER, hash, "", wl_now (req),
                    wl_now (req) + FLOW_LIFETIME);
    return WL_OK;
}

/* ---- the answer ---- */

static wl_status
fail_answer (wl_request_t *req)
{
    return wl_fail (
        req, WL_UNAUTHENTICATED, "provider-answer-not-valid",
        "Logowanie u dostawcy tożsamości nie powiodło się albo trwało za długo. Zacznij "
        "od nowa.",
        "The sign-in at the identity provider failed or took too long. Begin again.");
}

static wl_status
fail_verdict (wl_request_t *req, provider_verdict_t verdict)
{
    switch (verdict) {
    case PROVIDER_UNVERIFIED:
        return wl_fail (
            req, WL_PERMISSION_DENIED, "address-not-verified",
            "Dostawca nie potwierdza, że adres e-mail należy do Ciebie. Potwierdź go u "
            "dostawcy albo załóż konto z hasłem.",
            "The provider does not confirm that the e-mail address is yours. Confirm it "
            "there, or open an account with a password.");
    case PROVIDER_OTHER_DOMAIN:
        return wl_fail (req, WL_PERMISSION_DENIED, "address-of-other-domain",
                        "Tym sposobem logują się tylko osoby z adresem tej instytucji. Zaloguj się "
                        "hasłem.",
                        "Only people with an address of this institution sign in this way. Sign in "
                        "with a password.");
    case PROVIDER_ADMINISTRATOR:
        return wl_fail (req, WL_PERMISSION_DENIED, "administrators-sign-in-here",
                        "Administratorzy logują się hasłem albo kluczem dostępu.",
                        "Administrators sign in with a password or a passkey.");
    case PROVIDER_CLOSED:
    case PROVIDER_LINK:
    case PROVIDER_OPEN:
    default:
        return wl_fail (req, WL_PERMISSION_DENIED, "no-account-here",
                        "Ten adres nie ma u nas konta. Poproś o zaproszenie.",
                        "This address has no account here. Ask for an invitation.");
    }
}

/* The name that the provider told, else what stands before the @. */
static wl_status
open_account (wl_request_t *req, const provider_person_t *person, const char **ret_id)
{
    store_account_t account = {
        .id = requests_new_id (req),
        .email = person->email,
        .name = *person->name ? person->name
                              : wl_text_copy_length (wl_arena (req), person->email,
                                                     strcspn (person->email, "@")),
        .locale = wl_locale (req),
        .password_hash = "",
        .created_at = wl_now (req),
    };

    *ret_id = account.id;
    return store_add_account (wl_db (req), &account);
}

/* Somebody who comes for the first time. The link itself is made once a second factor is given. */
static wl_status
find_or_open (wl_request_t *req, const provider_t *provider, const provider_person_t *person,
              const char **ret_id)
{
    provider_facts_t facts = {
        .verified = *person->email && person->email_verified,
        .speaks_for = provider_speaks_for (provider_domains (provider), person->email),
        .opens_accounts = provider_opens_accounts (provider),
    };
    provider_verdict_t verdict;
    wl_status status =
        store_find_address (wl_db (req), person->email, ret_id, &facts.is_administrator);

    if (status != WL_OK && status != WL_NOT_FOUND)
        return status;
    facts.has_account = status == WL_OK;
    verdict = provider_decide (&facts);
    if (verdict == PROVIDER_OPEN)
        return open_account (req, person, ret_id);
    return verdict == PROVIDER_LINK ? WL_OK : fail_verdict (req, verdict);
}

/* Whom the provider names, and their account. */
static wl_status
ask_provider (wl_request_t *req, provider_t *provider, const Gateway__SignInByProviderRequest *in,
              store_flow_t *ret, bool *ret_factor)
{
    provider_person_t person;
    wl_status status;

    WL_TRY (enter (req, provider));
    status = provider_answer (provider, wl_arena (req), in->flow, in->code, wl_now (req), &person);
    if (status != WL_OK)
        return status == WL_UNAUTHENTICATED ? fail_answer (req) : fail_unavailable (req);
    ret->subject = person.subject;
    *ret_factor = person.second_factor && provider_trusts_factor (provider);
    status = store_use_identity (wl_db (req), provider_issuer (provider), person.subject,
                                 wl_now (req), &ret->account_id);
    return status == WL_NOT_FOUND ? find_or_open (req, provider, &person, &ret->account_id)
                                  : status;
}

/* A letter tells of an account that became open in a new way. */
static wl_status
link_account (wl_request_t *req, const provider_t *provider, const store_flow_t *flow,
              const store_addressee_t *owner)
{
    const char *known;
    wl_status status = store_use_identity (wl_db (req), provider_issuer (provider), flow->subject,
                                           wl_now (req), &known);

    if (status != WL_NOT_FOUND)
        return status;
    store_add_identity (wl_db (req), requests_new_id (req), provider_issuer (provider),
                        flow->subject, flow->account_id, wl_now (req));
    messages_send (req, requests_new_id (req), owner, "identity-linked",
                   (const char *const[]){ "provider", provider_name (provider), NULL });
    return WL_OK;
}

static wl_status
open_session (wl_request_t *req, const provider_t *provider,
              const Gateway__SignInByProviderRequest *in, const store_flow_t *flow, bool factor,
              const store_addressee_t *owner, Gateway__ProviderSignIn *out)
{
    WL_TRY (link_account (req, provider, flow, owner));
    out->session =
        (Gateway__Session *) wl_message_new (wl_arena (req), &gateway__session__descriptor);
    attempts_succeeded (requests_accounts (req)->attempts, flow->account_id);
    return requests_open_session (req, flow->account_id, factor,
                                  (requests_device_t){ in->device, in->device_token },
                                  out->session);
}

/* Takes the flow: who shows it is the browser that began. */
static wl_status
take_flow (wl_request_t *req, const provider_t *provider,
           const Gateway__SignInByProviderRequest *in, uint8_t hash[TOKEN_HASH], store_flow_t *ret)
{
    char state[TOKEN_TEXT];
    wl_status status;

    if (!token_is_formed (in->flow))
        return fail_answer (req);
    provider_state (in->flow, state);
    if (!wl_text_equal (state, in->state) ||
        (*in->issuer && strcmp (in->issuer, provider_issuer (provider)) != 0))
        return fail_answer (req);
    token_hash (in->flow, hash);
    status = store_take_flow (wl_db (req), STORE_FLOW_PROVIDER, hash, wl_now (req), ret);
    return status == WL_NOT_FOUND ? fail_answer (req) : status;
}

wl_status
gateway_sign_in_by_provider (wl_request_t *req, const Gateway__SignInByProviderRequest *in,
                             Gateway__ProviderSignIn *out)
{
    uint8_t hash[TOKEN_HASH];
    store_secrets_t secrets;
    provider_t *provider;
    store_flow_t flow;
    bool factor = false;

    WL_TRY (find_provider (req, &provider));
    WL_TRY (take_flow (req, provider, in, hash, &flow));
    if (!*flow.account_id)
        WL_TRY (ask_provider (req, provider, in, &flow, &factor));
    WL_TRY (store_read_secrets (wl_db (req), wl_arena (req), flow.account_id, &secrets));
    if (secrets.totp_on && !factor) {
        if (!*in->one_time_code) {
            out->code_needed = true;
            store_await_code (wl_db (req), hash, &flow, wl_now (req) + FLOW_LIFETIME);
            return WL_OK;
        }
        WL_TRY (requests_take_code (req, &secrets, in->one_time_code));
        factor = true;
    }
    return open_session (req, provider, in, &flow, factor, &secrets.person, out);
}

/* ---- the caller's own ---- */

wl_status
gateway_list_my_identities (wl_request_t *req, const Gateway__ListMyIdentitiesRequest *in,
                            Gateway__ListMyIdentitiesResponse *out)
{
    const accounts_t *accounts = requests_accounts (req);

    (void) in;
    return store_list_identities (wl_db (req), wl_user (req),
                                  accounts->provider ? provider_name (accounts->provider) : "",
                                  &out->identities, &out->n_identities);
}

wl_status
gateway_remove_identity (wl_request_t *req, const Gateway__RemoveIdentityRequest *in,
                         Wlacznik__Empty *out)
{
    (void) out;
    WL_TRY (requests_need_session (req));
    return store_remove_identity (wl_db (req), wl_user (req), in->identity_id);
}
