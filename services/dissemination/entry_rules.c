#include "entry_rules.h"

#include <string.h>

#include "base/text.h"

enum { SLUG_ID_CHARACTERS = 6 };

/* U+0104..U+017C as UTF-8; the letters that Polish has beyond ASCII. */
static const struct {
    const char *letter;
    char plain;
} POLISH[] = {
    { "ą", 'a' }, { "ć", 'c' }, { "ę", 'e' }, { "ł", 'l' }, { "ń", 'n' }, { "ó", 'o' },
    { "ś", 's' }, { "ź", 'z' }, { "ż", 'z' }, { "Ą", 'a' }, { "Ć", 'c' }, { "Ę", 'e' },
    { "Ł", 'l' }, { "Ń", 'n' }, { "Ó", 'o' }, { "Ś", 's' }, { "Ź", 'z' }, { "Ż", 'z' },
};

/* The plain letter or digit at `*text`, moving past it; 0 for anything else. */
static char
next_plain (const char **text)
{
    char c = **text;

    for (size_t i = 0; i < sizeof POLISH / sizeof POLISH[0]; i++) {
        size_t length = strlen (POLISH[i].letter);
        if (strncmp (*text, POLISH[i].letter, length) == 0) {
            *text += length;
            return POLISH[i].plain;
        }
    }
    (*text)++;
    if (c >= 'A' && c <= 'Z')
        return (char) (c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
}

char *
entry_slug (wl_arena_t *arena, const char *title, const char *entry_id)
{
    char *slug = wl_arena_alloc (arena, ENTRY_SLUG_MAX + 1);
    size_t most = ENTRY_SLUG_MAX - SLUG_ID_CHARACTERS - 1;
    size_t length = 0, word_end = 0;

    while (*title != '\0' && length < most) {
        char c = next_plain (&title);
        if (c != 0) {
            slug[length++] = c;
        } else if (length > 0 && slug[length - 1] != '-') {
            word_end = length;
            slug[length++] = '-';
        }
    }
    if (*title != '\0' && word_end > 0)
        length = word_end;
    if (length > 0 && slug[length - 1] != '-')
        slug[length++] = '-';
    memcpy (slug + length, entry_id + strlen (entry_id) - SLUG_ID_CHARACTERS, SLUG_ID_CHARACTERS);
    slug[length + SLUG_ID_CHARACTERS] = '\0';
    return slug;
}

/* Licences that let others use, change and share. */
const char *const entry_licences[] = { "CC0-1.0", "CC-BY-3.0-PL", "CC-BY-4.0", "CC-BY-SA-4.0",
                                       "MIT",     "EUPL-1.2",     NULL };

/* A choice's key is small letters, digits and hyphens. */
static bool
is_key_of (const char *choice, const char *licence)
{
    for (; *licence != '\0'; licence++, choice++) {
        char c = *licence == '.' ? '-' : *licence;

        if (*choice != (c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c))
            return false;
    }
    return *choice == '\0';
}

char *
entry_licence_of_choice (wl_arena_t *arena, const char *choice)
{
    for (size_t i = 0; entry_licences[i] != NULL; i++)
        if (is_key_of (choice, entry_licences[i]))
            return wl_text_copy (arena, entry_licences[i]);
    return wl_text_copy (arena, choice);
}

wl_status
entry_check_complete (const Dissemination__EntryText *text, const char *locale, wl_error_t *error)
{
    const struct {
        const char *field, *value;
    } needed[] = {
        { "text.title", text->title },           { "text.summary", text->summary },
        { "text.problem", text->problem },       { "text.solution", text->solution },
        { "text.recipients", text->recipients }, { "text.evidence", text->evidence },
        { "text.steps", text->steps },           { "text.licence", text->licence },
        { "text.authors", text->authors },
    };
    bool english = wl_text_equal (locale, "en");
    wl_status status = WL_OK;

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (!wl_text_empty (needed[i].value))
            continue;
        wl_error_add_field (error, needed[i].field, "required", "%s",
                            english ? "An adopter needs to know this; fill it in before publishing."
                                    : "Tego potrzebuje ten, kto chce wdrożyć innowację. Uzupełnij "
                                      "przed publikacją.");
        status = WL_INVALID_ARGUMENT;
    }
    return status;
}

void
entry_forget_authors (Dissemination__EntryText *text)
{
    text->authors = (char *) (uintptr_t) protobuf_c_empty_string;
    text->contact = (char *) (uintptr_t) protobuf_c_empty_string;
}
