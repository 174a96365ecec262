#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

bool
output_write (wl_arena_t *arena, const char *folder, const char *name, const wl_buffer_t *content)
{
    const char *path = wl_text_printf (arena, "%s/%s", folder, name);
    const char *draft = wl_text_printf (arena, "%s.new", path);
    FILE *file = fopen (draft, "w");
    bool written;

    if (file == NULL) {
        fprintf (stderr, "wl-contract: %s: %s\n", draft, strerror (errno));
        return false;
    }
    written = fwrite (content->data, 1, content->length, file) == content->length;
    written = fclose (file) == 0 && written;
    if (!written || rename (draft, path) != 0) {
        fprintf (stderr, "wl-contract: %s: %s\n", path, strerror (errno));
        return false;
    }
    return true;
}

void
output_c_string (wl_buffer_t *out, const char *text)
{
    if (text == NULL) {
        wl_buffer_text (out, "NULL");
        return;
    }
    wl_buffer_char (out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\')
            wl_buffer_char (out, '\\');
        wl_buffer_char (out, *c);
    }
    wl_buffer_char (out, '"');
}
