/* Later versions of a published list (domain.md 4.2 states 5a and 8, 4.8 cases 9 and 10).
 *
 * Whoever is recommended keeps the place and the money; who gave it up is out; who was assessed
 * anew after an appeal stands where the new points say. What is free goes down the list. With a
 * term of acceptance the place is offered, and is the applicant's when they accept. */
#pragma once

#include "store_calls.h"

/* Computes the list again and publishes it as the next version if it differs. `why` goes into the
 * record. WL_NOT_FOUND: there is no published list. Takes the locks of the whole list. */
WL_MUST_CHECK wl_status amendment_make (wl_request_t *req, const store_contest_t *contest,
                                        const char *why);

/* The same, if the call lets its reserve list move up by itself; does nothing otherwise. */
WL_MUST_CHECK wl_status amendment_after_loss (wl_request_t *req, char *call_id, const char *stage,
                                              const char *why);
