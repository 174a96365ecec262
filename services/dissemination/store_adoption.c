#include "store_adoption.h"

#include "store.h"

#define ADOPTION_COLUMNS                                                            \
    "a.id, e.slug, e.title, a.parent_id, a.state, a.plan, a.version, a.created_at," \
    " a.updated_at, a.reports"

WL_SQL (PARENT_DEPTH, "SELECT depth FROM adoption WHERE id = $1 AND entry_id = $2"
                      " AND started_at IS NOT NULL");
WL_SQL (INSERT_ADOPTION,
        "INSERT INTO adoption (id, entry_id, parent_id, depth, account_id, state, place,"
        " named_in_public, plan, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)");
WL_SQL (LOCK_ADOPTION,
        "SELECT " ADOPTION_COLUMNS " FROM adoption AS a JOIN entry AS e ON e.id = a.entry_id"
        " WHERE a.id = $1 AND ($2 OR a.account_id = $3) FOR UPDATE OF a");
WL_SQL (ADOPTION_FACTS, "SELECT a.entry_id, e.application_id, a.account_id,"
                        " a.started_at IS NOT NULL FROM adoption AS a"
                        " JOIN entry AS e ON e.id = a.entry_id WHERE a.id = $1");
WL_SQL (WRITE_ADOPTION,
        "UPDATE adoption SET state = $2, plan = $3, place = $4, named_in_public = $5,"
        " updated_at = $6, version = version + 1,"
        " started_at = CASE WHEN $2 IN (3, 4) THEN coalesce (started_at, $6) ELSE started_at END,"
        " stopped_at = CASE WHEN $2 = 5 THEN $6 END WHERE id = $1");
WL_SQL (ADD_REPORT, "INSERT INTO adoption_report SELECT id, reports, $2, $3, $4, $5, $6"
                    " FROM adoption WHERE id = $1");
WL_SQL (COUNT_REPORT, "UPDATE adoption SET reports = reports + 1, updated_at = $2,"
                      " version = version + 1 WHERE id = $1");
#define ADOPTIONS_OF "($1::uuid IS NULL OR a.account_id = $1) AND ($2 = 0 OR a.state = $2)"
WL_SQL (LIST_ADOPTIONS,
        "SELECT " ADOPTION_COLUMNS " FROM adoption AS a JOIN entry AS e ON e.id = a.entry_id"
        " WHERE " ADOPTIONS_OF " AND ($3::uuid IS NULL OR a.id < $3)"
        " AND " ENTRY_WITHIN ("e.call_id", "$5") " ORDER BY a.id DESC LIMIT $4");
WL_SQL (COUNT_ADOPTIONS,
        WL_COUNT_OF ("FROM adoption AS a JOIN entry AS e ON e.id = a.entry_id"
                     " WHERE " ADOPTIONS_OF " AND " ENTRY_WITHIN ("e.call_id", "$3")));
WL_SQL (REFRESH_REACH,
        "UPDATE entry SET reach = CASE"
        " WHEN EXISTS (SELECT FROM policy WHERE entry_id = $1 AND status = 4) THEN 3"
        " WHEN EXISTS (SELECT FROM adoption WHERE entry_id = $1 AND started_at IS NOT NULL) THEN 2"
        " ELSE 1 END WHERE id = $1");
WL_SQL (REFRESH_REACH_INDEX, "UPDATE search_entry SET reach = entry.reach FROM entry"
                             " WHERE entry_id = $1 AND id = $1");

/* ---- adoptions ---- */

WL_SQL (ADOPTABLE_ENTRY, "SELECT id, slug, application_id FROM entry WHERE slug = $1"
                         " AND " ENTRY_IS_PUBLIC);

wl_status
store_adoptable (wl_request_t *req, const char *slug, Dissemination__Entry *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &ADOPTABLE_ENTRY, &rows, wl_p_text (slug)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (wl_db (req), &rows, 0, &ret->base);
    return WL_OK;
}

