/* What is checked of a text that people write for letters. */
#pragma once

#include "service/request.h"

/* Every name in `text` that is none of `facts` (divided by spaces), or is not finished, is said as
 * a bad field. */
WL_MUST_CHECK wl_status letter_text_check (wl_request_t *req, const char *facts, const char *field,
                                           const char *text);
