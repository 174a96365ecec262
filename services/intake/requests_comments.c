/* What those who write and read an application say to each other about its fields. */
#include "coauthor.h"
#include "form_reading.h"
#include "intake.handlers.h"
#include "store_coauthors.h"
#include "submission.h"

static wl_status
find (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    WL_TRY (
        application_not_found (req, store_application_visible (req, application_id, NULL, 0, ret)));
    return application_may (req, ret, INTAKE__COAUTHOR_ROLE__COAUTHOR_CARER);
}

/* A carer who reads a version comments on many fields in a row: one letter says so. */
static const wl_time_t SITTING = WL_HOUR;

static wl_status
tell_leader (wl_request_t *req, const store_application_t *application)
{
    Intake__CarerCommented event = INTAKE__CARER_COMMENTED__INIT;
    bool told;

    if (application->view->your_role != INTAKE__COAUTHOR_ROLE__COAUTHOR_CARER)
        return WL_OK;
    WL_TRY (store_comment_since (req, application->view->id, wl_user (req), wl_now (req) - SITTING,
                                 &told));
    if (told)
        return WL_OK;
    event.application_id = application->view->id;
    event.call_id = application->view->call_id;
    event.leader_user_id = application->user_id;
    wl_emit (req, application->view->region, application->view->id, &event.base);
    return WL_OK;
}

wl_status
intake_write_comment (wl_request_t *req, const Intake__WriteCommentRequest *in,
                      Intake__FieldComment *out)
{
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    store_application_t application;
    wl_status status;

    WL_TRY (find (req, in->application_id, &application));
    if (form_field (application.form, in->field) == NULL)
        return wl_fail_field (req, "field", "unknown", "Formularz tego etapu nie ma takiego pola.",
                              "The form of this stage has no such field.");
    WL_TRY (tell_leader (req, &application));
    out->id = wl_uuid_text (wl_arena (req), id);
    out->stage = application.view->stage;
    out->field = in->field;
    out->author_user_id = wl_text_copy (wl_arena (req), wl_user (req));
    out->author_role = application.view->your_role;
    out->text = in->text;
    out->written_at = wl_timestamp (wl_arena (req), wl_now (req));
    status = store_comment_insert (req, in->application_id, application.position, out);
    if (status != WL_RESOURCE_EXHAUSTED)
        return status;
    return wl_fail (req, WL_RESOURCE_EXHAUSTED, "too-many-comments",
                    "Ten wniosek ma już 500 komentarzy. Usuń swoje, które są nieaktualne.",
                    "This application has 500 comments already. Delete those of yours that are out "
                    "of date.");
}

wl_status
intake_list_comments (wl_request_t *req, const Intake__ListCommentsRequest *in,
                      Intake__FieldComments *out)
{
    store_application_t application;

    WL_TRY (find (req, in->application_id, &application));
    return store_comments (req, in->application_id, in->open_only, out);
}

static wl_status
lock (wl_request_t *req, const char *application_id, const char *comment_id,
      store_application_t *application, Intake__FieldComment *ret)
{
    wl_status status;

    WL_TRY (find (req, application_id, application));
    status = store_comment_lock (req, application_id, comment_id, ret);
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "comment-not-found", "Nie ma takiego komentarza.",
                    "There is no such comment.");
}

/* Who wrote it, and who can do something about it. */
wl_status
intake_resolve_comment (wl_request_t *req, const Intake__ResolveCommentRequest *in,
                        Intake__FieldComment *out)
{
    store_application_t application;

    WL_TRY (lock (req, in->application_id, in->comment_id, &application, out));
    if (!wl_text_equal (out->author_user_id, wl_user (req)))
        WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR));
    out->resolved_by_user_id = wl_text_copy (wl_arena (req), in->reopen ? "" : wl_user (req));
    out->resolved_at = in->reopen ? NULL : wl_timestamp (wl_arena (req), wl_now (req));
    store_comment_resolve (req, out);
    return WL_OK;
}

wl_status
intake_delete_comment (wl_request_t *req, const Intake__DeleteCommentRequest *in,
                       Wlacznik__Empty *out)
{
    Intake__FieldComment comment = INTAKE__FIELD_COMMENT__INIT;
    store_application_t application;

    (void) out;
    WL_TRY (lock (req, in->application_id, in->comment_id, &application, &comment));
    if (!wl_text_equal (comment.author_user_id, wl_user (req)))
        return wl_fail (req, WL_PERMISSION_DENIED, "not-your-comment",
                        "Usunąć można tylko własny komentarz. Cudzy możesz oznaczyć jako "
                        "załatwiony.",
                        "Only a comment of your own can be deleted. Another's you can mark as "
                        "dealt with.");
    store_comment_delete (req, comment.id);
    return WL_OK;
}
