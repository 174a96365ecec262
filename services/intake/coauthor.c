#include "coauthor.h"

#include "gateway.contract.h"
#include "notification.contract.h"
#include "store_coauthors.h"

/* With the timer's back-off this is about two days; the link then still works for the leader to
 * send by hand in a new invitation. */
enum { ATTEMPTS_MAX = 200 };

wl_status
coauthor_counted (wl_request_t *req, const store_application_t *application,
                  int64_t ret[APPLICANT_COUNTED_MAX], size_t *ret_count)
{
    applicant_coauthor_t coauthors[APPLICANT_COAUTHORS_MAX];
    size_t count = 0;

    *ret_count = 0;
    if (application->call.applicants.per_person == 0)
        return WL_OK;
    if (application->call.coauthors_count)
        WL_TRY (store_coauthors_counted (req, application->view->id, coauthors, &count));
    *ret_count = applicant_counted (application->call.counted_with, application->user_id,
                                    application->view->applicant, coauthors, count, ret);
    return WL_OK;
}

wl_status
coauthor_show (wl_request_t *req, const store_application_t *application, Intake__Coauthors *ret)
{
    ret->application_id = application->view->id;
    ret->leader_user_id = application->user_id;
    ret->your_role = application->view->your_role;
    WL_TRY (store_coauthors (req, application->view->id, ret));
    if (ret->your_role == INTAKE__COAUTHOR_ROLE__COAUTHOR_LEADER)
        return WL_OK;
    for (size_t i = 0; i < ret->n_list; i++)
        ret->list[i]->email = wl_text_copy (wl_arena (req), "");
    return WL_OK;
}

static void
take_name (const Gateway__Contact *contact, Intake__Coauthors *all)
{
    if (wl_text_equal (contact->user_id, all->leader_user_id))
        all->leader_name = contact->name;
    for (size_t i = 0; i < all->n_list; i++)
        if (wl_text_empty (all->list[i]->name) &&
            wl_text_equal (contact->user_id, all->list[i]->user_id))
            all->list[i]->name = contact->name;
}

void
coauthor_learn_names (wl_request_t *req, Intake__Coauthors *all)
{
    Gateway__GetContactsRequest ask = GATEWAY__GET_CONTACTS_REQUEST__INIT;
    Gateway__GetContactsResponse *answer;

    ask.user_ids = wl_arena_array (wl_arena (req), all->n_list + 1, sizeof *ask.user_ids);
    ask.user_ids[ask.n_user_ids++] = all->leader_user_id;
    for (size_t i = 0; i < all->n_list; i++)
        if (wl_text_empty (all->list[i]->name) && !wl_text_empty (all->list[i]->user_id))
            ask.user_ids[ask.n_user_ids++] = all->list[i]->user_id;
    if (gateway_call_get_contacts (req, &ask, &answer) != WL_OK) {
        wl_error_init (wl_request_error (req), wl_arena (req));
        return;
    }
    for (size_t i = 0; i < answer->n_contacts; i++)
        take_name (answer->contacts[i], all);
}

/* ---- the invitation's letter ---- */

wl_status
coauthor_letter_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload,
                         void **ret)
{
    *ret = timer->attempts < ATTEMPTS_MAX ? wl_message_copy (wl_arena (req), payload) : NULL;
    return WL_OK;
}

wl_status
coauthor_letter_act (wl_request_t *req, void *prepared)
{
    Notification__Message *sent;

    return notification_call_send_message (req, prepared, &sent);
}

/* A failure stays the timer's: it tries again. */
wl_status
coauthor_letter_record (wl_request_t *req, void *prepared, wl_status acted)
{
    (void) req;
    (void) prepared;
    return acted;
}

wl_status
on_coauthor_invitation_over (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    (void) payload;
    store_coauthor_forget_open (req, timer->key);
    return WL_OK;
}
