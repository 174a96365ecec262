#include "region_list.h"

#include <sodium.h>

#include "base/text.h"

static void
write_line (wl_buffer_t *out, const region_line_t *line)
{
    wl_buffer_text (out, line->application_id);
    if (line->rejected)
        wl_buffer_text (out, " rejected");
    else
        wl_buffer_printf (out, " %lld %d %s", (long long) line->points, line->passed,
                          line->criterion_points);
    wl_buffer_text (out, "\n");
}

void
region_list_digest (wl_arena_t *arena, const region_line_t *lines, size_t count,
                    char ret[REGION_DIGEST_TEXT])
{
    uint8_t digest[(REGION_DIGEST_TEXT - 1) / 2];
    wl_buffer_t text;

    wl_buffer_init (&text, arena);
    for (size_t i = 0; i < count; i++)
        write_line (&text, &lines[i]);
    crypto_generichash (digest, sizeof digest, (const uint8_t *) text.data, text.length, NULL, 0);
    wl_hex (digest, sizeof digest, ret);
}

size_t
region_list_assessed (const region_line_t *lines, size_t count)
{
    size_t assessed = 0;

    for (size_t i = 0; i < count; i++)
        assessed += lines[i].assessed;
    return assessed;
}
