#include "store_applications.h"

#include <string.h>

#include "base/uuid.h"

/* ---- columns ---- */

/* What read_application reads, in this order; `a`, `c` and `s` are the application, its call and
 * its stage. The last three are large and left out where nobody asks for them. */
#define COLUMNS_CALL                                                                         \
    "c.state, c.code, c.fill_from, c.submit_from, c.submit_until, c.pool_grosze,"            \
    " c.min_grant_grosze, c.max_grant_grosze, c.applicant_types, c.applications_per_person," \
    " c.withdrawn_counts, c.suspended_at, c.counted_with, c.coauthors_count"
#define COLUMNS_APPLICATION                                                                        \
    "a.id, a.call_id, a.region, a.user_id, a.state, a.stage, a.round, a.version, a.number, "       \
    "a.title,"                                                                                     \
    " a.amount_grosze, a.digest, a.created_at, a.saved_at, a.submitted_at, s.key, s.assessment,"   \
    " exists (select from call_stage n where n.call_id = a.call_id and n.position = a.stage + 1)," \
    " a.form_version"
#define COLUMNS_CONTENT    "a.applicant, a.answers, s.form"
#define COLUMNS_NO_CONTENT "null::bytea, null::bytea, null::bytea"

/* Behind the columns above, where $2 is the caller: their role in the application, NULL for staff.
 * Co-authors are looked up for others than the leader only. */
#define OF_CALLER                                                       \
    "m.role from coauthor m where m.user_id = $2 and m.left_at is null" \
    " and m.application_id = "
#define ROLE_OF_CALLER                                                                    \
    "case when a.user_id = $2 then 1 else coalesce ((select " OF_CALLER "a.id)," CARER_OF \
    "a.id)) end"
#define CARER_OF " (select 4 from application_carer r where r.user_id = $2 and r.application_id = "

/* Whose interest an assessment would be: who reads it with its leader, writes it, or did. */
#define COAUTHORS                                                         \
    "coalesce ((select string_agg (m.user_id::text, ' ') from coauthor m" \
    " where m.application_id = a.id and m.user_id is not null"            \
    " and (m.wrote or m.left_at is null)), '')"

#define JOIN_CALL                                                          \
    " join call c on c.id = a.call_id"                                     \
    " join call_stage s on s.call_id = a.call_id and s.position = a.stage" \
    " and s.version = a.form_version"

enum { CALL_COLUMNS = 14, ROLE_COLUMN = CALL_COLUMNS + 22 };

/* Bytes that are no such message mean that the database was damaged. */
static wl_status
unpack (wl_request_t *req, wl_bytes_t bytes, const ProtobufCMessageDescriptor *type, void *ret)
{
    ProtobufCMessage *message;

    if (bytes.data == NULL)
        return WL_OK;
    if (wl_message_unpack (wl_arena (req), type, bytes.data, bytes.length, &message) != WL_OK)
        return WL_DATA_LOSS;
    memcpy (ret, &message, sizeof message);
    return WL_OK;
}

static void
read_call_rules (wl_request_t *req, const wl_rows_t *rows, int row, store_call_rules_t *ret)
{
    int64_t pool = wl_row_int (rows, row, 5), min = wl_row_int (rows, row, 6),
            max = wl_row_int (rows, row, 7);

    *ret = (store_call_rules_t){
        .state = (Intake__CallState) wl_row_int (rows, row, 0),
        .code = wl_row_text (wl_db (req), rows, row, 1),
        .window = { .fill_from = wl_row_time (rows, row, 2),
                    .submit_from = wl_row_time (rows, row, 3),
                    .submit_until = wl_row_time (rows, row, 4) },
        /* A grant of nothing is none, even where a call names no minimum. */
        .grant = { .min = min > 0 ? min : 1, .max = max > 0 ? max : pool },
        .applicants = { .types = (uint32_t) wl_row_int (rows, row, 8),
                        .per_person = (uint32_t) wl_row_int (rows, row, 9) },
        .withdrawn_counts = wl_row_bool (rows, row, 10),
        .suspended_at = wl_row_time (rows, row, 11),
        .counted_with = wl_row_text (wl_db (req), rows, row, 12),
        .coauthors_count = wl_row_bool (rows, row, 13),
    };
}

