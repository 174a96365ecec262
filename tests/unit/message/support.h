/* What the tests of common/message share: an arena and an error per test, and short words for
 * "read this", "this field is wrong". */
#pragma once

#include "check.h"

#include "message/message.h"
#include "sample.pb-c.h"

enum { BUDGET = 1024 * 1024 };

typedef struct fixture {
    wl_arena_t *arena;
    wl_error_t error;
} fixture_t;

static inline int
setup (void **state)
{
    fixture_t *self = malloc (sizeof *self);

    assert_non_null (self);
    self->arena = wl_arena_new (BUDGET);
    wl_error_init (&self->error, self->arena);
    *state = self;
    return 0;
}

static inline int
teardown (void **state)
{
    fixture_t *self = *state;

    wl_arena_destroy (&self->arena);
    free (self);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown (function, setup, teardown)

/* Forgets everything, so that a table of cases can go on with the next one. */
static inline void
fresh (fixture_t *self)
{
    wl_arena_reset (self->arena);
    wl_error_init (&self->error, self->arena);
}

/* Whether the error says `code` of `field`. */
static inline bool
says (const wl_error_t *error, const char *field, const char *code)
{
    for (size_t i = 0; i < error->field_count; i++)
        if (strcmp (error->fields[i].field, field) == 0 &&
            strcmp (error->fields[i].code, code) == 0)
            return true;
    return false;
}

static inline void
assert_says (const wl_error_t *error, const char *field, const char *code)
{
    if (says (error, field, code))
        return;
    for (size_t i = 0; i < error->field_count; i++)
        print_error ("it says: %s: %s\n", error->fields[i].field, error->fields[i].code);
    fail_msg ("nothing said of \"%s\": %s", field, code);
}

static inline wl_status
read_json (fixture_t *self, const char *json, ProtobufCMessage *into)
{
    return wl_message_from_json (self->arena, json, strlen (json), "en", into, &self->error);
}

static inline Sample__Thing *
new_thing (fixture_t *self)
{
    return (Sample__Thing *) wl_message_new (self->arena, &sample__thing__descriptor);
}

static inline Sample__Rules *
new_rules (fixture_t *self)
{
    return (Sample__Rules *) wl_message_new (self->arena, &sample__rules__descriptor);
}

static inline const char *
to_json (fixture_t *self, const ProtobufCMessage *message)
{
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    wl_message_to_json (message, &out);
    return out.data;
}
