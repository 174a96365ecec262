#include "store_dossiers.h"

#include "search_words.h"
#include "store.h"
#include "store_dossier_columns.h"

/* ---- what intake tells ---- */

/* Only one stage of an application is current. */
WL_SQL (leave_stages, "update dossier set current = false"
                      " where application_id = $1 and current and stage <> $2"
                      " and submitted_at < $3");

WL_SQL (put_dossier,
        "insert into dossier as d (application_id, stage, call_id, current, region, number, state,"
        " applicant_type, applicant_user_id, amount_grosze, submitted_at, topic, to_merit, at_site)"
        " values ($1, $2, $3, true, $4, $5, $6, $7, $8, $9, $10, $11, $6 = " SQL_STATE_MERIT
        ", $12)"
        " on conflict (application_id, stage) do update set current = true, state = excluded.state,"
        " amount_grosze = excluded.amount_grosze, submitted_at = excluded.submitted_at,"
        " topic = excluded.topic, granted_grosze = null, to_merit = excluded.to_merit, third_rule "
        "= '', points = null, passed = null, at_site = excluded.at_site, site_cards = 0,"
        " site_round = 0,"
        " criterion_points = null, list_group = null, place = null, outcome = null"
        " where d.submitted_at < excluded.submitted_at");

WL_SQL (
    put_content,
    "insert into content as c (application_id, stage, title, open_title, public_name, applicant,"
    " answers, digest, found_by) values ($1, $2, $3, $4, $5, $6, $7, $8, array_to_tsvector ($9))"
    " on conflict (application_id, stage) do update set title = excluded.title,"
    " open_title = excluded.open_title, public_name = excluded.public_name,"
    " applicant = excluded.applicant, answers = excluded.answers, digest = excluded.digest,"
    " found_by = excluded.found_by");

/* What was written about an earlier submission of this stage does not speak of this one. */
WL_SQL (forget_check, "delete from formal_check f using dossier d where f.application_id = $1"
                      " and f.stage = $2 and d.application_id = $1 and d.stage = $2"
                      " and d.submitted_at < $3");
WL_SQL (forget_draft, "delete from formal_draft f using dossier d where f.application_id = $1"
                      " and f.stage = $2 and f.returned_at is null and d.application_id = $1"
                      " and d.stage = $2 and d.submitted_at < $3");
WL_SQL (void_old_cards, "update card k set state = " SQL_CARD_VOID " from dossier d"
                        " where k.application_id = $1 and k.stage = $2"
                        " and k.state in " SQL_CARD_LIVE
                        " and d.application_id = $1 and d.stage = $2 and d.submitted_at < $3");

void
store_submission_put (wl_request_t *req, const store_submission_t *submission)
{
    wl_db_t *db = wl_db (req);
    wl_param_t application = wl_p_uuid (submission->application_id);
    wl_param_t stage = wl_p_text (submission->stage);
    wl_param_t submitted_at = wl_p_time (submission->submitted_at);
    search_texts_t texts = { .region = submission->region,
                             .number = submission->number,
                             .title = submission->title,
                             .applicant = submission->applicant,
                             .answers = submission->answers };
    wl_arena_mark_t mark = wl_arena_mark (wl_arena (req));
    size_t word_count;
    char **words = search_words_of (wl_arena (req), &texts, &word_count);

    wl_defer (db, &leave_stages, application, stage, submitted_at);
    wl_defer (db, &forget_check, application, stage, submitted_at);
    wl_defer (db, &forget_draft, application, stage, submitted_at);
    wl_defer (db, &void_old_cards, application, stage, submitted_at);
    wl_defer (db, &put_dossier, application, stage, wl_p_uuid (submission->call_id),
              wl_p_text (submission->region), wl_p_text (submission->number),
              wl_p_int (submission->state), wl_p_int (submission->applicant_type),
              wl_p_uuid (submission->applicant_user_id), wl_p_int (submission->amount_grosze),
              submitted_at, wl_p_text (submission->topic), wl_p_bool (submission->at_site));
    wl_defer (db, &put_content, application, stage, wl_p_text (submission->title),
              wl_p_text (submission->open_title), wl_p_text (submission->public_name),
              wl_p_message (&submission->applicant->base),
              wl_p_message (&submission->answers->base), wl_p_text (submission->digest),
              wl_p_texts ((const char *const *) words, word_count));
    wl_arena_rewind (wl_arena (req), mark);
}

