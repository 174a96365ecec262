#include "read_programme.h"

#include "message/message.h"
#include "read_indicators.h"

typedef struct page {
    const char *locale;
    wl_buffer_t *out;
} page_t;

static const char *
say (const page_t *page, const char *pl, const char *en)
{
    return wl_text_equal (page->locale, "en") ? en : pl;
}

static void
begin_page (const page_t *page, const char *title, const char *lead)
{
    wl_buffer_printf (page->out, "<div class=\"page\">\n<h1>%s</h1>\n<p class=\"lead\">%s</p>\n",
                      title, lead);
}

static void
begin_table (const page_t *page, const char *caption, const char *const *titles)
{
    wl_buffer_printf (page->out, "<div class=\"table\"><table>\n<caption>%s</caption>\n<thead><tr>",
                      caption);
    for (; *titles != NULL; titles++)
        wl_buffer_printf (page->out, "<th scope=\"col\">%s</th>", *titles);
    wl_buffer_text (page->out, "</tr></thead>\n<tbody>\n");
}

static void
end_table (const page_t *page)
{
    wl_buffer_text (page->out, "</tbody>\n</table></div>\n");
}

/* ---- numbers ---- */

static const char *
step_name (const page_t *page, Dissemination__FunnelStep step)
{
    switch (step) {
    case DISSEMINATION__FUNNEL_STEP__FUNNEL_IDEAS:
        return say (page, "zgłoszone pomysły", "ideas submitted");
    case DISSEMINATION__FUNNEL_STEP__FUNNEL_FORMAL:
        return say (page, "po ocenie formalnej", "past the formal check");
    case DISSEMINATION__FUNNEL_STEP__FUNNEL_FUNDED:
        return say (page, "z grantem", "with a grant");
    case DISSEMINATION__FUNNEL_STEP__FUNNEL_TESTED:
        return say (page, "przetestowane", "tested");
    case DISSEMINATION__FUNNEL_STEP__FUNNEL_DISSEMINATED:
        return say (page, "w katalogu", "in the catalogue");
    case DISSEMINATION__FUNNEL_STEP__FUNNEL_ADOPTED:
        return say (page, "wdrożone gdzie indziej", "adopted elsewhere");
    case DISSEMINATION__FUNNEL_STEP__FUNNEL_IN_POLICY:
        return say (page, "w polityce publicznej", "in public policy");
    default:
        return "";
    }
}

static void
write_funnel (const page_t *page, const Dissemination__Impact *impact)
{
    const char *const titles[] = { say (page, "Krok", "Step"), say (page, "Liczba", "Number"),
                                   say (page, "Z poprzedniego kroku", "Of the step before"), NULL };

    wl_buffer_printf (page->out, "<h2>%s</h2>\n",
                      say (page, "Od pomysłu do polityki", "From idea to policy"));
    begin_table (page,
                 say (page, "Ile innowacji doszło do każdego kroku", "How many came to each step"),
                 titles);
    for (size_t i = 0; i < impact->n_funnel; i++) {
        const Dissemination__FunnelCount *each = impact->funnel[i];
        wl_buffer_printf (page->out, "<tr><th scope=\"row\">%s</th><td>%u</td><td>",
                          step_name (page, each->step), each->count);
        if (each->step != DISSEMINATION__FUNNEL_STEP__FUNNEL_IDEAS)
            wl_buffer_printf (page->out, "%u%s%%", (each->share + 50) / 100,
                              say (page, "\u00a0", ""));
        wl_buffer_text (page->out, "</td></tr>\n");
    }
    end_table (page);
}

static void
write_months (const page_t *page, const Dissemination__Impact *impact)
{
    const char *const titles[] = { say (page, "Miesiąc", "Month"),
                                   say (page, "W katalogu", "In the catalogue"),
                                   say (page, "Wdrożenia", "Adoptions"),
                                   say (page, "W życie", "In force"), NULL };

    if (impact->n_months == 0)
        return;
    wl_buffer_printf (page->out, "<h2>%s</h2>\n", say (page, "Kiedy", "When"));
    begin_table (page, say (page, "Miesiąc po miesiącu", "Month by month"), titles);
    for (size_t i = impact->n_months; i-- > 0;) {
        const Dissemination__MonthCount *each = impact->months[i];
        wl_buffer_text (page->out, "<tr><th scope=\"row\">");
        wl_buffer_html (page->out, each->month);
        wl_buffer_printf (page->out, "</th><td>%u</td><td>%u</td><td>%u</td></tr>\n",
                          each->published, each->adopted, each->in_force);
    }
    end_table (page);
}

