#include "store_assignment.h"

#include "base/calendar.h"
#include "store.h"

_Static_assert(EVALUATION__CONFLICT_KIND__SAME_PERSON == 4 &&
                   EVALUATION__CONFLICT_KIND__SAME_EMAIL_DOMAIN == 5 &&
                   EVALUATION__CONFLICT_KIND__EARLIER_APPLICATION == 6 &&
                   EVALUATION__CONFLICT_KIND__OWN_APPLICATION == 7,
               "the SQL of conflicts says otherwise");

/* ---- keys as arrays ---- */

typedef struct key_arrays {
    int64_t *kinds;
    const char **values;
} key_arrays_t;

static key_arrays_t
arrays_of (wl_request_t *req, const conflict_keys_t *keys)
{
    key_arrays_t ret = {
        wl_arena_array (wl_arena (req), keys->count, sizeof *ret.kinds),
        wl_arena_array (wl_arena (req), keys->count, sizeof *ret.values),
    };

    for (size_t i = 0; i < keys->count; i++) {
        ret.kinds[i] = keys->list[i].kind;
        ret.values[i] = keys->list[i].value;
    }
    return ret;
}

/* ---- what applications say ---- */

static text_words_t
words_in (const wl_rows_t *rows, int row, int column)
{
    wl_bytes_t bytes = wl_row_bytes (rows, row, column);

    return (text_words_t){ bytes.data, bytes.length };
}

WL_SQL (update_knowledge, "update content set words = $3, topics = $4, language = $5"
                          " where application_id = $1 and stage = $2");
/* Who wrote it with others is told apart (store_authors_put). */
WL_SQL (forget_keys, "delete from application_key where application_id = $1 and stage = $2"
                     " and kind <> 7");
WL_SQL (insert_keys,
        "insert into application_key (application_id, stage, kind, value)"
        " select distinct $1::uuid, $2, kind, value from unnest ($3::int8[], $4::text[])"
        " as list (kind, value)");

void
store_knowledge_put (wl_request_t *req, const char *application_id, const char *stage,
                     const knowledge_t *knowledge, const conflict_keys_t *keys)
{
    key_arrays_t arrays = arrays_of (req, keys);

    wl_defer (wl_db (req), &update_knowledge, wl_p_uuid (application_id), wl_p_text (stage),
              wl_p_bytes (knowledge->words.data, knowledge->words.length),
              wl_p_text (knowledge->topics), wl_p_text (knowledge->language));
    wl_defer (wl_db (req), &forget_keys, wl_p_uuid (application_id), wl_p_text (stage));
    wl_defer (wl_db (req), &insert_keys, wl_p_uuid (application_id), wl_p_text (stage),
              wl_p_ints (arrays.kinds, keys->count), wl_p_texts (arrays.values, keys->count));
}

WL_SQL (insert_authors, "insert into application_key (application_id, stage, kind, value)"
                        " select c.application_id, c.stage, 7, author::text"
                        " from content c join dossier d using (application_id, stage),"
                        " unnest ($2::uuid[]) author"
                        " where c.application_id = $1 and not d.at_site"
                        " on conflict do nothing");

void
store_authors_put (wl_request_t *req, const char *application_id, char *const *user_ids,
                   size_t count)
{
    if (count > 0)
        wl_defer (wl_db (req), &insert_authors, wl_p_uuid (application_id),
                  wl_p_uuids ((const char *const *) user_ids, count));
}

WL_SQL (select_knowledge,
        "select a.n - 1, c.topics, c.language, c.words"
        " from unnest ($1::uuid[]) with ordinality as a (id, n)"
        " join dossier d on d.application_id = a.id and d.current"
        " join content c on c.application_id = d.application_id and c.stage = d.stage");

wl_status
store_knowledge (wl_request_t *req, const char *const *application_ids, size_t count,
                 knowledge_t *ret)
{
    static char nothing[] = "";
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_knowledge, &rows, wl_p_uuids (application_ids, count)));
    for (size_t i = 0; i < count; i++)
        ret[i] = (knowledge_t){ nothing, nothing, { NULL, 0 } };
    for (int i = 0; i < rows.count; i++)
        ret[wl_row_int (&rows, i, 0)] = (knowledge_t){
            .topics = wl_row_text (wl_db (req), &rows, i, 1),
            .language = wl_row_text (wl_db (req), &rows, i, 2),
            .words = words_in (&rows, i, 3),
        };
    return WL_OK;
}

/* ---- assessors ---- */

