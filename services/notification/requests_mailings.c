/* Mailings: what coordinators ask about them and do with them. */
#include <string.h>

#include "audience.h"
#include "compose.h"
#include "gather.h"
#include "intake.contract.h"
#include "letter_text.h"
#include "letters.h"
#include "mailing_rules.h"
#include "notification.handlers.h"
#include "state.h"

enum { PAGE = 20, LINES = 50 };

/* ---- showing ---- */

static mailing_stand_t
stand_of (wl_request_t *req, const Notification__Mailing *mailing)
{
    return (mailing_stand_t){
        .kind = mailing->kind,
        .state = mailing->state,
        .four_eyes = mailing->four_eyes,
        .empty = mailing->reach->letters == mailing->reach->gone,
        .ended = mailing->progress->waiting == 0,
        .asked_by_me = wl_text_equal (mailing->asked_by, wl_user (req)),
    };
}

/* What follows from the rows: its state as people see it, and what the caller may do. */
static void
complete (wl_request_t *req, Notification__Mailing *mailing)
{
    mailing_stand_t stand = stand_of (req, mailing);

    mailing->acts = wl_arena_array (wl_arena (req), MAILING_ACTS, sizeof *mailing->acts);
    mailing->n_acts = mailing_acts (&stand, mailing->acts);
    mailing->state = mailing_state (&stand);
}

static wl_status
show (wl_request_t *req, const char *id, Notification__Mailing *out)
{
    WL_TRY (store_find_mailing (req, id, false, out));
    WL_TRY (store_count_mailings (req, &out, 1));
    complete (req, out);
    return WL_OK;
}

wl_status
notification_list_mailings (wl_request_t *req, const Notification__ListMailingsRequest *in,
                            Notification__ListMailingsResponse *out)
{
    WL_TRY (store_list_mailings (req, in, wl_page_limit (in->limit, PAGE), out));
    WL_TRY (store_count_mailings (req, out->mailings, out->n_mailings));
    for (size_t i = 0; i < out->n_mailings; i++)
        complete (req, out->mailings[i]);
    return WL_OK;
}

wl_status
notification_get_mailing (wl_request_t *req, const Notification__GetMailingRequest *in,
                          Notification__Mailing *out)
{
    return show (req, in->mailing_id, out);
}

/* ---- writing ---- */

static wl_status
find_call (wl_request_t *req, char *call_id, Intake__Call **ret)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;

    ask.call_id = call_id;
    WL_TRY (intake_call_get_call (req, &ask, ret));
    if ((*ret)->state != INTAKE__CALL_STATE__CALL_DRAFT)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "call-not-published",
                    "Tego naboru jeszcze nie ogłoszono: nie ma do kogo pisać.",
                    "This call is not announced yet: there is nobody to write to.");
}

/* Asked for are regions of the caller's, or none: then all of theirs. */
static wl_status
find_regions (wl_request_t *req, const Notification__Audience *audience, Notification__Mailing *ret)
{
    bool owner = wl_has_role (req, WL_ROLE_OWNER, NULL);
    static const char *const everywhere[] = { "*" };
    const char *const *own;
    size_t count;

    for (size_t i = 0; i < audience->n_regions; i++)
        if (!owner && !wl_has_role (req, WL_ROLE_COORDINATOR, audience->regions[i]))
            return wl_fail_field (
                req, wl_text_printf (wl_arena (req), "content.audience.regions[%zu]", i),
                "not-yours", "To nie jest Twój region.", "This region is not yours.");
    wl_role_regions (req, WL_ROLE_COORDINATOR, &own, &count);
    if (owner || (count > 0 && wl_has_role (req, WL_ROLE_COORDINATOR, "*"))) {
        own = everywhere;
        count = 1;
    }
    ret->regions = audience->n_regions > 0 ? audience->regions : (char **) (uintptr_t) own;
    ret->n_regions = audience->n_regions > 0 ? audience->n_regions : count;
    return WL_OK;
}

/* Names of applications only where there are any: applicants have numbers and titles, drafts only
 * their address. */
