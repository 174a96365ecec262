#include "store_audit.h"

#include "message/message.h"

WL_SQL (ADD_AUDIT, "INSERT INTO audit_entry"
                   "  (id, at, account_id, assumed_by, program, method, object_ids, status)"
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

/* An entry's id is in the order of time, so the newest pages come from the end of an index. */
#define COLUMNS \
    "SELECT id, at, account_id, assumed_by, program, method, object_ids, status FROM audit_entry "
#define BEFORE "id < coalesce ($1, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)"
#define LATEST " ORDER BY id DESC LIMIT $2"

WL_SQL (LIST_AUDIT, COLUMNS "WHERE " BEFORE LATEST);
WL_SQL (LIST_AUDIT_OF, COLUMNS "WHERE " BEFORE " AND account_id = $3" LATEST);
WL_SQL (LIST_AUDIT_ABOUT, COLUMNS "WHERE " BEFORE " AND object_ids @> ARRAY[$3]" LATEST);
WL_SQL (LIST_AUDIT_BOTH,
        COLUMNS "WHERE " BEFORE " AND object_ids @> ARRAY[$3] AND account_id = $4" LATEST);

/* A statement each, so that each has the plan of its index. */
#define COUNTED(where) "SELECT count (*) FROM (SELECT FROM audit_entry " where " LIMIT $1) AS found"

WL_SQL (COUNT_AUDIT_ANY, COUNTED (""));
WL_SQL (COUNT_AUDIT_OF, COUNTED ("WHERE account_id = $2"));
WL_SQL (COUNT_AUDIT_ABOUT, COUNTED ("WHERE object_ids @> ARRAY[$2]"));
WL_SQL (COUNT_AUDIT_BOTH, COUNTED ("WHERE object_ids @> ARRAY[$2] AND account_id = $3"));

WL_SQL (MATCH_AUDIT, "SELECT count (*) = 1 FROM audit_entry "
                     "WHERE id = $1 AND at = $2 AND account_id = $3"
                     "  AND assumed_by IS NOT DISTINCT FROM $4 AND program = $5 AND method = $6"
                     "  AND object_ids = $7 AND status = $8");

WL_SQL (COUNT_AUDIT, "SELECT count (*) FROM audit_entry");

void
store_add_audit (wl_db_t *db, const Gateway__AuditEntry *entry)
{
    wl_defer (db, &ADD_AUDIT, wl_p_uuid (entry->id), wl_p_time (wl_timestamp_time (entry->at)),
              wl_p_uuid (entry->account_id), wl_p_uuid (entry->assumed_by),
              wl_p_bool (entry->program), wl_p_text (entry->method),
              wl_p_uuids ((const char *const *) entry->object_ids, entry->n_object_ids),
              wl_p_int (entry->status));
}

static wl_status
list (wl_db_t *db, const char *account_id, const char *object_id, const char *before,
      uint32_t limit, wl_rows_t *rows)
{
    wl_param_t first = wl_p_uuid (before), second = wl_p_int (limit);

    if (wl_text_empty (account_id) && wl_text_empty (object_id))
        return wl_run (db, &LIST_AUDIT, rows, first, second);
    if (wl_text_empty (object_id))
        return wl_run (db, &LIST_AUDIT_OF, rows, first, second, wl_p_uuid (account_id));
    if (wl_text_empty (account_id))
        return wl_run (db, &LIST_AUDIT_ABOUT, rows, first, second, wl_p_uuid (object_id));
    return wl_run (db, &LIST_AUDIT_BOTH, rows, first, second, wl_p_uuid (object_id),
                   wl_p_uuid (account_id));
}

wl_status
store_list_audit (wl_db_t *db, const char *account_id, const char *object_id, const char *before,
                  uint32_t limit, Gateway__AuditEntry ***ret, size_t *ret_count)
{
    wl_rows_t rows;
    ProtobufCMessage **entries;

    WL_TRY (list (db, account_id, object_id, before, limit, &rows));
    wl_rows_messages (db, &rows, &gateway__audit_entry__descriptor, ret_count, &entries);
    *ret = (Gateway__AuditEntry **) entries;
    return WL_OK;
}

static wl_status
count (wl_db_t *db, const char *account_id, const char *object_id, uint32_t most, wl_rows_t *rows)
{
    wl_param_t limit = wl_p_int (most);

    if (wl_text_empty (account_id) && wl_text_empty (object_id))
        return wl_run (db, &COUNT_AUDIT_ANY, rows, limit);
    if (wl_text_empty (object_id))
        return wl_run (db, &COUNT_AUDIT_OF, rows, limit, wl_p_uuid (account_id));
    if (wl_text_empty (account_id))
        return wl_run (db, &COUNT_AUDIT_ABOUT, rows, limit, wl_p_uuid (object_id));
    return wl_run (db, &COUNT_AUDIT_BOTH, rows, limit, wl_p_uuid (object_id),
                   wl_p_uuid (account_id));
}

wl_status
store_count_audit_of (wl_db_t *db, const char *account_id, const char *object_id, uint32_t most,
                      int64_t *ret)
{
    wl_rows_t rows;

    WL_TRY (count (db, account_id, object_id, most, &rows));
    *ret = wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_match_audit (wl_db_t *db, const Gateway__AuditRecorded *recorded, bool *ret_same)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &MATCH_AUDIT, &rows, wl_p_uuid (recorded->id),
                    wl_p_time (wl_timestamp_time (recorded->at)), wl_p_uuid (recorded->account_id),
                    wl_p_uuid (recorded->assumed_by), wl_p_bool (recorded->program),
                    wl_p_text (recorded->method),
                    wl_p_uuids ((const char *const *) recorded->object_ids, recorded->n_object_ids),
                    wl_p_int (recorded->status)));
    *ret_same = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_count_audit (wl_db_t *db, int64_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (db, &COUNT_AUDIT, &rows));
    *ret = wl_row_int (&rows, 0, 0);
    return WL_OK;
}