/* The dossier first: whoever locks a card at this moment holds it too. */
WL_SQL (withdraw_dossier,
        "update dossier set state = " SQL_STATE_WITHDRAWN " where application_id = $1 and current");
WL_SQL (withdraw_cards, "update card set state = " SQL_CARD_VOID " where application_id = $1"
                        " and state in " SQL_CARD_OPEN);

void
store_withdraw (wl_request_t *req, const char *application_id)
{
    wl_defer (wl_db (req), &withdraw_dossier, wl_p_uuid (application_id));
    wl_defer (wl_db (req), &withdraw_cards, wl_p_uuid (application_id));
}

/* ---- one application ---- */

#define DOSSIER_FACTS                                                                         \
    "d.application_id, d.stage, d.call_id, d.region, d.number, d.applicant_user_id, d.state," \
    " s.last, s.definition, d.round, c.state from dossier d join stage s"                     \
    " on s.call_id = d.call_id and s.key = d.stage join call c on c.id = d.call_id"

static wl_status
read_facts (wl_request_t *req, const wl_rows_t *rows, store_dossier_t *ret)
{
    wl_db_t *db = wl_db (req);

    if (rows->count == 0)
        return WL_NOT_FOUND;
    *ret = (store_dossier_t){
        .application_id = wl_row_text (db, rows, 0, 0),
        .stage = wl_row_text (db, rows, 0, 1),
        .call_id = wl_row_text (db, rows, 0, 2),
        .region = wl_row_text (db, rows, 0, 3),
        .number = wl_row_text (db, rows, 0, 4),
        .applicant_user_id = wl_row_text (db, rows, 0, 5),
        .state = (Evaluation__DossierState) wl_row_int (rows, 0, 6),
        .last_stage = wl_row_bool (rows, 0, 7),
        .round = (uint32_t) wl_row_int (rows, 0, 9),
        .call_state = (Intake__CallState) wl_row_int (rows, 0, 10),
    };
    return store_unpack (req, rows, 0, 8, &wlacznik__stage__descriptor, &ret->rules);
}

WL_SQL (lock_facts, "select " DOSSIER_FACTS " where d.application_id = $1 and d.current"
                    " and " SQL_REGION_IN ("d.region", "$2") " for update of d");

wl_status
store_dossier_lock (wl_request_t *req, const char *application_id, store_dossier_t *ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &lock_facts, &rows, wl_p_uuid (application_id),
                    wl_p_texts (regions, count)));
    return read_facts (req, &rows, ret);
}

WL_SQL (find_facts, "select " DOSSIER_FACTS " where d.application_id = $1 and d.current"
                    " and " SQL_REGION_IN ("d.region", "$2"));

wl_status
store_dossier_find (wl_request_t *req, const char *application_id, store_dossier_t *ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &find_facts, &rows, wl_p_uuid (application_id),
                    wl_p_texts (regions, count)));
    return read_facts (req, &rows, ret);
}

WL_SQL (hold_facts, "select " DOSSIER_FACTS " where d.application_id = $1 and d.current"
                    " for update of d");

wl_status
store_dossier_hold (wl_request_t *req, const char *application_id, store_dossier_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &hold_facts, &rows, wl_p_uuid (application_id)));
    return read_facts (req, &rows, ret);
}

WL_SQL (select_facts, "select " DOSSIER_FACTS " where d.application_id = $1"
                      " and ($2 = d.stage or $2 = '' and s.assessment = 1)"
                      " order by s.position limit 1");

wl_status
store_dossier_facts (wl_request_t *req, const char *application_id, const char *stage,
                     store_dossier_t *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &select_facts, &rows, wl_p_uuid (application_id), wl_p_text (stage)));
    return read_facts (req, &rows, ret);
}

WL_SQL (insert_check, "insert into formal_check (application_id, stage, formal_check,"
                      " public_reason) values ($1, $2, $3, $4)");
WL_SQL (update_state, "update dossier set state = $3, to_merit = $3 = " SQL_STATE_MERIT
                      " where application_id = $1 and stage = $2");

