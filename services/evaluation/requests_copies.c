/* At a partner region's site: what the site's people ask of intake, answered from evaluation's
 * copies, so that a cut line does not take the calls away from them. */
#include "evaluation.handlers.h"
#include "site.h"
#include "store_sites.h"

static Intake__CallPhase
phase_of (const Intake__CallDefinition *definition, wl_time_t now)
{
    if (now < wl_timestamp_time (definition->fill_from))
        return INTAKE__CALL_PHASE__PHASE_ANNOUNCED;
    if (now < wl_timestamp_time (definition->submit_from))
        return INTAKE__CALL_PHASE__PHASE_WRITING;
    return now < wl_timestamp_time (definition->submit_until) ? INTAKE__CALL_PHASE__PHASE_OPEN
                                                              : INTAKE__CALL_PHASE__PHASE_CLOSED;
}

static wl_status
no_such_call (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "no-such-call", "Nie ma takiego ogłoszonego naboru.",
                    "There is no such published call.");
}

/* The one that there is work for here; its name is the programme's, which a site does not know. */
static Intake__Region *
own_region (wl_request_t *req)
{
    Intake__Region *region = wl_arena_alloc (wl_arena (req), sizeof *region);

    intake__region__init (region);
    region->region = wl_text_copy (wl_arena (req), site_here (req)->region);
    region->name = region->region;
    return region;
}

wl_status
evaluation_get_call (wl_request_t *req, const Intake__GetCallRequest *in, Intake__Call *out)
{
    wl_status status =
        site_here (req) == NULL ? WL_NOT_FOUND : store_call_copy (req, in->call_id, out);

    if (status == WL_NOT_FOUND)
        return no_such_call (req);
    WL_TRY (status);
    out->state = INTAKE__CALL_STATE__CALL_PUBLISHED;
    out->phase = phase_of (out->definition, wl_now (req));
    out->regions = wl_arena_array (wl_arena (req), 1, sizeof *out->regions);
    out->regions[out->n_regions++] = own_region (req);
    return WL_OK;
}

wl_status
evaluation_get_titles (wl_request_t *req, const Intake__GetTitlesRequest *in,
                       Intake__GetTitlesResponse *out)
{
    if (site_here (req) == NULL)
        return WL_OK;
    return store_title_copies (req, in->application_ids, in->n_application_ids, out);
}

static Intake__CallSummary *
summary_of (wl_request_t *req, const Intake__Call *call)
{
    Intake__CallSummary *summary = wl_arena_alloc (wl_arena (req), sizeof *summary);

    intake__call_summary__init (summary);
    summary->id = call->id;
    summary->state = INTAKE__CALL_STATE__CALL_PUBLISHED;
    summary->programme_id = call->definition->programme_id;
    summary->code = call->definition->code;
    summary->title = call->definition->title;
    summary->summary = call->definition->summary;
    summary->submit_from = call->definition->submit_from;
    summary->submit_until = call->definition->submit_until;
    summary->pool_grosze = call->definition->pool_grosze;
    summary->phase = phase_of (call->definition, wl_now (req));
    return summary;
}

/* A region's calls are few: there is one page. */
wl_status
evaluation_list_calls (wl_request_t *req, const Intake__ListCallsRequest *in,
                       Intake__ListCallsResponse *out)
{
    Intake__Call **calls;
    size_t count;

    if (site_here (req) == NULL)
        return WL_OK;
    WL_TRY (store_call_copies (req, site_here (req)->since, &count, &calls));
    out->calls = wl_arena_array (wl_arena (req), count, sizeof *out->calls);
    for (size_t i = 0; i < count; i++)
        out->calls[out->n_calls++] = summary_of (req, calls[i]);
    if (in->total)
        wl_tell_total ((int64_t) count, &out->total, &out->total_is_more);
    return WL_OK;
}
