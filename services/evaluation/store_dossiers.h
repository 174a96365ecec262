/* The rows of dossiers, their content, formal checks and decisions. Results live in the request's
 * arena; what is written is deferred and travels with the next statement or with COMMIT. */
#pragma once

#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"
#include "wlacznik/intake.pb-c.h"

/* ---- what intake tells ---- */

typedef struct store_submission {
    char *application_id;
    char *stage;
    char *call_id;
    char *region;
    char *number;
    char *applicant_user_id;
    char *title;
    char *open_title;  /* for assessors */
    char *public_name; /* for published lists */
    char *digest;
    char *topic;                    /* the key of a choice, or "" */
    Evaluation__DossierState state; /* where it starts */
    bool at_site;                   /* its region's site evaluates it */
    Wlacznik__ApplicantType applicant_type;
    int64_t amount_grosze;
    wl_time_t submitted_at;
    const Wlacznik__Applicant *applicant;
    const Wlacznik__Answers *answers;
} store_submission_t;

/* Makes this stage the current one of its application and keeps a copy of the content. A later
 * submission of the same stage starts it anew; the same or an earlier one changes nothing. */
void store_submission_put (wl_request_t *req, const store_submission_t *submission);
/* Ends the current stage of an application and voids the cards that were not locked. */
void store_withdraw (wl_request_t *req, const char *application_id);

/* ---- one application ---- */

typedef struct store_dossier {
    char *application_id;
    char *stage;
    char *call_id;
    char *region;
    char *number;
    char *applicant_user_id;
    Evaluation__DossierState state;
    bool last_stage;
    uint32_t round; /* of cards; more than 1 after an upheld appeal */
    Intake__CallState call_state;
    Wlacznik__Stage *rules;
} store_dossier_t;

/* Its current stage, locked until commit, if it is in a region where the caller is a coordinator;
 * else WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_dossier_lock (wl_request_t *req, const char *application_id,
                                            store_dossier_t *ret);
/* The same without lock, for looking only. */
WL_MUST_CHECK wl_status store_dossier_find (wl_request_t *req, const char *application_id,
                                            store_dossier_t *ret);
/* Locked, too, but without asking whose region it is: the caller has made sure who asks. */
WL_MUST_CHECK wl_status store_dossier_hold (wl_request_t *req, const char *application_id,
                                            store_dossier_t *ret);
/* The same facts of the stage named, or for "" of the first one with points, without lock and
 * without asking whose region it is: the caller checks who asks. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_dossier_facts (wl_request_t *req, const char *application_id,
                                             const char *stage, store_dossier_t *ret);

void store_formal_check (wl_request_t *req, const store_dossier_t *dossier,
                         const Evaluation__FormalCheck *check, const char *public_reason,
                         Evaluation__DossierState state);
/* The formal check of a stage that was decided; WL_NOT_FOUND before. */
WL_MUST_CHECK wl_status store_find_formal_check (wl_request_t *req, const store_dossier_t *dossier,
                                                 Evaluation__FormalCheck **ret);
void store_decision (wl_request_t *req, const store_dossier_t *dossier,
                     const Evaluation__StageDecision *decision);
/* A third card is called for. */
void store_third_needed (wl_request_t *req, const store_dossier_t *dossier, const char *rule);
/* All cards are in and the points fixed: it waits for a list or for its decision, as `state` says.
 */
void store_assessed (wl_request_t *req, const store_dossier_t *dossier,
                     Evaluation__DossierState state, int64_t points, bool passed,
                     const int64_t *criterion_points, size_t criterion_count);

/* ---- reading for coordinators ---- */

/* With content, in the caller's regions; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_dossier_read (wl_request_t *req, const char *application_id,
                                            Evaluation__Dossier *ret);

typedef struct store_dossier_page {
    const char *call_id;
    Evaluation__DossierState state; /* UNSPECIFIED: any */
    const char *region;             /* "": any */
    bool all_regions;               /* else those where the caller is a coordinator */
    const char *after;              /* a number, "" from the start */
    uint32_t limit;
    bool total; /* counted, too */
} store_dossier_page_t;

WL_MUST_CHECK wl_status store_dossiers (wl_request_t *req, const store_dossier_page_t *page,
                                        Evaluation__ListDossiersResponse *ret);

/* The funnel of a call; WL_NOT_FOUND when it is not known here. */
WL_MUST_CHECK wl_status store_funnel (wl_request_t *req, const char *call_id,
                                      Evaluation__Funnel *ret);

/* The application's dossiers, of every stage, belong to this account from now on. */
void store_dossiers_hand_over (wl_request_t *req, const char *application_id, const char *user_id);
