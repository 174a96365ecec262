/* What comes from authenticators and identity providers: a passkey's client data and authenticator
 * data, a signed token, and claims whose signature was good. The first byte chooses. Nothing of it
 * may be taken for good: no fuzzer can sign.
 */
#include <string.h>

#include "base/text.h"
#include "passkey.h"
#include "provider_rules.h"
#include "provider_token.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const passkey_site_t site = { "wlacznik.example", "https://wlacznik.example" };

static const char keys[] =
    "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"one\",\"use\":\"sig\","
    "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

static void
try_passkey (passkey_bytes_t data)
{
    passkey_key_t key;
    char challenge[TOKEN_TEXT];
    uint32_t count;

    if (passkey_read_client (&site, PASSKEY_USE, data, challenge) && !token_is_formed (challenge))
        __builtin_trap ();
    if (!passkey_read_new (&site, data, &key))
        return;
    if (key.credential_length == 0 || key.credential_length > PASSKEY_CREDENTIAL_MAX ||
        key.key_length > PASSKEY_KEY_MAX)
        __builtin_trap ();
    if (passkey_verify (&site, &key, data, data, data, &count))
        __builtin_trap ();
}

static void
try_token (const char *text)
{
    json_t *claims;

    if (provider_token_open (text, keys, &claims) == PROVIDER_TOKEN_SIGNED)
        __builtin_trap ();
    /* The other way round: a provider's keys that are none. */
    (void) provider_token_open ("eyJhbGciOiJFUzI1NiJ9.e30.AAAA", text, &claims);
    json_decref (claims);
}

static void
try_claims (wl_arena_t *arena, const char *text, size_t length)
{
    provider_person_t person = { "", "", false, "", false };
    provider_expected_t expected = { "https://id.example", "we", "n", 1800000000 * WL_SECOND };
    json_t *claims = json_loadb (text, length, JSON_REJECT_DUPLICATES, NULL);

    if (!provider_check_claims (claims, &expected))
        provider_read_person (arena, claims, &person);
    if (person.email_verified && *person.email == '\0')
        __builtin_trap ();
    (void) provider_speaks_for (text, person.email);
    json_decref (claims);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    static wl_arena_t *arena;
    jmp_buf jump;
    char *text;

    if (size == 0)
        return 0;
    if (!arena)
        arena = wl_arena_new (1 << 20);
    wl_arena_reset (arena);
    if (setjmp (jump) != 0)
        return 0;
    wl_arena_guard (arena, &jump);
    text = wl_text_copy_length (arena, (const char *) data + 1, size - 1);
    if (data[0] % 3 == 0)
        try_passkey ((passkey_bytes_t){ data + 1, size - 1 });
    else if (data[0] % 3 == 1)
        try_token (text);
    else
        try_claims (arena, text, size - 1);
    return 0;
}
