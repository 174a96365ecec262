#include "letter_rules.h"

#include "base/clock.h"
#include "message/message.h"
#include "wlacznik/dissemination.pb-c.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

enum { FACTS = 4 };

/* A fact and the field that it comes from; NULL: the one of the same name. */
typedef struct given {
    const char *fact, *field;
    bool last_second; /* the field is the first instant that is too late */
} given_t;

typedef struct rule {
    const ProtobufCMessageDescriptor *type;
    const char *template;
    const char *(*choose) (const void *body); /* instead of it; NULL from it: no letter */
    const char *account; /* the field with the account, or accounts; NULL: applicant_user_id */
    given_t facts[FACTS];
    letter_to_t to;
    bool leads_nowhere; /* an assessor's letter: not to the content before the declaration */
} rule_t;

/* ---- letters that differ by what the event says ---- */

/* A draft that was given up has no number yet, and nobody else knew of it. */
static const char *
choose_withdrawn (const void *body)
{
    const Intake__ApplicationWithdrawn *event = body;
    return wl_text_empty (event->number) ? NULL : "withdrawn";
}

static const char *
choose_formal (const void *body)
{
    const Evaluation__FormalCheckDecided *event = body;
    return event->passed ? "formally-passed" : "formally-rejected";
}

static const char *
choose_ranked (const void *body)
{
    static const char *const templates[] = {
        [EVALUATION__LIST_GROUP__RECOMMENDED] = "recommended",
        [EVALUATION__LIST_GROUP__ON_RESERVE] = "on-reserve",
        [EVALUATION__LIST_GROUP__NOT_SELECTED] = "not-selected",
        [EVALUATION__LIST_GROUP__BELOW_THRESHOLD] = "below-threshold",
        /* rejected formally: told when that was decided */
    };
    const Evaluation__ApplicationRanked *event = body;
    return (size_t) event->group < sizeof templates / sizeof templates[0] ? templates[event->group]
                                                                          : NULL;
}

static const char *
choose_stage (const void *body)
{
    const Evaluation__StageDecided *event = body;
    return event->outcome == EVALUATION__STAGE_OUTCOME__GO_ON    ? "stage-go-on"
           : event->outcome == EVALUATION__STAGE_OUTCOME__RETURN ? "stage-return"
                                                                 : "stage-stop";
}

static const char *
choose_notice (const void *body)
{
    static const char *const templates[] = {
        [INTAKE__CALL_NOTICE_KIND__NOTICE_EXTENDED] = "call-extended",
        [INTAKE__CALL_NOTICE_KIND__NOTICE_SUSPENDED] = "call-suspended",
        [INTAKE__CALL_NOTICE_KIND__NOTICE_RESUMED] = "call-resumed",
        [INTAKE__CALL_NOTICE_KIND__NOTICE_ANNULLED] = "call-annulled",
    };
    const Intake__CallNotice *event = body;
    return (size_t) event->kind < sizeof templates / sizeof templates[0] ? templates[event->kind]
                                                                         : NULL;
}

static const char *
choose_appeal (const void *body)
{
    const Evaluation__AppealDecided *event = body;
    return event->upheld ? "appeal-upheld" : "appeal-dismissed";
}

static const char *
choose_appeal_to_decide (const void *body)
{
    const Evaluation__AppealFiled *event = body;
    return event->decided_at_site ? NULL : "appeal-to-decide";
}

static const char *
choose_report (const void *body)
{
    const Intake__ReportDecided *event = body;
    return event->accepted ? "report-accepted" : "report-return";
}

static const char *
choose_answer (const void *body)
{
    static const char *const templates[] = {
        [EVALUATION__OFFER_STATE__ACCEPTED] = "offer-accepted",
        [EVALUATION__OFFER_STATE__DECLINED] = "offer-declined",
        [EVALUATION__OFFER_STATE__LAPSED] = "offer-lapsed",
    };
    const Evaluation__OfferAnswered *event = body;
    return (size_t) event->state < sizeof templates / sizeof templates[0] ? templates[event->state]
                                                                          : NULL;
}

