/* A grant that nobody takes. */
#pragma once

#include "store_grants.h"

/* Ends an offer: the grant, its application, and word to who gives the money to the next. */
WL_MUST_CHECK wl_status grant_refuse (wl_request_t *req, store_grant_t *grant,
                                      Intake__GrantRefusal refusal);
