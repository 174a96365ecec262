#include "answer_rules.h"

#include <string.h>

#include "base/clock.h"
#include "base/identifiers.h"
#include "field_problem.h"
#include "table_rules.h"
#include "territory.h"

#define KIND(name) WLACZNIK__FIELD_KIND__##name

/* ---- the parts of an answer, by the field's kind ---- */

enum {
    PART_TEXT = 1,
    PART_NUMBER = 2,
    PART_CHOICES = 4,
    PART_ROWS = 8,
    PART_BUDGET = 16,
    PART_PEOPLE = 32,
    PART_FILES = 64,
    PART_TOTALS = 128,
};

typedef struct kind_parts {
    unsigned given;    /* the part that makes it an answer; 0: it is one by being there */
    unsigned computed; /* what the house writes beside it */
} kind_parts_t;

static const kind_parts_t kinds[] = {
    [KIND (SHORT_TEXT)] = { PART_TEXT, 0 },
    [KIND (LONG_TEXT)] = { PART_TEXT, 0 },
    [KIND (NUMBER)] = { 0, PART_NUMBER },
    [KIND (MONEY)] = { 0, PART_NUMBER },
    [KIND (SINGLE_CHOICE)] = { PART_CHOICES, 0 },
    [KIND (MULTI_CHOICE)] = { PART_CHOICES, 0 },
    [KIND (CALENDAR_DATE)] = { PART_TEXT, 0 },
    [KIND (PLACE)] = { PART_TEXT, 0 },
    [KIND (LINK)] = { PART_TEXT, 0 },
    [KIND (DECLARATION)] = { PART_CHOICES, 0 },
    [KIND (TABLE)] = { PART_ROWS, PART_TOTALS },
    [KIND (BUDGET)] = { PART_BUDGET, PART_NUMBER },
    [KIND (PERSON_LIST)] = { PART_PEOPLE, 0 },
    [KIND (CONSENT)] = { PART_CHOICES, 0 },
    [KIND (FILE)] = { PART_FILES, 0 },
};

static unsigned
parts_of (const Wlacznik__Answer *answer)
{
    return (answer->text[0] != '\0' ? PART_TEXT : 0u) | (answer->number != 0 ? PART_NUMBER : 0u) |
           (answer->n_choices > 0 ? PART_CHOICES : 0u) | (answer->n_rows > 0 ? PART_ROWS : 0u) |
           (answer->n_budget > 0 ? PART_BUDGET : 0u) | (answer->n_people > 0 ? PART_PEOPLE : 0u) |
           (answer->n_attachments > 0 ? PART_FILES : 0u) |
           (answer->n_totals > 0 ? PART_TOTALS : 0u);
}

bool
answer_is_given (const Wlacznik__FormField *field, const Wlacznik__Answer *answer)
{
    unsigned given = kinds[field->kind].given;

    return answer != NULL && (given == 0 || (parts_of (answer) & given) != 0);
}

bool
answer_has_choice (const Wlacznik__Answer *answer, const char *choice)
{
    for (size_t i = 0; answer != NULL && i < answer->n_choices; i++)
        if (strcmp (answer->choices[i], choice) == 0)
            return true;
    return false;
}

/* ---- texts and numbers ---- */

/* `pl` and `en` have one %s, for the label. */
#define value_problem(problems, path, label, code, pl, en)                                       \
    wl_error_add_field ((problems)->error, (path), (code), wl_problem_text ((problems), pl, en), \
                        (label))

