#include "store_grants.h"

/* ---- reading ---- */

#define GRANT_COLUMNS                                                                  \
    "application_id, number, state, amount_grosze, own_share_grosze, starts_on::text," \
    " ends_on::text, accept_until, coalesce (signed_on::text, '') as signed_on,"       \
    " signed_digest, version, coalesce (signed_file_id::text, '') as signed_file_id"
#define GRANT_OF_CALLER                                   \
    " from grant_agreement g where g.application_id = $1" \
    " and (g.user_id = $2 or g.region = any ($3) or '*' = any ($3))"

/* Co-authors read it, too; what is done about it is the grantee's. */
WL_SQL (select_grant, "select " GRANT_COLUMNS " from grant_agreement g where g.application_id = $1"
                      " and (g.user_id = $2 or g.region = any ($3) or '*' = any ($3) or exists"
                      " (select from coauthor m where m.user_id = $2 and m.left_at is null"
                      "  and m.application_id = g.application_id))");
WL_SQL (lock_grant, "select " GRANT_COLUMNS GRANT_OF_CALLER " for update");
WL_SQL (select_whose, "select call_id, region, user_id from grant_agreement"
                      " where application_id = $1");
WL_SQL (select_tranches,
        "select position, amount_grosze, paid_at is not null as paid, paid_at from grant_tranche"
        " where application_id = $1 order by position");
WL_SQL (select_reports,
        "select position, report_state as state, due_until, overdue, submitted_at, spent_grosze,"
        " accepted_grosze, participants, summary, decision_reason, protocol_number,"
        " coalesce (protocol_signed_on::text, '') as protocol_signed_on, statement,"
        " coalesce (protocol_file_id::text, '') as protocol_file_id, protocol_digest"
        " from grant_tranche"
        " where application_id = $1 order by position");
WL_SQL (select_amendments,
        "select position, state, change_grosze, coalesce (ends_on::text, '') as ends_on, reason,"
        " number, decision_reason from grant_amendment where application_id = $1"
        " order by position");
WL_SQL (select_ledger,
        "select serial, kind, amount_grosze, document, at, agreed, to_pay, advanced, accepted,"
        " returned, released from grant_ledger where application_id = $1 order by serial");

WL_SQL (select_open, "select exists (select from grant_agreement where application_id = $1"
                     " and state in (1, 2))");

wl_status
store_grant_is_open (wl_request_t *req, const char *application_id, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_open, &rows, wl_p_uuid (application_id)));
    *ret = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

static wl_status
read_list (wl_request_t *req, const wl_statement_t *statement, const char *application_id,
           const ProtobufCMessageDescriptor *type, size_t *ret_count, void *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows, wl_p_uuid (application_id)));
    wl_rows_messages (wl_db (req), &rows, type, ret_count, ret);
    return WL_OK;
}

static void
read_balances (store_grant_t *grant)
{
    const Intake__Grant *view = grant->view;
    const Intake__LedgerEntry *last;

    if (view->n_ledger == 0)
        return;
    last = view->ledger[view->n_ledger - 1];
    grant->ledger = (ledger_t){ last->serial,   last->agreed,   last->to_pay,  last->advanced,
                                last->accepted, last->returned, last->released };
}

static wl_status
read_parts (wl_request_t *req, const char *id, store_grant_t *grant)
{
    Intake__Grant *view = grant->view;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_whose, &rows, wl_p_uuid (id)));
    grant->call_id = wl_row_text (wl_db (req), &rows, 0, 0);
    grant->region = wl_row_text (wl_db (req), &rows, 0, 1);
    grant->user_id = wl_row_text (wl_db (req), &rows, 0, 2);
    WL_TRY (read_list (req, &select_tranches, id, &intake__tranche__descriptor, &view->n_tranches,
                       &view->tranches));
    WL_TRY (read_list (req, &select_reports, id, &intake__grant_report__descriptor,
                       &view->n_reports, &view->reports));
    WL_TRY (read_list (req, &select_amendments, id, &intake__amendment__descriptor,
                       &view->n_amendments, &view->amendments));
    WL_TRY (read_list (req, &select_ledger, id, &intake__ledger_entry__descriptor, &view->n_ledger,
                       &view->ledger));
    read_balances (grant);
    return WL_OK;
}

static wl_status
read_grant (wl_request_t *req, const wl_statement_t *statement, const store_grant_caller_t *caller,
            const char *application_id, store_grant_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (caller->user_id),
                    wl_p_texts (caller->regions, caller->region_count)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_grant_t){ .view = wl_arena_alloc (wl_arena (req), sizeof *ret->view) };
    intake__grant__init (ret->view);
    wl_row_message (wl_db (req), &rows, 0, &ret->view->base);
    return read_parts (req, application_id, ret);
}

wl_status
store_grant_read (wl_request_t *req, const store_grant_caller_t *caller, const char *application_id,
                  store_grant_t *ret)
{
    return read_grant (req, &select_grant, caller, application_id, ret);
}

wl_status
store_grant_lock (wl_request_t *req, const store_grant_caller_t *caller, const char *application_id,
                  store_grant_t *ret)
{
    return read_grant (req, &lock_grant, caller, application_id, ret);
}

