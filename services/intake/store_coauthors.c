#include "store_coauthors.h"

enum { COMMENTS_MOST = 500 };

/* ---- co-authors ---- */

WL_SQL (select_coauthors,
        "select id, role, name, coalesce (user_id::text, '') as user_id,"
        " case when user_id is null then email else '' end as email, invited_at,"
        " case when user_id is null then invited_until end as invited_until, joined_at"
        " from coauthor where application_id = $1 and left_at is null order by id limit 100");
WL_SQL (select_transfer, "select coauthor_id, offered_at from ownership_transfer"
                         " where application_id = $1");

wl_status
store_coauthors (wl_request_t *req, const char *application_id, Intake__Coauthors *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_coauthors, &rows, wl_p_uuid (application_id)));
    wl_rows_messages (wl_db (req), &rows, &intake__coauthor__descriptor, &ret->n_list,
                      (ProtobufCMessage ***) &ret->list);
    WL_TRY (wl_run (wl_db (req), &select_transfer, &rows, wl_p_uuid (application_id)));
    if (rows.count == 0)
        return WL_OK;
    ret->transfer_to_id = wl_row_text (wl_db (req), &rows, 0, 0);
    ret->transfer_offered_at = wl_timestamp (wl_arena (req), wl_row_time (&rows, 0, 1));
    return WL_OK;
}

WL_SQL (count_invitations,
        "select (select count (*) from coauthor where application_id = $1),"
        " (select count (*) from coauthor where invited_by = $2 and invited_at >= $3),"
        " exists (select from coauthor where application_id = $1 and left_at is null"
        "  and lower (email) = lower ($4))");

wl_status
store_invitations_count (wl_request_t *req, const char *application_id, const char *email,
                         wl_time_t since, store_invitations_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_invitations, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (wl_user (req)), wl_p_time (since), wl_p_text (email)));
    ret->of_application = (uint32_t) wl_row_int (&rows, 0, 0);
    ret->of_account = (uint32_t) wl_row_int (&rows, 0, 1);
    ret->open = wl_row_bool (&rows, 0, 2);
    return WL_OK;
}

WL_SQL (insert_coauthor, "insert into coauthor (id, application_id, role, name, email, token,"
                         " invited_by, invited_at, invited_until)"
                         " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

void
store_coauthor_insert (wl_request_t *req, const char *application_id,
                       const Intake__Coauthor *coauthor, const uint8_t token_hash[32])
{
    wl_defer (wl_db (req), &insert_coauthor, wl_p_uuid (coauthor->id), wl_p_uuid (application_id),
              wl_p_int (coauthor->role), wl_p_text (coauthor->name), wl_p_text (coauthor->email),
              wl_p_bytes (token_hash, 32), wl_p_uuid (wl_user (req)),
              wl_p_time (wl_timestamp_time (coauthor->invited_at)),
              wl_p_time (wl_timestamp_time (coauthor->invited_until)));
}

#define COAUTHOR_COLUMNS \
    "application_id, coalesce (user_id::text, ''), email, role, invited_until, id"

static wl_status
read_coauthor (wl_request_t *req, const wl_rows_t *rows, store_coauthor_t *ret)
{
    if (rows->count == 0)
        return WL_NOT_FOUND;
    *ret = (store_coauthor_t){
        .application_id = wl_row_text (wl_db (req), rows, 0, 0),
        .user_id = wl_row_text (wl_db (req), rows, 0, 1),
        .email = wl_row_text (wl_db (req), rows, 0, 2),
        .role = (Intake__CoauthorRole) wl_row_int (rows, 0, 3),
        .invited_until = wl_row_time (rows, 0, 4),
    };
    return WL_OK;
}

WL_SQL (select_coauthor, "select " COAUTHOR_COLUMNS " from coauthor"
                         " where id = $1 and application_id = $2 and left_at is null");

wl_status
store_coauthor (wl_request_t *req, const char *application_id, const char *coauthor_id,
                store_coauthor_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_coauthor, &rows, wl_p_uuid (coauthor_id),
                    wl_p_uuid (application_id)));
    return read_coauthor (req, &rows, ret);
}

WL_SQL (select_invited, "select " COAUTHOR_COLUMNS " from coauthor"
                        " where token = $1 and invited_until > $2 and left_at is null");

