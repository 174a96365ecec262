#include "read_indicators.h"

#include "base/amount.h"
#include "indicator_rules.h"

#define MEASURE(name)  DISSEMINATION__INDICATOR_MEASURE__MEASURE_##name
#define STANDING(name) DISSEMINATION__INDICATOR_STANDING__##name

typedef struct part {
    const char *locale;
    wl_buffer_t *out;
} part_t;

static bool
english (const part_t *part)
{
    return wl_text_equal (part->locale, "en");
}

static const char *
say (const part_t *part, const char *pl, const char *en)
{
    return english (part) ? en : pl;
}

/* The same as the client says (texts/targets). */
static const char *
measure_name (const part_t *part, Dissemination__IndicatorMeasure measure)
{
    switch (measure) {
    case MEASURE (IDEAS):
        return say (part, "zgłoszone pomysły", "ideas submitted");
    case MEASURE (FORMAL):
        return say (part, "pomysły po ocenie formalnej", "ideas past the formal check");
    case MEASURE (FUNDED):
        return say (part, "innowacje z grantem", "innovations with a grant");
    case MEASURE (TESTED):
        return say (part, "innowacje przetestowane", "innovations tested");
    case MEASURE (CATALOGUE):
        return say (part, "innowacje w katalogu", "innovations in the catalogue");
    case MEASURE (ADOPTED):
        return say (part, "innowacje wdrożone gdzie indziej", "innovations adopted elsewhere");
    case MEASURE (IN_POLICY):
        return say (part, "innowacje w polityce publicznej", "innovations in public policy");
    case MEASURE (ADOPTIONS):
        return say (part, "rozpoczęte wdrożenia", "adoptions started");
    case MEASURE (PEOPLE):
        return say (part, "osoby, które skorzystały", "people served");
    case MEASURE (VOIVODESHIPS):
        return say (part, "województwa z wdrożeniem", "voivodeships with an adoption");
    default:
        return "";
    }
}

static const char *
standing_name (const part_t *part, Dissemination__IndicatorStanding standing)
{
    switch (standing) {
    case STANDING (NO_VALUE_YET):
        return say (part, "nie ma jeszcze danych", "no data yet");
    case STANDING (TARGET_REACHED):
        return say (part, "cel osiągnięty", "target reached");
    case STANDING (ON_TRACK):
        return say (part, "zgodnie z planem", "on track");
    case STANDING (BEHIND):
        return say (part, "poniżej planu", "behind plan");
    case STANDING (TARGET_MISSED):
        return say (part, "po terminie, cel nieosiągnięty", "past its day, target not reached");
    default:
        return "";
    }
}

/* In the page's language where there is one, else in Polish and marked so. */
static void
write_words (const part_t *part, const char *element, const Wlacznik__LocalText *text)
{
    bool other = english (part) && !wl_text_empty (text->en);

    wl_buffer_printf (part->out, "<%s%s>", element, english (part) && !other ? " lang=\"pl\"" : "");
    wl_buffer_html (part->out, other ? text->en : text->pl);
    wl_buffer_printf (part->out, "</%s>", element);
}

/* Wholes without the fraction. */
static void
write_value (const part_t *part, const Dissemination__IndicatorText *text, int64_t value)
{
    char number[WL_AMOUNT_TEXT];

    if (value % INDICATOR_WHOLE == 0)
        wl_buffer_printf (part->out, "%lld", (long long) (value / INDICATOR_WHOLE));
    else {
        wl_points_format (value, part->locale, number);
        wl_buffer_text (part->out, number);
    }
    if (indicator_is_share (text))
        wl_buffer_text (part->out, say (part, "\u00a0%", "%"));
}

static void
write_counted (const part_t *part, const Dissemination__IndicatorText *text)
{
    if (text->unit != NULL)
        write_words (part, "span", text->unit);
    else
        wl_buffer_text (part->out, measure_name (part, text->measure));
    if (indicator_is_share (text))
        wl_buffer_printf (part->out, "; %s: %s", say (part, "udział wśród", "share of"),
                          measure_name (part, text->share_of));
}

static void
write_row (const part_t *part, const Dissemination__Indicator *self)
{
    const Dissemination__IndicatorText *text = self->text;
    bool known = self->standing != STANDING (NO_VALUE_YET);

    wl_buffer_text (part->out, "<tr><th scope=\"row\">");
    write_words (part, "span", text->name);
    wl_buffer_text (part->out, "</th><td>");
    write_counted (part, text);
    if (text->definition != NULL)
        write_words (part, "p", text->definition);
    wl_buffer_text (part->out, "</td><td>");
    write_value (part, text, text->target);
    wl_buffer_printf (part->out, " (%s ", say (part, "do", "by"));
    wl_buffer_html (part->out, text->due_on);
    wl_buffer_text (part->out, ")</td><td>");
    if (known) {
        write_value (part, text, self->actual);
        wl_buffer_text (part->out, " (");
        wl_buffer_html (part->out, self->as_of);
        wl_buffer_text (part->out, ")");
    }
    wl_buffer_printf (part->out, "</td><td>%s</td></tr>\n", standing_name (part, self->standing));
}

void
read_indicators_write (const Dissemination__ListIndicatorsResponse *list, const char *locale,
                       wl_buffer_t *out)
{
    const part_t part = { locale, out };

    if (list->n_indicators == 0)
        return;
    wl_buffer_printf (
        out,
        "<h2 id=\"targets\">%s</h2>\n<div class=\"table\" tabindex=\"0\" role=\"region\" "
        "aria-labelledby=\"targets\"><table>\n<caption>%s</caption>\n<thead><tr>"
        "<th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s</th>"
        "<th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
        say (&part, "Cele", "Targets"),
        say (&part, "Co mamy osiągnąć i ile już jest", "What is to be reached, and how far it is"),
        say (&part, "Wskaźnik", "Indicator"), say (&part, "Co liczymy", "What is counted"),
        say (&part, "Cel", "Target"), say (&part, "Jest", "Now"),
        say (&part, "Jak stoi", "How it stands"));
    for (size_t i = 0; i < list->n_indicators; i++)
        write_row (&part, list->indicators[i]);
    wl_buffer_text (out, "</tbody>\n</table></div>\n");
}
