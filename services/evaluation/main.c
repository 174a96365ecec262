#include "call_halts.h"
#include "corrections.h"
#include "erasure.h"
#include "evaluation.handlers.h"
#include "events.h"
#include "grants.h"
#include "rehearsed_calls.h"
#include "search.h"
#include "second_opinions.h"
#include "site.h"
#include "site_report.h"
#include "store_dossier_programmes.h"
#include "wlacznik/intake.pb-c.h"

extern const wl_migration_t evaluation_migrations[];

static const wl_subscription_t hears[] = {
    { "intake", &intake__call_published__descriptor, on_call_published },
    { "intake", &intake__call_extended__descriptor, on_call_extended },
    { "intake", &intake__call_suspended__descriptor, on_call_suspended },
    { "intake", &intake__call_resumed__descriptor, on_call_resumed },
    { "intake", &intake__call_annulled__descriptor, on_call_annulled },
    { "intake", &intake__form_revised__descriptor, on_form_revised },
    { "intake", &intake__application_submitted__descriptor, on_application_submitted },
    { "intake", &intake__application_withdrawn__descriptor, on_application_withdrawn },
    { "intake", &intake__correction_requested__descriptor, on_correction_requested },
    { "intake", &intake__application_corrected__descriptor, on_application_corrected },
    { "intake", &intake__application_not_considered__descriptor, on_application_not_considered },
    { "intake", &intake__grant_refused__descriptor, on_grant_refused },
    { "intake", &intake__person_erased__descriptor, on_person_erased },
    { "intake", &intake__coauthor_joined__descriptor, on_coauthor_joined },
    { "intake", &intake__ownership_transferred__descriptor, on_ownership_transferred },
    { "intake", &intake__rehearsal_clock_moved__descriptor, on_rehearsal_clock_moved },
    { "intake", &intake__rehearsal_deleted__descriptor, on_rehearsal_deleted },
    { WL_TARGET_CENTRE, &evaluation__application_ranked__descriptor, on_centre_ranked },
    { WL_TARGET_CENTRE, &evaluation__appeal_filed__descriptor, on_centre_appeal_filed },
    { WL_TARGET_CENTRE, &evaluation__second_opinion_asked__descriptor, on_second_opinion_asked },
    { WL_TARGET_CENTRE, &evaluation__second_opinion_offered__descriptor,
      on_second_opinion_offered },
    { 0 },
};

static const wl_timer_kind_t timers[] = {
    { .name = "offer-due", .handle = on_offer_due },
    { .name = "search-words", .handle = on_search_words, .background = true },
    { 0 },
};

static const wl_job_t jobs[] = {
    { .name = "report", .turn = report_turn, .setting = "site.region" },
    { 0 },
};

static const wl_service_t evaluation = {
    .name = "evaluation",
    .rpc = &evaluation_handlers,
    .migrations = evaluation_migrations,
    .hears = hears,
    .rehearses = true,
    .timers = timers,
    .jobs = jobs,
    .programmes = evaluation_programmes,
    .start = site_start,
    .stop = site_stop,
};

int
main (int argc, char **argv)
{
    return wl_service_run (&evaluation, argc, argv);
}
