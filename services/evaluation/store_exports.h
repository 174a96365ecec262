/* The rows of the tables that the office exports, a page at a time and in the order of the table.
 * Results live in the request's arena. */
#pragma once

#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"

/* Which rows, and where the page before ended. */
typedef struct store_export {
    const char *call_id;
    const char *stage;
    bool all_regions; /* else those where the caller is a coordinator */
    uint32_t version; /* of the list */
    int64_t line;     /* last line, or kind of the last appeal; 0 from the start */
    char number[128]; /* last number, "" from the start */
    char card_id[WL_UUID_TEXT];
} store_export_t;

enum { EXPORT_PAGE = 200 };

typedef struct store_line {
    int64_t line;
    char *number, *region, *title, *applicant, *tie_step, *blocked_by, *reason;
    uint32_t place;
    int64_t points, order_points, amount_grosze, granted_grosze;
    Evaluation__ListGroup group;
} store_line_t;

WL_MUST_CHECK wl_status store_export_lines (wl_request_t *req, const store_export_t *page,
                                            size_t *ret_count, store_line_t **ret);

typedef struct store_given_card {
    char *id, *number, *region, *title, *assessor_user_id;
    Evaluation__CardState state;
    uint32_t round;
    bool third, counts; /* it is of the round that counts */
    wl_time_t assigned_at, declared_at, locked_at;
    Evaluation__Scores *scores; /* NULL unless `locked_only` */
    int64_t result;             /* of the application, with premiums */
    bool has_result;
} store_given_card_t;

/* Every card that was given out, or with `locked_only` the locked ones with their scores. */
WL_MUST_CHECK wl_status store_export_cards (wl_request_t *req, const store_export_t *page,
                                            bool locked_only, size_t *ret_count,
                                            store_given_card_t **ret);

typedef struct store_checked {
    char *number, *region, *title;
    Evaluation__FormalCheck *check;
} store_checked_t;

WL_MUST_CHECK wl_status store_export_checks (wl_request_t *req, const store_export_t *page,
                                             size_t *ret_count, store_checked_t **ret);

typedef struct store_appealed {
    char *number, *region, *title, *text, *decision_reason;
    char *contested;  /* keys, with spaces between */
    char *decided_by; /* "" before */
    Evaluation__AppealKind kind;
    Evaluation__AppealState state;
    wl_time_t filed_at, answer_until, decided_at;
} store_appealed_t;

WL_MUST_CHECK wl_status store_export_appeals (wl_request_t *req, const store_export_t *page,
                                              size_t *ret_count, store_appealed_t **ret);
