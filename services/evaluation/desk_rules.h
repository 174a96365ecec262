/* The discrepancy desk (domain.md 3.1, 4.2 state 4): where cards differ, and what the common text
 * may hold. Pure. Points are never touched here. */
#pragma once

#include "base/problems.h"
#include "scoring.h"

enum { DESK_CARDS_MAX = SCORING_CARDS_MAX };

typedef struct desk_criterion {
    int32_t points[DESK_CARDS_MAX]; /* of each card */
    int32_t gap;                    /* between the highest and the lowest */
    bool differs;                   /* by as much as the call asks for */
} desk_criterion_t;

/* Fills one entry per criterion of `rules`. WL_INVALID_ARGUMENT when a card lacks one. */
WL_MUST_CHECK wl_status desk_compare (const Wlacznik__MeritCard *rules,
                                      const Evaluation__Scores *const *cards, size_t count,
                                      desk_criterion_t *ret);

/* Whether these cards open a desk: the call has one, and a criterion differs or a third card was
 * called. */
WL_MUST_CHECK bool
desk_needed (const Wlacznik__MeritCard *rules, const desk_criterion_t *criteria, bool third);

/* Known criteria, each at most once. Problems under "consensus". */
WL_MUST_CHECK wl_status desk_check_text (const Wlacznik__MeritCard *rules,
                                         const Evaluation__Consensus *consensus,
                                         const wl_problems_t *problems);

/* What still has to be written before anybody can sign: every criterion that differs. Problems
 * under "consensus". */
WL_MUST_CHECK wl_status desk_check_complete (const Wlacznik__MeritCard *rules,
                                             const desk_criterion_t *criteria,
                                             const Evaluation__Consensus *consensus,
                                             const wl_problems_t *problems);
