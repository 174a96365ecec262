#include "store_search.h"

enum { SAVED_MOST = 50 };

/* The account's own row of locks: two that save at once must not both find 49. */
WL_SQL (LOCK_ACCOUNT, "SELECT pg_advisory_xact_lock (hashtextextended ('saved_search:' || $1, 0))");
WL_SQL (INSERT_SEARCH,
        "INSERT INTO saved_search (id, account_id, name, criteria, created_at, terms, themes,"
        " recipient_groups, regions, licences, reaches, costs, evidence_levels)"
        " SELECT $1, $2, $3, $4, $5, nullif ($6, '')::tsquery, $7, $8, $9, $10, $11, $12, $13"
        " WHERE (SELECT count (*) FROM saved_search WHERE account_id = $2) < $14");
WL_SQL (LIST_SEARCHES, "SELECT id, name, criteria, created_at FROM saved_search"
                       " WHERE account_id = $1 ORDER BY id DESC");
WL_SQL (DELETE_SEARCH, "DELETE FROM saved_search WHERE id = $1 AND account_id = $2");
/* Searches are few and narrow; each is compared with the one entry. */
WL_SQL (MATCHING,
        "SELECT s.id AS search_id, s.account_id FROM saved_search AS s"
        " JOIN search_entry AS e ON e.entry_id = $1"
        " WHERE ($2::uuid IS NULL OR s.id > $2) AND (s.terms IS NULL OR e.terms @@ s.terms)"
        " AND (cardinality (s.themes) = 0 OR e.themes && s.themes)"
        " AND (cardinality (s.recipient_groups) = 0 OR e.recipient_groups && s.recipient_groups)"
        " AND (cardinality (s.regions) = 0 OR e.region = ANY (s.regions))"
        " AND (cardinality (s.licences) = 0 OR e.licence = ANY (s.licences))"
        " AND (cardinality (s.reaches) = 0 OR e.reach = ANY (s.reaches))"
        " AND (cardinality (s.costs) = 0 OR e.cost = ANY (s.costs))"
        " AND (cardinality (s.evidence_levels) = 0 OR e.evidence_level = ANY (s.evidence_levels))"
        " ORDER BY s.id LIMIT $3");

static wl_param_t
texts (char **list, size_t count)
{
    return wl_p_texts ((const char *const *) list, count);
}

wl_status
store_save_search (wl_request_t *req, const Dissemination__SavedSearch *search, const char *terms)
{
    const Dissemination__ListEntriesRequest *in = search->criteria;
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    wl_defer (db, &LOCK_ACCOUNT, wl_p_text (wl_user (req)));
    WL_TRY (wl_run (
        db, &INSERT_SEARCH, &rows, wl_p_uuid (search->id), wl_p_uuid (wl_user (req)),
        wl_p_text (search->name), wl_p_message (&in->base), wl_p_time (wl_now (req)),
        wl_p_text (terms), texts (in->themes, in->n_themes),
        texts (in->recipient_groups, in->n_recipient_groups), texts (in->regions, in->n_regions),
        texts (in->licences, in->n_licences),
        wl_p_enums (wl_arena (req), (const int *) in->reaches, in->n_reaches),
        wl_p_enums (wl_arena (req), (const int *) in->costs, in->n_costs),
        wl_p_enums (wl_arena (req), (const int *) in->evidence_levels, in->n_evidence_levels),
        wl_p_int (SAVED_MOST)));
    return rows.affected == 1 ? WL_OK : WL_RESOURCE_EXHAUSTED;
}

wl_status
store_saved_searches (wl_request_t *req, Dissemination__ListSavedSearchesResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LIST_SEARCHES, &rows, wl_p_uuid (wl_user (req))));
    wl_rows_messages (wl_db (req), &rows, &dissemination__saved_search__descriptor,
                      &ret->n_searches, (ProtobufCMessage ***) &ret->searches);
    return WL_OK;
}

wl_status
store_delete_search (wl_request_t *req, const char *search_id)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &DELETE_SEARCH, &rows, wl_p_uuid (search_id),
                    wl_p_uuid (wl_user (req))));
    return rows.affected == 1 ? WL_OK : WL_NOT_FOUND;
}

wl_status
store_matching_searches (wl_request_t *req, const char *entry_id, const char *after, uint32_t limit,
                         size_t *ret_count, Dissemination__SavedSearchMatched ***ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &MATCHING, &rows, wl_p_uuid (entry_id), wl_p_uuid (after),
                    wl_p_int (limit)));
    wl_rows_messages (wl_db (req), &rows, &dissemination__saved_search_matched__descriptor,
                      ret_count, (ProtobufCMessage ***) ret);
    return WL_OK;
}
