#include "invention.h"

#include <string.h>

#include "answer_rules.h"
#include "form_reading.h"
#include "invention_words.h"
#include "table_rules.h"
#include "territory.h"

#define KIND(name)    WLACZNIK__FIELD_KIND__##name
#define TYPE(name)    WLACZNIK__APPLICANT_TYPE__##name
#define MEANING(name) WLACZNIK__FIELD_MEANING__##name

enum {
    TWIN_EVERY = 11,
    NO_IDENTIFIER_EVERY = 7,
    ELSEWHERE_EVERY = 9,
    PROSE_LEAST = 250,
    PROSE_MORE = 350,
    PROSE_MOST = 1200,
    SHORT_MOST = 80,
    LINES = 3, /* of a budget, rows of a table, people, where the form leaves the choice */
    CHOICES_MOST = 3,
    NIP_DIGITS = 10,
    DAYS_AROUND = 300,
};

static const int64_t WHOLE_ZLOTYS = 10000; /* a hundred złoty, in grosze */
static const int64_t AMOUNT_USUAL = INT64_C (5000000);

/* ---- flaws ---- */

invention_flaw_t
invention_flaw (uint32_t position)
{
    if (position > 1 && position % TWIN_EVERY == 0)
        return FLAW_TWIN;
    if (position % ELSEWHERE_EVERY == 0)
        return FLAW_ELSEWHERE;
    return position % NO_IDENTIFIER_EVERY == 0 ? FLAW_NO_IDENTIFIER : FLAW_NONE;
}

/* A twin has the words of the one before it. */
static chance_t
chance_for (const invention_t *self, const char *field)
{
    bool twin = invention_flaw (self->position) == FLAW_TWIN;

    return chance_of (self->seed, twin ? self->position - 1 : self->position, field);
}

/* ---- the applicant ---- */

char *
invention_name (wl_arena_t *arena, uint32_t position)
{
    return wl_text_printf (arena, "Wnioskodawca próbny %u", position);
}

static Wlacznik__Member *
member (wl_arena_t *arena, const invention_t *self, size_t number)
{
    Wlacznik__Member *ret = wl_arena_alloc (arena, sizeof *ret);

    wlacznik__member__init (ret);
    ret->name = number == 0 ? invention_name (arena, self->position)
                            : wl_text_printf (arena, "Osoba próbna %u-%zu", self->position, number);
    ret->email =
        wl_text_printf (arena, "wnioskodawca-%u-%zu@proba.example", self->position, number);
    return ret;
}

/* Begins with 0; the last digit is the check of the others, and a check of 10 is none. */
static char *
tax_number (wl_arena_t *arena, chance_t *chance)
{
    static const int weights[] = { 6, 5, 7, 2, 3, 4, 5, 6, 7 };
    char *text = wl_arena_alloc (arena, NIP_DIGITS + 1);
    int sum;

    do {
        sum = 0;
        for (size_t i = 0; i < NIP_DIGITS - 1; i++) {
            int digit = i == 0 ? 0 : (int) chance_below (chance, 10);
            text[i] = (char) ('0' + digit);
            sum += digit * weights[i];
        }
    } while (sum % 11 == 10);
    text[NIP_DIGITS - 1] = (char) ('0' + sum % 11);
    text[NIP_DIGITS] = '\0';
    return text;
}

Wlacznik__Applicant *
invention_applicant (wl_arena_t *arena, const invention_t *self)
{
    Wlacznik__Applicant *ret = wl_arena_alloc (arena, sizeof *ret);
    chance_t chance = chance_of (self->seed, self->position, "applicant");
    bool group = self->applicant == TYPE (INFORMAL_GROUP);
    size_t count = group ? 2 + chance_below (&chance, 3) : 1;

    wlacznik__applicant__init (ret);
    ret->type = self->applicant;
    ret->members = wl_arena_array (arena, count, sizeof *ret->members);
    for (size_t i = 0; i < count; i++)
        ret->members[ret->n_members++] = member (arena, self, i);
    if (self->applicant == TYPE (PERSON) || group)
        return ret;
    ret->organisation = wl_text_printf (arena, "Organizacja próbna %u", self->position);
    if (invention_flaw (self->position) != FLAW_NO_IDENTIFIER)
        ret->nip = tax_number (arena, &chance);
    return ret;
}

/* ---- values ---- */

/* Within the limits; `max` 0 is none. More than nothing, where that is allowed. */
static int64_t
number_within (chance_t *chance, int64_t min, int64_t max, int64_t usual)
{
    int64_t high = max != 0 ? max : (min > 0 ? min : 0) + usual;
    int64_t low = min < 1 && high >= 1 ? 1 : min;

    return chance_between (chance, low, high);
}

