#include "form_rules.h"

#include <string.h>

#include "base/amount.h"
#include "base/clock.h"
#include "base/identifiers.h"

#define KIND(name)    WLACZNIK__FIELD_KIND__##name
#define MEANING(name) WLACZNIK__FIELD_MEANING__##name

static const char agreed[] = "yes";

/* ---- finding one in the other ---- */

static const Wlacznik__FormField *
find_field (const Wlacznik__Form *form, const char *key)
{
    for (size_t i = 0; i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++)
            if (strcmp (form->sections[i]->fields[j]->key, key) == 0)
                return form->sections[i]->fields[j];
    return NULL;
}

static const Wlacznik__Answer *
find_answer (const Wlacznik__Answers *answers, const char *key)
{
    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        if (strcmp (answers->list[i]->field, key) == 0)
            return answers->list[i];
    return NULL;
}

/* ---- one problem ---- */

static const char *
label_of (const Wlacznik__FormField *field, const problems_t *problems)
{
    const Wlacznik__LocalText *label = field->label;

    if (label == NULL)
        return field->key;
    return problem_text (problems, label->pl, wl_text_empty (label->en) ? label->pl : label->en);
}

static char *
path_of (const Wlacznik__FormField *field, const problems_t *problems)
{
    return wl_text_printf (problems->error->arena, "answers.%s", field->key);
}

/* `pl` and `en` have one %s, for the field's label. */
#define field_problem(problems, field, code, pl, en)                              \
    wl_error_add_field ((problems)->error, path_of ((field), (problems)), (code), \
                        problem_text ((problems), pl, en), label_of ((field), (problems)))

/* ---- the value by the field's kind ---- */

static bool
is_text (Wlacznik__FieldKind kind)
{
    return kind == KIND (SHORT_TEXT) || kind == KIND (LONG_TEXT) || kind == KIND (CALENDAR_DATE) ||
           kind == KIND (PLACE) || kind == KIND (LINK);
}

static bool
is_number (Wlacznik__FieldKind kind)
{
    return kind == KIND (NUMBER) || kind == KIND (MONEY);
}

/* A number is answered by being there, because nought is a number. */
static bool
is_answered (const Wlacznik__FormField *field, const Wlacznik__Answer *answer)
{
    if (answer == NULL)
        return false;
    if (is_text (field->kind))
        return answer->text[0] != '\0';
    return is_number (field->kind) || answer->n_choices > 0;
}

/* Only the value that the kind asks for may be set; anything else is a misunderstanding that would
 * be lost in silence. */
static bool
has_kind (const Wlacznik__FormField *field, const Wlacznik__Answer *answer)
{
    bool text = answer->text[0] != '\0', number = answer->number != 0,
         choices = answer->n_choices > 0;

    if (is_text (field->kind))
        return !number && !choices;
    if (is_number (field->kind))
        return !text && !choices;
    return !text && !number;
}

static uint32_t
max_length (const Wlacznik__FormField *field)
{
    if (field->kind == KIND (LINK))
        return LINK_MAX;
    if (field->max_length != 0)
        return field->max_length;
    return field->kind == KIND (LONG_TEXT) ? LONG_TEXT_MAX : SHORT_TEXT_MAX;
}

static bool
link_valid (const char *text)
{
    static const char *const schemes[] = { "https://", "http://" };

    for (const char *c = text; *c != '\0'; c++)
        if ((unsigned char) *c <= ' ' || strchr ("\"<>\\^`{|}", *c) != NULL)
            return false;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t length = strlen (schemes[i]);
        if (strncasecmp (text, schemes[i], length) == 0)
            return text[length] != '\0' && strchr ("/?#:@.", text[length]) == NULL;
    }
    return false;
}

