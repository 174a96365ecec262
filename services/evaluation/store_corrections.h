/* The rows of a dossier whose formal check waits for a correction. All are deferred, and change
 * nothing when the formal check was decided meanwhile. */
#pragma once

#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"

void store_correction_wait (wl_request_t *req, const char *application_id, const char *stage);

typedef struct store_corrected {
    const char *application_id;
    const char *stage;
    const char *title;
    const char *open_title; /* for assessors */
    const char *digest;
    int64_t amount_grosze;
    const Wlacznik__Answers *answers;
} store_corrected_t;

/* The corrected content takes the place of what was submitted; the moment of filing stays. */
void store_correction_take (wl_request_t *req, const store_corrected_t *corrected);
/* Rejected formally, with this reason for the public. */
void store_correction_lapse (wl_request_t *req, const char *application_id, const char *stage,
                             const char *public_reason);