static void
write_files (const page_t *page)
{
    wl_buffer_printf (page->out,
                      "<h2>%s</h2>\n<ul>\n<li><a href=\"/data/catalogue.csv\">%s</a></li>\n"
                      "<li><a href=\"/data/adoptions.csv\">%s</a></li>\n"
                      "<li><a href=\"/data/calls.csv\">%s</a></li>\n"
                      "<li><a href=\"/data/indicators.csv\">%s</a></li>\n</ul>\n",
                      say (page, "Otwarte dane", "Open data"),
                      say (page, "Katalog (CSV)", "Catalogue (CSV)"),
                      say (page, "Wdrożenia według miejsc (CSV)", "Adoptions by place (CSV)"),
                      say (page, "Nabory (CSV)", "Calls (CSV)"),
                      say (page, "Cele programów (CSV)", "Targets of programmes (CSV)"));
}

void
read_programme_write_impact (const Dissemination__Impact *impact,
                             const Dissemination__ListIndicatorsResponse *indicators,
                             const char *locale, wl_buffer_t *out)
{
    const page_t page = { locale, out };
    uint32_t in_force = 0;

    for (size_t i = 0; i < impact->n_policies; i++)
        if (impact->policies[i]->status == DISSEMINATION__POLICY_STATUS__IN_FORCE)
            in_force = impact->policies[i]->innovations;
    begin_page (&page, say (&page, "Efekty", "Impact"),
                say (&page, "Co wyrosło z pomysłów.", "What has grown out of ideas."));
    read_indicators_write (indicators, locale, out);
    write_funnel (&page, impact);
    wl_buffer_printf (out, "<h2>%s</h2>\n<p>%s %u. <a href=\"/policies\">%s</a></p>\n",
                      say (&page, "Polityka publiczna", "Public policy"),
                      say (&page, "Innowacji w dokumentach, które obowiązują:",
                           "Innovations in documents that are in force:"),
                      in_force,
                      say (&page, "Zobacz dokumenty i programy", "See documents and programmes"));
    write_months (&page, impact);
    write_files (&page);
    wl_buffer_text (out, "</div>\n");
}

/* ---- policy ---- */

static const char *
status_name (const page_t *page, Dissemination__PolicyStatus status)
{
    switch (status) {
    case DISSEMINATION__POLICY_STATUS__PROPOSED:
        return say (page, "zaproponowana", "proposed");
    case DISSEMINATION__POLICY_STATUS__CONSULTED:
        return say (page, "w konsultacjach", "being consulted");
    case DISSEMINATION__POLICY_STATUS__ADOPTED_AS_POLICY:
        return say (page, "przyjęta", "adopted");
    case DISSEMINATION__POLICY_STATUS__IN_FORCE:
        return say (page, "obowiązuje", "in force");
    case DISSEMINATION__POLICY_STATUS__REJECTED:
        return say (page, "odrzucona", "rejected");
    case DISSEMINATION__POLICY_STATUS__EXPIRED:
        return say (page, "już nie obowiązuje", "no longer in force");
    default:
        return "";
    }
}

/* An address is one of http or https: the contract's format lets in no other. */
static void
write_link (const page_t *page, const char *address, const char *text)
{
    if (!wl_text_empty (address)) {
        wl_buffer_text (page->out, "<a href=\"");
        wl_buffer_html (page->out, address);
        wl_buffer_text (page->out, "\" rel=\"noreferrer\">");
    }
    wl_buffer_html (page->out, text);
    if (!wl_text_empty (address))
        wl_buffer_text (page->out, "</a>");
}

static void
write_policy (const page_t *page, const Dissemination__Policy *policy)
{
    if (policy->text == NULL)
        return;
    wl_buffer_text (page->out, "<tr><th scope=\"row\" lang=\"pl\">");
    write_link (page, policy->text->url, policy->text->document);
    wl_buffer_text (page->out, "</th><td lang=\"pl\"><a href=\"/catalogue/");
    wl_buffer_html (page->out, policy->slug);
    wl_buffer_text (page->out, "\">");
    wl_buffer_html (page->out, policy->title);
    wl_buffer_text (page->out, "</a></td><td lang=\"pl\">");
    wl_buffer_html (page->out, policy->text->institution);
    wl_buffer_printf (page->out, "</td><td>%s</td></tr>\n",
                      status_name (page, policy->text->status));
}

