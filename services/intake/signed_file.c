#include "signed_file.h"

#include "attachment_check.h"
#include "store_attachments.h"

/* How long an upload may rest before it is forgotten. */
static const wl_time_t UPLOAD_RESTS = 7 * WL_DAY;

wl_status
signed_file_begin (wl_request_t *req, const char *application_id, attachment_purpose_t purpose,
                   const char *subject, char *name, uint64_t size, Intake__Attachment *ret)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    attachment_limits_t limits = attachment_limits_for (purpose);
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    attachment_holdings_t holdings;

    WL_TRY (store_attachment_holdings_for (req, application_id, purpose, subject, &holdings));
    WL_TRY (attachment_check_begin (&limits, &holdings, name, size, &problems));
    ret->id = wl_uuid_text (wl_arena (req), id);
    ret->application_id = wl_text_copy (wl_arena (req), application_id);
    ret->name = name;
    ret->size = size;
    ret->state = INTAKE__ATTACHMENT_STATE__UPLOADING;
    ret->created_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_attachment_insert (req, ret, 0, purpose, subject);
    wl_timer_set (req, ATTACHMENT_ABANDONED_TIMER, ret->id, wl_now (req) + UPLOAD_RESTS, NULL);
    return WL_OK;
}

wl_status
signed_file_digest (wl_request_t *req, const char *application_id, const char *attachment_id,
                    attachment_purpose_t purpose, const char *field, char **ret)
{
    wl_status status = store_attachment_digest (req, application_id, attachment_id, purpose, ret);

    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail_field (
        req, field, "not-ready",
        "Tego pliku nie ma, nie jest jeszcze sprawdzony albo jest do czego innego.",
        "This file is not there, not checked yet, or for something else.");
}
