#include "store_persons.h"

#include "store_attachments.h"
#include "store_coauthors.h"
#include "store_grants.h"
#include "store_likeness.h"
#include "store_testing.h"

/* ---- the register ---- */

WL_SQL (insert_data_request,
        "insert into data_request (id, user_id, kind, state, note, received_at, due_until,"
        " application_id, field, correct_text, stage)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

wl_status
store_data_request_insert (wl_request_t *req, const Intake__DataRequest *request)
{
    return wl_run (
        wl_db (req), &insert_data_request, NULL, wl_p_uuid (request->id),
        wl_p_uuid (request->user_id), wl_p_int (request->kind), wl_p_int (request->state),
        wl_p_text (request->note), wl_p_time (wl_timestamp_time (request->received_at)),
        wl_p_time (wl_timestamp_time (request->due_until)), wl_p_uuid (request->application_id),
        wl_p_text (request->field), wl_p_text (request->correct_text), wl_p_text (request->stage));
}

#define REQUEST_COLUMNS                                                                      \
    "id, user_id, kind, state, note, received_at, due_until, extended, answered_at, answer," \
    " coalesce (application_id::text, '') as application_id, field, correct_text, stage,"    \
    " array (select place from data_request_confirmed where request_id = data_request.id"    \
    "        order by place) as confirmed"

WL_SQL (lock_data_request, "select " REQUEST_COLUMNS " from data_request where id = $1 for update");

wl_status
store_data_request_lock (wl_request_t *req, const char *request_id, Intake__DataRequest *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_data_request, &rows, wl_p_uuid (request_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (update_data_request, "update data_request set state = $2, due_until = $3, extended = $4,"
                             " answered_at = $5, answer = $6 where id = $1");

void
store_data_request_update (wl_request_t *req, const Intake__DataRequest *request)
{
    wl_defer (wl_db (req), &update_data_request, wl_p_uuid (request->id), wl_p_int (request->state),
              wl_p_time (wl_timestamp_time (request->due_until)), wl_p_bool (request->extended),
              wl_p_time (wl_timestamp_time (request->answered_at)), wl_p_text (request->answer));
}

WL_SQL (delete_kept, "delete from data_request_kept where request_id = $1");
WL_SQL (insert_kept, "insert into data_request_kept values ($1, $2, $3, $4,"
                     " nullif ($5::text, '')::date)");

void
store_kept_replace (wl_request_t *req, const Intake__DataRequest *request)
{
    wl_defer (wl_db (req), &delete_kept, wl_p_uuid (request->id));
    for (size_t i = 0; i < request->n_kept; i++)
        wl_defer (wl_db (req), &insert_kept, wl_p_uuid (request->id),
                  wl_p_uuid (request->kept[i]->application_id),
                  wl_p_text (request->kept[i]->number), wl_p_int (request->kept[i]->reason),
                  wl_p_text (request->kept[i]->kept_until));
}

WL_SQL (select_kept, "select application_id, number, reason,"
                     " coalesce (kept_until::text, '') as kept_until from data_request_kept"
                     " where request_id = $1 order by application_id limit 1000");

WL_SQL (insert_confirmed,
        "insert into data_request_confirmed (request_id, place, confirmed_at)"
        " select id, $2, $3 from data_request where id = $1"
        " on conflict (request_id, place) do update set confirmed_at = excluded.confirmed_at");

void
store_erasure_confirmed (wl_request_t *req, const char *request_id, const char *place)
{
    wl_defer (wl_db (req), &insert_confirmed, wl_p_uuid (request_id), wl_p_text (place),
              wl_p_time (wl_now (req)));
}

/* One round trip for each erasure on the page; other kinds have nothing kept. */
static wl_status
read_requests (wl_request_t *req, const wl_rows_t *rows, size_t *ret_count,
               Intake__DataRequest ***ret)
{
    wl_rows_messages (wl_db (req), rows, &intake__data_request__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    for (size_t i = 0; i < *ret_count; i++) {
        Intake__DataRequest *request = (*ret)[i];
        wl_rows_t kept;
        if (request->kind != INTAKE__DATA_REQUEST_KIND__ERASURE)
            continue;
        WL_TRY (wl_run (wl_db (req), &select_kept, &kept, wl_p_uuid (request->id)));
        wl_rows_messages (wl_db (req), &kept, &intake__kept_application__descriptor,
                          &request->n_kept, (ProtobufCMessage ***) &request->kept);
    }
    return WL_OK;
}

WL_SQL (select_own_requests, "select " REQUEST_COLUMNS " from data_request where user_id = $1"
                             " order by id desc limit 100");

wl_status
store_data_requests_of (wl_request_t *req, const char *user_id, size_t *ret_count,
                        Intake__DataRequest ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_own_requests, &rows, wl_p_uuid (user_id)));
    return read_requests (req, &rows, ret_count, ret);
}

#define FROM_REGISTER "select " REQUEST_COLUMNS " from data_request"
#define BEHIND        " ($1::uuid is null or id > $1) order by id limit $2"

WL_SQL (count_requests, WL_COUNT_OF ("from data_request"));
WL_SQL (count_open_requests, WL_COUNT_OF ("from data_request where state = 1"));

wl_status
store_data_requests_count (wl_request_t *req, bool open_only, Intake__DataRequests *ret)
{
    return wl_count (wl_db (req), open_only ? &count_open_requests : &count_requests, ret);
}

WL_SQL (select_requests, FROM_REGISTER " where" BEHIND);
WL_SQL (select_open_requests, FROM_REGISTER " where state = 1 and" BEHIND);

wl_status
store_data_requests (wl_request_t *req, bool open_only, const char *after, uint32_t limit,
                     size_t *ret_count, Intake__DataRequest ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), open_only ? &select_open_requests : &select_requests, &rows,
                    wl_p_uuid (after), wl_p_int (limit)));
    return read_requests (req, &rows, ret_count, ret);
}

