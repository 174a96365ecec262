/* Roles for single programmes: of what a request names, whose is it? Asked only for callers who
 * have such a role; the roles of everybody else count in every programme. */
#include "service/access.h"
#include "service/internal.h"

static wl_status
programme_of (wl_request_t *req, const wl_programme_key_t *key, const char *id, const char **ret)
{
    wl_rows_t rows;

    *ret = id;
    if (key->find != NULL)
        return key->find (req, id, ret);
    if (key->select == NULL)
        return WL_OK;
    WL_TRY (wl_run (req->db, key->select, &rows, wl_p_text (id)));
    *ret = rows.count == 0 ? "" : wl_row_text (req->db, &rows, 0, 0);
    return WL_OK;
}

/* *ret_named: the request names something. *ret is "" unless all that it names is of one programme.
 */
static wl_status
find (wl_request_t *req, const ProtobufCMessage *in, bool *ret_named, const char **ret)
{
    const wl_programme_key_t *key = req->daemon->service->programmes;
    const char *common = NULL;

    *ret_named = false;
    *ret = "";
    for (; key != NULL && key->field != NULL; key++) {
        const char *id = wl_request_names (in, key->field);
        const char *programme;

        if (wl_text_empty (id))
            continue;
        *ret_named = true;
        WL_TRY (programme_of (req, key, id, &programme));
        if (wl_text_empty (programme) || (common != NULL && !wl_text_equal (common, programme)))
            return WL_OK;
        common = programme;
    }
    if (common != NULL)
        *ret = common;
    return WL_OK;
}

wl_status
wl_programme_enter (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in)
{
    bool named;

    req->programme = "";
    if (!wl_actor_is_scoped (req->actor) || method->across)
        return WL_OK;
    WL_TRY (find (req, in, &named, &req->programme));
    if (wl_actor_may (req->actor, method, req->programme))
        return WL_OK;
    if (named)
        return WL_NOT_FOUND;
    return wl_fail (req, WL_PERMISSION_DENIED, "programme-not-named",
                    "Masz tę rolę tylko w wybranych programach. Wskaż nabór albo program.",
                    "You have this role in some programmes only. Name the call or programme.");
}

wl_status
wl_programme_leave (wl_request_t *req, wl_status status)
{
    if (status == WL_NOT_FOUND && wl_actor_is_scoped (req->actor))
        wl_error_init (&req->error, req->arena);
    return status;
}