static wl_status
check_content (wl_request_t *req, const Notification__MailingContent *content)
{
    static const char *const facts[] = {
        [NOTIFICATION__AUDIENCE_KIND__APPLICANTS] = "application call name number title url",
        [NOTIFICATION__AUDIENCE_KIND__DRAFT_HOLDERS] = "application call name url",
    };
    size_t kind = content->audience->kind;
    const char *known = kind < sizeof facts / sizeof facts[0] ? facts[kind] : "call name url";
    const struct {
        const char *field, *text;
    } texts[] = {
        { "content.subject.pl", content->subject->pl },
        { "content.subject.en", content->subject->en },
        { "content.body.pl", content->body->pl },
        { "content.body.en", content->body->en },
    };
    wl_status status = WL_OK;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (letter_text_check (req, known, texts[i].field, texts[i].text) != WL_OK)
            status = WL_INVALID_ARGUMENT;
    for (size_t i = 0; i < 2; i++)
        if (strpbrk (texts[i].text, "\r\n") != NULL)
            status = wl_fail_field (req, texts[i].field, "single-line", "Temat ma jedną linię.",
                                    "A subject is one line.");
    return status;
}

static wl_status
write_content (wl_request_t *req, const Notification__MailingContent *content,
               Notification__Mailing *mailing)
{
    mailing->content = (Notification__MailingContent *) (uintptr_t) content;
    WL_TRY (check_content (req, content));
    return find_regions (req, content->audience, mailing);
}

wl_status
notification_create_mailing (wl_request_t *req, const Notification__CreateMailingRequest *in,
                             Notification__Mailing *out)
{
    Notification__Mailing mailing = NOTIFICATION__MAILING__INIT;
    const Wlacznik__LetterRules *rules;
    Intake__Call *call;

    WL_TRY (find_call (req, in->call_id, &call));
    WL_TRY (write_content (req, in->content, &mailing));
    rules = call->definition->letters;
    mailing.id = letters_new_id (req);
    mailing.call_id = in->call_id;
    mailing.kind = NOTIFICATION__MAILING_KIND__ANNOUNCEMENT;
    mailing.four_eyes = rules != NULL && rules->four_eyes;
    mailing.created_by = (char *) (uintptr_t) wl_user (req);
    WL_TRY (store_insert_mailing (req, &mailing));
    WL_TRY (audience_list (req, &mailing, call));
    wl_wake_jobs (req);
    return show (req, mailing.id, out);
}

static wl_status
lock_version (wl_request_t *req, const char *id, uint64_t version, Notification__Mailing *ret)
{
    WL_TRY (store_find_mailing (req, id, true, ret));
    if (ret->version == version)
        return WL_OK;
    return wl_fail (req, WL_ABORTED, "changed-meanwhile",
                    "Ktoś to w międzyczasie zmienił. Obejrzyj jeszcze raz.",
                    "Somebody changed it meanwhile. Look at it again.");
}

wl_status
notification_put_mailing (wl_request_t *req, const Notification__PutMailingRequest *in,
                          Notification__Mailing *out)
{
    Notification__Mailing mailing = NOTIFICATION__MAILING__INIT;
    Intake__Call *call;

    WL_TRY (lock_version (req, in->mailing_id, in->version, &mailing));
    if (mailing.kind != NOTIFICATION__MAILING_KIND__ANNOUNCEMENT ||
        mailing.state != NOTIFICATION__MAILING_STATE__MAILING_DRAFT)
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-a-draft",
                        "Treść można zmieniać tylko w szkicu.",
                        "Only a draft can be written anew.");
    WL_TRY (find_call (req, mailing.call_id, &call));
    WL_TRY (write_content (req, in->content, &mailing));
    WL_TRY (store_rewrite_mailing (req, &mailing));
    WL_TRY (audience_list (req, &mailing, call));
    wl_wake_jobs (req);
    return show (req, in->mailing_id, out);
}

/* ---- steering ---- */

static wl_status
refuse (wl_request_t *req, mailing_refusal_t refusal)
{
    switch (refusal) {
    case MAILING_EMPTY:
        return wl_fail (req, WL_FAILED_PRECONDITION, "nobody",
                        "Nikt by tego nie dostał. Zmień adresatów.",
                        "Nobody would get it. Change whom it is for.");
    case MAILING_OWN:
        return wl_fail (req, WL_PERMISSION_DENIED, "own-mailing",
                        "Tę wysyłkę musi potwierdzić inna osoba niż ta, która o nią prosi.",
                        "Another person than who asks for it must confirm it.");
    case MAILING_MUST_GO:
        return wl_fail (req, WL_FAILED_PRECONDITION, "results-must-go",
                        "Listów z wynikiem nie można odwołać: można je wstrzymać i wysłać później.",
                        "Letters with results cannot be called off: they can wait and go later.");
    default:
        return wl_fail (req, WL_FAILED_PRECONDITION, "not-now",
                        "W tym stanie wysyłki nie da się tego zrobić. Odśwież stronę.",
                        "This cannot be done in the state that it is in. Load the page again.");
    }
}

