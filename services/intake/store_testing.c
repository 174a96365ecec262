#include "store_testing.h"

#include <string.h>

#include "store_attachments.h"

enum { VERSIONS_MOST = 50, ENTRIES_MOST = 1000 };

/* ---- the carer ---- */

WL_SQL (put_carer, "insert into application_carer values ($1, $2) on conflict (application_id)"
                   " do update set user_id = excluded.user_id");
WL_SQL (end_carer, "delete from application_carer where application_id = $1");
WL_SQL (select_carer, "select user_id from application_carer where application_id = $1");

void
store_carer_set (wl_request_t *req, const char *application_id, const char *user_id)
{
    if (wl_text_empty (user_id))
        wl_defer (wl_db (req), &end_carer, wl_p_uuid (application_id));
    else
        wl_defer (wl_db (req), &put_carer, wl_p_uuid (application_id), wl_p_uuid (user_id));
}

wl_status
store_carer_of (wl_request_t *req, const char *application_id, char **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_carer, &rows, wl_p_uuid (application_id)));
    *ret =
        rows.count > 0 ? wl_row_text (wl_db (req), &rows, 0, 0) : wl_text_copy (wl_arena (req), "");
    return WL_OK;
}

WL_SQL (forget_carer, "delete from application_carer where user_id = $1");

void
store_carer_forget (wl_request_t *req, const char *user_id)
{
    wl_defer (wl_db (req), &forget_carer, wl_p_uuid (user_id));
}

/* ---- versions ---- */

WL_SQL (insert_version,
        "insert into draft_version (application_id, stage, number, form_version, answers, note,"
        " shown_by, shown_at) select $1, $2, last + 1, $3, $4, $5, $6, $7"
        " from (select coalesce (max (number), 0) as last from draft_version"
        "  where application_id = $1 and stage = $2) before where last < $8 returning number");

wl_status
store_draft_version_insert (wl_request_t *req, const char *application_id, int stage,
                            Intake__DraftVersion *version)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &insert_version, &rows, wl_p_uuid (application_id),
                    wl_p_int (stage), wl_p_int (version->form_version),
                    wl_p_message (version->answers ? &version->answers->base : NULL),
                    wl_p_text (version->note), wl_p_uuid (version->shown_by_user_id),
                    wl_p_time (wl_timestamp_time (version->shown_at)), wl_p_int (VERSIONS_MOST)));
    if (rows.count == 0)
        return WL_RESOURCE_EXHAUSTED;
    version->number = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

#define VERSION_COLUMNS                                                             \
    "s.key as stage, v.number, v.note, v.shown_at, v.shown_by as shown_by_user_id," \
    " v.form_version"
#define FROM_VERSIONS                                                      \
    " from draft_version v join application a on a.id = v.application_id"  \
    " join call_stage s on s.call_id = a.call_id and s.position = v.stage" \
    " and s.version = v.form_version where v.application_id = $1"

WL_SQL (select_versions, "select " VERSION_COLUMNS FROM_VERSIONS
                         " order by v.shown_at desc, v.number desc limit 400");
WL_SQL (select_version, "select " VERSION_COLUMNS ", v.answers, s.form" FROM_VERSIONS
                        " and s.key = $2 and v.number = $3");
WL_SQL (select_version_before,
        "select v.answers" FROM_VERSIONS " and s.key = $2 and v.number = $3 - 1");

wl_status
store_draft_versions (wl_request_t *req, const char *application_id, Intake__DraftVersions *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_versions, &rows, wl_p_uuid (application_id)));
    wl_rows_messages (wl_db (req), &rows, &intake__draft_version__descriptor, &ret->n_list,
                      (ProtobufCMessage ***) &ret->list);
    return store_carer_of (req, application_id, &ret->carer_user_id);
}