static void
check_text_shape (const Wlacznik__FormField *field, const char *text, const problems_t *problems)
{
    wl_date_t date;

    if (field->kind == KIND (CALENDAR_DATE) && !wl_date_parse (text, &date))
        field_problem (problems, field, "not-a-date",
                       "„%s”: podaj dzień, który istnieje, na przykład 2026-11-23.",
                       "“%s”: give a day that exists, for example 2026-11-23.");
    else if (field->kind == KIND (PLACE) && !wl_teryt_valid (text))
        field_problem (problems, field, "not-a-place",
                       "„%s”: podaj kod TERYT województwa, powiatu albo gminy.",
                       "“%s”: give the TERYT code of a voivodeship, county or commune.");
    else if (field->kind == KIND (LINK) && !link_valid (text))
        field_problem (problems, field, "not-a-link",
                       "„%s”: podaj adres strony, który zaczyna się od https://.",
                       "“%s”: give the address of a page; it starts with https://.");
    else if (field->kind == KIND (SHORT_TEXT) && strpbrk (text, "\r\n") != NULL)
        field_problem (problems, field, "not-a-single-line", "„%s”: napisz to w jednym wierszu.",
                       "“%s”: write it in one line.");
}

static void
check_text (const Wlacznik__FormField *field, const char *text, const problems_t *problems)
{
    size_t characters;

    if (text[0] == '\0')
        return;
    if (!wl_utf8_valid (text, strlen (text), &characters) || wl_text_has_control (text)) {
        field_problem (problems, field, "not-text",
                       "„%s”: są tu znaki, których nie umiemy zapisać. Wpisz tekst ponownie.",
                       "“%s”: there are characters here that we cannot keep. Type the text again.");
        return;
    }
    if (characters > max_length (field))
        wl_error_add_field (
            problems->error, path_of (field, problems), "too-long",
            problem_text (problems, "„%s”: skróć tekst do %u znaków. Teraz ma ich %zu.",
                          "“%s”: shorten the text to %u characters. It has %zu now."),
            label_of (field, problems), max_length (field), characters);
    else
        check_text_shape (field, text, problems);
}

static void
check_number (const Wlacznik__FormField *field, int64_t number, const problems_t *problems)
{
    /* Money is never negative, whatever the form says of it. */
    int64_t min = field->kind == KIND (MONEY) && field->min < 0 ? 0 : field->min;

    if (number < min)
        field_problem (problems, field, "too-small", "„%s”: ta liczba jest za mała.",
                       "“%s”: this number is too small.");
    else if (field->max != 0 && number > field->max)
        field_problem (problems, field, "too-large", "„%s”: ta liczba jest za duża.",
                       "“%s”: this number is too large.");
}

static bool
is_offered (const Wlacznik__FormField *field, const char *choice)
{
    if (field->kind == KIND (DECLARATION))
        return strcmp (choice, agreed) == 0;
    for (size_t i = 0; i < field->n_choices; i++)
        if (strcmp (field->choices[i]->key, choice) == 0)
            return true;
    return false;
}

static bool
is_repeated (const Wlacznik__Answer *answer, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp (answer->choices[i], answer->choices[index]) == 0)
            return true;
    return false;
}

static void
check_choices (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
               const problems_t *problems)
{
    if (field->kind != KIND (MULTI_CHOICE) && answer->n_choices > 1)
        field_problem (problems, field, "too-many-choices", "„%s”: wybierz jedną odpowiedź.",
                       "“%s”: choose one answer.");
    for (size_t i = 0; i < answer->n_choices; i++)
        if (!is_offered (field, answer->choices[i]) || is_repeated (answer, i)) {
            field_problem (problems, field, "not-a-choice",
                           "„%s”: wybierz spośród podanych odpowiedzi, każdą najwyżej raz.",
                           "“%s”: choose among the answers offered, each at most once.");
            return;
        }
}

static void
check_value (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
             const problems_t *problems)
{
    if (!has_kind (field, answer))
        field_problem (problems, field, "wrong-kind",
                       "„%s”: odpowiedź jest innego rodzaju, niż pyta formularz.",
                       "“%s”: the answer is of another kind than the form asks for.");
    else if (is_text (field->kind))
        check_text (field, answer->text, problems);
    else if (is_number (field->kind))
        check_number (field, answer->number, problems);
    else
        check_choices (field, answer, problems);
}

