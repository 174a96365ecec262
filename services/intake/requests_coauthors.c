/* Who writes an application with its leader: invited by a link, with a role, and handing it over.
 */
#include <sodium.h>
#include <string.h>

#include "application_state.h"
#include "coauthor.h"
#include "intake.handlers.h"
#include "store_coauthors.h"
#include "store_grants.h"
#include "submission.h"
#include "wlacznik/notification.pb-c.h"

#define ROLE(name) INTAKE__COAUTHOR_ROLE__COAUTHOR_##name

enum { TOKEN_BYTES = 32, INVITATIONS_A_DAY = 30 };

static const wl_time_t INVITATION_LASTS = 14 * WL_DAY;

static wl_status
lock (wl_request_t *req, const char *application_id, Intake__CoauthorRole least,
      store_application_t *ret)
{
    WL_TRY (application_not_found (req, store_application_lock_own (req, application_id, ret)));
    return application_may (req, ret, least);
}

static wl_status
no_coauthor (wl_request_t *req, wl_status status)
{
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "coauthor-not-found",
                    "Wśród współautorów nie ma takiej osoby.",
                    "There is no such person among the co-authors.");
}

/* An application that came to its end takes nobody any more. */
static wl_status
check_lives (wl_request_t *req, const store_application_t *application)
{
    if (application_state_allows (application->view->state, ACT_WITHDRAW))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "already-ended", "Ta sprawa jest już zakończona.",
                    "This application has come to its end.");
}

static wl_status
check_role (wl_request_t *req, Intake__CoauthorRole role)
{
    if (role == ROLE (EDITOR) || role == ROLE (READER))
        return WL_OK;
    return wl_fail_field (req, "role", "not-allowed",
                          "Współautor pisze albo czyta. Wniosek przekazuje się osobno.",
                          "A co-author writes or reads. Handing over is an act of its own.");
}

/* ---- the link ---- */

static void
hash_token (const char *token, uint8_t ret[32])
{
    crypto_generichash (ret, 32, (const uint8_t *) token, strlen (token), NULL, 0);
}

static char *
make_token (wl_request_t *req)
{
    uint8_t bytes[TOKEN_BYTES];
    char *text = wl_arena_alloc (wl_arena (req), 2 * TOKEN_BYTES + 1);

    randombytes_buf (bytes, sizeof bytes);
    wl_hex (bytes, sizeof bytes, text);
    return text;
}

static void
add_fact (wl_request_t *req, Notification__SendMessageRequest *message, const char *name,
          const char *value)
{
    Notification__Fact *fact = wl_arena_alloc (wl_arena (req), sizeof *fact);

    notification__fact__init (fact);
    fact->name = wl_text_copy (wl_arena (req), name);
    fact->value = wl_text_copy (wl_arena (req), value);
    message->facts[message->n_facts++] = fact;
}

/* As durable as the invitation; the token stands in clear only in the timer, until notification has
 * the letter. */
static void
send_letter (wl_request_t *req, const Intake__Coauthor *coauthor, const char *title,
             const char *token)
{
    Notification__SendMessageRequest message = NOTIFICATION__SEND_MESSAGE_REQUEST__INIT;
    Notification__Fact *facts[3];

    message.email = coauthor->email;
    message.locale = wl_text_copy (wl_arena (req), wl_locale (req));
    message.template_ = wl_text_copy (wl_arena (req), "coauthor-invitation");
    message.facts = facts;
    add_fact (req, &message, "name", coauthor->name);
    add_fact (req, &message, "title", title);
    add_fact (req, &message, "token", token);
    wl_timer_set (req, COAUTHOR_INVITATION_TIMER, coauthor->id, wl_now (req), &message.base);
    wl_timer_set (req, COAUTHOR_INVITATION_OVER_TIMER, coauthor->id,
                  wl_now (req) + INVITATION_LASTS, NULL);
}

/* ---- inviting ---- */

