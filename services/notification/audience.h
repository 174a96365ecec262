/* Whom a mailing is for: asked of those who know, and written as its lines. */
#pragma once

#include "store_mailings.h"
#include "wlacznik/intake.pb-c.h"

enum { AUDIENCE_MAX = 20000 };

/* What of an application's a text shows: then each application gets a letter of its own, else each
 * person one. */
bool audience_needs_application (const Notification__MailingContent *content);

/* Makes the list of `mailing` from its content and regions. Fails with words when nobody may be
 * asked for like that, or when there are more than AUDIENCE_MAX. */
WL_MUST_CHECK wl_status audience_list (wl_request_t *req, const Notification__Mailing *mailing,
                                       const Intake__Call *call);