/* ---- erasing ---- */

/* The lock apart from the joins, as in store_applications.c. A call that is decided (3) or annulled
 * (5) is over. */
WL_SQL (
    select_to_erase,
    "with a as materialized"
    " (select * from application where user_id = $1 order by id limit $2 for update)"
    " select a.id, a.number, a.state, c.state not in (3, 5) or"
    " exists (select from application_dispute i where i.application_id = a.id),"
    " exists (select from grant_ledger l where l.application_id = a.id and l.kind = 4),"
    " exists (select from grant_agreement g where g.application_id = a.id and g.state in (1, 2)),"
    " coalesce (r.legal_hold, false), (r.keep_until + 1)::timestamp at time zone 'Europe/Warsaw',"
    " coalesce (r.keep_until::text, '')"
    " from a join call c on c.id = a.call_id"
    " left join programme_retention r on r.programme_id = c.programme_id order by a.id");

wl_status
store_applications_to_erase (wl_request_t *req, const char *user_id, uint32_t limit,
                             store_erasable_t **ret, size_t *ret_count)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_to_erase, &rows, wl_p_uuid (user_id), wl_p_int (limit)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_erasable_t){
            .id = wl_row_text (db, &rows, i, 0),
            .number = wl_row_text (db, &rows, i, 1),
            .facts = { .state = (Intake__ApplicationState) wl_row_int (&rows, i, 2),
                       .running = wl_row_bool (&rows, i, 3),
                       .paid = wl_row_bool (&rows, i, 4),
                       .grant_open = wl_row_bool (&rows, i, 5),
                       .legal_hold = wl_row_bool (&rows, i, 6),
                       .keep_until = wl_row_time (&rows, i, 7) },
            .kept_until = wl_row_text (db, &rows, i, 8),
        };
    return WL_OK;
}

WL_SQL (put_dispute, "insert into application_dispute values ($1, $2) on conflict do nothing");
WL_SQL (end_dispute, "delete from application_dispute where application_id = $1");

void
store_dispute_put (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &put_dispute, wl_p_uuid (application_id), wl_p_time (wl_now (req)));
}

void
store_dispute_end (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &end_dispute, wl_p_uuid (application_id));
}

WL_SQL (select_contents, "select a.applicant, b.stage, b.round, b.content from application a"
                         " left join submission b on b.application_id = a.id where a.id = $1");
/* The account goes, too: nothing in this database leads back to the person. */
WL_SQL (empty_application,
        "update application set applicant = $2, answers = null, title = '', version = version + 1,"
        " user_id = '00000000-0000-0000-0000-000000000000',"
        " state = case when state = 1 then 12 else state end where id = $1");
WL_SQL (empty_submission, "update submission set content = $4"
                          " where application_id = $1 and stage = $2 and round = $3");
WL_SQL (empty_withdrawal, "update withdrawal set reason = '' where application_id = $1");
WL_SQL (empty_grant, "update grant_agreement"
                     " set user_id = '00000000-0000-0000-0000-000000000000'"
                     " where application_id = $1");
WL_SQL (delete_rectifications, "delete from rectification where application_id = $1");
WL_SQL (delete_standing, "delete from standing s using application a, call c"
                         " where a.id = $1 and c.id = a.call_id and s.call_id = c.counted_with"
                         " and s.application_id = a.id");

static char nobody[] = "";

