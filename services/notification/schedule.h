/* When people are reminded (domain.md 4.6). Pure. */
#pragma once

#include "base/calendar.h"

/* Before the last moment of a call, who has an unfinished draft is reminded. */
typedef struct schedule_step {
    const char *name; /* in the timer's key: "7d" */
    wl_time_t before; /* the last moment */
} schedule_step_t;

/* The steps of drafts, the earliest first; `*ret_count` of them. */
const schedule_step_t *schedule_draft_steps (size_t *ret_count);

/* Before the last moment of a report; each rings at 9 o'clock. The earliest first. */
const schedule_step_t *schedule_report_steps (size_t *ret_count);
/* When a step rings whose term ends with the second `until`. */
wl_time_t schedule_report_at (const schedule_step_t *step, wl_time_t until);

/* The term of a card. */
typedef struct schedule_card {
    wl_time_t
        remind_at;   /* 9 o'clock of the working day before the last; 0: the term is too short */
    wl_time_t until; /* the last second of the last day */
    wl_time_t overdue_at; /* 8 o'clock of the first working day after it */
} schedule_card_t;

/* For a card assigned at `assigned`, with `days` (1..365) of that kind. */
schedule_card_t schedule_card_term (wl_time_t assigned, int days, wl_days_t kind);
