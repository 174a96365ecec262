#include "store_kept_letters.h"

#include <string.h>

/* In the order of composing: ids of messages sort by their moment. */
WL_SQL (KEEP_LETTERS,
        "INSERT INTO kept_letter (call_id, id, user_id, application_id, template, name, locale,"
        " subject, text, failed, kept_at)"
        " SELECT m.call_id, m.id, m.user_id, m.application_id, m.template, i.name, i.locale,"
        " i.subject, i.text, i.failed <> 0, $7 FROM unnest ($1::uuid[], $2::text[], $3::text[],"
        " $4::text[], $5::text[], $6::int8[]) AS i (id, name, locale, subject, text, failed) JOIN "
        "message m ON m.id = i.id"
        " WHERE m.call_id IS NOT NULL ON CONFLICT DO NOTHING");
WL_SQL (LIST_KEPT_LETTERS,
        "SELECT id, user_id, application_id, template, name, locale, subject, text, failed,"
        " kept_at FROM kept_letter WHERE call_id = $1 AND ($2::uuid IS NULL OR user_id = $2)"
        " AND id > coalesce ($3, '00000000-0000-0000-0000-000000000000'::uuid)"
        " ORDER BY id LIMIT $4");
WL_SQL (COUNT_KEPT_LETTERS, WL_COUNT_OF ("FROM kept_letter WHERE call_id = $1"
                                         " AND ($2::uuid IS NULL OR user_id = $2)"));

store_kept_letters_t
store_kept_letters_new (wl_arena_t *arena, size_t most)
{
    return (store_kept_letters_t){
        .ids = wl_arena_array (arena, most, sizeof (char *)),
        .names = wl_arena_array (arena, most, sizeof (char *)),
        .locales = wl_arena_array (arena, most, sizeof (char *)),
        .subjects = wl_arena_array (arena, most, sizeof (char *)),
        .texts = wl_arena_array (arena, most, sizeof (char *)),
        .failed = wl_arena_array (arena, most, sizeof (int64_t)),
    };
}

void
store_keep_letters (wl_request_t *req, const store_kept_letters_t *letters)
{
    size_t count = letters->count;

    if (count > 0)
        wl_defer (wl_db (req), &KEEP_LETTERS, wl_p_uuids (letters->ids, count),
                  wl_p_texts (letters->names, count), wl_p_texts (letters->locales, count),
                  wl_p_texts (letters->subjects, count), wl_p_texts (letters->texts, count),
                  wl_p_ints (letters->failed, count), wl_p_time (wl_clock_now (&wl_clock_system)));
}

wl_status
store_list_kept_letters (wl_request_t *req, const Notification__ListKeptLettersRequest *in,
                         uint32_t limit, Notification__ListKeptLettersResponse *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;
    char *after;

    WL_TRY (wl_cursor_open (req, in->cursor, &after));
    WL_TRY (wl_run (db, &LIST_KEPT_LETTERS, &rows, wl_p_uuid (in->call_id), wl_p_uuid (in->user_id),
                    wl_p_uuid (after), wl_p_int (limit + 1L)));
    wl_rows_messages (db, &rows, &notification__kept_letter__descriptor, &ret->n_letters,
                      (ProtobufCMessage ***) &ret->letters);
    if (ret->n_letters > limit) {
        ret->n_letters = limit;
        ret->next_cursor = wl_cursor_make (req, ret->letters[limit - 1]->id);
    }
    return in->total ? wl_count (db, &COUNT_KEPT_LETTERS, ret, wl_p_uuid (in->call_id),
                                 wl_p_uuid (in->user_id))
                     : WL_OK;
}

/* ---- as a whole ---- */

/* Reminders of drafts and cards name the call in their payload, those of reports the application in
 * their key. */
WL_SQL (REHEARSED_TIMERS,
        "SELECT kind, key, due, payload FROM runtime.timers WHERE"
        " position (convert_to ($1::uuid::text, 'UTF8') IN payload) > 0 OR left (key, 36) IN"
        " (SELECT application_id::text FROM kept_letter WHERE call_id = $1)");

wl_status
store_rehearsed_timers (wl_request_t *req, const char *call_id, size_t *ret_count,
                        store_rehearsed_timer_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &REHEARSED_TIMERS, &rows, wl_p_uuid (call_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        wl_bytes_t lent = wl_row_bytes (&rows, i, 3);
        uint8_t *payload = wl_arena_alloc (wl_arena (req), lent.length + 1);
        memcpy (payload, lent.data, lent.length);
        (*ret)[i] = (store_rehearsed_timer_t){ wl_row_text (db, &rows, i, 0),
                                               wl_row_text (db, &rows, i, 1),
                                               wl_row_time (&rows, i, 2),
                                               { payload, lent.length } };
    }
    return WL_OK;
}

WL_SQL (COPY_WORDS,
        "INSERT INTO template_text (scope_id, name, locale, version, subject, body, current,"
        " author_id, created_at) SELECT $2, name, locale, 1, subject, body, true, author_id, $3"
        " FROM template_text WHERE scope_id = $1 AND current ON CONFLICT DO NOTHING");

void
store_rehearsed_words (wl_request_t *req, const char *from, const char *call_id)
{
    wl_defer (wl_db (req), &COPY_WORDS, wl_p_uuid (from), wl_p_uuid (call_id),
              wl_p_time (wl_clock_now (&wl_clock_system)));
}

WL_SQL (MOVE_SCHEDULE, "UPDATE call_schedule SET submit_until = submit_until"
                       " - $2 * interval '1 microsecond' WHERE call_id = $1");
WL_SQL (DELETE_REHEARSAL, "SELECT rehearsal_delete ($1)");

void
store_rehearsed_schedule (wl_request_t *req, const char *call_id, wl_time_t by)
{
    wl_defer (wl_db (req), &MOVE_SCHEDULE, wl_p_uuid (call_id), wl_p_int (by));
}

void
store_rehearsed_letters_delete (wl_request_t *req, const char *call_id)
{
    wl_defer (wl_db (req), &DELETE_REHEARSAL, wl_p_uuid (call_id));
}
