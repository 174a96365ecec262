/* What an announcement must say. Pure. */
#pragma once

#include "base/status.h"
#include "wlacznik/dissemination.pb-c.h"

/* News or an event; an event says when and where, and does not end before it begins. Adds each bad
 * field with its path under "text.". `locale` "pl" or "en". WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status announcement_check (const Dissemination__AnnouncementText *text,
                                            const char *locale, wl_error_t *error);
/* The template of the letters about it. */
const char *announcement_template (const Dissemination__AnnouncementText *text);
