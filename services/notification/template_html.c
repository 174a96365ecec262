#include <string.h>

#include "template.h"

#define ARROW "→ "

/* Sizes in em and colours with a contrast above 7:1 in light and dark, so that it can be read
 * enlarged, on a telephone and without colours (WCAG 2.2 AAA 1.4.6). No pictures: nobody is watched
 * reading. */
static const char HEAD[] =
    "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
    "<meta name=\"color-scheme\" content=\"light dark\">"
    "<style>@media (prefers-color-scheme: dark) {"
    " .page { background: #1b1b1f !important; color: #f1f1f1 !important }"
    " .around { background: #101013 !important } .link { color: #a8c7fa !important } }</style>";
static const char AROUND[] = "margin:0;padding:1em 0;background:#eef1f5";
static const char PAGE[] =
    "max-width:38em;margin:0 auto;padding:1.5em;background:#ffffff;color:#1a1a1a;"
    "font:1.1em/1.55 'Atkinson Hyperlegible',Verdana,Arial,sans-serif";
static const char NAME[] = "margin:0 0 1.2em;padding:0 0 .5em;border-bottom:3px solid #0b4f9c;"
                           "font-weight:bold;font-size:1.15em";
static const char BUTTON[] = "display:inline-block;padding:.7em 1.2em;border-radius:.3em;"
                             "background:#0b4f9c;color:#ffffff;font-weight:bold;"
                             "text-decoration:underline";

typedef struct page {
    wl_arena_t *arena;
    wl_buffer_t html;
    const char *url;
} page_t;

static bool
ends_word (char c)
{
    return c == '\0' || strchr (" \t\r\n", c) != NULL;
}

/* How much of the text is an address of ours; 0: none begins here. What only begins like ours
 * (https://ours.evil.pl, https://ours@evil.pl) is none. */
static size_t
address_length (const page_t *self, const char *text)
{
    size_t ours = strlen (self->url);

    if (ours == 0 || strncmp (text, self->url, ours) != 0)
        return 0;
    if (ends_word (text[ours]) ||
        (strchr (".,;:)", text[ours]) != NULL && ends_word (text[ours + 1])))
        return ours;
    if (strchr ("/?#", text[ours]) == NULL)
        return 0;
    size_t length = strcspn (text, " \t\r\n<>\"");
    /* A full stop after an address ends the sentence, not the address. */
    while (length > ours && strchr (".,;:)", text[length - 1]) != NULL)
        length--;
    return length;
}

static void
add_link (page_t *self, const char *style, const char *address, const char *label)
{
    wl_buffer_printf (&self->html, "<a class=\"%s\" style=\"%s\" href=\"",
                      style == BUTTON ? "button" : "link", style);
    wl_buffer_html (&self->html, address);
    wl_buffer_text (&self->html, "\">");
    wl_buffer_html (&self->html, label);
    wl_buffer_text (&self->html, "</a>");
}

static void
add_line (page_t *self, const char *line)
{
    while (*line != '\0') {
        size_t address = address_length (self, line);
        size_t plain = 1;
        if (address > 0) {
            char *link = wl_text_copy_length (self->arena, line, address);
            add_link (self, "color:#0b4f9c", link, link);
            line += address;
            continue;
        }
        while (line[plain] != '\0' && address_length (self, line + plain) == 0)
            plain++;
        wl_buffer_html (&self->html, wl_text_copy_length (self->arena, line, plain));
        line += plain;
    }
}

/* "→ Label: address" with an address of ours to the end of the line. */
static bool
add_button (page_t *self, const char *line)
{
    const char *label = line + strlen (ARROW), *colon;

    if (strncmp (line, ARROW, strlen (ARROW)) != 0)
        return false;
    for (colon = strstr (label, ": "); colon != NULL; colon = strstr (colon + 1, ": "))
        if (address_length (self, colon + 2) == strlen (colon + 2)) {
            add_link (self, BUTTON, colon + 2,
                      wl_text_copy_length (self->arena, label, (size_t) (colon - label)));
            return true;
        }
    return false;
}

static bool
is_item (const char *line)
{
    return strncmp (line, "- ", 2) == 0;
}

/* A line that begins with two spaces goes on with the item above it. */
static bool
continues (const char *line)
{
    return strncmp (line, "  ", 2) == 0;
}

static char *
cut_line (char **rest)
{
    char *line = *rest, *end = strchr (line, '\n');

    if (end != NULL)
        *end = '\0';
    *rest = end == NULL ? NULL : end + 1;
    return line;
}

static void
add_list (page_t *self, char **rest)
{
    wl_buffer_text (&self->html, "<ul style=\"margin:0 0 1em;padding:0 0 0 1.2em\">\n");
    while (*rest != NULL && is_item (*rest)) {
        wl_buffer_text (&self->html, "<li>");
        add_line (self, cut_line (rest) + 2);
        while (*rest != NULL && continues (*rest)) {
            wl_buffer_text (&self->html, "<br>\n");
            add_line (self, cut_line (rest) + 2);
        }
        wl_buffer_text (&self->html, "</li>\n");
    }
    wl_buffer_text (&self->html, "</ul>\n");
}

static void
add_lines (page_t *self, char **rest)
{
    bool first = true;

    wl_buffer_text (&self->html, "<p style=\"margin:0 0 1em\">");
    while (*rest != NULL && !is_item (*rest)) {
        char *line = cut_line (rest);
        if (!first)
            wl_buffer_text (&self->html, "<br>\n");
        if (!add_button (self, line))
            add_line (self, line);
        first = false;
    }
    wl_buffer_text (&self->html, "</p>\n");
}

static void
add_paragraph (page_t *self, char *paragraph)
{
    char *rest = paragraph;

    while (rest != NULL && *rest != '\0') {
        if (is_item (rest))
            add_list (self, &rest);
        else
            add_lines (self, &rest);
    }
}

char *
template_html (wl_arena_t *arena, const char *subject, const char *text, const char *locale,
               const char *url)
{
    page_t self = { .arena = arena, .url = url };
    char *rest = wl_text_copy (arena, text);

    wl_buffer_init (&self.html, arena);
    wl_buffer_printf (&self.html, "<!doctype html>\n<html lang=\"%s\"><head>%s<title>",
                      wl_text_equal (locale, "en") ? "en" : "pl", HEAD);
    wl_buffer_html (&self.html, subject);
    wl_buffer_printf (&self.html,
                      "</title></head>\n<body class=\"around\" style=\"%s\">\n"
                      "<div class=\"page\" style=\"%s\">\n<p style=\"%s\">Włącznik</p>\n",
                      AROUND, PAGE, NAME);
    while (rest != NULL) {
        char *gap = strstr (rest, "\n\n");
        if (gap != NULL)
            *gap = '\0';
        add_paragraph (&self, rest);
        rest = gap == NULL ? NULL : gap + 2;
    }
    wl_buffer_text (&self.html, "</div></body></html>\n");
    return self.html.data;
}