static const char *
choose_refusal (const void *body)
{
    const Intake__GrantRefused *event = body;
    return event->refusal == INTAKE__GRANT_REFUSAL__TERM_PASSED ? "grant-lapsed" : "grant-refused";
}

/* Talks are held with the authors themselves. */
static const char *
choose_adoption (const void *body)
{
    static const char *const templates[] = {
        [DISSEMINATION__ADOPTION_STATE__INTERESTED] = "adoption-interested",
        [DISSEMINATION__ADOPTION_STATE__STARTED] = "adoption-started",
        [DISSEMINATION__ADOPTION_STATE__CONTINUING] = "adoption-continuing",
        [DISSEMINATION__ADOPTION_STATE__STOPPED] = "adoption-stopped",
    };
    const Dissemination__AdoptionChanged *event = body;

    if (event->reported)
        return "adoption-reported";
    if (!event->moved)
        return NULL; /* only what it says of itself changed */
    return (size_t) event->state < sizeof templates / sizeof templates[0] ? templates[event->state]
                                                                          : NULL;
}

/* Of later versions, and of what is shown anew, its author need not hear. */
static const char *
choose_entry (const void *body)
{
    const Dissemination__EntryPublished *event = body;
    return event->first ? "entry-published" : NULL;
}

static const char *
choose_policy (const void *body)
{
    static const char *const templates[] = {
        [DISSEMINATION__POLICY_STATUS__PROPOSED] = "policy-proposed",
        [DISSEMINATION__POLICY_STATUS__CONSULTED] = "policy-consulted",
        [DISSEMINATION__POLICY_STATUS__ADOPTED_AS_POLICY] = "policy-adopted",
        [DISSEMINATION__POLICY_STATUS__IN_FORCE] = "policy-in-force",
        [DISSEMINATION__POLICY_STATUS__REJECTED] = "policy-rejected",
        [DISSEMINATION__POLICY_STATUS__EXPIRED] = "policy-expired",
    };
    const Dissemination__PolicyChanged *event = body;
    return (size_t) event->status < sizeof templates / sizeof templates[0]
               ? templates[event->status]
               : NULL;
}

static const char *
choose_data_request (const void *body)
{
    static const char *const templates[] = {
        [INTAKE__DATA_REQUEST_ANSWER__ANSWER_DONE] = "data-request-done",
        [INTAKE__DATA_REQUEST_ANSWER__ANSWER_REFUSED] = "data-request-refused",
        [INTAKE__DATA_REQUEST_ANSWER__ANSWER_EXTENDED] = "data-request-extended",
    };
    const Intake__DataRequestAnswered *event = body;
    return (size_t) event->answer < sizeof templates / sizeof templates[0]
               ? templates[event->answer]
               : NULL;
}

/* ---- the table ---- */

