#include "store.h"
#include "store_adoption.h"

/* ---- policy ---- */

#define POLICY_COLUMNS "p.id, e.slug, e.title, p.text, p.version, p.updated_at"

WL_SQL (INSERT_POLICY,
        "INSERT INTO policy (id, entry_id, status, text, created_at, updated_at, in_force_at)"
        " VALUES ($1, $2, $3, $4, $5, $5, CASE WHEN $3 = 4 THEN $5 END)");
WL_SQL (LOCK_POLICY,
        "SELECT " POLICY_COLUMNS " FROM policy AS p JOIN entry AS e ON e.id = p.entry_id"
        " WHERE p.id = $1 FOR UPDATE OF p");
WL_SQL (POLICY_FACTS, "SELECT p.entry_id, e.application_id FROM policy AS p"
                      " JOIN entry AS e ON e.id = p.entry_id WHERE p.id = $1");
WL_SQL (WRITE_POLICY, "UPDATE policy SET status = $2, text = $3, updated_at = $4,"
                      " in_force_at = CASE WHEN $2 = 4 THEN coalesce (in_force_at, $4)"
                      " ELSE in_force_at END, version = version + 1 WHERE id = $1");
#define OPEN_POLICIES                                        \
    " FROM policy AS p JOIN entry AS e ON e.id = p.entry_id" \
    " WHERE e.published_version > 0 AND e.state <> 4"        \
    " AND ($1 = '' OR e.slug = $1) AND ($2 = 0 OR p.status = $2)"
WL_SQL (LIST_POLICIES, "SELECT " POLICY_COLUMNS OPEN_POLICIES
                       " AND ($3::uuid IS NULL OR p.id < $3) ORDER BY p.id DESC LIMIT $4");
WL_SQL (COUNT_POLICIES, WL_COUNT_OF (OPEN_POLICIES));

wl_status
store_insert_policy (wl_request_t *req, const char *entry_id, const Dissemination__Policy *policy)
{
    return wl_run (wl_db (req), &INSERT_POLICY, NULL, wl_p_uuid (policy->id), wl_p_uuid (entry_id),
                   wl_p_int (policy->text->status), wl_p_message (&policy->text->base),
                   wl_p_time (wl_now (req)));
}

wl_status
store_lock_policy (wl_request_t *req, const char *id, uint64_t version, Dissemination__Policy *ret,
                   adoption_facts_t *ret_facts)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &LOCK_POLICY, &rows, wl_p_uuid (id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (db, &rows, 0, &ret->base);
    WL_TRY (wl_run (db, &POLICY_FACTS, &rows, wl_p_uuid (id)));
    *ret_facts = (adoption_facts_t){ .entry_id = wl_row_text (db, &rows, 0, 0),
                                     .application_id = wl_row_text (db, &rows, 0, 1) };
    return ret->version == version ? WL_OK : WL_ABORTED;
}

wl_status
store_write_policy (wl_request_t *req, Dissemination__Policy *policy)
{
    WL_TRY (wl_run (wl_db (req), &WRITE_POLICY, NULL, wl_p_uuid (policy->id),
                    wl_p_int (policy->text->status), wl_p_message (&policy->text->base),
                    wl_p_time (wl_now (req))));
    policy->version++;
    policy->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    return WL_OK;
}

