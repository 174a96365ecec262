#include "form_page.h"

#include <string.h>

#include "answer_rules.h"
#include "base/amount.h"
#include "base/clock.h"
#include "form_reading.h"
#include "message/message.h"
#include "page_text.h"

#define KIND(name) WLACZNIK__FIELD_KIND__##name
#define TEST(name) WLACZNIK__CONDITION_TEST__##name

enum {
    EMPTY_ROWS = 4,           /* of a table, unless the form asks for more */
    CHARACTERS_PER_LINE = 90, /* of handwriting-sized space */
    LINES_MAX = 16,
};

static const char style[] =
    "@page{margin:2cm}"
    "body{font:12pt/1.5 'Noto Sans','Liberation Sans',Arial,sans-serif;color:#000;background:#fff;"
    "max-width:48em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.6em;line-height:1.25}h2{font-size:1.3em;margin-top:2em;border-bottom:2px solid}"
    "h3{font-size:1.05em;margin:1.5em 0 .25em}p{margin:.25em 0}.note{color:#444}"
    ".space{border:1px solid #555;margin:.5em 0}ul{list-style:none;padding:0;margin:.5em 0}"
    "table{border-collapse:collapse;width:100%;margin:.5em 0}"
    "th,td{border:1px solid #555;padding:.4em;text-align:left;vertical-align:top}td{height:2em}"
    "section>div{break-inside:avoid}";

typedef struct page {
    const Intake__CallDefinition *definition;
    const Wlacznik__Form *form;
    bool english;
    wl_buffer_t *out;
} page_t;

static const char *
say (const page_t *page, const char *pl, const char *en)
{
    return page->english ? en : pl;
}

static void
write_text (const page_t *page, const Wlacznik__LocalText *text)
{
    page_write_local (page->out, text, page->english);
}

static void
write_paragraph (const page_t *page, const Wlacznik__LocalText *text)
{
    if (text == NULL)
        return;
    wl_buffer_text (page->out, "<p>");
    write_text (page, text);
    wl_buffer_text (page->out, "</p>");
}

/* ---- conditions in words ---- */

static void
write_choice (const page_t *page, const Wlacznik__FormField *field, const char *key)
{
    for (size_t i = 0; i < field->n_choices; i++)
        if (strcmp (field->choices[i]->key, key) == 0) {
            write_text (page, field->choices[i]->label);
            return;
        }
    wl_buffer_text (page->out, say (page, "tak", "yes"));
}

static void
write_number (const page_t *page, const Wlacznik__FormField *field, int64_t number)
{
    char text[WL_AMOUNT_TEXT];

    if (field->kind == KIND (NUMBER)) {
        wl_buffer_printf (page->out, "%lld", (long long) number);
        return;
    }
    wl_money_format (number, page->english ? "en" : "pl", text);
    wl_buffer_html (page->out, text);
}

static void
write_applicants (const page_t *page, const Wlacznik__Condition *condition)
{
    wl_buffer_text (page->out, say (page, "wnioskodawca to ", "the applicant is "));
    for (size_t i = 0; i < condition->n_applicant_types; i++) {
        wl_buffer_text (page->out, i == 0 ? "" : say (page, " albo ", " or "));
        wl_buffer_text (page->out, page_applicant (condition->applicant_types[i], page->english));
    }
}

