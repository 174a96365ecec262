#include "mailing_programmes.h"

#include "gather.h"
#include "store_mailing_programmes.h"
#include "store_schedule.h"

/* Only intake knows which call an application is of. */
static wl_status
programme_of_application (wl_request_t *req, const char *id, const char **ret)
{
    const Intake__ApplicationTitle *title;
    store_schedule_t schedule;
    wl_status status;

    *ret = "";
    WL_TRY (gather_title (req, id, &title));
    if (title == NULL)
        return WL_OK;
    status = store_load_schedule (req, title->call_id, &schedule);
    if (status == WL_OK)
        *ret = schedule.programme_id;
    return status == WL_NOT_FOUND ? WL_OK : status;
}

const wl_programme_key_t notification_programmes[] = {
    { .field = "call_id", .select = &PROGRAMME_OF_CALL },
    { .field = "scope_id", .select = &PROGRAMME_OF_SCOPE },
    { .field = "mailing_id", .select = &PROGRAMME_OF_MAILING },
    { .field = "application_id", .find = programme_of_application },
    { 0 },
};
