#include "store_letters.h"

#include "store.h"

enum { PAGE = 1000 };

/* ---- results ---- */

/* Reserve places are counted over the whole list of a stage once, however many are asked for. */
WL_SQL (
    select_results,
    "with asked as (select distinct on (d.application_id) d.application_id, d.stage, d.call_id,"
    "  d.region, d.number, d.applicant_user_id, d.state, d.round, d.list_group, d.place,"
    "  d.at_site, d.points, d.passed, d.site_cards, d.criterion_points"
    "  from dossier d join stage s on s.call_id = d.call_id and s.key = d.stage"
    "  where d.application_id = any ($1) and s.assessment = 1"
    "  order by d.application_id, s.position),"
    " reserve as (select application_id, row_number () over (partition by call_id, stage"
    "  order by place) as nth from dossier where list_group = 2 and (call_id, stage) in"
    "  (select distinct call_id, stage from asked where list_group = 2))"
    " select a.application_id, a.stage, a.call_id, a.region, a.number, a.applicant_user_id,"
    "  a.state, case when a.round > 1 and a.state in (3, 4, 5) then a.round - 1 else a.round end,"
    "  a.list_group, a.place, v.nth, r.published_at, x.sent_at, t.received_at, f.formal_check,"
    "  a.at_site, coalesce (a.points, 0), coalesce (a.passed, false), a.site_cards,"
    "  coalesce (array_to_string (a.criterion_points, ' '), '')"
    " from asked a"
    " left join ranking r on r.call_id = a.call_id and r.stage = a.stage and r.version = 1"
    " left join reserve v on v.application_id = a.application_id"
    " left join decision_sent x on x.application_id = a.application_id and x.stage = a.stage"
    "  and x.kind = case a.state when 2 then 1 else 2 end"
    " left join receipt t on t.application_id = a.application_id and t.stage = a.stage"
    "  and t.kind = case a.state when 2 then 1 else 2 end"
    " left join formal_check f on a.state = 2 and f.application_id = a.application_id"
    "  and f.stage = a.stage"
    " where a.state = 2 or a.list_group is not null order by a.application_id");
_Static_assert(EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED == 2 &&
                   EVALUATION__DOSSIER_STATE__ASSESSED == 5 &&
                   EVALUATION__LIST_GROUP__ON_RESERVE == 2 &&
                   EVALUATION__APPEAL_KIND__FORMAL_APPEAL == 1 &&
                   EVALUATION__APPEAL_KIND__MERIT_APPEAL == 2,
               "the SQL above says otherwise");
WL_SQL (select_rules, "select definition from stage where call_id = $1 and key = $2");

static wl_status
read_result (wl_request_t *req, const wl_rows_t *rows, int row, store_result_t *ret)
{
    wl_db_t *db = wl_db (req);

    *ret = (store_result_t){
        .dossier = { .application_id = wl_row_text (db, rows, row, 0),
                     .stage = wl_row_text (db, rows, row, 1),
                     .call_id = wl_row_text (db, rows, row, 2),
                     .region = wl_row_text (db, rows, row, 3),
                     .number = wl_row_text (db, rows, row, 4),
                     .applicant_user_id = wl_row_text (db, rows, row, 5),
                     .state = (Evaluation__DossierState) wl_row_int (rows, row, 6) },
        .round = (uint32_t) wl_row_int (rows, row, 7),
        .group = (Evaluation__ListGroup) wl_row_int (rows, row, 8),
        .place = (uint32_t) wl_row_int (rows, row, 9),
        .reserve_place = (uint32_t) wl_row_int (rows, row, 10),
        .published_at = wl_row_time (rows, row, 11),
        .held_until = wl_row_time (rows, row, 12),
        .received_at = wl_row_time (rows, row, 13),
    };
    if (wl_row_bool (rows, row, 15)) {
        store_told_t *told = wl_arena_alloc (wl_arena (req), sizeof *told);
        *told = (store_told_t){ .points = wl_row_int (rows, row, 16),
                                .passed = wl_row_bool (rows, row, 17),
                                .cards = (uint32_t) wl_row_int (rows, row, 18),
                                .criterion_points = wl_row_text (db, rows, row, 19) };
        ret->told = told;
    }
    if (wl_row_null (rows, row, 14))
        return WL_OK;
    return store_unpack (req, rows, row, 14, &evaluation__formal_check__descriptor, &ret->check);
}

/* A batch of letters is about one call or a few: its rules are read once. */
static wl_status
add_rules (wl_request_t *req, store_result_t *results, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        store_dossier_t *dossier = &results[i].dossier;
        wl_rows_t rows;
        for (size_t j = 0; j < i && dossier->rules == NULL; j++)
            if (wl_text_equal (results[j].dossier.call_id, dossier->call_id) &&
                wl_text_equal (results[j].dossier.stage, dossier->stage))
                dossier->rules = results[j].dossier.rules;
        if (dossier->rules != NULL)
            continue;
        WL_TRY (wl_run (wl_db (req), &select_rules, &rows, wl_p_uuid (dossier->call_id),
                        wl_p_text (dossier->stage)));
        if (rows.count == 0)
            return WL_INTERNAL; /* a foreign key says otherwise */
        WL_TRY (store_unpack (req, &rows, 0, 0, &wlacznik__stage__descriptor, &dossier->rules));
    }
    return WL_OK;
}

wl_status
store_results_for_letters (wl_request_t *req, char *const *application_ids, size_t count,
                           store_result_t **ret, size_t *ret_count)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_results, &rows,
                    wl_p_uuids ((const char *const *) application_ids, count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        WL_TRY (read_result (req, &rows, i, &(*ret)[i]));
    return add_rules (req, *ret, *ret_count);
}

/* ---- their cards ---- */

