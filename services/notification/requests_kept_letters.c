/* The mailbox of a rehearsal: what its letters would have said, for the coordinators of its call.
 */
#include "base/uuid.h"
#include "intake.contract.h"
#include "notification.handlers.h"
#include "store_kept_letters.h"

enum { LETTERS_PER_PAGE = 20 };

static wl_status
no_rehearsal (wl_request_t *req)
{
    return wl_fail (req, WL_NOT_FOUND, "no-such-rehearsal",
                    "Nie ma takiej próby naboru. Sprawdź adres na liście prób.",
                    "There is no such rehearsal. Check the address on the list of rehearsals.");
}

/* Intake knows the regions of a call; it asks nobody who the reader is. */
static wl_status
check_staff (wl_request_t *req, char *call_id)
{
    Intake__GetCallRequest ask = INTAKE__GET_CALL_REQUEST__INIT;
    Intake__Call *call;
    wl_status status;

    if (!wl_uuid_is_rehearsed (call_id))
        return no_rehearsal (req);
    if (wl_has_role (req, WL_ROLE_OWNER, NULL))
        return WL_OK;
    ask.call_id = call_id;
    status = intake_call_get_call (req, &ask, &call);
    if (status == WL_NOT_FOUND)
        return no_rehearsal (req);
    WL_TRY (status);
    for (size_t i = 0; i < call->n_regions; i++)
        if (wl_has_role (req, WL_ROLE_COORDINATOR, call->regions[i]->region))
            return WL_OK;
    return no_rehearsal (req);
}

wl_status
notification_list_kept_letters (wl_request_t *req, const Notification__ListKeptLettersRequest *in,
                                Notification__ListKeptLettersResponse *out)
{
    WL_TRY (check_staff (req, in->call_id));
    return store_list_kept_letters (req, in, wl_page_limit (in->limit, LETTERS_PER_PAGE), out);
}