void
store_formal_check (wl_request_t *req, const store_dossier_t *dossier,
                    const Evaluation__FormalCheck *check, const char *public_reason,
                    Evaluation__DossierState state)
{
    wl_defer (wl_db (req), &insert_check, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_message (&check->base), wl_p_text (public_reason));
    wl_defer (wl_db (req), &update_state, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (state));
}

WL_SQL (select_check, "select formal_check from formal_check where application_id = $1"
                      " and stage = $2");

wl_status
store_find_formal_check (wl_request_t *req, const store_dossier_t *dossier,
                         Evaluation__FormalCheck **ret)
{
    Evaluation__Dossier *found = wl_arena_alloc (wl_arena (req), sizeof *found);
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_check, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    evaluation__dossier__init (found);
    wl_row_message (wl_db (req), &rows, 0, &found->base);
    *ret = found->formal_check;
    return WL_OK;
}

WL_SQL (insert_decision, "insert into decision (application_id, stage, outcome, reason, decided_by,"
                         " decided_at) values ($1, $2, $3, $4, $5, $6)");
WL_SQL (update_outcome, "update dossier set state = $3, outcome = $4"
                        " where application_id = $1 and stage = $2");

void
store_decision (wl_request_t *req, const store_dossier_t *dossier,
                const Evaluation__StageDecision *decision)
{
    wl_param_t application = wl_p_uuid (dossier->application_id);
    wl_param_t stage = wl_p_text (dossier->stage);

    wl_defer (wl_db (req), &insert_decision, application, stage, wl_p_int (decision->outcome),
              wl_p_text (decision->reason), wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req)));
    wl_defer (wl_db (req), &update_outcome, application, stage,
              wl_p_int (EVALUATION__DOSSIER_STATE__DECIDED), wl_p_int (decision->outcome));
}

WL_SQL (update_third, "update dossier set state = " SQL_STATE_THIRD ", third_rule = $3,"
                      " points = null, passed = null, criterion_points = null"
                      " where application_id = $1 and stage = $2");

void
store_third_needed (wl_request_t *req, const store_dossier_t *dossier, const char *rule)
{
    wl_defer (wl_db (req), &update_third, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_text (rule));
}

WL_SQL (update_points, "update dossier set state = $3, points = $4, passed = $5,"
                       " criterion_points = $6 where application_id = $1 and stage = $2");

void
store_assessed (wl_request_t *req, const store_dossier_t *dossier, Evaluation__DossierState state,
                int64_t points, bool passed, const int64_t *criterion_points,
                size_t criterion_count)
{
    wl_defer (wl_db (req), &update_points, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (state), wl_p_int (points), wl_p_bool (passed),
              wl_p_ints (criterion_points, criterion_count));
}

/* ---- reading for coordinators ---- */

#define DOSSIER_TABLES " from dossier d" DOSSIER_JOINS

WL_SQL (select_dossier, "select " DOSSIER_COLUMNS ", c.answers, c.applicant" DOSSIER_TABLES
                        " where d.application_id = $1 and d.current"
                        " and " SQL_REGION_IN ("d.region", "$2"));

