/* What an invented applicant of a rehearsal writes: answers that a form takes, made of chance that
 * a seed decides, so that the same rehearsal can be played again. Pure.
 *
 * Names say that nobody stands behind them: "Wnioskodawca próbny 12", addresses under proba.example
 * (RFC 2606), tax numbers that begin with 0, which no office gives out.
 *
 * Some applications have a flaw, so that a formal check finds something; all of them can be
 * submitted.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "form_rules.h"

/* One application to be invented. */
typedef struct invention {
    uint64_t seed;
    uint32_t position;  /* from 1, in its rehearsal */
    const char *region; /* where it applies */
    grant_limits_t grant;
    Wlacznik__ApplicantType applicant;
    wl_time_t now; /* days that are asked for lie around it */
} invention_t;

typedef enum invention_flaw {
    FLAW_NONE,
    FLAW_TWIN,          /* title and words of the one before it */
    FLAW_NO_IDENTIFIER, /* an organisation without NIP and KRS */
    FLAW_ELSEWHERE,     /* places of another voivodeship than the region's */
} invention_flaw_t;

invention_flaw_t invention_flaw (uint32_t position);

/* "Wnioskodawca próbny 12". */
char *invention_name (wl_arena_t *arena, uint32_t position);
Wlacznik__Applicant *invention_applicant (wl_arena_t *arena, const invention_t *self);
/* An answer to every field that is not retired, but for files; totals are not computed yet. */
Wlacznik__Answers *
invention_answers (wl_arena_t *arena, const invention_t *self, const Wlacznik__Form *form);

/* Files that the form requires, as there is no application without them: a field whose answer lacks
 * `count` files of `media_type`. NULL media type: of no type that can be invented. */
typedef struct invention_file {
    const Wlacznik__FormField *field;
    const char *media_type, *name;
    uint32_t count;
} invention_file_t;

/* What is required of the answers as they are; returns how many, at most `most`. */
size_t invention_files (wl_arena_t *arena, const invention_t *self, const Wlacznik__Form *form,
                        const Wlacznik__Answers *answers, invention_file_t *ret, size_t most);
/* The bytes of a file of this type; NULL for one that invention_files does not name. */
const char *invention_file_content (const char *media_type, size_t *ret_length);
