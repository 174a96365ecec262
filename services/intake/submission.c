#include "submission.h"

#include <sodium.h>

#include "attachment_submission.h"
#include "likeness_timer.h"
#include "territory.h"

wl_status
application_not_found (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "application-not-found",
                    "Nie ma takiego wniosku wśród twoich. Sprawdź adres na liście.",
                    "There is no such application among yours. Check the address on the list.");
}

wl_status
application_may (wl_request_t *req, const store_application_t *application,
                 Intake__CoauthorRole least)
{
    if (application->view->your_role != INTAKE__COAUTHOR_ROLE__COAUTHOR_ROLE_UNSPECIFIED &&
        application->view->your_role <= least)
        return WL_OK;
    if (least == INTAKE__COAUTHOR_ROLE__COAUTHOR_LEADER)
        return wl_fail (req, WL_PERMISSION_DENIED, "leader-only",
                        "To może zrobić tylko osoba, która prowadzi wniosek. Poproś ją o to.",
                        "Only the person who leads this application can do this. Ask them to.");
    return wl_fail (
        req, WL_PERMISSION_DENIED, "reader-only",
        "Możesz ten wniosek czytać i komentować, nie zmieniać. O więcej poproś osobę, "
        "która go prowadzi.",
        "You can read this application and comment on it, not change it. Ask the person "
        "who leads it for more.");
}

wl_status
application_check_version (wl_request_t *req, const store_application_t *application,
                           uint64_t version)
{
    if (application->view->version == version)
        return WL_OK;
    return wl_fail (req, WL_ABORTED, "newer-version",
                    "Szkic zmieniono w innym oknie. Niczego nie nadpisaliśmy. Wczytaj go ponownie.",
                    "The draft was changed in another window. Nothing was overwritten. Load it "
                    "again.");
}

wl_status
submission_check (wl_request_t *req, const store_application_t *application)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    const Intake__Application *view = application->view;
    wl_status applicant = application->position > 0
                              ? WL_OK
                              : applicant_check (view->applicant, &application->call.applicants,
                                                 APPLICANT_COMPLETE, &problems);
    form_context_t context = { application->call.grant, view->applicant->type };
    wl_status answers = form_check_complete (application->form, view->answers, &context, &problems);
    wl_status files = attachments_take (req, view->id,
                                        form_shown_answers (application->form, view->answers,
                                                            view->applicant->type, wl_arena (req)),
                                        &problems);

    return applicant != WL_OK ? applicant : answers != WL_OK ? answers : files;
}

/* What is frozen is the message that evaluation will read, without the number, which is not known
 * yet, and without the digest, which is made of it. */
void
submission_freeze (wl_request_t *req, const store_application_t *application, store_frozen_t *ret)
{
    Intake__Application *view = application->view;
    form_facts_t facts = { .title = view->title,
                           .summary = wl_text_copy (wl_arena (req), ""),
                           .amount_grosze = view->amount_grosze };
    Wlacznik__Answers *shown = form_shown_answers (application->form, view->answers,
                                                   view->applicant->type, wl_arena (req));
    Intake__Submission content = INTAKE__SUBMISSION__INIT;
    uint8_t *bytes;

    form_read_facts (application->form, shown, &facts);
    view->title = facts.title;
    view->amount_grosze = facts.amount_grosze;
    content.application_id = view->id;
    content.call_id = view->call_id;
    content.region = view->region;
    content.stage = view->stage;
    content.applicant_user_id = application->user_id;
    content.applicant = view->applicant;
    content.answers = shown;
    content.title = view->title;
    content.summary = facts.summary;
    content.amount_grosze = view->amount_grosze;
    content.submitted_at = wl_timestamp (wl_arena (req), wl_now (req));
    content.territory_version = wl_text_copy (wl_arena (req), territory_version);
    wl_message_pack (wl_arena (req), &content.base, &bytes, &ret->content.length);
    ret->content.data = bytes;
    ret->at = wl_now (req);
    crypto_generichash (ret->digest, sizeof ret->digest, bytes, ret->content.length, NULL, 0);
    ret->digest_text = wl_arena_alloc (wl_arena (req), 2 * sizeof ret->digest + 1);
    wl_hex (ret->digest, sizeof ret->digest, ret->digest_text);
}

void
submission_receipt (wl_request_t *req, const store_application_t *application,
                    const store_frozen_t *frozen, Intake__Receipt *out)
{
    out->application_id = application->view->id;
    out->number = application->view->number;
    out->stage = application->view->stage;
    out->submitted_at = wl_timestamp (wl_arena (req), frozen->at);
    out->digest = frozen->digest_text;
}

void
submission_announce (wl_request_t *req, const store_application_t *application,
                     const store_frozen_t *frozen)
{
    const Intake__Application *view = application->view;
    Intake__ApplicationSubmitted submitted = INTAKE__APPLICATION_SUBMITTED__INIT;

    submitted.application_id = view->id;
    submitted.call_id = view->call_id;
    submitted.stage = view->stage;
    submitted.number = view->number;
    submitted.applicant_type = view->applicant->type;
    submitted.amount_grosze = view->amount_grosze;
    submitted.submitted_at = frozen->at;
    submitted.digest = frozen->digest_text;
    submitted.applicant_user_id = application->user_id;
    submitted.coauthor_user_ids = application->coauthor_user_ids;
    submitted.n_coauthor_user_ids = application->coauthor_count;
    wl_emit (req, view->region, view->id, &submitted.base);
    likeness_request (req, view->id);
}
