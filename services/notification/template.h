/* Logic-free templates: text with {{names}}. Pure.
 *
 * A template says what to write, never whether: what differs by case is another template. A name
 * without a value is an error and not a gap in somebody's letter.
 */
#pragma once

#include "base/text.h"

typedef struct template_fact {
    const char *name;
    const char *value;
} template_fact_t;

typedef struct template_text {
    const char *name;   /* "receipt" */
    const char *locale; /* "pl", "en" */
    const char *subject;
    const char *body; /* paragraphs, divided by an empty line */
    bool secret;      /* shows something that must not be kept once it is sent */
} template_text_t;

/* The template in the language, in Polish when there is none; NULL for an unknown name. */
const template_text_t *template_find (const char *name, const char *locale);
/* Every template there is, one after the other; NULL behind the last one. */
const template_text_t *template_at (size_t index);

/* Puts the values in. WL_INVALID_ARGUMENT when a name has no value; then *ret_missing is the name.
 */
WL_MUST_CHECK wl_status template_fill (wl_arena_t *arena, const char *text,
                                       const template_fact_t *facts, size_t count, char **ret,
                                       const char **ret_missing);

/* Gives the name in the first {{name}} of *text, in the arena, and moves *text behind it; NULL when
 * there is none left. "" for braces that are not closed or hold no name. */
char *template_next_name (wl_arena_t *arena, const char **text);

/* The same text as a page for a mail reader. Paragraphs are divided by an empty line; lines that
 * begin with "- " are a list; a line "→ Label: address" is the one thing to do next. Only addresses
 * under `url`, ours, become links: a person's name may hold another's. All of it is escaped;
 * nothing that a person typed becomes markup. `locale` names the language to screen readers,
 * `subject` is the title. */
char *template_html (wl_arena_t *arena, const char *subject, const char *text, const char *locale,
                     const char *url);
