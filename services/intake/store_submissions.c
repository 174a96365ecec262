#include "store_submissions.h"

/* ---- filing, and whom a limit counts ---- */

/* In the order of the keys, so that two submissions with the same persons do not wait for each
 * other in a circle. Advisory, because there may be no row to lock yet. */
WL_SQL (lock_persons, "select pg_advisory_xact_lock (person) from unnest ($1::int8[]) as person");

/* A statement of its own behind the locks, so that it sees what the other submissions of these
 * persons committed. No number is taken when a person has no place left. */
#define ONE_OF_THEM  WL_ANY ("$3", "int8")
#define EACH_OF_THEM WL_UNNEST ("$3", "int8")

WL_SQL (
    file_submission,
    "with full_person as"
    " (select from standing where call_id = $11 and person = " ONE_OF_THEM
    "  group by person having count (*) >= $4),"
    " place as materialized"
    " (select call_serial_next ($2)::int4 as serial where not exists (select from full_person)),"
    " frozen as"
    " (insert into submission (application_id, stage, round, call_id, serial, submitted_at,"
    "  content, digest, form_version)"
    "  select $1, 0, 1, $2, serial, $6, $7, $8, $10 from place),"
    " stands as"
    " (insert into standing (call_id, person, application_id)"
    "  select $11, person, $1 from place, " EACH_OF_THEM " as person)"
    " update application set state = 2, version = version + 1, submitted_at = $6, digest = $9,"
    "  number = $5 || '/' || lpad (serial::text, greatest (4, length (serial::text)), '0')"
    " from place where id = $1 returning number");

wl_status
store_submission_file (wl_request_t *req, const store_application_t *application,
                       const store_frozen_t *frozen, const int64_t *persons, size_t person_count,
                       char **ret_number)
{
    const Intake__Application *view = application->view;
    wl_rows_t rows;

    if (person_count > 0)
        wl_defer (wl_db (req), &lock_persons, wl_p_ints (persons, person_count));
    WL_TRY (wl_run (
        wl_db (req), &file_submission, &rows, wl_p_uuid (view->id), wl_p_uuid (view->call_id),
        wl_p_ints (persons, person_count), wl_p_int (application->call.applicants.per_person),
        wl_p_text (application->call.code), wl_p_time (frozen->at),
        wl_p_bytes (frozen->content.data, frozen->content.length),
        wl_p_bytes (frozen->digest, sizeof frozen->digest), wl_p_text (frozen->digest_text),
        wl_p_int (view->form_version), wl_p_uuid (application->call.counted_with)));
    if (rows.count == 0)
        return WL_RESOURCE_EXHAUSTED;
    *ret_number = wl_row_text (wl_db (req), &rows, 0, 0);
    return WL_OK;
}

WL_SQL (file_stage,
        "with frozen as"
        " (insert into submission (application_id, stage, round, call_id, submitted_at, content,"
        "  digest, form_version) values ($1, $2, $3, $4, $5, $6, $7, $11))"
        " update application set state = 2, version = version + 1, submitted_at = $5, digest = $8,"
        " title = $9, amount_grosze = $10 where id = $1");

void
store_submission_file_stage (wl_request_t *req, const store_application_t *application,
                             const store_frozen_t *frozen)
{
    const Intake__Application *view = application->view;

    wl_defer (wl_db (req), &file_stage, wl_p_uuid (view->id), wl_p_int (application->position),
              wl_p_int (application->round), wl_p_uuid (view->call_id), wl_p_time (frozen->at),
              wl_p_bytes (frozen->content.data, frozen->content.length),
              wl_p_bytes (frozen->digest, sizeof frozen->digest), wl_p_text (frozen->digest_text),
              wl_p_text (view->title), wl_p_int (view->amount_grosze),
              wl_p_int (view->form_version));
}

WL_SQL (remove_standing, "delete from standing where call_id = $1 and person = any ($2)"
                         " and application_id = $3");

