/* The rows of partner regions: who joined, what a site told, and at a site what it told already.
 * Results live in the request's arena; what is written is deferred unless it says otherwise. */
#pragma once

#include "region_list.h"
#include "store_calls.h"
#include "store_dossiers.h"

/* ---- joining ---- */

typedef struct store_invitation {
    char *region;
    char *used_by; /* "": open */
    wl_time_t expires_at;
} store_invitation_t;

/* Locked until commit. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_invitation_lock (wl_request_t *req, const char *key,
                                               store_invitation_t *ret);
void store_invitation_use (wl_request_t *req, const char *key, const char *site_key);
/* A region that joins again keeps its day of joining and what it told. Not deferred; `ret_since`
 * gets the day. */
WL_MUST_CHECK wl_status store_site_put (wl_request_t *req, const char *region, const char *key,
                                        wl_time_t *ret_since);

/* ---- who evaluates ---- */

/* When the region's site joined and was cut off (0: not); 0 and 0 where it has none. */
WL_MUST_CHECK wl_status store_site_times (wl_request_t *req, const char *region,
                                          wl_time_t *ret_joined, wl_time_t *ret_revoked);
/* When a call that is known here was published; 0: not known. WL_NOT_FOUND: no such call. */
WL_MUST_CHECK wl_status store_call_published (wl_request_t *req, const char *call_id,
                                              wl_time_t *ret);

/* Whether the region's site evaluates this stage of the application; false where it is not known.
 */
WL_MUST_CHECK wl_status store_is_at_site (wl_request_t *req, const char *application_id,
                                          const char *stage, bool *ret);

/* Titles of applications that are assessed here. */
WL_MUST_CHECK wl_status store_title_copies (wl_request_t *req, char *const *application_ids,
                                            size_t count, Intake__GetTitlesResponse *ret);

/* ---- reports, at the centre ---- */

typedef struct store_site {
    char *key; /* of the evaluation that speaks for the region */
    bool revoked;
    uint64_t taken;
    uint8_t taken_hash[WL_EVENT_HASH]; /* zeros before the first */
} store_site_t;

/* Locked until commit. WL_NOT_FOUND: the region has no site. */
WL_MUST_CHECK wl_status store_site_lock (wl_request_t *req, const char *region, store_site_t *ret);
/* Where it stands now, and what the report says of the site. */
void store_site_report (wl_request_t *req, const Evaluation__SiteReport *report,
                        const store_site_t *site);

/* The facts of a stage whose region's site evaluates it, locked until commit; "" for the current
 * one. WL_NOT_FOUND: not here (yet), or not in that region, or not evaluated by a site. */
WL_MUST_CHECK wl_status store_site_dossier_lock (wl_request_t *req, const char *application_id,
                                                 const char *stage, const char *region,
                                                 store_dossier_t *ret);

void store_site_formal (wl_request_t *req, const store_dossier_t *dossier,
                        const Evaluation__FormalCheck *check, const char *public_reason);
/* A formal rejection does not hold; its card stays. */
void store_site_reversed (wl_request_t *req, const store_dossier_t *dossier);
/* False: the state says that these points come too late (withdrawn, or on a published list). Not
 * deferred. */
WL_MUST_CHECK wl_status store_site_points (wl_request_t *req, const store_dossier_t *dossier,
                                           const Evaluation__ApplicationReported *told,
                                           bool *ret_took);
void store_site_decision (wl_request_t *req, const store_dossier_t *dossier,
                          Evaluation__StageOutcome outcome);
void store_site_assessment_put (wl_request_t *req, const Evaluation__SiteAssessment *assessment);
/* WL_NOT_FOUND: none was told, or it was erased. */
WL_MUST_CHECK wl_status store_site_assessment (wl_request_t *req, const char *application_id,
                                               const char *stage, Evaluation__SiteAssessment **ret);

/* ---- how the sites are ---- */

/* All that joined, by region, but for the state of their keys; and the invitations that are open.
 */
WL_MUST_CHECK wl_status store_sites (wl_request_t *req, Evaluation__Sites *ret);

/* ---- lists of regions ---- */

/* At a site that evaluates `region`, or at the centre of what its site evaluates: one line for each
 * application of the stage that was not withdrawn, by id. */
WL_MUST_CHECK wl_status store_region_lines (wl_request_t *req, const store_contest_t *contest,
                                            const char *region, size_t *ret_count,
                                            region_line_t **ret);
void store_region_list_put (wl_request_t *req, const Evaluation__RegionListClosed *closed,
                            const char *region, wl_time_t at);
/* The closed lists of a stage, and the regions with applications at sites that have none, in the
 * order of regions. */
WL_MUST_CHECK wl_status store_region_lists (wl_request_t *req, const store_contest_t *contest,
                                            size_t *ret_count, Evaluation__RegionList ***ret);

/* ---- at a site ---- */

typedef struct store_report_position {
    uint64_t taken; /* at the centre */
    wl_time_t contact_at;
    wl_time_t clock_difference;
    wl_time_t round_trip;
    uint64_t head;  /* of our stream */
    uint64_t heard; /* of intake's stream of our region */
} store_report_position_t;

WL_MUST_CHECK wl_status store_report_position (wl_request_t *req, const char *region,
                                               store_report_position_t *ret);
/* Not deferred: a transaction of its own. */
WL_MUST_CHECK wl_status store_report_position_put (wl_request_t *req,
                                                   const store_report_position_t *position);
/* The copy of a call with its definition, whose end is the latest that is known. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_call_copy (wl_request_t *req, const char *call_id, Intake__Call *ret);
/* Of the calls that were published since then, the newest first, at most 100. */
WL_MUST_CHECK wl_status store_call_copies (wl_request_t *req, wl_time_t since, size_t *ret_count,
                                           Intake__Call ***ret);
/* Of an application on the published list, as the centre told. */
void store_site_ranked (wl_request_t *req, const Evaluation__ApplicationRanked *ranked);
