#include "grant_access.h"

#include <string.h>

static wl_status
none_such (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "grant-not-found", "Ten wniosek nie ma umowy o grant.",
                    "This application has no agreement on a grant.");
}

store_grant_caller_t
grant_staff (wl_request_t *req)
{
    static const char *const everywhere[] = { "*" };
    store_grant_caller_t caller = { NULL, everywhere, 1 };

    if (!wl_has_role (req, WL_ROLE_OWNER, NULL))
        wl_role_regions (req, WL_ROLE_COORDINATOR, &caller.regions, &caller.region_count);
    return caller;
}

wl_status
grant_read (wl_request_t *req, const char *application_id, store_grant_t *ret)
{
    store_grant_caller_t caller = grant_staff (req);

    caller.user_id = wl_user (req);
    return none_such (req, store_grant_read (req, &caller, application_id, ret));
}

wl_status
grant_lock_for_staff (wl_request_t *req, const char *application_id, store_grant_t *ret)
{
    store_grant_caller_t caller = grant_staff (req);

    return none_such (req, store_grant_lock (req, &caller, application_id, ret));
}

wl_status
grant_lock_own (wl_request_t *req, const char *application_id, store_grant_t *ret)
{
    store_grant_caller_t caller = { .user_id = wl_user (req) };

    return none_such (req, store_grant_lock (req, &caller, application_id, ret));
}

static const struct {
    const char *reason, *pl, *en;
} answers[] = {
    [GRANT_NOT_RUNNING] = { "grant-not-running",
                            "Umowa nie jest podpisana albo już się zakończyła.",
                            "The agreement is not signed, or it has ended." },
    [GRANT_NO_SUCH_TRANCHE] = { "tranche-not-found", "Umowa nie ma takiej transzy.",
                                "The agreement has no such tranche." },
    [GRANT_PAID_ALREADY] = { "paid-already", "Tę transzę już wypłacono.",
                             "This tranche was paid already." },
    [GRANT_REPORT_MISSING] = { "report-missing",
                               "Najpierw przyjmij sprawozdanie z poprzedniej transzy.",
                               "Accept the report on the tranche before first." },
    [GRANT_NOT_PAID] = { "not-paid", "Tej transzy jeszcze nie wypłacono.",
                         "This tranche was not paid yet." },
    [GRANT_REPORT_CLOSED] = { "report-closed",
                              "To sprawozdanie czeka na decyzję albo jest już przyjęte.",
                              "This report waits for a decision, or it was accepted." },
    [GRANT_NOTHING_TO_DECIDE] = { "nothing-to-decide", "To sprawozdanie nie czeka na decyzję.",
                                  "This report does not wait for a decision." },
};

wl_status
grant_say (wl_request_t *req, grant_answer_t answer)
{
    if (answer == GRANT_YES)
        return WL_OK;
    return wl_fail (req, answer == GRANT_NO_SUCH_TRANCHE ? WL_NOT_FOUND : WL_FAILED_PRECONDITION,
                    answers[answer].reason, answers[answer].pl, answers[answer].en);
}

/* ---- money ---- */

static Intake__LedgerEntry *
entry_new (wl_request_t *req, Intake__LedgerKind kind, int64_t amount, const char *document,
           const ledger_t *after)
{
    Intake__LedgerEntry *entry = wl_arena_alloc (wl_arena (req), sizeof *entry);

    intake__ledger_entry__init (entry);
    entry->serial = after->serial;
    entry->kind = kind;
    entry->amount_grosze = amount;
    entry->document = wl_text_copy (wl_arena (req), document);
    entry->at = wl_timestamp (wl_arena (req), wl_now (req));
    entry->agreed = after->agreed;
    entry->to_pay = after->to_pay;
    entry->advanced = after->advanced;
    entry->accepted = after->accepted;
    entry->returned = after->returned;
    entry->released = after->released;
    return entry;
}

static void
show_entry (wl_request_t *req, Intake__Grant *view, Intake__LedgerEntry *entry)
{
    Intake__LedgerEntry **list = wl_arena_array (wl_arena (req), view->n_ledger + 1, sizeof *list);

    for (size_t i = 0; i < view->n_ledger; i++)
        list[i] = view->ledger[i];
    list[view->n_ledger++] = entry;
    view->ledger = list;
}

wl_status
grant_book (wl_request_t *req, store_grant_t *grant, Intake__LedgerKind kind, int64_t amount,
            const char *document)
{
    ledger_t after;

    switch (ledger_append (&grant->ledger, kind, amount, &after)) {
    case LEDGER_GOOD:
        break;
    case LEDGER_SHORT:
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-that-much",
                        "W rozliczeniu umowy nie ma tylu pieniędzy. Sprawdź księgę umowy.",
                        "There is not that much money there. Look into the grant's ledger.");
    case LEDGER_NO_AMOUNT:
    case LEDGER_FIRST:
    default:
        return wl_fail (req, WL_FAILED_PRECONDITION, "amount-not-possible",
                        "Takiej kwoty nie można zapisać w księdze umowy.",
                        "Such an amount cannot stand in the grant's ledger.");
    }
    grant->ledger = after;
    store_ledger_append (req, grant->view->application_id, kind, amount, document, &after);
    show_entry (req, grant->view, entry_new (req, kind, amount, document, &after));
    return WL_OK;
}

void
grant_close_if_settled (wl_request_t *req, store_grant_t *grant)
{
    Intake__GrantClosed closed = INTAKE__GRANT_CLOSED__INIT;
    Intake__Grant *view = grant->view;

    if (!grant_is_settled (view, &grant->ledger))
        return;
    view->state = INTAKE__GRANT_STATE__GRANT_CLOSED;
    store_grant_update (req, view);
    closed.application_id = view->application_id;
    closed.call_id = grant->call_id;
    closed.accepted_grosze = grant->ledger.accepted;
    closed.returned_grosze = grant->ledger.returned;
    wl_emit (req, grant->region, view->application_id, &closed.base);
}
