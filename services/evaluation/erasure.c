#include "erasure.h"

#include "allocation.h"
#include "db/command.h"
#include "site.h"
#include "store_certificates.h"
#include "store_erasure.h"
#include "store_panels.h"
#include "store_second_opinions.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

/* What they locked stays as the record of a decision, under an account that is nobody's any more;
 * what waits for them others must do. */
static wl_status
give_cards_to_others (wl_request_t *req, const char *user_id)
{
    store_left_card_t *cards;
    allocation_t allocation;
    size_t count;

    WL_TRY (store_assessor_erase (req, user_id, &count, &cards));
    for (size_t i = 0; i < count; i++)
        if (cards[i].call_state == INTAKE__CALL_STATE__CALL_PUBLISHED)
            WL_TRY (allocation_give (req, cards[i].call_id, &cards[i].vacancy, 1, &allocation));
    return WL_OK;
}

wl_status
on_person_erased (wl_request_t *req, const wl_event_t *event)
{
    const Intake__PersonErased *body = event->body;
    Evaluation__ErasureConfirmed confirmed = EVALUATION__ERASURE_CONFIRMED__INIT;
    char **regions;
    size_t count;

    WL_TRY (give_cards_to_others (req, body->user_id));
    wl_command_forget_owner (wl_db (req), body->user_id);
    store_members_erase (req, body->user_id);
    store_author_erase (req, body->user_id);
    store_certificates_erase (req, body->user_id);
    store_opinions_erase (req, body->user_id);
    WL_TRY (store_applicants_erase (req, body->erased_application_ids,
                                    body->n_erased_application_ids, &regions, &count));
    confirmed.request_id = body->request_id;
    for (size_t i = 0; i < count; i++)
        site_tell (req, regions[i], body->user_id, &confirmed.base);
    return WL_OK;
}