static Intake__Application *
read_view (wl_request_t *req, const wl_rows_t *rows, int row, int at)
{
    wl_db_t *db = wl_db (req);
    Intake__Application *view = wl_arena_alloc (wl_arena (req), sizeof *view);

    intake__application__init (view);
    view->id = wl_row_text (db, rows, row, at);
    view->call_id = wl_row_text (db, rows, row, at + 1);
    view->region = wl_row_text (db, rows, row, at + 2);
    view->state = (Intake__ApplicationState) wl_row_int (rows, row, at + 4);
    view->version = (uint64_t) wl_row_int (rows, row, at + 7);
    view->number = wl_row_text (db, rows, row, at + 8);
    view->title = wl_row_text (db, rows, row, at + 9);
    view->amount_grosze = wl_row_int (rows, row, at + 10);
    view->digest = wl_row_text (db, rows, row, at + 11);
    view->created_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, at + 12));
    view->saved_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, at + 13));
    view->submitted_at = wl_timestamp (wl_arena (req), wl_row_time (rows, row, at + 14));
    view->stage = wl_row_text (db, rows, row, at + 15);
    return view;
}

static wl_status
read_application (wl_request_t *req, const wl_rows_t *rows, int row, store_application_t *ret)
{
    int at = CALL_COLUMNS;

    *ret = (store_application_t){
        .view = read_view (req, rows, row, at),
        .user_id = wl_row_text (wl_db (req), rows, row, at + 3),
        .position = (int) wl_row_int (rows, row, at + 5),
        .round = (int) wl_row_int (rows, row, at + 6),
        .assessment = (Wlacznik__AssessmentKind) wl_row_int (rows, row, at + 16),
        .further_stage = wl_row_bool (rows, row, at + 17),
    };
    ret->view->form_version = (uint32_t) wl_row_int (rows, row, at + 18);
    read_call_rules (req, rows, row, &ret->call);
    WL_TRY (unpack (req, wl_row_bytes (rows, row, at + 19), &wlacznik__applicant__descriptor,
                    &ret->view->applicant));
    WL_TRY (unpack (req, wl_row_bytes (rows, row, at + 20), &wlacznik__answers__descriptor,
                    &ret->view->answers));
    return unpack (req, wl_row_bytes (rows, row, at + 21), &wlacznik__form__descriptor, &ret->form);
}

static wl_status
read_one (wl_request_t *req, const wl_rows_t *rows, store_application_t *ret)
{
    return rows->count == 0 ? WL_NOT_FOUND : read_application (req, rows, 0, ret);
}

static wl_status
read_one_of_caller (wl_request_t *req, const wl_rows_t *rows, store_application_t *ret)
{
    WL_TRY (read_one (req, rows, ret));
    ret->view->your_role = (Intake__CoauthorRole) wl_row_int (rows, 0, ROLE_COLUMN);
    return WL_OK;
}

/* ---- starting one ---- */

/* The newest applications of the account are looked at, not all: the cost stays the same for an
 * account that has thousands. */
WL_SQL (select_call_for_application,
        "select " COLUMNS_CALL ","
        " s.key, s.version,"
        " exists (select from programme_region r"
        "         where r.programme_id = c.programme_id and r.region = $2),"
        " (select count (*) from (select state from application where user_id = $3"
        "                         order by id desc limit $4) newest where state = 1)"
        " from call c cross join lateral (select key, version from call_stage"
        "  where call_id = c.id and position = 0 order by version desc limit 1) s"
        " where c.id = $1 and c.published_at is not null and rehearsed (c.id) = $5");

wl_status
store_call_for_application (wl_request_t *req, const char *call_id, const char *region,
                            bool rehearsed, store_new_application_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_call_for_application, &rows, wl_p_uuid (call_id),
                    wl_p_text (region), wl_p_uuid (wl_user (req)), wl_p_int (DRAFTS_WATCHED),
                    wl_p_bool (rehearsed)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    read_call_rules (req, &rows, 0, &ret->call);
    ret->stage = wl_row_text (wl_db (req), &rows, 0, CALL_COLUMNS);
    ret->form_version = (uint32_t) wl_row_int (&rows, 0, CALL_COLUMNS + 1);
    ret->region_known = wl_row_bool (&rows, 0, CALL_COLUMNS + 2);
    ret->open_drafts = (uint32_t) wl_row_int (&rows, 0, CALL_COLUMNS + 3);
    return WL_OK;
}

WL_SQL (insert_application,
        "insert into application (id, call_id, region, user_id, state, stage, round, version,"
        " applicant, created_at, form_version, answers, title, amount_grosze)"
        " values ($1, $2, $3, $4, 1, 0, 1, 1, $5, $6, $7, $8, $9, $10)");

void
store_application_insert (wl_request_t *req, const Intake__Application *application)
{
    wl_defer (wl_db (req), &insert_application, wl_p_uuid (application->id),
              wl_p_uuid (application->call_id), wl_p_text (application->region),
              wl_p_uuid (wl_user (req)), wl_p_message (&application->applicant->base),
              wl_p_time (wl_timestamp_time (application->created_at)),
              wl_p_int (application->form_version),
              wl_p_message (application->answers ? &application->answers->base : NULL),
              wl_p_text (application->title), wl_p_int (application->amount_grosze));
}

/* ---- locking ---- */

