#include "store_calls.h"

#include "call_rules.h"
#include "store.h"

wl_status
store_unpack (wl_request_t *req, const wl_rows_t *rows, int row, int column,
              const ProtobufCMessageDescriptor *type, void *ret)
{
    wl_bytes_t bytes = wl_row_bytes (rows, row, column);
    wl_status status = wl_message_unpack (wl_arena (req), type, bytes.data, bytes.length, ret);

    return status == WL_INVALID_ARGUMENT ? WL_DATA_LOSS : status;
}

/* ---- calls ---- */

WL_SQL (insert_call, "insert into call (id, definition, submit_until, names_persons, title_hidden,"
                     " topic_field, published_at) values ($1, $2, $3, $4, $5, $6, $7)"
                     " on conflict (id) do update"
                     " set submit_until = greatest (call.submit_until, excluded.submit_until)");
WL_SQL (insert_stages,
        "insert into stage (call_id, key, position, last, assessment, assessors, definition)"
        " select $1, key, n - 1, n = cardinality ($2::text[]), assessment, assessors, definition"
        " from unnest ($2::text[], $3::int8[], $4::int8[], $5::bytea[])"
        " with ordinality as list (key, assessment, assessors, definition, n)"
        " on conflict (call_id, key) do update set definition = excluded.definition");

static wl_status
put_stages (wl_request_t *req, const char *call_id, const Intake__CallDefinition *definition)
{
    size_t count = definition->n_stages;
    const char **keys = wl_arena_array (wl_arena (req), count, sizeof *keys);
    int64_t *assessments = wl_arena_array (wl_arena (req), count, sizeof *assessments);
    int64_t *assessors = wl_arena_array (wl_arena (req), count, sizeof *assessors);
    wl_bytes_t *stages = wl_arena_array (wl_arena (req), count, sizeof *stages);

    for (size_t i = 0; i < count; i++) {
        const Wlacznik__Stage *stage = definition->stages[i];
        uint8_t *bytes;
        keys[i] = stage->key;
        assessments[i] = stage->assessment;
        assessors[i] = stage->merit_card == NULL ? 0 : stage->merit_card->assessors;
        wl_message_pack (wl_arena (req), &stage->base, &bytes, &stages[i].length);
        stages[i].data = bytes;
    }
    return wl_run (wl_db (req), &insert_stages, NULL, wl_p_uuid (call_id), wl_p_texts (keys, count),
                   wl_p_ints (assessments, count), wl_p_ints (assessors, count),
                   wl_p_blobs (stages, count));
}

wl_status
store_call_put (wl_request_t *req, const char *call_id, const Intake__CallDefinition *definition,
                wl_time_t published)
{
    wl_defer (wl_db (req), &insert_call, wl_p_uuid (call_id), wl_p_message (&definition->base),
              wl_p_time (wl_timestamp_time (definition->submit_until)),
              wl_p_bool (definition->publish_person_names),
              wl_p_bool (call_hides_title (definition)),
              wl_p_text (definition->ranking == NULL ? "" : definition->ranking->topic_field),
              wl_p_time (published));
    return put_stages (req, call_id, definition);
}

WL_SQL (extend_call, "update call set submit_until = greatest (submit_until, $2) where id = $1");

void
store_call_extend (wl_request_t *req, const char *call_id, wl_time_t submit_until)
{
    wl_defer (wl_db (req), &extend_call, wl_p_uuid (call_id), wl_p_time (submit_until));
}

WL_SQL (select_halt, "select state, halted_at, notice from call where id = $1");

wl_status
store_call_halt (wl_request_t *req, const char *call_id, store_halt_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_halt, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_halt_t){
        .state = (Intake__CallState) wl_row_int (&rows, 0, 0),
        .at = wl_row_time (&rows, 0, 1),
    };
    if (wl_row_null (&rows, 0, 2))
        return WL_OK;
    return store_unpack (req, &rows, 0, 2, &wlacznik__local_text__descriptor, &ret->notice);
}

_Static_assert(INTAKE__CALL_STATE__CALL_PUBLISHED == 2 && INTAKE__CALL_STATE__CALL_ANNULLED == 5,
               "the statement below names these states");
WL_SQL (put_halt, "update call set state = $2, notice = $3,"
                  " halted_at = case when $2 = 2 then null else $4::timestamptz end"
                  " where id = $1 and state <> 5");

void
store_call_halt_put (wl_request_t *req, const char *call_id, Intake__CallState state,
                     const Wlacznik__LocalText *notice)
{
    wl_defer (wl_db (req), &put_halt, wl_p_uuid (call_id), wl_p_int (state),
              wl_p_message (notice == NULL ? NULL : &notice->base), wl_p_time (wl_now (req)));
}

WL_SQL (void_cards_of_call, "update card set state = " SQL_CARD_VOID " where call_id = $1"
                            " and state in " SQL_CARD_OPEN);

void
store_call_cards_void (wl_request_t *req, const char *call_id)
{
    wl_defer (wl_db (req), &void_cards_of_call, wl_p_uuid (call_id));
}

WL_SQL (select_stage,
        "select s.definition, c.names_persons, c.title_hidden, c.topic_field"
        " from stage s join call c on c.id = s.call_id where s.call_id = $1 and s.key = $2");

wl_status
store_stage (wl_request_t *req, const char *call_id, const char *stage, store_stage_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_stage, &rows, wl_p_uuid (call_id), wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->names_persons = wl_row_bool (&rows, 0, 1);
    ret->title_hidden = wl_row_bool (&rows, 0, 2);
    ret->topic_field = wl_row_text (wl_db (req), &rows, 0, 3);
    return store_unpack (req, &rows, 0, 0, &wlacznik__stage__descriptor, &ret->rules);
}