wl_status
store_parent_depth (wl_request_t *req, const char *parent_id, const char *entry_id, uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (
        wl_run (wl_db (req), &PARENT_DEPTH, &rows, wl_p_uuid (parent_id), wl_p_uuid (entry_id)));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_insert_adoption (wl_request_t *req, const char *entry_id, uint32_t depth,
                       const Dissemination__Adoption *in)
{
    return wl_run (wl_db (req), &INSERT_ADOPTION, NULL, wl_p_uuid (in->id), wl_p_uuid (entry_id),
                   wl_p_uuid (in->parent_id), wl_p_int (depth), wl_p_uuid (wl_user (req)),
                   wl_p_int (in->state), wl_p_text (in->plan->place),
                   wl_p_bool (in->plan->named_in_public), wl_p_message (&in->plan->base),
                   wl_p_time (wl_now (req)));
}

wl_status
store_lock_adoption (wl_request_t *req, const char *id, uint64_t version, bool as_staff,
                     Dissemination__Adoption *ret, adoption_facts_t *ret_facts)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (wl_run (db, &LOCK_ADOPTION, &rows, wl_p_uuid (id), wl_p_bool (as_staff),
                    wl_p_uuid (wl_user (req))));
    if (rows.count == 0)
        return WL_NOT_FOUND;
    wl_row_message (db, &rows, 0, &ret->base);
    WL_TRY (wl_run (db, &ADOPTION_FACTS, &rows, wl_p_uuid (id)));
    *ret_facts = (adoption_facts_t){ wl_row_text (db, &rows, 0, 0), wl_row_text (db, &rows, 0, 1),
                                     wl_row_text (db, &rows, 0, 2), wl_row_bool (&rows, 0, 3) };
    return ret->version == version ? WL_OK : WL_ABORTED;
}

static void
note_change (wl_request_t *req, Dissemination__Adoption *adoption)
{
    adoption->version++;
    adoption->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
}

wl_status
store_write_adoption (wl_request_t *req, Dissemination__Adoption *adoption)
{
    const Dissemination__AdoptionPlan *plan = adoption->plan;

    WL_TRY (wl_run (wl_db (req), &WRITE_ADOPTION, NULL, wl_p_uuid (adoption->id),
                    wl_p_int (adoption->state), wl_p_message (&plan->base), wl_p_text (plan->place),
                    wl_p_bool (plan->named_in_public), wl_p_time (wl_now (req))));
    note_change (req, adoption);
    return WL_OK;
}

wl_status
store_add_report (wl_request_t *req, Dissemination__Adoption *adoption,
                  const Dissemination__ReportAdoptionRequest *report)
{
    wl_db_t *db = wl_db (req);

    WL_TRY (wl_run (db, &ADD_REPORT, NULL, wl_p_uuid (adoption->id), wl_p_time (wl_now (req)),
                    wl_p_int (report->outcome), wl_p_int (report->people), wl_p_text (report->text),
                    wl_p_text (report->thanks)));
    wl_defer (db, &COUNT_REPORT, wl_p_uuid (adoption->id), wl_p_time (wl_now (req)));
    note_change (req, adoption);
    adoption->reports++;
    return WL_OK;
}

static wl_param_t
programmes_of_staff (wl_request_t *req)
{
    const char *const *edited, *const *owned;
    size_t edited_count, owned_count;
    const char **both;

    wl_role_programmes (req, WL_ROLE_EDITOR, &edited, &edited_count);
    wl_role_programmes (req, WL_ROLE_OWNER, &owned, &owned_count);
    both = wl_arena_array (wl_arena (req), edited_count + owned_count + 1, sizeof *both);
    for (size_t i = 0; i < edited_count; i++)
        both[i] = edited[i];
    for (size_t i = 0; i < owned_count; i++)
        both[edited_count + i] = owned[i];
    return wl_p_texts (both, edited_count + owned_count);
}

wl_status
store_adoptions (wl_request_t *req, const char *account_id,
                 const Dissemination__ListAdoptionsRequest *in, uint32_t limit,
                 Dissemination__ListAdoptionsResponse *ret)
{
    static const char *const all[] = { "*" };
    wl_param_t programmes =
        wl_text_empty (account_id) ? programmes_of_staff (req) : wl_p_texts (all, 1);
    wl_rows_t rows;
    char *before;

    WL_TRY (wl_cursor_open (req, in->cursor, &before));
    WL_TRY (wl_run (wl_db (req), &LIST_ADOPTIONS, &rows, wl_p_uuid (account_id),
                    wl_p_int (in->state), wl_p_uuid (before), wl_p_int (limit + 1L), programmes));
    wl_rows_messages (wl_db (req), &rows, &dissemination__adoption__descriptor, &ret->n_adoptions,
                      (ProtobufCMessage ***) &ret->adoptions);
    if (ret->n_adoptions > limit) {
        ret->n_adoptions = limit;
        ret->next_cursor = wl_cursor_make (req, ret->adoptions[limit - 1]->id);
    }
    return !in->total ? WL_OK
                      : wl_count (wl_db (req), &COUNT_ADOPTIONS, ret, wl_p_uuid (account_id),
                                  wl_p_int (in->state), programmes);
}