/* Of each grant its last entry and its few tranches, by their keys. */
#define GRANTS_ON_LIST                                                                            \
    "select g.application_id, a.number as application_number, a.title, g.region, g.number,"       \
    " g.state, coalesce (l.agreed, g.amount_grosze) as agreed, coalesce (l.to_pay, 0) as to_pay," \
    " coalesce (l.advanced, 0) as advanced, coalesce (l.accepted, 0) as accepted,"                \
    " coalesce (l.returned, 0) as returned, coalesce (l.released, 0) as released,"                \
    " t.reports_to_decide, t.reports_overdue, t.next_report_due,"                                 \
    " exists (select from grant_amendment m where m.application_id = g.application_id"            \
    " and m.state = 1) as amendment_asked"                                                        \
    " from grant_agreement g join application a on a.id = g.application_id"                       \
    " left join lateral (select * from grant_ledger where application_id = g.application_id"      \
    " order by serial desc limit 1) l on true"                                                    \
    " cross join lateral (select count (*) filter (where report_state = 2) as reports_to_decide," \
    " count (*) filter (where overdue and report_state in (1, 3)) as reports_overdue,"            \
    " min (due_until) filter (where paid_at is not null and report_state in (1, 3))"              \
    " as next_report_due from grant_tranche where application_id = g.application_id) t"

/* What waits for the office is a report to decide on or overdue, or an amendment asked for. */
#define GRANT_WAITS                                                                       \
    "(exists (select from grant_tranche w where w.application_id = g.application_id"      \
    " and (w.report_state = 2 or (w.overdue and w.report_state in (1, 3))))"              \
    " or exists (select from grant_amendment w where w.application_id = g.application_id" \
    " and w.state = 1))"
#define GRANTS_OF_CALL                                                  \
    " where g.call_id = $1 and (g.region = any ($2) or '*' = any ($2))" \
    " and (cardinality ($3::int8[]) = 0 or g.state = any ($3::int8[]))" \
    " and ($4 = '' or g.region = $4) and (not $5 or " GRANT_WAITS ")"

WL_SQL (count_grants_of_call, WL_COUNT_OF (" from grant_agreement g" GRANTS_OF_CALL));
WL_SQL (select_grants_of_call,
        GRANTS_ON_LIST GRANTS_OF_CALL " and ($6::uuid is null or g.application_id > $6)"
                                      " order by g.application_id limit $7");
WL_SQL (select_grants_of_person,
        GRANTS_ON_LIST " where g.user_id = $1 order by g.application_id desc limit $2");

wl_status
store_grants_of_person (wl_request_t *req, const char *user_id, uint32_t limit,
                        Intake__ListGrantsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_grants_of_person, &rows, wl_p_uuid (user_id),
                    wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &intake__grant_on_list__descriptor, &ret->n_grants,
                      (ProtobufCMessage ***) &ret->grants);
    return WL_OK;
}

wl_status
store_grants_of_call (wl_request_t *req, const store_grant_caller_t *caller,
                      const Intake__ListGrantsRequest *asked, const char *after, uint32_t limit,
                      Intake__ListGrantsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_grants_of_call, &rows, wl_p_uuid (asked->call_id),
                    wl_p_texts (caller->regions, caller->region_count),
                    wl_p_enums (wl_arena (req), (const int *) asked->states, asked->n_states),
                    wl_p_text (asked->region), wl_p_bool (asked->waiting), wl_p_uuid (after),
                    wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &intake__grant_on_list__descriptor, &ret->n_grants,
                      (ProtobufCMessage ***) &ret->grants);
    return WL_OK;
}

wl_status
store_grants_of_call_count (wl_request_t *req, const store_grant_caller_t *caller,
                            const Intake__ListGrantsRequest *asked, Intake__ListGrantsResponse *ret)
{
    return wl_count (wl_db (req), &count_grants_of_call, ret, wl_p_uuid (asked->call_id),
                     wl_p_texts (caller->regions, caller->region_count),
                     wl_p_enums (wl_arena (req), (const int *) asked->states, asked->n_states),
                     wl_p_text (asked->region), wl_p_bool (asked->waiting));
}

/* ---- writing ---- */

WL_SQL (insert_grant,
        "insert into grant_agreement (application_id, call_id, region, user_id, number, state,"
        " amount_grosze, own_share_grosze, starts_on, ends_on, accept_until, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::date, $10::text::date, $11, $12)");
WL_SQL (insert_tranche, "insert into grant_tranche (application_id, position, amount_grosze,"
                        " due_until) values ($1, $2, $3, $4)");

