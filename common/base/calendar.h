/* Terms: working and calendar days by the Polish calendar.
 *
 * Days off: Saturdays, Sundays and the holidays of the Act of 18 January 1951 on days free from
 * work, with Christmas Eve since 2025. Terms end with the end of their last day (civil code
 * art. 111); the day of the event is not counted; a *calendar* term whose last day is a Saturday or
 * a day off ends on the next day that is none (civil code art. 115). Pure functions.
 */
#pragma once

#include "base/clock.h"

typedef enum wl_days {
    WL_CALENDAR_DAYS = 1,
    WL_WORKING_DAYS = 2,
} wl_days_t;

bool wl_is_holiday (wl_date_t date);
bool wl_is_working_day (wl_date_t date);

/* The last day of a term of `count` days (0..3660) that starts with an event on `event`. */
wl_date_t wl_term_last_day (wl_date_t event, int count, wl_days_t kind);
/* The same from an instant to an instant: the first microsecond that is too late, in Warsaw. */
wl_time_t wl_term_end (wl_time_t event, int count, wl_days_t kind);
