/* Points in hundredths and money in grosze: integers, exact, never a double. Pure functions. */
#pragma once

#include <stdint.h>

#include "base/status.h"

/* The mean of `count` (> 0) numbers of hundredths, rounded half away from zero. Exact for a mean of
 * two halves (domain.md 4.3). Fails (false) on overflow. */
WL_MUST_CHECK bool wl_mean (const int64_t *values, size_t count, int64_t *ret);

enum { WL_AMOUNT_TEXT = 48 };
/* 7450 -> "74,50" (pl) or "74.50" (en). */
void wl_points_format (int64_t hundredths, const char *locale, char ret[WL_AMOUNT_TEXT]);
/* 32983400 -> "329 834,00 zł" (pl, narrow no-break spaces U+202F) or "PLN 329,834.00" (en). */
void wl_money_format (int64_t grosze, const char *locale, char ret[WL_AMOUNT_TEXT]);

/* Checked arithmetic: false on overflow, `ret` untouched then. */
WL_MUST_CHECK bool wl_add (int64_t a, int64_t b, int64_t *ret);
WL_MUST_CHECK bool wl_multiply (int64_t a, int64_t b, int64_t *ret);
