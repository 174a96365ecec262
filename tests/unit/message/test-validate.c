#include "support.h"

#include <google/protobuf/timestamp.pb-c.h>
#include <math.h>

/* All that Rules asks for, so that a case can add one thing. */
#define GOOD                                                               \
    "\"needed\":\"x\",\"positive\":5,\"colour\":\"RED\",\"tags\":[\"a\"]," \
    "\"inner\":{\"name\":\"n\"},\"time\":\"2026-01-01T00:00:00Z\""

/* Reads `json` and validates it; JSON itself must be fine. */
static wl_status
validate (fixture_t *self, const char *json)
{
    Sample__Rules *rules = new_rules (self);

    assert_int_equal (read_json (self, json, &rules->base), WL_OK);
    return wl_message_validate (&rules->base, "en", &self->error);
}

static void
what_is_good_is_good (void **state)
{
    static const char *const additions[] = {
        "",
        /* as short, long, small and large as allowed; characters count, not bytes */
        ",\"shortText\":\"żół\"",
        ",\"shortText\":\"🦊🦊🦊🦊🦊\"",
        ",\"shortText\":\"\"",
        ",\"someBytes\":\"AAE=\"",
        ",\"someBytes\":\"AAECAw==\"",
        ",\"small\":-10",
        ",\"small\":10",
        ",\"large\":\"-9223372036854775808\"",
        ",\"large\":\"9223372036854775807\"",
        ",\"version\":\"18446744073709551615\"",
        ",\"version\":\"0\"",
        ",\"inners\":[{\"name\":\"a\"},{\"name\":\"b\"}]",
        ",\"password\":\"correct horse\"",
        ",\"scores\":[1,6]",
        ",\"plain\":\"two\\nlines\\tand a tab\"",
        ",\"points\":\"1\"",
        ",\"uuid\":\"0190d5a0-7e3c-7a5b-8c1d-2f3e4d5c6b7a\"",
        ",\"email\":\"zofia.zak@example.pl\"",
        ",\"region\":\"30\"",
        ",\"region\":\"pl\"",
        ",\"teryt\":\"3064011\"",
        ",\"nip\":\"5261040828\"",
        ",\"regon\":\"000331501\"",
        ",\"krs\":\"0000123456\"",
        ",\"slug\":\"a-0-b\"",
        ",\"url\":\"https://example.pl/a?b=c#d\"",
        ",\"url\":\"http://localhost:8080\"",
        ",\"link\":\"https://example.pl\"",
        ",\"date\":\"2024-02-29\"",
        ",\"locale\":\"en\"",
        ",\"line\":\"one line\"",
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (additions); i++) {
        fresh (self);
        print_message ("%s\n", additions[i]);
        assert_int_equal (
            validate (self, wl_text_printf (self->arena, "{" GOOD "%s}", additions[i])), WL_OK);
        assert_int_equal (self->error.field_count, 0);
    }
}