wl_status
store_policies (wl_request_t *req, const Dissemination__ListPoliciesRequest *in, uint32_t limit,
                Dissemination__ListPoliciesResponse *ret)
{
    wl_rows_t rows;
    char *before;

    WL_TRY (wl_cursor_open (req, in->cursor, &before));
    WL_TRY (wl_run (wl_db (req), &LIST_POLICIES, &rows, wl_p_text (in->slug), wl_p_int (in->status),
                    wl_p_uuid (before), wl_p_int (limit + 1L)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__policy__descriptor, &ret->n_policies,
                      (ProtobufCMessage ***) &ret->policies);
    if (ret->n_policies > limit) {
        ret->n_policies = limit;
        ret->next_cursor = wl_cursor_make (req, ret->policies[limit - 1]->id);
    }
    return !in->total ? WL_OK
                      : wl_count (wl_db (req), &COUNT_POLICIES, ret, wl_p_text (in->slug),
                                  wl_p_int (in->status));
}

/* ---- numbers ---- */

WL_SQL (FUNNEL_STEP, "INSERT INTO funnel (application_id, step, call_id, at, region,"
                     " applicant_type) VALUES ($1, $3, $2, $4, $5, $6) ON CONFLICT DO NOTHING");
WL_SQL (CALL_PROGRAMME, "INSERT INTO call_programme VALUES ($1, $2) ON CONFLICT DO NOTHING");

/* Of one call, of one programme, or of all. */
#define OF(call)                                                         \
    "($1::uuid IS NULL OR " call " = $1) AND ($2::uuid IS NULL OR " call \
    " IN (SELECT call_id FROM call_programme WHERE programme_id = $2))"
/* The entries that count: what readers see. */
#define COUNTED                                                                               \
    "WITH counted AS MATERIALIZED (SELECT id, published_at FROM entry WHERE " ENTRY_IS_PUBLIC \
    " AND " OF ("call_id") ")"

WL_SQL (
    FUNNEL, COUNTED
    " SELECT step, count::int FROM"
    " (SELECT step, count (*) AS count FROM funnel WHERE " OF (
        "call_id") " GROUP BY step"
                   "  UNION ALL SELECT 5, count (*) FROM counted"
                   "  UNION ALL SELECT 6, count (DISTINCT entry_id) FROM adoption JOIN counted AS c"
                   "    ON c.id = entry_id WHERE started_at IS NOT NULL"
                   "  UNION ALL SELECT 7, count (DISTINCT entry_id) FROM policy JOIN counted AS c"
                   "    ON c.id = entry_id WHERE status = 4) AS steps ORDER BY step");
WL_SQL (PLACES, COUNTED
        ", started AS (SELECT place, named_in_public, entry_id FROM adoption JOIN counted AS c"
        "    ON c.id = entry_id WHERE started_at IS NOT NULL)"
        " SELECT left (place, 2) AS place, count (*)::int AS adoptions,"
        "   count (DISTINCT entry_id)::int AS innovations FROM started GROUP BY 1"
        " UNION ALL SELECT left (place, 4), count (*)::int, count (DISTINCT entry_id)::int"
        "   FROM started WHERE named_in_public AND length (place) >= 4 GROUP BY 1"
        " ORDER BY 1 LIMIT 500");
WL_SQL (MONTHS, COUNTED
        " SELECT to_char (at AT TIME ZONE 'Europe/Warsaw', 'YYYY-MM') AS month,"
        "   count (*) FILTER (WHERE kind = 1)::int AS published,"
        "   count (*) FILTER (WHERE kind = 2)::int AS adopted,"
        "   count (*) FILTER (WHERE kind = 3)::int AS in_force FROM"
        " (SELECT published_at AS at, 1 AS kind FROM counted"
        "  UNION ALL SELECT started_at, 2 FROM adoption JOIN counted AS c ON c.id = entry_id"
        "    WHERE started_at IS NOT NULL"
        "  UNION ALL SELECT in_force_at, 3 FROM policy JOIN counted AS c ON c.id = entry_id"
        "    WHERE in_force_at IS NOT NULL) AS moments GROUP BY 1 ORDER BY 1 LIMIT 600");
WL_SQL (POLICY_COUNTS,
        COUNTED " SELECT status, count (DISTINCT entry_id)::int AS innovations FROM policy"
                " JOIN counted AS c ON c.id = entry_id GROUP BY status ORDER BY status");

void
store_funnel_step (wl_request_t *req, const char *application_id, const char *call_id,
                   Dissemination__FunnelStep step, const char *region, int applicant_type)
{
    wl_defer (wl_db (req), &FUNNEL_STEP, wl_p_uuid (application_id), wl_p_uuid (call_id),
              wl_p_int (step), wl_p_time (wl_now (req)), wl_p_text (region),
              applicant_type == 0 ? wl_p_null () : wl_p_int (applicant_type));
}

void
store_call_programme (wl_request_t *req, const char *call_id, const char *programme_id)
{
    wl_defer (wl_db (req), &CALL_PROGRAMME, wl_p_uuid (call_id), wl_p_uuid (programme_id));
}

static wl_status
read_list (wl_request_t *req, const wl_statement_t *statement,
           const Dissemination__GetImpactRequest *in, const ProtobufCMessageDescriptor *type,
           size_t *ret_count, ProtobufCMessage ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), statement, &rows, wl_p_uuid (in->call_id),
                    wl_p_uuid (in->programme_id)));
    wl_rows_messages (wl_db (req), &rows, type, ret_count, ret);
    return WL_OK;
}

wl_status
store_impact (wl_request_t *req, const Dissemination__GetImpactRequest *in,
              Dissemination__Impact *ret)
{
    WL_TRY (read_list (req, &FUNNEL, in, &dissemination__funnel_count__descriptor, &ret->n_funnel,
                       (ProtobufCMessage ***) &ret->funnel));
    WL_TRY (read_list (req, &PLACES, in, &dissemination__place_count__descriptor, &ret->n_places,
                       (ProtobufCMessage ***) &ret->places));
    WL_TRY (read_list (req, &MONTHS, in, &dissemination__month_count__descriptor, &ret->n_months,
                       (ProtobufCMessage ***) &ret->months));
    return read_list (req, &POLICY_COUNTS, in, &dissemination__policy_count__descriptor,
                      &ret->n_policies, (ProtobufCMessage ***) &ret->policies);
}
