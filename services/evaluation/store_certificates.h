/* The rows of certificates. Results live in the request's arena; what is written is deferred. */
#pragma once

#include "certificate.h"
#include "service/request.h"

/* What the caller did in a call: cards that they locked and the days of the first and the last. */
typedef struct store_work {
    uint32_t cards;
    wl_time_t first_at, last_at; /* 0 without any */
} store_work_t;

WL_MUST_CHECK wl_status store_my_work (wl_request_t *req, const char *call_id, store_work_t *ret);
/* The calls in which the caller locked cards, at most 200. */
WL_MUST_CHECK wl_status store_certifiable_calls (wl_request_t *req, size_t *ret_count,
                                                 Evaluation__CertifiableCall ***ret);
/* Code and title of a call. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_call_names (wl_request_t *req, const char *call_id, char **ret_code,
                                          Wlacznik__LocalText **ret_title);

/* A certificate as it is kept. */
typedef struct store_certificate {
    Evaluation__Certificate *certificate; /* complete */
    wl_bytes_t signature, public_key;
} store_certificate_t;

/* `code` as it is kept. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_certificate (wl_request_t *req, const char *code,
                                           store_certificate_t *ret);
/* The caller's, the latest first, at most 200. */
WL_MUST_CHECK wl_status store_my_certificates (wl_request_t *req, size_t *ret_count,
                                               store_certificate_t **ret);
void store_certificate_put (wl_request_t *req, const char *code,
                            const Evaluation__Certificate *certificate, const uint8_t *signature,
                            const uint8_t *public_key);
/* The caller's own. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_certificate_delete (wl_request_t *req, const char *code);
/* All of a person. */
void store_certificates_erase (wl_request_t *req, const char *user_id);
