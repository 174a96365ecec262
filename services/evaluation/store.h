/* What the store's files share: the numbers of states as SQL writes them, and messages out of
 * columns. Only store_*.c include this. */
#pragma once

#include "service/request.h"
#include "wlacznik/evaluation.pb-c.h"

/* SQL constants cannot name an enum; here each is held against the contract. */
#define SQL_STATE_MERIT     "3"
#define SQL_STATE_THIRD     "4"
#define SQL_STATE_WITHDRAWN "9"
#define SQL_CARD_OPEN       "(1, 2)"    /* waits for its assessor */
#define SQL_CARD_LIVE       "(1, 2, 3)" /* held by its assessor */
#define SQL_CARD_LOCKED     "3"
#define SQL_CARD_CONFLICT   "4"
#define SQL_CARD_VOID       "5"
_Static_assert(EVALUATION__DOSSIER_STATE__MERIT_REVIEW == 3 &&
                   EVALUATION__DOSSIER_STATE__THIRD_ASSESSMENT == 4 &&
                   EVALUATION__DOSSIER_STATE__WITHDRAWN == 9 &&
                   EVALUATION__CARD_STATE__DECLARATION_DUE == 1 &&
                   EVALUATION__CARD_STATE__OPEN == 2 && EVALUATION__CARD_STATE__LOCKED == 3 &&
                   EVALUATION__CARD_STATE__CONFLICT == 4 && EVALUATION__CARD_STATE__VOID == 5,
               "the store's SQL says otherwise");

/* A call of one of the programmes in parameter `n` ("*": of any), for lists across calls. */
#define SQL_CALL_WITHIN(call, n)                                                            \
    "('*' = any (" n "::text[]) or exists (select from call within where within.id = " call \
    " and within.programme_id::text = any (" n "::text[])))"
/* Whether the caller's grants in $n (text[]) cover the region in `column`. */
#define SQL_REGION_IN(column, n) "(" column " = any (" n ") or '*' = any (" n "))"

/* The message in a bytea column; NULL is an empty one. WL_DATA_LOSS when it cannot be read. */
WL_MUST_CHECK wl_status store_unpack (wl_request_t *req, const wl_rows_t *rows, int row, int column,
                                      const ProtobufCMessageDescriptor *type, void *ret);
/* What the scores in a column amount to. They themselves are given back: their reasons are long.
 * WL_DATA_LOSS. */
WL_MUST_CHECK wl_status store_unpack_points (wl_request_t *req, const wl_rows_t *rows, int row,
                                             int column, const Wlacznik__MeritCard *rules,
                                             int64_t *ret);
