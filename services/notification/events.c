#include "events.h"

#include "letters.h"
#include "reminders.h"
#include "store_schedule.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

enum { FACTS_MAX = 8 };

/* A letter of one event: who, which, and what is known now. */
typedef struct letter {
    const char *template;
    const char *user_id, *call_id, *application_id;
    Notification__Fact *facts[FACTS_MAX];
    size_t count;
} letter_t;

static void
add (wl_request_t *req, letter_t *letter, const char *name, const char *value)
{
    letter->facts[letter->count++] = letters_fact (req, name, value);
}

static wl_status
queue (wl_request_t *req, const wl_event_t *event, letter_t *letter)
{
    Notification__Facts facts = NOTIFICATION__FACTS__INIT;
    store_message_t message = { .template = letter->template,
                                .user_id = letter->user_id,
                                .call_id = letter->call_id,
                                .application_id = letter->application_id,
                                .email = "",
                                .locale = "",
                                .facts = &facts };

    facts.n_list = letter->count;
    facts.list = letter->facts;
    message.origin = wl_text_printf (wl_arena (req), "%s/%s/%llu", event->source, event->region,
                                     (unsigned long long) event->sequence);
    return letters_queue (req, &message);
}

wl_status
on_application_submitted (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationSubmitted *body = event->body;
    letter_t letter = { .template = "receipt",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add (req, &letter, "number", body->number);
    store_delete_draft (req, body->application_id);
    add (req, &letter, "digest", body->digest);
    add (req, &letter, "submitted-at",
         wl_text_printf (wl_arena (req), "%lld", (long long) body->submitted_at));
    return queue (req, event, &letter);
}

wl_status
on_application_withdrawn (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationWithdrawn *body = event->body;
    letter_t letter = { .template = "withdrawn",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    store_delete_draft (req, body->application_id);
    if (wl_text_empty (body->number))
        return WL_OK; /* a draft that nobody else knew of */
    add (req, &letter, "number", body->number);
    return queue (req, event, &letter);
}

wl_status
on_formal_check_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__FormalCheckDecided *body = event->body;
    letter_t letter = { .template = "formally-rejected",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    if (body->passed)
        return WL_OK;
    add (req, &letter, "number", body->number);
    return queue (req, event, &letter);
}

wl_status
on_card_assigned (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__CardAssigned *body = event->body;
    /* No application_id: an assessor's letter must not lead to the content before the declaration.
     */
    letter_t letter = { .template = "card-assigned",
                        .user_id = body->assessor_user_id,
                        .call_id = body->call_id };
    wl_time_t until;

    WL_TRY (reminders_of_card (req, event, &until));
    add (req, &letter, "number", body->number);
    if (until != 0) {
        letter.template = "card-assigned-until";
        add (req, &letter, "until-at", wl_text_printf (wl_arena (req), "%lld", (long long) until));
    }
    return queue (req, event, &letter);
}

static const char *
ranked_template (Evaluation__ListGroup group)
{
    switch (group) {
    case EVALUATION__LIST_GROUP__RECOMMENDED:
        return "recommended";
    case EVALUATION__LIST_GROUP__ON_RESERVE:
        return "on-reserve";
    case EVALUATION__LIST_GROUP__NOT_SELECTED:
        return "not-selected";
    case EVALUATION__LIST_GROUP__BELOW_THRESHOLD:
        return "below-threshold";
    default:
        return NULL; /* formally rejected: told when that was decided */
    }
}

wl_status
on_application_ranked (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__ApplicationRanked *body = event->body;
    letter_t letter = { .template = ranked_template (body->group),
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    if (letter.template == NULL)
        return WL_OK;
    add (req, &letter, "number", body->number);
    add (req, &letter, "place", wl_text_printf (wl_arena (req), "%u", body->place));
    return queue (req, event, &letter);
}

wl_status
on_stage_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__StageDecided *body = event->body;
    letter_t letter = { .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    letter.template = body->outcome == EVALUATION__STAGE_OUTCOME__GO_ON    ? "stage-go-on"
                      : body->outcome == EVALUATION__STAGE_OUTCOME__RETURN ? "stage-return"
                                                                           : "stage-stop";
    add (req, &letter, "number", body->number);
    return queue (req, event, &letter);
}

/* ---- corrections, and what happens to a call ---- */

static void
add_number (wl_request_t *req, letter_t *letter, const char *name, int64_t value)
{
    add (req, letter, name, wl_text_printf (wl_arena (req), "%lld", (long long) value));
}

wl_status
on_correction_requested (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CorrectionRequested *body = event->body;
    letter_t letter = { .template = "correction-requested",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add (req, &letter, "application", body->application_id);
    add (req, &letter, "number", body->number);
    add_number (req, &letter, "until-at", body->due);
    return queue (req, event, &letter);
}

wl_status
on_correction_reminder (wl_request_t *req, const wl_event_t *event)
{
    const Intake__CorrectionReminder *body = event->body;
    letter_t letter = { .template = "correction-reminder",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add (req, &letter, "application", body->application_id);
    add (req, &letter, "number", body->number);
    add_number (req, &letter, "until-at", body->due);
    return queue (req, event, &letter);
}

wl_status
on_application_not_considered (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ApplicationNotConsidered *body = event->body;
    letter_t letter = { .template = "not-considered",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add (req, &letter, "application", body->application_id);
    add (req, &letter, "number", body->number);
    return queue (req, event, &letter);
}

wl_status
on_call_notice (wl_request_t *req, const wl_event_t *event)
{
    static const char *const templates[] = {
        [INTAKE__CALL_NOTICE_KIND__NOTICE_EXTENDED] = "call-extended",
        [INTAKE__CALL_NOTICE_KIND__NOTICE_SUSPENDED] = "call-suspended",
        [INTAKE__CALL_NOTICE_KIND__NOTICE_RESUMED] = "call-resumed",
        [INTAKE__CALL_NOTICE_KIND__NOTICE_ANNULLED] = "call-annulled",
    };
    const Intake__CallNotice *body = event->body;
    letter_t letter = { .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    if ((size_t) body->kind >= sizeof templates / sizeof templates[0] ||
        templates[body->kind] == NULL)
        return WL_OK; /* of a newer intake */
    letter.template = templates[body->kind];
    add (req, &letter, "application", body->application_id);
    add_number (req, &letter, "until-at", body->submit_until);
    return queue (req, event, &letter);
}

/* ---- appeals, places that became free, grants ---- */

wl_status
on_appeal_filed (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__AppealFiled *body = event->body;
    letter_t letter = { .template = "appeal-received",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add (req, &letter, "number", body->number);
    return queue (req, event, &letter);
}

wl_status
on_appeal_decided (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__AppealDecided *body = event->body;
    letter_t letter = { .template = body->upheld ? "appeal-upheld" : "appeal-dismissed",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add (req, &letter, "number", body->number);
    return queue (req, event, &letter);
}

wl_status
on_offer_made (wl_request_t *req, const wl_event_t *event)
{
    const Evaluation__OfferMade *body = event->body;
    letter_t letter = { .template = "reserve-moved-up",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add (req, &letter, "number", body->number);
    add_number (req, &letter, "amount-grosze", body->grosze);
    add_number (req, &letter, "until-at", wl_timestamp_time (body->accept_until) - WL_SECOND);
    return queue (req, event, &letter);
}

wl_status
on_grant_offered (wl_request_t *req, const wl_event_t *event)
{
    const Intake__GrantOffered *body = event->body;
    letter_t letter = { .template = "grant-offered",
                        .user_id = body->applicant_user_id,
                        .call_id = body->call_id,
                        .application_id = body->application_id };

    add_number (req, &letter, "amount-grosze", body->amount_grosze);
    add_number (req, &letter, "until-at", body->accept_until - WL_SECOND);
    return queue (req, event, &letter);
}

wl_status
on_tranche_paid (wl_request_t *req, const wl_event_t *event)
{
    const Intake__TranchePaid *body = event->body;
    letter_t letter = { .template = "tranche-paid",
                        .user_id = body->applicant_user_id,
                        .application_id = body->application_id };

    add_number (req, &letter, "position", body->position);
    add_number (req, &letter, "amount-grosze", body->amount_grosze);
    return queue (req, event, &letter);
}

wl_status
on_report_decided (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ReportDecided *body = event->body;
    letter_t letter = { .template = body->accepted ? "report-accepted" : "report-return",
                        .user_id = body->applicant_user_id,
                        .application_id = body->application_id };

    add_number (req, &letter, "position", body->position);
    if (!body->accepted)
        add_number (req, &letter, "until-at", body->due_until - WL_SECOND);
    return queue (req, event, &letter);
}

wl_status
on_report_overdue (wl_request_t *req, const wl_event_t *event)
{
    const Intake__ReportOverdue *body = event->body;
    letter_t letter = { .template = "report-overdue",
                        .user_id = body->applicant_user_id,
                        .application_id = body->application_id };

    add_number (req, &letter, "position", body->position);
    return queue (req, event, &letter);
}