wl_status
store_dossier_read (wl_request_t *req, const char *application_id, Evaluation__Dossier *ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_dossier, &rows, wl_p_uuid (application_id),
                    wl_p_texts (regions, count)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

#define DOSSIERS_ON_LIST                                               \
    " where d.call_id = $1 and d.current and ($2 = 0 or d.state = $2)" \
    " and ($3 or " SQL_REGION_IN ("d.region", "$4") ") and ($5 = '' or d.region = $5)"

WL_SQL (select_dossiers, "select " DOSSIER_COLUMNS DOSSIER_TABLES DOSSIERS_ON_LIST
                         " and (length (d.number), d.number) > (length ($6), $6)"
                         " order by length (d.number), d.number limit $7");
WL_SQL (count_dossiers_on_list, WL_COUNT_OF (" from dossier d" DOSSIERS_ON_LIST));

wl_status
store_dossiers (wl_request_t *req, const store_dossier_page_t *page,
                Evaluation__ListDossiersResponse *ret)
{
    const char *const *regions;
    size_t count;
    wl_rows_t rows;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &count);
    WL_TRY (wl_run (wl_db (req), &select_dossiers, &rows, wl_p_uuid (page->call_id),
                    wl_p_int (page->state), wl_p_bool (page->all_regions),
                    wl_p_texts (regions, count), wl_p_text (page->region), wl_p_text (page->after),
                    wl_p_int (page->limit)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__dossier__descriptor, &ret->n_dossiers,
                      (ProtobufCMessage ***) &ret->dossiers);
    return !page->total
               ? WL_OK
               : wl_count (wl_db (req), &count_dossiers_on_list, ret, wl_p_uuid (page->call_id),
                           wl_p_int (page->state), wl_p_bool (page->all_regions),
                           wl_p_texts (regions, count), wl_p_text (page->region));
}

/* ---- the funnel: submissions of the first stage, and what became of them where points are given.
 * A call that gives none shows only submissions and ends. ---- */

#define CALL_STAGES                                                                       \
    "with first as (select key from stage where call_id = $1 order by position limit 1)," \
    " points as (select key from stage where call_id = $1 and assessment = 1"             \
    "  order by position limit 1),"                                                       \
    " final as (select key from stage where call_id = $1 and last),"                      \
    " listed as (select key from points where exists (select from ranking r"              \
    "  where r.call_id = $1 and r.stage = key and r.published_at is not null))"
#define IN_FIRST  "d.stage = (select key from first)"
#define IN_POINTS "d.stage = (select key from points)"
#define IN_FINAL  "d.stage = (select key from final)"
/* What assessors did shows once the list is out. Before, a count that moves would tell applicants
 * of a small call when somebody scored them, and with what result. */
#define IN_LISTED "d.stage = (select key from listed)"

WL_SQL (select_funnel, CALL_STAGES
        " select c.id as call_id, n.*, (select count (*) from card d where d.call_id = $1"
        "  and d.state = " SQL_CARD_LOCKED " and " IN_LISTED ")"
        " + coalesce ((select sum (site_cards) from dossier d where d.call_id = $1 and " IN_LISTED
        "), 0)::int8 as cards_locked"
        " from call c cross join (select count (*) filter (where " IN_FIRST ") as submitted,"
        "  count (*) filter (where " IN_FIRST " and state = 2) as formally_rejected,"
        "  count (*) filter (where " IN_POINTS " and to_merit) as to_merit,"
        "  count (*) filter (where " IN_LISTED " and third_rule <> '') as third_assessments,"
        "  count (*) filter (where " IN_LISTED " and points is not null) as assessed,"
        "  count (*) filter (where " IN_LISTED " and passed) as above_threshold,"
        "  count (*) filter (where " IN_POINTS " and list_group = 1) as recommended,"
        "  count (*) filter (where " IN_POINTS " and list_group = 2) as on_reserve,"
        "  coalesce (sum (granted_grosze) filter (where " IN_POINTS " and list_group = 1), 0)::int8"
        "   as recommended_grosze,"
        "  count (*) filter (where " IN_FINAL " and outcome = 1) as completed,"
        "  count (*) filter (where current and state = " SQL_STATE_WITHDRAWN ") as withdrawn"
        "  from dossier d where call_id = $1) n where c.id = $1");
_Static_assert(EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED == 2 &&
                   EVALUATION__LIST_GROUP__RECOMMENDED == 1 &&
                   EVALUATION__LIST_GROUP__ON_RESERVE == 2 &&
                   EVALUATION__STAGE_OUTCOME__GO_ON == 1 && WLACZNIK__ASSESSMENT_KIND__POINTS == 1,
               "the funnel counts something else");

WL_SQL (select_funnel_regions,
        CALL_STAGES " select region, count (*) filter (where " IN_FIRST ") as submitted,"
                    " count (*) filter (where " IN_POINTS " and list_group = 1) as recommended"
                    " from dossier d where call_id = $1 group by region order by region");

wl_status
store_funnel (wl_request_t *req, const char *call_id, Evaluation__Funnel *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_funnel, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    WL_TRY (wl_run (wl_db (req), &select_funnel_regions, &rows, wl_p_uuid (call_id)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__funnel_region__descriptor, &ret->n_regions,
                      (ProtobufCMessage ***) &ret->regions);
    return WL_OK;
}

/* ---- another applicant ---- */

WL_SQL (hand_over, "update dossier set applicant_user_id = $2 where application_id = $1");

void
store_dossiers_hand_over (wl_request_t *req, const char *application_id, const char *user_id)
{
    wl_defer (wl_db (req), &hand_over, wl_p_uuid (application_id), wl_p_uuid (user_id));
}
