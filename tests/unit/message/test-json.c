#include "support.h"

#include <google/protobuf/timestamp.pb-c.h>

#include "wlacznik/types.pb-c.h"

/* Every field set, in the order of the numbers, as the writer writes it. */
static const char full[] =
    "{\"chosenInner\":{\"name\":\"in\",\"leaves\":[]},"
    "\"someBytes\":\"AAEC/w==\",\"aBool\":true,\"anInt32\":-2147483648,\"aSint32\":-1,"
    "\"aSfixed32\":2147483647,\"aUint32\":4294967295,\"aFixed32\":7,"
    "\"anInt64\":\"-9223372036854775808\",\"aSint64\":\"-1\",\"aSfixed64\":\"9223372036854775807\","
    "\"aUint64\":\"18446744073709551615\",\"aFixed64\":\"9\",\"aFloat\":0.1,\"aDouble\":-1.5e-300,"
    "\"aColour\":\"GREEN\",\"anInner\":{\"name\":\"Żak\",\"leaves\":[{\"text\":\"a\",\"numbers\":["
    "1,"
    "2]}]},\"aTime\":\"2026-11-23T22:59:59.999Z\","
    "\"strings\":[\"a\",\"\",\"\\\"\\n\\u003c\"],\"bytesList\":[\"\",\"AA==\"],\"bools\":[true,"
    "false],\"ints\":[0,-5],\"longs\":[\"0\",\"18446744073709551615\"],\"doubles\":[0.5,1e+100],"
    "\"colours\":[\"RED\",\"GREEN\",\"COLOUR_UNSPECIFIED\"],"
    "\"inners\":[{\"name\":\"x\",\"leaves\":[]}],\"times\":[\"1970-01-01T00:00:00Z\","
    "\"9999-12-31T23:59:59Z\"],\"aString\":\"zażółć 🦊\"}";

/* What an empty message looks like: every field but unset messages and an unchosen oneof. */
static const char empty[] =
    "{\"someBytes\":\"\",\"aBool\":false,\"anInt32\":0,\"aSint32\":0,\"aSfixed32\":0,\"aUint32\":0,"
    "\"aFixed32\":0,\"anInt64\":\"0\",\"aSint64\":\"0\",\"aSfixed64\":\"0\",\"aUint64\":\"0\","
    "\"aFixed64\":\"0\",\"aFloat\":0,\"aDouble\":0,\"aColour\":\"COLOUR_UNSPECIFIED\","
    "\"strings\":[],\"bytesList\":[],\"bools\":[],\"ints\":[],\"longs\":[],\"doubles\":[],"
    "\"colours\":[],\"inners\":[],\"times\":[],\"aString\":\"\"}";

/* ---- there and back ---- */

static void
every_type_survives_json_and_bytes (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);
    ProtobufCMessage *back;
    uint8_t *bytes;
    size_t length;

    assert_int_equal (read_json (self, full, &thing->base), WL_OK);
    assert_string_equal (to_json (self, &thing->base), full);
    wl_message_pack (self->arena, &thing->base, &bytes, &length);
    assert_int_equal (
        wl_message_unpack (self->arena, &sample__thing__descriptor, bytes, length, &back), WL_OK);
    assert_string_equal (to_json (self, back), full);
    assert_string_equal (to_json (self, wl_message_copy (self->arena, back)), full);
}

static void
values_arrive_in_their_fields (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (read_json (self, full, &thing->base), WL_OK);
    assert_string_equal (thing->a_string, "zażółć 🦊");
    assert_int_equal (thing->some_bytes.len, 4);
    assert_memory_equal (thing->some_bytes.data, "\x00\x01\x02\xff", 4);
    assert_int_equal (thing->an_int32, INT32_MIN);
    assert_true (thing->a_uint64 == UINT64_MAX);
    assert_int_equal (thing->a_colour, SAMPLE__COLOUR__GREEN);
    assert_int_equal (thing->n_ints, 2);
    assert_int_equal (thing->ints[1], -5);
    assert_int_equal (thing->an_inner->leaves[0]->numbers[1], 2);
    assert_int_equal (thing->choice_case, SAMPLE__THING__CHOICE_CHOSEN_INNER);
    assert_string_equal (thing->chosen_inner->name, "in");
    assert_true (wl_timestamp_time (thing->a_time) == 1795474799999000);
}