wl_status
store_draft_version (wl_request_t *req, const char *application_id, const char *stage,
                     uint32_t number, Intake__DraftVersion *ret, Wlacznik__Answers **ret_before)
{
    wl_rows_t rows;
    wl_bytes_t bytes;

    *ret_before = NULL;
    WL_TRY (wl_run (wl_db (req), &select_version, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage), wl_p_int (number)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    WL_TRY (wl_run (wl_db (req), &select_version_before, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage), wl_p_int (number)));
    if (rows.count == 0 || wl_row_null (&rows, 0, 0))
        return WL_OK;
    bytes = wl_row_bytes (&rows, 0, 0);
    return wl_message_unpack (wl_arena (req), &wlacznik__answers__descriptor, bytes.data,
                              bytes.length, (ProtobufCMessage **) ret_before) == WL_OK
               ? WL_OK
               : WL_DATA_LOSS;
}

/* ---- agreements to work together ---- */

#define COOPERATION                                                                          \
    "select application_id, number, state, version, operator_name, operator_represented_by," \
    " subject, starts_on::text, ends_on::text, coalesce (signed_on::text, '') as signed_on," \
    " coalesce (signed_file_id::text, '') as signed_file_id, signed_digest from cooperation" \
    " where application_id = $1"

WL_SQL (select_cooperation, COOPERATION);
WL_SQL (lock_cooperation, COOPERATION " for update");
WL_SQL (select_parties, "select name, address, pesel_end as pesel from cooperation_party"
                        " where application_id = $1 order by position");

wl_status
store_cooperation (wl_request_t *req, const char *application_id, bool lock,
                   Intake__Cooperation *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), lock ? &lock_cooperation : &select_cooperation, &rows,
                    wl_p_uuid (application_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    WL_TRY (wl_run (wl_db (req), &select_parties, &rows, wl_p_uuid (application_id)));
    wl_rows_messages (wl_db (req), &rows, &intake__cooperation_party__descriptor, &ret->n_parties,
                      (ProtobufCMessage ***) &ret->parties);
    for (size_t i = 0; i < ret->n_parties; i++) {
        char *mask;
        if (wl_text_empty (ret->parties[i]->pesel))
            continue;
        mask = wl_arena_alloc (wl_arena (req), PESEL_DIGITS + 1);
        pesel_mask (ret->parties[i]->pesel, mask);
        ret->parties[i]->pesel = mask;
    }
    return WL_OK;
}

WL_SQL (put_cooperation,
        "insert into cooperation (application_id, number, state, version, operator_name,"
        " operator_represented_by, subject, starts_on, ends_on)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8::text::date, $9::text::date)"
        " on conflict (application_id) do update set number = $2, state = $3, version = $4,"
        " operator_name = $5, operator_represented_by = $6, subject = $7,"
        " starts_on = excluded.starts_on, ends_on = excluded.ends_on,"
        " signed_on = nullif ($10::text, '')::date, signed_file_id = $11, signed_digest = $12");

wl_status
store_cooperation_put (wl_request_t *req, const Intake__Cooperation *row)
{
    return wl_run (wl_db (req), &put_cooperation, NULL, wl_p_uuid (row->application_id),
                   wl_p_text (row->number), wl_p_int (row->state),
                   wl_p_int ((int64_t) row->version), wl_p_text (row->operator_name),
                   wl_p_text (row->operator_represented_by), wl_p_text (row->subject),
                   wl_p_text (row->starts_on), wl_p_text (row->ends_on), wl_p_text (row->signed_on),
                   wl_p_uuid (row->signed_file_id), wl_p_text (row->signed_digest));
}

WL_SQL (select_sealed, "select pesel from cooperation_party where application_id = $1"
                       " order by position");

wl_status
store_cooperation_sealed (wl_request_t *req, const char *application_id, store_sealed_t *ret,
                          size_t most, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_sealed, &rows, wl_p_uuid (application_id)));
    *ret_count = (size_t) rows.count < most ? (size_t) rows.count : most;
    for (size_t i = 0; i < *ret_count; i++) {
        wl_bytes_t bytes = wl_row_bytes (&rows, (int) i, 0);
        ret[i].length = bytes.data != NULL && bytes.length == PESEL_SEALED ? bytes.length : 0;
        if (ret[i].length > 0)
            memcpy (ret[i].bytes, bytes.data, bytes.length);
    }
    return WL_OK;
}

