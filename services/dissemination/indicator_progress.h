/* How far an indicator is: its actual value out of what was counted or entered, what is expected by
 * now, and what both together say. Pure.
 *
 * Values are in hundredths of the unit, shares in hundredths of a percent. Expected is the straight
 * line from the baseline over the milestones to the target; a share is to be the target all the
 * time. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "wlacznik/dissemination.pb-c.h"

enum {
    INDICATOR_MONTHS = 36, /* so many ends of months are told, */
    INDICATOR_VALUES = 60, /* so many entered values */
};

/* So many of the measure came to be in a month. */
typedef struct indicator_fact {
    Dissemination__IndicatorMeasure measure;
    int applicant_type; /* wlacznik.ApplicantType; 0: not noted, or the measure has none */
    const char *region; /* "": not noted, or the measure has none */
    int month;          /* as indicator_month tells; 0: not noted */
    int64_t count;
} indicator_fact_t;

/* A value that somebody entered. */
typedef struct indicator_value {
    char *on; /* "2026-11-23" */
    int64_t value;
    char *source;
} indicator_value_t;

/* Months since the year 0. */
int indicator_month (wl_date_t date);

/* Fills what is counted of `indicator`, whose text is there, from facts of its programme. */
void indicator_count (wl_arena_t *arena, wl_date_t today, const indicator_fact_t *facts,
                      size_t count, Dissemination__Indicator *indicator);
/* The same from entered values, one a day, the oldest first; days after `today` are left out. The
 * indicator keeps their texts. */
void indicator_take_values (wl_arena_t *arena, wl_date_t today, const indicator_value_t *values,
                            size_t count, Dissemination__Indicator *indicator);