static void
write_condition (const page_t *page, const Wlacznik__Condition *condition)
{
    const Wlacznik__FormField *field = form_field (page->form, condition->field);

    if (field == NULL) {
        write_applicants (page, condition);
        return;
    }
    wl_buffer_text (page->out, say (page, "w polu „", "in “"));
    write_text (page, field->label);
    wl_buffer_text (page->out, say (page, "” ", "” "));
    switch (condition->test) {
    case TEST (ANSWERED):
        wl_buffer_text (page->out, say (page, "jest odpowiedź", "there is an answer"));
        break;
    case TEST (NOT_ANSWERED):
        wl_buffer_text (page->out, say (page, "nie ma odpowiedzi", "there is no answer"));
        break;
    case TEST (CHOSEN):
    case TEST (NOT_CHOSEN):
        wl_buffer_text (page->out, condition->test == TEST (CHOSEN)
                                       ? say (page, "zaznaczono: ", "the choice is: ")
                                       : say (page, "nie zaznaczono: ", "the choice is not: "));
        write_choice (page, field, condition->value);
        break;
    default:
        wl_buffer_text (page->out, condition->test == TEST (AT_LEAST)
                                       ? say (page, "jest co najmniej ", "there is at least ")
                                       : say (page, "jest najwyżej ", "there is at most "));
        write_number (page, field, condition->number);
        break;
    }
}

/* "Wypełnij, jeśli ... i ...". */
static void
write_conditions (const page_t *page, const Wlacznik__Conditions *conditions, const char *lead)
{
    if (conditions == NULL || conditions->n_list == 0)
        return;
    wl_buffer_printf (page->out, "<p><strong>%s</strong> ", lead);
    for (size_t i = 0; i < conditions->n_list; i++) {
        if (i > 0)
            wl_buffer_text (page->out, conditions->any ? say (page, " lub ", " or ")
                                                       : say (page, " i ", " and "));
        write_condition (page, conditions->list[i]);
    }
    wl_buffer_text (page->out, ".</p>");
}

/* ---- space to answer in ---- */

static void
write_space (const page_t *page, unsigned lines)
{
    wl_buffer_printf (page->out, "<div class=\"space l%u\"></div>", lines);
}

static void
write_choices (const page_t *page, const Wlacznik__FormField *field)
{
    wl_buffer_text (page->out, "<ul>");
    for (size_t i = 0; i < field->n_choices; i++) {
        wl_buffer_text (page->out, "<li><span aria-hidden=\"true\">☐</span> ");
        write_text (page, field->choices[i]->label);
        wl_buffer_text (page->out, "</li>");
    }
    wl_buffer_text (page->out, "</ul>");
}

static void
write_head_cell (const page_t *page, const char *pl, const char *en)
{
    wl_buffer_printf (page->out, "<th scope=\"col\">%s</th>", say (page, pl, en));
}

static size_t
write_head (const page_t *page, const Wlacznik__FormField *field)
{
    if (field->kind == KIND (BUDGET)) {
        write_head_cell (page, "Kategoria", "Category");
        write_head_cell (page, "Koszt", "Cost");
        write_head_cell (page, "Cena", "Price");
        write_head_cell (page, "Liczba", "Count");
        write_head_cell (page, "Razem", "Total");
        return 5;
    }
    if (field->kind == KIND (PERSON_LIST)) {
        write_head_cell (page, "Imię i nazwisko", "Name");
        write_head_cell (page, "E-mail", "E-mail");
        write_head_cell (page, "Rola", "Part");
        write_head_cell (page, "Doświadczenie", "Experience");
        return 4;
    }
    for (size_t i = 0; i < field->n_columns; i++) {
        wl_buffer_text (page->out, "<th scope=\"col\">");
        write_text (page, field->columns[i]->label);
        wl_buffer_text (page->out, "</th>");
    }
    return field->n_columns;
}

static void
write_table (const page_t *page, const Wlacznik__FormField *field)
{
    size_t rows = field->min_rows > EMPTY_ROWS ? field->min_rows : EMPTY_ROWS;
    size_t columns;

    if (field->max_rows != 0 && rows > field->max_rows)
        rows = field->max_rows;
    wl_buffer_text (page->out, "<table><thead><tr>");
    columns = write_head (page, field);
    wl_buffer_text (page->out, "</tr></thead><tbody>");
    for (size_t i = 0; i < rows; i++) {
        wl_buffer_text (page->out, "<tr>");
        for (size_t j = 0; j < columns; j++)
            wl_buffer_text (page->out, "<td></td>");
        wl_buffer_text (page->out, "</tr>");
    }
    wl_buffer_text (page->out, "</tbody></table>");
}

