#include "device_name.h"

#include <string.h>

typedef struct mark {
    const char *in_header, *name;
} mark_t;

/* In this order: each browser names those before it, too. */
static const mark_t browsers[] = {
    { "Edg", "Edge" },        { "OPR/", "Opera" },      { "SamsungBrowser", "Samsung Internet" },
    { "Vivaldi", "Vivaldi" }, { "Firefox", "Firefox" }, { "FxiOS", "Firefox" },
    { "CriOS", "Chrome" },    { "Chrome", "Chrome" },   { "Safari", "Safari" },
};

static const mark_t systems[] = {
    { "Android", "Android" }, { "iPhone", "iPhone" },  { "iPad", "iPad" },
    { "Windows", "Windows" }, { "Mac OS X", "macOS" }, { "CrOS", "ChromeOS" },
    { "Linux", "Linux" },
};

static const char *
find (const mark_t *marks, size_t count, const char *header)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr (header, marks[i].in_header))
            return marks[i].name;
    }
    return NULL;
}

/* "curl/8.5.0 (x)" -> "curl". Printable ASCII only: the rest of a header may be anything. */
static char *
first_word (wl_arena_t *arena, const char *header)
{
    size_t length = 0;

    while (length < DEVICE_NAME_MAX && header[length] > ' ' && header[length] < 0x7F &&
           header[length] != '/')
        length++;
    return wl_text_copy_length (arena, header, length);
}

char *
device_name (wl_arena_t *arena, const char *user_agent)
{
    const char *header = user_agent ? user_agent : "";
    const char *browser = find (browsers, sizeof browsers / sizeof *browsers, header);
    const char *system = find (systems, sizeof systems / sizeof *systems, header);

    if (!browser)
        return first_word (arena, header);
    return wl_text_printf (arena, "%s%s%s", browser, system ? ", " : "", system ? system : "");
}
