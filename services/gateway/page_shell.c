#include "page_shell.h"

#include <string.h>

enum { DESCRIPTION_MAX = 300 }; /* bytes */

static const char site_name[] = "Włącznik";
static const char language_place[] = "<html lang=\"pl\">";
static const char head_place[] = "<!--head-->";
static const char head_end[] = "<!--/head-->";
static const char page_place[] = "<!--page-->";

/* As much of a text as a list of links shows, cut between two words and never inside a letter. */
static const char *
shortened (wl_arena_t *arena, const char *text)
{
    size_t length = strlen (text), end = DESCRIPTION_MAX;

    if (length <= DESCRIPTION_MAX)
        return text;
    while (end > 0 && text[end] != ' ' && text[end] != '\n')
        end--;
    if (end == 0)
        for (end = DESCRIPTION_MAX; end > 0 && ((unsigned char) text[end] & 0xc0u) == 0x80u;)
            end--;
    return wl_text_printf (arena, "%.*s…", (int) end, text);
}

static void
write_meta (wl_buffer_t *out, const char *kind, const char *name, const char *value)
{
    if (wl_text_empty (value))
        return;
    wl_buffer_printf (out, "<meta %s=\"%s\" content=\"", kind, name);
    wl_buffer_html (out, value);
    wl_buffer_text (out, "\">\n");
}

/* Open Graph (ogp.me), which every social network reads; X takes the rest from it. */
static void
write_head (const shell_page_t *page, wl_buffer_t *out)
{
    const char *address = wl_text_printf (out->arena, "%s%s", page->site, page->path);
    const char *description = shortened (out->arena, page->description);

    wl_buffer_text (out, "<title>");
    wl_buffer_html (out, page->title);
    wl_buffer_printf (out, " – %s</title>\n", site_name);
    write_meta (out, "name", "description", description);
    wl_buffer_text (out, "<link rel=\"canonical\" href=\"");
    wl_buffer_html (out, address);
    wl_buffer_text (out, "\">\n");
    write_meta (out, "property", "og:type", "website");
    write_meta (out, "property", "og:site_name", site_name);
    write_meta (out, "property", "og:title", page->title);
    write_meta (out, "property", "og:description", description);
    write_meta (out, "property", "og:url", address);
    write_meta (out, "property", "og:image",
                wl_text_printf (out->arena, "%s/card.png", page->site));
    write_meta (out, "property", "og:locale", strcmp (page->language, "en") == 0 ? "en" : "pl_PL");
    write_meta (out, "name", "twitter:card", "summary_large_image");
}

/* Copies what stands before `place` and gives what stands behind it; NULL when it is not there. */
static const char *
copy_to (const char *from, const char *place, wl_buffer_t *out)
{
    const char *at = strstr (from, place);

    if (!at)
        return NULL;
    wl_buffer_add (out, from, (size_t) (at - from));
    return at + strlen (place);
}

bool
page_shell_fill (const char *shell, const shell_page_t *page, wl_buffer_t *out)
{
    const char *at = copy_to (shell, language_place, out), *end;

    if (!at)
        return false;
    wl_buffer_text (out, "<html lang=\"");
    wl_buffer_html (out, page->language);
    wl_buffer_text (out, "\">");
    at = copy_to (at, head_place, out);
    end = at ? strstr (at, head_end) : NULL;
    if (!end)
        return false;
    write_head (page, out);
    at = copy_to (end + strlen (head_end), page_place, out);
    if (!at)
        return false;
    wl_buffer_add (out, page->content, page->content_length);
    wl_buffer_text (out, at);
    return true;
}