static wl_status
check_invitation (wl_request_t *req, const Intake__InviteCoauthorRequest *in)
{
    store_invitations_t sent;

    WL_TRY (check_role (req, in->role));
    WL_TRY (
        store_invitations_count (req, in->application_id, in->email, wl_now (req) - WL_DAY, &sent));
    if (sent.open)
        return wl_fail (req, WL_ALREADY_EXISTS, "coauthor-exists",
                        "Ta osoba jest już zaproszona albo pisze ten wniosek.",
                        "This person is invited already, or writes this application.");
    if (sent.of_application >= APPLICANT_COAUTHORS_MAX)
        return wl_failf (req, WL_RESOURCE_EXHAUSTED, "too-many-coauthors",
                         "Do jednego wniosku można zaprosić najwyżej %d osób.",
                         "At most %d people can be invited to one application.",
                         APPLICANT_COAUTHORS_MAX);
    if (sent.of_account >= INVITATIONS_A_DAY)
        return wl_failf (req, WL_RESOURCE_EXHAUSTED, "too-many-invitations",
                         "Na dobę można wysłać najwyżej %d zaproszeń. Spróbuj jutro.",
                         "At most %d invitations can be sent in a day. Try again tomorrow.",
                         INVITATIONS_A_DAY);
    return WL_OK;
}

wl_status
intake_invite_coauthor (wl_request_t *req, const Intake__InviteCoauthorRequest *in,
                        Intake__Coauthors *out)
{
    Intake__Coauthor coauthor = INTAKE__COAUTHOR__INIT;
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    char id_text[WL_UUID_TEXT];
    uint8_t hash[32];
    store_application_t application;
    char *token;

    WL_TRY (lock (req, in->application_id, ROLE (LEADER), &application));
    WL_TRY (check_lives (req, &application));
    WL_TRY (check_invitation (req, in));
    wl_uuid_format (&id, id_text);
    coauthor.id = id_text;
    coauthor.role = in->role;
    coauthor.name = in->name;
    coauthor.email = in->email;
    coauthor.invited_at = wl_timestamp (wl_arena (req), wl_now (req));
    coauthor.invited_until = wl_timestamp (wl_arena (req), wl_now (req) + INVITATION_LASTS);
    token = make_token (req);
    hash_token (token, hash);
    store_coauthor_insert (req, in->application_id, &coauthor, hash);
    send_letter (req, &coauthor, application.view->title, token);
    return coauthor_show (req, &application, out);
}

wl_status
intake_list_coauthors (wl_request_t *req, const Intake__ListCoauthorsRequest *in,
                       Intake__Coauthors *out)
{
    store_application_t application;

    WL_TRY (application_not_found (
        req, store_application_visible (req, in->application_id, NULL, 0, &application)));
    WL_TRY (application_may (req, &application, ROLE (CARER)));
    WL_TRY (coauthor_show (req, &application, out));
    coauthor_learn_names (req, out);
    return WL_OK;
}

/* ---- joining ---- */

static wl_status
limit_reached (wl_request_t *req, const store_application_t *application, wl_status status)
{
    if (status != WL_RESOURCE_EXHAUSTED)
        return status;
    return wl_failf (req, WL_FAILED_PRECONDITION, "limit-reached",
                     "W tym naborze jedna osoba może stać najwyżej za tyloma złożonymi wnioskami: "
                     "%u. Ta osoba ma już tyle; może wniosek czytać i komentować.",
                     "In this call one person may stand behind at most this many submitted "
                     "applications: %u. This person has them already; they can read and comment.",
                     application->call.applicants.per_person);
}

/* Who writes what was submitted already takes a place of the limit as if they had been there. */
static wl_status
count_newcomer (wl_request_t *req, const store_application_t *application, const char *user_id,
                const char *email)
{
    const applicant_coauthor_t newcomer = { user_id, email };
    int64_t persons[APPLICANT_COUNTED_MAX];
    size_t count = applicant_counted (application->call.counted_with, application->user_id,
                                      application->view->applicant, &newcomer, 1, persons);

    if (wl_text_empty (application->view->number) || !application->call.coauthors_count ||
        application->call.applicants.per_person == 0)
        return WL_OK;
    return limit_reached (req, application, store_standing_add (req, application, persons, count));
}

