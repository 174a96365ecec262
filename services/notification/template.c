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

/* ---- HTML ---- */

static size_t
address_length (const char *text)
{
    if (strncmp (text, "https://", 8) != 0 && strncmp (text, "http://", 7) != 0)
        return 0;
    size_t length = strcspn (text, " \t\r\n<>\"");
    /* A full stop after an address ends the sentence, not the address. */
    while (length > 0 && strchr (".,;:)", text[length - 1]) != NULL)
        length--;
    return length;
}

static void
add_line (wl_buffer_t *html, wl_arena_t *arena, const char *line)
{
    while (*line != '\0') {
        size_t address = address_length (line);
        size_t plain = 1;
        if (address > 0) {
            char *link = wl_text_copy_length (arena, line, address);
            wl_buffer_text (html, "<a href=\"");
            wl_buffer_html (html, link);
            wl_buffer_text (html, "\">");
            wl_buffer_html (html, link);
            wl_buffer_text (html, "</a>");
            line += address;
            continue;
        }
        while (line[plain] != '\0' && address_length (line + plain) == 0)
            plain++;
        wl_buffer_html (html, wl_text_copy_length (arena, line, plain));
        line += plain;
    }
}

static void
add_paragraph (wl_buffer_t *html, wl_arena_t *arena, char *paragraph)
{
    wl_buffer_text (html, "<p style=\"margin:0 0 1em\">");
    for (char *line = paragraph; line != NULL;) {
        char *end = strchr (line, '\n');
        if (end != NULL)
            *end = '\0';
        add_line (html, arena, line);
        line = end == NULL ? NULL : end + 1;
        if (line != NULL)
            wl_buffer_text (html, "<br>\n");
    }
    wl_buffer_text (html, "</p>\n");
}

char *
template_html (wl_arena_t *arena, const char *text, const char *locale)
{
    char *rest = wl_text_copy (arena, text);
    wl_buffer_t html;

    wl_buffer_init (&html, arena);
    wl_buffer_printf (&html,
                      "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\"></head>\n"
                      "<body style=\"font:18px/1.5 Atkinson Hyperlegible,Verdana,Arial,sans-serif;"
                      "max-width:38em;margin:1.5em auto;padding:0 1em\">\n",
                      wl_text_equal (locale, "en") ? "en" : "pl");
    while (rest != NULL) {
        char *gap = strstr (rest, "\n\n");
        if (gap != NULL)
            *gap = '\0';
        if (*rest != '\0')
            add_paragraph (&html, arena, rest);
        rest = gap == NULL ? NULL : gap + 2;
    }
    wl_buffer_text (&html, "</body></html>\n");
    return html.data;
}
