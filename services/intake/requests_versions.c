/* What a draft looked like when it was shown to the carer. */
#include <string.h>

#include "form_reading.h"
#include "intake.handlers.h"
#include "opening.h"
#include "store_testing.h"
#include "submission.h"

static void
announce (wl_request_t *req, const store_application_t *application,
          const Intake__DraftVersion *version, char *carer)
{
    Intake__DraftShown shown = INTAKE__DRAFT_SHOWN__INIT;

    shown.application_id = application->view->id;
    shown.call_id = application->view->call_id;
    shown.stage = version->stage;
    shown.number = version->number;
    shown.carer_user_id = carer;
    wl_emit (req, application->view->region, application->view->id, &shown.base);
}

wl_status
intake_show_draft (wl_request_t *req, const Intake__ShowDraftRequest *in, Intake__DraftVersion *out)
{
    store_application_t application;
    wl_status status;
    char *carer;

    WL_TRY (application_not_found (
        req, store_application_lock_own (req, in->application_id, &application)));
    WL_TRY (application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR));
    WL_TRY (opening_check_act (req, &application, ACT_SAVE));
    WL_TRY (application_check_version (req, &application, in->version));
    WL_TRY (store_carer_of (req, in->application_id, &carer));
    if (wl_text_empty (carer))
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-carer",
                        "Ta innowacja nie ma jeszcze opiekuna. Wyznacza go koordynator.",
                        "This innovation has no carer yet. A coordinator appoints one.");
    out->stage = application.view->stage;
    out->note = in->note;
    out->answers = application.view->answers;
    out->form_version = application.view->form_version;
    out->shown_by_user_id = wl_text_copy (wl_arena (req), wl_user (req));
    out->shown_at = wl_timestamp (wl_arena (req), wl_now (req));
    status = store_draft_version_insert (req, in->application_id, application.position, out);
    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_fail (req, status, "too-many-versions",
                        "Ten etap ma już 50 pokazanych wersji. Rozmawiajcie dalej w komentarzach.",
                        "This stage has 50 versions already. Go on in comments.");
    WL_TRY (status);
    announce (req, &application, out, carer);
    return WL_OK;
}

/* ---- reading ---- */

static wl_status
find (wl_request_t *req, const char *application_id)
{
    store_application_t application;

    WL_TRY (application_not_found (
        req, store_application_visible (req, application_id, NULL, 0, &application)));
    return application_may (req, &application, INTAKE__COAUTHOR_ROLE__COAUTHOR_CARER);
}

wl_status
intake_list_draft_versions (wl_request_t *req, const Intake__ListDraftVersionsRequest *in,
                            Intake__DraftVersions *out)
{
    WL_TRY (find (req, in->application_id));
    return store_draft_versions (req, in->application_id, out);
}

static bool
same (wl_request_t *req, const Wlacznik__Answer *a, const Wlacznik__Answer *b)
{
    uint8_t *a_bytes, *b_bytes;
    size_t a_length, b_length;

    if (a == NULL || b == NULL)
        return a == b;
    wl_message_pack (wl_arena (req), &a->base, &a_bytes, &a_length);
    wl_message_pack (wl_arena (req), &b->base, &b_bytes, &b_length);
    return a_length == b_length && memcmp (a_bytes, b_bytes, a_length) == 0;
}

static size_t
count_fields (const Wlacznik__Form *form)
{
    size_t count = 0;

    for (size_t s = 0; s < form->n_sections; s++)
        count += form->sections[s]->n_fields;
    return count;
}

static void
compare (wl_request_t *req, const Wlacznik__Answers *before, Intake__DraftVersion *version)
{
    const Wlacznik__Form *form = version->form;

    version->changed_fields =
        wl_arena_array (wl_arena (req), count_fields (form), sizeof *version->changed_fields);
    for (size_t s = 0; s < form->n_sections; s++)
        for (size_t f = 0; f < form->sections[s]->n_fields; f++) {
            char *key = form->sections[s]->fields[f]->key;
            if (!same (req, form_answer (before, key), form_answer (version->answers, key)))
                version->changed_fields[version->n_changed_fields++] = key;
        }
}

wl_status
intake_get_draft_version (wl_request_t *req, const Intake__GetDraftVersionRequest *in,
                          Intake__DraftVersion *out)
{
    Wlacznik__Answers *before;
    wl_status status;

    WL_TRY (find (req, in->application_id));
    status = store_draft_version (req, in->application_id, in->stage, in->number, out, &before);
    if (status == WL_NOT_FOUND)
        return wl_fail (req, WL_NOT_FOUND, "draft-version-not-found", "Nie ma takiej wersji.",
                        "There is no such version.");
    WL_TRY (status);
    compare (req, before, out);
    return WL_OK;
}
