#include "store_indicators.h"

#include "indicator_rules.h"
#include "store.h"

/* ---- indicators ---- */

WL_SQL (INSERT_INDICATOR, "INSERT INTO indicator (id, programme_id, is_public, text, updated_at)"
                          " SELECT $1, $2, $3, $4, $5 WHERE (SELECT count (*) FROM indicator"
                          "   WHERE programme_id = $2 AND NOT withdrawn) < $6");
WL_SQL (INSERT_VERSION, "INSERT INTO indicator_version VALUES ($1, $2, $3, $4, $5, $6)");
#define INDICATOR_COLUMNS "id, programme_id, text, version, updated_at"
WL_SQL (LOCK_INDICATOR, "SELECT " INDICATOR_COLUMNS " FROM indicator"
                        " WHERE id = $1 AND NOT withdrawn FOR UPDATE");
WL_SQL (WRITE_INDICATOR, "UPDATE indicator SET text = $2, is_public = $3, withdrawn = $4,"
                         " version = version + 1, updated_at = $5 WHERE id = $1");
WL_SQL (LIST_INDICATORS, "SELECT " INDICATOR_COLUMNS " FROM indicator WHERE NOT withdrawn"
                         " AND ($1::uuid IS NULL OR programme_id = $1)"
                         " AND (is_public OR NOT $2) ORDER BY programme_id, id LIMIT 1000");
WL_SQL (VERSIONS, "SELECT version, at, reason, withdrawn, text FROM indicator_version"
                  " WHERE indicator_id = $1 ORDER BY version DESC LIMIT 100");
WL_SQL (RECORDS, "SELECT described_on::text AS \"on\", value, source, recorded_at,"
                 " number < max (number) OVER (PARTITION BY described_on) AS replaced"
                 " FROM indicator_record WHERE indicator_id = $1 ORDER BY number DESC LIMIT 100");

static wl_status
insert_version (wl_request_t *req, const Dissemination__Indicator *indicator, bool withdrawn,
                const char *reason)
{
    return wl_run (wl_db (req), &INSERT_VERSION, NULL, wl_p_uuid (indicator->id),
                   wl_p_int ((int64_t) indicator->version), wl_p_time (wl_now (req)),
                   wl_p_text (reason), wl_p_bool (withdrawn),
                   wl_p_message (&indicator->text->base));
}

wl_status
store_insert_indicator (wl_request_t *req, const Dissemination__Indicator *indicator)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &INSERT_INDICATOR, &rows, wl_p_uuid (indicator->id),
                    wl_p_uuid (indicator->programme_id), wl_p_bool (indicator->text->is_public),
                    wl_p_message (&indicator->text->base), wl_p_time (wl_now (req)),
                    wl_p_int (INDICATORS_MOST)));
    if (rows.affected == 0)
        return WL_RESOURCE_EXHAUSTED;
    return insert_version (req, indicator, false, "");
}

wl_status
store_lock_indicator (wl_request_t *req, const char *id, Dissemination__Indicator *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LOCK_INDICATOR, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_write_indicator (wl_request_t *req, Dissemination__Indicator *indicator, bool withdrawn,
                       const char *reason)
{
    WL_TRY (wl_run (wl_db (req), &WRITE_INDICATOR, NULL, wl_p_uuid (indicator->id),
                    wl_p_message (&indicator->text->base), wl_p_bool (indicator->text->is_public),
                    wl_p_bool (withdrawn), wl_p_time (wl_now (req))));
    indicator->version++;
    indicator->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    return insert_version (req, indicator, withdrawn, reason);
}

wl_status
store_indicators (wl_request_t *req, const char *programme_id, bool only_public,
                  Dissemination__ListIndicatorsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LIST_INDICATORS, &rows, wl_p_uuid (programme_id),
                    wl_p_bool (only_public)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__indicator__descriptor, &ret->n_indicators,
                      (ProtobufCMessage ***) &ret->indicators);
    return WL_OK;
}

wl_status
store_indicator_history (wl_request_t *req, const char *id, Dissemination__IndicatorHistory *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &VERSIONS, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_rows_messages (wl_db (req), &rows, &dissemination__indicator_version__descriptor,
                      &ret->n_versions, (ProtobufCMessage ***) &ret->versions);
    WL_TRY (wl_run (wl_db (req), &RECORDS, &rows, wl_p_uuid (id)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__indicator_record__descriptor,
                      &ret->n_records, (ProtobufCMessage ***) &ret->records);
    return WL_OK;
}

/* ---- entered values ---- */

WL_SQL (ADD_RECORD,
        "INSERT INTO indicator_record SELECT $1, coalesce (max (number), 0) + 1, $2::text::date,"
        " $3, $4, $5 FROM indicator_record WHERE indicator_id = $1 HAVING count (*) < $6");
WL_SQL (VALUES, "SELECT DISTINCT ON (described_on) described_on::text, value, source"
                " FROM indicator_record WHERE indicator_id = $1"
                " ORDER BY described_on, number DESC");

wl_status
store_add_record (wl_request_t *req, const Dissemination__RecordIndicatorValueRequest *in)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &ADD_RECORD, &rows, wl_p_uuid (in->indicator_id),
                    wl_p_text (in->on), wl_p_int (in->value), wl_p_text (in->source),
                    wl_p_time (wl_now (req)), wl_p_int (INDICATOR_RECORDS_MOST)));
    return rows.affected == 0 ? WL_RESOURCE_EXHAUSTED : WL_OK;
}