/* Who applied, as statistics count it. */
static Wlacznik__Applicant *
empty_applicant (wl_request_t *req, Wlacznik__ApplicantType type)
{
    Wlacznik__Applicant *applicant = wl_arena_alloc (wl_arena (req), sizeof *applicant);

    wlacznik__applicant__init (applicant);
    applicant->type = type;
    return applicant;
}

static wl_status
empty_content (wl_request_t *req, const char *id, const wl_rows_t *rows, int row)
{
    wl_bytes_t bytes = wl_row_bytes (rows, row, 3);
    Intake__Submission *content;

    if (bytes.data == NULL)
        return WL_OK; /* never submitted */
    if (wl_message_unpack (wl_arena (req), &intake__submission__descriptor, bytes.data,
                           bytes.length, (ProtobufCMessage **) &content) != WL_OK)
        return WL_DATA_LOSS;
    content->applicant = empty_applicant (req, content->applicant->type);
    content->answers = NULL;
    content->title = content->summary = content->applicant_user_id = nobody;
    wl_defer (wl_db (req), &empty_submission, wl_p_uuid (id), wl_p_int (wl_row_int (rows, row, 1)),
              wl_p_int (wl_row_int (rows, row, 2)), wl_p_message (&content->base));
    return WL_OK;
}

static wl_status
empty_contents (wl_request_t *req, const char *id)
{
    Wlacznik__Applicant *applicant;
    wl_bytes_t bytes;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_contents, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    bytes = wl_row_bytes (&rows, 0, 0);
    if (wl_message_unpack (wl_arena (req), &wlacznik__applicant__descriptor, bytes.data,
                           bytes.length, (ProtobufCMessage **) &applicant) != WL_OK)
        return WL_DATA_LOSS;
    for (int i = 0; i < rows.count; i++)
        WL_TRY (empty_content (req, id, &rows, i));
    wl_defer (wl_db (req), &empty_application, wl_p_uuid (id),
              wl_p_message (&empty_applicant (req, applicant->type)->base));
    return WL_OK;
}

wl_status
store_application_erase (wl_request_t *req, const char *application_id)
{
    wl_db_t *db = wl_db (req);

    WL_TRY (empty_contents (req, application_id));
    wl_defer (db, &empty_withdrawal, wl_p_uuid (application_id));
    wl_defer (db, &empty_grant, wl_p_uuid (application_id));
    wl_defer (db, &delete_standing, wl_p_uuid (application_id));
    wl_defer (db, &delete_rectifications, wl_p_uuid (application_id));
    store_coauthors_erase (req, application_id);
    store_testing_erase (req, application_id);
    store_grant_erase_words (req, application_id);
    store_likeness_erase (req, application_id);
    return store_attachments_erase (req, application_id);
}

WL_SQL (insert_rectification,
        "insert into rectification (request_id, application_id, field, text, noted_at, stage)"
        " values ($1, $2, $3, $4, $5, $6)");
WL_SQL (select_rectifications, "select field, text, noted_at, stage from rectification"
                               " where application_id = $1 order by request_id limit 100");

void
store_rectification_insert (wl_request_t *req, const Intake__DataRequest *request)
{
    wl_defer (wl_db (req), &insert_rectification, wl_p_uuid (request->id),
              wl_p_uuid (request->application_id), wl_p_text (request->field),
              wl_p_text (request->correct_text), wl_p_time (wl_now (req)),
              wl_p_text (request->stage));
}

wl_status
store_rectifications (wl_request_t *req, const char *application_id, size_t *ret_count,
                      Intake__Rectification ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_rectifications, &rows, wl_p_uuid (application_id)));
    wl_rows_messages (wl_db (req), &rows, &intake__rectification__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (erase_request_words, "update data_request set note = '', answer = '', correct_text = ''"
                             " where user_id = $1 and state <> 1");

void
store_data_request_words_erase (wl_request_t *req, const char *user_id)
{
    wl_defer (wl_db (req), &erase_request_words, wl_p_uuid (user_id));
}

WL_SQL (select_retention, "select coalesce (keep_until::text, '') as keep_until, legal_hold, reason"
                          " from programme_retention where programme_id = $1");

wl_status
store_retention (wl_request_t *req, const char *programme_id, Intake__Retention *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_retention, &rows, wl_p_uuid (programme_id)));
    if (rows.count > 0)
        wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (put_retention,
        "insert into programme_retention (programme_id, keep_until, legal_hold, reason, set_by,"
        " set_at) values ($1, nullif ($2::text, '')::date, $3, $4, $5, $6)"
        " on conflict (programme_id) do update set keep_until = excluded.keep_until,"
        " legal_hold = excluded.legal_hold, reason = excluded.reason, set_by = excluded.set_by,"
        " set_at = excluded.set_at");

