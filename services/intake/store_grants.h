/* The rows of grants. SQL of this concern only here. */
#pragma once

#include "ledger.h"
#include "service/request.h"

/* A grant with all that stands under it, and whose it is. */
typedef struct store_grant {
    Intake__Grant *view;
    char *call_id, *region, *user_id;
    ledger_t ledger; /* after the last entry */
} store_grant_t;

/* Who asks: the grantee, staff of the regions ("*": any), or either. */
typedef struct store_grant_caller {
    const char *user_id; /* NULL: the grantee's account does not count */
    const char *const *regions;
    size_t region_count;
} store_grant_caller_t;

/* WL_NOT_FOUND also for what is not the caller's. */
WL_MUST_CHECK wl_status store_grant_read (wl_request_t *req, const store_grant_caller_t *caller,
                                          const char *application_id, store_grant_t *ret);
/* The same, the agreement's row locked until commit. */
WL_MUST_CHECK wl_status store_grant_lock (wl_request_t *req, const store_grant_caller_t *caller,
                                          const char *application_id, store_grant_t *ret);

/* The grants of a call as the request filters them, in the caller's regions, behind the application
 * `after` (NULL: from the beginning), by application. One round trip. */
WL_MUST_CHECK wl_status store_grants_of_call (wl_request_t *req, const store_grant_caller_t *caller,
                                              const Intake__ListGrantsRequest *asked,
                                              const char *after, uint32_t limit,
                                              Intake__ListGrantsResponse *ret);
WL_MUST_CHECK wl_status store_grants_of_call_count (wl_request_t *req,
                                                    const store_grant_caller_t *caller,
                                                    const Intake__ListGrantsRequest *asked,
                                                    Intake__ListGrantsResponse *ret);

/* A person's own, the newest application first. One round trip. */
WL_MUST_CHECK wl_status store_grants_of_person (wl_request_t *req, const char *user_id,
                                                uint32_t limit, Intake__ListGrantsResponse *ret);

/* Writes agreement and tranches. WL_ALREADY_EXISTS: the application has one, or the number is
 * taken. One round trip. */
WL_MUST_CHECK wl_status store_grant_insert (wl_request_t *req, const store_grant_t *grant);
/* Writes state, dates, digest and version of the view. Deferred, as all that follows. */
void store_grant_update (wl_request_t *req, const Intake__Grant *grant);
/* Writes the tranche and the report on it, as they stand in the view. */
void store_tranche_update (wl_request_t *req, const Intake__Grant *grant, uint32_t position);
void store_amendment_put (wl_request_t *req, const char *application_id,
                          const Intake__Amendment *amendment);
/* Appends an entry that leads to the balances `after`. */
void store_ledger_append (wl_request_t *req, const char *application_id, Intake__LedgerKind kind,
                          int64_t amount, const char *document, const ledger_t *after);

/* Takes people's words out; numbers, dates and money stay, as the law wants (domain.md 5.1). */
void store_grant_erase_words (wl_request_t *req, const char *application_id);

/* Whether an agreement is offered or runs. */
WL_MUST_CHECK wl_status store_grant_is_open (wl_request_t *req, const char *application_id,
                                             bool *ret);
