#include "erasure.h"

#include "db/command.h"
#include "store_erasure.h"
#include "wlacznik/intake_persons.pb-c.h"
#include "wlacznik/notification.pb-c.h"

wl_status
on_person_erased (wl_request_t *req, const wl_event_t *event)
{
    const Intake__PersonErased *body = event->body;
    Notification__LettersErased erased = NOTIFICATION__LETTERS_ERASED__INIT;

    store_letters_erase (wl_db (req), body->user_id, body->kept_application_ids,
                         body->n_kept_application_ids);
    if (body->n_kept_application_ids > 0)
        return WL_OK;
    store_addresses_erase (wl_db (req), body->user_id);
    wl_command_forget_owner (wl_db (req), body->user_id);
    erased.request_id = body->request_id;
    wl_emit (req, "pl", body->user_id, &erased.base);
    return WL_OK;
}