static void
each_rule_is_enforced (void **state)
{
    static const struct {
        const char *addition, *field, *code;
    } cases[] = {
        /* lengths */
        { ",\"shortText\":\"ab\"", "shortText", "too-short" },
        { ",\"shortText\":\"żółwie\"", "shortText", "too-long" },
        { ",\"someBytes\":\"AA==\"", "someBytes", "too-short" },
        { ",\"someBytes\":\"AAAAAAA=\"", "someBytes", "too-long" },
        { ",\"password\":\"hunter2\"", "password", "too-short" },
        { ",\"inner\":{\"name\":\"toolong\"}", "inner.name", "too-long" },
        /* ranges */
        { ",\"small\":11", "small", "too-large" },
        { ",\"small\":-11", "small", "too-small" },
        { ",\"scores\":[1,7,0]", "scores[1]", "too-large" },
        { ",\"scores\":[1,7,0]", "scores[2]", "too-small" },
        { ",\"points\":\"0\"", "points", "too-small" },
        /* lists and messages */
        { ",\"inners\":[{\"name\":\"a\"},{}]", "inners[1].name", "required" },
        { ",\"inners\":[{},{},{}]", "inners", "too-many-items" },
        { ",\"inners\":[{\"name\":\"a\",\"leaves\":[{\"text\":\"\\u0001\"}]}]",
          "inners[0].leaves[0].text", "bad-characters" },
        /* formats */
        { ",\"plain\":\"bell\\u0007\"", "plain", "bad-characters" },
        { ",\"plain\":\"next line\\u0085\"", "plain", "bad-characters" },
        { ",\"uuid\":\"0190d5a07e3c7a5b8c1d2f3e4d5c6b7a\"", "uuid", "bad-uuid" },
        { ",\"email\":\"zofia at example.pl\"", "email", "bad-email" },
        { ",\"region\":\"33\"", "region", "bad-region" },
        { ",\"teryt\":\"123\"", "teryt", "bad-teryt" },
        { ",\"nip\":\"5261040827\"", "nip", "bad-nip" },
        { ",\"regon\":\"000331502\"", "regon", "bad-regon" },
        { ",\"krs\":\"123456\"", "krs", "bad-krs" },
        { ",\"slug\":\"-a\"", "slug", "bad-slug" },
        { ",\"slug\":\"a-\"", "slug", "bad-slug" },
        { ",\"slug\":\"A\"", "slug", "bad-slug" },
        { ",\"url\":\"javascript:alert(1)\"", "url", "bad-url" },
        { ",\"url\":\"https://\"", "url", "bad-url" },
        { ",\"url\":\"https:///path\"", "url", "bad-url" },
        { ",\"url\":\"https://a b\"", "url", "bad-url" },
        { ",\"url\":\"https://a\\\"b\"", "url", "bad-url" },
        { ",\"link\":\"\"", "link", "required" },
        { ",\"link\":\"ftp://a\"", "link", "bad-url" },
        { ",\"date\":\"2023-02-29\"", "date", "bad-date" },
        { ",\"locale\":\"de\"", "locale", "bad-locale" },
        { ",\"line\":\"two\\nlines\"", "line", "not-single-line" },
        { ",\"line\":\"a\\ttab\"", "line", "not-single-line" },
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        const char *json;
        Sample__Rules *rules;

        fresh (self);
        print_message ("%s\n", cases[i].addition);
        json = wl_text_printf (self->arena, "{%s}", cases[i].addition + 1);
        rules = new_rules (self);
        assert_int_equal (read_json (self, "{" GOOD "}", &rules->base), WL_OK);
        assert_int_equal (read_json (self, json, &rules->base), WL_OK);
        assert_int_equal (wl_message_validate (&rules->base, "en", &self->error),
                          WL_INVALID_ARGUMENT);
        assert_says (&self->error, cases[i].field, cases[i].code);
    }
}

static void
what_is_required_must_be_there (void **state)
{
    static const char *const fields[] = { "needed", "positive", "colour", "tags", "inner", "time" };
    fixture_t *self = *state;

    assert_int_equal (validate (self, "{}"), WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, COUNT (fields));
    for (size_t i = 0; i < COUNT (fields); i++)
        assert_says (&self->error, fields[i], "required");
    assert_string_equal (self->error.reason, "invalid-fields");
}

static void
items_of_a_list_keep_the_rules_of_the_field (void **state)
{
    fixture_t *self = *state;
    Sample__Rules *rules = new_rules (self);

    assert_int_equal (read_json (self, "{" GOOD "}", &rules->base), WL_OK);
    assert_int_equal (read_json (self, "{\"tags\":[\"ok\",\"\",\"toolong\"]}", &rules->base),
                      WL_OK);
    assert_int_equal (wl_message_validate (&rules->base, "en", &self->error), WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, 2);
    assert_says (&self->error, "tags[1]", "bad-slug");
    assert_says (&self->error, "tags[2]", "too-long");
}

/* What JSON cannot say but bytes can. */
static void
what_only_bytes_can_hold_is_refused (void **state)
{
    static char latin[] = "za\xbf\xf3";
    fixture_t *self = *state;
    Sample__Rules *rules = new_rules (self);
    Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;

    assert_int_equal (read_json (self, "{" GOOD "}", &rules->base), WL_OK);
    rules->plain = latin;
    rules->colour = 7;
    rules->number = (double) INFINITY;
    time.seconds = -1;
    rules->time = &time;
    assert_int_equal (wl_message_validate (&rules->base, "en", &self->error), WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, 4);
    assert_says (&self->error, "plain", "bad-encoding");
    assert_says (&self->error, "colour", "unknown-value");
    assert_says (&self->error, "number", "out-of-range");
    assert_says (&self->error, "time", "out-of-range");
    /* Nor does it stop anyone from writing the message. */
    assert_non_null (strstr (to_json (self, &rules->base), "\"time\":null"));
    assert_non_null (strstr (to_json (self, &rules->base), "\"number\":null"));
}

