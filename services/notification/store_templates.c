#include "store_templates.h"

WL_SQL (LIST_OWN_TEXTS,
        "SELECT DISTINCT ON (c.call_id, t.name, t.locale) c.call_id, t.name, t.locale, t.subject,"
        " t.body FROM unnest ($1::uuid[]) AS c (call_id)"
        " LEFT JOIN call_schedule s ON s.call_id = c.call_id"
        " JOIN template_text t ON t.current AND t.scope_id IN (c.call_id, s.programme_id)"
        " WHERE t.body <> '' ORDER BY c.call_id, t.name, t.locale, t.scope_id = c.call_id DESC");
WL_SQL (LIST_TEMPLATES,
        "SELECT name, locale, subject, body, version, author_id, created_at FROM template_text"
        " WHERE scope_id = $1 AND current ORDER BY name, locale");
WL_SQL (LIST_VERSIONS,
        "SELECT name, locale, subject, body, version, author_id, created_at FROM template_text"
        " WHERE scope_id = $1 AND name = $2 AND locale = $3 ORDER BY version DESC LIMIT 100");
WL_SQL (LAST_VERSION, "SELECT coalesce (max (version), 0) FROM template_text"
                      " WHERE scope_id = $1 AND name = $2 AND locale = $3");
WL_SQL (RETIRE_TEMPLATE, "UPDATE template_text SET current = false"
                         " WHERE scope_id = $1 AND name = $2 AND locale = $3 AND current");
WL_SQL (ADD_TEMPLATE,
        "INSERT INTO template_text (scope_id, name, locale, version, subject, body, author_id,"
        " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

wl_status
store_list_own_texts (wl_request_t *req, const char *const *call_ids, size_t count,
                      store_own_text_t **ret, size_t *ret_count)
{
    wl_db_t *db = wl_db (req);
    wl_rows_t rows;

    *ret_count = 0;
    if (count == 0)
        return WL_OK;
    WL_TRY (wl_run (db, &LIST_OWN_TEXTS, &rows, wl_p_uuids (call_ids, count)));
    *ret_count = (size_t) rows.count;
    *ret = wl_arena_array (wl_arena (req), *ret_count, sizeof **ret);
    for (int i = 0; i < rows.count; i++)
        (*ret)[i] = (store_own_text_t){ .call_id = wl_row_text (db, &rows, i, 0),
                                        .name = wl_row_text (db, &rows, i, 1),
                                        .locale = wl_row_text (db, &rows, i, 2),
                                        .subject = wl_row_text (db, &rows, i, 3),
                                        .body = wl_row_text (db, &rows, i, 4) };
    return WL_OK;
}

wl_status
store_list_templates (wl_request_t *req, const char *scope_id,
                      Notification__ListTemplatesResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LIST_TEMPLATES, &rows, wl_p_uuid (scope_id)));
    wl_rows_messages (wl_db (req), &rows, &notification__template__descriptor, &ret->n_templates,
                      (ProtobufCMessage ***) &ret->templates);
    return WL_OK;
}

wl_status
store_list_versions (wl_request_t *req, const char *scope_id, const char *name, const char *locale,
                     Notification__ListTemplatesResponse *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LIST_VERSIONS, &rows, wl_p_uuid (scope_id), wl_p_text (name),
                    wl_p_text (locale)));
    wl_rows_messages (wl_db (req), &rows, &notification__template__descriptor, &ret->n_templates,
                      (ProtobufCMessage ***) &ret->templates);
    return WL_OK;
}

wl_status
store_last_version (wl_request_t *req, const char *scope_id, const char *name, const char *locale,
                    uint32_t *ret)
{
    wl_rows_t rows;

    WL_TRY (wl_run (wl_db (req), &LAST_VERSION, &rows, wl_p_uuid (scope_id), wl_p_text (name),
                    wl_p_text (locale)));
    *ret = (uint32_t) wl_row_int (&rows, 0, 0);
    return WL_OK;
}

wl_status
store_add_template (wl_request_t *req, const char *scope_id, const Notification__Template *text,
                    uint32_t version)
{
    uint32_t last;
    wl_status status;

    WL_TRY (store_last_version (req, scope_id, text->name, text->locale, &last));
    if (last != version)
        return WL_ABORTED;
    WL_TRY (wl_run (wl_db (req), &RETIRE_TEMPLATE, NULL, wl_p_uuid (scope_id),
                    wl_p_text (text->name), wl_p_text (text->locale)));
    status = wl_run (wl_db (req), &ADD_TEMPLATE, NULL, wl_p_uuid (scope_id), wl_p_text (text->name),
                     wl_p_text (text->locale), wl_p_int (version + 1L), wl_p_text (text->subject),
                     wl_p_text (text->body), wl_p_uuid (wl_user (req)), wl_p_time (wl_now (req)));
    /* Two who change the same version at the same moment: the key lets one of them through. */
    return status == WL_ALREADY_EXISTS ? WL_ABORTED : status;
}