WL_SQL (update_profile, "update assessor set profile = $3, words = $4"
                        " where call_id = $1 and user_id = $2");
WL_SQL (forget_assessor_keys, "delete from assessor_key where call_id = $1 and user_id = $2");
WL_SQL (insert_assessor_keys,
        "insert into assessor_key (call_id, user_id, kind, value)"
        " select distinct $1::uuid, $2::uuid, kind, value from unnest ($3::int8[], $4::text[])"
        " as list (kind, value)");

void
store_profile_put (wl_request_t *req, const char *call_id, const char *user_id,
                   const Evaluation__AssessorProfile *profile, text_words_t words,
                   const conflict_keys_t *keys)
{
    key_arrays_t arrays = arrays_of (req, keys);

    wl_defer (wl_db (req), &update_profile, wl_p_uuid (call_id), wl_p_uuid (user_id),
              wl_p_message (&profile->base), wl_p_bytes (words.data, words.length));
    wl_defer (wl_db (req), &forget_assessor_keys, wl_p_uuid (call_id), wl_p_uuid (user_id));
    wl_defer (wl_db (req), &insert_assessor_keys, wl_p_uuid (call_id), wl_p_uuid (user_id),
              wl_p_ints (arrays.kinds, keys->count), wl_p_texts (arrays.values, keys->count));
}

WL_SQL (select_words, "select words from assessor where call_id = $1 order by user_id");