void
store_standing_remove (wl_request_t *req, const store_application_t *application,
                       const int64_t *persons, size_t person_count)
{
    wl_defer (wl_db (req), &remove_standing, wl_p_uuid (application->call.counted_with),
              wl_p_ints (persons, person_count), wl_p_uuid (application->view->id));
}

/* Behind the persons' locks, and for an application that stands already: a place of its own counts
 * for nobody twice. */
WL_SQL (
    add_standing,
    "with full_person as"
    " (select from standing where call_id = $1 and person = " WL_ANY (
        "$3",
        "int8") "   and application_id <> $2 group by person having count (*) >= $4),"
                " stands as (insert into standing (call_id, person, application_id)"
                "  select $1, person, $2 from " WL_UNNEST (
                    "$3",
                    "int8") " as person"
                            "  where not exists (select from full_person) on conflict do nothing)"
                            " select exists (select from full_person)");

wl_status
store_standing_add (wl_request_t *req, const store_application_t *application,
                    const int64_t *persons, size_t person_count)
{
    wl_rows_t rows;

    wl_defer (wl_db (req), &lock_persons, wl_p_ints (persons, person_count));
    WL_TRY (wl_run (wl_db (req), &add_standing, &rows, wl_p_uuid (application->call.counted_with),
                    wl_p_uuid (application->view->id), wl_p_ints (persons, person_count),
                    wl_p_int (application->call.applicants.per_person)));
    return wl_row_bool (&rows, 0, 0) ? WL_RESOURCE_EXHAUSTED : WL_OK;
}

/* ---- reading ---- */

WL_SQL (select_submission, "select b.content, a.number, encode (b.digest, 'hex')"
                           " from submission b join application a on a.id = b.application_id"
                           " join call_stage s on s.call_id = b.call_id and s.position = b.stage"
                           " and s.version = b.form_version where b.application_id = $1 and "
                           "($2::text is null or s.key = $2)"
                           " order by b.stage desc, b.round desc limit 1");

wl_status
store_submission (wl_request_t *req, const char *application_id, const char *stage,
                  Intake__Submission *ret)
{
    ProtobufCMessage *content;
    wl_rows_t rows;
    wl_bytes_t bytes;

    WL_TRY (wl_run (wl_db (req), &select_submission, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    bytes = wl_row_bytes (&rows, 0, 0);
    if (bytes.data == NULL || wl_message_unpack (wl_arena (req), &intake__submission__descriptor,
                                                 bytes.data, bytes.length, &content) != WL_OK)
        return WL_DATA_LOSS;
    *ret = *(const Intake__Submission *) content;
    ret->number = wl_row_text (wl_db (req), &rows, 0, 1);
    ret->digest = wl_row_text (wl_db (req), &rows, 0, 2);
    return WL_OK;
}

/* By number first, because the digest needs no index then; every stage and correction of the
 * application has a receipt of its own. */
WL_SQL (select_receipt,
        "select s.key, b.submitted_at from call c"
        " join submission f on f.call_id = c.id and f.serial = $2"
        " join submission b on b.application_id = f.application_id and b.digest = $3"
        " join call_stage s on s.call_id = b.call_id and s.position = b.stage"
        " and s.version = b.form_version where c.code = $1 and not rehearsed (c.id) limit 1");

wl_status
store_receipt (wl_request_t *req, const char *code, int64_t serial, const uint8_t digest[32],
               Intake__VerifyReceiptResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_receipt, &rows, wl_p_text (code), wl_p_int (serial),
                    wl_p_bytes (digest, 32)));
    ret->genuine = rows.count > 0;
    if (rows.count == 0)
        return WL_OK;
    ret->stage = wl_row_text (wl_db (req), &rows, 0, 0);
    ret->submitted_at = wl_timestamp (wl_arena (req), wl_row_time (&rows, 0, 1));
    return WL_OK;
}
