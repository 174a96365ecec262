/* What a rehearsal takes of the call that it rehearses. Pure. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "wlacznik/intake.pb-c.h"

enum {
    REHEARSALS_AT_ONCE = 5,     /* of one call */
    INVENTED_MOST = 2000,       /* applications of one rehearsal */
    REHEARSAL_DAYS_MOST = 3650, /* that its clock moves in all */
};

/* It deletes itself so long after its start. */
#define REHEARSAL_LASTS (30 * WL_DAY)

/* How the codes of rehearsals of `code` begin; a number follows, of at most three digits. */
char *rehearsal_code_beginning (wl_arena_t *arena, const char *code);
/* Makes the definition of a call that of its rehearsal: it is named one, opens at `now`, for as
 * long as the call takes applications (a day at least), and supplements nothing. Texts in the
 * arena. */
void rehearsal_definition (wl_arena_t *arena, Intake__CallDefinition *definition, char *code,
                           wl_time_t now);
