/* The agreement on a grant: offered, signed or refused, changed. */
#include <strings.h>

#include "application_state.h"
#include "grant_access.h"
#include "grant_refusal.h"
#include "grant_timers.h"
#include "intake.handlers.h"
#include "paging.h"
#include "signed_file.h"
#include "store_applications.h"

/* ---- offering ---- */

static wl_status
no_application (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "application-not-found",
                    "Nie ma takiego wniosku w Twoim regionie.",
                    "There is no such application in your region.");
}

/* The application, its row locked, for staff of its region. */
static wl_status
lock_application (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    bool owner = wl_has_role (req, WL_ROLE_OWNER, NULL);

    WL_TRY (no_application (req, store_application_lock (req, application_id, ret)));
    if (!wl_text_empty (ret->view->number) &&
        (owner || wl_has_role (req, WL_ROLE_COORDINATOR, ret->view->region)))
        return WL_OK;
    return no_application (req, WL_NOT_FOUND);
}

static wl_status
check_offer (wl_request_t *req, const store_application_t *application,
             const Intake__OfferGrantRequest *in, int64_t *ret_sum)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };

    if (!application_state_allows (application->view->state, ACT_DECLINE))
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-chosen",
                        "Umowę można zaproponować tylko wnioskowi wybranemu do grantu.",
                        "Only an application that was chosen can be offered a grant.");
    WL_TRY (grant_check_offer (in, wl_now (req), &problems, ret_sum));
    if (*ret_sum <= application->call.grant.max)
        return WL_OK;
    return wl_fail_field (req, "tranches", "above-max-grant",
                          "Suma transz przekracza największy grant w tym naborze.",
                          "The sum of the tranches is above the largest grant of this call.");
}

static void
fill_tranches (wl_request_t *req, const Intake__OfferGrantRequest *in, Intake__Grant *grant)
{
    wl_arena_t *arena = wl_arena (req);

    grant->n_tranches = grant->n_reports = in->n_tranches;
    grant->tranches = wl_arena_array (arena, in->n_tranches, sizeof *grant->tranches);
    grant->reports = wl_arena_array (arena, in->n_tranches, sizeof *grant->reports);
    for (size_t i = 0; i < in->n_tranches; i++) {
        Intake__Tranche *tranche = wl_arena_alloc (arena, sizeof *tranche);
        Intake__GrantReport *report = wl_arena_alloc (arena, sizeof *report);
        intake__tranche__init (tranche);
        intake__grant_report__init (report);
        tranche->position = report->position = (uint32_t) i + 1;
        tranche->amount_grosze = in->tranches[i]->amount_grosze;
        report->state = INTAKE__REPORT_STATE__REPORT_EXPECTED;
        report->due_until = wl_timestamp (arena, grant_day_end (in->tranches[i]->report_due_on));
        grant->tranches[i] = tranche;
        grant->reports[i] = report;
    }
}

static void
announce_offer (wl_request_t *req, const store_grant_t *grant)
{
    Intake__GrantOffered offered = INTAKE__GRANT_OFFERED__INIT;

    offered.application_id = grant->view->application_id;
    offered.call_id = grant->call_id;
    offered.applicant_user_id = grant->user_id;
    offered.amount_grosze = grant->view->amount_grosze;
    offered.accept_until = wl_timestamp_time (grant->view->accept_until);
    wl_emit (req, grant->region, grant->view->application_id, &offered.base);
}

