/* Adoptions, policy and the funnel; SQL only here. Everything returned lives in the request's
 * arena. */
#pragma once

#include "service/request.h"
#include "wlacznik/dissemination.pb-c.h"

/* What a handler needs to know of an adoption beside what people see. */
typedef struct adoption_facts {
    char *entry_id, *application_id, *account_id;
    bool started;
} adoption_facts_t;

/* WL_NOT_FOUND when the entry is not public; `ret` gets only ids. */
WL_MUST_CHECK wl_status store_adoptable (wl_request_t *req, const char *slug,
                                         Dissemination__Entry *ret);
/* How deep the parent lies. WL_NOT_FOUND when it is no started adoption of this entry. */
WL_MUST_CHECK wl_status store_parent_depth (wl_request_t *req, const char *parent_id,
                                            const char *entry_id, uint32_t *ret);
WL_MUST_CHECK wl_status store_insert_adoption (wl_request_t *req, const char *entry_id,
                                               uint32_t depth, const Dissemination__Adoption *in);
/* Locked until commit; the caller's own, or anybody's with `as_staff`. WL_NOT_FOUND; WL_ABORTED
 * when the version is another. */
WL_MUST_CHECK wl_status store_lock_adoption (wl_request_t *req, const char *id, uint64_t version,
                                             bool as_staff, Dissemination__Adoption *ret,
                                             adoption_facts_t *ret_facts);
/* Plan and state; raises the version. A start or stop is stamped when it first happens. */
WL_MUST_CHECK wl_status store_write_adoption (wl_request_t *req, Dissemination__Adoption *adoption);
WL_MUST_CHECK wl_status store_add_report (wl_request_t *req, Dissemination__Adoption *adoption,
                                          const Dissemination__ReportAdoptionRequest *report);
/* Of the account, or with "" of the programmes that the caller works for; of one state, or with 0
 * of any. */
WL_MUST_CHECK wl_status store_adoptions (wl_request_t *req, const char *account_id,
                                         const Dissemination__ListAdoptionsRequest *in,
                                         uint32_t limit, Dissemination__ListAdoptionsResponse *ret);
/* How far an entry has come, from its adoptions and policies; in its row and in the index. */
void store_refresh_reach (wl_request_t *req, const char *entry_id);

WL_MUST_CHECK wl_status store_lineage (wl_request_t *req, const char *slug,
                                       Dissemination__Lineage *ret);
WL_MUST_CHECK wl_status store_impact_feed (wl_request_t *req, const char *slug,
                                           Dissemination__ImpactFeed *ret);

/* The caller's own innovations, the newest first. */
WL_MUST_CHECK wl_status store_my_innovations (wl_request_t *req,
                                              Dissemination__ListMyInnovationsResponse *ret);

/* ---- policy ---- */

WL_MUST_CHECK wl_status store_insert_policy (wl_request_t *req, const char *entry_id,
                                             const Dissemination__Policy *policy);
/* Locked. WL_NOT_FOUND, WL_ABORTED. */
WL_MUST_CHECK wl_status store_lock_policy (wl_request_t *req, const char *id, uint64_t version,
                                           Dissemination__Policy *ret, adoption_facts_t *ret_facts);
WL_MUST_CHECK wl_status store_write_policy (wl_request_t *req, Dissemination__Policy *policy);
WL_MUST_CHECK wl_status store_policies (wl_request_t *req,
                                        const Dissemination__ListPoliciesRequest *in,
                                        uint32_t limit, Dissemination__ListPoliciesResponse *ret);

/* ---- numbers ---- */

/* Notes that an application of this region came so far, at the moment of the act; once, however
 * often it is heard. `applicant_type` (wlacznik.ApplicantType) of the first step, else 0. Deferred.
 */
void store_funnel_step (wl_request_t *req, const char *application_id, const char *call_id,
                        Dissemination__FunnelStep step, const char *region, int applicant_type);
void store_call_programme (wl_request_t *req, const char *call_id, const char *programme_id);
/* Counts only; shares and benchmarks are rules (impact.h). "" : of all calls, all programmes. */
WL_MUST_CHECK wl_status store_impact (wl_request_t *req, const Dissemination__GetImpactRequest *in,
                                      Dissemination__Impact *ret);
