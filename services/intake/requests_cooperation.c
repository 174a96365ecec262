/* The agreement to work together (porozumienie o współpracy): prepared by staff, completed by the
 * innovator with what only an agreement asks for, signed elsewhere, kept here. */
#include <string.h>

#include "attachment_check.h"
#include "base/identifiers.h"
#include "grant_rules.h"
#include "intake.handlers.h"
#include "signed_file.h"
#include "staff.h"
#include "store_testing.h"
#include "submission.h"

enum { PARTIES_MOST = 20 };

static wl_status
none_such (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "cooperation-not-found",
                    "Ten wniosek nie ma jeszcze porozumienia o współpracy.",
                    "This application has no agreement to work together yet.");
}

/* ---- who ---- */

/* For the leader and for staff of the region; for anybody else the application is not there. */
static wl_status
find_for_sides (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    const char *const *regions;
    size_t count;

    staff_regions (req, &regions, &count);
    WL_TRY (application_not_found (
        req, store_application_visible (req, application_id, regions, count, ret)));
    if (ret->view->your_role > INTAKE__COAUTHOR_ROLE__COAUTHOR_LEADER)
        return application_not_found (req, WL_NOT_FOUND);
    return WL_OK;
}

static wl_status
lock_for_staff (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    const char *const *regions;
    size_t count;

    staff_regions (req, &regions, &count);
    return application_not_found (
        req, store_application_lock_in (req, application_id, regions, count, ret));
}

/* ---- what may change ---- */

static wl_status
check_open (wl_request_t *req, const Intake__Cooperation *row, uint64_t version)
{
    if (row->state == INTAKE__COOPERATION_STATE__COOPERATION_SIGNED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "cooperation-signed",
                        "Porozumienie jest podpisane i zostaje, jakie jest.",
                        "The agreement is signed and stays as it is.");
    if (row->version == version)
        return WL_OK;
    return wl_fail (req, WL_ABORTED, "newer-version",
                    "Porozumienie zmieniono w innym oknie. Niczego nie nadpisaliśmy. Wczytaj je "
                    "ponownie.",
                    "The agreement was changed in another window. Nothing was overwritten. Load it "
                    "again.");
}

static wl_status
write_row (wl_request_t *req, Intake__Cooperation *row)
{
    wl_status status;

    row->version++;
    status = store_cooperation_put (req, row);
    if (status != WL_ALREADY_EXISTS)
        return status;
    return wl_fail_field (req, "number", "taken", "Taki numer ma już inne porozumienie.",
                          "Another agreement has this number.");
}

wl_status
intake_get_cooperation (wl_request_t *req, const Intake__CooperationRequest *in,
                        Intake__Cooperation *out)
{
    store_application_t application;

    WL_TRY (find_for_sides (req, in->application_id, &application));
    return none_such (req, store_cooperation (req, in->application_id, false, out));
}

/* ---- preparing ---- */

static wl_status
check_chosen (wl_request_t *req, const store_application_t *application)
{
    if (application->position > 0 ||
        application->view->state == INTAKE__APPLICATION_STATE__RECOMMENDED)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "not-chosen",
                    "Porozumienie zawiera się z autorami pomysłu, który wybrano.",
                    "The agreement is made with the authors of an idea that was chosen.");
}

static void
announce_prepared (wl_request_t *req, const store_application_t *application)
{
    Intake__CooperationPrepared event = INTAKE__COOPERATION_PREPARED__INIT;

    event.application_id = application->view->id;
    event.call_id = application->view->call_id;
    event.applicant_user_id = application->user_id;
    wl_emit (req, application->view->region, application->view->id, &event.base);
}

wl_status
intake_put_cooperation (wl_request_t *req, const Intake__PutCooperationRequest *in,
                        Intake__Cooperation *out)
{
    store_application_t application;
    wl_status status;

    WL_TRY (lock_for_staff (req, in->application_id, &application));
    WL_TRY (check_chosen (req, &application));
    status = store_cooperation (req, in->application_id, true, out);
    if (status != WL_NOT_FOUND)
        WL_TRY (status);
    WL_TRY (check_open (req, out, in->version));
    if (grant_day_end (in->ends_on) < grant_day_end (in->starts_on))
        return wl_fail_field (req, "endsOn", "before-start",
                              "Koniec nie może być przed początkiem.",
                              "The end cannot be before the start.");
    out->application_id = in->application_id;
    out->state = INTAKE__COOPERATION_STATE__COOPERATION_PREPARED;
    out->number = in->number;
    out->operator_name = in->operator_name;
    out->operator_represented_by = in->operator_represented_by;
    out->subject = in->subject;
    out->starts_on = in->starts_on;
    out->ends_on = in->ends_on;
    if (out->version == 0)
        announce_prepared (req, &application);
    return write_row (req, out);
}

/* ---- the innovator's side ---- */

static wl_status
no_key (wl_request_t *req)
{
    return wl_fail (req, WL_FAILED_PRECONDITION, "no-agreement-key",
                    "Numerów PESEL nie można tu zapisać, bo nie ustawiono klucza, którym się je "
                    "szyfruje (agreement.key). Napisz do administratora.",
                    "PESEL numbers cannot be kept here: the key that seals them (agreement.key) is "
                    "not set. Write to the administrator.");
}

static wl_status
bad_pesel (wl_request_t *req, size_t party)
{
    return wl_fail_field (req, wl_text_printf (wl_arena (req), "parties[%zu].pesel", party),
                          "pesel", "To nie jest numer PESEL. Sprawdź cyfry.",
                          "This is no PESEL number. Check its digits.");
}

