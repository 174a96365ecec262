/* What becomes of a file once all of it is here: what it is, what its digest is, whether it carries
 * a virus. Outside of any transaction, one part at a time; durable as every timer is. A photograph
 * of the log is kept without what it tells beside the picture (photo_filter.h): its parts are
 * written anew in the transaction that makes it ready, so one as it came is never given out. */
#pragma once

#include "pesel_seal.h"
#include "service/service.h"

#define ATTACHMENT_CHECK_TIMER "attachment-check"
/* The same for photographs that were kept before they were cleaned; set by a migration. */
#define PHOTO_CLEAN_TIMER          "photo-clean"
#define ATTACHMENT_ABANDONED_TIMER "attachment-abandoned"

/* The service's state. */
typedef struct intake_state {
    const char *scanner; /* where its virus scanner is (scanner.h), NULL: it has none */
    bool has_agreement_key;
    uint8_t agreement_key[PESEL_SEAL_KEY]; /* seals PESEL numbers (pesel_seal.h) */
} intake_state_t;

wl_status attachment_check_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload,
                                    void **ret);
wl_status attachment_check_act (wl_request_t *req, void *prepared);
wl_status attachment_check_record (wl_request_t *req, void *prepared, wl_status acted);

/* An upload that nobody finished goes. */
wl_status on_attachment_abandoned (wl_request_t *req, const wl_timer_t *timer, const void *payload);
