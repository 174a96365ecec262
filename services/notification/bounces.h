/* What comes back: bounces from a Maildir or over HTTP, and what follows from them. */
#pragma once

#include "service/service.h"

/* Takes what lies in the Maildir `smtp.bounces`, if there is one. */
wl_job_turn_t bounces_turn;

/* One mail that came back: its letter fails, and a dead address is not written to again. *ret_ours
 * says whether it was a bounce of a letter that had been sent from here. */
WL_MUST_CHECK wl_status bounces_take (wl_request_t *req, const char *mail, size_t length,
                                      bool *ret_ours);
