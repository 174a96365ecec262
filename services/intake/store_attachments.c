#include "store_attachments.h"

#include "base/uuid.h"

#define ATTACHMENT_COLUMNS                                                             \
    "a.id, a.application_id, a.field, a.name, a.size, a.received, a.state, a.refusal," \
    " a.submitted, a.created_at, coalesce (f.media_type, '') as media_type,"           \
    " coalesce (encode (f.digest, 'hex'), '') as digest"
#define JOIN_FILE " left join file f on f.id = a.file_id"

/* ---- uploading ---- */

WL_SQL (select_holdings,
        "select count (*) filter (where stage = $2 and field = $3), count (*),"
        " coalesce (sum (size), 0)::int8 from attachment where application_id = $1 and state <> 4"
        " and purpose = 0");

wl_status
store_attachment_holdings (wl_request_t *req, const char *application_id, int stage,
                           const char *field, attachment_holdings_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_holdings, &rows, wl_p_uuid (application_id),
                    wl_p_int (stage), wl_p_text (field)));
    ret->of_field = (uint32_t) wl_row_int (&rows, 0, 0);
    ret->of_application = (uint32_t) wl_row_int (&rows, 0, 1);
    ret->bytes = wl_row_int (&rows, 0, 2);
    return WL_OK;
}

WL_SQL (select_other_holdings,
        "select count (*) filter (where subject is not distinct from $3), count (*),"
        " coalesce (sum (size), 0)::int8 from attachment where application_id = $1 and state <> 4"
        " and purpose = $2");

wl_status
store_attachment_holdings_for (wl_request_t *req, const char *application_id,
                               attachment_purpose_t purpose, const char *subject,
                               attachment_holdings_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_other_holdings, &rows, wl_p_uuid (application_id),
                    wl_p_int (purpose), wl_p_uuid (subject)));
    ret->of_field = (uint32_t) wl_row_int (&rows, 0, 0);
    ret->of_application = (uint32_t) wl_row_int (&rows, 0, 1);
    ret->bytes = wl_row_int (&rows, 0, 2);
    return WL_OK;
}

WL_SQL (insert_attachment,
        "insert into attachment (id, application_id, stage, field, user_id, name, size, created_at,"
        " purpose, subject) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

void
store_attachment_insert (wl_request_t *req, const Intake__Attachment *attachment, int stage,
                         attachment_purpose_t purpose, const char *subject)
{
    wl_defer (wl_db (req), &insert_attachment, wl_p_uuid (attachment->id),
              wl_p_uuid (attachment->application_id), wl_p_int (stage),
              wl_p_text (attachment->field), wl_p_uuid (wl_user (req)),
              wl_p_text (attachment->name), wl_p_int ((int64_t) attachment->size),
              wl_p_time (wl_timestamp_time (attachment->created_at)), wl_p_int (purpose),
              wl_p_uuid (subject));
}

static wl_status
read_one (wl_request_t *req, const wl_rows_t *rows, Intake__Attachment *ret)
{
    if (rows->count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (lock_attachment, "select " ATTACHMENT_COLUMNS " from attachment a" JOIN_FILE
                         " where a.id = $1 and a.user_id = $2 for update of a");

wl_status
store_attachment_lock_own (wl_request_t *req, const char *attachment_id, Intake__Attachment *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_attachment, &rows, wl_p_uuid (attachment_id),
                    wl_p_uuid (wl_user (req))));
    return read_one (req, &rows, ret);
}

WL_SQL (insert_part, "with moved as (update attachment set received = $4, state = $5 where id = $1)"
                     " insert into file_part (file_id, start, content) values ($1, $2, $3)");

wl_status
store_attachment_part (wl_request_t *req, const Intake__Attachment *attachment,
                       ProtobufCBinaryData part)
{
    return wl_run (wl_db (req), &insert_part, NULL, wl_p_uuid (attachment->id),
                   wl_p_int ((int64_t) (attachment->received - part.len)),
                   wl_p_bytes (part.data, part.len), wl_p_int ((int64_t) attachment->received),
                   wl_p_int (attachment->state));
}

/* The file's row is locked before it is asked who has the file: whoever makes an attachment of it
 * locks it, too (store_attachment_ready). */
WL_SQL (lock_file, "select id from file where id = (select file_id from attachment where id = $1)"
                   " for update");
WL_SQL (delete_attachment, "delete from attachment where id = $1");
WL_SQL (delete_upload, "delete from file_part where file_id = $1 and not exists"
                       " (select from file where id = $1)");
WL_SQL (delete_file, "with gone as (delete from file f where f.id = $1 and not exists"
                     "  (select from attachment where file_id = f.id) returning id)"
                     " delete from file_part using gone where file_id = gone.id");

wl_status
store_attachment_delete (wl_request_t *req, const char *attachment_id)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    char *file_id = NULL;

    WL_TRY (wl_run (db, &lock_file, &rows, wl_p_uuid (attachment_id)));
    if (rows.count > 0)
        file_id = wl_row_text (db, &rows, 0, 0);
    wl_defer (db, &delete_attachment, wl_p_uuid (attachment_id));
    if (file_id == NULL)
        wl_defer (db, &delete_upload, wl_p_uuid (attachment_id));
    else
        wl_defer (db, &delete_file, wl_p_uuid (file_id));
    return WL_OK;
}

