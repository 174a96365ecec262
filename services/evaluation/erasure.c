#include "erasure.h"

#include "site.h"
#include "store_erasure.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

wl_status
on_person_erased (wl_request_t *req, const wl_event_t *event)
{
    const Intake__PersonErased *body = event->body;
    Evaluation__ErasureConfirmed confirmed = EVALUATION__ERASURE_CONFIRMED__INIT;
    char **regions;
    size_t count;

    WL_TRY (store_applicants_erase (req, body->erased_application_ids,
                                    body->n_erased_application_ids, &regions, &count));
    confirmed.request_id = body->request_id;
    for (size_t i = 0; i < count; i++)
        site_tell (req, regions[i], body->user_id, &confirmed.base);
    return WL_OK;
}
