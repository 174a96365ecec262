#include "bounces.h"
#include "calling.h"
#include "composing.h"
#include "digest.h"
#include "erasure.h"
#include "events.h"
#include "mailing.h"
#include "mailing_programmes.h"
#include "notification.handlers.h"
#include "plugging.h"
#include "rehearsed_letters.h"
#include "reminders.h"
#include "sending.h"
#include "wlacznik/dissemination.pb-c.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

extern const wl_migration_t notification_migrations[];

static const wl_subscription_t hears[] = {
    { "intake", &intake__call_published__descriptor, on_call_published },
    { "intake", &intake__call_extended__descriptor, on_call_extended },
    { "intake", &intake__application_started__descriptor, on_application_started },
    { "intake", &intake__application_dropped__descriptor, on_application_dropped },
    { "intake", &intake__application_submitted__descriptor, on_draft_ended },
    { "intake", &intake__application_withdrawn__descriptor, on_draft_ended },
    { "intake", &intake__correction_requested__descriptor, on_letter_event },
    { "intake", &intake__correction_reminder__descriptor, on_letter_event },
    { "intake", &intake__application_not_considered__descriptor, on_letter_event },
    { "intake", &intake__call_notice__descriptor, on_letter_event },
    { "evaluation", &evaluation__formal_check_decided__descriptor, on_formal_check_decided },
    { "evaluation", &evaluation__card_assigned__descriptor, on_card_assigned },
    { "evaluation", &evaluation__card_locked__descriptor, on_card_locked },
    { "evaluation", &evaluation__third_assessment_needed__descriptor, on_letter_event },
    { "evaluation", &evaluation__application_ranked__descriptor, on_application_ranked },
    { "evaluation", &evaluation__stage_decided__descriptor, on_letter_event },
    { "evaluation", &evaluation__appeal_filed__descriptor, on_letter_event },
    { "evaluation", &evaluation__appeal_decided__descriptor, on_letter_event },
    { "evaluation", &evaluation__offer_made__descriptor, on_letter_event },
    { "evaluation", &evaluation__panel_pitch_invited__descriptor, on_letter_event },
    { "evaluation", &evaluation__panel_pitch_cancelled__descriptor, on_letter_event },
    { "intake", &intake__grant_offered__descriptor, on_letter_event },
    { "intake", &intake__tranche_paid__descriptor, on_tranche_paid },
    { "intake", &intake__report_decided__descriptor, on_report_decided },
    { "intake", &intake__report_overdue__descriptor, on_letter_event },
    { "intake", &intake__application_corrected__descriptor, on_letter_event },
    { "intake", &intake__grant_signed__descriptor, on_letter_event },
    { "intake", &intake__grant_refused__descriptor, on_letter_event },
    { "intake", &intake__grant_closed__descriptor, on_letter_event },
    { "intake", &intake__report_submitted__descriptor, on_report_submitted },
    { "intake", &intake__data_request_filed__descriptor, on_letter_event },
    { "intake", &intake__data_request_answered__descriptor, on_letter_event },
    { "evaluation", &evaluation__offer_answered__descriptor, on_letter_event },
    { "evaluation", &evaluation__desk_opened__descriptor, on_letter_event },
    { "evaluation", &evaluation__desk_closed__descriptor, on_letter_event },
    { "dissemination", &dissemination__entry_published__descriptor, on_letter_event },
    { "dissemination", &dissemination__saved_search_matched__descriptor, on_letter_event },
    { "dissemination", &dissemination__adoption_changed__descriptor, on_letter_event },
    { "dissemination", &dissemination__policy_changed__descriptor, on_letter_event },
    { "intake", &intake__person_erased__descriptor, on_person_erased },
    { "intake", &intake__coauthor_joined__descriptor, on_letter_event },
    { "intake", &intake__ownership_offered__descriptor, on_letter_event },
    { "intake", &intake__ownership_transferred__descriptor, on_ownership_transferred },
    { "intake", &intake__draft_shown__descriptor, on_letter_event },
    { "intake", &intake__carer_commented__descriptor, on_letter_event },
    { "intake", &intake__cooperation_prepared__descriptor, on_letter_event },
    { "intake", &intake__cooperation_signed__descriptor, on_letter_event },
    { "intake", &intake__rehearsal_clock_moved__descriptor, on_rehearsal_clock_moved },
    { "intake", &intake__rehearsal_deleted__descriptor, on_rehearsal_deleted },
    { 0 },
};

static const wl_timer_kind_t timers[] = {
    { .name = DIGEST_TIMER, .handle = on_digest },
    { .name = DRAFT_TIMER,
      .payload = &notification__draft_task__descriptor,
      .handle = on_draft_reminder },
    { .name = CARD_TIMER,
      .payload = &notification__card_task__descriptor,
      .handle = on_card_reminder },
    { .name = REPORT_TIMER,
      .payload = &notification__report_task__descriptor,
      .handle = on_report_reminder },
    { .name = REHEARSAL_SWEEP_TIMER, .handle = on_rehearsal_sweep },
    { 0 },
};

static const wl_job_t jobs[] = {
    { .name = "mailings", .turn = mailing_turn },
    { .name = "compose", .turn = composing_turn },
    { .name = "send", .turn = sending_turn, .threads_setting = "smtp.senders", .threads = 1 },
    { .name = "webhooks",
      .turn = calling_turn,
      .threads_setting = "webhooks.threads",
      .threads = 2 },
    { .name = "bounces", .turn = bounces_turn },
    { .name = "plug-ins", .turn = plugging_turn },
    { 0 },
};

static const wl_service_t notification = {
    .name = "notification",
    .rpc = &notification_handlers,
    .migrations = notification_migrations,
    .hears = hears,
    .rehearses = true,
    .timers = timers,
    .jobs = jobs,
    .programmes = notification_programmes,
    .start = notification_start,
    .stop = notification_stop,
};

int
main (int argc, char **argv)
{
    return wl_service_run (&notification, argc, argv);
}
