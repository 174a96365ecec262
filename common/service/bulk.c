/* Many of the same at once: each item is the single request, in a savepoint of its own. */
#include "service/internal.h"
#include "wlacznik/types.pb-c.h"

/* What is broken on our side is no answer to an item: the whole is tried again, or fails as a whole
 * and has done nothing. */
static bool
ends_all (wl_status status)
{
    return status == WL_INTERNAL || status == WL_DATA_LOSS || status == WL_UNAVAILABLE ||
           status == WL_DEADLINE_EXCEEDED || status == WL_UNKNOWN;
}

static wl_status
try_item (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in)
{
    ProtobufCMessage *out = wl_message_new (req->arena, method->output);

    wl_db_savepoint (req->db);
    WL_TRY (wl_programme_enter (req, method, in));
    WL_TRY (
        wl_programme_leave (req, req->daemon->service->rpc->handlers[method->index](req, in, out)));
    return wl_db_savepoint_keep (req->db);
}

static void
tell_problem (wl_request_t *req, wl_status status, Wlacznik__ItemOutcome *ret)
{
    Bus__ReplyHeader said;

    wl_request_reply_header (req, status, &said);
    ret->type = wl_text_printf (req->arena, "/problems/%s", said.reason);
    ret->detail = said.text;
    ret->errors = wl_arena_array (req->arena, said.n_fields + 1, sizeof *ret->errors);
    for (size_t i = 0; i < said.n_fields; i++) {
        Wlacznik__ItemError *error =
            (Wlacznik__ItemError *) wl_message_new (req->arena, &wlacznik__item_error__descriptor);

        error->field = said.fields[i]->field;
        error->code = said.fields[i]->code;
        error->detail = said.fields[i]->text;
        ret->errors[ret->n_errors++] = error;
    }
}

static wl_status
run_item (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in,
          Wlacznik__ItemOutcome *ret)
{
    wl_status status;

    wl_error_init (&req->error, req->arena);
    status = wl_request_database_failed (req, try_item (req, method, in));
    if (ends_all (status))
        return status;
    ret->done = status == WL_OK;
    if (ret->done)
        return WL_OK;
    WL_TRY (wl_db_savepoint_undo (req->db));
    tell_problem (req, status, ret);
    return WL_OK;
}

wl_status
wl_items_run (wl_request_t *req, const char *name, const ProtobufCMessage *const *items,
              size_t count, Wlacznik__ItemOutcomes *ret)
{
    const wl_method_t *method = wl_contract_method (req->daemon->service->name, name);

    ret->outcomes = wl_arena_array (req->arena, count, sizeof *ret->outcomes);
    for (size_t i = 0; i < count; i++) {
        Wlacznik__ItemOutcome *outcome = (Wlacznik__ItemOutcome *) wl_message_new (
            req->arena, &wlacznik__item_outcome__descriptor);

        WL_TRY (run_item (req, method, items[i], outcome));
        ret->outcomes[ret->n_outcomes++] = outcome;
    }
    wl_error_init (&req->error, req->arena);
    return WL_OK;
}
