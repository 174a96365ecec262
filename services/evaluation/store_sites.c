#include "store_sites.h"

#include <string.h>

#include "site.h"
#include "store.h"

_Static_assert(EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED == 2 &&
                   EVALUATION__DOSSIER_STATE__ASSESSED == 5 &&
                   EVALUATION__DOSSIER_STATE__RANKED == 6 &&
                   EVALUATION__DOSSIER_STATE__DECIDED == 8 &&
                   EVALUATION__DOSSIER_STATE__AT_SITE == 11,
               "the statements below name these states");

/* ---- joining ---- */

WL_SQL (lock_invitation, "select region, used_by, expires_at from site_invitation where key = $1"
                         " for update");

wl_status
store_invitation_lock (wl_request_t *req, const char *key, store_invitation_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_invitation, &rows, wl_p_text (key)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_invitation_t){ .region = wl_row_text (wl_db (req), &rows, 0, 0),
                                 .used_by = wl_row_text (wl_db (req), &rows, 0, 1),
                                 .expires_at = wl_row_time (&rows, 0, 2) };
    return WL_OK;
}

WL_SQL (use_invitation, "update site_invitation set used_at = $2, used_by = $3 where key = $1");

void
store_invitation_use (wl_request_t *req, const char *key, const char *site_key)
{
    wl_defer (wl_db (req), &use_invitation, wl_p_text (key), wl_p_time (wl_now (req)),
              wl_p_text (site_key));
}

WL_SQL (put_site, "insert into site (region, key, joined_at) values ($1, $2, $3)"
                  " on conflict (region) do update set key = excluded.key,"
                  " revoked_at = null returning joined_at");

wl_status
store_site_put (wl_request_t *req, const char *region, const char *key, wl_time_t *ret_since)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &put_site, &rows, wl_p_text (region), wl_p_text (key),
                    wl_p_time (wl_now (req))));
    *ret_since = wl_row_time (&rows, 0, 0);
    return WL_OK;
}

/* ---- who evaluates ---- */

WL_SQL (select_site_times, "select joined_at, revoked_at from site where region = $1");

wl_status
store_site_times (wl_request_t *req, const char *region, wl_time_t *ret_joined,
                  wl_time_t *ret_revoked)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_site_times, &rows, wl_p_text (region)));
    *ret_joined = rows.count == 0 ? 0 : wl_row_time (&rows, 0, 0);
    *ret_revoked = rows.count == 0 ? 0 : wl_row_time (&rows, 0, 1);
    return WL_OK;
}

WL_SQL (select_published, "select published_at from call where id = $1");

wl_status
store_call_published (wl_request_t *req, const char *call_id, wl_time_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_published, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = wl_row_time (&rows, 0, 0);
    return WL_OK;
}

WL_SQL (select_at_site, "select at_site from dossier where application_id = $1 and stage = $2");

wl_status
store_is_at_site (wl_request_t *req, const char *application_id, const char *stage, bool *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_at_site, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage)));
    *ret = rows.count > 0 && wl_row_bool (&rows, 0, 0);
    return WL_OK;
}

/* ---- how the sites are ---- */

/* What the centre itself has taken of intake's stream of the region stands for the end of it. */
WL_SQL (select_sites,
        "select s.region, joined_at, revoked_at, contact_at,"
        " greatest (coalesce (o.sequence, 0) - heard, 0) as unheard,"
        " greatest (head - taken, 0) as untold, clock_difference_us is not null as clock_measured,"
        " clock_difference_us as clock_difference, round_trip_us as round_trip, key as public_key"
        " from site s left join runtime.offsets o on o.source = 'intake' and o.region = s.region"
        " order by s.region");
WL_SQL (select_open_invitations,
        "select region, made_at, expires_at from site_invitation"
        " where used_at is null and expires_at > $1 order by made_at, key");

wl_status
store_sites (wl_request_t *req, Evaluation__Sites *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_sites, &rows));
    wl_rows_messages (wl_db (req), &rows, &evaluation__site__descriptor, &ret->n_sites,
                      (ProtobufCMessage ***) &ret->sites);
    WL_TRY (wl_run (wl_db (req), &select_open_invitations, &rows, wl_p_time (wl_now (req))));
    wl_rows_messages (wl_db (req), &rows, &evaluation__site_invitation__descriptor,
                      &ret->n_invitations, (ProtobufCMessage ***) &ret->invitations);
    return WL_OK;
}

/* ---- reports, at the centre ---- */

WL_SQL (lock_site, "select key, revoked_at is not null, taken, taken_hash from site"
                   " where region = $1 for update");

