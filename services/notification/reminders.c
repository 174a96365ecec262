#include "reminders.h"

#include "gateway.contract.h"
#include "gather.h"
#include "intake.contract.h"
#include "letters.h"
#include "rehearsed_letters.h"
#include "schedule.h"
#include "store_schedule.h"
#include "wlacznik/evaluation.pb-c.h"

enum { DRAFTS_A_PAGE = 500, CARD_FACTS = 2, REPORT_FACTS = 2 };

/* ---- the dates of a call ---- */

static void
read_terms (const Intake__Call *call, store_schedule_t *ret)
{
    const Intake__CallDefinition *definition = call->definition;

    ret->programme_id = definition->programme_id;
    ret->submit_until = wl_timestamp_time (definition->submit_until);
    ret->hold_results = definition->letters != NULL && definition->letters->hold_results;
    ret->four_eyes = definition->letters != NULL && definition->letters->four_eyes;
    for (size_t i = 0; i < definition->n_stages && ret->assessment_days == 0; i++) {
        const Wlacznik__StageTerms *terms = definition->stages[i]->terms;
        if (terms == NULL)
            continue;
        ret->assessment_days = (int) terms->assessment_days;
        ret->working_days = terms->assessment_working_days;
    }
}

wl_status
reminders_schedule (wl_request_t *req, const char *call_id, store_schedule_t *ret)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    wl_status status = store_load_schedule (req, call_id, ret);
    Intake__Call *call;

    if (status != WL_NOT_FOUND)
        return status;
    ask.call_id = wl_text_copy (wl_arena (req), call_id);
    WL_TRY (intake_call_get_call (req, &ask, &call));
    *ret = (store_schedule_t){ .call_id = call_id };
    read_terms (call, ret);
    store_put_schedule (req, ret);
    return WL_OK;
}

/* ---- drafts ---- */

/* A step whose time is over is not made up for: the next one says the same, and sooner. */
static void
set_draft_timers (wl_request_t *req, const char *call_id, wl_time_t until)
{
    wl_time_t now = wl_clock_now (&wl_clock_system);
    size_t count;
    const schedule_step_t *steps = schedule_draft_steps (&count);

    for (size_t i = 0; i < count; i++) {
        char *key = wl_text_printf (wl_arena (req), "%s/%s", call_id, steps[i].name);
        Notification__DraftTask task = NOTIFICATION__DRAFT_TASK__INIT;
        task.call_id = wl_text_copy (wl_arena (req), call_id);
        task.step = wl_text_copy (wl_arena (req), steps[i].name);
        task.until = until;
        if (until - steps[i].before > now)
            wl_timer_set (req, DRAFT_TIMER, key, until - steps[i].before, &task.base);
        else
            wl_timer_cancel (req, DRAFT_TIMER, key);
    }
}

wl_status
on_call_published (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallPublished *body = event->body;
    store_schedule_t schedule;

    WL_TRY (reminders_schedule (req, body->call_id, &schedule));
    set_draft_timers (req, body->call_id, schedule.submit_until);
    return rehearsal_take_words (req, body->call_id);
}

wl_status
on_call_extended (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CallExtended *body = event->body;
    store_schedule_t schedule;

    WL_TRY (reminders_schedule (req, body->call_id, &schedule));
    schedule.submit_until = body->submit_until;
    store_put_schedule (req, &schedule);
    set_draft_timers (req, body->call_id, body->submit_until);
    return WL_OK;
}

wl_status
on_application_started (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationStarted *body = event->body;

    store_draft_t draft = { body->application_id, body->applicant_user_id, event->region };

    store_put_draft (req, &draft, body->call_id);
    return WL_OK;
}

wl_status
on_application_dropped (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationDropped *body = event->body;

    store_delete_draft (req, body->application_id);
    return WL_OK;
}