WL_SQL (delete_parties, "delete from cooperation_party where application_id = $1");
WL_SQL (insert_party, "insert into cooperation_party (application_id, position, name, address,"
                      " pesel, pesel_end) values ($1, $2, $3, $4, $5, $6)");

void
store_cooperation_parties_put (wl_request_t *req, const Intake__Cooperation *row,
                               const store_sealed_t *sealed)
{
    wl_db_t *db = wl_db (req);

    wl_defer (db, &delete_parties, wl_p_uuid (row->application_id));
    for (size_t i = 0; i < row->n_parties; i++) {
        const Intake__CooperationParty *party = row->parties[i];
        const char *end =
            sealed[i].length > 0 ? party->pesel + PESEL_DIGITS - PESEL_SHOWN_DIGITS : "";
        wl_defer (db, &insert_party, wl_p_uuid (row->application_id), wl_p_int ((int64_t) i),
                  wl_p_text (party->name), wl_p_text (party->address),
                  wl_p_bytes (sealed[i].length > 0 ? sealed[i].bytes : NULL, sealed[i].length),
                  wl_p_text (end));
    }
}

/* ---- the log ---- */

WL_SQL (insert_entry,
        "insert into diary_entry (id, application_id, user_id, happened_on, participants, text,"
        " place, version, written_at) select $1, $2, $3, $4::text::date, $5, $6, $7, $8, $9"
        " where (select count (*) from diary_entry where application_id = $2) < $10");

wl_status
store_diary_insert (wl_request_t *req, const char *application_id, const Intake__DiaryEntry *entry)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &insert_entry, &rows, wl_p_uuid (entry->id),
                    wl_p_uuid (application_id), wl_p_uuid (entry->author_user_id),
                    wl_p_text (entry->happened_on), wl_p_int (entry->participants),
                    wl_p_text (entry->text), wl_p_text (entry->place),
                    wl_p_int ((int64_t) entry->version),
                    wl_p_time (wl_timestamp_time (entry->written_at)), wl_p_int (ENTRIES_MOST)));
    return rows.affected == 0 ? WL_RESOURCE_EXHAUSTED : WL_OK;
}

#define ENTRY_COLUMNS                                            \
    "id, happened_on::text, participants, text, place, version," \
    " user_id as author_user_id, written_at"

WL_SQL (lock_entry, "select " ENTRY_COLUMNS " from diary_entry where id = $1"
                    " and application_id = $2 for update");

wl_status
store_diary_lock (wl_request_t *req, const char *application_id, const char *entry_id,
                  Intake__DiaryEntry *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &lock_entry, &rows, wl_p_uuid (entry_id), wl_p_uuid (application_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (update_entry, "update diary_entry set happened_on = $2::text::date, participants = $3,"
                      " text = $4, place = $5, version = $6 where id = $1");

void
store_diary_update (wl_request_t *req, const Intake__DiaryEntry *entry)
{
    wl_defer (wl_db (req), &update_entry, wl_p_uuid (entry->id), wl_p_text (entry->happened_on),
              wl_p_int (entry->participants), wl_p_text (entry->text), wl_p_text (entry->place),
              wl_p_int ((int64_t) entry->version));
}

WL_SQL (select_photo_ids,
        "select a.id from diary_entry e join attachment a on"
        " a.application_id = e.application_id and a.subject = e.id where e.id = $1");
WL_SQL (delete_entry, "delete from diary_entry where id = $1");

wl_status
store_diary_delete (wl_request_t *req, const char *entry_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_photo_ids, &rows, wl_p_uuid (entry_id)));
    for (int i = 0; i < rows.count; i++)
        WL_TRY (store_attachment_delete (req, wl_row_text (wl_db (req), &rows, i, 0)));
    wl_defer (wl_db (req), &delete_entry, wl_p_uuid (entry_id));
    return WL_OK;
}