wl_status
store_coauthor_invited (wl_request_t *req, const uint8_t token_hash[32], char **ret_id,
                        store_coauthor_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_invited, &rows, wl_p_bytes (token_hash, 32),
                    wl_p_time (wl_now (req))));
    WL_TRY (read_coauthor (req, &rows, ret));
    *ret_id = wl_row_text (wl_db (req), &rows, 0, 5);
    return WL_OK;
}

WL_SQL (join_coauthor, "update coauthor set user_id = $2, joined_at = $3, token = null,"
                       " wrote = role = 2"
                       " where id = $1 and user_id is null and left_at is null");

wl_status
store_coauthor_join (wl_request_t *req, const char *coauthor_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &join_coauthor, &rows, wl_p_uuid (coauthor_id),
                    wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req))));
    return rows.affected == 0 ? WL_NOT_FOUND : WL_OK;
}

WL_SQL (set_coauthor_role, "update coauthor set role = $2, wrote = wrote or"
                           " ($2 = 2 and user_id is not null) where id = $1");

void
store_coauthor_set_role (wl_request_t *req, const char *coauthor_id, Intake__CoauthorRole role)
{
    wl_defer (wl_db (req), &set_coauthor_role, wl_p_uuid (coauthor_id), wl_p_int (role));
}

WL_SQL (end_transfer_to, "delete from ownership_transfer where coauthor_id = $1");
WL_SQL (leave_coauthor, "update coauthor set left_at = $2 where id = $1 and user_id is not null");
WL_SQL (delete_open, "delete from coauthor where id = $1 and user_id is null");

void
store_coauthor_leave (wl_request_t *req, const char *coauthor_id)
{
    wl_defer (wl_db (req), &end_transfer_to, wl_p_uuid (coauthor_id));
    wl_defer (wl_db (req), &leave_coauthor, wl_p_uuid (coauthor_id), wl_p_time (wl_now (req)));
    wl_defer (wl_db (req), &delete_open, wl_p_uuid (coauthor_id));
}

void
store_coauthor_forget_open (wl_request_t *req, const char *coauthor_id)
{
    wl_defer (wl_db (req), &delete_open, wl_p_uuid (coauthor_id));
}

WL_SQL (select_counted, "select user_id, email from coauthor where application_id = $1"
                        " and wrote order by id limit $2");

wl_status
store_coauthors_counted (wl_request_t *req, const char *application_id, applicant_coauthor_t *ret,
                         size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_counted, &rows, wl_p_uuid (application_id),
                    wl_p_int (APPLICANT_COAUTHORS_MAX)));
    *ret_count = (size_t) rows.count;
    for (int i = 0; i < rows.count; i++)
        ret[i] = (applicant_coauthor_t){ wl_row_text (wl_db (req), &rows, i, 0),
                                         wl_row_text (wl_db (req), &rows, i, 1) };
    return WL_OK;
}

/* ---- handing over ---- */

WL_SQL (put_transfer, "insert into ownership_transfer values ($1, $2, $3) on conflict"
                      " (application_id) do update set coauthor_id = excluded.coauthor_id,"
                      " offered_at = excluded.offered_at");
WL_SQL (end_transfer, "delete from ownership_transfer where application_id = $1");

void
store_transfer_put (wl_request_t *req, const char *application_id, const char *coauthor_id)
{
    wl_defer (wl_db (req), &put_transfer, wl_p_uuid (application_id), wl_p_uuid (coauthor_id),
              wl_p_time (wl_now (req)));
}

void
store_transfer_end (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &end_transfer, wl_p_uuid (application_id));
}

WL_SQL (set_leader, "update application set user_id = $2, version = version + 1 where id = $1");
/* The new leader's row stays as of one who left: the limit counts the address in it. */
WL_SQL (insert_former, "insert into coauthor (id, application_id, role, name, email, user_id,"
                       " invited_by, invited_at, invited_until, joined_at, wrote)"
                       " values ($1, $2, 2, '', '', $3, $4, $5, $5, $5, true)");

void
store_transfer_carry_out (wl_request_t *req, const char *application_id, const char *coauthor_id,
                          const char *former_user_id)
{
    wl_db_t *db = wl_db (req);
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    char text[WL_UUID_TEXT];

    wl_uuid_format (&id, text);
    store_coauthor_leave (req, coauthor_id);
    wl_defer (db, &set_leader, wl_p_uuid (application_id), wl_p_uuid (wl_user (req)));
    wl_defer (db, &insert_former, wl_p_uuid (text), wl_p_uuid (application_id),
              wl_p_uuid (former_user_id), wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req)));
}