static uint32_t
max_length (const value_limits_t *limits)
{
    if (limits->kind == KIND (LINK))
        return LINK_MAX;
    if (limits->max_length != 0)
        return limits->max_length;
    return limits->kind == KIND (LONG_TEXT) ? LONG_TEXT_MAX : SHORT_TEXT_MAX;
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
check_shape (Wlacznik__FieldKind kind, const char *text, const char *path, const char *label,
             const wl_problems_t *problems)
{
    wl_date_t date;

    if (kind == KIND (CALENDAR_DATE) && !wl_date_parse (text, &date))
        value_problem (problems, path, label, "not-a-date",
                       "„%s”: podaj dzień, który istnieje, na przykład 2026-11-23.",
                       "“%s”: give a day that exists, for example 2026-11-23.");
    else if (kind == KIND (PLACE) && !territory_has (text))
        value_problem (problems, path, label, "not-a-place",
                       "„%s”: podaj kod TERYT województwa, powiatu albo gminy.",
                       "“%s”: give the TERYT code of a voivodeship, county or commune.");
    else if (kind == KIND (LINK) && !link_valid (text))
        value_problem (problems, path, label, "not-a-link",
                       "„%s”: podaj adres strony, który zaczyna się od https://.",
                       "“%s”: give the address of a page; it starts with https://.");
    else if (kind == KIND (SHORT_TEXT) && strpbrk (text, "\r\n") != NULL)
        value_problem (problems, path, label, "not-a-single-line",
                       "„%s”: napisz to w jednym wierszu.", "“%s”: write it in one line.");
}

void
answer_check_text (const value_limits_t *limits, const char *text, const char *path,
                   const char *label, const wl_problems_t *problems)
{
    size_t characters;

    if (text[0] == '\0')
        return;
    if (!wl_utf8_valid (text, strlen (text), &characters) || wl_text_has_control (text))
        value_problem (problems, path, label, "not-text",
                       "„%s”: są tu znaki, których nie umiemy zapisać. Wpisz tekst ponownie.",
                       "“%s”: there are characters here that we cannot keep. Type the text again.");
    else if (characters > max_length (limits))
        wl_error_add_field (
            problems->error, path, "too-long",
            wl_problem_text (problems, "„%s”: skróć tekst do %u znaków. Teraz ma ich %zu.",
                             "“%s”: shorten the text to %u characters. It has %zu now."),
            label, max_length (limits), characters);
    else
        check_shape (limits->kind, text, path, label, problems);
}

void
answer_check_number (const value_limits_t *limits, int64_t number, const char *path,
                     const char *label, const wl_problems_t *problems)
{
    /* Money is never negative, whatever the form says of it. */
    int64_t min = limits->kind == KIND (MONEY) && limits->min < 0 ? 0 : limits->min;

    if (number < min)
        value_problem (problems, path, label, "too-small", "„%s”: ta liczba jest za mała.",
                       "“%s”: this number is too small.");
    else if (limits->max != 0 && number > limits->max)
        value_problem (problems, path, label, "too-large", "„%s”: ta liczba jest za duża.",
                       "“%s”: this number is too large.");
}

/* ---- choices ---- */

static bool
is_offered (const Wlacznik__FormField *field, const char *choice)
{
    if (field->kind == KIND (DECLARATION) || field->kind == KIND (CONSENT))
        return strcmp (choice, ANSWER_YES) == 0;
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
               const wl_problems_t *problems)
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

/* ---- by the kind ---- */

void
answer_check_fit (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                  const wl_problems_t *problems)
{
    const kind_parts_t *parts = &kinds[field->kind];
    value_limits_t limits = { field->kind, field->max_length, field->min, field->max };
    const char *path = field_path (field, problems);
    const char *label = field_label (field->label, field->key, problems);

    /* Only the value that the kind asks for may be set; anything else is a misunderstanding that
     * would be lost in silence. */
    if ((parts_of (answer) & ~(parts->given | parts->computed)) != 0)
        field_problem (problems, field, "wrong-kind",
                       "„%s”: odpowiedź jest innego rodzaju, niż pyta formularz.",
                       "“%s”: the answer is of another kind than the form asks for.");
    else if (parts->given == PART_TEXT)
        answer_check_text (&limits, answer->text, path, label, problems);
    else if (parts->given == 0)
        answer_check_number (&limits, answer->number, path, label, problems);
    else if (parts->given == PART_CHOICES)
        check_choices (field, answer, problems);
    else
        table_check_fit (field, answer, problems);
}

void
answer_check_gaps (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                   const wl_problems_t *problems)
{
    if ((kinds[field->kind].given & (PART_ROWS | PART_BUDGET | PART_PEOPLE | PART_FILES)) != 0)
        table_check_gaps (field, answer, problems);
}
