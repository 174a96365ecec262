#include "store_cards.h"
#include "scoring.h"

#include "store.h"

wl_status
store_unpack_points (wl_request_t *req, const wl_rows_t *rows, int row, int column,
                     const Wlacznik__MeritCard *rules, int64_t *ret)
{
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    Evaluation__Scores *scores;
    wl_status status =
        store_unpack (req, rows, row, column, &evaluation__scores__descriptor, &scores);

    if (status == WL_OK)
        status = scoring_sum (rules, scores, ret);
    wl_arena_rewind (wl_arena (req), mark);
    return status == WL_INVALID_ARGUMENT ? WL_DATA_LOSS : status;
}

/* ---- the caller's cards ---- */

/* The title is content: it is there once the assessor declared, and no longer when a conflict or a
 * withdrawal ended the card. */
#define CARD_COLUMNS                                                                               \
    "k.id, k.application_id, k.call_id, d.number, k.state, k.third, k.version, k.scores,"          \
    " case when k.state in (2, 3) then c.open_title end as title, k.assigned_at, k.locked_at,"     \
    " (select t.state from desk t where t.application_id = k.application_id and t.stage = k.stage" \
    "  and t.round = k.round and k.state = " SQL_CARD_LOCKED ") as desk"
#define CARD_TABLES                                             \
    " from card k join dossier d using (application_id, stage)" \
    " left join content c using (application_id, stage)"

#define MY_CARDS(n)                                                                      \
    " where k.assessor_user_id = $1 and ($2 = 0 or k.state = $2) and " SQL_CALL_WITHIN ( \
        "k.call_id", n)

WL_SQL (select_my_cards, "select " CARD_COLUMNS CARD_TABLES
                             MY_CARDS ("$6") " and ($4::uuid is null or (k.state, k.id) > ($3, $4))"
                                             " order by k.state, k.id limit $5");
WL_SQL (count_my_cards, WL_COUNT_OF (" from card k" MY_CARDS ("$3")));