struct store_result_cards {
    wl_rows_t rows;
    int next;
};

WL_SQL (select_result_cards,
        "select k.application_id, k.id, k.third, k.scores from card k"
        " join unnest ($1::uuid[], $2::text[], $3::int8[]) as a (application_id, stage, round)"
        " on a.application_id = k.application_id and a.stage = k.stage and a.round = k.round"
        " where k.state = " SQL_CARD_LOCKED " order by k.application_id, k.id");

wl_status
store_result_cards (wl_request_t *req, const store_result_t *results, size_t count,
                    store_result_cards_t **ret)
{
    const char **ids = wl_arena_array (wl_arena (req), count, sizeof *ids);
    const char **stages = wl_arena_array (wl_arena (req), count, sizeof *stages);
    int64_t *rounds = wl_arena_array (wl_arena (req), count, sizeof *rounds);

    for (size_t i = 0; i < count; i++) {
        ids[i] = results[i].dossier.application_id;
        stages[i] = results[i].dossier.stage;
        rounds[i] = results[i].round;
    }
    *ret = wl_arena_alloc (wl_arena (req), sizeof **ret);
    (*ret)->next = 0;
    return wl_run (wl_db (req), &select_result_cards, &(*ret)->rows, wl_p_uuids (ids, count),
                   wl_p_texts (stages, count), wl_p_ints (rounds, count));
}

wl_status
store_next_card (wl_request_t *req, store_result_cards_t *cards, const char *application_id,
                 Evaluation__Card **ret)
{
    int row = cards->next;
    Evaluation__Card *card;

    *ret = NULL;
    if (row == cards->rows.count ||
        !wl_text_equal (wl_row_text (wl_db (req), &cards->rows, row, 0), application_id))
        return WL_OK;
    cards->next++;
    card = wl_arena_alloc (wl_arena (req), sizeof *card);
    evaluation__card__init (card);
    card->id = wl_row_text (wl_db (req), &cards->rows, row, 1);
    card->third = wl_row_bool (&cards->rows, row, 2);
    *ret = card;
    return store_unpack (req, &cards->rows, row, 3, &evaluation__scores__descriptor, &card->scores);
}

/* ---- sendings ---- */

WL_SQL (put_sendings,
        "insert into decision_sent (application_id, stage, kind, sent_at)"
        " select application_id, stage, $2, $3 from dossier where application_id = any ($1)"
        " and case $2::int8 when 1 then state = 2 else list_group is not null end"
        " on conflict do nothing");

void
store_sending_put (wl_request_t *req, char *const *application_ids, size_t count,
                   Evaluation__AppealKind kind, wl_time_t sent_at)
{
    wl_defer (wl_db (req), &put_sendings, wl_p_uuids ((const char *const *) application_ids, count),
              wl_p_int (kind), wl_p_time (sent_at));
}

/* ---- recipients ---- */

/* Who withdrew is written to only when that is asked for. The group is that of the stage with
 * points, wherever the application is now. */
WL_SQL (select_applicants,
        "select d.applicant_user_id as user_id, d.application_id, d.number, d.region"
        " from dossier d where d.call_id = $1 and d.current and " SQL_REGION_IN (
            "d.region", "$2") " and case when cardinality ($3::int8[]) = 0 then d.state"
                              " <> " SQL_STATE_WITHDRAWN " else d.state = any ($3) end"
                              " and (cardinality ($4::int8[]) = 0 or exists (select 1 from dossier"
                              " g where g.application_id = d.application_id"
                              " and g.list_group = any ($4)))"
                              " and (length (d.number), d.number) > (length ($5), $5)"
                              " order by length (d.number), d.number limit $6");
WL_SQL (select_assessors, "select a.user_id, null::uuid as application_id, '' as number,"
                          " coalesce (a.regions[1], '') as region from assessor a"
                          " where a.call_id = $1 and ('*' = any ($2) or a.regions && $2)"
                          " and (not $3 or exists (select 1 from card k where k.call_id = a.call_id"
                          " and k.assessor_user_id = a.user_id and k.state in " SQL_CARD_OPEN "))"
                          " and ($4::uuid is null or a.user_id > $4) order by a.user_id limit $5");

static wl_status
run_recipients (wl_request_t *req, const Evaluation__ListRecipientsRequest *ask, uint32_t limit,
                wl_rows_t *ret)
{
    wl_param_t call = wl_p_uuid (ask->call_id);
    wl_param_t regions = wl_p_texts ((const char *const *) ask->regions, ask->n_regions);

    if (ask->assessors)
        return wl_run (wl_db (req), &select_assessors, ret, call, regions,
                       wl_p_bool (ask->open_cards), wl_p_uuid (ask->after), wl_p_int (limit));
    return wl_run (wl_db (req), &select_applicants, ret, call, regions,
                   wl_p_enums (wl_arena (req), (const int *) ask->states, ask->n_states),
                   wl_p_enums (wl_arena (req), (const int *) ask->groups, ask->n_groups),
                   wl_p_text (ask->after), wl_p_int (limit));
}

wl_status
store_recipients (wl_request_t *req, const Evaluation__ListRecipientsRequest *ask,
                  Evaluation__ListRecipientsResponse *ret)
{
    uint32_t limit = wl_page_limit (ask->limit, PAGE);
    const Evaluation__Recipient *last;
    wl_rows_t rows;

    WL_TRY (run_recipients (req, ask, limit, &rows));
    wl_rows_messages (wl_db (req), &rows, &evaluation__recipient__descriptor, &ret->n_recipients,
                      (ProtobufCMessage ***) &ret->recipients);
    if (ret->n_recipients < limit)
        return WL_OK;
    last = ret->recipients[ret->n_recipients - 1];
    ret->next = ask->assessors ? last->user_id : last->number;
    return WL_OK;
}
