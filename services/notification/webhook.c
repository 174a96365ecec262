#include "webhook.h"

#include <sodium.h>
#include <string.h>

static char *
base64 (wl_arena_t *arena, const uint8_t *bytes, size_t length)
{
    size_t size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_ORIGINAL);
    char *text = wl_arena_alloc (arena, size);

    return sodium_bin2base64 (text, size, bytes, length, sodium_base64_VARIANT_ORIGINAL);
}

char *
webhook_secret_text (wl_arena_t *arena, const uint8_t secret[WEBHOOK_SECRET])
{
    return wl_text_printf (arena, "whsec_%s", base64 (arena, secret, WEBHOOK_SECRET));
}

char *
webhook_signature (wl_arena_t *arena, const uint8_t *const *secrets, size_t count, const char *id,
                   wl_time_t at, const char *body)
{
    const char *signed_text =
        wl_text_printf (arena, "%s.%lld.%s", id, (long long) (at / WL_SECOND), body);
    wl_buffer_t header;

    wl_buffer_init (&header, arena);
    for (size_t i = 0; i < count; i++) {
        uint8_t mac[crypto_auth_hmacsha256_BYTES];
        crypto_auth_hmacsha256 (mac, (const uint8_t *) signed_text, strlen (signed_text),
                                secrets[i]);
        wl_buffer_printf (&header, "%sv1,%s", i == 0 ? "" : " ", base64 (arena, mac, sizeof mac));
    }
    return header.data;
}

static void
add_member (wl_buffer_t *json, const char *name, const char *value)
{
    if (wl_text_empty (value))
        return;
    wl_buffer_printf (json, ",\"%s\":", name);
    wl_buffer_json_string (json, value, strlen (value));
}

char *
webhook_body (wl_arena_t *arena, const webhook_facts_t *facts)
{
    char at[WL_TIME_TEXT];
    wl_buffer_t json;

    wl_time_format (facts->at, at);
    wl_buffer_init (&json, arena);
    wl_buffer_text (&json, "{\"type\":");
    wl_buffer_json_string (&json, facts->type, strlen (facts->type));
    wl_buffer_printf (&json, ",\"timestamp\":\"%s\",\"data\":{\"messageId\":\"%s\"", at,
                      facts->message_id);
    add_member (&json, "callId", facts->call_id);
    add_member (&json, "applicationId", facts->application_id);
    wl_buffer_text (&json, "}}");
    return json.data;
}

wl_time_t
webhook_pause (int attempts, uint32_t random)
{
    static const wl_time_t pauses[] = { 5 * WL_SECOND,  WL_MINUTE,   5 * WL_MINUTE,
                                        30 * WL_MINUTE, 2 * WL_HOUR, 8 * WL_HOUR };
    enum { LAST = sizeof pauses / sizeof pauses[0] - 1 };
    wl_time_t pause = pauses[attempts < 1 ? 0 : attempts - 1 > LAST ? LAST : attempts - 1];

    return pause * 3 / 4 + (wl_time_t) (random % 1024) * pause / 2048;
}
