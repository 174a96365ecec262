#include "read_page.h"

#include "kit.h"
#include "message/message.h"

typedef struct page {
    const char *locale;
    wl_buffer_t *out;
} page_t;

static const char *
say (const page_t *page, const char *pl, const char *en)
{
    return wl_text_equal (page->locale, "en") ? en : pl;
}

/* ---- the catalogue ---- */

static void
write_search (const page_t *page, const char *query)
{
    wl_buffer_printf (page->out,
                      "<form class=\"search\" action=\"/catalogue\" role=\"search\">\n"
                      "<label for=\"q\">%s</label>\n<div class=\"with-button\">"
                      "<input id=\"q\" name=\"q\" type=\"search\" maxlength=\"200\" value=\"",
                      say (page, "Szukaj w katalogu", "Search the catalogue"));
    wl_buffer_html (page->out, query);
    wl_buffer_printf (page->out,
                      "\"><button class=\"button\" type=\"submit\">%s</button></div>\n</form>\n",
                      say (page, "Szukaj", "Search"));
}

static void
write_item (const page_t *page, const Dissemination__EntrySummary *entry)
{
    wl_buffer_text (page->out, "<li class=\"card\"><h2><a href=\"/catalogue/");
    wl_buffer_html (page->out, entry->slug);
    wl_buffer_text (page->out, "\" lang=\"pl\">");
    wl_buffer_html (page->out, entry->title);
    wl_buffer_text (page->out, "</a></h2>\n<p class=\"summary\" lang=\"pl\">");
    wl_buffer_html (page->out, entry->summary);
    wl_buffer_text (page->out, "</p></li>\n");
}

/* Both come from the reader or from us, and neither is trusted in an address. */
static void
write_encoded (wl_buffer_t *out, const char *text)
{
    for (const unsigned char *at = (const unsigned char *) text; *at != '\0'; at++) {
        bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                     (*at >= '0' && *at <= '9') || *at == '-' || *at == '_' || *at == '.';
        if (plain)
            wl_buffer_char (out, (char) *at);
        else
            wl_buffer_printf (out, "%%%02X", *at);
    }
}

void
read_page_write_catalogue (const Dissemination__ListEntriesResponse *found, const char *query,
                           const char *locale, wl_buffer_t *out)
{
    const page_t page = { locale, out };

    wl_buffer_printf (out, "<div class=\"page\">\n<h1>%s</h1>\n",
                      say (&page, "Katalog innowacji", "Catalogue of innovations"));
    write_search (&page, query);
    if (found->n_entries == 0)
        wl_buffer_printf (out, "<p>%s</p>\n",
                          say (&page, "Nic takiego nie ma w katalogu.",
                               "There is nothing like that in the catalogue."));
    wl_buffer_text (out, "<ul class=\"cards broad\">\n");
    for (size_t i = 0; i < found->n_entries; i++)
        write_item (&page, found->entries[i]);
    wl_buffer_text (out, "</ul>\n");
    if (!wl_text_empty (found->next_cursor)) {
        wl_buffer_text (out, "<p><a href=\"/catalogue?q=");
        write_encoded (out, query);
        wl_buffer_text (out, "&amp;cursor=");
        write_encoded (out, found->next_cursor);
        wl_buffer_printf (out, "\">%s</a></p>\n", say (&page, "Następne", "More"));
    }
    wl_buffer_text (out, "</div>\n");
}

/* ---- one innovation ---- */

void
read_page_write_entry (const Dissemination__Entry *entry, const char *locale, wl_buffer_t *out)
{
    const page_t page = { locale, out };

    wl_buffer_printf (
        out,
        "<div class=\"page\">\n<p class=\"back\"><a href=\"/catalogue\">%s</a></p>\n<div lang=\"",
        say (&page, "Katalog innowacji", "Catalogue of innovations"));
    wl_buffer_html (out, wl_text_empty (entry->language) ? "pl" : entry->language);
    wl_buffer_text (out, "\">\n<h1>");
    wl_buffer_html (out, entry->text->title);
    wl_buffer_text (out, "</h1>\n");
    kit_write_sections (entry, out);
    wl_buffer_text (out, "</div>\n<p><a href=\"/v1/catalogue/");
    wl_buffer_html (out, entry->slug);
    wl_buffer_printf (
        out, "/kit.html\">%s</a></p>\n</div>\n",
        say (&page, "Zestaw wdrożeniowy na jednej stronie", "The adoption kit on one page"));
}
