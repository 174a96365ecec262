/* Why cards stay unserved: the applications and assessors between whom the room is too small. By
 * Hall's theorem (max flow, min cut) there is such a set whenever a card is unserved, and what it
 * lacks is exactly what is unserved; anybody can count it. */
#pragma once

#include "assignment_solver.h"

typedef struct assignment_shortage {
    /* The set: cards of these applications can only come from these assessors, all of whom are
     * full, and from the few others below. */
    uint32_t *applications; /* ascending */
    size_t application_count;
    uint32_t *assessors; /* ascending */
    size_t assessor_count;
    /* Cards that the set needs: of an application all, or only its quota from some cells. */
    uint64_t needed;
    uint64_t room;       /* of those assessors */
    uint64_t elsewhere;  /* pairs of the set with other assessors: one card each */
} assignment_shortage_t; /* needed - room - elsewhere == unserved */

/* `optimum` is the solver's answer to the network. Everything is 0 when no card is unserved. The
 * result lives in the arena. */
void assignment_explain_shortage (wl_arena_t *arena, const assignment_network_t *network,
                                  const assignment_optimum_t *optimum, assignment_shortage_t *ret);
