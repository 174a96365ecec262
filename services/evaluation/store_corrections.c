#include "store_corrections.h"

_Static_assert(EVALUATION__DOSSIER_STATE__FORMAL_REVIEW == 1 &&
                   EVALUATION__DOSSIER_STATE__FORMALLY_REJECTED == 2 &&
                   EVALUATION__DOSSIER_STATE__IN_CORRECTION == 10 &&
                   EVALUATION__DOSSIER_STATE__AT_SITE == 11,
               "the statements below name these states");

WL_SQL (wait_for_correction, "update dossier set state = 10"
                             " where application_id = $1 and stage = $2 and state = 1");

void
store_correction_wait (wl_request_t *req, const char *application_id, const char *stage)
{
    wl_defer (wl_db (req), &wait_for_correction, wl_p_uuid (application_id), wl_p_text (stage));
}

WL_SQL (take_correction,
        "with taken as (update dossier set state = case when at_site then state else 1 end,"
        "  amount_grosze = $3 where application_id = $1 and stage = $2 and state in (1, 10, 11)"
        "  returning at_site)"
        " update content set title = $4, open_title = $5, digest = $7,"
        " answers = case when at_site then answers else $6 end from taken"
        " where application_id = $1 and stage = $2");

void
store_correction_take (wl_request_t *req, const store_corrected_t *corrected)
{
    wl_defer (wl_db (req), &take_correction, wl_p_uuid (corrected->application_id),
              wl_p_text (corrected->stage), wl_p_int (corrected->amount_grosze),
              wl_p_text (corrected->title), wl_p_text (corrected->open_title),
              wl_p_message (&corrected->answers->base), wl_p_text (corrected->digest));
}

WL_SQL (lapse_correction,
        "with lapsed as (update dossier set state = 2"
        "  where application_id = $1 and stage = $2 and state in (1, 10, 11) returning 1)"
        " insert into formal_check (application_id, stage, formal_check, public_reason)"
        " select $1, $2, $3, $4 from lapsed on conflict do nothing");

void
store_correction_lapse (wl_request_t *req, const char *application_id, const char *stage,
                        const char *public_reason)
{
    Evaluation__FormalCheck check = EVALUATION__FORMAL_CHECK__INIT;

    check.decided_at = wl_timestamp (wl_arena (req), wl_now (req));
    wl_defer (wl_db (req), &lapse_correction, wl_p_uuid (application_id), wl_p_text (stage),
              wl_p_message (&check.base), wl_p_text (public_reason));
}
