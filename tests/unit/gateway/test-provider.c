#include "check.h"

#include <cjose/cjose.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "provider_fetch.h"
#include "provider_rules.h"
#include "provider_token.h"

static const char GOOD[] =
    "{\"iss\":\"https://id.example\",\"aud\":\"we\",\"sub\":\"1\",\"nonce\":\"n\","
    "\"iat\":1799999990,\"exp\":1800000300}";

static const provider_expected_t EXPECTED = { "https://id.example", "we", "n",
                                              1800000000 * WL_SECOND };

/* ---- claims ---- */

static const struct {
    const char *change, *wanted; /* wanted NULL: good */
} claims_cases[] = {
    { "{}", NULL },
    { "{\"aud\":[\"we\"]}", NULL },
    { "{\"aud\":[\"they\",\"we\"],\"azp\":\"we\"}", NULL },
    { "{\"azp\":\"we\"}", NULL },
    { "{\"exp\":1799999941}", NULL },
    { "{\"iss\":\"https://id.example/\"}", "other-issuer" },
    { "{\"iss\":1}", "other-issuer" },
    { "{\"aud\":\"they\"}", "other-audience" },
    { "{\"aud\":[]}", "other-audience" },
    { "{\"aud\":{}}", "other-audience" },
    { "{\"aud\":[\"they\",\"we\"]}", "other-party" },
    { "{\"azp\":\"they\"}", "other-party" },
    { "{\"nonce\":\"m\"}", "other-nonce" },
    { "{\"nonce\":null}", "other-nonce" },
    { "{\"sub\":\"\"}", "no-subject" },
    { "{\"sub\":1}", "no-subject" },
    { "{\"exp\":1799999940}", "expired" },
    { "{\"exp\":\"1800000300\"}", "expired" },
    { "{\"exp\":1e300}", "expired" },
    { "{\"exp\":-1}", "expired" },
    { "{\"iat\":1800000061}", "not-of-now" },
    { "{\"iat\":1799999399}", "not-of-now" },
    { "{\"iat\":null}", "not-of-now" },
};

static void
claims_are_for_us_and_now (void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof claims_cases / sizeof *claims_cases; i++) {
        json_t *claims = json_loads (GOOD, 0, NULL);
        json_t *change = json_loads (claims_cases[i].change, 0, NULL);
        const char *wrong;

        assert_non_null (change);
        json_object_update (claims, change);
        wrong = provider_check_claims (claims, &EXPECTED);
        if (claims_cases[i].wanted)
            assert_string_equal (wrong ? wrong : claims_cases[i].change, claims_cases[i].wanted);
        else
            assert_null (wrong);
        json_decref (change);
        json_decref (claims);
    }
}

static provider_person_t
read (wl_arena_t *arena, const char *text)
{
    provider_person_t person = { "", "", false, "", false };
    json_t *claims = json_loads (text, 0, NULL);

    assert_non_null (claims);
    provider_read_person (arena, claims, &person);
    json_decref (claims);
    return person;
}

static void
a_person_is_read (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    provider_person_t person =
        read (arena, "{\"sub\":\"7\",\"email\":\"a@b.pl\",\"email_verified\":true,\"name\":\"Ola\","
                     "\"amr\":[\"pwd\",\"otp\"]}");

    (void) state;
    assert_string_equal (person.subject, "7");
    assert_string_equal (person.email, "a@b.pl");
    assert_true (person.email_verified && person.second_factor);
    assert_string_equal (person.name, "Ola");
    /* Only a boolean is a word; a name of two lines and an address that is none are none. */
    person = read (arena, "{\"sub\":\"7\",\"email\":\"a@b.pl\",\"email_verified\":\"true\","
                          "\"name\":\"a\\nb\",\"amr\":[\"pwd\"]}");
    assert_false (person.email_verified || person.second_factor);
    assert_string_equal (person.name, "");
    person = read (arena, "{\"sub\":\"7\",\"email\":\"nobody\",\"email_verified\":true}");
    assert_string_equal (person.email, "");
    assert_false (person.email_verified);
    wl_arena_destroy (&arena);
}

/* ---- rules ---- */

static void
what_becomes_of_a_stranger (void **state)
{
    (void) state;
    assert_int_equal (provider_decide (&(provider_facts_t){ .speaks_for = true }),
                      PROVIDER_UNVERIFIED);
    assert_int_equal (provider_decide (&(provider_facts_t){ .verified = true }),
                      PROVIDER_OTHER_DOMAIN);
    assert_int_equal (provider_decide (&(provider_facts_t){ true, true, true, false, false }),
                      PROVIDER_LINK);
    assert_int_equal (provider_decide (&(provider_facts_t){ true, true, true, true, true }),
                      PROVIDER_ADMINISTRATOR);
    assert_int_equal (provider_decide (&(provider_facts_t){ true, true, false, false, true }),
                      PROVIDER_OPEN);
    assert_int_equal (provider_decide (&(provider_facts_t){ true, true, false, false, false }),
                      PROVIDER_CLOSED);
}

static void
a_provider_speaks_for_its_domains (void **state)
{
    (void) state;
    assert_true (provider_speaks_for ("", "a@b.pl"));
    assert_true (provider_speaks_for ("x.pl, B.pl", "a@b.PL"));
    assert_false (provider_speaks_for ("b.pl", "a@evil-b.pl"));
    assert_false (provider_speaks_for ("b.pl", "a@b.pl.evil.com"));
    assert_false (provider_speaks_for ("b.pl", "a@sub.b.pl"));
    assert_false (provider_speaks_for ("b.pl", ""));
    assert_false (provider_speaks_for (" , ", "a@b.pl"));
}

