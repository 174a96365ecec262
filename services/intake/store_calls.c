#include "store_calls.h"

#include "applicant_rules.h"

#define TYPE_OF(name) &name##__descriptor

/* ---- programmes ---- */

WL_SQL (insert_programme, "insert into programme (id, name, description, policy_target, created_at)"
                          " values ($1, $2, $3, $4, $5)");

void
store_programme_insert (wl_request_t *req, const Intake__Programme *programme)
{
    wl_defer (wl_db (req), &insert_programme, wl_p_uuid (programme->id),
              wl_p_text (programme->name),
              wl_p_message (programme->description ? &programme->description->base : NULL),
              wl_p_int (programme->policy_target), wl_p_time (wl_now (req)));
}

WL_SQL (select_regions, "select region, name from programme_region where programme_id = $1"
                        " order by region");

static wl_status
regions_of (wl_request_t *req, const char *programme_id, size_t *ret_count, Intake__Region ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_regions, &rows, wl_p_uuid (programme_id)));
    wl_rows_messages (wl_db (req), &rows, TYPE_OF (intake__region), ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

static wl_status
read_programme (wl_request_t *req, const wl_statement_t *statement, const char *programme_id,
                Intake__Programme *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows, wl_p_uuid (programme_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return regions_of (req, programme_id, &ret->n_regions, &ret->regions);
}

WL_SQL (select_programme, "select id, name, description, policy_target from programme"
                          " where id = $1");

wl_status
store_programme (wl_request_t *req, const char *programme_id, Intake__Programme *ret)
{
    return read_programme (req, &select_programme, programme_id, ret);
}

WL_SQL (lock_programme, "select id, name, description, policy_target from programme"
                        " where id = $1 for update");

wl_status
store_programme_lock (wl_request_t *req, const char *programme_id, Intake__Programme *ret)
{
    return read_programme (req, &lock_programme, programme_id, ret);
}

/* An office runs a handful of programmes; the limit only bounds the answer. */
WL_SQL (select_programmes, "select id, name, description, policy_target from programme"
                           " order by id desc limit 200");
WL_SQL (select_all_regions, "select programme_id, region, name from programme_region"
                            " where programme_id = any ($1) order by programme_id desc, region");

/* Both lists are in the same order of programmes, so one walk deals the regions out. */
static void
deal_regions (wl_request_t *req, const wl_rows_t *rows, Intake__ListProgrammesResponse *ret)
{
    Intake__Region **regions =
        wl_arena_array (wl_arena (req), (size_t) rows->count, sizeof *regions);
    size_t programme = 0;

    for (int i = 0; i < rows->count; i++) {
        const char *id = wl_row_text (wl_db (req), rows, i, 0);
        Intake__Region *region = wl_arena_alloc (wl_arena (req), sizeof *region);
        intake__region__init (region);
        region->region = wl_row_text (wl_db (req), rows, i, 1);
        region->name = wl_row_text (wl_db (req), rows, i, 2);
        regions[i] = region;
        while (!wl_text_equal (ret->programmes[programme]->id, id))
            programme++;
        if (ret->programmes[programme]->n_regions++ == 0)
            ret->programmes[programme]->regions = &regions[i];
    }
}

wl_status
store_programmes (wl_request_t *req, Intake__ListProgrammesResponse *ret)
{
    wl_rows_t rows;
    const char **ids;

    WL_TRY (wl_run (wl_db (req), &select_programmes, &rows));
    wl_rows_messages (wl_db (req), &rows, TYPE_OF (intake__programme), &ret->n_programmes,
                      (ProtobufCMessage ***) &ret->programmes);
    ids = wl_arena_array (wl_arena (req), ret->n_programmes, sizeof *ids);
    for (size_t i = 0; i < ret->n_programmes; i++)
        ids[i] = ret->programmes[i]->id;
    WL_TRY (wl_run (wl_db (req), &select_all_regions, &rows, wl_p_uuids (ids, ret->n_programmes)));
    deal_regions (req, &rows, ret);
    return WL_OK;
}

WL_SQL (put_region, "insert into programme_region (programme_id, region, name)"
                    " values ($1, $2, $3)"
                    " on conflict (programme_id, region) do update set name = excluded.name");

void
store_region_put (wl_request_t *req, const char *programme_id, const Intake__Region *region)
{
    wl_defer (wl_db (req), &put_region, wl_p_uuid (programme_id), wl_p_text (region->region),
              wl_p_text (region->name));
}

/* ---- calls: writing ---- */

/* The columns that repeat the definition, as $3 and on; the first two are the call's own. */
static wl_status
write_definition (wl_db_t *db, const wl_statement_t *statement, const Intake__Call *call,
                  const char *counted_with)
{
    const Intake__CallDefinition *definition = call->definition;

    return wl_run (db, statement, NULL, wl_p_uuid (call->id), wl_p_int ((int64_t) call->version),
                   wl_p_uuid (definition->programme_id), wl_p_text (definition->code),
                   wl_p_message (&definition->base),
                   wl_p_message (definition->title ? &definition->title->base : NULL),
                   wl_p_message (definition->summary ? &definition->summary->base : NULL),
                   wl_p_time (wl_timestamp_time (definition->fill_from)),
                   wl_p_time (wl_timestamp_time (definition->submit_from)),
                   wl_p_time (wl_timestamp_time (definition->submit_until)),
                   wl_p_int (definition->pool_grosze), wl_p_int (definition->min_grant_grosze),
                   wl_p_int (definition->max_grant_grosze),
                   wl_p_int (applicant_types_mask (definition->applicant_types,
                                                   definition->n_applicant_types)),
                   wl_p_int (definition->applications_per_person),
                   wl_p_bool (definition->withdrawn_counts), wl_p_uuid (counted_with),
                   wl_p_bool (definition->coauthors_count));
}

WL_SQL (
    insert_call,
    "insert into call (id, version, programme_id, code, definition, title, summary, fill_from,"
    " submit_from, submit_until, pool_grosze, min_grant_grosze, max_grant_grosze,"
    " applicant_types, applications_per_person, withdrawn_counts, counted_with, coauthors_count,"
    " state) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,"
    " $17, $18, 1)");

wl_status
store_call_insert (wl_db_t *db, const Intake__Call *call, const char *counted_with)
{
    return write_definition (db, &insert_call, call, counted_with);
}

WL_SQL (update_call,
        "update call set version = $2, programme_id = $3, code = $4, definition = $5, title = $6,"
        " summary = $7, fill_from = $8, submit_from = $9, submit_until = $10, pool_grosze = $11,"
        " min_grant_grosze = $12, max_grant_grosze = $13, applicant_types = $14,"
        " applications_per_person = $15, withdrawn_counts = $16,"
        " counted_with = coalesce ($17, counted_with), coauthors_count = $18 where id = $1");

wl_status
store_call_update (wl_request_t *req, const Intake__Call *call, const char *counted_with)
{
    return write_definition (wl_db (req), &update_call, call, counted_with);
}

WL_SQL (set_call_state, "update call set state = $2, notice = $3, suspended_at = $4 where id = $1");

wl_status
store_call_set_state (wl_request_t *req, const Intake__Call *call)
{
    wl_defer (wl_db (req), &set_call_state, wl_p_uuid (call->id), wl_p_int (call->state),
              wl_p_message (call->notice ? &call->notice->base : NULL),
              wl_p_time (wl_timestamp_time (call->suspended_at)));
    return store_call_update (req, call, NULL);
}

WL_SQL (select_counted_with, "select counted_with from call"
                             " where id = $1 and programme_id = $2 and published_at is not null"
                             " and not rehearsed (id)");

wl_status
store_call_counted_with (wl_request_t *req, const char *call_id, const char *programme_id,
                         char **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_counted_with, &rows, wl_p_uuid (call_id),
                    wl_p_uuid (programme_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = wl_row_text (wl_db (req), &rows, 0, 0);
    return WL_OK;
}

/* DRAFT alone, or all states that are no end. */
WL_SQL (select_holders,
        "select id, region, user_id from application where call_id = $1"
        " and id > coalesce ($2::uuid, '00000000-0000-0000-0000-000000000000')"
        " and (state = 1 or ($3 and state in (2, 3, 7, 8, 9))) order by id limit $4");

wl_status
store_call_holders (wl_request_t *req, const char *call_id, const char *after, bool submitted,
                    uint32_t limit, store_holder_t **ret, size_t *ret_count)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_holders, &rows, wl_p_uuid (call_id), wl_p_uuid (after),
                    wl_p_bool (submitted), wl_p_int (limit)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_holder_t){ wl_row_text (db, &rows, i, 0), wl_row_text (db, &rows, i, 1),
                                      wl_row_text (db, &rows, i, 2) };
    return WL_OK;
}

WL_SQL (publish_call, "update call set state = 2, published_at = $2, version = $3 where id = $1");
WL_SQL (create_serial, "select call_serial_create ($1)");
WL_SQL (insert_stages, "insert into call_stage (call_id, position, key, assessment, form)"
                       " select $1, position - 1, key, assessment, form"
                       " from unnest ($2::text[], $3::int8[], $4::bytea[])"
                       " with ordinality as stage (key, assessment, form, position)");

static void
defer_stages (wl_request_t *req, const Intake__Call *call)
{
    size_t count = call->definition->n_stages;
    const char **keys = wl_arena_array (wl_arena (req), count, sizeof *keys);
    int64_t *assessments = wl_arena_array (wl_arena (req), count, sizeof *assessments);
    wl_bytes_t *forms = wl_arena_array (wl_arena (req), count, sizeof *forms);

    for (size_t i = 0; i < count; i++) {
        const Wlacznik__Stage *stage = call->definition->stages[i];
        uint8_t *bytes;
        keys[i] = stage->key;
        assessments[i] = stage->assessment;
        wl_message_pack (wl_arena (req), &stage->form->base, &bytes, &forms[i].length);
        forms[i].data = bytes;
    }
    wl_defer (wl_db (req), &insert_stages, wl_p_uuid (call->id), wl_p_texts (keys, count),
              wl_p_ints (assessments, count), wl_p_blobs (forms, count));
}

wl_status
store_call_publish (wl_request_t *req, const Intake__Call *call)
{
    wl_defer (wl_db (req), &publish_call, wl_p_uuid (call->id),
              wl_p_time (wl_timestamp_time (call->published_at)),
              wl_p_int ((int64_t) call->version));
    defer_stages (req, call);
    return wl_run (wl_db (req), &create_serial, NULL, wl_p_uuid (call->id));
}

WL_SQL (
    insert_form_version,
    "insert into call_stage (call_id, position, key, assessment, form, version, announced_at, note)"
    " select call_id, position, key, assessment, $3, version + 1, $4, $5 from call_stage"
    " where call_id = $1 and position = $2 order by version desc limit 1");

wl_status
store_form_revise (wl_request_t *req, const Intake__Call *call, size_t position,
                   const Wlacznik__LocalText *note)
{
    wl_defer (wl_db (req), &insert_form_version, wl_p_uuid (call->id),
              wl_p_int ((int64_t) position),
              wl_p_message (&call->definition->stages[position]->form->base),
              wl_p_time (wl_now (req)), wl_p_message (note != NULL ? &note->base : NULL));
    return store_call_update (req, call, NULL);
}

WL_SQL (select_form_versions,
        "select version, announced_at, note, form from call_stage where call_id = $1 and key = $2"
        " order by version desc limit 50");

wl_status
store_form_versions (wl_request_t *req, const char *call_id, const char *stage,
                     Intake__ListFormVersionsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &select_form_versions, &rows, wl_p_uuid (call_id), wl_p_text (stage)));
    wl_rows_messages (wl_db (req), &rows, &intake__form_version__descriptor, &ret->n_versions,
                      (ProtobufCMessage ***) &ret->versions);
    return ret->n_versions == 0 ? WL_NOT_FOUND : WL_OK;
}