static void
an_empty_message_writes_its_defaults (void **state)
{
    fixture_t *self = *state;

    assert_string_equal (to_json (self, &new_thing (self)->base), empty);
    assert_string_equal (to_json (self, wl_message_new (self->arena, &sample__nothing__descriptor)),
                         "{}");
}

static void
an_empty_body_is_an_empty_message (void **state)
{
    static const char *const bodies[] = { "", " \t\r\n", "{}", " { } " };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (bodies); i++) {
        Sample__Thing *thing = new_thing (self);

        assert_int_equal (read_json (self, bodies[i], &thing->base), WL_OK);
        assert_string_equal (to_json (self, &thing->base), empty);
    }
}

static void
each_member_of_a_oneof_survives (void **state)
{
    static const char *const members[] = {
        "\"chosenText\":\"\"",      "\"chosenText\":\"a\"",
        "\"chosenNumber\":\"-3\"",  "\"chosenNumber\":\"0\"",
        "\"chosenBytes\":\"AQ==\"", "\"chosenTime\":\"2026-01-01T00:00:00Z\"",
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (members); i++) {
        Sample__Thing *thing = new_thing (self);
        ProtobufCMessage *back;
        uint8_t *bytes;
        size_t length;

        assert_int_equal (
            read_json (self, wl_text_printf (self->arena, "{%s}", members[i]), &thing->base),
            WL_OK);
        assert_non_null (strstr (to_json (self, &thing->base), members[i]));
        wl_message_pack (self->arena, &thing->base, &bytes, &length);
        assert_int_equal (
            wl_message_unpack (self->arena, &sample__thing__descriptor, bytes, length, &back),
            WL_OK);
        /* protobuf-c does not send the empty text of a oneof; the choice is lost with it. */
        if (i > 0)
            assert_string_equal (to_json (self, back), to_json (self, &thing->base));
    }
}

static void
fractions_are_written_as_short_as_they_are_exact (void **state)
{
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        { 0.1, "0.1" },
        { 1.0 / 3, "0.3333333333333333" },
        { 1e22, "1e+22" },
        { -0.0, "0" },
        { 5e-324, "4.94065645841247e-324" },
        { 100, "100" },
        { 0.1 + 0.2, "0.30000000000000004" },
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        Sample__Thing *thing = new_thing (self);
        const char *text = wl_text_printf (self->arena, "\"aDouble\":%s,", cases[i].text);

        thing->a_double = cases[i].number;
        assert_non_null (strstr (to_json (self, &thing->base), text));
    }
}

/* ---- what a reader may write in more than one way ---- */

static void
both_names_of_a_field_are_read (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (read_json (self, "{\"a_string\":\"x\",\"aBool\":true}", &thing->base), WL_OK);
    assert_string_equal (thing->a_string, "x");
    assert_true (thing->a_bool);
}

static void
numbers_are_read_in_every_way (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (read_json (self,
                                 "{\"anInt64\":-5,\"aUint64\":\"7\",\"anInt32\":\"12\","
                                 "\"aUint32\":1e3,\"aSint32\":-2.0,\"aDouble\":3,\"ints\":[\"1\"]}",
                                 &thing->base),
                      WL_OK);
    assert_int_equal (thing->an_int64, -5);
    assert_int_equal (thing->a_uint64, 7);
    assert_int_equal (thing->an_int32, 12);
    assert_int_equal (thing->a_uint32, 1000);
    assert_int_equal (thing->a_sint32, -2);
    assert_true (thing->a_double > 2.9 && thing->a_double < 3.1);
    assert_int_equal (thing->ints[0], 1);
}