static void
an_address_is_safe_to_ask (void **state)
{
    (void) state;
    assert_true (fetch_may ("https://id.example/x"));
    assert_true (fetch_may ("http://127.0.0.1:3000"));
    assert_true (fetch_may ("http://localhost/x"));
    assert_false (fetch_may ("http://id.example/x"));
    assert_false (fetch_may ("http://localhost.evil.example/"));
    assert_false (fetch_may ("http://127.0.0.1@evil.example/"));
    assert_false (fetch_may ("https://"));
    assert_false (fetch_may ("file:///etc/passwd"));
    assert_false (fetch_may (""));
}

/* ---- signatures ---- */

typedef struct signer {
    cjose_jwk_t *key;
    char *set; /* the public half, as a provider publishes it */
} signer_t;

static signer_t
signer_new (cjose_jwk_t *key, const char *id)
{
    signer_t signer = { .key = key };
    char *text;

    assert_true (cjose_jwk_set_kid (key, id, strlen (id), NULL));
    text = cjose_jwk_to_json (key, false, NULL);
    assert_true (asprintf (&signer.set, "{\"keys\":[%s]}", text) > 0);
    cjose_get_dealloc () (text);
    return signer;
}

static void
signer_destroy (signer_t *signer)
{
    cjose_jwk_release (signer->key);
    free (signer->set);
}

static char *
sign (cjose_jwk_t *key, const char *algorithm, const char *id)
{
    cjose_header_t *header = cjose_header_new (NULL);
    const char *compact;
    cjose_jws_t *jws;
    char *copy;

    assert_true (cjose_header_set (header, CJOSE_HDR_ALG, algorithm, NULL));
    if (id)
        assert_true (cjose_header_set (header, CJOSE_HDR_KID, id, NULL));
    jws = cjose_jws_sign (key, header, (const uint8_t *) GOOD, sizeof GOOD - 1, NULL);
    assert_non_null (jws);
    assert_true (cjose_jws_export (jws, &compact, NULL));
    copy = strdup (compact);
    cjose_jws_release (jws);
    cjose_header_release (header);
    return copy;
}

static provider_token_result_t
open_token (const char *token, const char *keys)
{
    json_t *claims;
    provider_token_result_t result = provider_token_open (token, keys, &claims);

    assert_true ((result == PROVIDER_TOKEN_SIGNED) == (claims != NULL));
    json_decref (claims);
    return result;
}

static provider_token_result_t
open_signed (cjose_jwk_t *key, const char *algorithm, const char *id, const char *keys)
{
    char *token = sign (key, algorithm, id);
    provider_token_result_t result = open_token (token, keys);

    free (token);
    return result;
}

static void
signatures_of_the_provider_only (void **state)
{
    signer_t rsa = signer_new (cjose_jwk_create_RSA_random (2048, NULL, 0, NULL), "one");
    signer_t other = signer_new (cjose_jwk_create_RSA_random (2048, NULL, 0, NULL), "one");
    signer_t curve = signer_new (cjose_jwk_create_EC_random (CJOSE_JWK_EC_P_256, NULL), "two");
    char *token = sign (rsa.key, "RS256", "one");

    (void) state;
    assert_int_equal (open_token (token, rsa.set), PROVIDER_TOKEN_SIGNED);
    assert_int_equal (open_signed (rsa.key, "PS256", NULL, rsa.set), PROVIDER_TOKEN_SIGNED);
    assert_int_equal (open_signed (curve.key, "ES256", "two", curve.set), PROVIDER_TOKEN_SIGNED);
    assert_int_equal (open_token (token, other.set), PROVIDER_TOKEN_BAD);
    assert_int_equal (open_token (token, curve.set), PROVIDER_TOKEN_UNKNOWN_KEY);
    assert_int_equal (open_signed (rsa.key, "RS256", "new", rsa.set), PROVIDER_TOKEN_UNKNOWN_KEY);
    assert_int_equal (open_token (token, "{\"keys\":[]}"), PROVIDER_TOKEN_UNKNOWN_KEY);
    assert_int_equal (open_token (token, "no json"), PROVIDER_TOKEN_UNKNOWN_KEY);
    token[strlen (token) - 5] ^= 1;
    assert_int_equal (open_token (token, rsa.set), PROVIDER_TOKEN_BAD);
    free (token);
    signer_destroy (&rsa);
    signer_destroy (&other);
    signer_destroy (&curve);
}

/* A shared secret that is the public key, and none at all. */
static void
no_algorithm_that_anybody_could_use (void **state)
{
    static const char none[] = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";
    signer_t rsa = signer_new (cjose_jwk_create_RSA_random (2048, NULL, 0, NULL), "one");
    cjose_jwk_t *shared =
        cjose_jwk_create_oct_spec ((const uint8_t *) rsa.set, strlen (rsa.set), NULL);

    (void) state;
    assert_int_equal (open_signed (shared, "HS256", "one", rsa.set), PROVIDER_TOKEN_BAD);
    assert_int_equal (open_token (none, rsa.set), PROVIDER_TOKEN_BAD);
    assert_int_equal (open_token ("", rsa.set), PROVIDER_TOKEN_BAD);
    assert_int_equal (open_token ("a.b.c", rsa.set), PROVIDER_TOKEN_BAD);
    assert_int_equal (open_token ("..", rsa.set), PROVIDER_TOKEN_BAD);
    cjose_jwk_release (shared);
    signer_destroy (&rsa);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (claims_are_for_us_and_now),
        cmocka_unit_test (a_person_is_read),
        cmocka_unit_test (what_becomes_of_a_stranger),
        cmocka_unit_test (a_provider_speaks_for_its_domains),
        cmocka_unit_test (an_address_is_safe_to_ask),
        cmocka_unit_test (signatures_of_the_provider_only),
        cmocka_unit_test (no_algorithm_that_anybody_could_use),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