wl_status
store_site_lock (wl_request_t *req, const char *region, store_site_t *ret)
{
    wl_bytes_t hash;
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &lock_site, &rows, wl_p_text (region)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_site_t){ .key = wl_row_text (wl_db (req), &rows, 0, 0),
                           .revoked = wl_row_bool (&rows, 0, 1),
                           .taken = (uint64_t) wl_row_int (&rows, 0, 2) };
    hash = wl_row_bytes (&rows, 0, 3);
    if (hash.length == WL_EVENT_HASH)
        memcpy (ret->taken_hash, hash.data, WL_EVENT_HASH);
    return WL_OK;
}

WL_SQL (report_site,
        "update site set taken = $2, taken_hash = $3, contact_at = $4, head = $5, heard = $6,"
        " clock_difference_us = $7, round_trip_us = $8 where region = $1");

void
store_site_report (wl_request_t *req, const Evaluation__SiteReport *report,
                   const store_site_t *site)
{
    bool measured = report->round_trip > 0;
    uint64_t head = report->head > site->taken ? report->head : site->taken;

    wl_defer (wl_db (req), &report_site, wl_p_text (report->region),
              wl_p_int ((int64_t) site->taken), wl_p_bytes (site->taken_hash, WL_EVENT_HASH),
              wl_p_time (wl_clock_now (&wl_clock_system)), wl_p_int ((int64_t) head),
              wl_p_int ((int64_t) report->heard),
              measured ? wl_p_int (report->clock_difference) : wl_p_null (),
              measured ? wl_p_int (report->round_trip) : wl_p_null ());
}

WL_SQL (lock_site_dossier,
        "select d.application_id, d.stage, d.call_id, d.region, d.number, d.applicant_user_id,"
        " d.state, s.last, s.definition, d.round from dossier d join stage s"
        " on s.call_id = d.call_id and s.key = d.stage where d.application_id = $1"
        " and d.region = $2 and d.at_site and (d.stage = $3 or $3 = '' and d.current)"
        " for update of d");

wl_status
store_site_dossier_lock (wl_request_t *req, const char *application_id, const char *stage,
                         const char *region, store_dossier_t *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &lock_site_dossier, &rows, wl_p_uuid (application_id), wl_p_text (region),
                    wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (store_dossier_t){
        .application_id = wl_row_text (db, &rows, 0, 0),
        .stage = wl_row_text (db, &rows, 0, 1),
        .call_id = wl_row_text (db, &rows, 0, 2),
        .region = wl_row_text (db, &rows, 0, 3),
        .number = wl_row_text (db, &rows, 0, 4),
        .applicant_user_id = wl_row_text (db, &rows, 0, 5),
        .state = (Evaluation__DossierState) wl_row_int (&rows, 0, 6),
        .last_stage = wl_row_bool (&rows, 0, 7),
        .round = (uint32_t) wl_row_int (&rows, 0, 9),
    };
    return store_unpack (req, &rows, 0, 8, &wlacznik__stage__descriptor, &ret->rules);
}

WL_SQL (site_formal_state, "update dossier set state = $3, to_merit = $3 = 11"
                           " where application_id = $1 and stage = $2 and state in (2, 11)");
WL_SQL (put_site_check,
        "insert into formal_check (application_id, stage, formal_check, public_reason)"
        " values ($1, $2, $3, $4) on conflict (application_id, stage) do update"
        " set formal_check = excluded.formal_check, public_reason = excluded.public_reason");

void
store_site_formal (wl_request_t *req, const store_dossier_t *dossier,
                   const Evaluation__FormalCheck *check, const char *public_reason)
{
    wl_param_t application = wl_p_uuid (dossier->application_id);
    wl_param_t stage = wl_p_text (dossier->stage);

    wl_defer (wl_db (req), &site_formal_state, application, stage,
              wl_p_int (check->passed ? EVALUATION__DOSSIER_STATE__AT_SITE
                                      : EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED));
    wl_defer (wl_db (req), &put_site_check, application, stage, wl_p_message (&check->base),
              wl_p_text (public_reason));
}

WL_SQL (site_reversed, "update dossier set state = 11, to_merit = true"
                       " where application_id = $1 and stage = $2 and state = 2");

void
store_site_reversed (wl_request_t *req, const store_dossier_t *dossier)
{
    wl_defer (wl_db (req), &site_reversed, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage));
}

/* A list that is published stands; only a new round of cards, after an appeal, is heard then. */
WL_SQL (put_site_points, "update dossier set state = 5, to_merit = true, points = $3, passed = $4,"
                         " criterion_points = $5, site_cards = $6, site_round = $8,"
                         " third_rule = case when $7 then 'site' else '' end"
                         " where application_id = $1 and stage = $2"
                         " and (state in (5, 11) or state = 6 and site_round < $8)");

