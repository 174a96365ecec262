/* One field from text, as it stands in a path or a query string. */
#include "support.h"

#include <google/protobuf/timestamp.pb-c.h>

static wl_status
set_text (fixture_t *self, Sample__Thing *thing, const char *name, const char *text)
{
    return wl_message_set_text (self->arena, &thing->base, name, text, "en", &self->error);
}

static void
text_sets_every_kind_of_field (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (set_text (self, thing, "a_string", "zażółć"), WL_OK);
    assert_int_equal (set_text (self, thing, "aBool", "true"), WL_OK);
    assert_int_equal (set_text (self, thing, "aUint64", "18446744073709551615"), WL_OK);
    assert_int_equal (set_text (self, thing, "aDouble", "-1.5e3"), WL_OK);
    assert_int_equal (set_text (self, thing, "aColour", "RED"), WL_OK);
    assert_int_equal (set_text (self, thing, "aTime", "2026-11-23T12:00:00+01:00"), WL_OK);
    assert_int_equal (set_text (self, thing, "someBytes", "AQI"), WL_OK);
    assert_int_equal (set_text (self, thing, "colours", "RED"), WL_OK);
    assert_int_equal (set_text (self, thing, "colours", "GREEN"), WL_OK);
    assert_int_equal (set_text (self, thing, "chosenText", "x"), WL_OK);
    assert_string_equal (thing->a_string, "zażółć");
    assert_true (thing->a_bool && thing->a_uint64 == UINT64_MAX);
    assert_true (thing->a_double < -1499 && thing->a_double > -1501);
    assert_int_equal (thing->a_colour, SAMPLE__COLOUR__RED);
    assert_true (thing->a_time->seconds == 1795431600);
    assert_int_equal (thing->some_bytes.len, 2);
    assert_int_equal (thing->n_colours, 2);
    assert_int_equal (thing->colours[1], SAMPLE__COLOUR__GREEN);
    assert_string_equal (thing->chosen_text, "x");
}

static void
text_that_does_not_fit_is_refused_by_name (void **state)
{
    static const struct {
        const char *name, *text, *code;
    } cases[] = {
        { "aBool", "yes", "not-boolean" },      { "aBool", "", "not-boolean" },
        { "an_int32", "x", "not-integer" },     { "anInt32", "2147483648", "out-of-range" },
        { "aDouble", "nan", "not-number" },     { "aDouble", "1 ", "not-number" },
        { "aDouble", "1e999", "out-of-range" }, { "aDouble", "-", "not-number" },
        { "aColour", "BLUE", "unknown-value" }, { "aTime", "now", "not-time" },
        { "someBytes", "!", "not-base64" },
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        fresh (self);
        assert_int_equal (set_text (self, new_thing (self), cases[i].name, cases[i].text),
                          WL_INVALID_ARGUMENT);
        assert_string_equal (self->error.fields[0].code, cases[i].code);
    }
    fresh (self);
    assert_int_equal (set_text (self, new_thing (self), "an_int32", "x"), WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].field, "anInt32");
}

static void
text_sets_no_message_and_no_unknown_field (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (set_text (self, thing, "anInner", "{}"), WL_NOT_FOUND);
    assert_int_equal (set_text (self, thing, "inners", "{}"), WL_NOT_FOUND);
    assert_int_equal (set_text (self, thing, "nope", "1"), WL_NOT_FOUND);
    assert_int_equal (set_text (self, thing, "", "1"), WL_NOT_FOUND);
}

static void
a_repeated_name_meets_the_limit_of_its_field (void **state)
{
    fixture_t *self = *state;
    ProtobufCMessage *find = wl_message_new (self->arena, &sample__find_things_request__descriptor);

    for (size_t i = 0; i < 2; i++)
        assert_int_equal (
            wl_message_set_text (self->arena, find, "colours", "RED", "en", &self->error), WL_OK);
    assert_int_equal (wl_message_set_text (self->arena, find, "colours", "RED", "en", &self->error),
                      WL_INVALID_ARGUMENT);
    assert_says (&self->error, "colours", "too-many-items");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (text_sets_every_kind_of_field),
        TEST (text_that_does_not_fit_is_refused_by_name),
        TEST (text_sets_no_message_and_no_unknown_field),
        TEST (a_repeated_name_meets_the_limit_of_its_field),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
