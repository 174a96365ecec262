#include "call_page.h"

#include "base/amount.h"
#include "base/clock.h"
#include "message/message.h"
#include "page_text.h"

#define PHASE(name) INTAKE__CALL_PHASE__PHASE_##name

typedef struct page {
    const char *locale;
    wl_buffer_t *out;
} page_t;

static bool
is_english (const page_t *page)
{
    return wl_text_equal (page->locale, "en");
}

static const char *
say (const page_t *page, const char *pl, const char *en)
{
    return is_english (page) ? en : pl;
}

/* Of the definition; marked as Polish where an English page has no other. */
static void
write_local (const page_t *page, const char *tag, const Wlacznik__LocalText *text)
{
    bool polish = is_english (page) && text != NULL && wl_text_empty (text->en);

    if (text == NULL)
        return;
    wl_buffer_printf (page->out, "<%s%s>", tag, polish ? " lang=\"pl\"" : "");
    wl_buffer_html (page->out, is_english (page) && !polish ? text->en : text->pl);
    wl_buffer_printf (page->out, "</%s>\n", tag);
}

static const char *
phase_name (const page_t *page, Intake__CallPhase phase)
{
    switch (phase) {
    case PHASE (ANNOUNCED):
        return say (page, "wkrótce", "soon");
    case PHASE (WRITING):
        return say (page, "można pisać szkice", "drafts can be written");
    case PHASE (OPEN):
        return say (page, "otwarty", "open");
    case PHASE (CLOSED):
        return say (page, "w ocenie", "in assessment");
    case PHASE (SUSPENDED):
        return say (page, "zawieszony", "suspended");
    case PHASE (ANNULLED):
        return say (page, "unieważniony", "annulled");
    case PHASE (DECIDED):
        return say (page, "rozstrzygnięty", "decided");
    default:
        return "";
    }
}

static void
write_phase (const page_t *page, Intake__CallPhase phase)
{
    wl_buffer_printf (page->out, "<p class=\"status\"><span class=\"tag\">%s</span></p>\n",
                      phase_name (page, phase));
}

/* ---- facts ---- */

static void
write_fact (const page_t *page, const char *name, const char *value)
{
    wl_buffer_printf (page->out, "<div><dt>%s</dt><dd>", name);
    wl_buffer_html (page->out, value);
    wl_buffer_text (page->out, "</dd></div>\n");
}

static void
write_time (const page_t *page, const char *name, wl_time_t time)
{
    char text[64];

    if (time == 0)
        return;
    wl_time_format_people (time, page->locale, text);
    write_fact (page, name, text);
}

static void
write_money (const page_t *page, const char *name, int64_t grosze)
{
    char text[WL_AMOUNT_TEXT];

    if (grosze == 0)
        return;
    wl_money_format (grosze, page->locale, text);
    write_fact (page, name, text);
}

/* The last instant that is in time, as people name a term: "23:59:59". */
static wl_time_t
last_moment (const Google__Protobuf__Timestamp *until)
{
    wl_time_t time = wl_timestamp_time (until);

    return time == 0 ? 0 : time - 1;
}

static void
write_facts (const page_t *page, const Intake__Call *call)
{
    const Intake__CallDefinition *definition = call->definition;
    wl_buffer_t who;

    wl_buffer_init (&who, page->out->arena);
    for (size_t i = 0; i < definition->n_applicant_types; i++) {
        wl_buffer_text (&who, i > 0 ? ", " : "");
        wl_buffer_text (&who, page_applicant (definition->applicant_types[i], is_english (page)));
    }
    wl_buffer_printf (page->out, "<h2>%s</h2>\n<dl class=\"facts\">\n",
                      say (page, "Terminy i pieniądze", "Dates and money"));
    write_time (page, say (page, "Ostatnia chwila na złożenie", "Last moment to submit"),
                last_moment (definition->submit_until));
    write_time (page, say (page, "Składanie od", "Submitting from"),
                wl_timestamp_time (definition->submit_from));
    write_time (page, say (page, "Formularz można wypełniać od", "The form can be filled in from"),
                wl_timestamp_time (definition->fill_from));
    write_money (page, say (page, "Pula", "Pool"), definition->pool_grosze);
    write_money (page, say (page, "Najmniejszy grant", "Smallest grant"),
                 definition->min_grant_grosze);
    write_money (page, say (page, "Największy grant", "Largest grant"),
                 definition->max_grant_grosze);
    write_fact (page, say (page, "Kto może składać", "Who may apply"), who.data);
    write_fact (page, say (page, "Kod", "Code"), definition->code);
    wl_buffer_text (page->out, "</dl>\n");
}

/* ---- what is asked and how it is assessed ---- */

static void
write_asked (const page_t *page, const Intake__Call *call, const Wlacznik__Stage *stage)
{
    if (stage->form == NULL)
        return;
    wl_buffer_printf (page->out, "<h2>%s</h2>\n", say (page, "O co pytamy", "What is asked"));
    for (size_t i = 0; i < stage->form->n_sections; i++) {
        const Wlacznik__FormSection *section = stage->form->sections[i];

        write_local (page, "h3", section->title);
        wl_buffer_text (page->out, "<ol>\n");
        for (size_t j = 0; j < section->n_fields; j++)
            if (!section->fields[j]->retired)
                write_local (page, "li", section->fields[j]->label);
        wl_buffer_text (page->out, "</ol>\n");
    }
    wl_buffer_printf (page->out, "<p><a href=\"/v1/calls/%s/stages/%s/form\">%s</a></p>\n",
                      call->id, stage->key,
                      say (page, "Cały formularz do wydruku", "The whole form to print"));
}