static void
a_hostile_list_is_counted_and_not_visited (void **state)
{
    fixture_t *self = *state;
    Sample__Rules *rules = new_rules (self);

    assert_int_equal (read_json (self, "{" GOOD "}", &rules->base), WL_OK);
    rules->n_inners = 1000000; /* there is not one */
    assert_int_equal (wl_message_validate (&rules->base, "en", &self->error), WL_INVALID_ARGUMENT);
    assert_says (&self->error, "inners", "too-many-items");
}

static void
defaults_limit_what_has_no_rule (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);
    char text[202];
    char *strings[101];

    memset (text, 'a', 201);
    text[201] = '\0';
    for (size_t i = 0; i < COUNT (strings); i++)
        strings[i] = text + 200;
    thing->a_string = text;
    thing->strings = strings;
    thing->n_strings = COUNT (strings);
    thing->some_bytes.len = 65537;
    thing->some_bytes.data = wl_arena_alloc (self->arena, 65537);
    assert_int_equal (wl_message_validate (&thing->base, "en", &self->error), WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, 3);
    assert_says (&self->error, "aString", "too-long");
    assert_says (&self->error, "strings", "too-many-items");
    assert_says (&self->error, "someBytes", "too-long");
}

static void
people_are_told_what_to_do_in_their_language (void **state)
{
    static const struct {
        const char *locale, *text, *above;
    } cases[] = {
        { "pl", "Za dużo znaków. Najwięcej: 5, podano: 6.", "Niektóre pola wymagają poprawy." },
        { "en", "Too many characters. At most: 5, given: 6.", "Some fields need to be corrected." },
        { NULL, "Za dużo znaków. Najwięcej: 5, podano: 6.", "Niektóre pola wymagają poprawy." },
    };
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        Sample__Rules *rules;

        fresh (self);
        rules = new_rules (self);
        assert_int_equal (read_json (self, "{" GOOD ",\"shortText\":\"żółwie\"}", &rules->base),
                          WL_OK);
        assert_int_equal (wl_message_validate (&rules->base, cases[i].locale, &self->error),
                          WL_INVALID_ARGUMENT);
        assert_string_equal (self->error.text, cases[i].above);
        assert_string_equal (self->error.fields[0].text, cases[i].text);
    }
}

static void
a_range_is_told_and_the_value_is_not (void **state)
{
    fixture_t *self = *state;

    assert_int_equal (validate (self, "{" GOOD ",\"small\":1717,\"password\":\"hunter2\"}"),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].text, "This number is too large. At most: 10.");
    for (size_t i = 0; i < self->error.field_count; i++) {
        assert_null (strstr (self->error.fields[i].text, "1717"));
        assert_null (strstr (self->error.fields[i].text, "hunter"));
    }
}

static void
too_many_faults_are_only_counted (void **state)
{
    fixture_t *self = *state;
    Sample__Thing *thing = new_thing (self);
    char bad[] = "\x01";
    char *strings[100];

    for (size_t i = 0; i < COUNT (strings); i++)
        strings[i] = bad;
    thing->strings = strings;
    thing->n_strings = COUNT (strings);
    assert_int_equal (wl_message_validate (&thing->base, "en", &self->error), WL_INVALID_ARGUMENT);
    assert_int_equal (self->error.field_count, WL_ERROR_FIELDS_MAX);
    assert_int_equal (self->error.fields_left_out, 100 - WL_ERROR_FIELDS_MAX);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (what_is_good_is_good),
        TEST (each_rule_is_enforced),
        TEST (what_is_required_must_be_there),
        TEST (items_of_a_list_keep_the_rules_of_the_field),
        TEST (what_only_bytes_can_hold_is_refused),
        TEST (a_hostile_list_is_counted_and_not_visited),
        TEST (defaults_limit_what_has_no_rule),
        TEST (people_are_told_what_to_do_in_their_language),
        TEST (a_range_is_told_and_the_value_is_not),
        TEST (too_many_faults_are_only_counted),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
