/* The readable page of everything about a person: every field of the contract has words, and what a
 * person typed is escaped. */
#include "check.h"

#include <string.h>

#include "message/field.h"
#include "person_page.h"

enum { TYPES_MOST = 60 };

static void
check_enum (const ProtobufCEnumDescriptor *type)
{
    for (unsigned i = 0; i < type->n_values; i++)
        if (type->values[i].value != 0 && person_words (type->values[i].name, false) == NULL)
            fail_msg ("%s has no words in person_words.c", type->values[i].name);
}

/* A version's form is never given here. */
static void
check_type (const ProtobufCMessageDescriptor *type, const ProtobufCMessageDescriptor **seen,
            size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if (seen[i] == type)
            return;
    assert_true (*count < TYPES_MOST);
    seen[(*count)++] = type;
    for (unsigned i = 0; i < type->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &type->fields[i];
        if (field->descriptor == &wlacznik__form__descriptor || wl_field_is_timestamp (field))
            continue;
        if (type != &intake__person_data__descriptor && person_words (field->name, true) == NULL)
            fail_msg ("%s of %s has no words in person_words.c", field->name, type->name);
        if (field->type == PROTOBUF_C_TYPE_ENUM)
            check_enum (field->descriptor);
        else if (field->type == PROTOBUF_C_TYPE_MESSAGE)
            check_type (field->descriptor, seen, count);
    }
}

static void
everything_has_words (void **state)
{
    const ProtobufCMessageDescriptor *seen[TYPES_MOST];
    size_t count = 0;

    (void) state;
    check_type (&intake__person_data__descriptor, seen, &count);
    assert_true (count > 20);
}

static void
a_page_says_all_and_escapes_it (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    Intake__PersonData data = INTAKE__PERSON_DATA__INIT;
    Intake__ApplicationData application = INTAKE__APPLICATION_DATA__INIT;
    Intake__ApplicationData *applications[] = { &application };
    Wlacznik__Answers answers = WLACZNIK__ANSWERS__INIT;
    Wlacznik__Answer answer = WLACZNIK__ANSWER__INIT;
    Wlacznik__Answer *list[] = { &answer };
    const Intake__CallDefinition *definitions[] = { NULL };
    char title[] = "<b>Pomysł</b>", field[] = "problem", text[] = "\"Tak\" & nie";
    wl_buffer_t page;

    (void) state;
    application.title = title;
    answer.field = field;
    answer.text = text;
    answers.list = list;
    answers.n_list = 1;
    application.answers = &answers;
    data.applications = applications;
    data.n_applications = 1;
    wl_buffer_init (&page, arena);
    person_page_write (&data, definitions, "pl", &page);
    assert_non_null (strstr (page.data, "&lt;b&gt;Pomysł&lt;/b&gt;"));
    assert_null (strstr (page.data, "<b>"));
    assert_non_null (strstr (page.data, "Tak&quot; &amp; nie"));
    assert_non_null (strstr (page.data, "<dt>problem</dt>"));
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (everything_has_words),
        cmocka_unit_test (a_page_says_all_and_escapes_it),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