wl_status
store_site_points (wl_request_t *req, const store_dossier_t *dossier,
                   const Evaluation__ApplicationReported *told, bool *ret_took)
{
    int64_t *points = wl_arena_array (wl_arena (req), told->n_criterion_points, sizeof *points);
    wl_rows_t rows;

    for (size_t i = 0; i < told->n_criterion_points; i++)
        points[i] = told->criterion_points[i];
    WL_TRY (wl_run (wl_db (req), &put_site_points, &rows, wl_p_uuid (dossier->application_id),
                    wl_p_text (dossier->stage), wl_p_int (told->points), wl_p_bool (told->passed),
                    wl_p_ints (points, told->n_criterion_points), wl_p_int (told->cards),
                    wl_p_bool (told->third), wl_p_int (told->round)));
    *ret_took = rows.affected > 0;
    return WL_OK;
}

WL_SQL (put_site_outcome, "update dossier set state = 8, outcome = $3"
                          " where application_id = $1 and stage = $2 and state in (8, 11)");

void
store_site_decision (wl_request_t *req, const store_dossier_t *dossier,
                     Evaluation__StageOutcome outcome)
{
    wl_defer (wl_db (req), &put_site_outcome, wl_p_uuid (dossier->application_id),
              wl_p_text (dossier->stage), wl_p_int (outcome));
}

WL_SQL (put_site_assessment,
        "insert into site_assessment (application_id, stage, assessment) values ($1, $2, $3)"
        " on conflict (application_id, stage) do update set assessment = excluded.assessment");

void
store_site_assessment_put (wl_request_t *req, const Evaluation__SiteAssessment *assessment)
{
    wl_defer (wl_db (req), &put_site_assessment, wl_p_uuid (assessment->application_id),
              wl_p_text (assessment->stage), wl_p_message (&assessment->base));
}

WL_SQL (select_site_assessment, "select assessment from site_assessment where application_id = $1"
                                " and stage = $2");

wl_status
store_site_assessment (wl_request_t *req, const char *application_id, const char *stage,
                       Evaluation__SiteAssessment **ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_site_assessment, &rows, wl_p_uuid (application_id),
                    wl_p_text (stage)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    return store_unpack (req, &rows, 0, 0, &evaluation__site_assessment__descriptor, ret);
}

/* ---- at a site ---- */

/* A stage's title may change, so it is the current one's. */
WL_SQL (select_title_copies, "select d.application_id, d.number, c.title, d.call_id from dossier d"
                             " join content c using (application_id, stage)"
                             " where d.application_id = any ($1::uuid[]) and d.current");

wl_status
store_title_copies (wl_request_t *req, char *const *application_ids, size_t count,
                    Intake__GetTitlesResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_title_copies, &rows,
                    wl_p_uuids ((const char *const *) application_ids, count)));
    wl_rows_messages (wl_db (req), &rows, &intake__application_title__descriptor, &ret->n_titles,
                      (ProtobufCMessage ***) &ret->titles);
    return WL_OK;
}

/* ---- lists of regions ---- */

/* At a site all is evaluated here, at the centre `at_site` tells. */
WL_SQL (select_region_lines,
        "select application_id, state = 2, state = 2 or points is not null, coalesce (passed,"
        " false), coalesce (points, 0), coalesce (array_to_string (criterion_points, ' '), '')"
        " from dossier where call_id = $1 and stage = $2 and region = $3 and at_site = $4"
        " and state <> " SQL_STATE_WITHDRAWN " order by application_id");

wl_status
store_region_lines (wl_request_t *req, const store_contest_t *contest, const char *region,
                    size_t *ret_count, region_line_t **ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &select_region_lines, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage), wl_p_text (region),
                    wl_p_bool (site_here (req) == NULL)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (region_line_t){
            .application_id = wl_row_text (db, &rows, i, 0),
            .rejected = wl_row_bool (&rows, i, 1),
            .assessed = wl_row_bool (&rows, i, 2),
            .passed = wl_row_bool (&rows, i, 3),
            .points = wl_row_int (&rows, i, 4),
            .criterion_points = wl_row_text (db, &rows, i, 5),
        };
    return WL_OK;
}

WL_SQL (put_region_list,
        "insert into region_list (call_id, stage, region, applications, digest, closed_at)"
        " values ($1, $2, $3, $4, $5, $6) on conflict (call_id, stage, region) do update"
        " set applications = excluded.applications, digest = excluded.digest,"
        " closed_at = excluded.closed_at");

void
store_region_list_put (wl_request_t *req, const Evaluation__RegionListClosed *closed,
                       const char *region, wl_time_t at)
{
    wl_defer (wl_db (req), &put_region_list, wl_p_uuid (closed->call_id), wl_p_text (closed->stage),
              wl_p_text (region), wl_p_int (closed->applications), wl_p_text (closed->digest),
              wl_p_time (at));
}

