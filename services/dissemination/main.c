#include "dissemination.handlers.h"
#include "erasure.h"
#include "events.h"
#include "indexing.h"
#include "newsletters.h"
#include "service/service.h"
#include "site.h"
#include "store_entry_programmes.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

extern const wl_migration_t dissemination_migrations[];

static const wl_subscription_t hears[] = {
    { "evaluation", &evaluation__stage_decided__descriptor, on_stage_decided },
    { "evaluation", &evaluation__formal_check_decided__descriptor, on_formal_check_decided },
    { "evaluation", &evaluation__application_ranked__descriptor, on_application_ranked },
    { "intake", &intake__application_submitted__descriptor, on_application_submitted },
    { "intake", &intake__call_published__descriptor, on_call_published },
    { "intake", &intake__person_erased__descriptor, on_person_erased },
    { 0 },
};

static const wl_timer_kind_t timers[] = {
    { .name = INDEX_TIMER, .handle = on_index_entries },
    { .name = MATCH_TIMER,
      .payload = &dissemination__match_searches__descriptor,
      .handle = on_match_searches },
    { .name = CONFIRMATION_TIMER,
      .payload = &dissemination__confirmation_letter__descriptor,
      .prepare = confirmation_prepare,
      .act = confirmation_act,
      .record = confirmation_record },
    { .name = FORGET_SUBSCRIPTION_TIMER, .handle = on_forget_subscription },
    { .name = NEWSLETTER_TIMER,
      .payload = &dissemination__news_letters__descriptor,
      .prepare = newsletters_prepare,
      .act = newsletters_act,
      .record = newsletters_record },
    { 0 },
};

static const wl_service_t dissemination = {
    .name = "dissemination",
    .rpc = &dissemination_handlers,
    .migrations = dissemination_migrations,
    .hears = hears,
    .timers = timers,
    .programmes = dissemination_programmes,
    .start = site_start,
    .stop = site_stop,
};

int
main (int argc, char **argv)
{
    return wl_service_run (&dissemination, argc, argv);
}
