/* Cards and scores for the tests of evaluation's rules, in an arena of the test. */
#pragma once

#include "arena_fixture.h"
#include "base/text.h"
#include "wlacznik/evaluation.pb-c.h"

static inline char *
copy (const char *text)
{
    return wl_text_copy (arena, text);
}

static inline Wlacznik__LocalText *
local (const char *pl)
{
    Wlacznik__LocalText *text = wl_arena_alloc (arena, sizeof *text);

    wlacznik__local_text__init (text);
    text->pl = copy (pl);
    return text;
}

/* A card of `count` criteria "c0", "c1" … of `max` points each. */
static inline Wlacznik__MeritCard *
merit_card (size_t count, int32_t max, int32_t threshold)
{
    Wlacznik__MeritCard *card = wl_arena_alloc (arena, sizeof *card);

    wlacznik__merit_card__init (card);
    card->n_criteria = count;
    card->criteria = wl_arena_array (arena, count, sizeof *card->criteria);
    for (size_t i = 0; i < count; i++) {
        Wlacznik__Criterion *criterion = wl_arena_alloc (arena, sizeof *criterion);
        wlacznik__criterion__init (criterion);
        criterion->key = wl_text_printf (arena, "c%zu", i);
        criterion->max_points = max;
        card->criteria[i] = criterion;
    }
    card->threshold = threshold;
    card->assessors = 2;
    return card;
}

/* Scores of "c0", "c1" … in the order of `points`. */
static inline Evaluation__Scores *
scores (const int32_t *points, size_t count)
{
    Evaluation__Scores *list = wl_arena_alloc (arena, sizeof *list);

    evaluation__scores__init (list);
    list->n_list = count;
    list->list = wl_arena_array (arena, count, sizeof *list->list);
    for (size_t i = 0; i < count; i++) {
        Evaluation__CriterionScore *score = wl_arena_alloc (arena, sizeof *score);
        evaluation__criterion_score__init (score);
        score->criterion = wl_text_printf (arena, "c%zu", i);
        score->points = points[i];
        list->list[i] = score;
    }
    return list;
}
