/* What the tests of intake's rules share: messages from JSON, and what a rule said of them.
 *
 * A case is the good message with one piece of its text replaced, so a table shows what is wrong
 * and nothing else. */
#pragma once

#include "check.h"

#include "base/problems.h"
#include "message/message.h"

typedef struct fixture {
    wl_arena_t *arena;
    wl_error_t error;
    wl_problems_t problems;
} fixture_t;

static inline void
forget_problems (fixture_t *self, const char *locale)
{
    wl_error_init (&self->error, self->arena);
    self->problems = (wl_problems_t){ &self->error, locale };
}

static inline int
set_up (void **state)
{
    fixture_t *self = calloc (1, sizeof *self);

    assert_non_null (self);
    self->arena = wl_arena_new ((size_t) 16 * 1024 * 1024);
    forget_problems (self, "pl");
    *state = self;
    return 0;
}

static inline int
tear_down (void **state)
{
    fixture_t *self = *state;

    wl_arena_destroy (&self->arena);
    free (self);
    return 0;
}

static inline char *
read_text (fixture_t *self, const char *path)
{
    FILE *file = fopen (path, "r");
    wl_buffer_t text;
    int c;

    if (file == NULL)
        fail_msg ("%s cannot be read", path);
    wl_buffer_init (&text, self->arena);
    while ((c = fgetc (file)) != EOF)
        wl_buffer_char (&text, (char) c);
    fclose (file);
    return text.data;
}

/* A good message, from its file beside the tests. */
static inline char *
read_good (fixture_t *self, const char *name)
{
    return read_text (self,
                      wl_text_printf (self->arena, "%s/good-%s.json", INTAKE_TEST_FOLDER, name));
}

/* JSON in C reads better with 'single' quotes; this makes them double. */
static inline char *
quoted (fixture_t *self, const char *text)
{
    char *copy = wl_text_copy (self->arena, text);

    for (char *c = copy; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    return copy;
}

/* `text` with its one `from` replaced, both with single quotes; as it is when `from` is NULL. */
static inline char *
replaced (fixture_t *self, const char *text, const char *from, const char *to)
{
    const char *piece = from == NULL ? NULL : quoted (self, from);
    const char *place = from == NULL ? NULL : strstr (text, piece);

    if (from == NULL)
        return wl_text_copy (self->arena, text);
    if (place == NULL || strstr (place + 1, piece) != NULL)
        fail_msg ("%s should stand exactly once in the good message", piece);
    return wl_text_printf (self->arena, "%.*s%s%s", (int) (place - text), text, quoted (self, to),
                           place + strlen (piece));
}

static inline void *
read_json (fixture_t *self, const ProtobufCMessageDescriptor *type, const char *json)
{
    ProtobufCMessage *message = wl_message_new (self->arena, type);
    wl_error_t error;

    wl_error_init (&error, self->arena);
    if (wl_message_from_json (self->arena, json, strlen (json), "pl", message, &error) != WL_OK)
        fail_msg ("%s in %s", error.field_count > 0 ? error.fields[0].text : error.text, json);
    return message;
}

/* Exactly this one problem, or none when `path` is NULL. */
static inline void
expect_problem (const fixture_t *self, const char *what, const char *path, const char *code)
{
    const wl_error_t *error = &self->error;

    if (path == NULL && error->field_count == 0)
        return;
    if (path == NULL) {
        fail_msg ("%s: should be good, but %s is %s", what, error->fields[0].field,
                  error->fields[0].code);
        return; /* which the compiler does not know */
    }
    if (error->field_count == 0)
        fail_msg ("%s: %s should be %s, but all is good", what, path, code);
    if (strcmp (error->fields[0].field, path) != 0 || strcmp (error->fields[0].code, code) != 0)
        fail_msg ("%s: %s should be %s, but %s is %s", what, path, code, error->fields[0].field,
                  error->fields[0].code);
    if (error->field_count > 1)
        fail_msg ("%s: a second problem, %s is %s", what, error->fields[1].field,
                  error->fields[1].code);
}