/* A leader is counted under their account in every call (applicant_rules.h). */
static wl_status
count_leader (wl_request_t *req, const store_application_t *application)
{
    int64_t persons[APPLICANT_PERSONS_MAX];
    size_t count = applicant_persons (application->call.counted_with, wl_user (req),
                                      application->view->applicant, persons);

    if (wl_text_empty (application->view->number) || application->call.applicants.per_person == 0)
        return WL_OK;
    return limit_reached (req, application, store_standing_add (req, application, persons, count));
}

static wl_status
link_over (wl_request_t *req, wl_status status)
{
    if (status == WL_ALREADY_EXISTS)
        return wl_fail (req, WL_ALREADY_EXISTS, "coauthor-exists",
                        "Należysz już do autorów tego wniosku.",
                        "You are one of this application's authors already.");
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "invitation-over",
                    "To zaproszenie już wykorzystano, wycofano albo minął jego termin. Poproś o "
                    "nowe.",
                    "This invitation was used or taken back, or its time is over. Ask for a new "
                    "one.");
}

static void
announce_joining (wl_request_t *req, const store_application_t *application,
                  Intake__CoauthorRole role)
{
    Intake__CoauthorJoined joined = INTAKE__COAUTHOR_JOINED__INIT;

    joined.application_id = application->view->id;
    joined.call_id = application->view->call_id;
    joined.leader_user_id = application->user_id;
    joined.user_id = wl_text_copy (wl_arena (req), wl_user (req));
    joined.role = role;
    wl_emit (req, application->view->region, application->view->id, &joined.base);
}

wl_status
intake_accept_coauthorship (wl_request_t *req, const Intake__AcceptCoauthorshipRequest *in,
                            Intake__CoauthorJoining *out)
{
    store_coauthor_t invited;
    store_application_t application;
    uint8_t hash[32];
    char *id;

    hash_token (in->token, hash);
    WL_TRY (link_over (req, store_coauthor_invited (req, hash, &id, &invited)));
    WL_TRY (
        link_over (req, store_application_lock_whole (req, invited.application_id, &application)));
    WL_TRY (check_lives (req, &application));
    if (wl_text_equal (application.user_id, wl_user (req)))
        return link_over (req, WL_ALREADY_EXISTS);
    if (invited.role == ROLE (EDITOR))
        WL_TRY (count_newcomer (req, &application, wl_user (req), invited.email));
    WL_TRY (link_over (req, store_coauthor_join (req, id)));
    wl_timer_cancel (req, COAUTHOR_INVITATION_OVER_TIMER, id);
    announce_joining (req, &application, invited.role);
    out->application_id = invited.application_id;
    out->role = invited.role;
    return WL_OK;
}

/* ---- changing ---- */

wl_status
intake_change_coauthor (wl_request_t *req, const Intake__ChangeCoauthorRequest *in,
                        Intake__Coauthors *out)
{
    store_application_t application;
    store_coauthor_t coauthor;

    WL_TRY (lock (req, in->application_id, ROLE (LEADER), &application));
    WL_TRY (check_role (req, in->role));
    WL_TRY (
        no_coauthor (req, store_coauthor (req, in->application_id, in->coauthor_id, &coauthor)));
    if (in->role == ROLE (EDITOR) && !wl_text_empty (coauthor.user_id))
        WL_TRY (count_newcomer (req, &application, coauthor.user_id, coauthor.email));
    store_coauthor_set_role (req, in->coauthor_id, in->role);
    return coauthor_show (req, &application, out);
}

wl_status
intake_remove_coauthor (wl_request_t *req, const Intake__RemoveCoauthorRequest *in,
                        Wlacznik__Empty *out)
{
    store_application_t application;
    store_coauthor_t coauthor;

    (void) out;
    WL_TRY (lock (req, in->application_id, ROLE (READER), &application));
    WL_TRY (
        no_coauthor (req, store_coauthor (req, in->application_id, in->coauthor_id, &coauthor)));
    if (!wl_text_equal (coauthor.user_id, wl_user (req)))
        WL_TRY (application_may (req, &application, ROLE (LEADER)));
    wl_timer_cancel (req, COAUTHOR_INVITATION_TIMER, in->coauthor_id);
    wl_timer_cancel (req, COAUTHOR_INVITATION_OVER_TIMER, in->coauthor_id);
    store_coauthor_leave (req, in->coauthor_id);
    return WL_OK;
}

/* ---- handing over ---- */