WL_SQL (decide_call, "update call set state = 3 where id = $1 and state = 2");

void
store_call_decide (wl_request_t *req, const char *call_id)
{
    wl_defer (wl_db (req), &decide_call, wl_p_uuid (call_id));
}

/* ---- calls: reading ---- */

/* A call that is not there takes as long as the draft of one, so that time tells nobody of drafts:
 * the regions are asked for in either case. */
static wl_status
read_call (wl_request_t *req, const wl_statement_t *statement, const char *call_id,
           Intake__Call *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0) {
        WL_TRY (regions_of (req, call_id, &ret->n_regions, &ret->regions));
        return WL_NOT_FOUND;
    }
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return regions_of (req, ret->definition->programme_id, &ret->n_regions, &ret->regions);
}

WL_SQL (select_call,
        "select id, state, definition, published_at, version, notice, suspended_at,"
        " rehearsed (id), (select r.rehearsed_call_id from rehearsal r where r.call_id = c.id),"
        " (select count (*) from submission s"
        "  where s.call_id = c.id and s.serial is not null) as submitted_count"
        " from call c where id = $1");

wl_status
store_call (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    return read_call (req, &select_call, call_id, ret);
}

WL_SQL (lock_call,
        "select id, state, definition, published_at, version, notice, suspended_at,"
        " rehearsed (id), (select r.rehearsed_call_id from rehearsal r where r.call_id = c.id),"
        " (select count (*) from submission s"
        "  where s.call_id = c.id and s.serial is not null) as submitted_count"
        " from call c where id = $1 for update");

