/* The rows of corrections. Results live in the request's arena; what is written is deferred. */
#pragma once

#include "store_submissions.h"

/* How often the application's present stage was opened for correction. */
WL_MUST_CHECK wl_status store_correction_count (wl_request_t *req,
                                                const store_application_t *application,
                                                uint32_t *ret);
/* Opens the next round of the stage and moves the application to the state in its view. */
void store_correction_insert (wl_request_t *req, const store_application_t *application,
                              const Intake__Correction *correction);
/* The correction that the present stage waits for. WL_DATA_LOSS when there is none. */
WL_MUST_CHECK wl_status store_correction_open (wl_request_t *req,
                                               const store_application_t *application,
                                               Intake__Correction **ret);
/* Ends what the present stage waits for, if it waits for any. */
void store_correction_end (wl_request_t *req, const char *application_id,
                           Intake__CorrectionOutcome outcome);
/* Freezes the corrected content of the present round, ends the correction, and moves the
 * application to the state in its view. The moment of filing stays what it was. */
void store_correction_file (wl_request_t *req, const store_application_t *application,
                            const store_frozen_t *frozen);

/* All corrections of an application, the newest first, with what changed. */
WL_MUST_CHECK wl_status store_corrections (wl_request_t *req, const char *application_id,
                                           size_t *ret_count, Intake__Correction ***ret);