static void
base64_is_read_in_both_alphabets_and_without_padding (void **state)
{
    static const char *const texts[] = { "+/8=", "-_8=", "+/8", "-_8" };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (texts); i++) {
        Sample__Thing *thing = new_thing (self);

        assert_int_equal (
            read_json (self, wl_text_printf (self->arena, "{\"someBytes\":\"%s\"}", texts[i]),
                       &thing->base),
            WL_OK);
        assert_int_equal (thing->some_bytes.len, 2);
        assert_memory_equal (thing->some_bytes.data, "\xfb\xff", 2);
    }
}

static void
what_json_does_not_name_stays (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (read_json (self, full, &thing->base), WL_OK);
    assert_int_equal (
        read_json (self, "{\"aBool\":false,\"anInner\":{\"leaves\":[]}}", &thing->base), WL_OK);
    assert_false (thing->a_bool);
    assert_string_equal (thing->a_string, "zażółć 🦊");
    assert_string_equal (thing->an_inner->name, "Żak");
    assert_int_equal (thing->an_inner->n_leaves, 0);
}

static void
null_unsets (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (read_json (self, full, &thing->base), WL_OK);
    assert_int_equal (read_json (self,
                                 "{\"aBool\":null,\"aString\":null,\"anInner\":null,\"ints\":null,"
                                 "\"aTime\":null,\"someBytes\":null,\"chosenInner\":null,"
                                 "\"chosenText\":null,\"aColour\":null}",
                                 &thing->base),
                      WL_OK);
    assert_false (thing->a_bool);
    assert_string_equal (thing->a_string, "");
    assert_null (thing->an_inner);
    assert_null (thing->a_time);
    assert_int_equal (thing->n_ints, 0);
    assert_int_equal (thing->some_bytes.len, 0);
    assert_int_equal (thing->a_colour, 0);
    assert_int_equal (thing->choice_case, SAMPLE__THING__CHOICE__NOT_SET);
}

static void
another_choice_replaces_the_earlier_one (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);

    assert_int_equal (read_json (self, "{\"chosenNumber\":\"-1\"}", &thing->base), WL_OK);
    assert_int_equal (read_json (self, "{\"chosenInner\":{\"name\":\"b\"}}", &thing->base), WL_OK);
    assert_string_equal (thing->chosen_inner->name, "b");
}

/* ---- what is refused, and which field is named ---- */

