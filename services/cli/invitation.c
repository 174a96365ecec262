#include <string.h>

#include "base/identifiers.h"
#include "invitation.h"

enum { LINE_LONGEST = 512 };

void
invitation_write (const invitation_t *invitation, wl_buffer_t *out)
{
    char expires[WL_TIME_TEXT];

    wl_time_format (invitation->expires, expires);
    wl_buffer_printf (out,
                      "# An invitation to join Włącznik as region %s. A secret: whoever has it can "
                      "join in the region's name, once.\n"
                      "region = %s\n"
                      "expires = %s\n"
                      "url = %s\n",
                      invitation->region, invitation->region, expires, invitation->url);
    wl_buffer_printf (out, "intake.rpc = %s\nintake.log = %s\nintake.key = %s\n",
                      invitation->intake.rpc, invitation->intake.log, invitation->intake.key);
    wl_buffer_printf (out, "evaluation.rpc = %s\nevaluation.log = %s\nevaluation.key = %s\n",
                      invitation->evaluation.rpc, invitation->evaluation.log,
                      invitation->evaluation.key);
    wl_buffer_printf (out, "public = %s\nsecret = %s\n", invitation->keys.public_key,
                      invitation->keys.secret_key);
}

/* The value of the line "name = value"; NULL when there is none. */
static const char *
value_of (const char *text, wl_arena_t *arena, const char *name)
{
    size_t length = strlen (name);

    for (const char *line = text; line != NULL; line = strchr (line, '\n')) {
        line += *line == '\n';
        if (strncmp (line, name, length) != 0 || strncmp (line + length, " = ", 3) != 0)
            continue;
        const char *value = line + length + 3;
        size_t size = strcspn (value, "\r\n");
        return size > LINE_LONGEST ? NULL : wl_text_copy_length (arena, value, size);
    }
    return NULL;
}

static bool
is_key (const char *text)
{
    return text != NULL && strlen (text) == WL_KEY_TEXT - 1;
}

static bool
read_service (const char *text, wl_arena_t *arena, const char *name, invitation_service_t *ret)
{
    ret->rpc = value_of (text, arena, wl_text_printf (arena, "%s.rpc", name));
    ret->log = value_of (text, arena, wl_text_printf (arena, "%s.log", name));
    ret->key = value_of (text, arena, wl_text_printf (arena, "%s.key", name));
    return ret->rpc != NULL && ret->log != NULL && is_key (ret->key);
}

bool
invitation_read (const char *text, wl_arena_t *arena, invitation_t *ret)
{
    const char *expires = value_of (text, arena, "expires");
    const char *public_key = value_of (text, arena, "public");
    const char *secret_key = value_of (text, arena, "secret");

    *ret = (invitation_t){ .region = value_of (text, arena, "region"),
                           .url = value_of (text, arena, "url") };
    if (!wl_region_valid (ret->region) || ret->url == NULL || expires == NULL ||
        !wl_time_parse (expires, &ret->expires) || !is_key (public_key) || !is_key (secret_key))
        return false;
    memcpy (ret->keys.public_key, public_key, WL_KEY_TEXT);
    memcpy (ret->keys.secret_key, secret_key, WL_KEY_TEXT);
    return read_service (text, arena, "intake", &ret->intake) &&
           read_service (text, arena, "evaluation", &ret->evaluation);
}
