/* Which files answers name, and under what name an assessor sees one. What an assessor may see is
 * decided before, by card_rules.h: a file belongs to its field's answer. Pure. */
#pragma once

#include "base/arena.h"
#include "wlacznik/evaluation.pb-c.h"

/* Whether the answers, which may be NULL, name any. */
bool file_any_named (const Wlacznik__Answers *answers);

/* Whether they name this one; `ret_place` counts from 1 over all that they name, in their order. */
bool file_is_named (const Wlacznik__Answers *answers, const char *file_id, size_t *ret_place);

/* Whether the form hides anything from assessors: then the name that an applicant gave a file could
 * tell what is hidden. */
bool file_names_hidden (const Wlacznik__Form *form);

/* "plik-2.pdf": the place, and of `name` only the extension, which intake holds against the
 * content. */
char *file_hidden_name (wl_arena_t *arena, size_t place, const char *name);

/* Keeps of `files` those that the answers name, in the order of the answers; `hidden`: under hidden
 * names. */
void file_keep_named (wl_arena_t *arena, const Wlacznik__Answers *answers, bool hidden,
                      Evaluation__ApplicationFiles *files);
