/* Files as part of what is submitted. */
#pragma once

#include "base/problems.h"
#include "service/request.h"
#include "wlacznik/types.pb-c.h"

/* Every file that the answers name must be ready and belong to this application and field; problems
 * are named "answers.<field>". Those files stay from now on. Answers without files cost nothing. */
WL_MUST_CHECK wl_status attachments_take (wl_request_t *req, const char *application_id,
                                          const Wlacznik__Answers *answers,
                                          const wl_problems_t *problems);