/* ---- the whole form ---- */

static void
check_answer (const Wlacznik__Form *form, const Wlacznik__Answers *answers, size_t index,
              const problems_t *problems)
{
    const Wlacznik__Answer *answer = answers->list[index];
    const Wlacznik__FormField *field = find_field (form, answer->field);

    if (field == NULL)
        problem_add (
            problems, wl_text_printf (problems->error->arena, "answers.list[%zu].field", index),
            "unknown-field", "Formularz nie ma takiego pola.", "The form has no such field.");
    else if (find_answer (answers, answer->field) != answer)
        field_problem (problems, field, "duplicate", "„%s”: są tu dwie odpowiedzi. Zostaw jedną.",
                       "“%s”: there are two answers. Leave one.");
    else
        check_value (field, answer, problems);
}

wl_status
form_check_draft (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                  const problems_t *problems)
{
    size_t before = problem_count (problems);

    for (size_t i = 0; answers != NULL && i < answers->n_list; i++)
        check_answer (form, answers, i, problems);
    return problem_count (problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

static void
check_grant (const Wlacznik__FormField *field, int64_t amount, const grant_limits_t *grant,
             const problems_t *problems)
{
    bool small = amount < grant->min;
    char limit[WL_AMOUNT_TEXT];

    if (!small && amount <= grant->max)
        return;
    wl_money_format (small ? grant->min : grant->max, problems->locale, limit);
    wl_error_add_field (problems->error, path_of (field, problems),
                        small ? "below-min-grant" : "above-max-grant",
                        problem_text (problems, "„%s”: w tym naborze grant wynosi %s %s.",
                                      "“%s”: in this call a grant is %s %s."),
                        label_of (field, problems),
                        small ? problem_text (problems, "co najmniej", "at least")
                              : problem_text (problems, "najwyżej", "at most"),
                        limit);
}

static void
check_answered (const Wlacznik__FormField *field, const Wlacznik__Answers *answers,
                const grant_limits_t *grant, const problems_t *problems)
{
    const Wlacznik__Answer *answer = find_answer (answers, field->key);

    if (is_answered (field, answer)) {
        if (field->meaning == MEANING (AMOUNT))
            check_grant (field, answer->number, grant, problems);
    } else if (field->kind == KIND (DECLARATION))
        field_problem (problems, field, "not-agreed", "Potwierdź oświadczenie: „%s”.",
                       "Agree to the declaration: “%s”.");
    else if (field->required)
        field_problem (problems, field, "required", "Uzupełnij pole „%s”.", "Fill in “%s”.");
}

wl_status
form_check_complete (const Wlacznik__Form *form, const Wlacznik__Answers *answers,
                     const grant_limits_t *grant, const problems_t *problems)
{
    wl_status status = form_check_draft (form, answers, problems);
    size_t before = problem_count (problems);

    for (size_t i = 0; i < form->n_sections; i++)
        for (size_t j = 0; j < form->sections[i]->n_fields; j++)
            check_answered (form->sections[i]->fields[j], answers, grant, problems);
    return problem_count (problems) == before ? status : WL_INVALID_ARGUMENT;
}

/* ---- what the house reads ---- */

void
form_read_facts (const Wlacznik__Form *form, const Wlacznik__Answers *answers, form_facts_t *facts)
{
    for (size_t i = 0; answers != NULL && i < answers->n_list; i++) {
        const Wlacznik__Answer *answer = answers->list[i];
        const Wlacznik__FormField *field = find_field (form, answer->field);
        if (field == NULL || !is_answered (field, answer))
            continue;
        if (field->meaning == MEANING (TITLE))
            facts->title = answer->text;
        else if (field->meaning == MEANING (SUMMARY))
            facts->summary = answer->text;
        else if (field->meaning == MEANING (AMOUNT))
            facts->amount_grosze = answer->number;
    }
}
