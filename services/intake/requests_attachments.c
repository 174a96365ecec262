/* Files of an application: announced, uploaded part by part, read, taken out. */
#include "attachment_check.h"
#include "attachment_limits.h"
#include "base/problems.h"
#include "intake.handlers.h"
#include "opening.h"
#include "store_attachments.h"
#include "submission.h"

/* How long an upload may rest before it is forgotten. */
static const wl_time_t UPLOAD_RESTS = 7 * WL_DAY;

static wl_status
none_such (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "attachment-not-found", "Nie ma takiego załącznika.",
                    "There is no such attachment.");
}

static wl_status
no_application (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "application-not-found",
                    "Nie ma takiego wniosku. Sprawdź adres na liście swoich wniosków.",
                    "There is no such application. Check the address on the list of yours.");
}

static store_reader_t
reader_of (wl_request_t *req)
{
    static const char *const everywhere[] = { "*" };
    store_reader_t reader = { .regions = everywhere,
                              .region_count = 1,
                              .peer = !wl_text_empty (wl_caller (req)) };

    if (!wl_has_role (req, WL_ROLE_OWNER, NULL))
        wl_role_regions (req, WL_ROLE_COORDINATOR, &reader.regions, &reader.region_count);
    return reader;
}

/* ---- uploading ---- */

static wl_status
check_begin (wl_request_t *req, const store_application_t *application,
             const Intake__BeginAttachmentRequest *in)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    attachment_limits_t limits;
    attachment_holdings_t holdings;

    if (attachment_limits_of (application->form, in->field, &limits) != WL_OK)
        return wl_fail_field (req, "field", "unknown",
                              "Formularz nie ma takiego pola na załączniki.",
                              "The form has no such field for attachments.");
    WL_TRY (store_attachment_holdings (req, in->application_id, application->position, in->field,
                                       &holdings));
    return attachment_check_begin (&limits, &holdings, in->name, in->size, &problems);
}

wl_status
intake_begin_attachment (wl_request_t *req, const Intake__BeginAttachmentRequest *in,
                         Intake__Attachment *out)
{
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    store_application_t application;

    WL_TRY (
        no_application (req, store_application_lock_own (req, in->application_id, &application)));
    WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR));
    WL_TRY (opening_check_act (req, &application, ACT_SAVE));
    WL_TRY (check_begin (req, &application, in));
    out->id = wl_uuid_text (wl_arena (req), id);
    out->application_id = in->application_id;
    out->field = in->field;
    out->name = in->name;
    out->size = in->size;
    out->state = INTAKE__ATTACHMENT_STATE__UPLOADING;
    out->created_at = wl_timestamp (wl_arena (req), wl_now (req));
    store_attachment_insert (req, out, application.position, ATTACHMENT_OF_FIELD, NULL);
    wl_timer_set (req, ATTACHMENT_ABANDONED_TIMER, out->id, wl_now (req) + UPLOAD_RESTS, NULL);
    return WL_OK;
}

static wl_status
check_part (wl_request_t *req, const Intake__Attachment *attachment,
            const Intake__PutAttachmentBytesRequest *in)
{
    if (attachment->state != INTAKE__ATTACHMENT_STATE__UPLOADING)
        return wl_fail (req, WL_FAILED_PRECONDITION, "upload-ended",
                        "Ten plik jest już przesłany w całości.",
                        "This file has been uploaded whole.");
    switch (attachment_judge_part (attachment->size, attachment->received, in->offset,
                                   in->content.len)) {
    case ATTACHMENT_PART_ELSEWHERE:
        return wl_failf (req, WL_ABORTED, "other-offset",
                         "Mamy już %llu bajtów tego pliku. Prześlij dalszy ciąg od tego miejsca.",
                         "We have %llu bytes of this file already. Go on from there.",
                         (unsigned long long) attachment->received);
    case ATTACHMENT_PART_BEYOND:
        return wl_fail_field (req, "content", "beyond-size",
                              "Plik byłby większy, niż zapowiedziano. Zacznij od nowa z właściwym "
                              "rozmiarem.",
                              "The file would be larger than was announced. Begin again with its "
                              "true size.");
    case ATTACHMENT_PART_SMALL:
        return wl_fail_field (req, "content", "too-small",
                              "Część pliku, poza ostatnią, ma od 64 KiB do 512 KiB.",
                              "A part of a file, but for the last, has 64 KiB to 512 KiB.");
    case ATTACHMENT_PART_TAKEN:
    default:
        return WL_OK;
    }
}

wl_status
intake_put_attachment_bytes (wl_request_t *req, const Intake__PutAttachmentBytesRequest *in,
                             Intake__Attachment *out)
{
    WL_TRY (none_such (req, store_attachment_lock_own (req, in->attachment_id, out)));
    WL_TRY (check_part (req, out, in));
    out->received += in->content.len;
    if (out->received == out->size) {
        out->state = INTAKE__ATTACHMENT_STATE__CHECKING;
        wl_timer_set (req, ATTACHMENT_CHECK_TIMER, out->id, wl_now (req), NULL);
        wl_timer_cancel (req, ATTACHMENT_ABANDONED_TIMER, out->id);
    }
    return store_attachment_part (req, out, in->content);
}

wl_status
intake_delete_attachment (wl_request_t *req, const Intake__DeleteAttachmentRequest *in,
                          Wlacznik__Empty *out)
{
    Intake__Attachment attachment = INTAKE__ATTACHMENT__INIT;

    (void) out;
    WL_TRY (none_such (req, store_attachment_lock_own (req, in->attachment_id, &attachment)));
    if (attachment.submitted)
        return wl_fail (req, WL_FAILED_PRECONDITION, "already-submitted",
                        "Ten plik złożono razem z wnioskiem, więc zostaje.",
                        "This file was submitted with the application, so it stays.");
    wl_timer_cancel (req, ATTACHMENT_ABANDONED_TIMER, attachment.id);
    wl_timer_cancel (req, ATTACHMENT_CHECK_TIMER, attachment.id);
    return store_attachment_delete (req, attachment.id);
}

/* ---- reading ---- */

wl_status
intake_get_attachment (wl_request_t *req, const Intake__GetAttachmentRequest *in,
                       Intake__Attachment *out)
{
    store_reader_t reader = reader_of (req);

    return none_such (req, store_attachment (req, &reader, in->attachment_id, out));
}

wl_status
intake_list_attachments (wl_request_t *req, const Intake__ListAttachmentsRequest *in,
                         Intake__ListAttachmentsResponse *out)
{
    store_reader_t reader = reader_of (req);

    return no_application (req, store_attachments (req, &reader, in->application_id, out));
}

wl_status
intake_get_attachment_content (wl_request_t *req, const Intake__GetAttachmentContentRequest *in,
                               Wlacznik__Document *out)
{
    store_reader_t reader = reader_of (req);
    char *name;

    WL_TRY (none_such (req, store_attachment_piece (req, &reader, in->attachment_id,
                                                    in->application_id, in->offset, out, &name)));
    out->file_name = attachment_file_name (wl_arena (req), name);
    return WL_OK;
}