wl_status
store_indicator_values (wl_request_t *req, const char *indicator_id, size_t *ret_count,
                        indicator_value_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &VALUES, &rows, wl_p_uuid (indicator_id)));
    *ret = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof **ret);
    for (int row = 0; row < rows.count; row++)
        (*ret)[row] = (indicator_value_t){ .on = wl_row_text (db, &rows, row, 0),
                                           .value = wl_row_int (&rows, row, 1),
                                           .source = wl_row_text (db, &rows, row, 2) };
    *ret_count = (size_t) rows.count;
    return WL_OK;
}

/* ---- what is counted ---- */

/* Each innovation once in each measure, when it first came so far. Measures are numbered as the
 * steps of the funnel are, and go on behind them (dissemination_indicators.proto). A step of the
 * funnel knows the kind of applicant from its first one. */
WL_SQL (
    FACTS,
    "WITH calls AS MATERIALIZED (SELECT call_id FROM call_programme WHERE programme_id = $1),"
    " idea AS (SELECT application_id, coalesce (applicant_type, 0) AS kind FROM funnel"
    "   WHERE step = 1 AND call_id IN (SELECT call_id FROM calls)),"
    " counted AS MATERIALIZED (SELECT e.id, e.published_at, e.region, coalesce (i.kind, 0) AS kind"
    "   FROM entry AS e LEFT JOIN idea AS i USING (application_id) WHERE " ENTRY_IS_PUBLIC
    "   AND e.call_id IN (SELECT call_id FROM calls)),"
    " started AS (SELECT a.id, a.entry_id, left (a.place, 2) AS place, a.started_at FROM adoption"
    "   AS a JOIN counted ON counted.id = a.entry_id WHERE a.started_at IS NOT NULL),"
    " moments AS ("
    " SELECT f.step AS measure, coalesce (i.kind, 0) AS kind, coalesce (f.region, '') AS region,"
    "   f.at, 1 AS count FROM funnel AS f LEFT JOIN idea AS i USING (application_id)"
    "   WHERE f.call_id IN (SELECT call_id FROM calls)"
    " UNION ALL SELECT 5, kind, region, published_at, 1 FROM counted"
    " UNION ALL SELECT 6, min (kind), min (region), min (started_at), 1"
    "   FROM started JOIN counted ON counted.id = entry_id GROUP BY entry_id"
    " UNION ALL SELECT 7, min (kind), min (region), min (in_force_at), 1"
    "   FROM policy JOIN counted ON counted.id = entry_id WHERE status = 4 GROUP BY entry_id"
    " UNION ALL SELECT 8, 0, place, started_at, 1 FROM started"
    " UNION ALL SELECT 9, 0, place, r.at, r.people FROM adoption_report AS r"
    "   JOIN started ON started.id = r.adoption_id"
    " UNION ALL SELECT 10, 0, '', min (started_at), 1 FROM started GROUP BY place)"
    " SELECT measure, kind, region, coalesce (extract (year FROM month) * 12"
    "   + extract (month FROM month) - 1, 0)::int, count::int8 FROM"
    " (SELECT measure, kind, region COLLATE \"C\" AS region,"
    "   date_trunc ('month', at AT TIME ZONE 'Europe/Warsaw') AS month, sum (count) AS count"
    "   FROM moments GROUP BY 1, 2, 3, 4) AS months");

wl_status
store_indicator_facts (wl_request_t *req, const char *programme_id, size_t *ret_count,
                       indicator_fact_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &FACTS, &rows, wl_p_uuid (programme_id)));
    *ret = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof **ret);
    for (int row = 0; row < rows.count; row++)
        (*ret)[row] = (indicator_fact_t){
            .measure = (Dissemination__IndicatorMeasure) wl_row_int (&rows, row, 0),
            .applicant_type = (int) wl_row_int (&rows, row, 1),
            .region = wl_row_text (db, &rows, row, 2),
            .month = (int) wl_row_int (&rows, row, 3),
            .count = wl_row_int (&rows, row, 4),
        };
    *ret_count = (size_t) rows.count;
    return WL_OK;
}
