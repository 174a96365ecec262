/* Calls as pages to read: the main part of a page, which the gateway puts into the web client's
 * (wlacznik/document.proto), for readers without JavaScript, search engines and social cards. It
 * says what the client says, in fewer words. Pure.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/intake.pb-c.h"

/* The published calls, the newest first, each with its phase; `next` is the cursor of the next page
 * or "". */
void call_list_page_write (Intake__CallSummary *const *calls, size_t count, const char *next,
                           const char *locale, wl_buffer_t *out);

/* One call, with its phase. */
void call_page_write (const Intake__Call *call, const char *locale, wl_buffer_t *out);