/* Round where the limits leave room for it: people ask for whole hundreds. */
static int64_t
money_within (chance_t *chance, int64_t min, int64_t max)
{
    int64_t low = min > 1 ? min : 1, high = max != 0 ? max : low + AMOUNT_USUAL;
    int64_t amount = chance_between (chance, low, high > low ? high : low);
    int64_t round = amount / WHOLE_ZLOTYS * WHOLE_ZLOTYS;

    return round >= low ? round : amount;
}

static char *
day_around (wl_arena_t *arena, chance_t *chance, wl_time_t now)
{
    wl_date_t day = wl_warsaw_date (now + chance_between (chance, 1, DAYS_AROUND) * WL_DAY);

    return wl_date_text (arena, day);
}

/* A county of the voivodeship, or of another one; of any for "". */
static bool
fits (const char *code, const char *voivodeship, bool elsewhere)
{
    bool inside = strncmp (code, voivodeship, 2) == 0;

    return strlen (code) == 4 && (*voivodeship == '\0' || inside != elsewhere);
}

/* A county of the region, where that is a voivodeship; else any. */
static char *
county (wl_arena_t *arena, const invention_t *self, chance_t *chance)
{
    bool elsewhere = invention_flaw (self->position) == FLAW_ELSEWHERE;
    bool bound = strlen (self->region) == 2 && territory_name (self->region) != NULL;
    size_t fitting = 0, seen = 0, chosen;

    for (size_t i = 0; i < territory_unit_count; i++)
        fitting += fits (territory_units[i].code, bound ? self->region : "", elsewhere);
    chosen = chance_below (chance, fitting);
    for (size_t i = 0; i < territory_unit_count; i++)
        if (fits (territory_units[i].code, bound ? self->region : "", elsewhere) &&
            seen++ == chosen)
            return wl_text_copy (arena, territory_units[i].code);
    return wl_text_copy (arena, "");
}

static uint32_t
rows_for (const Wlacznik__FormField *field)
{
    uint32_t most = field->max_rows != 0 ? field->max_rows : LINES;
    uint32_t wanted = field->min_rows > LINES ? field->min_rows : LINES;

    return wanted < most ? wanted : most;
}

/* ---- lists ---- */

static void
fill_cell (wl_arena_t *arena, const invention_t *self, const Wlacznik__TableColumn *column,
           chance_t *chance, Wlacznik__TableCell *cell)
{
    size_t most = column->max_length != 0 ? column->max_length : SHORT_TEXT_MAX;

    switch (column->kind) {
    case KIND (NUMBER):
        cell->number = number_within (chance, column->min, column->max, 100);
        break;
    case KIND (MONEY):
        cell->number = money_within (chance, column->min, column->max);
        break;
    case KIND (SINGLE_CHOICE):
        cell->choice = column->choices[chance_below (chance, column->n_choices)]->key;
        break;
    case KIND (CALENDAR_DATE):
        cell->text = day_around (arena, chance, self->now);
        break;
    default:
        cell->text = invention_prose (arena, chance, 1, most < SHORT_MOST ? most : SHORT_MOST);
        break;
    }
}

static void
fill_table (wl_arena_t *arena, const invention_t *self, const Wlacznik__FormField *field,
            chance_t *chance, Wlacznik__Answer *answer)
{
    uint32_t count = rows_for (field);

    answer->rows = wl_arena_array (arena, count, sizeof *answer->rows);
    for (uint32_t r = 0; r < count; r++) {
        Wlacznik__TableRow *row = wl_arena_alloc (arena, sizeof *row);
        wlacznik__table_row__init (row);
        row->cells = wl_arena_array (arena, field->n_columns, sizeof *row->cells);
        for (size_t c = 0; c < field->n_columns; c++) {
            Wlacznik__TableCell *cell = wl_arena_alloc (arena, sizeof *cell);
            wlacznik__table_cell__init (cell);
            cell->column = field->columns[c]->key;
            fill_cell (arena, self, field->columns[c], chance, cell);
            row->cells[row->n_cells++] = cell;
        }
        answer->rows[answer->n_rows++] = row;
    }
}

/* What the lines add up to: the amount that an earlier answer names, where there is one. */
static int64_t
budget_sum (const Wlacznik__FormField *field, const Wlacznik__Answers *before, chance_t *chance)
{
    const Wlacznik__Answer *amount =
        field->total_field[0] == '\0' ? NULL : form_answer (before, field->total_field);

    return amount != NULL ? amount->number : money_within (chance, field->min, field->max);
}