/* A number that comes back as it was shown is the one that is kept for that place. */
static wl_status
seal_one (wl_request_t *req, const Intake__Cooperation *before, const store_sealed_t *kept,
          size_t kept_count, const Intake__CooperationParty *party, size_t i, store_sealed_t *ret)
{
    const intake_state_t *state = wl_state (req);

    ret->length = 0;
    if (wl_text_empty (party->pesel))
        return WL_OK;
    if (i < kept_count && i < before->n_parties &&
        wl_text_equal (party->pesel, before->parties[i]->pesel)) {
        *ret = kept[i];
        return WL_OK;
    }
    if (!wl_pesel_valid (party->pesel))
        return bad_pesel (req, i);
    if (state == NULL || !state->has_agreement_key)
        return no_key (req);
    pesel_seal (state->agreement_key, party->pesel, ret->bytes);
    ret->length = PESEL_SEALED;
    return WL_OK;
}

static void
mask_all (wl_request_t *req, Intake__Cooperation *row)
{
    for (size_t i = 0; i < row->n_parties; i++) {
        const char *pesel = row->parties[i]->pesel;
        char *mask;
        if (wl_text_empty (pesel))
            continue;
        mask = wl_arena_alloc (wl_arena (req), PESEL_DIGITS + 1);
        pesel_mask (pesel + PESEL_DIGITS - PESEL_SHOWN_DIGITS, mask);
        row->parties[i]->pesel = mask;
    }
}

wl_status
intake_put_cooperation_parties (wl_request_t *req, const Intake__PutCooperationPartiesRequest *in,
                                Intake__Cooperation *out)
{
    store_sealed_t kept[PARTIES_MOST], sealed[PARTIES_MOST];
    store_application_t application;
    size_t count;

    WL_TRY (find_for_sides (req, in->application_id, &application));
    WL_TRY (none_such (req, store_cooperation (req, in->application_id, true, out)));
    WL_TRY (check_open (req, out, in->version));
    WL_TRY (store_cooperation_sealed (req, in->application_id, kept, PARTIES_MOST, &count));
    for (size_t i = 0; i < in->n_parties && i < PARTIES_MOST; i++)
        WL_TRY (seal_one (req, out, kept, count, in->parties[i], i, &sealed[i]));
    out->n_parties = in->n_parties;
    out->parties = in->parties;
    store_cooperation_parties_put (req, out, sealed);
    mask_all (req, out);
    return write_row (req, out);
}

wl_status
intake_show_pesels (wl_request_t *req, const Intake__CooperationRequest *in, Intake__Pesels *out)
{
    const intake_state_t *state = wl_state (req);
    store_sealed_t sealed[PARTIES_MOST];
    store_application_t application;

    WL_TRY (find_for_sides (req, in->application_id, &application));
    WL_TRY (store_cooperation_sealed (req, in->application_id, sealed, PARTIES_MOST, &out->n_list));
    out->list = wl_arena_array (wl_arena (req), out->n_list, sizeof *out->list);
    for (size_t i = 0; i < out->n_list; i++) {
        out->list[i] = wl_arena_alloc (wl_arena (req), PESEL_DIGITS + 1);
        out->list[i][0] = '\0';
        if (sealed[i].length == 0)
            continue;
        if (state == NULL || !state->has_agreement_key ||
            !pesel_open (state->agreement_key, sealed[i].bytes, sealed[i].length, out->list[i]))
            return no_key (req);
    }
    return WL_OK;
}

/* ---- signing ---- */

wl_status
intake_begin_signed_file (wl_request_t *req, const Intake__BeginSignedFileRequest *in,
                          Intake__Attachment *out)
{
    static const attachment_purpose_t purposes[] = {
        [INTAKE__SIGNED_DOCUMENT__SIGNED_COOPERATION] = ATTACHMENT_SIGNED_COOPERATION,
        [INTAKE__SIGNED_DOCUMENT__SIGNED_GRANT] = ATTACHMENT_SIGNED_GRANT,
        [INTAKE__SIGNED_DOCUMENT__SIGNED_PROTOCOL] = ATTACHMENT_SIGNED_PROTOCOL,
    };
    store_application_t application;

    WL_TRY (lock_for_staff (req, in->application_id, &application));
    return signed_file_begin (req, in->application_id, purposes[in->document], NULL, in->name,
                              in->size, out);
}

wl_status
intake_sign_cooperation (wl_request_t *req, const Intake__SignCooperationRequest *in,
                         Intake__Cooperation *out)
{
    Intake__CooperationSigned event = INTAKE__COOPERATION_SIGNED__INIT;
    store_application_t application;

    WL_TRY (lock_for_staff (req, in->application_id, &application));
    WL_TRY (none_such (req, store_cooperation (req, in->application_id, true, out)));
    WL_TRY (check_open (req, out, in->version));
    if (out->n_parties == 0)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-parties",
                        "Porozumienie nie ma jeszcze strony innowatora. Poproś o dane.",
                        "The agreement has nobody on the innovator's side yet. Ask for the data.");
    if (grant_day_end (in->signed_on) > wl_now (req) + WL_DAY)
        return wl_fail_field (req, "signedOn", "not-possible",
                              "Porozumienia nie można podpisać w przyszłości.",
                              "An agreement is not signed in the future.");
    WL_TRY (signed_file_digest (req, in->application_id, in->signed_file_id,
                                ATTACHMENT_SIGNED_COOPERATION, "signedFileId",
                                &out->signed_digest));
    out->state = INTAKE__COOPERATION_STATE__COOPERATION_SIGNED;
    out->signed_on = in->signed_on;
    out->signed_file_id = in->signed_file_id;
    WL_TRY (write_row (req, out));
    event.application_id = in->application_id;
    event.call_id = application.view->call_id;
    event.applicant_user_id = application.user_id;
    wl_emit (req, application.view->region, in->application_id, &event.base);
    return WL_OK;
}