wl_status
store_profile_words (wl_request_t *req, const char *call_id, size_t *ret_count, text_words_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_words, &rows, wl_p_uuid (call_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = words_in (&rows, i, 0);
    return WL_OK;
}

WL_SQL (select_stage_rules,
        "select key, definition from stage where call_id = $1 order by position");
WL_SQL (select_works,
        "select k.assessor_user_id, k.application_id, k.state, k.assigned_at, k.locked_at,"
        " case when k.state = " SQL_CARD_LOCKED " then k.scores end, k.stage"
        " from card k where k.call_id = $1 and k.state <> " SQL_CARD_VOID
        " order by k.assessor_user_id, k.application_id limit 50000");

typedef struct stage_rules {
    char *key;
    const Wlacznik__Stage *rules;
} stage_rules_t;

static wl_time_t
due_of (const Wlacznik__StageTerms *terms, wl_time_t assigned_at)
{
    if (terms == NULL || terms->assessment_days == 0)
        return 0;
    return wl_term_end (assigned_at, (int) terms->assessment_days,
                        terms->assessment_working_days ? WL_WORKING_DAYS : WL_CALENDAR_DAYS);
}

static wl_status
read_stage_rules (wl_request_t *req, const char *call_id, size_t *ret_count, stage_rules_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_stage_rules, &rows, wl_p_uuid (call_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        Wlacznik__Stage *stage;
        WL_TRY (store_unpack (req, &rows, i, 1, &wlacznik__stage__descriptor, &stage));
        (*ret)[i] = (stage_rules_t){ wl_row_text (wl_db (req), &rows, i, 0), stage };
    }
    return WL_OK;
}

wl_status
store_works (wl_request_t *req, const char *call_id, size_t *ret_count, assessor_card_t **ret)
{
    wl_db_t *db = wl_db (req);
    size_t stage_count;
    stage_rules_t *stages;
    wl_rows_t rows;

    WL_TRY (read_stage_rules (req, call_id, &stage_count, &stages));
    WL_TRY (wl_run (db, &select_works, &rows, wl_p_uuid (call_id)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        assessor_card_t *work = &(*ret)[i];
        const char *stage = wl_row_text (db, &rows, i, 6);
        *work = (assessor_card_t){
            .user_id = wl_row_text (db, &rows, i, 0),
            .application_id = wl_row_text (db, &rows, i, 1),
            .state = (Evaluation__CardState) wl_row_int (&rows, i, 2),
            .assigned_at = wl_row_time (&rows, i, 3),
            .locked_at = wl_row_time (&rows, i, 4),
        };
        for (size_t s = 0; s < stage_count; s++)
            if (wl_text_equal (stages[s].key, stage)) {
                work->rules = stages[s].rules->merit_card;
                work->due = due_of (stages[s].rules->terms, work->assigned_at);
            }
        if (!wl_row_null (&rows, i, 5))
            WL_TRY (
                store_unpack (req, &rows, i, 5, &evaluation__scores__descriptor, &work->scores));
    }
    return WL_OK;
}

/* ---- conflicts ---- */

/* Needs the tables p (n, id: persons), own (n, kind, value: their keys) and a (n, id:
 * applications). Keys of the kind 7 are accounts of co-authors. Other applications that share a key
 * count too, if the person wrote one, alone or with others, is a member of one or its carer, but
 * for the domain of somebody else's mail. Goes out from the applications, so that a single one is
 * cheap however many assessors there are. Of several reasons the plainest is told: who wrote it
 * needs no other. What is rehearsed and what is real do not know each other. */
#define PLAINEST(kind) "case when bool_or (" kind " = 7) then 7 else min (" kind ") end"
#define FIND_CONFLICTS                                                                           \
    ", keys as (select a.n, a.id, t.kind, t.value from a"                                        \
    " join application_key t on t.application_id = a.id),"                                       \
    " shared as (select distinct keys.n, o.application_id as other from keys"                    \
    " join application_key o on o.kind = keys.kind and o.value = keys.value"                     \
    " and o.application_id <> keys.id and rehearsed (o.application_id) = rehearsed (keys.id)"    \
    " where keys.kind <> 5),"                                                                    \
    " found as (select keys.n as application, own.n as person, own.kind::int as kind from keys"  \
    " join own on own.kind = keys.kind and own.value = keys.value"                               \
    " union select s.n, p.n, 6 from shared s join dossier d on d.application_id = s.other"       \
    " join p on p.id = d.applicant_user_id"                                                      \
    " union select s.n, own.n, 6 from shared s join application_key m"                           \
    " on m.application_id = s.other and m.kind = 4"                                              \
    " join own on own.kind = 4 and own.value = m.value"                                          \
    " union select s.n, p.n, 6 from shared s join application_key m"                             \
    " on m.application_id = s.other and m.kind = 7 join p on p.id::text = m.value"               \
    " union select a.n, p.n, 7 from a join dossier d on d.application_id = a.id and d.current"   \
    " join p on p.id = d.applicant_user_id"                                                      \
    " union select keys.n, p.n, 7 from keys join p on keys.kind = 7 and keys.value = p.id::text" \
    " union select a.n, p.n, 8 from a join carer c on c.application_id = a.id"                   \
    " join p on p.id = c.user_id"                                                                \
    " union select s.n, p.n, 8 from shared s join carer c on c.application_id = s.other"         \
    " join p on p.id = c.user_id)"

WL_SQL (select_conflicts,
        "with a as (select id, n from unnest ($2::uuid[]) with ordinality as a (id, n)),"
        " p as (select id, n from unnest ($3::uuid[]) with ordinality as p (id, n)),"
        " own as (select p.n, k.kind, k.value from p join assessor_key k on k.call_id = $1"
        " and k.user_id = p.id)" FIND_CONFLICTS
        " select application - 1, person - 1, " PLAINEST ("kind") " from found group by 1, 2"
                                                                  " order by 1, 2");

wl_status
store_conflicts (wl_request_t *req, const char *call_id, const char *const *application_ids,
                 size_t application_count, const char *const *assessor_ids, size_t assessor_count,
                 size_t *ret_count, store_conflict_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_conflicts, &rows, wl_p_uuid (call_id),
                    wl_p_uuids (application_ids, application_count),
                    wl_p_uuids (assessor_ids, assessor_count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_conflict_t){
            (size_t) wl_row_int (&rows, i, 0),
            (size_t) wl_row_int (&rows, i, 1),
            (Evaluation__ConflictKind) wl_row_int (&rows, i, 2),
        };
    return WL_OK;
}

#define CALLERS_APPLICATIONS                                                                 \
    " from dossier d where d.call_id = $1 and d.current and d.state <> " SQL_STATE_WITHDRAWN \
    " and " SQL_REGION_IN ("d.region", "$2")

WL_SQL (count_applications, "select count (*)" CALLERS_APPLICATIONS);
/* The keys given, or with $6 those that stand on the call's list. */
WL_SQL (select_conflicts_of,
        "with a as (select d.application_id as id, row_number () over () as n" CALLERS_APPLICATIONS
        "), p as (select $3::uuid as id, 1::bigint as n where $3::uuid is not null),"
        " own as (select 1::bigint as n, kind::smallint as kind, value"
        " from unnest ($4::int8[], $5::text[]) as list (kind, value) union"
        " select 1::bigint, k.kind, k.value from assessor_key k where $6 and k.call_id = $1"
        " and k.user_id = $3)" FIND_CONFLICTS " select d.application_id, d.number, " PLAINEST (
            "f.kind") "::int as kind from found f"
                      " join a on a.n = f.application"
                      " join dossier d on d.application_id = a.id and d.current"
                      " group by d.application_id, d.number order by length (d.number), d.number "
                      "limit $7");

wl_status
store_conflicts_of (wl_request_t *req, const char *call_id, const char *user_id,
                    const conflict_keys_t *keys, uint32_t limit, uint32_t *ret_applications,
                    size_t *ret_count, Evaluation__FoundConflict ***ret)
{
    static const conflict_keys_t none = { NULL, 0 };
    const conflict_keys_t *given = keys == NULL ? &none : keys;
    key_arrays_t arrays = arrays_of (req, given);
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &count_applications, &rows, wl_p_uuid (call_id),
                    wl_p_texts (regions, count)));
    *ret_applications = (uint32_t) wl_row_int (&rows, 0, 0);
    WL_TRY (wl_run (
        wl_db (req), &select_conflicts_of, &rows, wl_p_uuid (call_id), wl_p_texts (regions, count),
        wl_p_uuid (user_id), wl_p_ints (arrays.kinds, given->count),
        wl_p_texts (arrays.values, given->count), wl_p_bool (keys == NULL), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__found_conflict__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* Members of a panel: by what they were planned with, by what the call's list of assessors has, and
 * by what they said themselves of a card or a bid. */
WL_SQL (select_member_conflicts,
        "with a as (select $2::uuid as id, 1::bigint as n),"
        " p as (select m.user_id as id, row_number () over (order by m.position) as n"
        "  from panel_member m where m.meeting_id = $1),"
        " own as (select p.n, k.kind, k.value from p join panel_member_key k on k.meeting_id = $1"
        "  and k.user_id = p.id union select p.n, k.kind, k.value from p join assessor_key k"
        "  on k.call_id = $3 and k.user_id = p.id)" FIND_CONFLICTS
        ", said as (select p.n as person, 9 as kind from p join card k on k.application_id = $2"
        "  and k.assessor_user_id = p.id and k.state = " SQL_CARD_CONFLICT
        "  union select p.n, 9 from p join bid b on b.call_id = $3 and b.application_id = $2"
        "  and b.user_id = p.id and b.bid = 4)"
        " select p.id as user_id, " PLAINEST (
            "f.kind") "::int as kind from"
                      " (select person, kind from found union all select person, kind from said) f"
                      " join p on p.n = f.person group by p.id order by p.id");

wl_status
store_member_conflicts (wl_request_t *req, const Evaluation__PanelMeeting *meeting,
                        const char *application_id, size_t *ret_count,
                        Evaluation__PanelConflict ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_member_conflicts, &rows, wl_p_uuid (meeting->id),
                    wl_p_uuid (application_id), wl_p_uuid (meeting->call_id)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__panel_conflict__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* ---- bids ---- */

WL_SQL (select_bids,
        "select a.n - 1, p.n - 1, b.bid from bid b"
        " join unnest ($2::uuid[]) with ordinality as a (id, n) on a.id = b.application_id"
        " join unnest ($3::uuid[]) with ordinality as p (id, n) on p.id = b.user_id"
        " where b.call_id = $1");

wl_status
store_bids (wl_request_t *req, const char *call_id, const char *const *application_ids,
            size_t application_count, const char *const *assessor_ids, size_t assessor_count,
            size_t *ret_count, store_bid_t **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_bids, &rows, wl_p_uuid (call_id),
                    wl_p_uuids (application_ids, application_count),
                    wl_p_uuids (assessor_ids, assessor_count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_bid_t){
            (size_t) wl_row_int (&rows, i, 0),
            (size_t) wl_row_int (&rows, i, 1),
            (Evaluation__Bid) wl_row_int (&rows, i, 2),
        };
    return WL_OK;
}

/* Applications of the call $1 that the assessor $2 may bid for. */
#define BIDDABLE                                                                          \
    "with a as (select d.application_id as id, row_number () over () as n from dossier d" \
    " join assessor s on s.call_id = d.call_id and s.user_id = $2"                        \
    " where d.call_id = $1 and d.current and d.state = " SQL_STATE_MERIT                  \
    " and d.region = any (s.regions)), p as (select $2::uuid as id, 1::bigint as n),"     \
    " own as (select 1::bigint as n, k.kind, k.value from assessor_key k"                 \
    " where k.call_id = $1 and k.user_id = $2)" FIND_CONFLICTS                            \
    ", biddable as (select a.id from a where not exists"                                  \
    " (select from found f where f.application = a.n))"

WL_SQL (select_my_bids, BIDDABLE
        " select d.application_id, d.number, c.open_title as title,"
        " string_to_array (nullif (c.topics, ''), ' ') as topics, coalesce (b.bid, 0)::int as bid"
        " from biddable join dossier d on d.application_id = biddable.id and d.current"
        " left join content c on c.application_id = d.application_id and c.stage = d.stage"
        " left join bid b on b.call_id = $1 and b.user_id = $2"
        " and b.application_id = d.application_id"
        " order by length (d.number), d.number limit $3");

wl_status
store_my_bids (wl_request_t *req, const char *call_id, uint32_t limit, size_t *ret_count,
               Evaluation__ApplicationBid ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_my_bids, &rows, wl_p_uuid (call_id),
                    wl_p_uuid (wl_user (req)), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__application_bid__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

WL_SQL (put_bids,
        BIDDABLE " insert into bid as b (call_id, user_id, application_id, bid)"
                 " select $1, $2, l.id, l.bid from (select distinct on (id) id, bid"
                 " from unnest ($3::uuid[], $4::int8[]) with ordinality as l (id, bid, n)"
                 " order by id, n desc) l join biddable on biddable.id = l.id"
                 " on conflict (call_id, user_id, application_id) do update set bid = excluded.bid"
                 " where b.bid <> 4"); /* a conflict that was declared stands */
_Static_assert(EVALUATION__BID__BID_CONFLICT == 4, "the SQL of bids says otherwise");

void
store_bids_put (wl_request_t *req, const Evaluation__PutBidsRequest *bids)
{
    const char **ids = wl_arena_array (wl_arena (req), bids->n_bids, sizeof *ids);
    int64_t *values = wl_arena_array (wl_arena (req), bids->n_bids, sizeof *values);

    for (size_t i = 0; i < bids->n_bids; i++) {
        ids[i] = bids->bids[i]->application_id;
        values[i] = bids->bids[i]->bid;
    }
    wl_defer (wl_db (req), &put_bids, wl_p_uuid (bids->call_id), wl_p_uuid (wl_user (req)),
              wl_p_uuids (ids, bids->n_bids), wl_p_ints (values, bids->n_bids));
}

/* ---- records ---- */

WL_SQL (insert_assignment,
        "insert into assignment (id, call_id, at, made_by, pairs, total, unserved, regions, digest,"
        " record) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

void
store_assignment_put (wl_request_t *req, const Evaluation__AssignmentRecord *record,
                      const char *made_by, const char *const *regions, size_t region_count,
                      uint32_t pairs)
{
    wl_defer (wl_db (req), &insert_assignment, wl_p_uuid (record->id), wl_p_uuid (record->call_id),
              wl_p_time (wl_now (req)), wl_p_uuid (made_by), wl_p_int (pairs),
              wl_p_int (record->total), wl_p_int (record->unserved),
              wl_p_texts (regions, region_count), wl_p_text (record->digest),
              wl_p_message (&record->base));
}

/* The owner answers for all; a coordinator sees an assignment if all its regions are theirs. */
#define VISIBLE_ASSIGNMENT(n) "(a.regions <@ " n " or '*' = any (" n "))"

WL_SQL (
    select_assignments,
    "select a.id, a.at, a.pairs, a.total, a.unserved, a.digest from assignment a"
    " where a.call_id = $1 and " VISIBLE_ASSIGNMENT ("$2") " order by a.at desc, a.id limit $3");
WL_SQL (select_assignment, "select a.record from assignment a where a.id = $1"
                           " and " VISIBLE_ASSIGNMENT ("$2"));

static wl_param_t
visible_regions (wl_request_t *req)
{
    static const char *const all[] = { "*" };
    const char *const *regions;
    size_t count;

    if (wl_has_role (req, WL_ROLE_OWNER, "*"))
        return wl_p_texts (all, 1);
    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    return wl_p_texts (regions, count);
}

wl_status
store_assignments (wl_request_t *req, const char *call_id, uint32_t limit, size_t *ret_count,
                   Evaluation__RecordedAssignment ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_assignments, &rows, wl_p_uuid (call_id),
                    visible_regions (req), wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__recorded_assignment__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

wl_status
store_assignment (wl_request_t *req, const char *assignment_id, Evaluation__AssignmentRecord **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_assignment, &rows, wl_p_uuid (assignment_id),
                    visible_regions (req)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    return store_unpack (req, &rows, 0, 0, &evaluation__assignment_record__descriptor, ret);
}
