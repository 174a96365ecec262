/* Open data of calls and results. Intake and evaluation own them and are asked as everybody may ask
 * them: what they do not show to the public is not here either. */
#include "dissemination.handlers.h"
#include "evaluation.contract.h"
#include "intake.contract.h"
#include "open_calls.h"

enum { CALLS_MOST = 100 };

static char *
text (wl_request_t *req, const char *from)
{
    return wl_text_copy (wl_arena (req), from);
}

/* ---- calls ---- */

static void
fill_regions (wl_request_t *req, const Evaluation__Funnel *funnel, Dissemination__OpenCall *ret)
{
    ret->regions = wl_arena_array (wl_arena (req), funnel->n_regions, sizeof *ret->regions);
    for (size_t i = 0; i < funnel->n_regions; i++) {
        Dissemination__OpenCallRegion *region = wl_arena_alloc (wl_arena (req), sizeof *region);

        dissemination__open_call_region__init (region);
        region->region = funnel->regions[i]->region;
        region->submitted = funnel->regions[i]->submitted;
        region->recommended = funnel->regions[i]->recommended;
        ret->regions[ret->n_regions++] = region;
    }
}

static wl_status
fill_counts (wl_request_t *req, const char *call_id, Dissemination__OpenCall *ret)
{
    Evaluation__GetFunnelRequest ask = EVALUATION__GET_FUNNEL_REQUEST__INIT;
    Evaluation__Funnel *funnel;

    ask.call_id = text (req, call_id);
    WL_TRY (evaluation_call_get_funnel (req, &ask, &funnel));
    ret->submitted = funnel->submitted;
    ret->formally_rejected = funnel->formally_rejected;
    ret->assessed = funnel->assessed;
    ret->above_threshold = funnel->above_threshold;
    ret->recommended = funnel->recommended;
    ret->on_reserve = funnel->on_reserve;
    ret->completed = funnel->completed;
    ret->recommended_grosze = funnel->recommended_grosze;
    fill_regions (req, funnel, ret);
    open_calls_suppress (wl_arena (req), ret);
    return WL_OK;
}

static wl_status
fill_call (wl_request_t *req, const Intake__CallSummary *summary, Dissemination__OpenCall *ret)
{
    dissemination__open_call__init (ret);
    ret->id = summary->id;
    ret->code = summary->code;
    ret->title = summary->title == NULL ? text (req, "") : summary->title->pl;
    ret->phase = text (req, wl_enum_name (&intake__call_phase__descriptor, (int) summary->phase));
    ret->submit_from = summary->submit_from;
    ret->submit_until = summary->submit_until;
    ret->pool_grosze = summary->pool_grosze;
    return fill_counts (req, summary->id, ret);
}

wl_status
dissemination_export_calls (wl_request_t *req, const Dissemination__ExportCallsRequest *in,
                            Dissemination__OpenCalls *out)
{
    Intake__ListCallsRequest ask = INTAKE__LIST_CALLS_REQUEST__INIT;
    Intake__ListCallsResponse *list;

    (void) in;
    ask.limit = CALLS_MOST;
    WL_TRY (intake_call_list_calls (req, &ask, &list));
    out->calls = wl_arena_array (wl_arena (req), list->n_calls, sizeof *out->calls);
    for (size_t i = 0; i < list->n_calls; i++) {
        Dissemination__OpenCall *call = wl_arena_alloc (wl_arena (req), sizeof *call);

        WL_TRY (fill_call (req, list->calls[i], call));
        out->calls[out->n_calls++] = call;
    }
    return WL_OK;
}

wl_status
dissemination_export_call_table (wl_request_t *req, const Dissemination__ExportCallsRequest *in,
                                 Wlacznik__Document *out)
{
    Dissemination__OpenCalls calls = DISSEMINATION__OPEN_CALLS__INIT;
    wl_buffer_t table;

    WL_TRY (dissemination_export_calls (req, in, &calls));
    wl_buffer_init (&table, wl_arena (req));
    open_calls_write_table (calls.calls, calls.n_calls, &table);
    out->content = wl_message_bytes (&table);
    out->file_name = text (req, "calls.csv");
    return WL_OK;
}

/* ---- results ---- */

static Dissemination__OpenResult *
result_of (wl_request_t *req, const Evaluation__RankingEntry *entry)
{
    Dissemination__OpenResult *self = wl_arena_alloc (wl_arena (req), sizeof *self);

    dissemination__open_result__init (self);
    self->number = entry->number;
    self->group =
        text (req, wl_enum_name (&evaluation__list_group__descriptor, (int) entry->group));
    self->place = entry->place;
    self->region = entry->region;
    self->title = entry->title;
    self->applicant = entry->applicant;
    self->points = entry->points;
    self->amount_grosze = entry->amount_grosze;
    self->granted_grosze = entry->granted_grosze;
    self->reason = entry->reason;
    return self;
}

wl_status
dissemination_export_results (wl_request_t *req, const Dissemination__ExportResultsRequest *in,
                              Dissemination__OpenResults *out)
{
    Evaluation__GetResultsRequest ask = EVALUATION__GET_RESULTS_REQUEST__INIT;
    Evaluation__Ranking *ranking;

    ask.call_id = in->call_id;
    WL_TRY (evaluation_call_get_results (req, &ask, &ranking));
    if (!ranking->published)
        return WL_NOT_FOUND;
    out->call_id = in->call_id;
    out->published_at = ranking->published_at;
    out->version = ranking->version;
    out->results = wl_arena_array (wl_arena (req), ranking->n_entries, sizeof *out->results);
    for (size_t i = 0; i < ranking->n_entries; i++)
        out->results[out->n_results++] = result_of (req, ranking->entries[i]);
    return WL_OK;
}

wl_status
dissemination_export_result_table (wl_request_t *req, const Dissemination__ExportResultsRequest *in,
                                   Wlacznik__Document *out)
{
    Dissemination__OpenResults results = DISSEMINATION__OPEN_RESULTS__INIT;
    wl_buffer_t table;

    WL_TRY (dissemination_export_results (req, in, &results));
    wl_buffer_init (&table, wl_arena (req));
    open_calls_write_results (&results, &table);
    out->content = wl_message_bytes (&table);
    out->file_name = wl_text_printf (wl_arena (req), "results-%s.csv", in->call_id);
    return WL_OK;
}