static wl_status
carry_out (wl_request_t *req, Notification__MailingAct act, const char *id)
{
    switch (act) {
    case NOTIFICATION__MAILING_ACT__PAUSE:
        return store_hold_mailing (req, id);
    case NOTIFICATION__MAILING_ACT__RESUME:
        return store_let_mailing_go (req, id);
    case NOTIFICATION__MAILING_ACT__STOP:
        return store_call_mailing_off (req, id);
    default:
        return WL_OK;
    }
}

static void
sign (wl_request_t *req, Notification__MailingAct act, Notification__Mailing *mailing)
{
    char *me = wl_text_copy (wl_arena (req), wl_user (req));

    if (act == NOTIFICATION__MAILING_ACT__SEND)
        mailing->asked_by = me;
    else if (act == NOTIFICATION__MAILING_ACT__CONFIRM)
        mailing->confirmed_by = me;
    else if (act == NOTIFICATION__MAILING_ACT__SEND_BACK)
        mailing->asked_by = (char *) (uintptr_t) "";
    if (mailing->state == NOTIFICATION__MAILING_STATE__MAILING_RUNNING && mailing->sent_at == NULL)
        mailing->sent_at = wl_timestamp (wl_arena (req), wl_now (req));
}

wl_status
notification_steer_mailing (wl_request_t *req, const Notification__SteerMailingRequest *in,
                            Notification__Mailing *out)
{
    Notification__Mailing mailing = NOTIFICATION__MAILING__INIT, *one = &mailing;
    mailing_refusal_t refusal;
    mailing_stand_t stand;

    WL_TRY (lock_version (req, in->mailing_id, in->version, &mailing));
    WL_TRY (store_count_mailings (req, &one, 1));
    stand = stand_of (req, &mailing);
    refusal = mailing_next (&stand, in->act, &mailing.state);
    if (refusal != MAILING_MAY)
        return refuse (req, refusal);
    sign (req, in->act, &mailing);
    WL_TRY (store_steer_mailing (req, &mailing));
    WL_TRY (carry_out (req, in->act, mailing.id));
    wl_wake_jobs (req);
    return show (req, in->mailing_id, out);
}

/* ---- whom, and what they get ---- */

static wl_status
add_names (wl_request_t *req, Notification__ListMailingRecipientsResponse *out)
{
    const Gateway__GetContactsResponse *contacts;
    id_set_t *users = id_set_new (wl_arena (req));

    for (size_t i = 0; i < out->n_recipients; i++)
        id_set_add (users, out->recipients[i]->user_id);
    WL_TRY (gather_contacts (req, users, &contacts));
    for (size_t i = 0; i < out->n_recipients; i++) {
        const Gateway__Contact *contact = find_contact (contacts, out->recipients[i]->user_id);
        if (contact != NULL)
            out->recipients[i]->name = contact->name;
    }
    return WL_OK;
}

wl_status
notification_list_mailing_recipients (wl_request_t *req,
                                      const Notification__ListMailingRecipientsRequest *in,
                                      Notification__ListMailingRecipientsResponse *out)
{
    Notification__Mailing mailing = NOTIFICATION__MAILING__INIT;

    WL_TRY (store_find_mailing (req, in->mailing_id, false, &mailing));
    WL_TRY (store_list_lines (req, in, wl_page_limit (in->limit, LINES), out));
    return add_names (req, out);
}

wl_status
notification_preview_mailing (wl_request_t *req, const Notification__PreviewMailingRequest *in,
                              Notification__TemplatePreview *out)
{
    Notification__Mailing mailing = NOTIFICATION__MAILING__INIT;
    notification_t *state = wl_state (req);
    store_message_t message;
    composed_t letter;

    WL_TRY (store_find_mailing (req, in->mailing_id, false, &mailing));
    WL_TRY (store_find_line (req, &mailing, in->position, &message));
    compose_letters (req, &message, 1, state->url, wl_now (req), &letter);
    if (letter.status != WL_OK)
        return wl_failf (req, letter.status, "letter-not-to-be-made",
                         "Tego listu nie da się teraz złożyć (%s).",
                         "This letter cannot be made now (%s).", letter.why);
    out->subject = wl_text_copy (wl_arena (req), letter.subject);
    out->text = wl_text_copy (wl_arena (req), letter.text);
    out->html =
        template_html (wl_arena (req), letter.subject, letter.text, letter.locale, state->url);
    return WL_OK;
}