wl_status
store_call_lock (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    return read_call (req, &lock_call, call_id, ret);
}

#define SUMMARY                                                                           \
    "id, state, code, title, summary, fill_from, submit_from, submit_until, pool_grosze," \
    " programme_id, rehearsed (id)"

WL_SQL (select_newest_calls,
        "select " SUMMARY " from call where published_at is not null"
        " and not rehearsed (id) order by published_at desc, id desc limit $1");
WL_SQL (
    select_older_calls,
    "select " SUMMARY " from call where published_at is not null and"
    " not rehearsed (id) and (published_at, id) < (select published_at, id from call where id = $2)"
    " order by published_at desc, id desc limit $1");

#define OF_STAFF(what, scopes)                                                 \
    " from call c where " what " and (" WL_SQL_REACHED (                       \
        "c.programme_id", "'*'",                                               \
        scopes) " or exists (select from programme_region r"                   \
                " where r.programme_id = c.programme_id and " WL_SQL_REACHED ( \
                    "r.programme_id", "r.region", scopes) "))"
#define DRAFT      "state = 1"
#define REHEARSAL  "id in (select call_id from rehearsal)"
#define DRAFTS     "select " SUMMARY OF_STAFF (DRAFT, "$2")
#define REHEARSALS "select " SUMMARY OF_STAFF (REHEARSAL, "$2")

