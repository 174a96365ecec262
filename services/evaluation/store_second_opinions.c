#include "store_second_opinions.h"

#include "store.h"

_Static_assert(EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_OFFERED == 1 &&
                   EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_AGREED == 2 &&
                   EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_DECLINED == 3 &&
                   EVALUATION__SECOND_OPINION_OFFER_STATE__OPINION_ARRIVED == 4 &&
                   EVALUATION__DOSSIER_STATE__FORMAL_REVIEW == 1,
               "the statements below name these states");

/* ---- what is asked for ---- */

WL_SQL (count_asked, "select count (*) from dossier where application_id = any ($1::uuid[])"
                     " and call_id = $2 and stage = $3 and region = $4 and not at_site and current"
                     " and state in (1, " SQL_STATE_MERIT ", " SQL_STATE_THIRD ")");

wl_status
store_opinion_applications (wl_request_t *req, const Evaluation__AskSecondOpinionRequest *in,
                            const store_contest_t *contest, uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_asked, &rows,
                    wl_p_uuids ((const char *const *) in->application_ids, in->n_application_ids),
                    wl_p_uuid (contest->call_id), wl_p_text (contest->stage),
                    wl_p_text (in->region)));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (count_open, "select count (*) from second_opinion where call_id = $1 and region = $2"
                    " and here and closed_at is null");

wl_status
store_opinions_open (wl_request_t *req, const char *call_id, const char *region, uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_open, &rows, wl_p_uuid (call_id), wl_p_text (region)));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (put_opinion,
        "insert into second_opinion (id, call_id, stage, region, of_region, topics, applications,"
        " until, address, asked_at, closed_at, here, application_ids) values ($1, $2, $3, $4, $5,"
        " $6, $7, $8::date, $9, $10, case when $11 then $10 end, $12, coalesce ($13::uuid[], '{}'))"
        " on conflict (id) do update set closed_at = coalesce (second_opinion.closed_at,"
        " excluded.closed_at) where not second_opinion.here"
        " and second_opinion.region = excluded.region");

void
store_second_opinion_put (wl_request_t *req, const Evaluation__SecondOpinionAsked *asked,
                          wl_time_t at, char *const *application_ids, size_t count)
{
    wl_defer (wl_db (req), &put_opinion, wl_p_uuid (asked->second_opinion_id),
              wl_p_uuid (asked->call_id), wl_p_text (asked->stage), wl_p_text (asked->region),
              wl_p_text (asked->of_region),
              wl_p_texts ((const char *const *) asked->topics, asked->n_topics),
              wl_p_int (asked->applications), wl_p_text (asked->until), wl_p_text (asked->address),
              wl_p_time (at), wl_p_bool (asked->closed), wl_p_bool (application_ids != NULL),
              wl_p_uuids ((const char *const *) application_ids, count));
}

#define OPINION_COLUMNS                                                          \
    "s.id, s.call_id, s.stage, s.region, s.of_region, s.topics, s.applications," \
    " s.until::text as until, s.asked_at, s.closed_at, s.address"

WL_SQL (lock_opinion, "select " OPINION_COLUMNS ", s.here as own from second_opinion s"
                      " where s.id = $1 for update");

