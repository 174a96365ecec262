#include "store_likeness.h"

/* ---- comparing ---- */

WL_SQL (lock_likeness, "select pg_advisory_xact_lock (hashtextextended ('likeness', 0))");

/* A statement of its own behind the lock, so that it sees what the one before committed. */
WL_SQL (select_uncompared,
        "select b.application_id, b.stage, b.round, b.content, c.definition"
        " from (select distinct on (stage) * from submission where application_id = $1"
        "       order by stage, round desc) b"
        " join call c on c.id = b.call_id"
        " left join likeness_sketch k on k.application_id = $1 and k.stage = b.stage"
        " where k.round is null or k.round < b.round order by b.stage");

static wl_status
read_submitted (wl_request_t *req, const wl_rows_t *rows, store_submitted_t **ret,
                size_t *ret_count)
{
    *ret_count = (size_t) rows->count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows->count; i++) {
        store_submitted_t *submitted = &(*ret)[i];
        wl_bytes_t content = wl_row_bytes (rows, i, 3);
        *submitted = (store_submitted_t){
            .application_id = wl_row_text (wl_db (req), rows, i, 0),
            .stage = (int) wl_row_int (rows, i, 1),
            .round = (int) wl_row_int (rows, i, 2),
        };
        /* Bytes that are no such message mean that the database was damaged. */
        if (wl_message_unpack (wl_arena (req), &intake__submission__descriptor, content.data,
                               content.length, (ProtobufCMessage **) &submitted->content) != WL_OK)
            return WL_DATA_LOSS;
    }
    return WL_OK;
}

static wl_status
read_threshold (wl_request_t *req, const wl_rows_t *rows, uint32_t *ret)
{
    Intake__CallDefinition *definition;
    wl_bytes_t bytes;

    if (rows->count == 0)
        return WL_OK;
    bytes = wl_row_bytes (rows, 0, 4);
    if (wl_message_unpack (wl_arena (req), &intake__call_definition__descriptor, bytes.data,
                           bytes.length, (ProtobufCMessage **) &definition) != WL_OK)
        return WL_DATA_LOSS;
    *ret = definition->likeness_threshold;
    return WL_OK;
}

wl_status
store_likeness_begin (wl_request_t *req, const char *application_id, store_submitted_t **ret,
                      size_t *ret_count, uint32_t *ret_threshold)
{
    wl_rows_t rows;

    *ret_threshold = 0;
    wl_defer (wl_db (req), &lock_likeness);
    WL_TRY (wl_run (wl_db (req), &select_uncompared, &rows, wl_p_uuid (application_id)));
    WL_TRY (read_threshold (req, &rows, ret_threshold));
    return read_submitted (req, &rows, ret, ret_count);
}

/* The newest of each band: where a thousand applications say the same, each of them is as good. */
WL_SQL (select_candidates,
        "with near as"
        " (select l.sketch, count (*) as bands from unnest ($2::int8[]) b (band)"
        "  cross join lateral (select sketch from likeness_band where band = b.band"
        "                      order by sketch desc limit $3) l group by l.sketch),"
        " nearest as"
        " (select k.application_id, k.stage, k.round, near.bands from near"
        "  join likeness_sketch k on k.id = near.sketch where k.application_id <> $1"
        "  order by near.bands desc, near.sketch limit $4)"
        " select n.application_id, n.stage, n.round, b.content from nearest n"
        " join submission b using (application_id, stage, round) order by n.bands desc");

wl_status
store_likeness_candidates (wl_request_t *req, const char *application_id,
                           const int64_t bands[LIKENESS_BANDS], store_submitted_t **ret,
                           size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_candidates, &rows, wl_p_uuid (application_id),
                    wl_p_ints (bands, LIKENESS_BANDS), wl_p_int (LIKENESS_PER_BAND),
                    wl_p_int (LIKENESS_CANDIDATES)));
    return read_submitted (req, &rows, ret, ret_count);
}

/* Both statements take the bands out by the sketch that holds them. */
#define TAKE_OUT                                                                                  \
    "with old as (delete from likeness_sketch where application_id = $1 and ($2::int8 is null or" \
    "  stage = $2) returning id, bands)"                                                          \
    " delete from likeness_band using old where band = any (old.bands) and sketch = old.id"

WL_SQL (delete_sketch, TAKE_OUT);
WL_SQL (insert_sketch,
        "with fresh as (insert into likeness_sketch (application_id, stage, round, bands)"
        "  values ($1, $2, $3, $4) returning id)"
        " insert into likeness_band (band, sketch)"
        " select band, fresh.id from fresh, unnest ($4::int8[]) as band");

wl_status
store_likeness_keep (wl_request_t *req, const store_submitted_t *submitted, const int64_t *bands)
{
    wl_param_t id = wl_p_uuid (submitted->application_id), stage = wl_p_int (submitted->stage);

    wl_defer (wl_db (req), &delete_sketch, id, stage);
    return wl_run (wl_db (req), &insert_sketch, NULL, id, stage, wl_p_int (submitted->round),
                   wl_p_ints (bands, bands == NULL ? 0 : LIKENESS_BANDS));
}

WL_SQL (upsert_likeness,
        "insert into likeness (application_id, other_id, call_id, region, same_applicant,"
        " containment, jaccard, found_at) values ($1, $2, $3, $4, $5, $6, $7, $8)"
        " on conflict (least (application_id, other_id), greatest (application_id, other_id))"
        " do update set"
        " same_applicant = likeness.same_applicant or excluded.same_applicant,"
        " containment = greatest (likeness.containment, excluded.containment),"
        " jaccard = greatest (likeness.jaccard, excluded.jaccard)"
        " returning xmax = 0");

