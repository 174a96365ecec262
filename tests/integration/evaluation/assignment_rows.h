/* The tests of assignments over one database. */
#pragma once

#include "evaluation_world.h"

/* Wrote application 2 with its author. */
#define COAUTHOR "01910000-0000-7000-8000-00000000c0a0"

extern evaluation_world_t world;

/* A copy that lives as long as the world. */
char *text (const char *value);

/* ---- assignment_ties.c: assessor 1 is on the list, of "FUNDACJA „1”" ---- */

void conflicts_before_an_invitation (void **state);
void earlier_applications_tie_people (void **state);
void who_wrote_with_others_is_tied (void **state);
