#include "provider.h"

#include <curl/curl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "provider_fetch.h"
#include "provider_token.h"
#include "service/log.h"

enum { AT_ONCE = 4 };

static const wl_time_t KEPT = WL_HOUR, ASK_KEYS_AGAIN = 5 * WL_SECOND;

/* What the provider says of itself (OpenID Connect Discovery 1.0); texts of an arena. */
typedef struct description {
    char *authorization, *token, *user_info, *keys;
    bool secret_in_form; /* it takes our secret in the form only */
} description_t;

struct provider {
    const char *issuer, *client_id, *client_secret, *name, *domains; /* the configuration's */
    char *redirect;
    bool opens_accounts, trusts_factor;

    pthread_mutex_t lock;
    int running;
    char *description, *keys;               /* as they came; NULL: not yet */
    wl_time_t description_until, keys_from; /* wl_monotonic () */
};

wl_status
provider_new (const wl_config_t *config, const char *public_url, provider_t **ret,
              wl_error_t *error)
{
    const char *issuer = wl_config_text (config, "oidc.issuer", "");
    const char *client_id = wl_config_text (config, "oidc.client_id", "");
    provider_t *self;

    *ret = NULL;
    if (*issuer == '\0')
        return WL_OK;
    if (!fetch_may (issuer))
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid", "%s",
                             "oidc.issuer must begin with https://");
    if (*client_id == '\0')
        return wl_error_set (error, WL_INVALID_ARGUMENT, "setting-not-valid", "%s",
                             "oidc.issuer needs oidc.client_id");
    self = calloc (1, sizeof *self);
    if (!self || curl_global_init (CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        asprintf (&self->redirect, "%s/sign-in/provider", public_url) < 0)
        abort ();
    self->issuer = issuer;
    self->client_id = client_id;
    self->client_secret = wl_config_text (config, "oidc.client_secret", "");
    self->name = wl_config_text (config, "oidc.name", "OpenID");
    self->domains = wl_config_text (config, "oidc.domains", "");
    self->opens_accounts = wl_config_bool (config, "oidc.open_accounts", true);
    self->trusts_factor = wl_config_bool (config, "oidc.trust_second_factor", false);
    pthread_mutex_init (&self->lock, NULL);
    *ret = self;
    return WL_OK;
}

void
provider_destroy (provider_t **self_p)
{
    if (!*self_p)
        return;
    free ((*self_p)->redirect);
    free ((*self_p)->description);
    free ((*self_p)->keys);
    pthread_mutex_destroy (&(*self_p)->lock);
    curl_global_cleanup ();
    free (*self_p);
    *self_p = NULL;
}

const char *
provider_name (const provider_t *self)
{
    return self->name;
}

const char *
provider_issuer (const provider_t *self)
{
    return self->issuer;
}

const char *
provider_domains (const provider_t *self)
{
    return self->domains;
}

bool
provider_opens_accounts (const provider_t *self)
{
    return self->opens_accounts;
}

bool
provider_trusts_factor (const provider_t *self)
{
    return self->trusts_factor;
}

/* ---- what is derived from the flow ---- */