wl_status
store_likeness_put (wl_request_t *req, const store_pair_t *pair, bool *ret_new)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &upsert_likeness, &rows, wl_p_uuid (pair->one->application_id),
                    wl_p_uuid (pair->other->application_id),
                    wl_p_uuid (pair->one->content->call_id), wl_p_text (pair->one->content->region),
                    wl_p_bool (pair->same_applicant), wl_p_int (pair->degree.containment),
                    wl_p_int (pair->degree.jaccard), wl_p_time (wl_now (req))));
    *ret_new = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

/* ---- for staff ---- */

#define LIKENESS_COLUMNS                                                                    \
    " me.id as application_id, me.number, other.id as other_application_id,"                \
    " other.number as other_number, other.call_id as other_call_id,"                        \
    " other.region as other_region, other.state = 12 as other_withdrawn, l.same_applicant," \
    " l.containment, l.jaccard, l.found_at, l.verdict, l.note, l.judged_at"

/* The pair of $1 and $3 in a table `l`, whichever was compared with the other. */
#define PAIR                                                            \
    "least (l.application_id, l.other_id) = least ($1::uuid, $3::uuid)" \
    " and greatest (l.application_id, l.other_id) = greatest ($1::uuid, $3::uuid)"

#define MINE "(me.region = any ($2) or '*' = any ($2)) and me.number <> ''"

WL_SQL (select_likenesses,
        "with me as (select * from application me where me.id = $1 and " MINE "),"
        " pair as (select other_id as other, l.* from likeness l where l.application_id = $1"
        "  union all select application_id, l.* from likeness l where l.other_id = $1)"
        " select" LIKENESS_COLUMNS " from me left join"
        " (pair l join application other on other.id = l.other) on true"
        " order by l.same_applicant desc, l.containment desc, other.id limit $3");

WL_SQL (select_likeness, "select" LIKENESS_COLUMNS " from application me"
                         " join likeness l on " PAIR
                         " join application other on other.id = $3 where me.id = $1 and " MINE);

wl_status
store_likenesses (wl_request_t *req, const store_staff_t *staff, const char *application_id,
                  Intake__ListLikenessesResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_likenesses, &rows, wl_p_uuid (application_id),
                    wl_p_texts (staff->regions, staff->region_count), wl_p_int (LIKENESS_SHOWN)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    if (wl_row_null (&rows, 0, 2))
        return WL_OK; /* the application is there and like no other */
    wl_rows_messages (wl_db (req), &rows, &intake__likeness__descriptor, &ret->n_likenesses,
                      (ProtobufCMessage ***) &ret->likenesses);
    return WL_OK;
}

wl_status
store_likeness (wl_request_t *req, const store_staff_t *staff, const char *application_id,
                const char *other_id, Intake__Likeness *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_likeness, &rows, wl_p_uuid (application_id),
                    wl_p_texts (staff->regions, staff->region_count), wl_p_uuid (other_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

#define OPEN_OF_CALL \
    " where l.verdict = 0 and l.call_id = $1 and (l.region = any ($2) or '*' = any ($2))"

WL_SQL (count_open, WL_COUNT_OF (" from likeness l" OPEN_OF_CALL));
WL_SQL (select_open, "select" LIKENESS_COLUMNS " from likeness l"
                     " join application me on me.id = l.application_id"
                     " join application other on other.id = l.other_id" OPEN_OF_CALL
                     " and ($3::uuid is null or (l.application_id, l.other_id) < ($3, $4))"
                     " order by l.application_id desc, l.other_id desc limit $5");

wl_status
store_likenesses_open (wl_request_t *req, const store_staff_t *staff,
                       const Intake__ListOpenLikenessesRequest *in, const char *const after[2],
                       uint32_t limit, Intake__ListOpenLikenessesResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_open, &rows, wl_p_uuid (in->call_id),
                    wl_p_texts (staff->regions, staff->region_count), wl_p_uuid (after[0]),
                    wl_p_uuid (after[1]), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &intake__likeness__descriptor, &ret->n_likenesses,
                      (ProtobufCMessage ***) &ret->likenesses);
    return !in->total ? WL_OK
                      : wl_count (wl_db (req), &count_open, ret, wl_p_uuid (in->call_id),
                                  wl_p_texts (staff->regions, staff->region_count));
}

WL_SQL (judge_likeness, "update likeness l set verdict = $2, note = $4, judged_by = $5,"
                        " judged_at = $6 where " PAIR);

void
store_likeness_judge (wl_request_t *req, const Intake__JudgeLikenessRequest *in)
{
    wl_defer (wl_db (req), &judge_likeness, wl_p_uuid (in->application_id), wl_p_int (in->verdict),
              wl_p_uuid (in->other_application_id), wl_p_text (in->note), wl_p_uuid (wl_user (req)),
              wl_p_time (wl_now (req)));
}

WL_SQL (delete_likeness, "delete from likeness where application_id = $1 or other_id = $1");

void
store_likeness_erase (wl_request_t *req, const char *application_id)
{
    wl_timer_cancel (req, "likeness", application_id);
    wl_defer (wl_db (req), &delete_sketch, wl_p_uuid (application_id), wl_p_null ());
    wl_defer (wl_db (req), &delete_likeness, wl_p_uuid (application_id));
}