wl_status
store_second_opinion_lock (wl_request_t *req, const char *id, Evaluation__SecondOpinion *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_opinion, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

WL_SQL (close_opinion, "update second_opinion set closed_at = $2 where id = $1"
                       " and closed_at is null");

void
store_second_opinion_close (wl_request_t *req, const char *id)
{
    wl_defer (wl_db (req), &close_opinion, wl_p_uuid (id), wl_p_time (wl_now (req)));
}

/* $2: the regions that the caller coordinates. Another region's applications are only counted. */
#define IS_OWN "(s.here and " SQL_REGION_IN ("s.region", "$2") ")"
#define IS_ASKED                     \
    "(" SQL_REGION_IN (              \
        "s.of_region",               \
        "$2") " or s.of_region = ''" \
              " and exists (select 1 from unnest ($2::text[]) r where r <> s.region))"

WL_SQL (select_opinions,
        "select " OPINION_COLUMNS ", " IS_OWN " as own,"
        " case when " IS_OWN " then s.application_ids end as application_ids"
        " from second_opinion s where (s.call_id = $1 or $1 is null) and (s.id = $3 or $3 is null)"
        " and (" IS_OWN " or " IS_ASKED ")"
        " order by s.closed_at is not null, s.asked_at desc, s.id limit 200");

#define IS_HOME "(o.home_user_id is not null and " SQL_REGION_IN ("o.home_region", "$2") ")"
/* Of the house's own people to their region; and to the region that asks when they have agreed. */
WL_SQL (select_offers,
        "select o.id, o.second_opinion_id, o.home_region, o.state, o.offered_at, o.agreed_at,"
        " o.arrived_at, case when " IS_HOME " then o.home_user_id else o.guest_user_id"
        "  end as assessor_user_id"
        " from second_opinion_offer o join second_opinion s on s.id = o.second_opinion_id"
        " where s.id = any ($1::uuid[]) and (" IS_HOME " or " IS_OWN " and o.state in (2, 4))"
        " order by o.offered_at, o.id");

static void
give_offers (wl_request_t *req, const wl_rows_t *rows, Evaluation__SecondOpinion **opinions,
             size_t count)
{
    Evaluation__SecondOpinionOffer **offers;
    size_t offer_count;

    wl_rows_messages (wl_db (req), rows, &evaluation__second_opinion_offer__descriptor,
                      &offer_count, (ProtobufCMessage ***) &offers);
    for (size_t i = 0; i < count; i++)
        opinions[i]->offers = wl_arena_array (wl_arena (req), offer_count, sizeof *offers);
    for (size_t i = 0; i < offer_count; i++)
        for (size_t j = 0; j < count; j++)
            if (wl_text_equal (opinions[j]->id, offers[i]->second_opinion_id))
                opinions[j]->offers[opinions[j]->n_offers++] = offers[i];
}

wl_status
store_second_opinions (wl_request_t *req, const char *call_id, const char *id, size_t *ret_count,
                       Evaluation__SecondOpinion ***ret)
{
    const char *const *regions;
    const char **ids;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_opinions, &rows, wl_p_uuid (call_id),
                    wl_p_texts (regions, count), wl_p_uuid (id)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__second_opinion__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    ids = wl_arena_array (wl_arena (req), *ret_count, sizeof *ids);
    for (size_t i = 0; i < *ret_count; i++)
        ids[i] = (*ret)[i]->id;
    WL_TRY (wl_run (wl_db (req), &select_offers, &rows, wl_p_uuids (ids, *ret_count),
                    wl_p_texts (regions, count)));
    give_offers (req, &rows, *ret, *ret_count);
    return WL_OK;
}

/* ---- who is offered ---- */

WL_SQL (select_is_assessor, "select exists (select 1 from assessor where call_id = $1"
                            " and user_id = $2 and $3 = any (regions))");

wl_status
store_is_assessor_of (wl_request_t *req, const char *call_id, const char *user_id,
                      const char *region, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_is_assessor, &rows, wl_p_uuid (call_id),
                    wl_p_uuid (user_id), wl_p_text (region)));
    *ret = wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (count_offers, "select count (*) from second_opinion_offer where second_opinion_id = $1");

wl_status
store_opinion_offers (wl_request_t *req, const char *second_opinion_id, uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &count_offers, &rows, wl_p_uuid (second_opinion_id)));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (put_offer, "insert into second_opinion_offer (id, second_opinion_id, home_region, state,"
                   " home_user_id, offered_at) values ($1, $2, $3, 1, $4, $5)"
                   " on conflict (second_opinion_id, home_user_id) do nothing");

