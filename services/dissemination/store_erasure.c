#include "store_erasure.h"

#include "entry_rules.h"

WL_SQL (ENTRIES_OF_PERSON, "SELECT id FROM entry WHERE author_id = $1 OR application_id = ANY ($2)"
                           " ORDER BY id FOR UPDATE");

wl_status
store_entries_of_person (wl_request_t *req, const char *user_id, char *const *application_ids,
                         size_t count, char ***ret_ids, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &ENTRIES_OF_PERSON, &rows, wl_p_uuid (user_id),
                    wl_p_uuids ((const char *const *) application_ids, count)));
    *ret_count = (size_t) rows.count;
    *ret_ids = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret_ids);
    for (int i = 0; i < rows.count; i++)
        (*ret_ids)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}

/* ---- texts: one statement writes them all, so a text that came after the question is refused by
 * the row's lock ---- */

WL_SQL (VERSION_TEXTS, "SELECT number::text, text FROM entry_version WHERE entry_id = $1");
WL_SQL (PUT_VERSION, "UPDATE entry_version SET text = $3, published_by = NULL"
                     " WHERE entry_id = $1 AND number = $2::text::int");
WL_SQL (TRANSLATION_TEXTS, "SELECT language, text FROM entry_translation WHERE entry_id = $1");
WL_SQL (PUT_TRANSLATION,
        "UPDATE entry_translation SET text = $3 WHERE entry_id = $1 AND language = $2");
WL_SQL (DRAFT_TEXT, "SELECT '', text FROM entry WHERE id = $1");
WL_SQL (PUT_DRAFT,
        "UPDATE entry SET text = $3, author_id = NULL, consent_at = NULL, version = version + 1,"
        " consent_recorded_by = NULL, public_changed_at = CASE WHEN public_changed_at IS NOT NULL"
        " THEN $4 END WHERE id = $1 AND $2 = ''");

typedef struct named_text {
    char *name; /* of a version or a language */
    Dissemination__EntryText *text;
} named_text_t;

static wl_status
read_texts (wl_request_t *req, const wl_statement_t *statement, const char *entry_id,
            named_text_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows, wl_p_uuid (entry_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        wl_bytes_t packed = wl_row_bytes (&rows, i, 1);

        (*ret)[i].name = wl_row_text (wl_db (req), &rows, i, 0);
        if (wl_message_unpack (wl_arena (req), &dissemination__entry_text__descriptor, packed.data,
                               packed.length, (ProtobufCMessage **) &(*ret)[i].text) != WL_OK)
            return WL_DATA_LOSS;
    }
    return WL_OK;
}

static wl_status
erase_texts (wl_request_t *req, const wl_statement_t *read, const wl_statement_t *put,
             const char *entry_id)
{
    named_text_t *texts;
    size_t count;

    WL_TRY (read_texts (req, read, entry_id, &texts, &count));
    for (size_t i = 0; i < count; i++) {
        const wl_param_t params[] = { wl_p_uuid (entry_id), wl_p_text (texts[i].name),
                                      wl_p_message (&texts[i].text->base),
                                      wl_p_time (wl_now (req)) };

        entry_forget_authors (texts[i].text);
        wl_db_defer (wl_db (req), put, params, put == &PUT_DRAFT ? 4 : 3);
    }
    return WL_OK;
}

wl_status
store_erase_authors (wl_request_t *req, const char *entry_id)
{
    WL_TRY (erase_texts (req, &VERSION_TEXTS, &PUT_VERSION, entry_id));
    WL_TRY (erase_texts (req, &TRANSLATION_TEXTS, &PUT_TRANSLATION, entry_id));
    return erase_texts (req, &DRAFT_TEXT, &PUT_DRAFT, entry_id);
}

/* ---- the account ---- */

WL_SQL (PLANS_OF_ACCOUNT, "SELECT id, plan FROM adoption WHERE account_id = $1 FOR UPDATE");
WL_SQL (FORGET_ADOPTER,
        "UPDATE adoption SET plan = $2, account_id = NULL, version = version + 1 WHERE id = $1");
WL_SQL (FORGET_SEARCHES, "DELETE FROM saved_search WHERE account_id = $1");
WL_SQL (FORGET_EDITOR, "UPDATE entry SET edited_by = nullif (edited_by, $1),"
                       " consent_recorded_by = nullif (consent_recorded_by, $1)"
                       " WHERE edited_by = $1 OR consent_recorded_by = $1");
WL_SQL (FORGET_PUBLISHER, "UPDATE entry_version SET published_by = NULL WHERE published_by = $1");
WL_SQL (FORGET_ANNOUNCER, "UPDATE announcement SET published_by = NULL WHERE published_by = $1");

static wl_status
erase_plans (wl_request_t *req, const char *user_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &PLANS_OF_ACCOUNT, &rows, wl_p_uuid (user_id)));
    for (int i = 0; i < rows.count; i++) {
        char *id = wl_row_text (wl_db (req), &rows, i, 0);
        wl_bytes_t packed = wl_row_bytes (&rows, i, 1);
        ProtobufCMessage *plan;

        if (wl_message_unpack (wl_arena (req), &dissemination__adoption_plan__descriptor,
                               packed.data, packed.length, &plan) != WL_OK)
            return WL_DATA_LOSS;
        ((Dissemination__AdoptionPlan *) plan)->contact = wl_text_copy (wl_arena (req), "");
        wl_defer (wl_db (req), &FORGET_ADOPTER, wl_p_uuid (id), wl_p_message (plan));
    }
    return WL_OK;
}

wl_status
store_erase_account (wl_request_t *req, const char *user_id)
{
    WL_TRY (erase_plans (req, user_id));
    wl_defer (wl_db (req), &FORGET_SEARCHES, wl_p_uuid (user_id));
    wl_defer (wl_db (req), &FORGET_EDITOR, wl_p_uuid (user_id));
    wl_defer (wl_db (req), &FORGET_PUBLISHER, wl_p_uuid (user_id));
    wl_defer (wl_db (req), &FORGET_ANNOUNCER, wl_p_uuid (user_id));
    return WL_OK;
}