static uint32_t
text_limit (const Wlacznik__FormField *field)
{
    if (field->max_length != 0)
        return field->max_length;
    return field->kind == KIND (LONG_TEXT) ? LONG_TEXT_MAX : SHORT_TEXT_MAX;
}

static void
write_answer (const page_t *page, const Wlacznik__FormField *field)
{
    uint32_t lines = text_limit (field) / CHARACTERS_PER_LINE + 1;

    switch (field->kind) {
    case KIND (LONG_TEXT):
        write_space (page, lines > LINES_MAX ? LINES_MAX : lines);
        break;
    case KIND (SINGLE_CHOICE):
    case KIND (MULTI_CHOICE):
        write_choices (page, field);
        break;
    case KIND (DECLARATION):
    case KIND (CONSENT):
        wl_buffer_printf (page->out, "<p><span aria-hidden=\"true\">☐</span> %s</p>",
                          say (page, "tak", "yes"));
        break;
    case KIND (TABLE):
    case KIND (BUDGET):
    case KIND (PERSON_LIST):
        if (field->n_choices > 0)
            write_choices (page, field);
        write_table (page, field);
        break;
    case KIND (FILE):
        break;
    default:
        write_space (page, 1);
        break;
    }
}

/* ---- fields ---- */

static void
write_range (const page_t *page, const Wlacznik__FormField *field)
{
    const Intake__CallDefinition *call = page->definition;
    bool amount = field->meaning == WLACZNIK__FIELD_MEANING__AMOUNT;
    int64_t min = amount ? call->min_grant_grosze : field->min;
    int64_t max = amount ? call->max_grant_grosze : field->max;

    if (min > 0) {
        wl_buffer_text (page->out, say (page, ", od ", ", from "));
        write_number (page, field, min);
    }
    if (max > 0) {
        wl_buffer_text (page->out, say (page, ", do ", ", up to "));
        write_number (page, field, max);
    }
}

static const char *
kind_name (const page_t *page, Wlacznik__FieldKind kind)
{
    switch (kind) {
    case KIND (NUMBER):
        return say (page, "liczba", "a number");
    case KIND (MONEY):
        return say (page, "kwota w złotych", "an amount in PLN");
    case KIND (SINGLE_CHOICE):
        return say (page, "zaznacz jedną odpowiedź", "choose one answer");
    case KIND (MULTI_CHOICE):
        return say (page, "zaznacz dowolnie wiele odpowiedzi", "choose any number of answers");
    case KIND (CALENDAR_DATE):
        return say (page, "data", "a date");
    case KIND (PLACE):
        return say (page, "województwo, powiat albo gmina", "a voivodeship, county or commune");
    case KIND (LINK):
        return say (page, "adres strony internetowej", "the address of a web page");
    case KIND (DECLARATION):
        return say (page, "oświadczenie", "a declaration");
    case KIND (CONSENT):
        return say (page, "zgoda, dobrowolna", "a consent, freely given");
    case KIND (BUDGET):
        return say (page, "budżet", "a budget");
    case KIND (FILE):
        return say (page, "plik: dodasz go w formularzu na stronie",
                    "a file: you add it in the form on the web");
    default:
        return "";
    }
}

static void
write_notes (const page_t *page, const Wlacznik__FormField *field, bool required)
{
    const char *kind = kind_name (page, field->kind);
    bool text = field->kind == KIND (SHORT_TEXT) || field->kind == KIND (LONG_TEXT);

    wl_buffer_printf (page->out, "<p class=\"note\">%s",
                      required ? say (page, "Wymagane", "Required")
                               : say (page, "Nieobowiązkowe", "Optional"));
    if (text)
        wl_buffer_printf (page->out, "%s %u %s", say (page, ", najwyżej", ", at most"),
                          text_limit (field), say (page, "znaków", "characters"));
    else if (kind[0] != '\0')
        wl_buffer_printf (page->out, ", %s", kind);
    if (field->kind == KIND (NUMBER) || field->kind == KIND (MONEY))
        write_range (page, field);
    wl_buffer_text (page->out, ".</p>");
    if (field->hidden_from_assessors)
        wl_buffer_printf (
            page->out, "<p class=\"note\">%s</p>",
            say (page, "Osoby oceniające tego nie zobaczą.", "Assessors will not see this."));
}

