#include "quality.h"

#include <string.h>

#include "base/text.h"
#include "entry_rules.h"
#include "plain_language.h"

typedef Dissemination__EntryText text_t;

/* Shorter than this, a section cannot say what it is for. */
enum { SECTION_WORDS = 8, FIELDS_MAX = 64 };

typedef struct section {
    const char *field, *text;
} section_t;

enum { SECTIONS = 4 };

static void
sections_of (const text_t *text, section_t ret[SECTIONS])
{
    ret[0] = (section_t){ "text.problem", text->problem };
    ret[1] = (section_t){ "text.solution", text->solution };
    ret[2] = (section_t){ "text.evidence", text->evidence };
    ret[3] = (section_t){ "text.steps", text->steps };
}

/* ---- points: each adds the fields that fall short ---- */

typedef struct found {
    wl_arena_t *arena;
    char **fields;
    size_t count;
} found_t;

static void
add_field (found_t *found, const char *field)
{
    if (found->count < FIELDS_MAX)
        found->fields[found->count++] = wl_text_copy (found->arena, field);
}

static void
find_missing (const Dissemination__Entry *entry, found_t *found)
{
    wl_error_t error;

    wl_error_init (&error, found->arena);
    if (entry_check_complete (entry->text, "pl", &error) == WL_OK)
        return;
    for (size_t i = 0; i < error.field_count; i++)
        add_field (found, error.fields[i].field);
}

/* Words of a section without the addresses in it: "see www.example.org" says nothing by itself. */
static unsigned
own_words (wl_arena_t *arena, const char *text)
{
    char *copy = wl_text_copy (arena, text), *rest = copy;
    plain_language_t counted = { 0 };

    for (char *piece = strsep (&rest, " \n\t"); piece != NULL; piece = strsep (&rest, " \n\t"))
        if (strstr (piece, "://") == NULL && strncmp (piece, "www.", 4) != 0)
            plain_language_add (&counted, piece);
    return counted.words;
}

static void
find_not_self_contained (const Dissemination__Entry *entry, found_t *found)
{
    section_t sections[SECTIONS];

    sections_of (entry->text, sections);
    for (size_t i = 0; i < SECTIONS; i++)
        if (own_words (found->arena, sections[i].text) < SECTION_WORDS)
            add_field (found, sections[i].field);
}

static plain_language_t
language_of (const text_t *text)
{
    section_t sections[SECTIONS];
    plain_language_t result = { 0 };

    sections_of (text, sections);
    plain_language_add (&result, text->summary);
    for (size_t i = 0; i < SECTIONS; i++)
        plain_language_add (&result, sections[i].text);
    return result;
}

static void
find_hard_language (const Dissemination__Entry *entry, found_t *found)
{
    section_t sections[SECTIONS];

    sections_of (entry->text, sections);
    for (size_t i = 0; i < SECTIONS; i++) {
        plain_language_t one = { 0 };

        plain_language_add (&one, sections[i].text);
        if (plain_language_fog (&one) > PLAIN_LANGUAGE_MOST)
            add_field (found, sections[i].field);
    }
}

static void
find_unchecked_files (const Dissemination__Entry *entry, found_t *found)
{
    for (size_t i = 0; i < entry->text->n_materials; i++)
        if (!entry->text->materials[i]->accessible)
            add_field (found, wl_text_printf (found->arena, "text.materials[%zu]", i));
}

static void
find_closed_licence (const Dissemination__Entry *entry, found_t *found)
{
    for (size_t i = 0; entry_licences[i] != NULL; i++)
        if (wl_text_equal (entry->text->licence, entry_licences[i]))
            return;
    add_field (found, "text.licence");
}

static void
find_no_consent (const Dissemination__Entry *entry, found_t *found)
{
    if (entry->consent_at == NULL)
        add_field (found, "consentAt");
}

/* ---- the list ---- */

