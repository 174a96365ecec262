/* A published list as a page to read. */
#include "base/uuid.h"
#include "contests.h"
#include "evaluation.handlers.h"
#include "results_page.h"
#include "store_calls.h"

static const char *
title_of (wl_request_t *req, const Intake__CallDefinition *definition)
{
    return definition->title == NULL ? definition->code
                                     : wl_local_text (definition->title, wl_locale (req));
}

wl_status
evaluation_read_results (wl_request_t *req, const Evaluation__GetResultsRequest *in,
                         Wlacznik__Document *out)
{
    bool english = wl_text_equal (wl_locale (req), "en");
    Evaluation__Ranking ranking = EVALUATION__RANKING__INIT;
    store_contest_t contest;
    wl_buffer_t page;

    /* The gateway keeps the page for everybody, so nobody gets that of a rehearsal. */
    if (wl_uuid_is_rehearsed (in->call_id))
        return contest_not_found (req);
    WL_TRY (evaluation_get_results (req, in, &ranking));
    WL_TRY (store_contest (req, in->call_id, in->stage, &contest));
    out->title = wl_text_printf (wl_arena (req), "%s: %s", english ? "Results" : "Wyniki",
                                 title_of (req, contest.definition));
    out->description = wl_text_copy (
        wl_arena (req), english ? "The list of recommended, reserve and other applications."
                                : "Lista zgłoszeń rekomendowanych, rezerwowych i pozostałych.");
    wl_buffer_init (&page, wl_arena (req));
    results_page_write (&ranking, out->title, wl_locale (req), &page);
    out->content = wl_message_bytes (&page);
    return WL_OK;
}
