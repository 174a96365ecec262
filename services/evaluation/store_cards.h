/* The rows of cards. Results live in the request's arena; what is written is deferred. An assessor
 * reaches only their own cards: every function that takes a card's id asks for the caller's. */
#pragma once

#include "card_record.h"
#include "service/request.h"
#include "store_dossiers.h"
#include "wlacznik/evaluation.pb-c.h"

/* ---- the caller's cards ---- */

typedef struct store_card_page {
    Evaluation__CardState state; /* UNSPECIFIED: any */
    int64_t after_state;         /* where the page before ended; 0 from the start */
    const char *after_id;
    uint32_t limit;
    bool total; /* counted, too */
} store_card_page_t;

/* By state, which puts what waits for the caller first, then in the order they came. */
WL_MUST_CHECK wl_status store_my_cards (wl_request_t *req, const store_card_page_t *page,
                                        Evaluation__ListMyCardsResponse *ret);
/* Without rules, form and answers; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_card (wl_request_t *req, const char *card_id, Evaluation__Card *ret);
/* What the card is about: the rules of its stage and, unless erased, the answers. */
WL_MUST_CHECK wl_status store_card_content (wl_request_t *req, const char *card_id,
                                            Wlacznik__Stage **ret_rules,
                                            Wlacznik__Answers **ret_answers);
/* The card with the rules of its stage, locked until commit; WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_card_lock (wl_request_t *req, const char *card_id,
                                         Evaluation__Card *ret, Wlacznik__Stage **ret_rules,
                                         Intake__CallState *ret_call_state);

/* Every sealed version of a card, by version: of the caller's own, or of one in a region where the
 * caller is a coordinator. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_card_versions (wl_request_t *req, const char *card_id,
                                             size_t *ret_count, Evaluation__CardVersion ***ret);

/* ---- the cards of one application ---- */

typedef struct store_bench {
    store_dossier_t dossier;
    Evaluation__Card *own;
    uint32_t own_round;
    Evaluation__Card **locked; /* the other cards that are locked */
    size_t locked_count;
} store_bench_t;

/* Locks the dossier of the caller's card and the card until commit and then reads them, so that of
 * two who lock at once the second sees the first one's card. WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_bench_lock (wl_request_t *req, const char *card_id,
                                          store_bench_t *ret);
/* The same without locks, for looking only. */
WL_MUST_CHECK wl_status store_bench_read (wl_request_t *req, const char *card_id,
                                          store_bench_t *ret);
/* The locked cards of one stage of an application, of the round that counts for `round` 0. */
WL_MUST_CHECK wl_status store_locked_cards (wl_request_t *req, const char *application_id,
                                            const char *stage, uint32_t round, size_t *ret_count,
                                            Evaluation__Card ***ret);

/* ---- writing ---- */

/* State, version, scores and times of the card as they are in the message. */
void store_card_update (wl_request_t *req, const Evaluation__Card *card);
/* Keeps the locked scores of the card's version for good, with what the seal binds to them. Before
 * store_card_update when it was locked already. */
void store_card_seal (wl_request_t *req, const Evaluation__Card *card, const card_seal_t *seal);
/* What the assessor declared. */
void store_card_declared (wl_request_t *req, const Evaluation__Card *card, const char *reason);

/* ---- giving out ---- */

typedef struct store_vacancy {
    char *application_id;
    char *stage;
    char *region;
    char *number;
    char *applicant_user_id;
    bool third;
    uint32_t missing; /* cards, more than 0 */
} store_vacancy_t;

/* At most `limit` applications of the call, in the caller's regions, that lack cards, by number;
 * with `lock` their dossiers are locked until commit. `ret_more`: there are others. */
WL_MUST_CHECK wl_status store_vacancies (wl_request_t *req, const char *call_id, uint32_t limit,
                                         bool lock, size_t *ret_count, store_vacancy_t **ret,
                                         bool *ret_more);

typedef struct store_bar {
    size_t application; /* indexes into the arrays that were given */
    size_t assessor;
    bool live; /* they hold one of its first cards now */
} store_bar_t;

/* Which of these assessors may have no card of which application: they have or had one in its
 * current stage, or declared a conflict in any stage. */
WL_MUST_CHECK wl_status store_bars (wl_request_t *req, const char *const *application_ids,
                                    size_t application_count, const char *const *assessor_ids,
                                    size_t assessor_count, size_t *ret_count, store_bar_t **ret);

typedef struct store_new_cards {
    const char *call_id;
    const char **ids;
    const char **application_ids;
    const char **stages;
    const char **assessor_ids;
    int64_t *thirds; /* 0 or 1 */
    size_t count;
} store_new_cards_t;

void store_cards_insert (wl_request_t *req, const store_new_cards_t *cards);