wl_status
store_grant_insert (wl_request_t *req, const store_grant_t *grant)
{
    const Intake__Grant *view = grant->view;
    wl_db_t *db = wl_db (req);

    WL_TRY (wl_run (db, &insert_grant, NULL, wl_p_uuid (view->application_id),
                    wl_p_uuid (grant->call_id), wl_p_text (grant->region),
                    wl_p_uuid (grant->user_id), wl_p_text (view->number), wl_p_int (view->state),
                    wl_p_int (view->amount_grosze), wl_p_int (view->own_share_grosze),
                    wl_p_text (view->starts_on), wl_p_text (view->ends_on),
                    wl_p_time (wl_timestamp_time (view->accept_until)), wl_p_time (wl_now (req))));
    for (size_t i = 0; i < view->n_tranches; i++)
        wl_defer (db, &insert_tranche, wl_p_uuid (view->application_id),
                  wl_p_int (view->tranches[i]->position),
                  wl_p_int (view->tranches[i]->amount_grosze),
                  wl_p_time (wl_timestamp_time (view->reports[i]->due_until)));
    return WL_OK;
}

WL_SQL (update_grant, "update grant_agreement set state = $2, ends_on = $3::text::date,"
                      " signed_on = nullif ($4::text, '')::date, signed_digest = $5,"
                      " signed_file_id = $6, version = version + 1 where application_id = $1");

void
store_grant_update (wl_request_t *req, const Intake__Grant *grant)
{
    wl_defer (wl_db (req), &update_grant, wl_p_uuid (grant->application_id),
              wl_p_int (grant->state), wl_p_text (grant->ends_on), wl_p_text (grant->signed_on),
              wl_p_text (grant->signed_digest), wl_p_uuid (grant->signed_file_id));
}

WL_SQL (update_tranche,
        "update grant_tranche set amount_grosze = $3, paid_at = $4, report_state = $5,"
        " due_until = $6, overdue = $7, submitted_at = $8, spent_grosze = $9,"
        " accepted_grosze = $10, participants = $11, summary = $12, decision_reason = $13,"
        " protocol_number = $14, protocol_signed_on = nullif ($15::text, '')::date,"
        " statement = $16, protocol_file_id = $17, protocol_digest = $18"
        " where application_id = $1 and position = $2");

void
store_tranche_update (wl_request_t *req, const Intake__Grant *grant, uint32_t position)
{
    const Intake__Tranche *tranche = grant->tranches[position - 1];
    const Intake__GrantReport *report = grant->reports[position - 1];

    wl_defer (wl_db (req), &update_tranche, wl_p_uuid (grant->application_id), wl_p_int (position),
              wl_p_int (tranche->amount_grosze), wl_p_time (wl_timestamp_time (tranche->paid_at)),
              wl_p_int (report->state), wl_p_time (wl_timestamp_time (report->due_until)),
              wl_p_bool (report->overdue), wl_p_time (wl_timestamp_time (report->submitted_at)),
              wl_p_int (report->spent_grosze), wl_p_int (report->accepted_grosze),
              wl_p_int (report->participants), wl_p_text (report->summary),
              wl_p_text (report->decision_reason), wl_p_text (report->protocol_number),
              wl_p_text (report->protocol_signed_on),
              wl_p_message (report->statement == NULL ? NULL : &report->statement->base),
              wl_p_uuid (report->protocol_file_id), wl_p_text (report->protocol_digest));
}

WL_SQL (put_amendment,
        "insert into grant_amendment (application_id, position, state, change_grosze, ends_on,"
        " reason, number, decision_reason)"
        " values ($1, $2, $3, $4, nullif ($5::text, '')::date, $6, $7, $8)"
        " on conflict (application_id, position) do update set state = excluded.state,"
        " number = excluded.number, decision_reason = excluded.decision_reason");

void
store_amendment_put (wl_request_t *req, const char *application_id,
                     const Intake__Amendment *amendment)
{
    wl_defer (wl_db (req), &put_amendment, wl_p_uuid (application_id),
              wl_p_int (amendment->position), wl_p_int (amendment->state),
              wl_p_int (amendment->change_grosze), wl_p_text (amendment->ends_on),
              wl_p_text (amendment->reason), wl_p_text (amendment->number),
              wl_p_text (amendment->decision_reason));
}

WL_SQL (append_ledger,
        "insert into grant_ledger (application_id, serial, kind, amount_grosze, document, at,"
        " agreed, to_pay, advanced, accepted, returned, released)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");

void
store_ledger_append (wl_request_t *req, const char *application_id, Intake__LedgerKind kind,
                     int64_t amount, const char *document, const ledger_t *after)
{
    wl_defer (wl_db (req), &append_ledger, wl_p_uuid (application_id), wl_p_int (after->serial),
              wl_p_int (kind), wl_p_int (amount), wl_p_text (document), wl_p_time (wl_now (req)),
              wl_p_int (after->agreed), wl_p_int (after->to_pay), wl_p_int (after->advanced),
              wl_p_int (after->accepted), wl_p_int (after->returned), wl_p_int (after->released));
}

WL_SQL (erase_tranche_words, "update grant_tranche set summary = '', decision_reason = '',"
                             " statement = null"
                             " where application_id = $1");
WL_SQL (erase_amendment_words, "update grant_amendment set reason = '', decision_reason = ''"
                               " where application_id = $1");

void
store_grant_erase_words (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &erase_tranche_words, wl_p_uuid (application_id));
    wl_defer (wl_db (req), &erase_amendment_words, wl_p_uuid (application_id));
}