/* The party to an agreement changes by an amendment, not here. */
static wl_status
check_handing_over (wl_request_t *req, const store_application_t *application)
{
    bool open;

    WL_TRY (check_lives (req, application));
    WL_TRY (store_grant_is_open (req, application->view->id, &open));
    if (!open)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "grant-binds",
                    "Z osobą, która prowadzi wniosek, zawarto albo zaproponowano umowę. Zmianę "
                    "strony umowy uzgodnij z koordynatorem.",
                    "An agreement was made with, or offered to, the person who leads this "
                    "application. Settle a change of its party with the coordinator.");
}

wl_status
intake_offer_ownership (wl_request_t *req, const Intake__OfferOwnershipRequest *in,
                        Intake__Coauthors *out)
{
    Intake__OwnershipOffered offered = INTAKE__OWNERSHIP_OFFERED__INIT;
    store_application_t application;
    store_coauthor_t coauthor;

    WL_TRY (lock (req, in->application_id, ROLE (LEADER), &application));
    WL_TRY (check_handing_over (req, &application));
    WL_TRY (
        no_coauthor (req, store_coauthor (req, in->application_id, in->coauthor_id, &coauthor)));
    if (wl_text_empty (coauthor.user_id))
        return no_coauthor (req, WL_NOT_FOUND);
    store_transfer_put (req, in->application_id, in->coauthor_id);
    offered.application_id = in->application_id;
    offered.call_id = application.view->call_id;
    offered.to_user_id = coauthor.user_id;
    wl_emit (req, application.view->region, in->application_id, &offered.base);
    return coauthor_show (req, &application, out);
}

static wl_status
no_offer (wl_request_t *req)
{
    return wl_fail (req, WL_FAILED_PRECONDITION, "nothing-offered",
                    "Tego wniosku nikt Ci teraz nie przekazuje.",
                    "Nobody hands this application over to you now.");
}

/* The offer, if it is for the caller. */
static wl_status
find_offer (wl_request_t *req, const store_application_t *application, Intake__Coauthor **ret)
{
    Intake__Coauthors all = INTAKE__COAUTHORS__INIT;

    WL_TRY (store_coauthors (req, application->view->id, &all));
    for (size_t i = 0; i < all.n_list; i++)
        if (wl_text_equal (all.list[i]->id, all.transfer_to_id) &&
            wl_text_equal (all.list[i]->user_id, wl_user (req))) {
            *ret = all.list[i];
            return WL_OK;
        }
    return no_offer (req);
}

static void
announce_transfer (wl_request_t *req, const store_application_t *application)
{
    Intake__OwnershipTransferred transferred = INTAKE__OWNERSHIP_TRANSFERRED__INIT;

    transferred.application_id = application->view->id;
    transferred.call_id = application->view->call_id;
    transferred.from_user_id = application->user_id;
    transferred.to_user_id = wl_text_copy (wl_arena (req), wl_user (req));
    wl_emit (req, application->view->region, application->view->id, &transferred.base);
}

wl_status
intake_accept_ownership (wl_request_t *req, const Intake__OwnershipRequest *in,
                         Intake__Coauthors *out)
{
    store_application_t application;
    Intake__Coauthor *own;

    WL_TRY (lock (req, in->application_id, ROLE (READER), &application));
    WL_TRY (find_offer (req, &application, &own));
    WL_TRY (check_handing_over (req, &application));
    WL_TRY (count_leader (req, &application));
    store_transfer_carry_out (req, in->application_id, own->id, application.user_id);
    announce_transfer (req, &application);
    application.user_id = wl_text_copy (wl_arena (req), wl_user (req));
    application.view->your_role = ROLE (LEADER);
    return coauthor_show (req, &application, out);
}

wl_status
intake_cancel_ownership (wl_request_t *req, const Intake__OwnershipRequest *in,
                         Intake__Coauthors *out)
{
    store_application_t application;
    Intake__Coauthor *own;

    WL_TRY (lock (req, in->application_id, ROLE (READER), &application));
    if (application.view->your_role != ROLE (LEADER))
        WL_TRY (find_offer (req, &application, &own));
    store_transfer_end (req, in->application_id);
    return coauthor_show (req, &application, out);
}
