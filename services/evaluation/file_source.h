/* Where the files of applications are: with the centre's intake; a site asks for them by way of the
 * centre's evaluation, which knows what that site evaluates. Nothing of them is kept here. Who may
 * see a file is asked before. */
#pragma once

#include "service/request.h"
#include "wlacznik/document.pb-c.h"
#include "wlacznik/evaluation.pb-c.h"

/* Every submitted file of the application, of whatever stage. WL_UNAVAILABLE "files-away" where
 * they cannot be reached: whoever asks within the five seconds after that is told so at once,
 * because those who wait hold the workers that a region with a cut line goes on working with. */
WL_MUST_CHECK wl_status file_source_list (wl_request_t *req, char *application_id, char *stage,
                                          Evaluation__ApplicationFiles *ret);
/* A piece of one of them. WL_NOT_FOUND "file-not-found", and as above. */
WL_MUST_CHECK wl_status file_source_piece (wl_request_t *req, char *application_id, char *stage,
                                           char *file_id, uint64_t offset, Wlacznik__Document *ret);

/* WL_NOT_FOUND "file-not-found". */
wl_status file_not_found (wl_request_t *req);