wl_status
store_opinion_offer_put (wl_request_t *req, const char *id,
                         const Evaluation__OfferSecondOpinionRequest *in)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &put_offer, &rows, wl_p_uuid (id),
                    wl_p_uuid (in->second_opinion_id), wl_p_text (in->region),
                    wl_p_uuid (in->assessor_user_id), wl_p_time (wl_now (req))));
    return rows.affected == 0 ? WL_ALREADY_EXISTS : WL_OK;
}

#define OFFER_COLUMNS                                                                           \
    "select o.id, o.second_opinion_id, o.home_region, o.state, o.home_user_id, o.guest_user_id" \
    " from second_opinion_offer o"

static wl_status
read_offer (wl_request_t *req, const wl_rows_t *rows, store_opinion_offer_t *ret)
{
    wl_db_t *db = wl_db (req);

    if (rows->count == 0)
        return WL_NOT_FOUND;
    *ret = (store_opinion_offer_t){
        .id = wl_row_text (db, rows, 0, 0),
        .second_opinion_id = wl_row_text (db, rows, 0, 1),
        .home_region = wl_row_text (db, rows, 0, 2),
        .state = (Evaluation__SecondOpinionOfferState) wl_row_int (rows, 0, 3),
        .home_user_id = wl_row_text (db, rows, 0, 4),
        .guest_user_id = wl_row_text (db, rows, 0, 5),
    };
    return WL_OK;
}

WL_SQL (lock_offer, OFFER_COLUMNS " where o.id = $1 and o.home_user_id = $2 for update");

wl_status
store_opinion_offer_lock (wl_request_t *req, const char *id, store_opinion_offer_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_offer, &rows, wl_p_uuid (id), wl_p_uuid (wl_user (req))));
    return read_offer (req, &rows, ret);
}

WL_SQL (put_told_offer,
        "insert into second_opinion_offer (id, second_opinion_id, home_region, state, code_digest,"
        " offered_at, agreed_at) select $1, s.id, $3, 2, $4, $5, $5 from second_opinion s"
        " where s.id = $2 on conflict (id) do update set code_digest = excluded.code_digest,"
        " agreed_at = excluded.agreed_at where second_opinion_offer.home_user_id is null"
        " and second_opinion_offer.guest_user_id is null"
        " and second_opinion_offer.home_region = excluded.home_region");

void
store_opinion_offer_told (wl_request_t *req, const Evaluation__SecondOpinionOffered *offered,
                          wl_time_t at)
{
    wl_defer (wl_db (req), &put_told_offer, wl_p_uuid (offered->offer_id),
              wl_p_uuid (offered->second_opinion_id), wl_p_text (offered->home_region),
              wl_p_text (offered->code_digest), wl_p_time (at));
}

WL_SQL (answer_offer, "update second_opinion_offer set state = case when $2::text is null then 3"
                      " else 2 end, code_digest = $2, agreed_at = case when $2::text is not null"
                      " then $3::timestamptz end where id = $1");

void
store_opinion_offer_answer (wl_request_t *req, const char *id, const char *code_digest)
{
    wl_defer (wl_db (req), &answer_offer, wl_p_uuid (id), wl_p_text (code_digest),
              wl_p_time (wl_now (req)));
}

WL_SQL (lock_offer_by_code, OFFER_COLUMNS " join second_opinion s on s.id = o.second_opinion_id"
                                          " where o.code_digest = $1 and s.here for update of o");

wl_status
store_opinion_offer_by_code (wl_request_t *req, const char *code_digest, store_opinion_offer_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_offer_by_code, &rows, wl_p_text (code_digest)));
    return read_offer (req, &rows, ret);
}

WL_SQL (arrive, "update second_opinion_offer set state = 4, guest_user_id = $2, arrived_at = $3"
                " where id = $1");

void
store_opinion_offer_arrive (wl_request_t *req, const char *id)
{
    wl_defer (wl_db (req), &arrive, wl_p_uuid (id), wl_p_uuid (wl_user (req)),
              wl_p_time (wl_now (req)));
}