static wl_status
remind_of_draft (wl_request_t *req, const Notification__DraftTask *task, const store_draft_t *draft)
{
    Notification__Facts facts = NOTIFICATION__FACTS__INIT;
    Notification__Fact *list[2];
    store_message_t message = { .template = "draft-unfinished",
                                .user_id = draft->user_id,
                                .call_id = task->call_id,
                                .email = "",
                                .locale = "",
                                .facts = &facts };

    list[0] = letters_fact (req, "until-at",
                            wl_text_printf (wl_arena (req), "%lld", (long long) task->until));
    list[1] = letters_fact (req, "application", draft->application_id);
    facts.n_list = 2;
    facts.list = list;
    message.origin = wl_text_printf (wl_arena (req), "draft/%s/%s/%lld", draft->application_id,
                                     task->step, (long long) task->until);
    letters_queue (req, &message);
    return WL_OK;
}

/* A page a run, and the timer set anew for the next: however many there are, memory and the
 * transaction stay small. */
wl_status
on_draft_reminder (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    Notification__DraftTask task = *(const Notification__DraftTask *) payload;
    store_draft_t *drafts;
    size_t count;

    WL_TRY (store_list_drafts (req, task.call_id, task.after, DRAFTS_A_PAGE, &drafts, &count));
    for (size_t i = 0; i < count; i++)
        WL_TRY (remind_of_draft (req, &task, &drafts[i]));
    if (count < DRAFTS_A_PAGE)
        return WL_OK;
    task.after = wl_text_copy (wl_arena (req), drafts[count - 1].application_id);
    wl_timer_set (req, DRAFT_TIMER, timer->key, wl_clock_now (&wl_clock_system), &task.base);
    return WL_OK;
}

/* ---- cards ---- */

static void
set_card_timer (wl_request_t *req, Notification__CardTask *task, bool overdue, wl_time_t at)
{
    task->overdue = overdue;
    wl_timer_set (
        req, CARD_TIMER,
        wl_text_printf (wl_arena (req), "%s/%s", task->card_id, overdue ? "overdue" : "soon"), at,
        &task->base);
}

wl_status
reminders_of_card (wl_request_t *req, const wl_event_t *event, wl_time_t *ret_until)
{
    const Evaluation__CardAssigned *body = event->body;
    Notification__CardTask task = NOTIFICATION__CARD_TASK__INIT;
    store_schedule_t schedule;
    schedule_card_t term;

    *ret_until = 0;
    WL_TRY (reminders_schedule (req, body->call_id, &schedule));
    if (schedule.assessment_days == 0)
        return WL_OK;
    term = schedule_card_term (event->at, schedule.assessment_days,
                               schedule.working_days ? WL_WORKING_DAYS : WL_CALENDAR_DAYS);
    task.card_id = body->card_id;
    task.call_id = body->call_id;
    task.application_id = body->application_id;
    task.assessor_user_id = body->assessor_user_id;
    task.region = wl_text_copy (wl_arena (req), event->region);
    task.number = body->number;
    task.until = term.until;
    if (term.remind_at != 0)
        set_card_timer (req, &task, false, term.remind_at);
    set_card_timer (req, &task, true, term.overdue_at);
    *ret_until = term.until;
    return WL_OK;
}

wl_status
on_card_locked (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__CardLocked *body = event->body;

    wl_timer_cancel (req, CARD_TIMER, wl_text_printf (wl_arena (req), "%s/soon", body->card_id));
    wl_timer_cancel (req, CARD_TIMER, wl_text_printf (wl_arena (req), "%s/overdue", body->card_id));
    return WL_OK;
}

/* ---- whom it concerns ---- */

wl_status
reminders_coordinators (wl_request_t *req, const char *call_id, const char *region,
                        Gateway__ListRoleHoldersResponse **ret)
{
    Gateway__ListRoleHoldersRequest ask = GATEWAY__LIST_ROLE_HOLDERS_REQUEST__INIT;
    store_schedule_t schedule;

    if (!wl_text_empty (call_id)) {
        WL_TRY (reminders_schedule (req, call_id, &schedule));
        ask.programme_id = wl_text_copy (wl_arena (req), schedule.programme_id);
    }
    ask.role = WLACZNIK__ROLE__COORDINATOR;
    ask.region = wl_text_copy (wl_arena (req), region);
    return gateway_call_list_role_holders (req, &ask, ret);
}