WL_SQL (select_contest,
        "select c.definition, c.submit_until, s.key, s.position, c.state from call c"
        " left join lateral"
        " (select key, position from stage where call_id = c.id and assessment = 1"
        "  and ($2 = '' or key = $2) order by position limit 1) s on true"
        " where c.id = $1");

wl_status
store_contest (wl_request_t *req, char *call_id, const char *stage, store_contest_t *ret)
{
    wl_rows_t rows;
    Intake__CallDefinition *definition;

    WL_TRY (wl_run (wl_db (req), &select_contest, &rows, wl_p_uuid (call_id), wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_contest_t){ .call_id = call_id,
                              .submit_until = wl_row_time (&rows, 0, 1),
                              .call_state = (Intake__CallState) wl_row_int (&rows, 0, 4) };
    WL_TRY (store_unpack (req, &rows, 0, 0, &intake__call_definition__descriptor, &definition));
    ret->definition = definition;
    if (wl_row_null (&rows, 0, 2))
        return WL_OK;
    ret->stage = wl_row_text (wl_db (req), &rows, 0, 2);
    ret->first = wl_row_int (&rows, 0, 3) == 0;
    ret->rules = call_find_stage (definition, ret->stage);
    return ret->rules == NULL ? WL_DATA_LOSS : WL_OK;
}

WL_SQL (lock_call, "select 1 from call where id = $1 for no key update");

void
store_call_lock (wl_request_t *req, const char *call_id)
{
    wl_defer (wl_db (req), &lock_call, wl_p_uuid (call_id));
}

WL_SQL (select_has_region,
        "select exists (select from dossier where call_id = $1 and " SQL_REGION_IN ("region",
                                                                                    "$2") ")");

wl_status
store_call_has_region (wl_request_t *req, const char *call_id, const char *const *regions,
                       size_t count, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_has_region, &rows, wl_p_uuid (call_id),
                    wl_p_texts (regions, count)));
    *ret = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

/* ---- assessors ---- */

#define ASSESSOR_COLUMNS                                                                           \
    "c.id as call_id, a.user_id, a.max_cards, a.regions, a.profile, (select count (*) from card k" \
    " where k.call_id = c.id and k.assessor_user_id = a.user_id"                                   \
    " and k.state in " SQL_CARD_LIVE ") as cards"

WL_SQL (select_assessors, "select " ASSESSOR_COLUMNS " from call c join assessor a"
                          " on a.call_id = c.id where c.id = $1 order by a.user_id");

wl_status
store_assessors (wl_request_t *req, const char *call_id, size_t *ret_count,
                 Evaluation__Assessor ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_assessors, &rows, wl_p_uuid (call_id)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__assessor__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (select_callers_assessors,
        "select " ASSESSOR_COLUMNS " from call c join assessor a on a.call_id = c.id"
        " where c.id = $1 and (a.regions && $2 or '*' = any ($2)) order by a.user_id");

wl_status
store_callers_assessors (wl_request_t *req, const char *call_id, size_t *ret_count,
                         Evaluation__Assessor ***ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_callers_assessors, &rows, wl_p_uuid (call_id),
                    wl_p_texts (regions, count)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__assessor__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (select_assessor, "select " ASSESSOR_COLUMNS " from call c left join assessor a"
                         " on a.call_id = c.id and a.user_id = $2 where c.id = $1");

wl_status
store_assessor (wl_request_t *req, const char *call_id, const char *user_id,
                Evaluation__Assessor *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &select_assessor, &rows, wl_p_uuid (call_id), wl_p_uuid (user_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (select_assessed_calls,
        "select a.call_id, c.definition, a.max_cards, (select count (*) from card k"
        "  where k.call_id = a.call_id and k.assessor_user_id = a.user_id"
        "  and k.state in " SQL_CARD_LIVE ") from assessor a join call c on c.id = a.call_id"
        " where a.user_id = $1 and a.max_cards > 0"
        " and " WL_SQL_OF_PROGRAMME ("c.programme_id",
                                     "$3") " order by c.submit_until desc, c.id limit $2");

wl_status
store_assessed_calls (wl_request_t *req, uint32_t limit, size_t *ret_count,
                      store_assessed_call_t **ret)
{
    const char *const *programmes;
    size_t count;
    wl_rows_t rows;

    wl_role_programmes (req, WL_ROLE_ASSESSOR, &programmes, &count);
    WL_TRY (wl_run (wl_db (req), &select_assessed_calls, &rows, wl_p_uuid (wl_user (req)),
                    wl_p_int (limit), wl_p_texts (programmes, count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        (*ret)[i].call_id = wl_row_text (wl_db (req), &rows, i, 0);
        (*ret)[i].max_cards = (uint32_t) wl_row_int (&rows, i, 2);
        (*ret)[i].cards = (uint32_t) wl_row_int (&rows, i, 3);
        WL_TRY (store_unpack (req, &rows, i, 1, &intake__call_definition__descriptor,
                              &(*ret)[i].definition));
    }
    return WL_OK;
}

WL_SQL (put_assessor, "insert into assessor (call_id, user_id, max_cards, regions)"
                      " values ($1, $2, $3, $4) on conflict (call_id, user_id)"
                      " do update set max_cards = excluded.max_cards, regions = excluded.regions");

void
store_assessor_put (wl_request_t *req, const Evaluation__Assessor *assessor)
{
    wl_defer (wl_db (req), &put_assessor, wl_p_uuid (assessor->call_id),
              wl_p_uuid (assessor->user_id), wl_p_int (assessor->max_cards),
              wl_p_texts ((const char *const *) assessor->regions, assessor->n_regions));
}