wl_status
intake_offer_grant (wl_request_t *req, const Intake__OfferGrantRequest *in, Intake__Grant *out)
{
    store_application_t application;
    store_grant_t grant = { .view = out };
    wl_status status;

    WL_TRY (lock_application (req, in->application_id, &application));
    WL_TRY (check_offer (req, &application, in, &out->amount_grosze));
    out->application_id = in->application_id;
    out->number = in->number;
    out->state = INTAKE__GRANT_STATE__GRANT_OFFERED;
    out->own_share_grosze = in->own_share_grosze;
    out->starts_on = in->starts_on;
    out->ends_on = in->ends_on;
    out->accept_until = wl_timestamp (wl_arena (req), grant_day_end (in->accept_on));
    out->version = 1;
    fill_tranches (req, in, out);
    grant.call_id = application.view->call_id;
    grant.region = application.view->region;
    grant.user_id = application.user_id;
    status = store_grant_insert (req, &grant);
    if (status == WL_ALREADY_EXISTS)
        return wl_fail (req, WL_ALREADY_EXISTS, "grant-exists",
                        "Ten wniosek ma już umowę albo numer umowy jest zajęty.",
                        "This application has an agreement already, or the number is taken.");
    WL_TRY (status);
    wl_timer_set (req, GRANT_OFFER_TIMER, out->application_id,
                  wl_timestamp_time (out->accept_until), NULL);
    announce_offer (req, &grant);
    return WL_OK;
}

wl_status
intake_get_grant (wl_request_t *req, const Intake__GetGrantRequest *in, Intake__Grant *out)
{
    store_grant_t grant;

    WL_TRY (grant_read (req, in->application_id, &grant));
    *out = *grant.view;
    return WL_OK;
}

enum { GRANTS_PER_PAGE = 100 };

wl_status
intake_list_grants (wl_request_t *req, const Intake__ListGrantsRequest *in,
                    Intake__ListGrantsResponse *out)
{
    uint32_t limit = wl_page_limit (in->limit, GRANTS_PER_PAGE);
    store_grant_caller_t caller = grant_staff (req);
    char *after;

    WL_TRY (paging_open (req, in->cursor, &after));
    WL_TRY (store_grants_of_call (req, &caller, in, after, limit + 1, out));
    if (out->n_grants > limit) {
        out->n_grants = limit;
        out->next_cursor = wl_cursor_make (req, out->grants[limit - 1]->application_id);
    }
    return in->total ? store_grants_of_call_count (req, &caller, in, out) : WL_OK;
}

enum { GRANTS_OF_PERSON_MOST = 100 };

wl_status
intake_list_my_grants (wl_request_t *req, const Intake__ListMyGrantsRequest *in,
                       Intake__ListGrantsResponse *out)
{
    (void) in;
    return store_grants_of_person (req, wl_user (req), GRANTS_OF_PERSON_MOST, out);
}

/* ---- signing and refusing ---- */

static wl_status
check_offered (wl_request_t *req, const store_grant_t *grant)
{
    if (grant->view->state == INTAKE__GRANT_STATE__GRANT_OFFERED)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "not-offered",
                    "Ta umowa jest już podpisana albo jej termin minął.",
                    "This agreement is signed, or its term has passed.");
}

static void
announce_signed (wl_request_t *req, const store_grant_t *grant)
{
    Intake__GrantSigned event = INTAKE__GRANT_SIGNED__INIT;

    event.application_id = grant->view->application_id;
    event.call_id = grant->call_id;
    event.applicant_user_id = grant->user_id;
    event.amount_grosze = grant->view->amount_grosze;
    wl_emit (req, grant->region, grant->view->application_id, &event.base);
}

/* The digest of the file that is here, of the one that is kept elsewhere, or both if they agree. */
static wl_status
take_signed_file (wl_request_t *req, const Intake__SignGrantRequest *in, Intake__Grant *grant)
{
    uint8_t digest[32];

    grant->signed_digest = in->signed_digest;
    if (!wl_text_empty (in->signed_file_id)) {
        WL_TRY (signed_file_digest (req, in->application_id, in->signed_file_id,
                                    ATTACHMENT_SIGNED_GRANT, "signedFileId",
                                    &grant->signed_digest));
        grant->signed_file_id = in->signed_file_id;
    }
    if (!wl_hex_parse (grant->signed_digest, digest, sizeof digest))
        return wl_fail_field (req, "signedDigest", "not-a-digest",
                              "Wskaż plik albo podaj jego sumę kontrolną BLAKE2b-256: 64 cyfry "
                              "szesnastkowe.",
                              "Give the file or its BLAKE2b-256 digest: 64 hexadecimal digits.");
    if (wl_text_empty (in->signed_digest) ||
        strcasecmp (in->signed_digest, grant->signed_digest) == 0)
        return WL_OK;
    return wl_fail_field (req, "signedDigest", "not-of-the-file",
                          "To nie jest suma kontrolna wskazanego pliku.",
                          "This is not the digest of the file given.");
}

