#include "file_source.h"

#include "intake.contract.h"
#include "site.h"

static const wl_time_t LINE_RESTS = 5 * WL_SECOND;

wl_status
file_not_found (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "file-not-found",
                    "Nie ma takiego pliku. Odśwież stronę wniosku.",
                    "There is no such file. Load the application's page again.");
}

/* ---- the way to them ---- */

static wl_status
files_away (wl_request_t *req)
{
    wl_retry_after (req, LINE_RESTS);
    if (site_here (req) != NULL)
        return wl_fail (req, WL_UNAVAILABLE, "files-away",
                        "Pliki wniosków są w centrali, a łączność z nią jest przerwana. Pracuj "
                        "dalej bez nich, wszystko zapisuje się w regionie, i spróbuj otworzyć plik "
                        "za kilka minut.",
                        "Files of applications are at the centre, and the line to it is cut. Go on "
                        "without them, all of it is kept in the region, and try the file again in "
                        "a few minutes.");
    return wl_fail (req, WL_UNAVAILABLE, "files-away",
                    "Pliki wniosków są teraz niedostępne. Pracuj dalej bez nich i spróbuj otworzyć "
                    "plik za kilka minut.",
                    "Files of applications cannot be reached now. Go on without them and try the "
                    "file again in a few minutes.");
}

/* One of those who ask when the rest is over tries the line; the others are still told no. */
static bool
line_rests (site_t *site)
{
    wl_time_t now = wl_monotonic ();
    wl_time_t until = atomic_load (&site->files_rest_until);

    return until != 0 && (now < until || !atomic_compare_exchange_strong (
                                             &site->files_rest_until, &until, now + LINE_RESTS));
}

static wl_status
ask (wl_request_t *req, const char *target, const wl_method_t *method, const ProtobufCMessage *in,
     ProtobufCMessage **ret)
{
    site_t *site = wl_state (req);
    wl_status status;
    bool away;

    if (site != NULL && line_rests (site))
        return files_away (req);
    status = wl_call_at (req, target, method, in, ret);
    away = status == WL_UNAVAILABLE || status == WL_DEADLINE_EXCEEDED;
    if (site != NULL)
        atomic_store (&site->files_rest_until, away ? wl_monotonic () + LINE_RESTS : 0);
    if (away)
        return files_away (req);
    return status == WL_NOT_FOUND ? file_not_found (req) : status;
}

/* ---- at the centre ---- */

static Evaluation__ApplicationFile *
file_of (wl_arena_t *arena, const Intake__Attachment *attachment)
{
    Evaluation__ApplicationFile *file = (Evaluation__ApplicationFile *) wl_message_new (
        arena, &evaluation__application_file__descriptor);

    file->id = attachment->id;
    file->field = attachment->field;
    file->name = attachment->name;
    file->media_type = attachment->media_type;
    file->size = attachment->size;
    return file;
}

static wl_status
list_at_intake (wl_request_t *req, char *application_id, Evaluation__ApplicationFiles *ret)
{
    Intake__ListAttachmentsRequest in = INTAKE__LIST_ATTACHMENTS_REQUEST__INIT;
    Intake__ListAttachmentsResponse *attachments;
    ProtobufCMessage *answer;

    in.application_id = application_id;
    WL_TRY (
        ask (req, "intake", wl_contract_method ("intake", "ListAttachments"), &in.base, &answer));
    attachments = (Intake__ListAttachmentsResponse *) answer;
    ret->files = wl_arena_array (wl_arena (req), attachments->n_attachments, sizeof *ret->files);
    for (size_t i = 0; i < attachments->n_attachments; i++)
        if (attachments->attachments[i]->state == INTAKE__ATTACHMENT_STATE__READY)
            ret->files[ret->n_files++] = file_of (wl_arena (req), attachments->attachments[i]);
    return WL_OK;
}

static wl_status
piece_at_intake (wl_request_t *req, char *application_id, char *file_id, uint64_t offset,
                 Wlacznik__Document *ret)
{
    Intake__GetAttachmentContentRequest in = INTAKE__GET_ATTACHMENT_CONTENT_REQUEST__INIT;
    ProtobufCMessage *answer;

    in.application_id = application_id;
    in.attachment_id = file_id;
    in.offset = offset;
    WL_TRY (ask (req, "intake", wl_contract_method ("intake", "GetAttachmentContent"), &in.base,
                 &answer));
    *ret = *(Wlacznik__Document *) answer;
    return WL_OK;
}

/* ---- at a site ---- */

static wl_status
list_at_centre (wl_request_t *req, char *application_id, char *stage,
                Evaluation__ApplicationFiles *ret)
{
    Evaluation__ListSiteFilesRequest in = EVALUATION__LIST_SITE_FILES_REQUEST__INIT;
    ProtobufCMessage *answer;

    in.application_id = application_id;
    in.stage = stage;
    WL_TRY (ask (req, WL_TARGET_CENTRE, wl_contract_method ("evaluation", "ListSiteFiles"),
                 &in.base, &answer));
    *ret = *(Evaluation__ApplicationFiles *) answer;
    return WL_OK;
}

static wl_status
piece_at_centre (wl_request_t *req, char *application_id, char *stage, char *file_id,
                 uint64_t offset, Wlacznik__Document *ret)
{
    Evaluation__GetSiteFileRequest in = EVALUATION__GET_SITE_FILE_REQUEST__INIT;
    ProtobufCMessage *answer;

    in.application_id = application_id;
    in.stage = stage;
    in.file_id = file_id;
    in.offset = offset;
    WL_TRY (ask (req, WL_TARGET_CENTRE, wl_contract_method ("evaluation", "GetSiteFile"), &in.base,
                 &answer));
    *ret = *(Wlacznik__Document *) answer;
    return WL_OK;
}

/* ---- either ---- */

wl_status
file_source_list (wl_request_t *req, char *application_id, char *stage,
                  Evaluation__ApplicationFiles *ret)
{
    return site_here (req) == NULL ? list_at_intake (req, application_id, ret)
                                   : list_at_centre (req, application_id, stage, ret);
}

wl_status
file_source_piece (wl_request_t *req, char *application_id, char *stage, char *file_id,
                   uint64_t offset, Wlacznik__Document *ret)
{
    return site_here (req) == NULL
               ? piece_at_intake (req, application_id, file_id, offset, ret)
               : piece_at_centre (req, application_id, stage, file_id, offset, ret);
}