/* The lock is taken apart from the joins: whoever waited for it then sees the stage that the row
 * has now, not the one that it had when the statement began. */
WL_SQL (lock_own_application,
        "with a as materialized"
        " (select * from application where id = $1 and (user_id = $2 or exists (select " OF_CALLER
        "application.id)) for update)"
        " select " COLUMNS_CALL ", " COLUMNS_APPLICATION ", " COLUMNS_CONTENT ", " ROLE_OF_CALLER
        ", " COAUTHORS " from a" JOIN_CALL);

/* Ids of one length with a space between them. */
static void
read_coauthors (wl_request_t *req, const wl_rows_t *rows, store_application_t *ret)
{
    char *ids = wl_row_text (wl_db (req), rows, 0, ROLE_COLUMN + 1);

    ret->coauthor_count = (strlen (ids) + 1) / WL_UUID_TEXT;
    ret->coauthor_user_ids =
        wl_arena_array (wl_arena (req), ret->coauthor_count, sizeof *ret->coauthor_user_ids);
    for (size_t i = 0; i < ret->coauthor_count; i++) {
        ret->coauthor_user_ids[i] = ids + i * WL_UUID_TEXT;
        ret->coauthor_user_ids[i][WL_UUID_TEXT - 1] = '\0';
    }
}

wl_status
store_application_lock_own (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_own_application, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (wl_user (req))));
    WL_TRY (read_one_of_caller (req, &rows, ret));
    read_coauthors (req, &rows, ret);
    return WL_OK;
}

WL_SQL (lock_application,
        "with a as materialized (select * from application where id = $1 for update)"
        " select " COLUMNS_CALL ", " COLUMNS_APPLICATION ", " COLUMNS_NO_CONTENT
        " from a" JOIN_CALL);

wl_status
store_application_lock (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_application, &rows, wl_p_uuid (application_id)));
    return read_one (req, &rows, ret);
}

WL_SQL (lock_application_whole,
        "with a as materialized (select * from application where id = $1 for update)"
        " select " COLUMNS_CALL ", " COLUMNS_APPLICATION ", " COLUMNS_CONTENT " from a" JOIN_CALL);

wl_status
store_application_lock_whole (wl_request_t *req, const char *application_id,
                              store_application_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_application_whole, &rows, wl_p_uuid (application_id)));
    return read_one (req, &rows, ret);
}

WL_SQL (lock_application_in,
        "with a as materialized (select * from application where id = $1 and number <> ''"
        "  and (region = any ($2) or '*' = any ($2)) for update)"
        " select " COLUMNS_CALL ", " COLUMNS_APPLICATION ", " COLUMNS_CONTENT " from a" JOIN_CALL);

wl_status
store_application_lock_in (wl_request_t *req, const char *application_id,
                           const char *const *regions, size_t region_count,
                           store_application_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_application_in, &rows, wl_p_uuid (application_id),
                    wl_p_texts (regions, region_count)));
    return read_one (req, &rows, ret);
}

/* ---- writing ---- */

WL_SQL (save_application, "update application set version = $2, applicant = $3, answers = $4,"
                          " title = $5, amount_grosze = $6, saved_at = $7 where id = $1");

void
store_application_save (wl_request_t *req, const store_application_t *application)
{
    const Intake__Application *view = application->view;

    wl_defer (wl_db (req), &save_application, wl_p_uuid (view->id),
              wl_p_int ((int64_t) view->version), wl_p_message (&view->applicant->base),
              wl_p_message (view->answers ? &view->answers->base : NULL), wl_p_text (view->title),
              wl_p_int (view->amount_grosze), wl_p_time (wl_timestamp_time (view->saved_at)));
}

WL_SQL (withdraw_application,
        "with noted as (insert into withdrawal (application_id, withdrawn_at, reason)"
        "  values ($1, $2, $3))"
        " update application set state = 12, version = version + 1 where id = $1");

void
store_application_withdraw (wl_request_t *req, const char *application_id, const char *reason)
{
    wl_defer (wl_db (req), &withdraw_application, wl_p_uuid (application_id),
              wl_p_time (wl_now (req)), wl_p_text (reason));
}

WL_SQL (set_state, "update application set state = $2, version = version + 1 where id = $1");
WL_SQL (open_next,
        "update application a set state = 9, version = version + 1, stage = stage + 1, round = 1,"
        " answers = null, form_version = (select max (s.version) from call_stage s"
        "  where s.call_id = a.call_id and s.position = a.stage + 1) where id = $1");
WL_SQL (reopen, "update application set state = 9, version = version + 1, round = round + 1"
                " where id = $1");

void
store_application_set_state (wl_request_t *req, const char *application_id,
                             Intake__ApplicationState state)
{
    wl_defer (wl_db (req), &set_state, wl_p_uuid (application_id), wl_p_int (state));
}