static const rule_t RULES[] = {
    { &intake__application_submitted__descriptor, .template = "receipt",
      .facts = { { "number" }, { "digest" }, { "submitted-at", "submitted_at" } } },
    { &intake__application_withdrawn__descriptor, .choose = choose_withdrawn,
      .facts = { { "number" } } },
    { &intake__correction_requested__descriptor, .template = "correction-requested",
      .facts = { { "number" }, { "until-at", "due" } } },
    { &intake__correction_reminder__descriptor, .template = "correction-reminder",
      .facts = { { "number" }, { "until-at", "due" } } },
    { &intake__application_not_considered__descriptor, .template = "not-considered",
      .facts = { { "number" } } },
    { &intake__call_notice__descriptor, .choose = choose_notice,
      .facts = { { "until-at", "submit_until" } } },
    { &intake__grant_offered__descriptor, .template = "grant-offered",
      .facts = { { "amount-grosze", "amount_grosze" },
                 { "until-at", "accept_until", .last_second = true } } },
    { &intake__tranche_paid__descriptor, .template = "tranche-paid",
      .facts = { { "position" }, { "amount-grosze", "amount_grosze" } } },
    { &intake__report_decided__descriptor, .choose = choose_report,
      .facts = { { "position" }, { "until-at", "due_until", .last_second = true } } },
    { &intake__report_overdue__descriptor, .template = "report-overdue",
      .facts = { { "position" } } },
    { &evaluation__formal_check_decided__descriptor, .choose = choose_formal,
      .facts = { { "number" } } },
    { &evaluation__card_assigned__descriptor, .template = "card-assigned",
      .account = "assessor_user_id", .leads_nowhere = true, .facts = { { "number" } } },
    { &evaluation__application_ranked__descriptor, .choose = choose_ranked,
      .facts = { { "number" }, { "place" } } },
    { &evaluation__stage_decided__descriptor, .choose = choose_stage, .facts = { { "number" } } },
    { &evaluation__appeal_filed__descriptor, .template = "appeal-received",
      .facts = { { "number" } } },
    { &evaluation__appeal_decided__descriptor, .choose = choose_appeal, .facts = { { "number" } } },
    { &evaluation__offer_made__descriptor, .template = "reserve-moved-up",
      .facts = { { "number" },
                 { "amount-grosze", "grosze" },
                 { "until-at", "accept_until", .last_second = true } } },
    { &evaluation__offer_answered__descriptor, .choose = choose_answer, .facts = { { "number" } } },
    { &evaluation__desk_opened__descriptor, .template = "desk-opened",
      .account = "assessor_user_ids", .leads_nowhere = true, .facts = { { "number" } } },
    { &evaluation__panel_pitch_invited__descriptor, .template = "pitch-invitation",
      .facts = { { "number" }, { "pitch-at", "pitch_at" } } },
    { &evaluation__panel_pitch_cancelled__descriptor, .template = "pitch-cancelled",
      .facts = { { "number" }, { "pitch-at", "pitch_at" } } },
    { &evaluation__desk_closed__descriptor, .template = "desk-closed", .to = TO_COORDINATORS },
    { &evaluation__third_assessment_needed__descriptor, .template = "third-assessor-needed",
      .to = TO_COORDINATORS },
    { &intake__application_corrected__descriptor, .template = "correction-received",
      .facts = { { "number" }, { "digest" } } },
    { &intake__grant_signed__descriptor, .template = "grant-signed",
      .facts = { { "amount-grosze", "amount_grosze" } } },
    { &intake__grant_refused__descriptor, .choose = choose_refusal,
      .facts = { { "amount-grosze", "amount_grosze" } } },
    { &intake__grant_closed__descriptor, .template = "grant-closed", .to = TO_AUTHOR,
      .facts = { { "accepted-grosze", "accepted_grosze" },
                 { "returned-grosze", "returned_grosze" } } },
    { &intake__report_submitted__descriptor, .template = "report-to-check", .to = TO_COORDINATORS,
      .facts = { { "position" } } },
    { &intake__data_request_filed__descriptor, .template = "data-request-received",
      .account = "user_id", .facts = { { "until-at", "answer_until", .last_second = true } } },
    { &intake__data_request_answered__descriptor, .choose = choose_data_request,
      .account = "user_id", .facts = { { "until-at", "answer_until", .last_second = true } } },
    { &dissemination__entry_published__descriptor, .choose = choose_entry, .to = TO_AUTHOR,
      .facts = { { "slug" } } },
    { &dissemination__saved_search_matched__descriptor, .template = "saved-search-matched",
      .account = "account_id", .facts = { { "slug" } } },
    { &dissemination__adoption_changed__descriptor, .choose = choose_adoption, .to = TO_AUTHOR,
      .facts = { { "slug" } } },
    { &dissemination__policy_changed__descriptor, .choose = choose_policy, .to = TO_AUTHOR,
      .facts = { { "slug" } } },
    { &intake__coauthor_joined__descriptor, .template = "coauthor-joined",
      .account = "leader_user_id" },
    { &intake__ownership_offered__descriptor, .template = "ownership-offered",
      .account = "to_user_id" },
    { &intake__ownership_transferred__descriptor, .template = "ownership-transferred",
      .account = "from_user_id" },
    { &intake__draft_shown__descriptor, .template = "draft-shown", .account = "carer_user_id",
      .facts = { { "position", "number" } } },
    { &intake__carer_commented__descriptor, .template = "carer-commented",
      .account = "leader_user_id" },
    { &intake__cooperation_prepared__descriptor, .template = "cooperation-prepared" },
    { &intake__cooperation_signed__descriptor, .template = "cooperation-signed" },
    /* second letters */
    { &evaluation__appeal_filed__descriptor, .choose = choose_appeal_to_decide,
      .to = TO_COORDINATORS, .facts = { { "number" } } },
};
/* An event may bring a second letter, to somebody else: see the end of the table. */
enum { RULE_COUNT = sizeof RULES / sizeof RULES[0] };