static void
write_field (const page_t *page, const Wlacznik__FormField *field, size_t section, size_t number)
{
    wl_buffer_printf (page->out, "<div><h3>%zu.%zu. ", section, number);
    write_text (page, field->label);
    wl_buffer_text (page->out, "</h3>");
    write_conditions (page, field->visible_if,
                      say (page, "Wypełnij tylko, jeśli", "Fill in only if"));
    write_conditions (page, field->required_if, say (page, "Wymagane, jeśli", "Required if"));
    write_paragraph (page, field->help);
    write_notes (page, field, field->required || field->kind == KIND (DECLARATION));
    write_answer (page, field);
    wl_buffer_text (page->out, "</div>");
}

static void
write_section (const page_t *page, const Wlacznik__FormSection *section, size_t number)
{
    wl_buffer_printf (page->out, "<section><h2>%zu. ", number);
    write_text (page, section->title);
    wl_buffer_text (page->out, "</h2>");
    write_conditions (page, section->visible_if,
                      say (page, "Wypełnij tylko, jeśli", "Fill in only if"));
    write_paragraph (page, section->help);
    for (size_t i = 0; i < section->n_fields; i++)
        write_field (page, section->fields[i], number, i + 1);
    wl_buffer_text (page->out, "</section>");
}

/* ---- the page ---- */

static void
write_moment (const page_t *page, const char *pl, const char *en, wl_time_t time)
{
    char text[64];

    wl_time_format_people (time, page->english ? "en" : "pl", text);
    wl_buffer_printf (page->out, "<p>%s %s</p>", say (page, pl, en), text);
}

/* A class for each number of lines, because no element has styles of its own: the page's policy
 * knows this sheet and no other. */
static void
write_style (wl_buffer_t *out)
{
    wl_buffer_printf (out, "</title><style>%s", style);
    for (unsigned lines = 1; lines <= LINES_MAX; lines++)
        wl_buffer_printf (out, ".l%u{height:%u.%uem}", lines, (15 + 15 * lines) / 10,
                          (15 + 15 * lines) % 10);
    wl_buffer_text (out, "</style></head><body><main><h1>");
}

void
form_page_write (const Intake__CallDefinition *definition, const Wlacznik__Stage *stage,
                 const char *locale, wl_buffer_t *out)
{
    page_t page = { definition, stage->form, wl_text_equal (locale, "en"), out };

    wl_buffer_printf (out,
                      "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\"><title>",
                      page.english ? "en" : "pl");
    write_text (&(page_t){ definition, stage->form, false, out }, definition->title);
    write_style (out);
    write_text (&page, definition->title);
    wl_buffer_text (out, ": ");
    write_text (&page, stage->title);
    wl_buffer_printf (
        out, "</h1><p>%s</p>",
        say (&page,
             "To jest wzór do czytania i pisania na brudno. Wniosek składa się tylko "
             "przez formularz na stronie naboru.",
             "This is a copy to read and to draft on. Applications are submitted only "
             "through the form on the call's page."));
    write_moment (&page,
                  "Składanie od:", "Submitting from:", wl_timestamp_time (definition->submit_from));
    write_moment (&page, "Nabór zamyka się:", "The call closes:",
                  wl_timestamp_time (definition->submit_until));
    for (size_t i = 0; i < stage->form->n_sections; i++)
        write_section (&page, stage->form->sections[i], i + 1);
    wl_buffer_text (out, "</main></body></html>\n");
}