void
store_application_open_next (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &open_next, wl_p_uuid (application_id));
}

void
store_application_reopen (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &reopen, wl_p_uuid (application_id));
}

WL_SQL (take_form, "update application set form_version = $2, version = version + 1 where id = $1");

void
store_application_take_form (wl_request_t *req, const char *application_id, uint32_t form_version)
{
    wl_defer (wl_db (req), &take_form, wl_p_uuid (application_id), wl_p_int (form_version));
}

/* ---- reading ---- */

WL_SQL (newest_form, "select version, form from call_stage where call_id = $1 and key = $2"
                     " order by version desc limit 1");

wl_status
store_newest_form (wl_request_t *req, const char *call_id, const char *stage, uint32_t *ret_version,
                   Wlacznik__Form **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &newest_form, &rows, wl_p_uuid (call_id), wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_version = (uint32_t) wl_row_int (&rows, 0, 0);
    return unpack (req, wl_row_bytes (&rows, 0, 1), &wlacznik__form__descriptor, ret);
}

WL_SQL (select_visible_application,
        "select " COLUMNS_CALL ", " COLUMNS_APPLICATION ", " COLUMNS_CONTENT ", " ROLE_OF_CALLER
        " from application a" JOIN_CALL " where a.id = $1 and (a.user_id = $2 or"
        " (a.number <> '' and (a.region = any ($3) or '*' = any ($3))) or"
        " exists (select " OF_CALLER "a.id) or exists" CARER_OF "a.id))");

wl_status
store_application_visible (wl_request_t *req, const char *application_id,
                           const char *const *regions, size_t region_count,
                           store_application_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_visible_application, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (wl_user (req)), wl_p_texts (regions, region_count)));
    return read_one_of_caller (req, &rows, ret);
}

/* The account's own and those that it writes or reads with others: a slice of two index ranges. */
#define OWN_APPLICATIONS(behind)                                                                 \
    "with mine as materialized (select id, 1 as role from (select id from application"           \
    "  where user_id = $1" behind (                                                              \
        "id") " order by id desc limit $2) own"                                                  \
              " union all select application_id, role from (select application_id, role from "   \
              "coauthor"                                                                         \
              "  where user_id = $1 and left_at is null" behind (                                \
                  "application_id") "  order by application_id desc limit $2) shared)"           \
                                    " select " COLUMNS_CALL ", " COLUMNS_APPLICATION             \
                                    ", " COLUMNS_NO_CONTENT ", mine.role"                        \
                                    " from (select * from mine order by id desc limit $2) mine " \
                                    "join application a on a.id = mine.id" JOIN_CALL             \
                                    " order by a.id desc"
#define BEHIND_NOTHING(column) ""
#define BEHIND_CURSOR(column)  " and " column " < $3"

WL_SQL (count_own, WL_COUNT_OF ("from (select id from application where user_id = $1 union all"
                                " select application_id from coauthor where user_id = $1"
                                " and left_at is null) as mine"));

wl_status
store_applications_own_count (wl_request_t *req, Intake__ListMyApplicationsResponse *ret)
{
    return wl_count (wl_db (req), &count_own, ret, wl_p_uuid (wl_user (req)));
}

WL_SQL (select_own_newest, OWN_APPLICATIONS (BEHIND_NOTHING));
WL_SQL (select_own_older, OWN_APPLICATIONS (BEHIND_CURSOR));

wl_status
store_applications_own (wl_request_t *req, const char *after, uint32_t limit,
                        store_application_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    if (after == NULL)
        WL_TRY (wl_run (wl_db (req), &select_own_newest, &rows, wl_p_uuid (wl_user (req)),
                        wl_p_int (limit)));
    else
        WL_TRY (wl_run (wl_db (req), &select_own_older, &rows, wl_p_uuid (wl_user (req)),
                        wl_p_int (limit), wl_p_uuid (after)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        WL_TRY (read_application (req, &rows, i, &(*ret)[i]));
        (*ret)[i].view->your_role = (Intake__CoauthorRole) wl_row_int (&rows, i, ROLE_COLUMN);
    }
    return WL_OK;
}

WL_SQL (select_titles,
        "select a.id as application_id, number, title, user_id as applicant_user_id, a.call_id,"
        " 'Wnioskodawca próbny ' || i.position as invented_name from application a"
        " left join invented_application i on i.application_id = a.id"
        " where a.id = " WL_ANY ("$1", "uuid") " and number <> ''");

wl_status
store_titles (wl_request_t *req, char *const *application_ids, size_t count,
              Intake__GetTitlesResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_titles, &rows,
                    wl_p_uuids ((const char *const *) application_ids, count)));
    wl_rows_messages (wl_db (req), &rows, &intake__application_title__descriptor, &ret->n_titles,
                      (ProtobufCMessage ***) &ret->titles);
    return WL_OK;
}
