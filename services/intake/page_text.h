/* What the pages that intake writes have alike: texts of a definition, and who may apply. Pure. */
#pragma once

#include "base/text.h"
#include "wlacznik/types.pb-c.h"

/* A text of a definition, marked as Polish where an English page has no other. NULL: nothing. */
void page_write_local (wl_buffer_t *out, const Wlacznik__LocalText *text, bool english);
/* "" for a kind that nobody knows. */
const char *page_applicant (Wlacznik__ApplicantType type, bool english);
