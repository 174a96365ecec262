#include "template.h"

#include <string.h>

static const char *
find_value (const template_fact_t *facts, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (wl_text_equal (facts[i].name, name))
            return facts[i].value;
    return NULL;
}

wl_status
template_fill (wl_arena_t *arena, const char *text, const template_fact_t *facts, size_t count,
               char **ret, const char **ret_missing)
{
    wl_buffer_t filled;

    wl_buffer_init (&filled, arena);
    for (const char *open; (open = strstr (text, "{{")) != NULL;) {
        const char *close = strstr (open, "}}");
        if (close == NULL)
            break;
        char *name = wl_text_copy_length (arena, open + 2, (size_t) (close - open - 2));
        const char *value = find_value (facts, count, name);
        if (value == NULL) {
            *ret_missing = name;
            return WL_INVALID_ARGUMENT;
        }
        wl_buffer_add (&filled, text, (size_t) (open - text));
        wl_buffer_text (&filled, value);
        text = close + 2;
    }
    wl_buffer_text (&filled, text);
    *ret = filled.data;
    return WL_OK;
}

char *
template_next_name (wl_arena_t *arena, const char **text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const char *open = strstr (*text, "{{");
    size_t length;

    if (open == NULL)
        return NULL;
    length = strspn (open + 2, letters);
    *text = open + 2;
    if (strncmp (open + 2 + length, "}}", 2) != 0)
        return wl_text_copy (arena, "");
    *text = open + 2 + length + 2;
    return wl_text_copy_length (arena, open + 2, length);
}