/* Equal parts, and the rest in the last. */
static void
fill_budget (wl_arena_t *arena, const Wlacznik__FormField *field, const Wlacznik__Answers *before,
             chance_t *chance, Wlacznik__Answer *answer)
{
    int64_t sum = budget_sum (field, before, chance);
    int64_t count = rows_for (field) < sum ? rows_for (field) : sum;

    answer->budget = wl_arena_array (arena, (size_t) count, sizeof *answer->budget);
    for (int64_t i = 0; i < count; i++) {
        Wlacznik__BudgetLine *line = wl_arena_alloc (arena, sizeof *line);
        wlacznik__budget_line__init (line);
        if (field->n_choices > 0)
            line->category = field->choices[chance_below (chance, field->n_choices)]->key;
        line->name = wl_text_printf (arena, "Koszt próbny %d", (int) i + 1);
        line->count = 1;
        line->unit_price_grosze = i + 1 < count ? sum / count : sum - sum / count * (count - 1);
        answer->budget[answer->n_budget++] = line;
    }
}

static void
fill_people (wl_arena_t *arena, const invention_t *self, const Wlacznik__FormField *field,
             chance_t *chance, Wlacznik__Answer *answer)
{
    uint32_t count = rows_for (field);
    size_t most = field->max_length != 0 ? field->max_length : LONG_TEXT_MAX;

    answer->people = wl_arena_array (arena, count, sizeof *answer->people);
    for (uint32_t i = 0; i < count; i++) {
        Wlacznik__ListedPerson *person = wl_arena_alloc (arena, sizeof *person);
        wlacznik__listed_person__init (person);
        person->name = wl_text_printf (arena, "Osoba próbna %u-%u", self->position, i + 1);
        person->email = wl_text_printf (arena, "osoba-%u-%u@proba.example", self->position, i + 1);
        person->part = wl_text_copy (arena, i == 0 ? "prowadzenie" : "wykonanie");
        person->experience =
            invention_prose (arena, chance, 1, most < PROSE_LEAST ? most : PROSE_LEAST);
        answer->people[answer->n_people++] = person;
    }
}

/* ---- one field ---- */

static void
choose (wl_arena_t *arena, char *key, Wlacznik__Answer *answer)
{
    answer->choices = wl_arena_array (arena, 1, sizeof *answer->choices);
    answer->choices[answer->n_choices++] = key;
}

/* Neighbours in the form, beginning at any of them, so that none is chosen twice. */
static void
choose_several (wl_arena_t *arena, const Wlacznik__FormField *field, chance_t *chance,
                Wlacznik__Answer *answer)
{
    size_t most = field->n_choices < CHOICES_MOST ? field->n_choices : CHOICES_MOST;
    size_t count = 1 + chance_below (chance, most), first = chance_below (chance, field->n_choices);

    answer->choices = wl_arena_array (arena, count, sizeof *answer->choices);
    for (size_t i = 0; i < count && i < field->n_choices; i++)
        answer->choices[answer->n_choices++] = field->choices[(first + i) % field->n_choices]->key;
}

static char *
text_for (wl_arena_t *arena, const invention_t *self, const Wlacznik__FormField *field,
          chance_t *chance)
{
    bool brief = field->kind == KIND (SHORT_TEXT);
    size_t most = field->max_length != 0 ? field->max_length
                  : brief                ? SHORT_TEXT_MAX
                                         : LONG_TEXT_MAX;
    uint32_t number =
        invention_flaw (self->position) == FLAW_TWIN ? self->position - 1 : self->position;

    if (field->meaning == MEANING (TITLE))
        return invention_cut (
            arena, wl_text_printf (arena, "%s (%u)", invention_title (arena, chance), number),
            most);
    if (brief)
        return invention_prose (arena, chance, 1, most < SHORT_MOST ? most : SHORT_MOST);
    return invention_prose (arena, chance, PROSE_LEAST + chance_below (chance, PROSE_MORE),
                            most < PROSE_MOST ? most : PROSE_MOST);
}

static int64_t
amount_for (const invention_t *self, const Wlacznik__FormField *field, chance_t *chance)
{
    int64_t low = field->min, high = field->max;

    if (field->meaning != MEANING (AMOUNT))
        return money_within (chance, low, high);
    if (self->grant.min > low)
        low = self->grant.min;
    if (high == 0 || self->grant.max < high)
        high = self->grant.max;
    return money_within (chance, low, high);
}

