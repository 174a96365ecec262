/* Time: UTC microseconds since 1970 everywhere inside; Europe/Warsaw and RFC 3339 at the edges.
 *
 * The zone rule (CET +1, CEST +2 from the last Sunday of March 01:00 UTC to the last Sunday of
 * October 01:00 UTC, Directive 2000/84/EC) is computed here, because a slim container has no tzdata
 * and a deadline must not depend on one. All functions are pure but wl_clock_system.
 */
#pragma once

#include <stdint.h>

#include "base/status.h"

typedef int64_t wl_time_t; /* UTC microseconds since 1970-01-01; 0 means "not set" */

#define WL_MICROSECOND ((wl_time_t) 1)
#define WL_MILLISECOND ((wl_time_t) 1000)
#define WL_SECOND      ((wl_time_t) 1000000)
#define WL_MINUTE      (60 * WL_SECOND)
#define WL_HOUR        (60 * WL_MINUTE)
#define WL_DAY         (24 * WL_HOUR)

/* Where "now" comes from; tests and rehearsals put their own. */
typedef struct wl_clock {
    wl_time_t (*now) (void *context);
    void *context;
} wl_clock_t;

extern const wl_clock_t wl_clock_system; /* CLOCK_REALTIME; thread-safe */

wl_time_t wl_clock_now (const wl_clock_t *clock);
/* CLOCK_MONOTONIC microseconds, for durations and deadlines inside the house. */
wl_time_t wl_monotonic (void);

typedef struct wl_date {
    int year;  /* 1970..9999 */
    int month; /* 1..12 */
    int day;   /* 1..31 */
} wl_date_t;

/* Minutes that Warsaw is ahead of UTC at `time`: 60 or 120. */
int wl_warsaw_offset (wl_time_t time);
wl_date_t wl_warsaw_date (wl_time_t time);
/* The first microsecond of `date` in Warsaw. */
wl_time_t wl_warsaw_midnight (wl_date_t date);

WL_MUST_CHECK bool wl_date_valid (wl_date_t date);
WL_MUST_CHECK bool wl_date_parse (const char *text, wl_date_t *ret); /* "2026-11-23" */
char *wl_date_text (wl_arena_t *arena, wl_date_t date);
int64_t wl_date_to_days (wl_date_t date); /* since 1970-01-01 */
wl_date_t wl_date_from_days (int64_t days);

enum { WL_TIME_TEXT = 40 };
/* "2026-11-23T22:59:59.999Z"; fraction of 0, 3 or 6 digits, as short as is exact. */
void wl_time_format (wl_time_t time, char ret[WL_TIME_TEXT]);
/* RFC 3339 with Z or a numeric offset and up to 9 fraction digits (cut to 6); leap second 60
 * refused. Years 1970..9999. */
WL_MUST_CHECK bool wl_time_parse (const char *text, wl_time_t *ret);
/* "23 listopada 2026, 23:59:59" or "23 November 2026, 23:59:59", Warsaw time. `locale` "pl" or
 * "en"; anything else is "pl". */
void wl_time_format_people (wl_time_t time, const char *locale, char ret[64]);
