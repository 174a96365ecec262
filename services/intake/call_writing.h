/* How a call comes to be: what announcing one and rehearsing one have in common. */
#pragma once

#include "call_access.h"

/* Writes a new draft under `id`, of the caller's programme. Names every problem of the definition.
 */
WL_MUST_CHECK wl_status call_write_new (wl_request_t *req, char *id,
                                        Intake__CallDefinition *definition, bool unfinished,
                                        Intake__Call *out);
/* Opens a draft to those who may see it, and tells the other services. */
WL_MUST_CHECK wl_status call_open (wl_request_t *req, Intake__Call *call);
/* "This is only a rehearsal", of what a real call is needed for. */
wl_status call_only_rehearsed (wl_request_t *req);
