/* The rows of what was submitted, and of whom a limit counts. Results and writing as in
 * store_applications.h. */
#pragma once

#include "store_applications.h"

/* What is frozen by a submission. */
typedef struct store_frozen {
    wl_bytes_t content;
    uint8_t digest[32];
    char *digest_text; /* hexadecimal */
    wl_time_t at;
} store_frozen_t;

/* Files the first stage: gives it the next number of its call and counts it for `persons`
 * (ascending; none in a call without a limit). Takes the persons' locks first, so that two
 * submissions of one person never both see the last free place. WL_RESOURCE_EXHAUSTED, and nothing
 * is written: one of the persons has no place left. One round trip. */
WL_MUST_CHECK wl_status store_submission_file (wl_request_t *req,
                                               const store_application_t *application,
                                               const store_frozen_t *frozen, const int64_t *persons,
                                               size_t person_count, char **ret_number);
/* Files a later stage, under the number it has; with title and amount as in the view. */
void store_submission_file_stage (wl_request_t *req, const store_application_t *application,
                                  const store_frozen_t *frozen);

/* Frees the places of `persons`. */
void store_standing_remove (wl_request_t *req, const store_application_t *application,
                            const int64_t *persons, size_t person_count);

/* Counts one that was submitted for these persons, too. WL_RESOURCE_EXHAUSTED, and nothing is
 * written: one of them has no place left. */
WL_MUST_CHECK wl_status store_standing_add (wl_request_t *req,
                                            const store_application_t *application,
                                            const int64_t *persons, size_t person_count);

/* ---- reading ---- */

/* What was submitted last of a stage, or with `stage` NULL of any. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_submission (wl_request_t *req, const char *application_id,
                                          const char *stage, Intake__Submission *ret);
/* Whether a submission of the application with this number has this digest. */
WL_MUST_CHECK wl_status store_receipt (wl_request_t *req, const char *code, int64_t serial,
                                       const uint8_t digest[32],
                                       Intake__VerifyReceiptResponse *ret);
