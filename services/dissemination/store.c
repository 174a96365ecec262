#include "store.h"

WL_SQL (INSERT_DRAFT, "INSERT INTO entry (id, slug, state, application_id, call_id, region, text,"
                      " title, summary, created_at, updated_at, author_id)"
                      " VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $9, $10)"
                      " ON CONFLICT (application_id) DO NOTHING");
WL_SQL (AUTHOR, "SELECT author_id FROM entry WHERE id = $1");
WL_SQL (ENTRY, "SELECT " ENTRY_COLUMNS " FROM entry WHERE id = $1");
WL_SQL (PUBLIC_BY_SLUG, PUBLIC_ENTRY ("$2") " AND slug = $1");
WL_SQL (TOMBSTONE, "SELECT id, slug, state, published_at, withdrawn_at, withdrawal_reason"
                   " FROM entry WHERE slug = $1 AND state = 4");
WL_SQL (LOCK_ENTRY, "SELECT " ENTRY_COLUMNS " FROM entry WHERE id = $1 FOR UPDATE");
WL_SQL (LAST_EDITOR, "SELECT edited_by FROM entry WHERE id = $1");
/* Lists show what readers have, so title and summary follow the text only until then. */
WL_SQL (EDIT_ENTRY, "UPDATE entry SET state = $2, text = $3, updated_at = $4, edited_by = $5,"
                    " consent_at = NULL, consent_recorded_by = NULL, version = version + 1,"
                    " title = CASE WHEN published_version = 0 THEN $6 ELSE title END,"
                    " summary = CASE WHEN published_version = 0 THEN $7 ELSE summary END"
                    " WHERE id = $1");
WL_SQL (SET_STATE, "UPDATE entry SET state = $2, updated_at = $3, version = version + 1"
                   " WHERE id = $1");
WL_SQL (PUBLISH_ENTRY,
        "UPDATE entry SET state = $2, published_at = coalesce (published_at, $3), updated_at = $3,"
        " public_changed_at = $3, published_version = published_version + 1, title = $4,"
        " summary = $5, public_themes = $6, withdrawn_at = NULL, withdrawal_reason = '', version = "
        "version + 1"
        " WHERE id = $1");
WL_SQL (INSERT_VERSION, "INSERT INTO entry_version SELECT id, published_version, $2, $3, $4, text"
                        " FROM entry WHERE id = $1");
WL_SQL (WITHDRAW_ENTRY,
        "UPDATE entry SET state = $2, updated_at = $3, public_changed_at = $3, withdrawn_at = $3,"
        " withdrawal_reason = $4, version = version + 1 WHERE id = $1");
WL_SQL (RECORD_CONSENT, "UPDATE entry SET consent_at = $2, consent_recorded_by = $3,"
                        " version = version + 1 WHERE id = $1");
WL_SQL (PUT_TRANSLATION,
        "INSERT INTO entry_translation VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (entry_id, language) DO UPDATE SET text = $3, updated_at = $4");
WL_SQL (TOUCH_PUBLIC, "UPDATE entry SET public_changed_at = $2 WHERE id = $1 AND " ENTRY_IS_PUBLIC);
WL_SQL (VERSIONS, "SELECT number, v.published_at, note FROM entry_version AS v"
                  " JOIN entry ON id = entry_id WHERE slug = $1 AND " ENTRY_IS_PUBLIC
                  " ORDER BY number DESC LIMIT 1000");
WL_SQL (VERSION_TEXT, "SELECT v.text FROM entry_version AS v JOIN entry ON id = entry_id"
                      " WHERE slug = $1 AND number = $2 AND " ENTRY_IS_PUBLIC);
#define DRAFTS_WITHIN(n) ENTRY_WITHIN ("entry.call_id", n)
WL_SQL (LIST_DRAFTS, "SELECT " ENTRY_COLUMNS " FROM entry WHERE ($1::uuid IS NULL OR id < $1)"
                     " AND " DRAFTS_WITHIN ("$3") " ORDER BY id DESC LIMIT $2");
