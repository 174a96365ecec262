/* What makes a catalogue entry: its address and whether it may be shown. Pure. */
#pragma once

#include "base/arena.h"
#include "wlacznik/dissemination.pb-c.h"

enum { ENTRY_SLUG_MAX = 100 };

/* A readable, stable address: the title in a-z, 0-9 and hyphens (Polish letters lose their marks),
 * cut at a word, and the last 6 characters of the entry's id, so that equal titles differ. */
char *entry_slug (wl_arena_t *arena, const char *title, const char *entry_id);

/* The open licences: SPDX ids. NULL-terminated. */
extern const char *const entry_licences[];
/* The licence that a choice of a form means: "cc-by-4-0" is CC-BY-4.0; other choices stand for
 * themselves. In `arena`. */
char *entry_licence_of_choice (wl_arena_t *arena, const char *choice);

/* Takes out who made it and whom to ask: what is left names nobody by a field of its own. */
void entry_forget_authors (Dissemination__EntryText *text);

/* Checks that the entry says all that an adopter must know (features.md 1.8: plain, complete,
 * self-contained, no empty section). Adds each missing field with its path under "text.". `locale`
 * "pl" or "en". WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status entry_check_complete (const Dissemination__EntryText *text,
                                              const char *locale, wl_error_t *error);
