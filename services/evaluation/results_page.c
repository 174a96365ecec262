#include "results_page.h"

#include "base/amount.h"
#include "base/clock.h"
#include "message/message.h"

#define GROUP(name) EVALUATION__LIST_GROUP__##name

/* A page for reading: who wants a longer list takes it as data. */
enum { ENTRIES_MAX = 3000 };

typedef struct page {
    const char *locale;
    wl_buffer_t *out;
} page_t;

static const char *
say (const page_t *page, const char *pl, const char *en)
{
    return wl_text_equal (page->locale, "en") ? en : pl;
}

static const char *
group_name (const page_t *page, Evaluation__ListGroup group)
{
    switch (group) {
    case GROUP (RECOMMENDED):
        return say (page, "Rekomendowane do grantu", "Recommended for a grant");
    case GROUP (ON_RESERVE):
        return say (page, "Lista rezerwowa", "Reserve list");
    case GROUP (NOT_SELECTED):
        return say (page, "Ocenione pozytywnie, bez grantu", "Passed, without a grant");
    case GROUP (BELOW_THRESHOLD):
        return say (page, "Poniżej progu", "Below the threshold");
    case GROUP (REJECTED_FORMALLY):
        return say (page, "Odrzucone formalnie", "Rejected formally");
    case GROUP (GAVE_UP):
        return say (page, "Zrezygnowali", "Gave up");
    default:
        return "";
    }
}

static void
write_cell (const page_t *page, const char *tag, const char *text)
{
    wl_buffer_printf (page->out, "<%s>", tag);
    wl_buffer_html (page->out, text);
    wl_buffer_printf (page->out, "</%s>", tag);
}

static void
write_entry (const page_t *page, const Evaluation__RankingEntry *entry)
{
    char text[WL_AMOUNT_TEXT];

    wl_buffer_text (page->out, "<tr>");
    write_cell (page, "td",
                entry->place > 0 ? wl_text_printf (page->out->arena, "%u", entry->place) : "");
    write_cell (page, "td", entry->number);
    wl_buffer_text (page->out, "<th scope=\"row\" lang=\"pl\">");
    wl_buffer_html (page->out, entry->title);
    wl_buffer_text (page->out, "</th>");
    write_cell (page, "td", entry->applicant);
    wl_points_format (entry->points, page->locale, text);
    write_cell (page, "td", entry->group == GROUP (REJECTED_FORMALLY) ? entry->reason : text);
    wl_money_format (entry->amount_grosze, page->locale, text);
    write_cell (page, "td", text);
    wl_buffer_text (page->out, "</tr>\n");
}

static void
begin_group (const page_t *page, Evaluation__ListGroup group)
{
    const char *name = group_name (page, group);

    wl_buffer_printf (page->out,
                      "<h2>%s</h2>\n<div class=\"table\" tabindex=\"0\" role=\"region\" "
                      "aria-label=\"%s\"><table><caption class=\"unseen\">%s</caption>"
                      "<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
                      "<th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
                      "<th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead><tbody>\n",
                      name, name, name, say (page, "Miejsce", "Place"),
                      say (page, "Numer", "Number"), say (page, "Innowacja", "Innovation"),
                      say (page, "Zgłaszający", "Applicant"),
                      group == GROUP (REJECTED_FORMALLY) ? say (page, "Powód", "Reason")
                                                         : say (page, "Punkty", "Points"),
                      say (page, "Kwota", "Amount"));
}

static void
write_groups (const page_t *page, const Evaluation__Ranking *ranking)
{
    size_t count = ranking->n_entries < ENTRIES_MAX ? ranking->n_entries : ENTRIES_MAX;

    for (size_t i = 0; i < count; i++) {
        const Evaluation__RankingEntry *entry = ranking->entries[i];

        if (i == 0 || entry->group != ranking->entries[i - 1]->group) {
            if (i > 0)
                wl_buffer_text (page->out, "</tbody></table></div>\n");
            begin_group (page, entry->group);
        }
        write_entry (page, entry);
    }
    if (count > 0)
        wl_buffer_text (page->out, "</tbody></table></div>\n");
    if (count < ranking->n_entries)
        wl_buffer_printf (page->out, "<p><a href=\"/v1/calls/%s/results\">%s</a></p>\n",
                          ranking->call_id,
                          say (page, "Cała lista jako dane", "The whole list as data"));
}

void
results_page_write (const Evaluation__Ranking *ranking, const char *title, const char *locale,
                    wl_buffer_t *out)
{
    const page_t page = { locale, out };
    char pool[WL_AMOUNT_TEXT], granted[WL_AMOUNT_TEXT], when[64];

    wl_money_format (ranking->pool_grosze, locale, pool);
    wl_money_format (ranking->recommended_grosze, locale, granted);
    wl_time_format_people (wl_timestamp_time (ranking->published_at), locale, when);
    wl_buffer_printf (
        out, "<div class=\"page\">\n<p class=\"back\"><a href=\"/calls/%s\">%s</a></p>\n<h1>",
        ranking->call_id, say (&page, "Opis naboru", "About the call"));
    wl_buffer_html (out, title);
    wl_buffer_printf (
        out,
        "</h1>\n<dl class=\"facts\">\n<div><dt>%s</dt><dd>%s</dd></div>\n"
        "<div><dt>%s</dt><dd>%s</dd></div>\n<div><dt>%s</dt><dd>%s</dd></div>\n</dl>\n",
        say (&page, "Opublikowano", "Published"), when, say (&page, "Pula", "Pool"), pool,
        say (&page, "Rekomendowane granty razem", "Recommended grants together"), granted);
    write_groups (&page, ranking);
    wl_buffer_text (out, "</div>\n");
}