void
store_refresh_reach (wl_request_t *req, const char *entry_id)
{
    wl_defer (wl_db (req), &REFRESH_REACH, wl_p_uuid (entry_id));
    wl_defer (wl_db (req), &REFRESH_REACH_INDEX, wl_p_uuid (entry_id));
}

/* ---- what everybody sees ---- */

/* In the order of the tree: the path of ids from the original down; UUIDv7s are in order of time.
 */
WL_SQL (LINEAGE,
        "WITH RECURSIVE tree AS ("
        "  SELECT a.*, ARRAY[a.id] AS path FROM adoption AS a JOIN entry AS e ON e.id = a.entry_id"
        "    WHERE e.slug = $1 AND e.published_version > 0 AND e.state <> 4"
        "      AND parent_id IS NULL AND started_at IS NOT NULL"
        "  UNION ALL SELECT a.*, path || a.id FROM adoption AS a JOIN tree ON a.parent_id = tree.id"
        "    WHERE a.started_at IS NOT NULL AND cardinality (path) < 50)"
        " SELECT id, parent_id, depth, state, plan, named_in_public FROM tree ORDER BY path"
        " LIMIT 1000");
WL_SQL (IMPACT_FEED,
        "WITH shown AS (SELECT id FROM entry WHERE slug = $1 AND " ENTRY_IS_PUBLIC ")"
        " SELECT started_at AS at, 1 AS kind, plan, named_in_public, '' AS text, '' AS thanks,"
        "   0 AS outcome, 0::int8 AS people FROM adoption"
        "   WHERE entry_id = (SELECT id FROM shown) AND started_at IS NOT NULL"
        " UNION ALL SELECT r.at, 2, plan, named_in_public, r.text, thanks, outcome, people"
        "   FROM adoption_report AS r JOIN adoption AS a ON a.id = r.adoption_id"
        "   WHERE entry_id = (SELECT id FROM shown)"
        " UNION ALL SELECT stopped_at, 3, plan, named_in_public, '', '', 0, 0 FROM adoption"
        "   WHERE entry_id = (SELECT id FROM shown) AND stopped_at IS NOT NULL"
        "     AND started_at IS NOT NULL"
        " UNION ALL SELECT in_force_at, 4, text, true, '', '', 0, 0 FROM policy"
        "   WHERE entry_id = (SELECT id FROM shown) AND status = 4"
        " ORDER BY at DESC LIMIT 200");
WL_SQL (IS_PUBLIC_SLUG, "SELECT FROM entry WHERE slug = $1 AND " ENTRY_IS_PUBLIC);

static wl_status
check_public (wl_request_t *req, const char *slug)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &IS_PUBLIC_SLUG, &rows, wl_p_text (slug)));
    return rows.count > 0 ? WL_OK : WL_NOT_FOUND;
}

static Dissemination__AdoptionPlan *
read_plan (wl_request_t *req, const wl_rows_t *rows, int row, int column)
{
    wl_bytes_t packed = wl_row_bytes (rows, row, column);
    ProtobufCMessage *plan = NULL;

    if (wl_message_unpack (wl_arena (req), &dissemination__adoption_plan__descriptor, packed.data,
                           packed.length, &plan) != WL_OK)
        plan = wl_message_new (wl_arena (req), &dissemination__adoption_plan__descriptor);
    return (Dissemination__AdoptionPlan *) plan;
}

/* "3064011" -> "3064" for one that is named, "30" for one that is not. */
static char *
public_place (wl_request_t *req, const Dissemination__AdoptionPlan *plan, bool named)
{
    return wl_text_printf (wl_arena (req), "%.*s", named ? 4 : 2, plan->place);
}

wl_status
store_lineage (wl_request_t *req, const char *slug, Dissemination__Lineage *ret)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    WL_TRY (check_public (req, slug));
    WL_TRY (wl_run (db, &LINEAGE, &rows, wl_p_text (slug)));
    ret->nodes = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof *ret->nodes);
    for (int i = 0; i < rows.count; i++) {
        Dissemination__LineageNode *node = wl_arena_alloc (wl_arena (req), sizeof *node);
        Dissemination__AdoptionPlan *plan = read_plan (req, &rows, i, 4);
        bool named = wl_row_bool (&rows, i, 5);

        dissemination__lineage_node__init (node);
        node->id = wl_row_text (db, &rows, i, 0);
        node->parent_id = wl_row_text (db, &rows, i, 1);
        node->depth = (uint32_t) wl_row_int (&rows, i, 2);
        node->state = (Dissemination__AdoptionState) wl_row_int (&rows, i, 3);
        node->place = public_place (req, plan, named);
        node->started_on = plan->started_on;
        if (named) {
            node->institution = plan->institution;
            node->changed = plan->changed;
        }
        ret->nodes[ret->n_nodes++] = node;
    }
    return WL_OK;
}