WL_SQL (COUNT_DRAFTS, WL_COUNT_OF ("FROM entry WHERE " DRAFTS_WITHIN ("$1")));

wl_status
store_insert_draft (wl_request_t *req, const Dissemination__Entry *entry, const char *author_id)
{
    return wl_run (wl_db (req), &INSERT_DRAFT, NULL, wl_p_uuid (entry->id), wl_p_text (entry->slug),
                   wl_p_uuid (entry->application_id), wl_p_uuid (entry->call_id),
                   wl_p_text (entry->region), wl_p_message (&entry->text->base),
                   wl_p_text (entry->text->title), wl_p_text (entry->text->summary),
                   wl_p_time (wl_now (req)), wl_p_uuid (author_id));
}

wl_status
store_entry_author (wl_request_t *req, const char *entry_id, char **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &AUTHOR, &rows, wl_p_uuid (entry_id)));
    *ret = rows.count == 0 ? wl_text_copy (wl_arena (req), "")
                           : wl_row_text (wl_db (req), &rows, 0, 0);
    return WL_OK;
}

static wl_status
read_one (wl_request_t *req, const wl_statement_t *statement, wl_param_t key,
          Dissemination__Entry *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_db_run (wl_db (req), statement, &rows, &key, 1));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_entry (wl_request_t *req, const char *entry_id, Dissemination__Entry *ret)
{
    return read_one (req, &ENTRY, wl_p_uuid (entry_id), ret);
}

wl_status
store_public_entry (wl_request_t *req, const char *slug, const char *language,
                    Dissemination__Entry *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &PUBLIC_BY_SLUG, &rows, wl_p_text (slug), wl_p_text (language)));
    if (rows.count == 0)
        return read_one (req, &TOMBSTONE, wl_p_text (slug), ret);
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_lock_entry (wl_request_t *req, const char *entry_id, uint64_t version,
                  Dissemination__Entry *ret, char **ret_editor)
{
    wl_rows_t rows;

    WL_TRY (read_one (req, &LOCK_ENTRY, wl_p_uuid (entry_id), ret));
    if (ret->version != version)
        return WL_ABORTED;
    if (ret_editor == NULL)
        return WL_OK;
    WL_TRY (wl_run (wl_db (req), &LAST_EDITOR, &rows, wl_p_uuid (entry_id)));
    *ret_editor = wl_row_text (wl_db (req), &rows, 0, 0);
    return WL_OK;
}

/* ---- changes ---- */

static void
note_change (wl_request_t *req, Dissemination__Entry *entry)
{
    entry->version++;
    entry->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
}

wl_status
store_edit_entry (wl_request_t *req, Dissemination__Entry *entry)
{
    const Dissemination__EntryText *text = entry->text;

    WL_TRY (wl_run (wl_db (req), &EDIT_ENTRY, NULL, wl_p_uuid (entry->id), wl_p_int (entry->state),
                    wl_p_message (&text->base), wl_p_time (wl_now (req)), wl_p_uuid (wl_user (req)),
                    wl_p_text (text->title), wl_p_text (text->summary)));
    entry->consent_at = NULL;
    note_change (req, entry);
    return WL_OK;
}

wl_status
store_set_state (wl_request_t *req, Dissemination__Entry *entry)
{
    WL_TRY (wl_run (wl_db (req), &SET_STATE, NULL, wl_p_uuid (entry->id), wl_p_int (entry->state),
                    wl_p_time (wl_now (req))));
    note_change (req, entry);
    return WL_OK;
}