WL_SQL (lock_unfinished, "select id from attachment where id = $1 and state = 1 for update");

wl_status
store_attachment_abandon (wl_request_t *req, const char *attachment_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_unfinished, &rows, wl_p_uuid (attachment_id)));
    return rows.count == 0 ? WL_OK : store_attachment_delete (req, attachment_id);
}

WL_SQL (select_ready, "select id, field from attachment"
                      " where application_id = $1 and id = any ($2) and state = 3");

wl_status
store_attachments_ready (wl_request_t *req, const char *application_id, const char *const *ids,
                         size_t count, store_ready_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_ready, &rows, wl_p_uuid (application_id),
                    wl_p_uuids (ids, count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_ready_t){ wl_row_text (wl_db (req), &rows, i, 0),
                                     wl_row_text (wl_db (req), &rows, i, 1) };
    return WL_OK;
}

WL_SQL (select_digest, "select encode (f.digest, 'hex') from attachment a"
                       " join file f on f.id = a.file_id where a.id = $1 and a.application_id = $2"
                       " and a.purpose = $3 and a.state = 3");

wl_status
store_attachment_digest (wl_request_t *req, const char *application_id, const char *attachment_id,
                         attachment_purpose_t purpose, char **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_digest, &rows, wl_p_uuid (attachment_id),
                    wl_p_uuid (application_id), wl_p_int (purpose)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = wl_row_text (wl_db (req), &rows, 0, 0);
    store_attachments_submit (req, application_id, &attachment_id, 1);
    return WL_OK;
}

WL_SQL (submit_attachments,
        "update attachment set submitted = true where application_id = $1 and id = any ($2)");

void
store_attachments_submit (wl_request_t *req, const char *application_id, const char *const *ids,
                          size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &submit_attachments, wl_p_uuid (application_id),
                  wl_p_uuids (ids, count));
}

/* ---- checking ---- */

#define WAITS_FOR_CHECK "(a.state = 2 or (a.state = 3 and a.purpose = 1))"

WL_SQL (select_unchecked,
        "select a.id, a.field, a.name, a.size, s.form, a.purpose, coalesce (a.file_id, a.id)"
        " from attachment a join application p on p.id = a.application_id"
        " cross join lateral (select form from call_stage where call_id = p.call_id"
        "  and position = a.stage order by version desc limit 1) s"
        " where a.id = $1 and " WAITS_FOR_CHECK);