static void
derive (const char *flow, const char *what, char ret[TOKEN_TEXT])
{
    uint8_t bytes[32];

    crypto_generichash (bytes, sizeof bytes, (const uint8_t *) what, strlen (what),
                        (const uint8_t *) flow, strlen (flow));
    sodium_bin2base64 (ret, TOKEN_TEXT, bytes, sizeof bytes,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void
provider_state (const char *flow, char ret[TOKEN_TEXT])
{
    derive (flow, "state", ret);
}

/* ---- what is kept of the provider ---- */

static char *
kept (provider_t *self, char *const *text, wl_arena_t *arena)
{
    char *copy;

    pthread_mutex_lock (&self->lock);
    copy = *text ? strdup (*text) : NULL; /* the arena may raise, which a lock must not see */
    pthread_mutex_unlock (&self->lock);
    if (copy) {
        char *text_of_arena = wl_text_copy (arena, copy);

        free (copy);
        return text_of_arena;
    }
    return NULL;
}

static void
keep (provider_t *self, char **place, const char *text, wl_time_t *moment, wl_time_t value)
{
    char *copy = strdup (text);

    if (!copy)
        abort ();
    pthread_mutex_lock (&self->lock);
    free (*place);
    *place = copy;
    *moment = value;
    pthread_mutex_unlock (&self->lock);
}

static wl_time_t
moment_of (provider_t *self, const wl_time_t *moment)
{
    wl_time_t value;

    pthread_mutex_lock (&self->lock);
    value = *moment;
    pthread_mutex_unlock (&self->lock);
    return value;
}

static char *
address_of (wl_arena_t *arena, const json_t *described, const char *name)
{
    const char *text = json_string_value (json_object_get (described, name));

    return text && fetch_may (text) ? wl_text_copy (arena, text) : NULL;
}

static bool
has (const json_t *list, const char *wanted)
{
    for (size_t i = 0; i < json_array_size (list); i++) {
        const char *text = json_string_value (json_array_get (list, i));

        if (text && strcmp (text, wanted) == 0)
            return true;
    }
    return false;
}

/* Basic is what a provider takes that does not say (RFC 8414, 2). */
static bool
read_description (const provider_t *self, const char *text, wl_arena_t *arena, description_t *ret)
{
    json_t *described = json_loads (text, JSON_REJECT_DUPLICATES, NULL);
    const json_t *methods = json_object_get (described, "token_endpoint_auth_methods_supported");
    const char *issuer = json_string_value (json_object_get (described, "issuer"));
    bool good;

    *ret = (description_t){
        .authorization = address_of (arena, described, "authorization_endpoint"),
        .token = address_of (arena, described, "token_endpoint"),
        .user_info = address_of (arena, described, "userinfo_endpoint"),
        .keys = address_of (arena, described, "jwks_uri"),
        .secret_in_form =
            has (methods, "client_secret_post") && !has (methods, "client_secret_basic"),
    };
    good = issuer && strcmp (issuer, self->issuer) == 0 && ret->authorization && ret->token &&
           ret->keys;
    json_decref (described);
    return good;
}

static wl_status
find_description (provider_t *self, wl_arena_t *arena, description_t *ret)
{
    size_t length = strlen (self->issuer);
    char *text = kept (self, &self->description, arena);
    fetch_t fetch = { 0 };

    if (text && moment_of (self, &self->description_until) > wl_monotonic ())
        return read_description (self, text, arena, ret) ? WL_OK : WL_UNAVAILABLE;
    while (length > 0 && self->issuer[length - 1] == '/')
        length--;
    fetch.address =
        wl_text_printf (arena, "%.*s/.well-known/openid-configuration", (int) length, self->issuer);
    WL_TRY (provider_fetch (&fetch, arena, &text));
    if (!read_description (self, text, arena, ret))
        return WL_UNAVAILABLE;
    keep (self, &self->description, text, &self->description_until, wl_monotonic () + KEPT);
    return WL_OK;
}

static wl_status
fetch_keys (provider_t *self, wl_arena_t *arena, const description_t *described, char **ret)
{
    WL_TRY (provider_fetch (&(fetch_t){ .address = described->keys }, arena, ret));
    keep (self, &self->keys, *ret, &self->keys_from, wl_monotonic ());
    return WL_OK;
}

/* ---- one at a time, of four ---- */

bool
provider_enter (provider_t *self)
{
    bool room;

    pthread_mutex_lock (&self->lock);
    room = self->running < AT_ONCE;
    self->running += room;
    pthread_mutex_unlock (&self->lock);
    return room;
}

void
provider_leave (void *provider)
{
    provider_t *self = provider;

    pthread_mutex_lock (&self->lock);
    self->running--;
    pthread_mutex_unlock (&self->lock);
}

/* ---- asking ---- */

wl_status
provider_question (provider_t *self, wl_arena_t *arena, const char *flow, char **ret_address)
{
    char state[TOKEN_TEXT], nonce[TOKEN_TEXT], verifier[TOKEN_TEXT], challenge[TOKEN_TEXT];
    uint8_t digest[crypto_hash_sha256_BYTES];
    description_t described;

    WL_TRY (find_description (self, arena, &described));
    provider_state (flow, state);
    derive (flow, "nonce", nonce);
    derive (flow, "verifier", verifier);
    crypto_hash_sha256 (digest, (const uint8_t *) verifier, strlen (verifier));
    sodium_bin2base64 (challenge, sizeof challenge, digest, sizeof digest,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    *ret_address = wl_text_printf (
        arena,
        "%s%cresponse_type=code&scope=openid%%20email%%20profile&client_id=%s&redirect_uri=%s"
        "&state=%s&nonce=%s&code_challenge=%s&code_challenge_method=S256",
        described.authorization, strchr (described.authorization, '?') ? '&' : '?',
        fetch_escape (arena, self->client_id), fetch_escape (arena, self->redirect), state, nonce,
        challenge);
    return WL_OK;
}

/* ---- the answer ---- */

static wl_status
refuse (const char *why)
{
    wl_log (WL_LOG_WARN, NULL, "the identity provider's answer was refused",
            WL_LOG_TEXT ("why", why));
    return WL_UNAUTHENTICATED;
}

static wl_status
exchange_code (const provider_t *self, wl_arena_t *arena, const description_t *described,
               const char *flow, const char *code, char **ret_answer)
{
    char verifier[TOKEN_TEXT];
    bool basic = *self->client_secret && !described->secret_in_form;
    const char *secret =
        *self->client_secret && described->secret_in_form
            ? wl_text_printf (arena, "&client_secret=%s", fetch_escape (arena, self->client_secret))
            : "";
    fetch_t fetch = { .address = described->token };

    derive (flow, "verifier", verifier);
    fetch.form = wl_text_printf (
        arena, "grant_type=authorization_code&code=%s&redirect_uri=%s&code_verifier=%s%s%s%s",
        fetch_escape (arena, code), fetch_escape (arena, self->redirect), verifier,
        basic ? "" : "&client_id=", basic ? "" : fetch_escape (arena, self->client_id), secret);
    if (basic) {
        /* RFC 6749 2.3.1: both are urlencoded before they are joined. */
        fetch.user = fetch_escape (arena, self->client_id);
        fetch.password = fetch_escape (arena, self->client_secret);
    }
    return provider_fetch (&fetch, arena, ret_answer);
}

/* Keys that we do not know are asked for again, but not for every token that somebody makes up. */
static wl_status
open_token (provider_t *self, wl_arena_t *arena, const description_t *described, const char *token,
            json_t **ret_claims)
{
    char *keys = kept (self, &self->keys, arena);
    provider_token_result_t result;

    if (!keys)
        WL_TRY (fetch_keys (self, arena, described, &keys));
    result = provider_token_open (token, keys, ret_claims);
    if (result == PROVIDER_TOKEN_UNKNOWN_KEY &&
        moment_of (self, &self->keys_from) + ASK_KEYS_AGAIN < wl_monotonic ()) {
        WL_TRY (fetch_keys (self, arena, described, &keys));
        result = provider_token_open (token, keys, ret_claims);
    }
    if (result == PROVIDER_TOKEN_SIGNED)
        return WL_OK;
    return refuse (result == PROVIDER_TOKEN_UNKNOWN_KEY ? "unknown-key" : "bad-signature");
}

/* Many providers tell the address here only. It counts only for the same subject (5.3.2). */
static wl_status
add_user_info (wl_arena_t *arena, const description_t *described, const char *access,
               provider_person_t *ret)
{
    fetch_t fetch = { .address = described->user_info, .bearer = access };
    const char *subject;
    char *text;
    json_t *claims;
    bool same;

    WL_TRY (provider_fetch (&fetch, arena, &text));
    claims = json_loads (text, JSON_REJECT_DUPLICATES, NULL);
    subject = json_string_value (json_object_get (claims, "sub"));
    same = subject && strcmp (subject, ret->subject) == 0;
    if (same)
        provider_read_person (arena, claims, ret);
    json_decref (claims);
    return same ? WL_OK : refuse ("user-info-of-another");
}

static wl_status
read_claims (const provider_t *self, wl_arena_t *arena, json_t *claims, const char *flow,
             wl_time_t now, provider_person_t *ret)
{
    char nonce[TOKEN_TEXT];
    provider_expected_t expected = { self->issuer, self->client_id, nonce, now };
    const char *wrong;

    derive (flow, "nonce", nonce);
    wrong = provider_check_claims (claims, &expected);
    if (!wrong)
        provider_read_person (arena, claims, ret);
    json_decref (claims);
    return wrong ? refuse (wrong) : WL_OK;
}

static char *
text_of (wl_arena_t *arena, const json_t *object, const char *name)
{
    const char *text = json_string_value (json_object_get (object, name));

    return wl_text_copy (arena, text ? text : "");
}

static wl_status
read_answer (provider_t *self, wl_arena_t *arena, const char *flow, const char *code, wl_time_t now,
             provider_person_t *ret)
{
    description_t described;
    char *text, *token, *access;
    json_t *answer, *claims;

    *ret = (provider_person_t){ "", "", false, "", false };
    WL_TRY (find_description (self, arena, &described));
    WL_TRY (exchange_code (self, arena, &described, flow, code, &text));
    answer = json_loads (text, JSON_REJECT_DUPLICATES, NULL);
    token = text_of (arena, answer, "id_token");
    access = text_of (arena, answer, "access_token");
    json_decref (answer);
    WL_TRY (open_token (self, arena, &described, token, &claims));
    WL_TRY (read_claims (self, arena, claims, flow, now, ret));
    if (*ret->email || !described.user_info || wl_text_empty (access))
        return WL_OK;
    return add_user_info (arena, &described, access, ret);
}

wl_status
provider_answer (provider_t *self, wl_arena_t *arena, const char *flow, const char *code,
                 wl_time_t now, provider_person_t *ret)
{
    wl_status status = read_answer (self, arena, flow, code, now, ret);

    /* It knows no such code: used, expired or made up. */
    return status == WL_PERMISSION_DENIED ? refuse ("code-refused") : status;
}
