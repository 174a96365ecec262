#include "grant_rules.h"

static bool
is_day (const char *text, wl_date_t *ret)
{
    return wl_date_parse (text, ret);
}

wl_time_t
grant_day_end (const char *day)
{
    wl_date_t date;

    if (!is_day (day, &date))
        return 0;
    return wl_warsaw_midnight (wl_date_from_days (wl_date_to_days (date) + 1));
}

static void
check_dates (const Intake__OfferGrantRequest *offer, wl_time_t now, const wl_problems_t *problems)
{
    if (grant_day_end (offer->starts_on) > grant_day_end (offer->ends_on))
        wl_problem_add (problems, "endsOn", "before-start",
                        "Umowa kończy się przed początkiem. Popraw daty.",
                        "The agreement ends before it starts. Mend the dates.");
    if (grant_day_end (offer->accept_on) <= now)
        wl_problem_add (problems, "acceptOn", "in-the-past",
                        "Termin na podpisanie już minął. Podaj późniejszy dzień.",
                        "The term for signing has passed. Give a later day.");
}

/* Each report stands behind the one before it, the first behind the start. */
static int64_t
check_tranches (const Intake__OfferGrantRequest *offer, const wl_problems_t *problems)
{
    wl_time_t before = grant_day_end (offer->starts_on);
    int64_t sum = 0;

    for (size_t i = 0; i < offer->n_tranches; i++) {
        const Intake__PlannedTranche *tranche = offer->tranches[i];
        wl_time_t due = grant_day_end (tranche->report_due_on);
        if (due <= before)
            wl_error_add_field (
                problems->error, "tranches", "reports-not-in-order",
                wl_problem_text (problems,
                                 "Sprawozdanie z transzy %zu musi mieć termin po poprzednim.",
                                 "The report on tranche %zu must be due behind the one before."),
                i + 1);
        before = due;
        /* Each is within the contract's limit, so that twelve of them cannot overflow. */
        sum += tranche->amount_grosze;
    }
    if (sum > LEDGER_MOST)
        wl_problem_add (problems, "tranches", "too-large", "Suma transz jest za duża.",
                        "The sum of the tranches is too large.");
    return sum;
}

wl_status
grant_check_offer (const Intake__OfferGrantRequest *offer, wl_time_t now,
                   const wl_problems_t *problems, int64_t *ret_sum)
{
    size_t before = wl_problem_count (problems);

    check_dates (offer, now, problems);
    *ret_sum = check_tranches (offer, problems);
    return wl_problem_count (problems) > before ? WL_INVALID_ARGUMENT : WL_OK;
}

/* ---- while it runs ---- */

static grant_answer_t
find_tranche (const Intake__Grant *grant, uint32_t position)
{
    if (grant->state != INTAKE__GRANT_STATE__GRANT_RUNNING)
        return GRANT_NOT_RUNNING;
    return position >= 1 && position <= grant->n_tranches ? GRANT_YES : GRANT_NO_SUCH_TRANCHE;
}

static bool
is_accepted (const Intake__Grant *grant, uint32_t position)
{
    return grant->reports[position - 1]->state == INTAKE__REPORT_STATE__REPORT_ACCEPTED;
}

grant_answer_t
grant_may_pay (const Intake__Grant *grant, uint32_t position)
{
    grant_answer_t found = find_tranche (grant, position);

    if (found != GRANT_YES)
        return found;
    if (grant->tranches[position - 1]->paid)
        return GRANT_PAID_ALREADY;
    return position == 1 || is_accepted (grant, position - 1) ? GRANT_YES : GRANT_REPORT_MISSING;
}

grant_answer_t
grant_may_report (const Intake__Grant *grant, uint32_t position)
{
    grant_answer_t found = find_tranche (grant, position);

    if (found != GRANT_YES)
        return found;
    if (!grant->tranches[position - 1]->paid)
        return GRANT_NOT_PAID;
    switch (grant->reports[position - 1]->state) {
    case INTAKE__REPORT_STATE__REPORT_EXPECTED:
    case INTAKE__REPORT_STATE__REPORT_TO_MEND:
        return GRANT_YES;
    default:
        return GRANT_REPORT_CLOSED;
    }
}

grant_answer_t
grant_may_decide (const Intake__Grant *grant, uint32_t position)
{
    grant_answer_t found = find_tranche (grant, position);

    if (found != GRANT_YES)
        return found;
    return grant->reports[position - 1]->state == INTAKE__REPORT_STATE__REPORT_SUBMITTED
               ? GRANT_YES
               : GRANT_NOTHING_TO_DECIDE;
}

bool
grant_is_settled (const Intake__Grant *grant, const ledger_t *ledger)
{
    return grant->n_reports > 0 && is_accepted (grant, (uint32_t) grant->n_reports) &&
           ledger->advanced == 0 && ledger->to_pay == 0;
}

bool
grant_may_change (const Intake__Grant *grant, int64_t change)
{
    const Intake__Tranche *last = grant->tranches[grant->n_tranches - 1];

    if (change == 0)
        return true;
    return !last->paid && change <= LEDGER_MOST - last->amount_grosze &&
           last->amount_grosze + change > 0;
}

/* Lines are at most 300 of at most 10^14 grosze each: the sum fits. */
wl_status
grant_check_statement (const Intake__SpendingStatement *statement, int64_t spent,
                       const wl_problems_t *problems)
{
    int64_t sum = 0;

    if (statement == NULL || statement->n_lines == 0)
        return WL_OK;
    for (size_t i = 0; i < statement->n_lines; i++)
        sum += statement->lines[i]->amount_grosze;
    if (sum == spent)
        return WL_OK;
    wl_problem_add (problems, "spentGrosze", "not-the-sum",
                    "Pozycje zestawienia wydatków nie sumują się do tej kwoty.",
                    "The lines of the statement of spending do not add up to this.");
    return WL_INVALID_ARGUMENT;
}