/* ---- comments ---- */

WL_SQL (insert_comment,
        "insert into field_comment (id, application_id, stage, field, user_id, role, text,"
        " written_at) select $1, $2, $3, $4, $5, $6, $7, $8"
        " where (select count (*) from field_comment where application_id = $2) < $9");

wl_status
store_comment_insert (wl_request_t *req, const char *application_id, int stage,
                      const Intake__FieldComment *comment)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &insert_comment, &rows, wl_p_uuid (comment->id),
                    wl_p_uuid (application_id), wl_p_int (stage), wl_p_text (comment->field),
                    wl_p_uuid (comment->author_user_id), wl_p_int (comment->author_role),
                    wl_p_text (comment->text), wl_p_time (wl_timestamp_time (comment->written_at)),
                    wl_p_int (COMMENTS_MOST)));
    return rows.affected == 0 ? WL_RESOURCE_EXHAUSTED : WL_OK;
}

WL_SQL (select_comment_since, "select exists (select from field_comment"
                              " where application_id = $1 and user_id = $2 and written_at > $3)");

wl_status
store_comment_since (wl_request_t *req, const char *application_id, const char *author_user_id,
                     wl_time_t since, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_comment_since, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (author_user_id), wl_p_time (since)));
    *ret = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

#define COMMENTS                                                                          \
    "select f.id, (select s.key from call_stage s where s.call_id = a.call_id"            \
    "  and s.position = f.stage limit 1) as stage, f.field, f.user_id as author_user_id," \
    " f.role as author_role, f.text, f.written_at,"                                       \
    " coalesce (f.resolved_by::text, '') as resolved_by_user_id, f.resolved_at"           \
    " from field_comment f join application a on a.id = f.application_id"                 \
    " where f.application_id = $1"

WL_SQL (select_comments, COMMENTS " and (not $2 or f.resolved_at is null) order by f.id limit 500");
WL_SQL (lock_comment, COMMENTS " and f.id = $2 for update of f");

wl_status
store_comments (wl_request_t *req, const char *application_id, bool open_only,
                Intake__FieldComments *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_comments, &rows, wl_p_uuid (application_id),
                    wl_p_bool (open_only)));
    wl_rows_messages (wl_db (req), &rows, &intake__field_comment__descriptor, &ret->n_list,
                      (ProtobufCMessage ***) &ret->list);
    return WL_OK;
}

wl_status
store_comment_lock (wl_request_t *req, const char *application_id, const char *comment_id,
                    Intake__FieldComment *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_comment, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (comment_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (resolve_comment, "update field_comment set resolved_by = $2, resolved_at = $3"
                         " where id = $1");
WL_SQL (delete_comment, "delete from field_comment where id = $1");

void
store_comment_resolve (wl_request_t *req, const Intake__FieldComment *comment)
{
    wl_defer (wl_db (req), &resolve_comment, wl_p_uuid (comment->id),
              wl_p_uuid (comment->resolved_by_user_id),
              wl_p_time (wl_timestamp_time (comment->resolved_at)));
}

void
store_comment_delete (wl_request_t *req, const char *comment_id)
{
    wl_defer (wl_db (req), &delete_comment, wl_p_uuid (comment_id));
}

/* ---- a person's data ---- */

WL_SQL (delete_comments, "delete from field_comment where application_id = $1");
WL_SQL (delete_coauthors, "delete from coauthor where application_id = $1");
WL_SQL (delete_comments_of, "delete from field_comment where user_id = $1");
WL_SQL (end_transfers_of, "delete from ownership_transfer t using coauthor m"
                          " where m.user_id = $1 and t.coauthor_id = m.id");
WL_SQL (delete_coauthorships, "delete from coauthor where user_id = $1");

void
store_coauthors_erase (wl_request_t *req, const char *application_id)
{
    wl_db_t *db = wl_db (req);

    wl_defer (db, &delete_comments, wl_p_uuid (application_id));
    wl_defer (db, &end_transfer, wl_p_uuid (application_id));
    wl_defer (db, &delete_coauthors, wl_p_uuid (application_id));
}

void
store_coauthor_erase_person (wl_request_t *req, const char *user_id)
{
    wl_db_t *db = wl_db (req);

    wl_defer (db, &delete_comments_of, wl_p_uuid (user_id));
    wl_defer (db, &end_transfers_of, wl_p_uuid (user_id));
    wl_defer (db, &delete_coauthorships, wl_p_uuid (user_id));
}
