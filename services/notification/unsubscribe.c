#include "unsubscribe.h"

#include <sodium.h>
#include <string.h>

enum {
    MAC = crypto_auth_BYTES,
    SIGNED_MAX = sizeof (wl_uuid_t) + UNSUBSCRIBE_EVENT_MAX,
    TOKEN_MAX = MAC + SIGNED_MAX,
};

/* MAC, then what it is of: the person and the event's name. */
char *
unsubscribe_token (wl_arena_t *arena, const uint8_t key[UNSUBSCRIBE_KEY], const char *user_id,
                   const char *event)
{
    uint8_t token[TOKEN_MAX];
    size_t length = strlen (event), whole;
    wl_uuid_t uuid;

    if (wl_text_empty (user_id) || !wl_uuid_parse (user_id, &uuid) ||
        length > UNSUBSCRIBE_EVENT_MAX)
        return NULL;
    memcpy (token + MAC, uuid.bytes, sizeof uuid.bytes);
    memcpy (token + MAC + sizeof uuid.bytes, event, length);
    crypto_auth (token, token + MAC, sizeof uuid.bytes + length, key);
    whole = MAC + sizeof uuid.bytes + length;
    size_t size = sodium_base64_encoded_len (whole, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *text = wl_arena_alloc (arena, size);
    sodium_bin2base64 (text, size, token, whole, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text;
}

bool
unsubscribe_read (const uint8_t key[UNSUBSCRIBE_KEY], const char *token,
                  char ret_user_id[WL_UUID_TEXT], char ret_event[UNSUBSCRIBE_EVENT_MAX + 1])
{
    uint8_t bytes[TOKEN_MAX];
    size_t length;
    wl_uuid_t uuid;

    if (sodium_base642bin (bytes, sizeof bytes, token, strlen (token), NULL, &length, NULL,
                           sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        length <= MAC + sizeof uuid.bytes ||
        crypto_auth_verify (bytes, bytes + MAC, length - MAC, key) != 0)
        return false;
    memcpy (uuid.bytes, bytes + MAC, sizeof uuid.bytes);
    wl_uuid_format (&uuid, ret_user_id);
    length -= MAC + sizeof uuid.bytes;
    memcpy (ret_event, bytes + MAC + sizeof uuid.bytes, length);
    ret_event[length] = '\0';
    return true;
}