static wl_status
queue_about_card (wl_request_t *req, const Notification__CardTask *task, const char *template,
                  const char *user_id, const char *application_id)
{
    Notification__Facts facts = NOTIFICATION__FACTS__INIT;
    Notification__Fact *list[CARD_FACTS];
    store_message_t message = { .template = template,
                                .user_id = user_id,
                                .call_id = task->call_id,
                                .application_id = application_id,
                                .email = "",
                                .locale = "",
                                .facts = &facts };

    list[0] = letters_fact (req, "number", task->number);
    list[1] = letters_fact (req, "until-at",
                            wl_text_printf (wl_arena (req), "%lld", (long long) task->until));
    facts.n_list = CARD_FACTS;
    facts.list = list;
    message.origin =
        wl_text_printf (wl_arena (req), "card/%s/%s/%s", task->card_id, template, user_id);
    letters_queue (req, &message);
    return WL_OK;
}

/* The assessor's letters have no application: they must not lead to the content before the
 * declaration. */
wl_status
on_card_reminder (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    const Notification__CardTask *task = payload;
    Gateway__ListRoleHoldersResponse *coordinators;

    (void) timer;
    if (!task->overdue)
        return queue_about_card (req, task, "card-reminder", task->assessor_user_id, "");
    WL_TRY (reminders_coordinators (req, task->call_id, task->region, &coordinators));
    WL_TRY (queue_about_card (req, task, "card-overdue", task->assessor_user_id, ""));
    for (size_t i = 0; i < coordinators->n_user_ids; i++) {
        /* An assessor who coordinates was just told; nobody gets two letters for two roles. */
        if (wl_text_equal (coordinators->user_ids[i], task->assessor_user_id))
            continue;
        WL_TRY (queue_about_card (req, task, "assessment-overdue", coordinators->user_ids[i],
                                  task->application_id));
    }
    return WL_OK;
}

/* ---- reports ---- */

static const char *
report_key (wl_request_t *req, const char *application_id, uint32_t position, const char *step)
{
    return wl_text_printf (wl_arena (req), "%s/%u/%s", application_id, position, step);
}

void
reminders_of_report (wl_request_t *req, const char *application_id, const char *user_id,
                     uint32_t position, wl_time_t late_from)
{
    Notification__ReportTask task = NOTIFICATION__REPORT_TASK__INIT;
    wl_time_t now = wl_clock_now (&wl_clock_system);
    size_t count;
    const schedule_step_t *steps = schedule_report_steps (&count);

    task.application_id = wl_text_copy (wl_arena (req), application_id);
    task.applicant_user_id = wl_text_copy (wl_arena (req), user_id);
    task.position = position;
    task.until = late_from - WL_SECOND;
    for (size_t i = 0; i < count; i++) {
        wl_time_t at = schedule_report_at (&steps[i], task.until);
        const char *key = report_key (req, application_id, position, steps[i].name);
        task.step = wl_text_copy (wl_arena (req), steps[i].name);
        if (late_from != 0 && at > now)
            wl_timer_set (req, REPORT_TIMER, key, at, &task.base);
        else
            wl_timer_cancel (req, REPORT_TIMER, key);
    }
}

void
reminders_report_came (wl_request_t *req, const char *application_id, uint32_t position)
{
    reminders_of_report (req, application_id, "", position, 0);
}

/* The same report may come due twice, when it has to be mended: its term tells the two apart. */
wl_status
on_report_reminder (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    const Notification__ReportTask *task = payload;
    Notification__Facts facts = NOTIFICATION__FACTS__INIT;
    Notification__Fact *list[REPORT_FACTS];
    const Intake__ApplicationTitle *title;
    store_message_t message = { .template = "report-due",
                                .user_id = task->applicant_user_id,
                                .application_id = task->application_id,
                                .email = "",
                                .locale = "",
                                .facts = &facts };

    (void) timer;
    WL_TRY (gather_title (req, task->application_id, &title));
    message.call_id = title == NULL ? "" : title->call_id;
    list[0] = letters_fact (req, "position", wl_text_printf (wl_arena (req), "%u", task->position));
    list[1] = letters_fact (req, "until-at",
                            wl_text_printf (wl_arena (req), "%lld", (long long) task->until));
    facts.n_list = REPORT_FACTS;
    facts.list = list;
    message.origin = wl_text_printf (wl_arena (req), "report/%s/%u/%s/%lld", task->application_id,
                                     task->position, task->step, (long long) task->until);
    letters_queue (req, &message);
    return WL_OK;
}
