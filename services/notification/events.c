#include "events.h"

#include "gather.h"
#include "letter_rules.h"
#include "letters.h"
#include "reminders.h"
#include "store_mailings.h"
#include "store_schedule.h"

/* The message but for whom it is for. */
static store_message_t
message_of (wl_request_t *req, const letter_t *letter)
{
    Notification__Facts *facts = wl_arena_alloc (wl_arena (req), sizeof *facts);

    notification__facts__init (facts);
    facts->n_list = letter->fact_count;
    facts->list = wl_arena_array (wl_arena (req), letter->fact_count, sizeof *facts->list);
    for (size_t i = 0; i < letter->fact_count; i++)
        facts->list[i] = letters_fact (req, letter->facts[i].name, letter->facts[i].value);
    return (store_message_t){ .template = letter->template,
                              .call_id = letter->call_id,
                              .application_id = letter->application_id,
                              .email = "",
                              .locale = "",
                              .facts = facts };
}

/* ---- whom ---- */

/* Who wrote it, and its call: events of grants, cards and entries do not say it, and muting, own
 * texts and the counts of a call go by it. An application that nobody knows was erased meanwhile,
 * or is none: an entry may come from elsewhere. */
static wl_status
find_application (wl_request_t *req, letter_t *letter)
{
    const Intake__ApplicationTitle *title;

    if (wl_text_empty (letter->application_id) ||
        (letter->to != TO_AUTHOR && !wl_text_empty (letter->call_id)))
        return WL_OK;
    WL_TRY (gather_title (req, letter->application_id, &title));
    if (title == NULL)
        return WL_OK;
    if (wl_text_empty (letter->call_id))
        letter->call_id = title->call_id;
    if (letter->to != TO_AUTHOR || wl_text_empty (title->applicant_user_id))
        return WL_OK;
    letter->user_ids = (const char *const *) &title->applicant_user_id;
    letter->user_count = 1;
    return WL_OK;
}

static wl_status
find_users (wl_request_t *req, const wl_event_t *event, letter_t *letter)
{
    Gateway__ListRoleHoldersResponse *coordinators;

    WL_TRY (find_application (req, letter));
    if (letter->to != TO_COORDINATORS)
        return WL_OK;
    WL_TRY (reminders_coordinators (req, letter->call_id, event->region, &coordinators));
    letter->user_ids = (const char *const *) coordinators->user_ids;
    letter->user_count = coordinators->n_user_ids;
    return WL_OK;
}

/* ---- queueing ---- */

/* Where an event has one letter to one person its place in the log is the origin; else the letter's
 * name and the person stand behind it. */
static const char *
origin_of (wl_request_t *req, const wl_event_t *event, const letter_t *letter, const char *user_id)
{
    const char *place = wl_text_printf (wl_arena (req), "%s/%s/%llu", event->source, event->region,
                                        (unsigned long long) event->sequence);

    return letter->to == TO_ACCOUNTS && letter->user_count == 1
               ? place
               : wl_text_printf (wl_arena (req), "%s/%s/%s", place, letter->template, user_id);
}

static wl_status
queue_letter (wl_request_t *req, const wl_event_t *event, letter_t *letter)
{
    store_message_t message = message_of (req, letter);

    WL_TRY (find_users (req, event, letter));
    message.call_id = letter->call_id;
    for (size_t i = 0; i < letter->user_count; i++) {
        message.user_id = letter->user_ids[i];
        message.origin = origin_of (req, event, letter, message.user_id);
        letters_queue (req, &message);
    }
    return WL_OK;
}

static wl_status
queue_letters (wl_request_t *req, const wl_event_t *event, letter_t *letters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        WL_TRY (queue_letter (req, event, &letters[i]));
    return WL_OK;
}

/* ---- events ---- */

/* By this stream the site of a partner region tells the centre its results. Applicants have their
 * accounts there, and so their letters; at the site nobody would be found to write to. */
#define SITE_STREAM "report"

wl_status
on_letter_event (wl_request_t *req, const wl_event_t *event)
{
    letter_t letters[LETTERS_OF_EVENT];
    size_t count;

    if (wl_text_equal (event->region, SITE_STREAM))
        return WL_OK;
    count = letters_of_event (wl_arena (req), event->type, event->body, letters);
    return queue_letters (req, event, letters, count);
}

/* A draft is done with when it is submitted, or given up. */
wl_status
on_draft_ended (wl_request_t *req, const wl_event_t *event)
{
    store_delete_draft (req, event->aggregate);
    return on_letter_event (req, event);
}

/* Its report is due then, too. */
wl_status
on_tranche_paid (wl_request_t *req, const wl_event_t *event)
{
    const Intake__TranchePaid *body = event->body;

    reminders_of_report (req, body->application_id, body->applicant_user_id, body->position,
                         body->report_due_until);
    return on_letter_event (req, event);
}

/* What must be mended is due anew. */
wl_status
on_report_decided (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ReportDecided *body = event->body;

    reminders_of_report (req, body->application_id, body->applicant_user_id, body->position,
                         body->accepted ? 0 : body->due_until);
    return on_letter_event (req, event);
}

wl_status
on_report_submitted (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ReportSubmitted *body = event->body;

    reminders_report_came (req, body->application_id, body->position);
    return on_letter_event (req, event);
}

/* Reminders of a draft go to whoever leads it. */
wl_status
on_ownership_transferred (wl_request_t *req, const wl_event_t *event)
{
    const Intake__OwnershipTransferred *body = event->body;

    store_move_draft (req, body->application_id, body->to_user_id);
    return on_letter_event (req, event);
}

/* With a term, where the stage has one. */
wl_status
on_card_assigned (wl_request_t *req, const wl_event_t *event)
{
    letter_t letters[LETTERS_OF_EVENT];
    size_t count = letters_of_event (wl_arena (req), event->type, event->body, letters);
    wl_time_t until;

    WL_TRY (reminders_of_card (req, event, &until));
    if (until != 0) {
        letters[0].template = "card-assigned-until";
        letters[0].facts[letters[0].fact_count++] =
            (letter_fact_t){ "until-at",
                             wl_text_printf (wl_arena (req), "%lld", (long long) until) };
    }
    return queue_letters (req, event, letters, count);
}

/* Where the call holds results back, the letter waits with the others of its region. */
static wl_status
queue_result (wl_request_t *req, const wl_event_t *event, Notification__MailingKind kind)
{
    letter_t letters[LETTERS_OF_EVENT];
    size_t count = letters_of_event (wl_arena (req), event->type, event->body, letters);
    store_schedule_t schedule;
    store_message_t message;

    if (count == 0 || wl_text_equal (event->region, SITE_STREAM))
        return WL_OK;
    WL_TRY (reminders_schedule (req, letters[0].call_id, &schedule));
    if (!schedule.hold_results)
        return queue_letters (req, event, letters, count);
    message = message_of (req, &letters[0]);
    message.user_id = letters[0].user_ids[0];
    WL_TRY (store_gather_result (req, &message, kind, event->region, schedule.four_eyes));
    wl_wake_jobs (req);
    return WL_OK;
}

wl_status
on_application_ranked (wl_request_t *req, const wl_event_t *event)
{
    return queue_result (req, event, NOTIFICATION__MAILING_KIND__RESULTS);
}

wl_status
on_formal_check_decided (wl_request_t *req, const wl_event_t *event)
{
    return queue_result (req, event, NOTIFICATION__MAILING_KIND__FORMAL_RESULTS);
}
