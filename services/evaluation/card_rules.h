/* What may stand on a card while it is written and when it is locked, and what of an application
 * its assessor may see (domain.md 4.2 state 3, 4.3). Pure. */
#pragma once

#include "base/problems.h"
#include "wlacznik/evaluation.pb-c.h"

/* For a card that is being written: known criteria, each at most once, points on the criterion's
 * scale, reasons not too long. Problems are named under "scores". WL_OK or WL_INVALID_ARGUMENT. */
WL_MUST_CHECK wl_status card_check_draft (const Wlacznik__MeritCard *rules,
                                          const Evaluation__Scores *scores,
                                          const wl_problems_t *problems);

/* For a card that is to be locked: all that, every criterion scored, each with a reason of the
 * length that the criterion, or else the card, asks for, and a recommendation where the card asks
 * for one. `scores` may be NULL. */
WL_MUST_CHECK wl_status card_check_complete (const Wlacznik__MeritCard *rules,
                                             const Evaluation__Scores *scores,
                                             const wl_problems_t *problems);

/* Whether the card is in a state in which its assessor reads the application: they declared that
 * there is no conflict of interest, and it did not end. */
bool card_shows_content (const Evaluation__Card *card);

/* A copy of the form without the fields that are hidden from assessors, and without sections that
 * are empty then. */
Wlacznik__Form *card_blind_form (wl_arena_t *arena, const Wlacznik__Form *form);

/* The answers to the fields of a blinded form. An answer whose field the form does not know is left
 * out: what nobody declared open stays closed. Shares what it keeps with `answers`. */
Wlacznik__Answers *card_blind_answers (wl_arena_t *arena, const Wlacznik__Form *blind_form,
                                       const Wlacznik__Answers *answers);