wl_status
store_publish_entry (wl_request_t *req, Dissemination__Entry *entry, const char *note)
{
    wl_db_t *db = wl_db (req);

    WL_TRY (wl_run (db, &PUBLISH_ENTRY, NULL, wl_p_uuid (entry->id), wl_p_int (entry->state),
                    wl_p_time (wl_now (req)), wl_p_text (entry->text->title),
                    wl_p_text (entry->text->summary),
                    wl_p_texts ((const char *const *) entry->text->themes, entry->text->n_themes)));
    wl_defer (db, &INSERT_VERSION, wl_p_uuid (entry->id), wl_p_time (wl_now (req)),
              wl_p_uuid (wl_user (req)), wl_p_text (note));
    note_change (req, entry);
    entry->published_version++;
    if (entry->published_at == NULL)
        entry->published_at = entry->updated_at;
    entry->withdrawn_at = NULL;
    entry->withdrawal_reason = wl_text_copy (wl_arena (req), "");
    return WL_OK;
}

wl_status
store_withdraw_entry (wl_request_t *req, Dissemination__Entry *entry)
{
    WL_TRY (wl_run (wl_db (req), &WITHDRAW_ENTRY, NULL, wl_p_uuid (entry->id),
                    wl_p_int (entry->state), wl_p_time (wl_now (req)),
                    wl_p_text (entry->withdrawal_reason)));
    note_change (req, entry);
    entry->withdrawn_at = entry->updated_at;
    return WL_OK;
}

wl_status
store_record_consent (wl_request_t *req, Dissemination__Entry *entry)
{
    bool given = entry->consent_at != NULL;

    entry->version++;
    return wl_run (wl_db (req), &RECORD_CONSENT, NULL, wl_p_uuid (entry->id),
                   wl_p_time (wl_timestamp_time (entry->consent_at)),
                   wl_p_uuid (given ? wl_user (req) : ""));
}

wl_status
store_put_translation (wl_request_t *req, const Dissemination__Translation *translation)
{
    wl_defer (wl_db (req), &TOUCH_PUBLIC, wl_p_uuid (translation->entry_id),
              wl_p_time (wl_now (req)));
    return wl_run (wl_db (req), &PUT_TRANSLATION, NULL, wl_p_uuid (translation->entry_id),
                   wl_p_text (translation->language), wl_p_message (&translation->text->base),
                   wl_p_time (wl_now (req)));
}

/* ---- versions ---- */

wl_status
store_versions (wl_request_t *req, const char *slug, Dissemination__ListVersionsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &VERSIONS, &rows, wl_p_text (slug)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__entry_version__descriptor,
                      &ret->n_versions, (ProtobufCMessage ***) &ret->versions);
    return rows.count > 0 ? WL_OK : WL_NOT_FOUND;
}

wl_status
store_version_text (wl_request_t *req, const char *slug, uint32_t number,
                    Dissemination__EntryText **ret)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &VERSION_TEXT, &rows, wl_p_text (slug), wl_p_int (number)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &entry.base);
    *ret = entry.text;
    return WL_OK;
}

/* ---- lists ---- */

wl_status
store_list_drafts (wl_request_t *req, const Dissemination__ListDraftsRequest *in, uint32_t limit,
                   Dissemination__ListDraftsResponse *ret)
{
    const char *const *programmes;
    size_t count;
    wl_rows_t rows;
    char *id;

    wl_role_programmes (req, WL_ROLE_EDITOR, &programmes, &count);
    /* Ids are UUIDv7: their order is the order in which the entries came. */
    WL_TRY (wl_cursor_open (req, in->cursor, &id));
    WL_TRY (wl_run (wl_db (req), &LIST_DRAFTS, &rows, wl_p_uuid (id), wl_p_int (limit + 1L),
                    wl_p_texts (programmes, count)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__entry__descriptor, &ret->n_entries,
                      (ProtobufCMessage ***) &ret->entries);
    if (ret->n_entries > limit) {
        ret->n_entries = limit;
        ret->next_cursor = wl_cursor_make (req, ret->entries[limit - 1]->id);
    }
    return in->total ? wl_count (wl_db (req), &COUNT_DRAFTS, ret, wl_p_texts (programmes, count))
                     : WL_OK;
}
