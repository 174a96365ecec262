/* Poland's voivodeships and counties by the register TERC of the statistical office (GUS), for
 * answers that name a place. Pure.
 *
 * Communes are not in it: of a commune's code the county is looked up and the rest is judged by its
 * shape. Codes change with each territorial change, so whoever keeps a code keeps the version, too.
 */
#pragma once

#include "base/status.h"

/* The day that the dictionary says the state of. Counties changed last on 2021-01-01. */
extern const char territory_version[];

typedef struct territory_unit {
    const char
        *code; /* two digits: a voivodeship; four: a county, from 61 on a city with its rights */
    const char *name;
} territory_unit_t;

/* All units in ascending order of their codes, a voivodeship before its counties. */
extern const territory_unit_t territory_units[];
extern const size_t territory_unit_count;

/* A code of 2, 4, 6 or 7 digits whose voivodeship and county exist. NULL is none. */
WL_MUST_CHECK bool territory_has (const char *code);
/* The name of the unit with exactly this code; NULL if there is none. */
const char *territory_name (const char *code);
