#include "store_records.h"

#include <string.h>

#include "db/event_log.h"
#include "message/message.h"

#define CARD_EVENTS "type in ('evaluation.CardLocked', 'evaluation.CardRevised')"

/* ---- what stands in the tables ---- */

WL_SQL (select_sealed,
        "select k.application_id, k.stage, k.round, k.third, v.author_user_id, v.sealed_at,"
        " v.reason, v.salt, v.scores, case when k.version = v.version then k.scores end"
        " from card_version v join card k on k.id = v.card_id"
        " where v.card_id = $1 and v.version = $2");

enum { APPLICATION, STAGE, ROUND, THIRD, AUTHOR, SEALED_AT, REASON, SALT, SCORES, SCORES_NOW };

static wl_status
unpack_scores (wl_arena_t *arena, const wl_rows_t *rows, int column, Evaluation__Scores **ret)
{
    wl_bytes_t bytes = wl_row_bytes (rows, 0, column);

    *ret = NULL;
    if (wl_row_null (rows, 0, column))
        return WL_OK;
    return wl_message_unpack (arena, &evaluation__scores__descriptor, bytes.data, bytes.length,
                              (ProtobufCMessage **) ret);
}

static char *
seal_of (wl_db_t *db, wl_arena_t *arena, const wl_rows_t *rows, const char *card_id,
         uint64_t version)
{
    wl_bytes_t salt = wl_row_bytes (rows, 0, SALT);
    card_seal_t seal = {
        .card_id = card_id,
        .version = version,
        .author_user_id = wl_row_text (db, rows, 0, AUTHOR),
        .at = wl_row_time (rows, 0, SEALED_AT),
        .reason = wl_row_text (db, rows, 0, REASON),
    };

    if (salt.length != sizeof seal.salt)
        return wl_text_copy (arena, "");
    memcpy (seal.salt, salt.data, sizeof seal.salt);
    return card_record_seal (arena, &seal);
}

wl_status
store_sealed_version (wl_db_t *db, wl_arena_t *arena, const char *card_id, uint64_t version,
                      store_sealed_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_sealed, &rows, wl_p_uuid (card_id), wl_p_int ((int64_t) version)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    evaluation__card_record__init (&ret->record);
    ret->record.application_id = wl_row_text (db, &rows, 0, APPLICATION);
    ret->record.stage = wl_row_text (db, &rows, 0, STAGE);
    ret->record.round = (uint32_t) wl_row_int (&rows, 0, ROUND);
    ret->record.third = wl_row_bool (&rows, 0, THIRD);
    ret->record.seal = seal_of (db, arena, &rows, card_id, version);
    ret->salted = !wl_row_null (&rows, 0, SALT);
    WL_TRY (unpack_scores (arena, &rows, SCORES, &ret->record.scores));
    return unpack_scores (arena, &rows, SCORES_NOW, &ret->now);
}

/* ---- what the log holds ---- */

WL_SQL (select_recorded, "select region, sequence, hash, payload, type from runtime.log"
                         " where aggregate = $1 and " CARD_EVENTS
                         " union all select region, 0, '', payload, type from runtime.outbox"
                         " where aggregate = $1 and " CARD_EVENTS);

/* The digest of the card's version, if the event tells of it; else NULL. */
static const char *
digest_told (wl_db_t *db, wl_arena_t *arena, const wl_rows_t *rows, int row, const char *card_id,
             uint64_t version)
{
    bool revised = wl_text_equal (wl_row_text (db, rows, row, 4), "evaluation.CardRevised");
    const ProtobufCMessageDescriptor *type =
        revised ? &evaluation__card_revised__descriptor : &evaluation__card_locked__descriptor;
    wl_bytes_t bytes = wl_row_bytes (rows, row, 3);
    ProtobufCMessage *event;

    if (wl_message_unpack (arena, type, bytes.data, bytes.length, &event) != WL_OK)
        return NULL;
    const Evaluation__CardRevised *revision = (const Evaluation__CardRevised *) event;
    const Evaluation__CardLocked *lock = (const Evaluation__CardLocked *) event;
    if (!wl_text_equal (revised ? revision->card_id : lock->card_id, card_id) ||
        (revised ? revision->version : lock->version) != version)
        return NULL;
    return revised ? revision->digest : lock->digest;
}

wl_status
store_recorded_digest (wl_db_t *db, wl_arena_t *arena, const char *application_id,
                       const char *card_id, uint64_t version, Evaluation__CardRecord *into)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_recorded, &rows, wl_p_text (application_id)));
    for (int i = 0; i < rows.count; i++) {
        const char *digest = digest_told (db, arena, &rows, i, card_id, version);
        wl_bytes_t hash = wl_row_bytes (&rows, i, 2);

        if (digest == NULL)
            continue;
        into->digest = wl_text_copy (arena, digest);
        into->stream = wl_text_printf (arena, "evaluation/%s", wl_row_text (db, &rows, i, 0));
        into->position = (uint64_t) wl_row_int (&rows, i, 1);
        into->chain = wl_arena_alloc (arena, 2 * hash.length + 1);
        wl_hex (hash.data, hash.length, into->chain);
    }
    return WL_OK;
}

WL_SQL (count_sealed, "select (select count (*) from card_version where salt is not null),"
                      " (select count (*) from runtime.outbox where " CARD_EVENTS ")");

wl_status
store_count_sealed (wl_db_t *db, int64_t *ret_sealed, int64_t *ret_waiting)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &count_sealed, &rows));
    *ret_sealed = wl_row_int (&rows, 0, 0);
    *ret_waiting = wl_row_int (&rows, 0, 1);
    return WL_OK;
}
