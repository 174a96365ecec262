/* Whether one answer fits the field that it answers (domain.md 4.5). Pure.
 *
 * A draft may have gaps, but what is there must fit; a submission has no gaps. */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

enum {
    SHORT_TEXT_MAX = 200, /* characters, of a field that sets no limit of its own */
    LONG_TEXT_MAX = 4000,
    LINK_MAX = 2000,
};

/* The choice that agrees to a declaration or gives a consent. */
#define ANSWER_YES "yes"

/* False for no answer and for one that is empty. A number is given by being there, because nought
 * is a number. */
bool answer_is_given (const Wlacznik__FormField *field, const Wlacznik__Answer *answer);
/* Whether `choice` is chosen; false without an answer. */
bool answer_has_choice (const Wlacznik__Answer *answer, const char *choice);

/* What is wrong even in a draft: values of another kind, too long texts, choices that are not
 * offered, numbers out of range, and places, dates and links that are none. */
void answer_check_fit (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                       const wl_problems_t *problems);
/* What a given answer lacks for a submission: columns left open, lines without a price. */
void answer_check_gaps (const Wlacznik__FormField *field, const Wlacznik__Answer *answer,
                        const wl_problems_t *problems);

/* One value, for fields and for columns of tables alike; `path` names it, `label` is its name for
 * people. An empty text is none and always fits. */
typedef struct value_limits {
    Wlacznik__FieldKind kind;
    uint32_t max_length; /* characters; 0: the kind's own limit */
    int64_t min, max;    /* max 0: no limit */
} value_limits_t;

void answer_check_text (const value_limits_t *limits, const char *text, const char *path,
                        const char *label, const wl_problems_t *problems);
void answer_check_number (const value_limits_t *limits, int64_t number, const char *path,
                          const char *label, const wl_problems_t *problems);
