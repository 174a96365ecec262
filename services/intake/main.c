#include <stdlib.h>

#include "attachment_check.h"
#include "call_notice.h"
#include "coauthor.h"
#include "correction.h"
#include "erasure.h"
#include "events.h"
#include "grant_timers.h"
#include "intake.handlers.h"
#include "likeness_timer.h"
#include "rehearsal.h"
#include "store_application_programmes.h"
#include "wlacznik/dissemination.pb-c.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/gateway.pb-c.h"
#include "wlacznik/notification.pb-c.h"

extern const wl_migration_t intake_migrations[];

static const wl_subscription_t hears[] = {
    { "evaluation", &evaluation__formal_check_decided__descriptor, on_formal_check_decided },
    { "evaluation", &evaluation__application_ranked__descriptor, on_application_ranked },
    { "evaluation", &evaluation__stage_decided__descriptor, on_stage_decided },
    { "evaluation", &evaluation__ranking_published__descriptor, on_ranking_published },
    { "evaluation", &evaluation__appeal_filed__descriptor, on_appeal_filed },
    { "evaluation", &evaluation__appeal_decided__descriptor, on_appeal_decided },
    { "evaluation", &evaluation__erasure_confirmed__descriptor, on_erasure_confirmed },
    { "evaluation", &evaluation__carer_appointed__descriptor, on_carer_appointed },
    { "gateway", &gateway__account_erased__descriptor, on_account_erased },
    { "notification", &notification__letters_erased__descriptor, on_letters_erased },
    { "dissemination", &dissemination__erasure_confirmed__descriptor, on_catalogue_erased },
    { 0 },
};

static const wl_timer_kind_t timers[] = {
    { CALL_NOTICE_TIMER, &intake__call_notice_task__descriptor, on_call_notice },
    { .name = COAUTHOR_INVITATION_TIMER,
      .payload = &notification__send_message_request__descriptor,
      .prepare = coauthor_letter_prepare,
      .act = coauthor_letter_act,
      .record = coauthor_letter_record },
    { .name = COAUTHOR_INVITATION_OVER_TIMER, .handle = on_coauthor_invitation_over },
    { .name = CORRECTION_REMINDER_TIMER, .handle = on_correction_reminder },
    { .name = CORRECTION_DUE_TIMER, .handle = on_correction_due },
    { .name = LIKENESS_TIMER, .handle = on_likeness_due, .background = true },
    { .name = ATTACHMENT_CHECK_TIMER,
      .prepare = attachment_check_prepare,
      .act = attachment_check_act,
      .record = attachment_check_record },
    { .name = PHOTO_CLEAN_TIMER,
      .prepare = attachment_check_prepare,
      .act = attachment_check_act,
      .record = attachment_check_record,
      .background = true },
    { .name = ATTACHMENT_ABANDONED_TIMER, .handle = on_attachment_abandoned },
    { .name = GRANT_OFFER_TIMER, .handle = on_grant_offer_over },
    { .name = REPORT_DUE_TIMER, .handle = on_report_due },
    { .name = ERASURE_TIMER, .handle = on_erasure_due },
    { .name = INVENTION_TIMER, .handle = on_invention_due, .background = true },
    { .name = REHEARSAL_OVER_TIMER, .handle = on_rehearsal_over },
    { 0 },
};

static wl_status
start (wl_daemon_t *daemon, void **ret_state, wl_error_t *error)
{
    intake_state_t *state = calloc (1, sizeof *state);
    const char *key;

    if (state == NULL)
        return wl_error_set (error, WL_RESOURCE_EXHAUSTED, "no-memory", "no memory");
    key = wl_config_text (wl_daemon_config (daemon), "agreement.key", "");
    state->has_agreement_key = *key != '\0';
    if (*key != '\0' && !wl_hex_parse (key, state->agreement_key, PESEL_SEAL_KEY)) {
        free (state);
        return wl_error_set (error, WL_INVALID_ARGUMENT, "bad-setting",
                             "agreement.key must be 64 hexadecimal digits");
    }
    state->scanner = wl_config_text (wl_daemon_config (daemon), "scanner.address", NULL);
    *ret_state = state;
    return WL_OK;
}

static void
stop (void **state_p)
{
    free (*state_p);
    *state_p = NULL;
}

static const wl_service_t intake = {
    .name = "intake",
    .rpc = &intake_handlers,
    .migrations = intake_migrations,
    .hears = hears,
    .rehearses = true,
    .timers = timers,
    .programmes = intake_programmes,
    .start = start,
    .stop = stop,
};

int
main (int argc, char **argv)
{
    return wl_service_run (&intake, argc, argv);
}