static void
fill (wl_arena_t *arena, const invention_t *self, const Wlacznik__FormField *field,
      const Wlacznik__Answers *before, Wlacznik__Answer *answer)
{
    chance_t chance = chance_for (self, field->key);

    switch (field->kind) {
    case KIND (NUMBER):
        answer->number = number_within (&chance, field->min, field->max, 100);
        break;
    case KIND (MONEY):
        answer->number = amount_for (self, field, &chance);
        break;
    case KIND (SINGLE_CHOICE):
        choose (arena, field->choices[chance_below (&chance, field->n_choices)]->key, answer);
        break;
    case KIND (MULTI_CHOICE):
        choose_several (arena, field, &chance, answer);
        break;
    case KIND (CALENDAR_DATE):
        answer->text = day_around (arena, &chance, self->now);
        break;
    case KIND (PLACE):
        answer->text = county (arena, self, &chance);
        break;
    case KIND (LINK):
        answer->text = wl_text_printf (arena, "https://proba.example/%u", self->position);
        break;
    case KIND (DECLARATION):
    case KIND (CONSENT):
        choose (arena, wl_text_copy (arena, ANSWER_YES), answer);
        break;
    case KIND (TABLE):
        fill_table (arena, self, field, &chance, answer);
        break;
    case KIND (BUDGET):
        fill_budget (arena, field, before, &chance, answer);
        break;
    case KIND (PERSON_LIST):
        fill_people (arena, self, field, &chance, answer);
        break;
    default:
        answer->text = text_for (arena, self, field, &chance);
        break;
    }
}

static size_t
field_count (const Wlacznik__Form *form)
{
    size_t count = 0;

    for (size_t s = 0; s < form->n_sections; s++)
        count += form->sections[s]->n_fields;
    return count;
}

Wlacznik__Answers *
invention_answers (wl_arena_t *arena, const invention_t *self, const Wlacznik__Form *form)
{
    Wlacznik__Answers *ret = wl_arena_alloc (arena, sizeof *ret);

    wlacznik__answers__init (ret);
    ret->list = wl_arena_array (arena, field_count (form), sizeof *ret->list);
    for (size_t s = 0; s < form->n_sections; s++)
        for (size_t f = 0; f < form->sections[s]->n_fields; f++) {
            const Wlacznik__FormField *field = form->sections[s]->fields[f];
            Wlacznik__Answer *answer;
            if (field->retired || field->kind == KIND (FILE))
                continue;
            answer = wl_arena_alloc (arena, sizeof *answer);
            wlacznik__answer__init (answer);
            answer->field = field->key;
            fill (arena, self, field, ret, answer);
            ret->list[ret->n_list++] = answer;
        }
    return ret;
}

/* ---- files ---- */

typedef struct sample {
    const char *media_type, *name, *content;
    size_t length;
} sample_t;

/* The smallest that programs open: an empty page, a line. */
#define PDF_PAGE                                                                           \
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 " \
    "R]/Count "                                                                            \
    "1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"          \
    "trailer<</Root 1 0 R>>\n%%EOF\n"
#define TEXT_LINE "Załącznik próbny.\n"

static const sample_t samples[] = {
    { "application/pdf", "zalacznik-probny.pdf", PDF_PAGE, sizeof PDF_PAGE - 1 },
    { "text/plain", "zalacznik-probny.txt", TEXT_LINE, sizeof TEXT_LINE - 1 },
};

enum { SAMPLES = sizeof samples / sizeof samples[0] };

static const sample_t *
sample_for (const Wlacznik__FormField *field)
{
    for (size_t i = 0; i < SAMPLES; i++) {
        if (field->n_file_types == 0)
            return &samples[i];
        for (size_t t = 0; t < field->n_file_types; t++)
            if (strcmp (field->file_types[t], samples[i].media_type) == 0)
                return &samples[i];
    }
    return NULL;
}

const char *
invention_file_content (const char *media_type, size_t *ret_length)
{
    for (size_t i = 0; i < SAMPLES; i++)
        if (strcmp (samples[i].media_type, media_type) == 0) {
            *ret_length = samples[i].length;
            return samples[i].content;
        }
    return NULL;
}

size_t
invention_files (wl_arena_t *arena, const invention_t *self, const Wlacznik__Form *form,
                 const Wlacznik__Answers *answers, invention_file_t *ret, size_t most)
{
    form_reading_t reading = form_read (form, answers, self->applicant, arena);
    size_t count = 0;

    for (size_t i = 0; i < reading.count && count < most; i++) {
        const form_entry_t *entry = &reading.list[i];
        const sample_t *sample;
        if (entry->field->kind != KIND (FILE) || !entry->visible || !entry->required ||
            answer_is_given (entry->field, entry->answer))
            continue;
        sample = sample_for (entry->field);
        ret[count] = (invention_file_t){
            .field = entry->field,
            .media_type = sample == NULL ? NULL : sample->media_type,
            .name = sample == NULL ? NULL : sample->name,
            .count = entry->field->min_rows > 1 ? entry->field->min_rows : 1,
        };
        count++;
    }
    return count;
}
