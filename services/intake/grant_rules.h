/* What may happen to a grant, and when (domain.md 4.2 rows 8-10). Pure: a rule changes the message
 * in its hands and nothing else. Problems are named by the field of the request. */
#pragma once

#include "base/clock.h"
#include "base/problems.h"
#include "ledger.h"

/* Whether the offer makes sense: dates in order, each report due behind the one before. On success
 * `ret_sum` is the grant, in grosze. WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status grant_check_offer (const Intake__OfferGrantRequest *offer, wl_time_t now,
                                           const wl_problems_t *problems, int64_t *ret_sum);

/* The first microsecond behind the day "2026-11-26" in Warsaw; 0 for what is no day. */
wl_time_t grant_day_end (const char *day);

typedef enum grant_answer {
    GRANT_YES,
    GRANT_NOT_RUNNING,
    GRANT_NO_SUCH_TRANCHE,
    GRANT_PAID_ALREADY,
    GRANT_REPORT_MISSING, /* the report on the tranche before is not accepted yet */
    GRANT_NOT_PAID,       /* there is nothing to report on */
    GRANT_REPORT_CLOSED,  /* it waits for a decision, or is accepted */
    GRANT_NOTHING_TO_DECIDE,
} grant_answer_t;

/* Tranche n is paid after the accepted report on tranche n - 1, each once. */
grant_answer_t grant_may_pay (const Intake__Grant *grant, uint32_t position);
/* A report follows its tranche's money; one that is to be mended may come again. */
grant_answer_t grant_may_report (const Intake__Grant *grant, uint32_t position);
grant_answer_t grant_may_decide (const Intake__Grant *grant, uint32_t position);
/* Nothing is left to pay, to report or to give back. */
bool grant_is_settled (const Intake__Grant *grant, const ledger_t *ledger);
/* Whether a statement of spending, which may be NULL or empty, adds up to what was spent. WL_OK or
 * WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status grant_check_statement (const Intake__SpendingStatement *statement,
                                               int64_t spent, const wl_problems_t *problems);
/* The last tranche is the one that an amendment changes: whether it may, by so much. */
bool grant_may_change (const Intake__Grant *grant, int64_t change);
