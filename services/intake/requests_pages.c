/* Calls as pages to read, for everybody alike: whoever asks, a draft is not there, nor a rehearsal.
 */
#include "call_access.h"
#include "call_page.h"
#include "intake.handlers.h"
#include "paging.h"

enum { CALLS_PER_PAGE = 20 };

static void
answer (wl_request_t *req, const wl_buffer_t *page, const char *title, const char *description,
        Wlacznik__Document *out)
{
    wl_arena_t *arena = wl_arena (req);

    out->content = wl_message_bytes (page);
    out->title = wl_text_copy (arena, title);
    out->description = wl_text_copy (arena, description);
}

wl_status
intake_read_calls (wl_request_t *req, const Intake__ReadCallsRequest *in, Wlacznik__Document *out)
{
    bool english = wl_text_equal (wl_locale (req), "en");
    Intake__ListCallsRequest ask = INTAKE__LIST_CALLS_REQUEST__INIT;
    Intake__ListCallsResponse found = INTAKE__LIST_CALLS_RESPONSE__INIT;
    wl_buffer_t page;

    ask.limit = CALLS_PER_PAGE;
    ask.cursor = in->cursor;
    WL_TRY (intake_list_calls (req, &ask, &found));
    wl_buffer_init (&page, wl_arena (req));
    call_list_page_write (found.calls, found.n_calls, found.next_cursor, wl_locale (req), &page);
    answer (req, &page, english ? "Ideas that include people" : "Pomysły, które włączają ludzi",
            english
                ? "Calls for social innovations, their results and a catalogue of what was tested."
                : "Nabory na innowacje społeczne, ich wyniki i katalog sprawdzonych rozwiązań.",
            out);
    return WL_OK;
}

wl_status
intake_read_call (wl_request_t *req, const Intake__GetCallRequest *in, Wlacznik__Document *out)
{
    Intake__Call call = INTAKE__CALL__INIT;
    wl_buffer_t page;

    WL_TRY (call_read_visible (req, in->call_id, &call));
    if (call.state == INTAKE__CALL_STATE__CALL_DRAFT || call.rehearsed)
        return call_not_found (req);
    wl_buffer_init (&page, wl_arena (req));
    call_page_write (&call, wl_locale (req), &page);
    answer (req, &page, wl_local_text (call.definition->title, wl_locale (req)),
            wl_local_text (call.definition->summary, wl_locale (req)), out);
    return WL_OK;
}