/* ---- fields of a message, by name ---- */

static const ProtobufCFieldDescriptor *
field_of (const rule_t *rule, const char *name)
{
    return protobuf_c_message_descriptor_get_field_by_name (rule->type, name);
}

static const void *
member (const void *body, unsigned offset)
{
    return (const char *) body + offset;
}

static const char *
text_of (const rule_t *rule, const void *body, const char *name)
{
    const ProtobufCFieldDescriptor *field = field_of (rule, name);
    return field == NULL ? "" : *(const char *const *) member (body, field->offset);
}

static const char *
fact_value (wl_arena_t *arena, const rule_t *rule, const void *body, const given_t *given)
{
    const ProtobufCFieldDescriptor *field =
        field_of (rule, given->field == NULL ? given->fact : given->field);
    const void *value = member (body, field->offset);
    int64_t number = 0;

    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return *(const char *const *) value;
    case PROTOBUF_C_TYPE_UINT32:
        number = *(const uint32_t *) value;
        break;
    case PROTOBUF_C_TYPE_INT64:
        number = *(const int64_t *) value;
        break;
    default: /* the one kind of message that events hold */
        number = wl_timestamp_time (*(const struct Google__Protobuf__Timestamp *const *) value);
        break;
    }
    if (given->last_second)
        number -= WL_SECOND;
    return wl_text_printf (arena, "%lld", (long long) number);
}

static void
find_users (wl_arena_t *arena, const rule_t *rule, const void *body, letter_t *ret)
{
    const ProtobufCFieldDescriptor *field =
        field_of (rule, rule->account == NULL ? "applicant_user_id" : rule->account);
    const void *value = member (body, field->offset);
    const char **one;

    if (field->label == PROTOBUF_C_LABEL_REPEATED) {
        ret->user_ids = *(const char *const *const *) value;
        ret->user_count = *(const size_t *) member (body, field->quantifier_offset);
        return;
    }
    one = wl_arena_alloc (arena, sizeof *one);
    *one = *(const char *const *) value;
    ret->user_ids = one;
    ret->user_count = wl_text_empty (*one) ? 0 : 1; /* a site does not know its applicants */
}

static bool
fill (wl_arena_t *arena, const rule_t *rule, const void *body, letter_t *ret)
{
    *ret = (letter_t){ .template = rule->choose == NULL ? rule->template : rule->choose (body),
                       .to = rule->to,
                       .call_id = text_of (rule, body, "call_id"),
                       .application_id =
                           rule->leads_nowhere ? "" : text_of (rule, body, "application_id") };
    if (ret->template == NULL)
        return false;
    if (rule->to == TO_ACCOUNTS)
        find_users (arena, rule, body, ret);
    for (size_t i = 0; i < FACTS && rule->facts[i].fact != NULL; i++)
        ret->facts[ret->fact_count++] =
            (letter_fact_t){ rule->facts[i].fact, fact_value (arena, rule, body, &rule->facts[i]) };
    return true;
}

size_t
letters_of_event (wl_arena_t *arena, const char *type, const void *body,
                  letter_t ret[LETTERS_OF_EVENT])
{
    size_t count = 0;

    for (const rule_t *rule = RULES; rule < RULES + RULE_COUNT; rule++)
        if (wl_text_equal (rule->type->name, type) && fill (arena, rule, body, &ret[count]))
            count++;
    return count;
}

const ProtobufCMessageDescriptor *
letter_rule_type (size_t index)
{
    return index < RULE_COUNT ? RULES[index].type : NULL;
}