static const struct {
    const char *json, *field, *code;
} refusals[] = {
    /* unknown fields */
    { "{\"nope\":1}", "nope", "unknown-field" },
    { "{\"anInner\":{\"nope\":1}}", "anInner.nope", "unknown-field" },
    { "{\"inners\":[{},{\"leaves\":[{\"nope\":1}]}]}", "inners[1].leaves[0].nope",
      "unknown-field" },
    { "{\"<b>\\u0007\":1}", "?b??", "unknown-field" },
    { "{\"\":1}", "", "unknown-field" },
    /* wrong types */
    { "{\"aString\":1}", "aString", "not-text" },
    { "{\"aString\":[\"a\"]}", "aString", "not-text" },
    { "{\"aBool\":\"true\"}", "aBool", "not-boolean" },
    { "{\"aBool\":1}", "aBool", "not-boolean" },
    { "{\"anInt32\":true}", "anInt32", "not-integer" },
    { "{\"anInt32\":1.5}", "anInt32", "not-integer" },
    { "{\"anInt32\":\"1.5\"}", "anInt32", "not-integer" },
    { "{\"anInt32\":\" 1\"}", "anInt32", "not-integer" },
    { "{\"anInt32\":\"\"}", "anInt32", "not-integer" },
    { "{\"anInt32\":\"-\"}", "anInt32", "not-integer" },
    { "{\"anInt32\":\"007\"}", "anInt32", "not-integer" },
    { "{\"anInt32\":\"0x7\"}", "anInt32", "not-integer" },
    { "{\"aDouble\":\"1\"}", "aDouble", "not-number" },
    { "{\"aColour\":1}", "aColour", "not-text" },
    { "{\"aColour\":\"BLUE\"}", "aColour", "unknown-value" },
    { "{\"aColour\":\"red\"}", "aColour", "unknown-value" },
    { "{\"someBytes\":\"*\"}", "someBytes", "not-base64" },
    { "{\"someBytes\":\"A\"}", "someBytes", "not-base64" },
    { "{\"someBytes\":\"AA=\"}", "someBytes", "not-base64" },
    { "{\"someBytes\":\"AA==A\"}", "someBytes", "not-base64" },
    { "{\"someBytes\":\"A===\"}", "someBytes", "not-base64" },
    { "{\"someBytes\":7}", "someBytes", "not-base64" },
    { "{\"aTime\":\"yesterday\"}", "aTime", "not-time" },
    { "{\"aTime\":1}", "aTime", "not-time" },
    { "{\"aTime\":{\"seconds\":1}}", "aTime", "not-time" },
    { "{\"aTime\":\"2026-11-23T12:00:60Z\"}", "aTime", "not-time" },
    { "{\"anInner\":[]}", "anInner", "not-object" },
    { "{\"anInner\":\"x\"}", "anInner", "not-object" },
    { "{\"ints\":1}", "ints", "not-list" },
    { "{\"ints\":{}}", "ints", "not-list" },
    { "{\"ints\":[1,null]}", "ints[1]", "not-integer" },
    { "{\"inners\":[null]}", "inners[0]", "not-object" },
    { "{\"strings\":[\"a\",[\"b\"]]}", "strings[1]", "not-text" },
    /* numbers that do not fit */
    { "{\"anInt32\":2147483648}", "anInt32", "out-of-range" },
    { "{\"anInt32\":-2147483649}", "anInt32", "out-of-range" },
    { "{\"aUint32\":-1}", "aUint32", "out-of-range" },
    { "{\"aUint32\":4294967296}", "aUint32", "out-of-range" },
    { "{\"anInt64\":\"9223372036854775808\"}", "anInt64", "out-of-range" },
    { "{\"aUint64\":\"18446744073709551616\"}", "aUint64", "out-of-range" },
    { "{\"aUint64\":\"99999999999999999999999999\"}", "aUint64", "out-of-range" },
    { "{\"aUint64\":-1}", "aUint64", "out-of-range" },
    { "{\"anInt64\":1e18}", "anInt64", "out-of-range" },
    { "{\"aFloat\":1e300}", "aFloat", "out-of-range" },
    { "{\"aDouble\":1e999}", "aDouble", "out-of-range" },
    { "{\"doubles\":[1,-1e999]}", "doubles[1]", "out-of-range" },
    { "{\"anInt64\":123456789012345678901234567890}", "anInt64", "out-of-range" },
    /* doubles of names and of choices */
    { "{\"aBool\":true,\"aBool\":true}", "aBool", "duplicate" },
    { "{\"inners\":[{},{\"name\":\"a\",\"name\":\"b\"}]}", "inners[1].name", "duplicate" },
    { "{\"aBool\":true,\"a_bool\":true}", "a_bool", "duplicate" },
    { "{\"chosenText\":\"a\",\"chosenNumber\":1}", "chosenText", "one-of" },
    { "{\"chosenText\":\"a\",\"chosen_number\":1}", "chosen_number", "one-of" },
    /* texts */
    { "{\"aString\":\"a\\u0000b\"}", "aString", "bad-encoding" },
    { "{\"strings\":[\"\",\"\\u0000\"]}", "strings[1]", "bad-encoding" },
    { "{\"anInt64\":\"1\\u0000\"}", "anInt64", "bad-encoding" },
    { "{\"aString\":\"\xff\"}", "aString", "bad-encoding" },
    { "{\"aString\":\"\xc0\xaf\"}", "aString", "bad-encoding" },
    { "{\"aString\":\"\xed\xa0\x80\"}", "aString", "bad-encoding" },
    { "{\"aString\":\"\\ud800\"}", "aString", "malformed-json" },
    { "{\"aString\":\"\\udc00\\ud800\"}", "aString", "malformed-json" },
    { "{\"aString\":\"a\nb\"}", "aString", "malformed-json" },
    { "{\"a\\u0000b\":1}", "a?u0000b", "malformed-json" },
    /* documents */
    { "{} x", "", "malformed-json" },
    { "{}{}", "", "malformed-json" },
    { "{\"aBool\":true", "aBool", "malformed-json" },
    { "{\"aBool\":}", "aBool", "malformed-json" },
    { "{\"aBool\":tru}", "aBool", "malformed-json" },
    { "{'aBool':true}", "", "malformed-json" },
    { "{\"ints\":[1,]}", "ints[1]", "malformed-json" },
    { "{\"aDouble\":NaN}", "aDouble", "malformed-json" },
    { "{\"anInt32\":01}", "anInt32", "malformed-json" },
    { "[]", "", "not-object" },
    { "null", "", "malformed-json" },
    { "\"\"", "", "malformed-json" },
    { "\xef\xbb\xbf{}", "", "malformed-json" },
};