wl_status
intake_sign_grant (wl_request_t *req, const Intake__SignGrantRequest *in, Intake__Grant *out)
{
    store_grant_t grant;

    WL_TRY (grant_lock_for_staff (req, in->application_id, &grant));
    WL_TRY (check_offered (req, &grant));
    WL_TRY (take_signed_file (req, in, grant.view));
    if (grant_day_end (in->signed_on) > grant_day_end (grant.view->ends_on) ||
        grant_day_end (in->signed_on) > wl_now (req) + WL_DAY)
        return wl_fail_field (req, "signedOn", "not-possible",
                              "Umowy nie można podpisać w przyszłości ani po jej końcu.",
                              "An agreement is not signed in the future, nor after its end.");
    grant.view->state = INTAKE__GRANT_STATE__GRANT_RUNNING;
    grant.view->signed_on = in->signed_on;
    grant.view->version++;
    store_grant_update (req, grant.view);
    WL_TRY (grant_book (req, &grant, INTAKE__LEDGER_KIND__AGREED, grant.view->amount_grosze,
                        grant.view->number));
    wl_timer_cancel (req, GRANT_OFFER_TIMER, in->application_id);
    announce_signed (req, &grant);
    *out = *grant.view;
    return WL_OK;
}

wl_status
intake_decline_grant (wl_request_t *req, const Intake__DeclineGrantRequest *in, Intake__Grant *out)
{
    store_grant_t grant;

    WL_TRY (grant_lock_own (req, in->application_id, &grant));
    WL_TRY (check_offered (req, &grant));
    WL_TRY (grant_refuse (req, &grant, INTAKE__GRANT_REFUSAL__BY_GRANTEE));
    *out = *grant.view;
    return WL_OK;
}

/* ---- amendments ---- */

static wl_status
check_change (wl_request_t *req, const store_grant_t *grant, int64_t change, const char *ends_on)
{
    if (!grant_may_change (grant->view, change))
        return wl_fail_field (req, "changeGrosze", "not-possible",
                              "Zmiana kwoty dotyczy ostatniej transzy, a ta jest wypłacona albo "
                              "za mała.",
                              "The amount changes by the last tranche, and that one is paid or "
                              "too small.");
    if (!wl_text_empty (ends_on) &&
        grant_day_end (ends_on) < grant_day_end (grant->view->starts_on))
        return wl_fail_field (req, "endsOn", "before-start",
                              "Umowa kończyłaby się przed początkiem.",
                              "The agreement would end before it starts.");
    return WL_OK;
}

static Intake__Amendment *
amendment_new (wl_request_t *req, Intake__Grant *view)
{
    Intake__Amendment **list =
        wl_arena_array (wl_arena (req), view->n_amendments + 1, sizeof *list);
    Intake__Amendment *amendment = wl_arena_alloc (wl_arena (req), sizeof *amendment);

    intake__amendment__init (amendment);
    for (size_t i = 0; i < view->n_amendments; i++)
        list[i] = view->amendments[i];
    list[view->n_amendments++] = amendment;
    amendment->position = (uint32_t) view->n_amendments;
    view->amendments = list;
    return amendment;
}

enum { AMENDMENTS_MOST = 100 };

