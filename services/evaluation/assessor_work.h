/* How the assessors of a call work: what they hold, lock and decline, how soon, and how far from
 * the others. Pure; integers only. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "wlacznik/evaluation.pb-c.h"

/* A card that is locked, waits, or was declined. */
typedef struct assessor_card {
    char *user_id;
    char *application_id;
    Evaluation__CardState state;
    wl_time_t assigned_at, locked_at;
    Evaluation__Scores *scores; /* NULL unless locked */
    const Wlacznik__MeritCard *rules;
    wl_time_t due; /* the first instant that is too late; 0: the stage has no term for a card */
} assessor_card_t;

/* Counts `works`, which are all of the call and stand by account, into `list`, which stands by
 * account too and has its assessors set. Distance and leaning compare a card's sum without premiums
 * with the mean of all locked cards of the application, itself among them, where there are two. */
void
assessor_work_count (wl_arena_t *arena, const assessor_card_t *works, size_t count, wl_time_t now,
                     Evaluation__AssessorWork *const *list, size_t assessor_count);