static void
write_card (const page_t *page, const Wlacznik__MeritCard *card)
{
    char points[WL_AMOUNT_TEXT];

    if (card == NULL)
        return;
    wl_buffer_printf (page->out, "<h2>%s</h2>\n<ul>\n",
                      say (page, "Jak oceniamy", "How it is assessed"));
    for (size_t i = 0; i < card->n_criteria; i++) {
        const Wlacznik__Criterion *criterion = card->criteria[i];

        wl_buffer_text (page->out, "<li>");
        write_local (page, "span", criterion->title);
        if (criterion->max_points > 0) {
            wl_points_format (criterion->max_points, page->locale, points);
            wl_buffer_printf (page->out, " (%s %s %s)", say (page, "do", "up to"), points,
                              say (page, "pkt", "points"));
        }
        wl_buffer_text (page->out, "</li>\n");
    }
    wl_buffer_text (page->out, "</ul>\n");
    if (card->threshold > 0) {
        wl_points_format (card->threshold, page->locale, points);
        wl_buffer_printf (page->out, "<p>%s: %s %s.</p>\n", say (page, "Próg", "Threshold"), points,
                          say (page, "pkt", "points"));
    }
}

static void
write_link (const page_t *page, const char *call_id, const char *below, const char *name)
{
    wl_buffer_printf (page->out,
                      "<p class=\"act\"><a class=\"button\" href=\"/calls/%s/%s\">%s</a></p>\n",
                      call_id, below, name);
}

void
call_page_write (const Intake__Call *call, const char *locale, wl_buffer_t *out)
{
    const page_t page = { locale, out };
    const Intake__CallDefinition *definition = call->definition;

    wl_buffer_text (out, "<div class=\"page\">\n");
    write_phase (&page, call->phase);
    write_local (&page, "h1", definition->title);
    write_local (&page, "p", definition->summary);
    if (call->phase == PHASE (SUSPENDED) || call->phase == PHASE (ANNULLED))
        write_local (&page, "p", call->notice);
    if (call->phase == PHASE (DECIDED))
        write_link (&page, call->id, "results", say (&page, "Wyniki", "Results"));
    if (call->phase == PHASE (OPEN) || call->phase == PHASE (WRITING))
        write_link (&page, call->id, "apply",
                    say (&page, "Zacznij zgłoszenie", "Start an application"));
    write_facts (&page, call);
    if (definition->n_stages > 0) {
        write_asked (&page, call, definition->stages[0]);
        write_card (&page, definition->stages[0]->merit_card);
    }
    wl_buffer_text (out, "</div>\n");
}

/* ---- the list ---- */

static void
write_item (const page_t *page, const Intake__CallSummary *call)
{
    wl_buffer_text (page->out, "<li class=\"card\">\n");
    write_phase (page, call->phase);
    wl_buffer_printf (page->out, "<h3><a href=\"/calls/%s\">", call->id);
    write_local (page, "span", call->title);
    wl_buffer_text (page->out, "</a></h3>\n");
    write_local (page, "p", call->summary);
    wl_buffer_text (page->out, "<dl class=\"facts\">\n");
    write_money (page, say (page, "Pula", "Pool"), call->pool_grosze);
    write_time (page, say (page, "Do", "Until"), last_moment (call->submit_until));
    wl_buffer_text (page->out, "</dl>\n</li>\n");
}

void
call_list_page_write (Intake__CallSummary *const *calls, size_t count, const char *next,
                      const char *locale, wl_buffer_t *out)
{
    const page_t page = { locale, out };

    wl_buffer_printf (
        out, "<div class=\"page\">\n<h1>%s</h1>\n<p class=\"lead\">%s</p>\n<h2>%s</h2>\n",
        say (&page, "Pomysły, które włączają ludzi", "Ideas that include people"),
        say (&page, "Nabory na innowacje społeczne, ich wyniki i katalog sprawdzonych rozwiązań.",
             "Calls for social innovations, their results and a catalogue of what was tested."),
        say (&page, "Nabory", "Calls"));
    if (count == 0)
        wl_buffer_printf (out, "<p>%s</p>\n",
                          say (&page, "Nie ma jeszcze naboru.", "There is no call yet."));
    wl_buffer_text (out, "<ul class=\"cards\">\n");
    for (size_t i = 0; i < count; i++)
        write_item (&page, calls[i]);
    wl_buffer_text (out, "</ul>\n");
    if (!wl_text_empty (next)) {
        wl_buffer_text (out, "<p><a href=\"/?cursor=");
        wl_buffer_html (out, next);
        wl_buffer_printf (out, "\">%s</a></p>\n",
                          say (&page, "Wcześniejsze nabory", "Earlier calls"));
    }
    wl_buffer_printf (out, "<p><a href=\"/catalogue\">%s</a></p>\n</div>\n",
                      say (&page, "Katalog innowacji", "Catalogue of innovations"));
}