wl_status
intake_ask_amendment (wl_request_t *req, const Intake__AskAmendmentRequest *in, Intake__Grant *out)
{
    Intake__Amendment *amendment;
    store_grant_t grant;
    size_t count;

    WL_TRY (grant_lock_own (req, in->application_id, &grant));
    if (grant.view->state != INTAKE__GRANT_STATE__GRANT_RUNNING)
        return grant_say (req, GRANT_NOT_RUNNING);
    count = grant.view->n_amendments;
    if (count >= AMENDMENTS_MOST || (count > 0 && grant.view->amendments[count - 1]->state ==
                                                      INTAKE__AMENDMENT_STATE__AMENDMENT_ASKED))
        return wl_fail (req, WL_FAILED_PRECONDITION, "amendment-waits",
                        "Poprzednia prośba o aneks czeka jeszcze na odpowiedź.",
                        "The amendment asked for before still waits for an answer.");
    WL_TRY (check_change (req, &grant, in->change_grosze, in->ends_on));
    amendment = amendment_new (req, grant.view);
    amendment->state = INTAKE__AMENDMENT_STATE__AMENDMENT_ASKED;
    amendment->change_grosze = in->change_grosze;
    amendment->ends_on = in->ends_on;
    amendment->reason = in->reason;
    store_amendment_put (req, in->application_id, amendment);
    *out = *grant.view;
    return WL_OK;
}

/* The change was possible when it was asked for; much may have been paid since. */
static wl_status
carry_out (wl_request_t *req, store_grant_t *grant, const Intake__Amendment *amendment)
{
    Intake__Grant *view = grant->view;
    uint32_t last = (uint32_t) view->n_tranches;
    int64_t change = amendment->change_grosze;

    WL_TRY (check_change (req, grant, change, amendment->ends_on));
    if (!wl_text_empty (amendment->ends_on))
        view->ends_on = amendment->ends_on;
    view->version++;
    store_grant_update (req, view);
    if (change == 0)
        return WL_OK;
    view->tranches[last - 1]->amount_grosze += change;
    store_tranche_update (req, view, last);
    return grant_book (req, grant,
                       change > 0 ? INTAKE__LEDGER_KIND__RAISED : INTAKE__LEDGER_KIND__LOWERED,
                       change > 0 ? change : -change, amendment->number);
}

wl_status
intake_decide_amendment (wl_request_t *req, const Intake__DecideAmendmentRequest *in,
                         Intake__Grant *out)
{
    Intake__Amendment *amendment;
    store_grant_t grant;

    WL_TRY (grant_lock_for_staff (req, in->application_id, &grant));
    if (grant.view->state != INTAKE__GRANT_STATE__GRANT_RUNNING)
        return grant_say (req, GRANT_NOT_RUNNING);
    if (in->position > grant.view->n_amendments)
        return wl_fail (req, WL_NOT_FOUND, "amendment-not-found", "Nie ma takiej prośby o aneks.",
                        "There is no such amendment.");
    amendment = grant.view->amendments[in->position - 1];
    if (amendment->state != INTAKE__AMENDMENT_STATE__AMENDMENT_ASKED)
        return wl_fail (req, WL_FAILED_PRECONDITION, "amendment-decided",
                        "Na tę prośbę już odpowiedziano.", "This one was answered already.");
    if (in->agree && wl_text_empty (in->number))
        return wl_fail_field (req, "number", "required", "Podaj numer podpisanego aneksu.",
                              "Give the number of the signed amendment.");
    if (!in->agree && wl_text_empty (in->reason))
        return wl_fail_field (req, "reason", "required", "Uzasadnij odmowę.",
                              "Give the reason of the refusal.");
    amendment->state = in->agree ? INTAKE__AMENDMENT_STATE__AMENDMENT_AGREED
                                 : INTAKE__AMENDMENT_STATE__AMENDMENT_REFUSED;
    amendment->number = in->number;
    amendment->decision_reason = in->reason;
    store_amendment_put (req, in->application_id, amendment);
    if (in->agree)
        WL_TRY (carry_out (req, &grant, amendment));
    *out = *grant.view;
    return WL_OK;
}