WL_SQL (select_newest_drafts, DRAFTS " order by created_at desc, id desc limit $1");
WL_SQL (select_older_drafts,
        DRAFTS " and (created_at, id) < (select created_at, id from call where id = $3)"
               " order by created_at desc, id desc limit $1");

WL_SQL (count_draft_calls, WL_COUNT_OF (OF_STAFF (DRAFT, "$1")));
WL_SQL (count_rehearsed_calls, WL_COUNT_OF (OF_STAFF (REHEARSAL, "$1")));
WL_SQL (count_published_calls,
        WL_COUNT_OF ("from call where published_at is not null and not rehearsed (id)"));

wl_status
store_draft_calls_count (wl_request_t *req, const store_drafts_of_t *of,
                         Intake__ListCallsResponse *ret)
{
    return wl_count (wl_db (req), &count_draft_calls, ret,
                     wl_p_texts (of->scopes, of->scope_count));
}

wl_status
store_rehearsed_calls_count (wl_request_t *req, const store_drafts_of_t *of,
                             Intake__ListCallsResponse *ret)
{
    return wl_count (wl_db (req), &count_rehearsed_calls, ret,
                     wl_p_texts (of->scopes, of->scope_count));
}

wl_status
store_published_calls_count (wl_request_t *req, Intake__ListCallsResponse *ret)
{
    return wl_count (wl_db (req), &count_published_calls, ret);
}

WL_SQL (select_newest_rehearsals, REHEARSALS " order by created_at desc, id desc limit $1");
WL_SQL (select_older_rehearsals,
        REHEARSALS " and (created_at, id) < (select created_at, id from call where id = $3)"
                   " order by created_at desc, id desc limit $1");

/* A slice of a list by one of two statements: its beginning, or what is behind `after`. */
static wl_status
read_slice (wl_request_t *req, const wl_statement_t *newest, const wl_statement_t *older,
            const store_drafts_of_t *of, const char *after, uint32_t limit, size_t *ret_count,
            Intake__CallSummary ***ret)
{
    wl_param_t scopes = wl_p_texts (of->scopes, of->scope_count);
    wl_rows_t rows;

    if (after == NULL)
        WL_TRY (wl_run (wl_db (req), newest, &rows, wl_p_int (limit), scopes));
    else
        WL_TRY (wl_run (wl_db (req), older, &rows, wl_p_int (limit), scopes, wl_p_uuid (after)));
    wl_rows_messages (wl_db (req), &rows, TYPE_OF (intake__call_summary), ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

wl_status
store_draft_calls (wl_request_t *req, const store_drafts_of_t *of, const char *after,
                   uint32_t limit, size_t *ret_count, Intake__CallSummary ***ret)
{
    return read_slice (req, &select_newest_drafts, &select_older_drafts, of, after, limit,
                       ret_count, ret);
}

wl_status
store_rehearsed_calls (wl_request_t *req, const store_drafts_of_t *of, const char *after,
                       uint32_t limit, size_t *ret_count, Intake__CallSummary ***ret)
{
    return read_slice (req, &select_newest_rehearsals, &select_older_rehearsals, of, after, limit,
                       ret_count, ret);
}

wl_status
store_published_calls (wl_request_t *req, const char *after, uint32_t limit, size_t *ret_count,
                       Intake__CallSummary ***ret)
{
    wl_rows_t rows;

    if (after == NULL)
        WL_TRY (wl_run (wl_db (req), &select_newest_calls, &rows, wl_p_int (limit)));
    else
        WL_TRY (
            wl_run (wl_db (req), &select_older_calls, &rows, wl_p_int (limit), wl_p_uuid (after)));
    wl_rows_messages (wl_db (req), &rows, TYPE_OF (intake__call_summary), ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}