wl_status
store_attachment_unchecked (wl_request_t *req, const char *attachment_id, store_unchecked_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    wl_bytes_t form;

    WL_TRY (wl_run (db, &select_unchecked, &rows, wl_p_uuid (attachment_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_unchecked_t){ .id = wl_row_text (db, &rows, 0, 0),
                                .field = wl_row_text (db, &rows, 0, 1),
                                .name = wl_row_text (db, &rows, 0, 2),
                                .size = wl_row_int (&rows, 0, 3),
                                .purpose = (attachment_purpose_t) wl_row_int (&rows, 0, 5),
                                .parts = wl_row_text (db, &rows, 0, 6) };
    form = wl_row_bytes (&rows, 0, 4);
    if (wl_message_unpack (wl_arena (req), &wlacznik__form__descriptor, form.data, form.length,
                           (ProtobufCMessage **) &ret->form) != WL_OK)
        return WL_DATA_LOSS;
    return WL_OK;
}

WL_SQL (lock_unchecked,
        "select a.id from attachment a where a.id = $1 and " WAITS_FOR_CHECK " for update");

wl_status
store_attachment_lock_unchecked (wl_request_t *req, const store_unchecked_t *unchecked)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_file, NULL, wl_p_uuid (unchecked->id)));
    WL_TRY (wl_run (wl_db (req), &lock_unchecked, &rows, wl_p_uuid (unchecked->id)));
    return rows.count == 0 ? WL_NOT_FOUND : WL_OK;
}

WL_SQL (select_part, "select content from file_part where file_id = $1 and start = $2");

wl_status
store_part (wl_request_t *req, const char *parts, int64_t start, wl_bytes_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_part, &rows, wl_p_uuid (parts), wl_p_int (start)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = wl_row_bytes (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (insert_other_part, "insert into file_part (file_id, start, content) values ($1, $2, $3)");

wl_status
store_part_insert (wl_request_t *req, const char *parts, int64_t start, const void *bytes,
                   size_t length)
{
    return wl_run (wl_db (req), &insert_other_part, NULL, wl_p_uuid (parts), wl_p_int (start),
                   wl_p_bytes (bytes, length));
}

void
store_upload_delete (wl_request_t *req, const char *parts)
{
    wl_defer (wl_db (req), &delete_upload, wl_p_uuid (parts));
}

WL_SQL (insert_file, "insert into file (id, digest, size, media_type, created_at)"
                     " values ($1, $2, $3, $4, $5) on conflict (digest) do nothing");
/* The lock keeps the file from going away before this attachment has it. */
WL_SQL (lock_same_file, "select id from file where digest = $1 for update");
WL_SQL (set_ready, "update attachment set state = 3, file_id = $2, size = $3, received = $3"
                   " where id = $1");

wl_status
store_attachment_ready (wl_request_t *req, const store_unchecked_t *unchecked,
                        const store_checked_t *checked)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    wl_defer (db, &insert_file, wl_p_uuid (checked->parts), wl_p_bytes (checked->digest, 32),
              wl_p_int (checked->size), wl_p_text (checked->media_type), wl_p_time (wl_now (req)));
    WL_TRY (wl_run (db, &lock_same_file, &rows, wl_p_bytes (checked->digest, 32)));
    if (rows.count == 0)
        return WL_ABORTED;
    wl_defer (db, &set_ready, wl_p_uuid (unchecked->id), wl_p_uuid (wl_row_text (db, &rows, 0, 0)),
              wl_p_int (checked->size));
    wl_defer (db, &delete_upload, wl_p_uuid (checked->parts));
    if (!wl_text_equal (checked->parts, unchecked->parts)) {
        wl_defer (db, &delete_upload, wl_p_uuid (unchecked->parts));
        wl_defer (db, &delete_file, wl_p_uuid (unchecked->parts));
    }
    return WL_OK;
}

WL_SQL (set_refused, "update attachment set state = 4, refusal = $2, file_id = null where id = $1");

void
store_attachment_refuse (wl_request_t *req, const store_unchecked_t *unchecked, const char *refusal)
{
    wl_defer (wl_db (req), &set_refused, wl_p_uuid (unchecked->id), wl_p_text (refusal));
    wl_defer (wl_db (req), &delete_upload, wl_p_uuid (unchecked->parts));
    wl_defer (wl_db (req), &delete_file, wl_p_uuid (unchecked->parts));
}

/* ---- reading ---- */

/* $2 is the caller, $3 their regions, $4 whether a service asks. */
#define OF_AUTHORS                                                           \
    "(p.user_id = $2 or exists (select from coauthor m where m.user_id = $2" \
    " and m.left_at is null and m.application_id = p.id))"
#define OF_STAFF "(p.region = any ($3) or '*' = any ($3))"
#define OF_CARER                              \
    "exists (select from application_carer r" \
    " where r.application_id = p.id and r.user_id = $2)"
/* Files of the form, once they were submitted, are for staff, services and the carer; photographs
 * of the log for staff and the carer. What both sides signed names more of a person than anything
 * else: it is for the leader and staff alone. */
#define VISIBLE                                                                             \
    "(a.user_id = $2 or case a.purpose"                                                     \
    " when 0 then " OF_AUTHORS " or (a.submitted and ($4 or " OF_STAFF " or " OF_CARER "))" \
    " when 1 then not $4 and (" OF_AUTHORS " or " OF_STAFF " or " OF_CARER ")"              \
    " else not $4 and (p.user_id = $2 or " OF_STAFF ") end)"

WL_SQL (select_attachment,
        "select " ATTACHMENT_COLUMNS " from attachment a"
        " join application p on p.id = a.application_id" JOIN_FILE " where a.id = $1 and " VISIBLE);
/* A row for the application, too, so that one without files differs from one that is not there. */
WL_SQL (
    select_attachments,
    "select " ATTACHMENT_COLUMNS " from application p"
    " left join attachment a on a.application_id = p.id and a.purpose = 0 and " VISIBLE JOIN_FILE
    " where p.id = $1 and (" OF_AUTHORS " or " OF_CARER " or (p.number <> '' and"
    " ($4 or " OF_STAFF "))) order by a.id limit 1000");

#define READER_PARAMS(id)                                                                          \
    wl_p_uuid (id), wl_p_uuid (wl_user (req)), wl_p_texts (reader->regions, reader->region_count), \
        wl_p_bool (reader->peer)

wl_status
store_attachment (wl_request_t *req, const store_reader_t *reader, const char *attachment_id,
                  Intake__Attachment *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_attachment, &rows, READER_PARAMS (attachment_id)));
    return read_one (req, &rows, ret);
}

