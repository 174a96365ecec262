/* The rows of rehearsals. */
#pragma once

#include "store_applications.h"

/* With the seed of what is invented. Deferred. */
void store_rehearsal_insert (wl_request_t *req, const Intake__Rehearsal *rehearsal, int64_t seed);
/* WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_rehearsal (wl_request_t *req, const char *call_id,
                                         Intake__Rehearsal *ret);
/* How many rehearsals of a call there are. */
WL_MUST_CHECK wl_status store_rehearsal_count (wl_request_t *req, const char *rehearsed_call_id,
                                               uint32_t *ret);
/* The first code of the form `beginning` and a number that no call has. */
WL_MUST_CHECK wl_status store_rehearsal_code (wl_request_t *req, const char *beginning, char **ret);

/* ---- what is invented ---- */

/* What the next applications are invented by; the row is locked until commit. WL_NOT_FOUND: the
 * rehearsal was deleted. */
typedef struct store_inventing {
    uint64_t seed;
    uint32_t asked, made;
} store_inventing_t;

WL_MUST_CHECK wl_status store_inventing_lock (wl_request_t *req, const char *call_id,
                                              store_inventing_t *ret);
/* Deferred. */
void store_inventing_ask (wl_request_t *req, const char *call_id, uint32_t more);
/* So many are there. Deferred. */
void store_inventing_made (wl_request_t *req, const char *call_id, uint32_t made);
/* No more are made, for this reason, until they are asked for again. Deferred. */
void store_inventing_stop (wl_request_t *req, const char *call_id, const char *refusal);
/* A draft of the invented applicant with this number. Deferred. */
void store_invented_insert (wl_request_t *req, const store_application_t *application,
                            uint32_t position);
/* A file that is ready, as an answer to a field; `id` is the attachment's. Deferred. */
typedef struct store_invented_file {
    const char *id, *field, *name, *media_type;
    wl_bytes_t content;
    uint8_t digest[32];
} store_invented_file_t;

void store_invented_file (wl_request_t *req, const store_application_t *application,
                          const store_invented_file_t *file);

/* ---- as a whole ---- */

/* Every moment of it but the call's own dates is earlier by `by`; with timers. Deferred. */
void store_rehearsal_move (wl_request_t *req, const char *call_id, wl_time_t by);
/* Takes it away, with its call. Deferred. */
void store_rehearsal_delete (wl_request_t *req, const char *call_id);
