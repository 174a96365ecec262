/* Who assesses what: gives each application the cards that it still lacks. Pure.
 *
 * Never bent: the assessor takes applications of this region, reads its language, is there, has
 * room, is not the applicant, has no conflict of interest and no card of it yet. Of the
 * application's cards at least so many go to assessors of its region, from elsewhere, to seniors,
 * as the call says. Then the call's aim, by the exact solver (assignment_solver.h): loads as even
 * as can be and then the greatest total fit, or the fit before the loads, or the weakest pair
 * first. Equal ones by place in the arrays, so the same inputs give the same pairs.
 *
 * Exact with one exception: quotas of seniors beside quotas of regions. They overlap, and choosing
 * among overlapping quotas is not a flow problem; then the result is the best for a certain split
 * of the seniors over the regions, and `gap` says by how much another split might be better, at
 * most (0 where the seniors come by themselves).
 */
#pragma once

#include "assignment_floor.h"
#include "assignment_text.h"
#include "wlacznik/evaluation.pb-c.h"

enum { ASSIGNMENT_FIT_SCALE = 10000 }; /* a perfect fit */

/* Why a pair may not be. */
typedef enum assignment_bar {
    ASSIGNMENT_OPEN = 0,
    ASSIGNMENT_OTHER_REGION,
    ASSIGNMENT_OWN_APPLICATION,
    ASSIGNMENT_CARD,     /* has a card of it, or declared a conflict */
    ASSIGNMENT_CONFLICT, /* found in the data */
    ASSIGNMENT_LANGUAGE,
    ASSIGNMENT_AWAY,     /* takes no new cards today */
    ASSIGNMENT_UNWANTED, /* by the coordinator */
    ASSIGNMENT_FULL,     /* of a fixed pair only: no room, or the application lacks no card */
    ASSIGNMENT_BARS
} assignment_bar_t;

/* What can be left out to see what it costs: `1 << bar`, or one of these. */
enum {
    ASSIGNMENT_IGNORE_REGION_QUOTAS = 1 << ASSIGNMENT_BARS,
    ASSIGNMENT_IGNORE_SENIORS = 2 << ASSIGNMENT_BARS,
    ASSIGNMENT_ONE_CARD_MORE = 4 << ASSIGNMENT_BARS, /* every assessor takes one above the most */
};

typedef struct assignment_application {
    const char *region;
    const char *applicant_user_id;
    uint32_t missing; /* cards that it lacks */
    /* Its fields of expertise and language as the form asks for them; may be none. */
    char *const *topics;
    size_t topic_count;
    const char *language; /* NULL or "": any assessor reads it */
    text_words_t words;   /* text_signature */
    /* Cards that it has, by who has them, for the quotas. */
    uint32_t from_region, from_outside, from_seniors;
    bool no_quotas; /* a third card has none */
} assignment_application_t;

typedef struct assignment_bid {
    size_t application, assessor;
    Evaluation__Bid bid;
} assignment_bid_t;

typedef struct assignment_pair {
    size_t application; /* index into the problem's arrays */
    size_t assessor;
    assignment_bar_t bar; /* of `barred`; ASSIGNMENT_OPEN counts as ASSIGNMENT_CARD */
    int32_t fit;          /* of a result: 0 to ASSIGNMENT_FIT_SCALE */
    bool fixed;           /* of a result */
} assignment_pair_t;

typedef struct assignment_problem {
    const assignment_application_t *applications;
    size_t application_count;
    Evaluation__Assessor *const *assessors; /* `cards` is what they hold now */
    size_t assessor_count;
    const assignment_pair_t *barred;
    size_t barred_count;
    const Wlacznik__AssignmentRules *rules; /* NULL: only loads count */
    const text_words_t *profiles;           /* text_signature of each assessor; NULL: none */
    const char *today;                      /* "2026-11-26"; NULL: everybody is there */
    const assignment_pair_t *fixed;         /* to be made first */
    size_t fixed_count;
    const assignment_pair_t *keep; /* as many of these as can be, before anything else */
    size_t keep_count;
    const assignment_bid_t *bids; /* where the call asks for them */
    size_t bid_count;
    unsigned ignore; /* mask, above */
} assignment_problem_t;

typedef struct assignment_result {
    assignment_pair_t *pairs; /* by application, then assessor */
    size_t pair_count;
    size_t *short_of; /* indexes of the applications that still lack cards, ascending */
    size_t short_count;
    int64_t total; /* sum of the fits of the pairs */
    int64_t gap;   /* above */
    /* What was solved, fixed pairs taken out, and the proof. */
    assignment_network_t network;
    assignment_optimum_t optimum;
    /* Where the weakest pair comes first: `network` is without the pairs below the floor, and these
     * are its fits with them. */
    assignment_floor_t floor;
    const int32_t *fit_below; /* NULL: no floor */
    /* By application and assessor: the fit, and why not. */
    int32_t *fit;
    uint8_t *bar;
    uint8_t *bid;              /* Evaluation__Bid */
    assignment_pair_t refused; /* of WL_FAILED_PRECONDITION */
} assignment_result_t;

/* What the fit of a pair is made of; -1: not known, or not asked for. */
typedef struct assignment_fit {
    int32_t topics; /* share of the application's fields that the assessor knows */
    int32_t text;   /* likeness */
    int32_t bid;    /* gladly: all of the scale, if needed or no bid: half, rather not: none */
    int32_t fit;    /* these, weighted as the rules say */
} assignment_fit_t;

assignment_fit_t
assignment_fit (const Wlacznik__AssignmentRules *rules, const assignment_application_t *application,
                const Evaluation__AssessorProfile *profile, int32_t likeness, Evaluation__Bid bid);

/* The result lives in the arena. WL_FAILED_PRECONDITION: a fixed pair may not be, `refused` says
 * which and why. WL_INVALID_ARGUMENT: beyond the solver's bounds. */
WL_MUST_CHECK wl_status assignment_solve (wl_arena_t *arena, const assignment_problem_t *problem,
                                          assignment_result_t *ret);
