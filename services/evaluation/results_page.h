/* A published list as a page to read: the main part of a page, which the gateway puts into the web
 * client's (wlacznik/document.proto). Pure.
 */
#pragma once

#include "base/text.h"
#include "wlacznik/evaluation.pb-c.h"

/* `title` is the call's. Groups in the order of the list, each with its own table. */
void results_page_write (const Evaluation__Ranking *ranking, const char *title, const char *locale,
                         wl_buffer_t *out);
