/* The file that both sides signed: kept like an attachment, for the leader and staff alone. */
#pragma once

#include "attachment_rules.h"
#include "service/request.h"
#include "wlacznik/intake.pb-c.h"

/* Announces a file of the application for one of the purposes that no form speaks of: checks it,
 * writes it, and watches that it does not rest unfinished. `subject` may be NULL. `ret` is filled.
 */
WL_MUST_CHECK wl_status signed_file_begin (wl_request_t *req, const char *application_id,
                                           attachment_purpose_t purpose, const char *subject,
                                           char *name, uint64_t size, Intake__Attachment *ret);

/* The digest of a ready file of this purpose. WL_INVALID_ARGUMENT with `field` when there is none.
 */
WL_MUST_CHECK wl_status signed_file_digest (wl_request_t *req, const char *application_id,
                                            const char *attachment_id, attachment_purpose_t purpose,
                                            const char *field, char **ret);
