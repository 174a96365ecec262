/* What the assignment needs of a submission, taken out when it arrives: fields of expertise and
 * language by the call's rules, the words that assessors may see, the keys of conflicts. Pure. */
#pragma once

#include "assignment_text.h"
#include "wlacznik/types.pb-c.h"

typedef struct knowledge {
    char *topics; /* keys with spaces between */
    char *language;
    text_words_t words;
} knowledge_t;

knowledge_t
knowledge_of (wl_arena_t *arena, const Wlacznik__Stage *rules, const Wlacznik__Answers *answers);