static const struct {
    const char *name;
    Dissemination__QualityPoint point;
    void (*find) (const Dissemination__Entry *entry, found_t *found);
    const char *pl, *en;
} points[] = {
    { "complete", DISSEMINATION__QUALITY_POINT__COMPLETE, find_missing,
      "Tego potrzebuje ten, kto chce wdrożyć innowację. Uzupełnij przed publikacją.",
      "An adopter needs to know this; fill it in before publishing." },
    { "self-contained", DISSEMINATION__QUALITY_POINT__SELF_CONTAINED, find_not_self_contained,
      "Napisz tu sam opis, co najmniej jedno zdanie. Odsyłacz nie wystarczy.",
      "Say it here, in a sentence at least. A link alone is not enough." },
    { "plain-language", DISSEMINATION__QUALITY_POINT__PLAIN_LANGUAGE, find_hard_language,
      "Skróć zdania i zamień długie słowa na krótsze.",
      "Make sentences shorter and replace long words by short ones." },
    { "accessible-files", DISSEMINATION__QUALITY_POINT__ACCESSIBLE_FILES, find_unchecked_files,
      "Sprawdź dostępność pliku (tekst zamiast obrazu, napisy w filmie) i zaznacz to.",
      "Check that the file is accessible (text, not a picture; captions) and say so." },
    { "licence", DISSEMINATION__QUALITY_POINT__OPEN_LICENCE, find_closed_licence,
      "Wybierz licencję, która pozwala używać, zmieniać i dzielić się, na przykład CC-BY-4.0.",
      "Choose a licence that lets others use, change and share, such as CC-BY-4.0." },
    { "consent", DISSEMINATION__QUALITY_POINT__CONSENT, find_no_consent,
      "Zapytaj autorów o zgodę na obecną treść i odnotuj ją.",
      "Ask the authors whether they agree to the present text, and record it." },
};

enum { POINTS = sizeof points / sizeof points[0] };

bool
quality_points_parse (const char *list, quality_points_t *ret)
{
    *ret = 0;
    while (*(list += strspn (list, ", ")) != '\0') {
        size_t length = strcspn (list, ", ");
        size_t i = 0;

        while (i < POINTS &&
               !(strlen (points[i].name) == length && strncmp (points[i].name, list, length) == 0))
            i++;
        if (i == POINTS)
            return false;
        *ret |= 1u << points[i].point;
        list += length;
    }
    return true;
}

static Dissemination__QualityCheck *
check_point (wl_arena_t *arena, const Dissemination__Entry *entry, size_t number,
             quality_points_t required, const char *locale)
{
    Dissemination__QualityCheck *check = wl_arena_alloc (arena, sizeof *check);
    found_t found = { arena, wl_arena_array (arena, FIELDS_MAX, sizeof (char *)), 0 };
    bool english = wl_text_equal (locale, "en");

    dissemination__quality_check__init (check);
    points[number].find (entry, &found);
    check->point = points[number].point;
    check->passed = found.count == 0;
    check->required = (required & (1u << points[number].point)) != 0;
    check->fields = found.fields;
    check->n_fields = found.count;
    if (!check->passed)
        check->advice = wl_text_copy (arena, english ? points[number].en : points[number].pl);
    return check;
}

void
quality_report (wl_arena_t *arena, const Dissemination__Entry *entry, quality_points_t required,
                const char *locale, Dissemination__QualityReport *ret)
{
    plain_language_t language = language_of (entry->text);

    ret->checks = wl_arena_array (arena, POINTS, sizeof *ret->checks);
    for (; ret->n_checks < POINTS; ret->n_checks++)
        ret->checks[ret->n_checks] = check_point (arena, entry, ret->n_checks, required, locale);
    ret->sentences = language.sentences;
    ret->words = language.words;
    ret->hard_words = language.hard_words;
    ret->fog = plain_language_fog (&language);
}

wl_status
quality_check_required (const Dissemination__QualityReport *report, wl_error_t *error)
{
    wl_status status = WL_OK;

    for (size_t i = 0; i < report->n_checks; i++) {
        const Dissemination__QualityCheck *check = report->checks[i];

        if (check->passed || !check->required)
            continue;
        status = WL_INVALID_ARGUMENT;
        for (size_t j = 0; j < check->n_fields; j++)
            wl_error_add_field (error, check->fields[j],
                                check->point == DISSEMINATION__QUALITY_POINT__COMPLETE ? "required"
                                                                                       : "quality",
                                "%s", check->advice);
    }
    return status;
}
