#include <string.h>

#include "base/amount.h"
#include "feed.h"
#include "kit.h"
#include "message/message.h"

/* Each label in Polish and in English. */
typedef struct label {
    const char *pl, *en;
} label_t;

static const char style[] =
    "<style>\n"
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 system-ui,sans-serif;"
    "color:#1a1a1a;background:#fff}\n"
    "h1,h2{line-height:1.25}h2{margin-top:2rem;border-bottom:1px solid #767676}\n"
    "a{color:#0b4f8a}dt{font-weight:700}dd{margin:0 0 .75rem}\n"
    "@media print{body{max-width:none;margin:0}a{color:inherit}a[href]::after{content:\" (\" "
    "attr(href) \")\"}}\n"
    "</style>\n";

static bool
is_english (const Dissemination__Entry *entry)
{
    return wl_text_equal (entry->language, "en");
}

static const char *
say (const Dissemination__Entry *entry, label_t label)
{
    return is_english (entry) ? label.en : label.pl;
}

/* Lines become paragraphs: whoever writes an empty line or a new one means that. */
static void
write_paragraphs (wl_buffer_t *out, const char *text)
{
    char *copy = wl_text_copy (out->arena, text), *rest = copy;

    for (char *line = strsep (&rest, "\n"); line != NULL; line = strsep (&rest, "\n")) {
        if (line[strspn (line, " \t\r")] == '\0')
            continue;
        wl_buffer_text (out, "<p>");
        wl_buffer_html (out, line);
        wl_buffer_text (out, "</p>\n");
    }
}

static void
write_section (wl_buffer_t *out, const Dissemination__Entry *entry, label_t heading,
               const char *text)
{
    if (wl_text_empty (text))
        return;
    wl_buffer_printf (out, "<h2>%s</h2>\n", say (entry, heading));
    write_paragraphs (out, text);
}

static void
write_cost (wl_buffer_t *out, const Dissemination__Entry *entry)
{
    const Dissemination__EntryText *text = entry->text;
    char money[WL_AMOUNT_TEXT];

    if (text->cost_grosze == 0 && wl_text_empty (text->cost_note))
        return;
    wl_buffer_printf (out, "<h2>%s</h2>\n", say (entry, (label_t){ "Ile to kosztuje", "Cost" }));
    if (text->cost_grosze > 0) {
        wl_money_format (text->cost_grosze, is_english (entry) ? "en" : "pl", money);
        wl_buffer_printf (out, "<p>%s</p>\n", money);
    }
    write_paragraphs (out, text->cost_note);
}

/* An address may only lead to the web: the contract's format URL is http or https. */
static void
write_materials (wl_buffer_t *out, const Dissemination__Entry *entry)
{
    const Dissemination__EntryText *text = entry->text;

    if (text->n_materials == 0)
        return;
    wl_buffer_printf (out, "<h2>%s</h2>\n<ul>\n",
                      say (entry, (label_t){ "Materiały", "Materials" }));
    for (size_t i = 0; i < text->n_materials; i++) {
        wl_buffer_text (out, "<li><a href=\"");
        wl_buffer_html (out, text->materials[i]->url);
        wl_buffer_text (out, "\">");
        wl_buffer_html (out, text->materials[i]->title);
        wl_buffer_text (out, "</a>");
        if (!wl_text_empty (text->materials[i]->format)) {
            wl_buffer_text (out, " (");
            wl_buffer_html (out, text->materials[i]->format);
            wl_buffer_text (out, ")");
        }
        wl_buffer_text (out, "</li>\n");
    }
    wl_buffer_text (out, "</ul>\n");
}

static void
write_fact (wl_buffer_t *out, const char *name, const char *value)
{
    if (wl_text_empty (value))
        return;
    wl_buffer_printf (out, "<dt>%s</dt><dd>", name);
    wl_buffer_html (out, value);
    wl_buffer_text (out, "</dd>\n");
}

static void
write_facts (const char *site, wl_buffer_t *out, const Dissemination__Entry *entry)
{
    const Dissemination__EntryText *text = entry->text;
    char date[64];

    wl_time_format_people (wl_timestamp_time (entry->updated_at), entry->language, date);
    wl_buffer_printf (out, "<h2>%s</h2>\n<dl>\n",
                      say (entry, (label_t){ "O tym zestawie", "About this kit" }));
    write_fact (out, say (entry, (label_t){ "Autorzy", "Authors" }), text->authors);
    write_fact (out, say (entry, (label_t){ "Kontakt", "Contact" }), text->contact);
    write_fact (out, say (entry, (label_t){ "Licencja", "Licence" }), text->licence);
    write_fact (out, say (entry, (label_t){ "Wersja", "Version" }),
                wl_text_printf (out->arena, "%u, %s", entry->published_version, date));
    write_fact (out, say (entry, (label_t){ "Stały adres", "Permanent address" }),
                feed_entry_url (out->arena, site, entry->slug));
    wl_buffer_text (out, "</dl>\n");
}

