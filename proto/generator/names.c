#include "names.h"

#include <ctype.h>
#include <string.h>

/* A capital starts a word only after a small letter: "LockURLCard" is "lock_urlcard". */
static void
add_snake (wl_buffer_t *out, const char *camel, size_t length)
{
    bool was_upper = true;

    for (size_t i = 0; i < length; i++) {
        bool upper = isupper ((unsigned char) camel[i]) != 0;

        if (upper && !was_upper)
            wl_buffer_char (out, '_');
        wl_buffer_char (out, (char) tolower ((unsigned char) camel[i]));
        was_upper = upper;
    }
}

static void
add_camel (wl_buffer_t *out, const char *name, size_t length)
{
    bool start = true;

    for (size_t i = 0; i < length; i++) {
        if (name[i] == '_') {
            start = true;
            continue;
        }
        wl_buffer_char (out, start ? (char) toupper ((unsigned char) name[i]) : name[i]);
        start = false;
    }
}

/* Writes each part between the dots of `full_name` with `add`, two underscores between them. */
static char *
join_parts (wl_arena_t *arena, const char *full_name,
            void (*add) (wl_buffer_t *out, const char *part, size_t length))
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    for (const char *part = full_name; *part != '\0';) {
        size_t length = strcspn (part, ".");

        if (part != full_name)
            wl_buffer_text (&out, "__");
        add (&out, part, length);
        part += length + (part[length] == '.');
    }
    return out.data;
}

char *
name_snake (wl_arena_t *arena, const char *camel)
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    add_snake (&out, camel, strlen (camel));
    return out.data;
}

char *
name_c_type (wl_arena_t *arena, const char *full_name)
{
    return join_parts (arena, full_name, add_camel);
}

char *
name_c_symbol (wl_arena_t *arena, const char *full_name)
{
    return join_parts (arena, full_name, add_snake);
}

char *
name_c_header (wl_arena_t *arena, const char *proto)
{
    const char *dot = strrchr (proto, '.');
    size_t stem = dot != NULL ? (size_t) (dot - proto) : strlen (proto);

    return wl_text_printf (arena, "%.*s.pb-c.h", (int) stem, proto);
}