WL_SQL (select_my_opinions,
        "select o.id as offer_id, o.state, s.call_id, s.region, o.home_region, s.topics,"
        " s.applications, s.until::text as until, s.address,"
        " (o.guest_user_id is not distinct from $1) as here, s.closed_at"
        " from second_opinion_offer o join second_opinion s on s.id = o.second_opinion_id"
        " where (o.home_user_id = $1 or o.guest_user_id = $1) and (o.id = $2 or $2 is null)"
        " order by s.asked_at desc, o.id limit 200");

wl_status
store_my_opinions (wl_request_t *req, const char *offer_id, size_t *ret_count,
                   Evaluation__MySecondOpinion ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_my_opinions, &rows, wl_p_uuid (wl_user (req)),
                    wl_p_uuid (offer_id)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__my_second_opinion__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* ---- bridge experts ---- */

WL_SQL (select_bridge_cards,
        "select k.assessor_user_id, k.application_id, d.region, k.scores from card k"
        " join dossier d using (application_id, stage) where k.call_id = $1 and k.stage = $2"
        " and k.state = " SQL_CARD_LOCKED " and k.round = d.round"
        " and d.state <> " SQL_STATE_WITHDRAWN);

static wl_status
read_bridge_card (wl_request_t *req, const wl_rows_t *rows, int row,
                  const Wlacznik__MeritCard *rules, bridge_card_t *ret)
{
    ret->expert = wl_row_text (wl_db (req), rows, row, 0);
    ret->application_id = wl_row_text (wl_db (req), rows, row, 1);
    ret->region = wl_row_text (wl_db (req), rows, row, 2);
    return store_unpack_points (req, rows, row, 3, rules, &ret->points);
}

wl_status
store_bridge_cards (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                    bridge_card_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_bridge_cards, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        WL_TRY (read_bridge_card (req, &rows, i, contest->rules->merit_card, &(*ret)[i]));
    return WL_OK;
}

/* Whoever has both accounts in this house needs no link: there it is one account. */
WL_SQL (select_bridges,
        "select o.id, coalesce (o.guest_user_id, o.home_user_id), case when o.guest_user_id is null"
        " then o.home_region else s.region end, coalesce (f.cards, 0)"
        " from second_opinion_offer o join second_opinion s on s.id = o.second_opinion_id"
        " left join bridge_fact f on f.offer_id = o.id and f.call_id = s.call_id"
        "  and f.stage = s.stage and f.region = case when o.guest_user_id is null"
        "  then o.home_region else s.region end"
        " where s.call_id = $1 and s.stage = $2 and o.state in (2, 4)"
        " and (o.guest_user_id is null) <> (o.home_user_id is null) order by o.id");

wl_status
store_bridges (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
               store_bridge_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_bridges, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_bridge_t){ .offer_id = wl_row_text (db, &rows, i, 0),
                                      .user_id = wl_row_text (db, &rows, i, 1),
                                      .region = wl_row_text (db, &rows, i, 2),
                                      .told = (uint32_t) wl_row_int (&rows, i, 3) };
    return WL_OK;
}

WL_SQL (put_fact,
        "insert into bridge_fact (call_id, stage, region, offer_id, cards, sum, squares)"
        " values ($1, $2, $3, $4, $5, $6, $7) on conflict (call_id, stage, region, offer_id)"
        " do update set cards = excluded.cards, sum = excluded.sum, squares = excluded.squares");

void
store_bridge_fact_put (wl_request_t *req, const store_contest_t *contest,
                       const store_bridge_t *bridge, const bridge_fact_t *fact)
{
    wl_defer (wl_db (req), &put_fact, wl_p_uuid (contest->call_id), wl_p_text (contest->stage),
              wl_p_text (bridge->region), wl_p_uuid (bridge->offer_id), wl_p_int (fact->cards),
              wl_p_int (fact->sum), wl_p_int (fact->squares));
}

WL_SQL (select_site_bridges, "select offer_id, cards, sum, squares from bridge_fact"
                             " where call_id = $1 and stage = $2 and region = $3"
                             " order by offer_id limit 200");