static void
write_head (wl_buffer_t *out, const Dissemination__Entry *entry)
{
    wl_buffer_text (out, "<!DOCTYPE html>\n<html lang=\"");
    wl_buffer_html (out, wl_text_empty (entry->language) ? "pl" : entry->language);
    wl_buffer_text (out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    wl_buffer_html (out, entry->text->title);
    wl_buffer_text (out, "</title>\n");
    wl_buffer_text (out, style);
    wl_buffer_text (out, "</head>\n<body>\n<main>\n<h1>");
    wl_buffer_html (out, entry->text->title);
    wl_buffer_text (out, "</h1>\n");
}

void
kit_write_sections (const Dissemination__Entry *entry, wl_buffer_t *out)
{
    const Dissemination__EntryText *text = entry->text;

    write_paragraphs (out, text->summary);
    write_section (out, entry, (label_t){ "Na jaki problem odpowiada", "The problem" },
                   text->problem);
    write_section (out, entry, (label_t){ "Na czym polega", "What it is" }, text->solution);
    write_section (out, entry, (label_t){ "Dla kogo", "For whom" }, text->recipients);
    write_section (out, entry, (label_t){ "Krok po kroku", "Step by step" }, text->steps);
    write_section (out, entry, (label_t){ "Kto jest potrzebny", "Who is needed" }, text->roles);
    write_section (out, entry, (label_t){ "Ile to trwa", "How long it takes" }, text->duration);
    write_cost (out, entry);
    write_materials (out, entry);
    write_section (out, entry, (label_t){ "Ryzyka", "Risks" }, text->risks);
    write_section (out, entry, (label_t){ "Co pokazał test", "What the test showed" },
                   text->evidence);
}

void
kit_write_page (const char *site, const Dissemination__Entry *entry, wl_buffer_t *out)
{
    write_head (out, entry);
    kit_write_sections (entry, out);
    write_facts (site, out, entry);
    wl_buffer_text (out, "</main>\n</body>\n</html>\n");
}

/* ---- schema.org ---- */

static void
write_member (wl_buffer_t *out, const char *name, const char *value)
{
    if (wl_text_empty (value))
        return;
    wl_buffer_printf (out, ",\n  \"%s\": ", name);
    wl_buffer_json_string (out, value, strlen (value));
}

/* schema.org has no innovation; what we publish of it is a HowTo with its author and licence. */
void
kit_write_json_ld (const char *site, const Dissemination__Entry *entry, wl_buffer_t *out)
{
    const Dissemination__EntryText *text = entry->text;
    const char *url = feed_entry_url (out->arena, site, entry->slug);
    char published[WL_TIME_TEXT], changed[WL_TIME_TEXT];

    wl_time_format (wl_timestamp_time (entry->published_at), published);
    wl_time_format (wl_timestamp_time (entry->updated_at), changed);
    wl_buffer_text (out, "{\n  \"@context\": \"https://schema.org\",\n  \"@type\": \"HowTo\"");
    write_member (out, "@id", url);
    write_member (out, "url", url);
    write_member (out, "identifier", wl_text_printf (out->arena, "urn:uuid:%s", entry->id));
    write_member (out, "name", text->title);
    write_member (out, "description", text->summary);
    write_member (out, "inLanguage", wl_text_empty (entry->language) ? "pl" : entry->language);
    write_member (out, "license", text->licence);
    write_member (out, "datePublished", published);
    write_member (out, "dateModified", changed);
    write_member (out, "version", wl_text_printf (out->arena, "%u", entry->published_version));
    write_member (out, "creditText", text->authors);
    write_member (out, "step", text->steps);
    if (text->cost_grosze > 0)
        wl_buffer_printf (out,
                          ",\n  \"estimatedCost\": {\"@type\": \"MonetaryAmount\", \"currency\": "
                          "\"PLN\", \"value\": \"%lld.%02lld\"}",
                          (long long) text->cost_grosze / 100, (long long) text->cost_grosze % 100);
    wl_buffer_text (out, ",\n  \"keywords\": [");
    for (size_t i = 0; i < text->n_themes; i++) {
        wl_buffer_text (out, i > 0 ? ", " : "");
        wl_buffer_json_string (out, text->themes[i], strlen (text->themes[i]));
    }
    wl_buffer_text (out, "]\n}\n");
}