static void
what_is_wrong_is_refused_by_name (void **state)
{
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (refusals); i++) {
        fresh (self);
        print_message ("%s\n", refusals[i].json);
        assert_int_equal (read_json (self, refusals[i].json, &new_thing (self)->base),
                          WL_INVALID_ARGUMENT);
        assert_int_equal (self->error.status, WL_INVALID_ARGUMENT);
        assert_says (&self->error, refusals[i].field, refusals[i].code);
    }
}

static void
every_bad_field_is_listed (void **state)
{
    fixture_t *self = *state;

    assert_int_equal (read_json (self, "{\"aBool\":1,\"nope\":2,\"ints\":[\"x\",1,\"y\"]}",
                                 &new_thing (self)->base),
                      WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, 4);
    assert_says (&self->error, "ints[2]", "not-integer");
}

static void
a_line_is_named_in_both_languages (void **state)
{
    static const char json[] = "{\n\"aBool\":\n  oops}";
    fixture_t *self = *state;

    assert_int_equal (read_json (self, json, &new_thing (self)->base), WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.reason, "malformed-json");
    assert_string_equal (self->error.text, "The JSON cannot be read (line 3).");
    fresh (self);
    assert_int_equal (wl_message_from_json (self->arena, json, strlen (json), "pl",
                                            &new_thing (self)->base, &self->error),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.text, "Nie można odczytać JSON-a (wiersz 3).");
}

/* "[[[[...": `depth` of `open`, then as many of `close`. */
static const char *
nested (fixture_t *self, const char *open, const char *close, size_t depth)
{
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    for (size_t i = 0; i < depth; i++)
        wl_buffer_text (&out, open);
    for (size_t i = 0; i < depth; i++)
        wl_buffer_text (&out, close);
    return out.data;
}

static void
deep_nesting_is_refused_before_it_is_parsed (void **state)
{
    fixture_t *self = *state;

    assert_int_equal (read_json (self, nested (self, "{\"a\":", "}", 33), &new_thing (self)->base),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].code, "too-deep");
    fresh (self);
    /* Braces inside a text are no nesting, nor are they after an escaped quote. */
    assert_int_equal (read_json (self,
                                 wl_text_printf (self->arena, "{\"aString\":\"\\\"%s\"}",
                                                 nested (self, "{", "[", 100)),
                                 &new_thing (self)->base),
                      WL_OK);
    fresh (self);
    assert_int_equal (read_json (self, nested (self, "[", "]", 100000), &new_thing (self)->base),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].code, "too-deep");
}

static void
a_crowd_of_values_is_refused_before_it_is_parsed (void **state)
{
    fixture_t *self = *state;
    const char *values = nested (self, "1,", "", 40000);

    assert_int_equal (read_json (self, wl_text_printf (self->arena, "{\"ints\":[%s1]}", values),
                                 &new_thing (self)->base),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].code, "too-many-values");
    assert_memory_equal (self->error.fields[0].field, "ints[", 5);
}

static void
a_used_up_budget_raises_and_loses_nothing (void **state)
{
    fixture_t *self = *state;
    const char *body = nested (self, "{},", "", 10000);
    const char *json = wl_text_printf (self->arena, "{\"nothings\":[%s{}]}", body);
    wl_arena_t *tight = wl_arena_new (100000);
    ProtobufCMessage *crowd = wl_message_new (tight, &sample__crowd__descriptor);
    wl_error_t error;
    jmp_buf jump;

    wl_error_init (&error, tight);
    if (setjmp (jump) == 0) {
        wl_arena_guard (tight, &jump);
        if (wl_message_from_json (tight, json, strlen (json), "en", crowd, &error) == WL_OK)
            fail_msg ("the budget was not enforced");
    }
    wl_arena_destroy (&tight); /* and the leak checker sees that jansson's memory was freed */
}