void
store_retention_put (wl_request_t *req, const Intake__Retention *retention)
{
    wl_defer (wl_db (req), &put_retention, wl_p_uuid (retention->programme_id),
              wl_p_text (retention->keep_until), wl_p_bool (retention->legal_hold),
              wl_p_text (retention->reason), wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req)));
}

/* ---- showing ---- */

WL_SQL (select_person_applications,
        "select a.id, a.call_id, a.region, a.number, a.title, a.created_at, a.applicant, a.answers,"
        " coalesce (w.reason, '') as withdrawal_reason from application a"
        " left join withdrawal w on w.application_id = a.id"
        " where a.user_id = $1 and ($2::uuid is null or a.id > $2) order by a.id limit $3");
WL_SQL (select_person_submissions,
        "select s.key, b.round, b.submitted_at, encode (b.digest, 'hex'), b.content"
        " from submission b join call_stage s on s.call_id = b.call_id and s.position = b.stage"
        " and s.version = b.form_version where b.application_id = $1 order by b.stage, b.round");

static wl_status
read_submissions (wl_request_t *req, Intake__ApplicationData *data)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_person_submissions, &rows, wl_p_uuid (data->id)));
    data->n_submitted = (size_t) rows.count;
    data->submitted = wl_arena_array (wl_arena (req), data->n_submitted, sizeof *data->submitted);
    for (int i = 0; i < rows.count; i++) {
        Intake__SubmittedData *one = wl_arena_alloc (wl_arena (req), sizeof *one);
        wl_bytes_t bytes = wl_row_bytes (&rows, i, 4);
        Intake__Submission *content;
        if (wl_message_unpack (wl_arena (req), &intake__submission__descriptor, bytes.data,
                               bytes.length, (ProtobufCMessage **) &content) != WL_OK)
            return WL_DATA_LOSS;
        intake__submitted_data__init (one);
        one->stage = wl_row_text (db, &rows, i, 0);
        one->round = (uint32_t) wl_row_int (&rows, i, 1);
        one->submitted_at = wl_timestamp (wl_arena (req), wl_row_time (&rows, i, 2));
        one->digest = wl_row_text (db, &rows, i, 3);
        one->applicant = content->applicant;
        one->answers = content->answers;
        data->submitted[i] = one;
    }
    return WL_OK;
}

wl_status
store_person_applications (wl_request_t *req, const char *user_id, const char *after,
                           uint32_t limit, size_t *ret_count, Intake__ApplicationData ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_person_applications, &rows, wl_p_uuid (user_id),
                    wl_p_uuid (after), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &intake__application_data__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    for (size_t i = 0; i < *ret_count; i++)
        WL_TRY (read_submissions (req, (*ret)[i]));
    return WL_OK;
}

WL_SQL (select_coauthorships,
        "select application_id, role, name, email, joined_at, left_at from coauthor"
        " where user_id = $1 order by application_id limit 500");
WL_SQL (select_own_comments,
        "select f.id, f.field, f.user_id as author_user_id, f.role as author_role, f.text,"
        " f.written_at from field_comment f where f.user_id = $1 order by f.id limit 500");
WL_SQL (select_shown_versions,
        "select s.key as stage, v.number, v.note, v.shown_at, v.shown_by as shown_by_user_id,"
        " v.form_version, v.answers from draft_version v join application a"
        " on a.id = v.application_id join call_stage s on s.call_id = a.call_id"
        " and s.position = v.stage and s.version = v.form_version where v.application_id = $1"
        " order by v.stage, v.number limit 200");

wl_status
store_person_together (wl_request_t *req, const char *user_id, Intake__PersonData *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_coauthorships, &rows, wl_p_uuid (user_id)));
    wl_rows_messages (wl_db (req), &rows, &intake__coauthorship__descriptor, &ret->n_coauthorships,
                      (ProtobufCMessage ***) &ret->coauthorships);
    WL_TRY (wl_run (wl_db (req), &select_own_comments, &rows, wl_p_uuid (user_id)));
    wl_rows_messages (wl_db (req), &rows, &intake__field_comment__descriptor, &ret->n_comments,
                      (ProtobufCMessage ***) &ret->comments);
    return WL_OK;
}

wl_status
store_person_versions (wl_request_t *req, Intake__ApplicationData *data)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_shown_versions, &rows, wl_p_uuid (data->id)));
    wl_rows_messages (wl_db (req), &rows, &intake__draft_version__descriptor, &data->n_versions,
                      (ProtobufCMessage ***) &data->versions);
    return WL_OK;
}
