#include "provider_rules.h"

#include <string.h>
#include <strings.h>

#include "base/identifiers.h"
#include "base/text.h"
#include "message/message.h"
#include "wlacznik/gateway.pb-c.h"

enum { SUBJECT_MAX = 255 };

static const wl_time_t SKEW = WL_MINUTE, AGE_MOST = 10 * WL_MINUTE;

static const char *
text_of (const json_t *claims, const char *name)
{
    const char *text = json_string_value (json_object_get (claims, name));

    return text ? text : "";
}

static bool
is_for (const json_t *audience, const char *client_id)
{
    const char *one = json_string_value (audience);

    if (one)
        return strcmp (one, client_id) == 0;
    for (size_t i = 0; i < json_array_size (audience); i++) {
        const char *each = json_string_value (json_array_get (audience, i));

        if (each && strcmp (each, client_id) == 0)
            return true;
    }
    return false;
}

/* Seconds that do not fit in our clock are as good as none. */
static bool
read_moment (const json_t *claims, const char *name, wl_time_t *ret)
{
    const json_t *number = json_object_get (claims, name);
    double seconds = json_number_value (number);

    if (!json_is_number (number) || !(seconds > 0 && seconds < 1e11))
        return false;
    *ret = (wl_time_t) seconds * WL_SECOND;
    return true;
}

static const char *
check_times (const json_t *claims, wl_time_t now)
{
    wl_time_t expires, issued;

    if (!read_moment (claims, "exp", &expires) || expires <= now - SKEW)
        return "expired";
    if (!read_moment (claims, "iat", &issued) || issued > now + SKEW || issued < now - AGE_MOST)
        return "not-of-now";
    return NULL;
}

const char *
provider_check_claims (const json_t *claims, const provider_expected_t *expected)
{
    const json_t *audience = json_object_get (claims, "aud");
    const char *party = json_string_value (json_object_get (claims, "azp"));
    size_t subject = strlen (text_of (claims, "sub"));

    if (strcmp (text_of (claims, "iss"), expected->issuer) != 0)
        return "other-issuer";
    if (!is_for (audience, expected->client_id))
        return "other-audience";
    if (party ? strcmp (party, expected->client_id) != 0 : json_array_size (audience) > 1)
        return "other-party";
    if (strcmp (text_of (claims, "nonce"), expected->nonce) != 0)
        return "other-nonce";
    if (subject == 0 || subject > SUBJECT_MAX)
        return "no-subject";
    return check_times (claims, expected->now);
}

/* A name that our own form would refuse is none. */
static bool
is_name (wl_arena_t *arena, const char *name)
{
    Gateway__MakeServiceAccountRequest as_typed = GATEWAY__MAKE_SERVICE_ACCOUNT_REQUEST__INIT;
    wl_error_t error;

    as_typed.name = wl_text_copy (arena, name);
    wl_error_init (&error, arena);
    return wl_message_validate (&as_typed.base, "en", &error) == WL_OK;
}

/* "mfa", or something one has or is beside what one knows. */
static bool
saw_second_factor (const json_t *methods)
{
    static const char *const factors[] = { "mfa", "otp", "hwk", "sc" };

    for (size_t i = 0; i < json_array_size (methods); i++) {
        const char *method = json_string_value (json_array_get (methods, i));

        for (size_t j = 0; method && j < sizeof factors / sizeof *factors; j++) {
            if (strcmp (method, factors[j]) == 0)
                return true;
        }
    }
    return false;
}

void
provider_read_person (wl_arena_t *arena, const json_t *claims, provider_person_t *ret)
{
    const char *email = text_of (claims, "email"), *name = text_of (claims, "name");

    if (wl_text_empty (ret->subject))
        ret->subject = wl_text_copy (arena, text_of (claims, "sub"));
    if (wl_text_empty (ret->email) && wl_email_valid (email)) {
        ret->email = wl_text_copy (arena, email);
        ret->email_verified = json_is_true (json_object_get (claims, "email_verified"));
    }
    if (wl_text_empty (ret->name) && is_name (arena, name))
        ret->name = wl_text_copy (arena, name);
    ret->second_factor |= saw_second_factor (json_object_get (claims, "amr"));
}

bool
provider_speaks_for (const char *domains, const char *email)
{
    const char *domain = strrchr (email, '@');

    if (*domains == '\0')
        return true;
    for (const char *at = domains + strspn (domains, ", "); domain && *at;
         at += strcspn (at, ", "), at += strspn (at, ", ")) {
        size_t length = strcspn (at, ", ");

        if (strlen (domain + 1) == length && strncasecmp (domain + 1, at, length) == 0)
            return true;
    }
    return false;
}

provider_verdict_t
provider_decide (const provider_facts_t *facts)
{
    if (!facts->verified)
        return PROVIDER_UNVERIFIED;
    if (!facts->speaks_for)
        return PROVIDER_OTHER_DOMAIN;
    if (facts->has_account)
        return facts->is_administrator ? PROVIDER_ADMINISTRATOR : PROVIDER_LINK;
    return facts->opens_accounts ? PROVIDER_OPEN : PROVIDER_CLOSED;
}
