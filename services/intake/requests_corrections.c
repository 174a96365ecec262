/* What the checker asks to be put right, and what came of it. */
#include "correction.h"
#include "correction_rules.h"
#include "intake.handlers.h"
#include "opening.h"
#include "store_calls.h"
#include "store_corrections.h"
#include "submission.h"

/* Requests that were in time are stamped at the gateway; the timer waits until none of them can
 * still be on its way. */
#define TIMER_GRACE (2 * WL_MINUTE)

static wl_status
check_rules (wl_request_t *req, const store_application_t *application,
             const Intake__CorrectionRules *rules)
{
    uint32_t used;

    if (rules == NULL || rules->times == 0)
        return wl_fail (req, WL_FAILED_PRECONDITION, "no-corrections",
                        "Zasady tego naboru nie przewidują poprawek.",
                        "The rules of this call know no corrections.");
    WL_TRY (store_correction_count (req, application, &used));
    if (used < rules->times)
        return WL_OK;
    return wl_failf (req, WL_FAILED_PRECONDITION, "corrections-used",
                     "Na tym etapie wezwano już do poprawek tyle razy, ile pozwala nabór: %u.",
                     "At this stage corrections were asked for as often as the call allows: %u.",
                     rules->times);
}

static wl_status
check_request (wl_request_t *req, const store_application_t *application,
               const Intake__RequestCorrectionRequest *in, const Intake__CorrectionRules *rules)
{
    wl_problems_t problems = { wl_request_error (req), wl_locale (req) };
    size_t before = wl_problem_count (&problems);

    if (!application_state_allows (application->view->state, ACT_ASK_CORRECTION))
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-in-formal-review",
                        "Do poprawek wzywa się tylko wtedy, gdy wniosek czeka na ocenę formalną.",
                        "Corrections are asked for only while an application waits for its formal "
                        "check.");
    WL_TRY (check_rules (req, application, rules));
    correction_check_defects (application->form, rules, in->defects, in->n_defects, &problems);
    return wl_problem_count (&problems) == before ? WL_OK : WL_INVALID_ARGUMENT;
}

static void
fill (wl_request_t *req, const store_application_t *application,
      const Intake__RequestCorrectionRequest *in, const Intake__CorrectionRules *rules,
      Intake__Correction *out)
{
    Intake__Defects *defects = wl_arena_alloc (wl_arena (req), sizeof *defects);

    intake__defects__init (defects);
    defects->n_list = in->n_defects;
    defects->list = in->defects;
    out->application_id = application->view->id;
    out->stage = application->view->stage;
    out->defects = defects;
    out->requested_at = wl_timestamp (wl_arena (req), wl_now (req));
    out->due = wl_timestamp (wl_arena (req), correction_due (rules, wl_now (req)));
}

static void
start (wl_request_t *req, const store_application_t *application,
       const Intake__Correction *correction)
{
    const Intake__Application *view = application->view;
    Intake__CorrectionRequested requested = INTAKE__CORRECTION_REQUESTED__INIT;
    wl_time_t due = wl_timestamp_time (correction->due);

    store_correction_insert (req, application, correction);
    wl_timer_set (req, CORRECTION_REMINDER_TIMER, view->id, correction_reminder (wl_now (req), due),
                  NULL);
    wl_timer_set (req, CORRECTION_DUE_TIMER, view->id, due + TIMER_GRACE, NULL);
    requested.application_id = view->id;
    requested.call_id = view->call_id;
    requested.stage = view->stage;
    requested.applicant_user_id = application->user_id;
    requested.number = view->number;
    requested.due = due;
    wl_emit (req, view->region, view->id, &requested.base);
}

wl_status
intake_request_correction (wl_request_t *req, const Intake__RequestCorrectionRequest *in,
                           Intake__Correction *out)
{
    Intake__Call call = INTAKE__CALL__INIT;
    store_application_t application;
    const char *const *regions;
    size_t region_count;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &region_count);
    WL_TRY (application_not_found (req, store_application_lock_in (req, in->application_id, regions,
                                                                   region_count, &application)));
    WL_TRY (store_call (req, application.view->call_id, &call));
    WL_TRY (check_request (req, &application, in, call.definition->corrections));
    if (!application_state_after (application.view->state, ACT_ASK_CORRECTION,
                                  &application.view->state))
        return WL_INTERNAL;
    fill (req, &application, in, call.definition->corrections, out);
    start (req, &application, out);
    return WL_OK;
}

wl_status
intake_list_corrections (wl_request_t *req, const Intake__ListCorrectionsRequest *in,
                         Intake__ListCorrectionsResponse *out)
{
    store_application_t application;
    const char *const *regions;
    size_t region_count;

    wl_role_regions (req, WL_ROLE_COORDINATOR, &regions, &region_count);
    WL_TRY (application_not_found (req, store_application_visible (req, in->application_id, regions,
                                                                   region_count, &application)));
    return store_corrections (req, in->application_id, &out->n_corrections, &out->corrections);
}
