/* Which letter follows from which event (domain.md 4.6), to whom, and what it shows of it: one row
 * each. Pure: the fields of an event are read by its descriptor.
 */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "base/text.h"

enum { LETTER_FACTS_MAX = 8, LETTERS_OF_EVENT = 2 };

typedef enum letter_to {
    TO_ACCOUNTS = 0, /* that the event names */
    TO_COORDINATORS, /* of the event's region */
    TO_AUTHOR,       /* who wrote the application */
} letter_to_t;

typedef struct letter_fact {
    const char *name;
    const char *value; /* moments in UTC microseconds, money in grosze: as facts are kept */
} letter_fact_t;

typedef struct letter {
    const char *template;
    letter_to_t to;
    const char *const *user_ids; /* of TO_ACCOUNTS: one letter each */
    size_t user_count;
    const char *call_id, *application_id; /* "" where the letter must not lead there */
    letter_fact_t facts[LETTER_FACTS_MAX];
    size_t fact_count;
} letter_t;

/* The letters that an event of `type` ("intake.TranchePaid") with this body asks for, the first one
 * to whom it is about. What they point to lives in the arena or in the body. */
size_t letters_of_event (wl_arena_t *arena, const char *type, const void *body,
                         letter_t ret[LETTERS_OF_EVENT]);

/* The events that letters follow from, one after the other; NULL behind the last one. */
const ProtobufCMessageDescriptor *letter_rule_type (size_t index);