wl_status
store_attachments (wl_request_t *req, const store_reader_t *reader, const char *application_id,
                   Intake__ListAttachmentsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_attachments, &rows, READER_PARAMS (application_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    if (!wl_row_null (&rows, 0, 0))
        wl_rows_messages (wl_db (req), &rows, &intake__attachment__descriptor, &ret->n_attachments,
                          (ProtobufCMessage ***) &ret->attachments);
    return WL_OK;
}

/* Of a part, 256 KiB from its place on: PostgreSQL fetches no more than that of it. */
WL_SQL (select_piece,
        "select a.name, f.media_type, encode (f.digest, 'hex'), f.size,"
        " (select substring (content from least ($5::int8 - start + 1, 2147483647)::int for 262144)"
        "  from file_part"
        "  where file_id = f.id and start <= $5 order by start desc limit 1)"
        " from attachment a join application p on p.id = a.application_id"
        " join file f on f.id = a.file_id where a.id = $1"
        " and ($6::uuid is null or a.application_id = $6) and " VISIBLE);

wl_status
store_attachment_piece (wl_request_t *req, const store_reader_t *reader, const char *attachment_id,
                        const char *application_id, uint64_t offset, Wlacznik__Document *ret,
                        char **ret_name)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    wl_bytes_t content;

    WL_TRY (wl_run (db, &select_piece, &rows, READER_PARAMS (attachment_id),
                    wl_p_int (offset > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t) offset),
                    wl_p_uuid (application_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret_name = wl_row_text (db, &rows, 0, 0);
    ret->media_type = wl_row_text (db, &rows, 0, 1);
    ret->tag = wl_row_text (db, &rows, 0, 2);
    ret->total = (uint64_t) wl_row_int (&rows, 0, 3);
    content = wl_row_bytes (&rows, 0, 4);
    if (offset >= ret->total)
        return WL_OK;
    ret->content.len = content.length;
    ret->content.data = (uint8_t *) wl_text_copy_length (
        wl_arena (req), (const char *) content.data, content.length);
    return WL_OK;
}

WL_SQL (select_ids, "select id from attachment where application_id = $1 order by id");

wl_status
store_attachments_erase (wl_request_t *req, const char *application_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_ids, &rows, wl_p_uuid (application_id)));
    for (int i = 0; i < rows.count; i++)
        WL_TRY (store_attachment_delete (req, wl_row_text (wl_db (req), &rows, i, 0)));
    return WL_OK;
}