wl_status
store_site_bridges (wl_request_t *req, const char *call_id, const char *stage, const char *region,
                    size_t *ret_count, Evaluation__SiteBridge ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_site_bridges, &rows, wl_p_uuid (call_id),
                    wl_p_text (stage), wl_p_text (region)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__site_bridge__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (forget_facts, "delete from bridge_fact where call_id = $1 and stage = $2 and region = $3");
WL_SQL (put_told_facts,
        "insert into bridge_fact (call_id, stage, region, offer_id, cards, sum, squares)"
        " select $1, $2, $3, o.id, t.cards, t.sum, t.squares"
        " from unnest ($4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[])"
        "  t (id, cards, sum, squares) join second_opinion_offer o on o.id = t.id"
        " join second_opinion s on s.id = o.second_opinion_id and s.call_id = $1 and s.stage = $2"
        " where $3 in (o.home_region, s.region)"
        " on conflict (call_id, stage, region, offer_id) do nothing");

wl_status
store_site_bridges_put (wl_request_t *req, const Evaluation__RegionListClosed *closed,
                        const char *region, Evaluation__SiteBridge *const *bridges, size_t count,
                        size_t *ret_known)
{
    const char **ids = wl_arena_array (wl_arena (req), count, sizeof *ids);
    int64_t *cards = wl_arena_array (wl_arena (req), count, sizeof *cards);
    int64_t *sums = wl_arena_array (wl_arena (req), count, sizeof *sums);
    int64_t *squares = wl_arena_array (wl_arena (req), count, sizeof *squares);
    wl_rows_t rows;

    for (size_t i = 0; i < count; i++) {
        ids[i] = bridges[i]->offer_id;
        cards[i] = bridges[i]->cards;
        sums[i] = bridges[i]->sum;
        squares[i] = bridges[i]->squares;
    }
    wl_defer (wl_db (req), &forget_facts, wl_p_uuid (closed->call_id), wl_p_text (closed->stage),
              wl_p_text (region));
    WL_TRY (wl_run (wl_db (req), &put_told_facts, &rows, wl_p_uuid (closed->call_id),
                    wl_p_text (closed->stage), wl_p_text (region), wl_p_uuids (ids, count),
                    wl_p_ints (cards, count), wl_p_ints (sums, count), wl_p_ints (squares, count)));
    *ret_known = (size_t) rows.affected;
    return WL_OK;
}

WL_SQL (select_facts, "select offer_id, region, cards, sum, squares from bridge_fact"
                      " where call_id = $1 and stage = $2 order by offer_id, region");

wl_status
store_bridge_facts (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                    bridge_fact_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_facts, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (bridge_fact_t){ .expert = wl_row_text (db, &rows, i, 0),
                                     .region = wl_row_text (db, &rows, i, 1),
                                     .cards = (uint32_t) wl_row_int (&rows, i, 2),
                                     .sum = wl_row_int (&rows, i, 3),
                                     .squares = wl_row_int (&rows, i, 4) };
    return WL_OK;
}

WL_SQL (select_regions, "select distinct region from dossier where call_id = $1 and stage = $2"
                        " order by region");

wl_status
store_contest_regions (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                       char ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_regions, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = wl_row_text (wl_db (req), &rows, i, 0);
    return WL_OK;
}

/* ---- erasure ---- */

WL_SQL (forget_expert_facts,
        "delete from bridge_fact f using second_opinion_offer o"
        " where o.id = f.offer_id and $1 in (o.home_user_id, o.guest_user_id)");
WL_SQL (forget_home, "update second_opinion_offer set home_user_id = null, code_digest = null"
                     " where home_user_id = $1");
WL_SQL (forget_guest, "update second_opinion_offer set guest_user_id = null, code_digest = null"
                      " where guest_user_id = $1");

void
store_opinions_erase (wl_request_t *req, const char *user_id)
{
    wl_param_t user = wl_p_uuid (user_id);

    wl_defer (wl_db (req), &forget_expert_facts, user);
    wl_defer (wl_db (req), &forget_home, user);
    wl_defer (wl_db (req), &forget_guest, user);
}