WL_SQL (select_entries,
        "select " ENTRY_COLUMNS " from diary_entry where application_id = $1 and ($2::uuid is null"
        " or (happened_on, id) < (select happened_on, id from diary_entry where id = $2))"
        " order by happened_on desc, id desc limit $3");
WL_SQL (sum_entries, "select count (*), coalesce (sum (participants), 0)::int8 from diary_entry"
                     " where application_id = $1");
/* A page's photographs in one statement; subject first, to be dealt out. */
WL_SQL (select_photos,
        "select subject, id, name, state, refusal from attachment where application_id = $1"
        " and purpose = 1 and subject = any ($2) order by id");

static Intake__DiaryPhoto *
read_photo (wl_request_t *req, const wl_rows_t *rows, int row)
{
    Intake__DiaryPhoto *photo = wl_arena_alloc (wl_arena (req), sizeof *photo);

    intake__diary_photo__init (photo);
    photo->attachment_id = wl_row_text (wl_db (req), rows, row, 1);
    photo->name = wl_row_text (wl_db (req), rows, row, 2);
    photo->ready = wl_row_int (rows, row, 3) == INTAKE__ATTACHMENT_STATE__READY;
    photo->refusal = wl_row_text (wl_db (req), rows, row, 4);
    return photo;
}

static void
deal_photos (wl_request_t *req, const wl_rows_t *rows, Intake__DiaryEntry *entry)
{
    entry->photos = wl_arena_array (wl_arena (req), (size_t) rows->count, sizeof *entry->photos);
    for (int i = 0; i < rows->count; i++)
        if (wl_text_equal (wl_row_text (wl_db (req), rows, i, 0), entry->id))
            entry->photos[entry->n_photos++] = read_photo (req, rows, i);
}

wl_status
store_diary (wl_request_t *req, const char *application_id, const char *after, uint32_t limit,
             Intake__Diary *ret)
{
    const char **ids;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &sum_entries, &rows, wl_p_uuid (application_id)));
    ret->entry_count = (uint32_t) wl_row_int (&rows, 0, 0);
    ret->participants = (uint64_t) wl_row_int (&rows, 0, 1);
    WL_TRY (wl_run (wl_db (req), &select_entries, &rows, wl_p_uuid (application_id),
                    wl_p_uuid (after), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &intake__diary_entry__descriptor, &ret->n_entries,
                      (ProtobufCMessage ***) &ret->entries);
    ids = wl_arena_array (wl_arena (req), ret->n_entries, sizeof *ids);
    for (size_t i = 0; i < ret->n_entries; i++)
        ids[i] = ret->entries[i]->id;
    WL_TRY (wl_run (wl_db (req), &select_photos, &rows, wl_p_uuid (application_id),
                    wl_p_uuids (ids, ret->n_entries)));
    for (size_t i = 0; i < ret->n_entries; i++)
        deal_photos (req, &rows, ret->entries[i]);
    return WL_OK;
}

/* ---- a person's data ---- */

WL_SQL (delete_versions, "delete from draft_version where application_id = $1");
WL_SQL (delete_cooperation, "delete from cooperation where application_id = $1");
WL_SQL (delete_diary, "delete from diary_entry where application_id = $1");

void
store_testing_erase (wl_request_t *req, const char *application_id)
{
    wl_db_t *db = wl_db (req);

    wl_defer (db, &end_carer, wl_p_uuid (application_id));
    wl_defer (db, &delete_versions, wl_p_uuid (application_id));
    wl_defer (db, &delete_parties, wl_p_uuid (application_id));
    wl_defer (db, &delete_cooperation, wl_p_uuid (application_id));
    wl_defer (db, &delete_diary, wl_p_uuid (application_id));
}