wl_status
store_my_cards (wl_request_t *req, const store_card_page_t *page,
                Evaluation__ListMyCardsResponse *ret)
{
    const char *const *programmes;
    size_t count;
    wl_rows_t rows;

    wl_role_programmes (req, WL_ROLE_ASSESSOR, &programmes, &count);
    WL_TRY (wl_run (wl_db (req), &select_my_cards, &rows, wl_p_uuid (wl_user (req)),
                    wl_p_int (page->state), wl_p_int (page->after_state),
                    wl_p_uuid (page->after_id), wl_p_int (page->limit),
                    wl_p_texts (programmes, count)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__card__descriptor, &ret->n_cards,
                      (ProtobufCMessage ***) &ret->cards);
    return !page->total ? WL_OK
                        : wl_count (wl_db (req), &count_my_cards, ret, wl_p_uuid (wl_user (req)),
                                    wl_p_int (page->state), wl_p_texts (programmes, count));
}

WL_SQL (select_card,
        "select " CARD_COLUMNS CARD_TABLES " where k.id = $1 and k.assessor_user_id = $2");

wl_status
store_card (wl_request_t *req, const char *card_id, Evaluation__Card *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &select_card, &rows, wl_p_uuid (card_id), wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (select_card_content, "select s.definition, c.answers from card k"
                             " join stage s on s.call_id = k.call_id and s.key = k.stage"
                             " left join content c using (application_id, stage)"
                             " where k.id = $1 and k.assessor_user_id = $2");

wl_status
store_card_content (wl_request_t *req, const char *card_id, Wlacznik__Stage **ret_rules,
                    Wlacznik__Answers **ret_answers)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_card_content, &rows, wl_p_uuid (card_id),
                    wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    WL_TRY (store_unpack (req, &rows, 0, 0, &wlacznik__stage__descriptor, ret_rules));
    return store_unpack (req, &rows, 0, 1, &wlacznik__answers__descriptor, ret_answers);
}

WL_SQL (lock_card, "select 1 from card where id = $1 and assessor_user_id = $2 for update");

/* Locks, and reads what the row says when the lock is held, in one round trip: drafts are saved all
 * the time. */
WL_SQL (lock_card_and_rules,
        "select k.application_id, k.call_id, d.number, k.state, k.third, k.version, k.scores,"
        " case when k.state in (2, 3) then c.open_title end, k.assigned_at, k.locked_at,"
        " s.definition, l.state from card k join dossier d using (application_id, stage)"
        " join stage s on s.call_id = k.call_id and s.key = stage"
        " join call l on l.id = k.call_id left join content c using (application_id, stage)"
        " where k.id = $1 and k.assessor_user_id = $2 for update of k");

static Google__Protobuf__Timestamp *
moment_in (wl_request_t *req, const wl_rows_t *rows, int column)
{
    wl_time_t time = wl_row_time (rows, 0, column);

    return time == 0 ? NULL : wl_timestamp (wl_arena (req), time);
}

wl_status
store_card_lock (wl_request_t *req, const char *card_id, Evaluation__Card *ret,
                 Wlacznik__Stage **ret_rules, Intake__CallState *ret_call_state)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (
        wl_run (db, &lock_card_and_rules, &rows, wl_p_uuid (card_id), wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->id = wl_text_copy (wl_arena (req), card_id);
    ret->application_id = wl_row_text (db, &rows, 0, 0);
    ret->call_id = wl_row_text (db, &rows, 0, 1);
    ret->number = wl_row_text (db, &rows, 0, 2);
    ret->state = (Evaluation__CardState) wl_row_int (&rows, 0, 3);
    ret->third = wl_row_bool (&rows, 0, 4);
    ret->version = (uint64_t) wl_row_int (&rows, 0, 5);
    ret->title = wl_row_text (db, &rows, 0, 7);
    ret->assigned_at = moment_in (req, &rows, 8);
    ret->locked_at = moment_in (req, &rows, 9);
    *ret_call_state = (Intake__CallState) wl_row_int (&rows, 0, 11);
    if (!wl_row_null (&rows, 0, 6))
        WL_TRY (store_unpack (req, &rows, 0, 6, &evaluation__scores__descriptor, &ret->scores));
    return store_unpack (req, &rows, 0, 10, &wlacznik__stage__descriptor, ret_rules);
}

/* One row without a version for a card that was never locked. */
WL_SQL (select_versions,
        "select v.version, v.scores, v.reason, v.author_user_id, v.sealed_at from card k"
        " join dossier d using (application_id, stage) left join card_version v on v.card_id = k.id"
        " where k.id = $1 and (k.assessor_user_id = $2 or " SQL_REGION_IN (
            "d.region", "$3") ") order by v.version");

wl_status
store_card_versions (wl_request_t *req, const char *card_id, size_t *ret_count,
                     Evaluation__CardVersion ***ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_versions, &rows, wl_p_uuid (card_id),
                    wl_p_uuid (wl_user (req)), wl_p_texts (regions, count)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    if (wl_row_null (&rows, 0, 0))
        return WL_OK;
    wl_rows_messages (wl_db (req), &rows, &evaluation__card_version__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* ---- the cards of one application ---- */

/* Two statements although one could join them: the second takes its snapshot when the lock is
 * held, while one alone would show the cards as they were before it waited. */
WL_SQL (lock_dossier_of_card, "select d.application_id, d.stage, k.round from dossier d"
                              " join card k using (application_id, stage)"
                              " where k.id = $1 and k.assessor_user_id = $2 for update of d");
WL_SQL (select_locked_cards,
        "select " CARD_COLUMNS CARD_TABLES
        " where k.application_id = $1 and k.stage = $2 and k.state = " SQL_CARD_LOCKED
        " and k.round = case $3::int when 0 then d.round else $3::int end order by k.id");

wl_status
store_locked_cards (wl_request_t *req, const char *application_id, const char *stage,
                    uint32_t round, size_t *ret_count, Evaluation__Card ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_locked_cards, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage), wl_p_int (round)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__card__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

static void
leave_out_own (store_bench_t *bench)
{
    size_t kept = 0;

    for (size_t i = 0; i < bench->locked_count; i++)
        if (!wl_text_equal (bench->locked[i]->id, bench->own->id))
            bench->locked[kept++] = bench->locked[i];
    bench->locked_count = kept;
}

/* All but finding and locking. */
static wl_status
read_bench (wl_request_t *req, const char *card_id, const char *application_id, const char *stage,
            store_bench_t *ret)
{
    ret->own = (Evaluation__Card *) wl_message_new (wl_arena (req), &evaluation__card__descriptor);
    WL_TRY (store_card (req, card_id, ret->own));
    WL_TRY (store_dossier_facts (req, application_id, stage, &ret->dossier));
    WL_TRY (store_locked_cards (req, application_id, stage, 0, &ret->locked_count, &ret->locked));
    leave_out_own (ret);
    return WL_OK;
}

wl_status
store_bench_lock (wl_request_t *req, const char *card_id, store_bench_t *ret)
{
    wl_rows_t rows;
    char *application_id;
    char *stage;

    WL_TRY (wl_run (wl_db (req), &lock_dossier_of_card, &rows, wl_p_uuid (card_id),
                    wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    application_id = wl_row_text (wl_db (req), &rows, 0, 0);
    stage = wl_row_text (wl_db (req), &rows, 0, 1);
    ret->own_round = (uint32_t) wl_row_int (&rows, 0, 2);
    wl_defer (wl_db (req), &lock_card, wl_p_uuid (card_id), wl_p_uuid (wl_user (req)));
    return read_bench (req, card_id, application_id, stage, ret);
}

WL_SQL (find_dossier_of_card,
        "select application_id, stage, round from card where id = $1 and assessor_user_id = $2");

wl_status
store_bench_read (wl_request_t *req, const char *card_id, store_bench_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &find_dossier_of_card, &rows, wl_p_uuid (card_id),
                    wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    ret->own_round = (uint32_t) wl_row_int (&rows, 0, 2);
    return read_bench (req, card_id, wl_row_text (wl_db (req), &rows, 0, 0),
                       wl_row_text (wl_db (req), &rows, 0, 1), ret);
}

/* ---- writing ---- */

WL_SQL (update_card, "update card set state = $2, version = $3, scores = $4, locked_at = $5"
                     " where id = $1");

void
store_card_update (wl_request_t *req, const Evaluation__Card *card)
{
    wl_defer (wl_db (req), &update_card, wl_p_uuid (card->id), wl_p_int (card->state),
              wl_p_int ((int64_t) card->version),
              wl_p_message (card->scores == NULL ? NULL : &card->scores->base),
              wl_p_time (wl_timestamp_time (card->locked_at)));
}

WL_SQL (
    insert_version,
    "insert into card_version (card_id, version, scores, author_user_id, reason, sealed_at, salt)"
    " values ($1, $2, $3, $4, $5, $6, $7)");

void
store_card_seal (wl_request_t *req, const Evaluation__Card *card, const card_seal_t *seal)
{
    wl_defer (wl_db (req), &insert_version, wl_p_uuid (seal->card_id),
              wl_p_int ((int64_t) seal->version), wl_p_message (&card->scores->base),
              wl_p_uuid (seal->author_user_id), wl_p_text (seal->reason), wl_p_time (seal->at),
              wl_p_bytes (seal->salt, sizeof seal->salt));
}

WL_SQL (update_declaration, "update card set state = $2, version = $3, conflict_reason = $4,"
                            " declared_at = $5 where id = $1");

void
store_card_declared (wl_request_t *req, const Evaluation__Card *card, const char *reason)
{
    wl_defer (wl_db (req), &update_declaration, wl_p_uuid (card->id), wl_p_int (card->state),
              wl_p_int ((int64_t) card->version), wl_p_text (reason), wl_p_time (wl_now (req)));
}

/* ---- giving out ---- */

/* What an application lacks: the cards of the rule while it is in review, the third one after. */
#define LIVE_CARDS(third)                                                     \
    "(select count (*) from card k where k.application_id = d.application_id" \
    " and k.stage = d.stage and k.round = d.round and k.third = " third       \
    " and k.state in " SQL_CARD_LIVE ")"
#define MISSING                          \
    "case d.state when " SQL_STATE_MERIT \
    " then s.assessors - " LIVE_CARDS ("false") " else 1 - " LIVE_CARDS ("true") " end"
#define LACKS_CARDS "d.state in (" SQL_STATE_MERIT ", " SQL_STATE_THIRD ") and " MISSING " > 0"

#define FIND_VACANCIES                                           \
    "select d.application_id from dossier d"                     \
    " join stage s on s.call_id = d.call_id and s.key = d.stage" \
    " where d.call_id = $1 and d.current and " SQL_REGION_IN (   \
        "d.region", "$2") " and " LACKS_CARDS " order by length (d.number), d.number limit $3"

WL_SQL (find_vacancies, FIND_VACANCIES);
WL_SQL (lock_vacancies, FIND_VACANCIES " for update of d");
/* Again, now that they are locked: another command may have served them while we waited. */
WL_SQL (select_vacancies,
        "select d.application_id, d.stage, d.region, d.number, d.applicant_user_id,"
        " d.state = " SQL_STATE_THIRD ", " MISSING " from dossier d"
        " join stage s on s.call_id = d.call_id and s.key = d.stage"
        " where d.application_id = any ($1) and d.current and " LACKS_CARDS
        " order by length (d.number), d.number");

static void
read_vacancies (wl_request_t *req, const wl_rows_t *rows, store_vacancy_t *ret)
{
    wl_db_t *db = wl_db (req);

    for (int i = 0; i < rows->count; i++)
        ret[i] = (store_vacancy_t){
            .application_id = wl_row_text (db, rows, i, 0),
            .stage = wl_row_text (db, rows, i, 1),
            .region = wl_row_text (db, rows, i, 2),
            .number = wl_row_text (db, rows, i, 3),
            .applicant_user_id = wl_row_text (db, rows, i, 4),
            .third = wl_row_bool (rows, i, 5),
            .missing = (uint32_t) wl_row_int (rows, i, 6),
        };
}

wl_status
store_vacancies (wl_request_t *req, const char *call_id, uint32_t limit, bool lock,
                 size_t *ret_count, store_vacancy_t **ret, bool *ret_more)
{
    const char *const *regions;
    const char **ids;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), lock ? &lock_vacancies : &find_vacancies, &rows,
                    wl_p_uuid (call_id), wl_p_texts (regions, count),
                    wl_p_int ((int64_t) limit + 1)));
    *ret_more = (uint32_t) rows.count > limit;
    count = *ret_more ? limit : (size_t) rows.count;
    ids = wl_arena_array (wl_arena (req), count, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = wl_row_text (wl_db (req), &rows, (int) i, 0);
    WL_TRY (wl_run (wl_db (req), &select_vacancies, &rows, wl_p_uuids (ids, count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    read_vacancies (req, &rows, *ret);
    return WL_OK;
}

WL_SQL (select_bars,
        "select a.n - 1, p.n - 1, bool_or (not k.third and k.stage = d.stage"
        " and k.state in " SQL_CARD_LIVE ") from unnest ($1::uuid[]) with ordinality as a (id, n)"
        " join dossier d on d.application_id = a.id and d.current"
        " join card k on k.application_id = a.id"
        " and (k.state = " SQL_CARD_CONFLICT " or (k.stage = d.stage and k.state <> " SQL_CARD_VOID
        "))"
        " join unnest ($2::uuid[]) with ordinality as p (id, n) on p.id = k.assessor_user_id"
        " group by 1, 2");

wl_status
store_bars (wl_request_t *req, const char *const *application_ids, size_t application_count,
            const char *const *assessor_ids, size_t assessor_count, size_t *ret_count,
            store_bar_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_bars, &rows,
                    wl_p_uuids (application_ids, application_count),
                    wl_p_uuids (assessor_ids, assessor_count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_bar_t){ (size_t) wl_row_int (&rows, i, 0),
                                   (size_t) wl_row_int (&rows, i, 1), wl_row_bool (&rows, i, 2) };
    return WL_OK;
}

WL_SQL (
    insert_cards,
    "insert into card (id, application_id, stage, call_id, assessor_user_id, third, assigned_at,"
    " round) select list.id, d.application_id, d.stage, $6, assessor_user_id, third = 1, $7, "
    "d.round"
    " from unnest ($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::int8[])"
    " as list (id, application_id, stage, assessor_user_id, third)"
    " join dossier d using (application_id, stage)");

void
store_cards_insert (wl_request_t *req, const store_new_cards_t *cards)
{
    wl_defer (
        wl_db (req), &insert_cards, wl_p_uuids (cards->ids, cards->count),
        wl_p_uuids (cards->application_ids, cards->count), wl_p_texts (cards->stages, cards->count),
        wl_p_uuids (cards->assessor_ids, cards->count), wl_p_ints (cards->thirds, cards->count),
        wl_p_uuid (cards->call_id), wl_p_time (wl_now (req)));
}