/* Of a policy the document stands for the text. */
static void
fill_policy_item (wl_request_t *req, const wl_rows_t *rows, int row, Dissemination__ImpactItem *ret)
{
    wl_bytes_t packed = wl_row_bytes (rows, row, 2);
    ProtobufCMessage *message = NULL;
    Dissemination__PolicyText *text;

    if (wl_message_unpack (wl_arena (req), &dissemination__policy_text__descriptor, packed.data,
                           packed.length, &message) != WL_OK)
        return;
    text = (Dissemination__PolicyText *) message;
    ret->institution = text->institution;
    ret->place = text->place;
    ret->text = text->document;
}

static void
fill_adoption_item (wl_request_t *req, const wl_rows_t *rows, int row,
                    Dissemination__ImpactItem *ret)
{
    Dissemination__AdoptionPlan *plan = read_plan (req, rows, row, 2);
    bool named = wl_row_bool (rows, row, 3);

    ret->place = public_place (req, plan, named);
    if (named)
        ret->institution = plan->institution;
    ret->text = wl_row_text (wl_db (req), rows, row, 4);
    ret->thanks = wl_row_text (wl_db (req), rows, row, 5);
    ret->outcome = (Dissemination__ReportOutcome) wl_row_int (rows, row, 6);
    ret->people = (uint32_t) wl_row_int (rows, row, 7);
}

wl_status
store_impact_feed (wl_request_t *req, const char *slug, Dissemination__ImpactFeed *ret)
{
    wl_rows_t rows;

    WL_TRY (check_public (req, slug));
    WL_TRY (wl_run (wl_db (req), &IMPACT_FEED, &rows, wl_p_text (slug)));
    ret->items = wl_arena_array (wl_arena (req), (size_t) rows.count, sizeof *ret->items);
    for (int i = 0; i < rows.count; i++) {
        Dissemination__ImpactItem *item = wl_arena_alloc (wl_arena (req), sizeof *item);

        dissemination__impact_item__init (item);
        item->at = wl_timestamp (wl_arena (req), wl_row_time (&rows, i, 0));
        item->kind = (Dissemination__ImpactKind) wl_row_int (&rows, i, 1);
        if (item->kind == DISSEMINATION__IMPACT_KIND__CAME_INTO_FORCE)
            fill_policy_item (req, &rows, i, item);
        else
            fill_adoption_item (req, &rows, i, item);
        ret->items[ret->n_items++] = item;
    }
    return WL_OK;
}

/* ---- what authors see of theirs ---- */

WL_SQL (MY_INNOVATIONS,
        "SELECT e.slug, e.title, e.state, e.reach, e.published_at,"
        " coalesce (a.interested, 0)::int8 AS interested,"
        " coalesce (a.adoptions, 0)::int8 AS adoptions, coalesce (a.reports, 0)::int8 AS reports,"
        " coalesce (r.people, 0)::int8 AS people,"
        " (SELECT count (*) FROM policy AS p WHERE p.entry_id = e.id AND p.status = 4) AS policies,"
        " coalesce (r.thanks, '{}') AS thanks FROM entry AS e"
        " LEFT JOIN LATERAL (SELECT count (*) FILTER (WHERE started_at IS NULL) AS interested,"
        "   count (started_at) AS adoptions, sum (reports) AS reports FROM adoption"
        "   WHERE entry_id = e.id) AS a ON true"
        " LEFT JOIN LATERAL (SELECT sum (people) AS people,"
        "   (array_agg (thanks ORDER BY at DESC) FILTER (WHERE thanks <> ''))[1:10] AS thanks"
        "   FROM adoption_report AS r JOIN adoption ON adoption.id = r.adoption_id"
        "   WHERE entry_id = e.id) AS r ON true"
        " WHERE e.author_id = $1 ORDER BY e.id DESC LIMIT 100");

wl_status
store_my_innovations (wl_request_t *req, Dissemination__ListMyInnovationsResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &MY_INNOVATIONS, &rows, wl_p_uuid (wl_user (req))));
    wl_rows_messages (wl_db (req), &rows, &dissemination__my_innovation__descriptor,
                      &ret->n_innovations, (ProtobufCMessage ***) &ret->innovations);
    return WL_OK;
}