void
read_programme_write_policies (const Dissemination__ListPoliciesResponse *found, const char *locale,
                               wl_buffer_t *out)
{
    const page_t page = { locale, out };
    const char *const titles[] = { say (&page, "Dokument", "Document"),
                                   say (&page, "Innowacja", "Innovation"),
                                   say (&page, "Instytucja", "Institution"),
                                   say (&page, "Stan", "Status"), NULL };

    begin_page (&page,
                say (&page, "Innowacje w polityce publicznej", "Innovations in public policy"),
                say (&page,
                     "Strategie, programy i uchwały, w których są innowacje z katalogu, albo mogą "
                     "się znaleźć.",
                     "Strategies, programmes and resolutions that have innovations of the "
                     "catalogue in them, or may come to."));
    if (found->n_policies == 0)
        wl_buffer_printf (
            out, "<p>%s</p>\n",
            say (&page, "Nie ma jeszcze żadnego dokumentu.", "There is no document yet."));
    else {
        begin_table (&page, say (&page, "Dokumenty i programy", "Documents and programmes"),
                     titles);
        for (size_t i = 0; i < found->n_policies; i++)
            write_policy (&page, found->policies[i]);
        end_table (&page);
    }
    if (!wl_text_empty (found->next_cursor)) {
        /* Ours, in base64url: nothing in it needs to be encoded. */
        wl_buffer_text (out, "<p><a href=\"/policies?cursor=");
        wl_buffer_html (out, found->next_cursor);
        wl_buffer_printf (out, "\">%s</a></p>\n", say (&page, "Następne", "More"));
    }
    wl_buffer_text (out, "</div>\n");
}

/* ---- news ---- */

static void
write_announcement (const page_t *page, const Dissemination__AnnouncementText *text)
{
    char moment[64];

    wl_buffer_text (page->out, "<li>\n<h3 lang=\"pl\">");
    wl_buffer_html (page->out, text->title);
    wl_buffer_text (page->out, "</h3>\n");
    if (text->starts_at != NULL) {
        wl_time_format_people (wl_timestamp_time (text->starts_at), page->locale, moment);
        wl_buffer_printf (page->out, "<p><strong>%s:</strong> ", say (page, "Kiedy", "When"));
        wl_buffer_html (page->out, moment);
        wl_buffer_text (page->out, "</p>\n");
    }
    if (!wl_text_empty (text->place)) {
        wl_buffer_printf (page->out, "<p><strong>%s:</strong> <span lang=\"pl\">",
                          say (page, "Gdzie", "Where"));
        wl_buffer_html (page->out, text->place);
        wl_buffer_text (page->out, "</span></p>\n");
    }
    wl_buffer_text (page->out, "<p lang=\"pl\">");
    wl_buffer_html (page->out, text->text);
    wl_buffer_text (page->out, "</p>\n");
    if (!wl_text_empty (text->url)) {
        wl_buffer_text (page->out, "<p>");
        write_link (page, text->url, say (page, "Więcej", "More"));
        wl_buffer_text (page->out, "</p>\n");
    }
    wl_buffer_text (page->out, "</li>\n");
}

static void
write_announcements (const page_t *page, const char *title, const char *none,
                     const Dissemination__ListAnnouncementsResponse *list)
{
    wl_buffer_printf (page->out, "<h2>%s</h2>\n", title);
    if (list->n_announcements == 0) {
        wl_buffer_printf (page->out, "<p>%s</p>\n", none);
        return;
    }
    wl_buffer_text (page->out, "<ul class=\"rows\">\n");
    for (size_t i = 0; i < list->n_announcements; i++)
        if (list->announcements[i]->text != NULL)
            write_announcement (page, list->announcements[i]->text);
    wl_buffer_text (page->out, "</ul>\n");
}

void
read_programme_write_news (const Dissemination__ListAnnouncementsResponse *events,
                           const Dissemination__ListAnnouncementsResponse *news, const char *locale,
                           wl_buffer_t *out)
{
    const page_t page = { locale, out };

    begin_page (&page, say (&page, "Aktualności i wydarzenia", "News and events"),
                say (&page, "Spotkania, nabory i wieści z programu.", "Meetings, calls and news."));
    write_announcements (
        &page, say (&page, "Najbliższe wydarzenia", "Next events"),
        say (&page, "Nie ma teraz zapowiedzianych wydarzeń.", "No events are announced now."),
        events);
    write_announcements (&page, say (&page, "Wiadomości", "News"),
                         say (&page, "Nie ma jeszcze wiadomości.", "There is no news yet."), news);
    wl_buffer_text (out, "</div>\n");
}