WL_SQL (select_region_lists,
        "select $1::uuid as call_id, $2::text as stage, r.region, l.closed_at,"
        " coalesce (l.digest, '') as digest"
        " from (select distinct region from dossier where call_id = $1 and stage = $2"
        "  and (at_site or not $3)) r left join region_list l on l.call_id = $1 and l.stage = $2"
        " and l.region = r.region order by r.region");

wl_status
store_region_lists (wl_request_t *req, const store_contest_t *contest, size_t *ret_count,
                    Evaluation__RegionList ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_region_lists, &rows, wl_p_uuid (contest->call_id),
                    wl_p_text (contest->stage), wl_p_bool (site_here (req) == NULL)));
    wl_rows_messages (wl_db (req), &rows, &evaluation__region_list__descriptor, ret_count,
                      (ProtobufCMessage ***) ret);
    return WL_OK;
}

/* ---- at a site ---- */

WL_SQL (select_report_position,
        "select taken, contact_at, clock_difference_us, round_trip_us,"
        " coalesce ((select sequence from runtime.stream where region = '" SITE_STREAM "'), 0),"
        " coalesce ((select sequence from runtime.offsets where source = 'intake'"
        "  and region = $1), 0) from report_position");

wl_status
store_report_position (wl_request_t *req, const char *region, store_report_position_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_report_position, &rows, wl_p_text (region)));
    *ret = (store_report_position_t){
        .taken = (uint64_t) wl_row_int (&rows, 0, 0),
        .contact_at = wl_row_time (&rows, 0, 1),
        .clock_difference = wl_row_int (&rows, 0, 2),
        .round_trip = wl_row_int (&rows, 0, 3),
        .head = (uint64_t) wl_row_int (&rows, 0, 4),
        .heard = (uint64_t) wl_row_int (&rows, 0, 5),
    };
    return WL_OK;
}

WL_SQL (put_report_position, "update report_position set taken = $1, contact_at = $2,"
                             " clock_difference_us = $3, round_trip_us = $4");

wl_status
store_report_position_put (wl_request_t *req, const store_report_position_t *position)
{
    wl_db_begin (wl_db (req));
    wl_defer (wl_db (req), &put_report_position, wl_p_int ((int64_t) position->taken),
              wl_p_time (position->contact_at), wl_p_int (position->clock_difference),
              wl_p_int (position->round_trip));
    return wl_db_commit (wl_db (req));
}

WL_SQL (put_ranked, "update dossier d set state = case when d.state = 5 then 6 else d.state end,"
                    " list_group = $2, place = $3, granted_grosze = $4 from stage s"
                    " where d.application_id = $1 and s.call_id = d.call_id and s.key = d.stage"
                    " and s.assessment = 1 and d.points is not null");

void
store_site_ranked (wl_request_t *req, const Evaluation__ApplicationRanked *ranked)
{
    wl_defer (wl_db (req), &put_ranked, wl_p_uuid (ranked->application_id),
              wl_p_int (ranked->group), wl_p_int (ranked->place),
              wl_p_int (ranked->granted_grosze));
}

/* ---- copies of calls ---- */

#define CALL_COPY "select id, definition, published_at, submit_until from call"

static wl_status
read_copy (wl_request_t *req, const wl_rows_t *rows, int row, Intake__Call *ret)
{
    wl_arena_t *arena = wl_arena (req);

    ret->id = wl_row_text (wl_db (req), rows, row, 0);
    ret->published_at = wl_timestamp (arena, wl_row_time (rows, row, 2));
    WL_TRY (
        store_unpack (req, rows, row, 1, &intake__call_definition__descriptor, &ret->definition));
    ret->definition->submit_until =
        wl_timestamp (arena, wl_row_time (rows, row, 3)); /* it may have been extended */
    return WL_OK;
}

WL_SQL (select_copy, CALL_COPY " where id = $1");

wl_status
store_call_copy (wl_request_t *req, const char *call_id, Intake__Call *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_copy, &rows, wl_p_uuid (call_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    return read_copy (req, &rows, 0, ret);
}

WL_SQL (select_copies, CALL_COPY " where published_at >= $1 order by published_at desc limit 100");

wl_status
store_call_copies (wl_request_t *req, wl_time_t since, size_t *ret_count, Intake__Call ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &select_copies, &rows, wl_p_time (since)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++) {
        (*ret)[i] = wl_arena_alloc (wl_arena (req), sizeof ***ret);
        intake__call__init ((*ret)[i]);
        WL_TRY (read_copy (req, &rows, i, (*ret)[i]));
    }
    return WL_OK;
}