static void
no_value_is_ever_told (void **state)
{
    static const char *const bodies[] = {
        "{\"aString\":17171717}",         "{\"anInt32\":\"17171717x\"}",
        "{\"aColour\":\"17171717\"}",     "{\"aTime\":\"17171717\"}",
        "{\"aBool\":\"17171717\"}",       "{\"aString\":\"17171717\" x}",
        "{\"aString\":\"17171717\xff\"}",
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (bodies); i++) {
        fresh (self);
        assert_int_equal (read_json (self, bodies[i], &new_thing (self)->base),
                          WL_INVALID_ARGUMENT);
        assert_null (strstr (self->error.text, "1717"));
        assert_null (strstr (self->error.fields[0].text, "1717"));
        assert_null (strstr (self->error.fields[0].field, "1717"));
    }
}

/* ---- time, names, languages ---- */

static void
timestamps_are_our_time (void **state)
{
    static const wl_time_t times[] = { 1, WL_SECOND, 1795474799999999, -1, -1500000 };
    fixture_t *self = *state;

    assert_null (wl_timestamp (self->arena, 0));
    assert_int_equal (wl_timestamp_time (NULL), 0);
    for (size_t i = 0; i < COUNT (times); i++) {
        Google__Protobuf__Timestamp *timestamp = wl_timestamp (self->arena, times[i]);

        assert_true (timestamp->nanos >= 0 && timestamp->nanos < 1000000000);
        assert_true (timestamp->seconds * WL_SECOND + timestamp->nanos / 1000 == times[i]);
        /* Before 1970 is nothing that our calendar knows: as good as not set. */
        assert_true (wl_timestamp_time (timestamp) == (times[i] > 0 ? times[i] : 0));
    }
}

static void
a_number_without_a_name_has_an_empty_name (void **state)
{
    (void) state;
    assert_string_equal (wl_enum_name (&sample__colour__descriptor, 2), "GREEN");
    assert_string_equal (wl_enum_name (&sample__colour__descriptor, 99), "");
}

static void
a_text_without_english_is_polish (void **state)
{
    char polish[] = "Ławka", english[] = "A bench", none[] = "";
    Wlacznik__LocalText text = WLACZNIK__LOCAL_TEXT__INIT;
    (void) state;

    text.pl = polish;
    text.en = english;
    assert_string_equal (wl_local_text (&text, "en"), "A bench");
    assert_string_equal (wl_local_text (&text, "pl"), "Ławka");
    text.en = none;
    assert_string_equal (wl_local_text (&text, "en"), "Ławka");
    assert_string_equal (wl_local_text (NULL, "en"), "");
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (every_type_survives_json_and_bytes),
        TEST (values_arrive_in_their_fields),
        TEST (an_empty_message_writes_its_defaults),
        TEST (an_empty_body_is_an_empty_message),
        TEST (each_member_of_a_oneof_survives),
        TEST (fractions_are_written_as_short_as_they_are_exact),
        TEST (both_names_of_a_field_are_read),
        TEST (numbers_are_read_in_every_way),
        TEST (base64_is_read_in_both_alphabets_and_without_padding),
        TEST (what_json_does_not_name_stays),
        TEST (null_unsets),
        TEST (another_choice_replaces_the_earlier_one),
        TEST (what_is_wrong_is_refused_by_name),
        TEST (every_bad_field_is_listed),
        TEST (a_line_is_named_in_both_languages),
        TEST (deep_nesting_is_refused_before_it_is_parsed),
        TEST (a_crowd_of_values_is_refused_before_it_is_parsed),
        TEST (a_used_up_budget_raises_and_loses_nothing),
        TEST (no_value_is_ever_told),
        TEST (timestamps_are_our_time),
        TEST (a_number_without_a_name_has_an_empty_name),
        TEST (a_text_without_english_is_polish),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
