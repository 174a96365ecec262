/* What an indicator must say so that it can be counted and judged. Pure. */
#pragma once

#include "base/status.h"
#include "wlacznik/dissemination.pb-c.h"

enum {
    INDICATORS_MOST = 60, /* of one programme */
    INDICATOR_RECORDS_MOST = 1000,
    INDICATOR_WHOLE = 100,    /* one, in the hundredths of the contract */
    INDICATOR_ALL_OF = 10000, /* 100 %, in hundredths of a percent */
};

/* Whether what is counted is innovations: only those have an applicant and shares. */
bool indicator_counts_innovations (Dissemination__IndicatorMeasure measure);
/* Whether the value is a share, in hundredths of a percent. */
bool indicator_is_share (const Dissemination__IndicatorText *text);

/* Adds each bad field with its path under "text.". `locale` "pl" or "en". The formats of the fields
 * are checked already. WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status indicator_check (const Dissemination__IndicatorText *text,
                                         const char *locale, wl_error_t *error);
