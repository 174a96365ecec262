#include "check.h"

#include <jansson.h>
#include <stdbool.h>

/* That openapi.json says what sample.proto says. */

static int
load (void **state)
{
    json_error_t error;

    *state = json_load_file (SAMPLE_FOLDER "/openapi.json", JSON_REJECT_DUPLICATES, &error);
    if (*state == NULL)
        print_error ("line %d: %s\n", error.line, error.text);
    return *state != NULL ? 0 : -1;
}

static int
unload (void **state)
{
    json_decref (*state);
    return 0;
}

/* What lies at "/a/b/0" (JSON Pointer; "~1" is a slash). */
static json_t *
at (json_t *document, const char *pointer)
{
    char path[256], *rest = path;

    snprintf (path, sizeof path, "%s", pointer + 1);
    for (char *step = strsep (&rest, "/"); step != NULL; step = strsep (&rest, "/")) {
        for (char *tilde = strstr (step, "~1"); tilde != NULL; tilde = strstr (step, "~1")) {
            *tilde = '/';
            memmove (tilde + 1, tilde + 2, strlen (tilde + 2) + 1);
        }
        document = json_is_array (document) ? json_array_get (document, strtoul (step, NULL, 10))
                                            : json_object_get (document, step);
    }
    return document;
}

/* Whether at `pointer` stands what `text` means as JSON. */
static void
assert_json (json_t *document, const char *pointer, const char *text)
{
    json_t *expected = json_loads (text, JSON_DECODE_ANY, NULL);
    json_t *found = at (document, pointer);

    assert_non_null (expected);
    if (!json_equal (found, expected)) {
        char *shown = json_dumps (found, JSON_ENCODE_ANY);

        print_error ("%s is %s\n", pointer, shown != NULL ? shown : "not there");
        free (shown);
        fail_msg ("expected %s", text);
    }
    json_decref (expected);
}

#define CREATE "/paths/~1v1~1things/post"
#define FIND   "/paths/~1v1~1things/get"
#define UPDATE "/paths/~1v1~1things~1{thingId}/put"
#define RULES  "/components/schemas/sample.Rules"

static void
the_document_says_what_it_is (void **state)
{
    assert_json (*state, "/openapi", "\"3.1.0\"");
    assert_json (*state, "/info/title", "\"Włącznik\"");
    assert_json (*state, "/tags/0/name", "\"Sample\"");
    assert_json (*state, "/tags/0/description", "\"Things, for the tests.\"");
}

static void
an_operation_has_its_comment (void **state)
{
    assert_json (*state, CREATE "/operationId", "\"sampleCreateThing\"");
    assert_json (*state, CREATE "/summary", "\"Makes a thing.\"");
    assert_json (*state, CREATE "/description", "\"Makes a thing. It is\\nkept for ever.\"");
    assert_json (*state, CREATE "/tags", "[\"Sample\"]");
    /* One sentence is not said twice. */
    assert_json (*state, FIND "/summary", "\"Finds things.\"");
    assert_null (at (*state, FIND "/description"));
}

static void
an_operation_says_who_may_call_it (void **state)
{
    assert_json (*state, CREATE "/x-roles", "[\"COORDINATOR\",\"OWNER\"]");
    assert_json (*state, CREATE "/security", "[{\"session\":[]},{\"token\":[]}]");
    assert_json (*state, UPDATE "/x-own", "\"thing\"");
    assert_json (*state, FIND "/security", "[{},{\"session\":[]},{\"token\":[]}]");
    assert_non_null (at (*state, CREATE "/responses/401"));
    assert_non_null (at (*state, CREATE "/responses/403"));
    assert_null (at (*state, FIND "/responses/401"));
}

static void
what_http_does_not_reach_is_not_there (void **state)
{
    assert_int_equal (json_object_size (at (*state, "/paths")), 6);
    assert_null (at (*state, "/components/schemas/sample.Count"));
    assert_null (at (*state, "/components/schemas/sample.ThingHappened"));
}

static void
a_path_field_is_a_parameter_and_not_in_the_body (void **state)
{
    assert_json (*state, UPDATE "/parameters/0",
                 "{\"name\":\"thingId\",\"in\":\"path\",\"required\":true,"
                 "\"schema\":{\"type\":\"string\",\"format\":\"uuid\",\"maxLength\":200}}");
    assert_json (*state, UPDATE "/requestBody/content/application~1json/schema",
                 "{\"type\":\"object\",\"properties\":"
                 "{\"thing\":{\"$ref\":\"#/components/schemas/sample.Thing\"},"
                 "\"rules\":{\"$ref\":\"#/components/schemas/sample.Rules\"}},"
                 "\"required\":[\"thing\"]}");
    assert_null (at (*state, "/components/schemas/sample.UpdateThingRequest"));
}

static void
a_body_without_path_is_the_message (void **state)
{
    assert_json (*state, CREATE "/requestBody/content/application~1json/schema",
                 "{\"$ref\":\"#/components/schemas/sample.Thing\"}");
    assert_json (*state, CREATE "/responses/201/content/application~1json/schema",
                 "{\"$ref\":\"#/components/schemas/sample.Thing\"}");
}

static void
a_get_takes_its_fields_from_the_query (void **state)
{
    assert_null (at (*state, FIND "/requestBody"));
    assert_int_equal (json_array_size (at (*state, FIND "/parameters")), 5);
    assert_json (*state, FIND "/parameters/1",
                 "{\"name\":\"colours\",\"in\":\"query\",\"required\":false,\"schema\":{\"type\":"
                 "\"array\",\"items\":{\"$ref\":\"#/components/schemas/sample.Colour\"},"
                 "\"maxItems\":2}}");
    assert_json (*state, FIND "/parameters/3/schema",
                 "{\"type\":\"string\",\"format\":\"date-time\"}");
}

static void
a_command_takes_an_idempotency_key (void **state)
{
    assert_json (*state, CREATE "/parameters/0/$ref", "\"#/components/parameters/IdempotencyKey\"");
    assert_json (*state, UPDATE "/parameters/1/$ref", "\"#/components/parameters/IdempotencyKey\"");
    assert_json (*state, "/components/parameters/IdempotencyKey/name", "\"Idempotency-Key\"");
    assert_json (*state, "/components/parameters/IdempotencyKey/in", "\"header\"");
    assert_json (*state, "/components/parameters/IdempotencyKey/required", "false");
}

static void
what_all_have_alike_is_said_once (void **state)
{
    assert_json (*state, FIND "/parameters/4/$ref", "\"#/components/parameters/Fields\"");
    assert_json (*state, CREATE "/parameters/1/$ref", "\"#/components/parameters/Prefer\"");
    assert_json (*state, CREATE "/responses/201/headers/RateLimit/$ref",
                 "\"#/components/headers/RateLimit\"");
    assert_null (at (*state, CREATE "/responses/201/headers/ETag"));
    assert_json (*state, CREATE "/responses/429/$ref", "\"#/components/responses/TooMany\"");
    assert_json (*state, UPDATE "/responses/404/$ref", "\"#/components/responses/NotFound\"");
    assert_null (at (*state, CREATE "/responses/404"));
    assert_json (*state, "/components/responses/TooMany/headers/Retry-After/$ref",
                 "\"#/components/headers/Retry-After\"");
}

static void
failures_are_problems (void **state)
{
    assert_json (*state, CREATE "/responses/default/$ref", "\"#/components/responses/Problem\"");
    assert_json (*state,
                 "/components/responses/Problem/content/application~1problem+json/schema/$ref",
                 "\"#/components/schemas/Problem\"");
    assert_non_null (at (*state, "/components/schemas/Problem/properties/errors"));
    assert_json (*state, "/components/schemas/Problem/properties/errors/items/required",
                 "[\"field\",\"code\",\"detail\"]");
}

static void
fields_have_the_types_of_proto3_json (void **state)
{
#define THING "/components/schemas/sample.Thing/properties"
    assert_json (*state, "/components/schemas/sample.Thing/description",
                 "\"Every type that a field may have. Numbers are out of order on purpose.\"");
    assert_json (*state, THING "/aBool/type", "\"boolean\"");
    assert_json (*state, THING "/someBytes",
                 "{\"type\":\"string\",\"contentEncoding\":\"base64\"}");
    assert_json (*state, THING "/anInt32",
                 "{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":-2147483648,"
                 "\"maximum\":2147483647}");
    assert_json (*state, THING "/anInt64/type", "\"string\"");
    assert_json (*state, THING "/anInt64/format", "\"int64\"");
    assert_json (*state, THING "/aUint64/pattern", "\"^[0-9]{1,20}$\"");
    assert_json (*state, THING "/aDouble/type", "\"number\"");
    assert_json (*state, THING "/aTime/format", "\"date-time\"");
    assert_json (*state, THING "/aColour/$ref", "\"#/components/schemas/sample.Colour\"");
    assert_json (*state, THING "/inners/items/$ref", "\"#/components/schemas/sample.Inner\"");
}

static void
an_enum_lists_its_names_and_meanings (void **state)
{
    assert_json (*state, "/components/schemas/sample.Colour",
                 "{\"type\":\"string\",\"enum\":[\"COLOUR_UNSPECIFIED\",\"RED\",\"GREEN\"],"
                 "\"description\":\"- RED: like a stop sign\"}");
}

static void
rules_are_in_the_schema (void **state)
{
    assert_json (*state, RULES "/required",
                 "[\"needed\",\"positive\",\"colour\",\"tags\",\"inner\",\"time\"]");
    assert_json (*state, RULES "/properties/shortText",
                 "{\"type\":\"string\",\"minLength\":3,\"maxLength\":5,\"examples\":[\"żółw\"]}");
    assert_json (*state, RULES "/properties/small/minimum", "-10");
    assert_json (*state, RULES "/properties/small/maximum", "10");
    assert_json (*state, RULES "/properties/small/examples", "[7]");
    assert_json (*state, RULES "/properties/tags/minItems", "1");
    assert_json (*state, RULES "/properties/tags/maxItems", "3");
    assert_json (*state, RULES "/properties/tags/examples", "[[\"a\"]]");
    assert_json (*state, RULES "/properties/krs/pattern", "\"^[0-9]{10}$\"");
    assert_json (*state, RULES "/properties/krs/examples", "[\"0000123456\"]");
    assert_json (*state, RULES "/properties/email/format", "\"email\"");
    assert_json (*state, RULES "/properties/url/format", "\"uri\"");
    assert_json (*state, RULES "/properties/date/format", "\"date\"");
    assert_json (*state, RULES "/properties/password/format", "\"password\"");
}

static void
a_document_is_described_by_its_types (void **state)
{
#define PRINT "/paths/~1v1~1things~1{thingId}~1print/get"
    json_t *content = at (*state, PRINT "/responses/200/content");

    assert_int_equal (json_object_size (content), 2);
    assert_json (*state, PRINT "/responses/200/content/image~1png/schema",
                 "{\"type\":\"string\",\"contentMediaType\":\"image/png\"}");
    assert_non_null (json_object_get (content, "text/csv; charset=utf-8"));
    assert_json (*state, PRINT "/responses/default/$ref", "\"#/components/responses/Problem\"");
    assert_null (at (*state, "/components/schemas/wlacznik.Document"));
}

static void
a_form_takes_any_arguments (void **state)
{
#define ANYTHING "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}"
    assert_json (
        *state, "/paths/~1oai/get/parameters",
        "[{\"name\":\"arguments\",\"in\":\"query\",\"required\":false,\"style\":\"form\","
        "\"explode\":true,\"description\":\"What the protocol wants.\",\"schema\":" ANYTHING "}]");
    assert_json (*state,
                 "/paths/~1oai/post/requestBody/content/application~1x-www-form-urlencoded/schema",
                 ANYTHING);
    assert_null (at (*state, "/components/schemas/sample.HarvestRequest"));
}

static void
bytes_are_the_body_and_the_rest_the_query (void **state)
{
#define FILE_PATH "/paths/~1v1~1things~1{thingId}~1file"
    assert_json (*state, FILE_PATH "/patch/requestBody/content/application~1octet-stream/schema",
                 "{\"type\":\"string\",\"contentMediaType\":\"application/octet-stream\"}");
    assert_json (*state, FILE_PATH "/patch/parameters/0/name", "\"thingId\"");
    assert_json (*state, FILE_PATH "/patch/parameters/1/name", "\"offset\"");
    assert_json (*state, FILE_PATH "/patch/parameters/2/$ref",
                 "\"#/components/parameters/IdempotencyKey\"");
    /* The offset of a document in pieces is the Range's. */
    assert_int_equal (json_array_size (at (*state, FILE_PATH "/get/parameters")), 1);
    assert_null (at (*state, "/components/schemas/sample.PutThingBytesRequest"));
}

/* Every reference leads somewhere, and every component is referred to. */
static void
note_references (json_t *value, json_t *seen)
{
    const char *key;
    json_t *child;
    size_t i;

    json_object_foreach (value, key, child)
    {
        if (strcmp (key, "$ref") == 0)
            json_object_set_new (seen, json_string_value (child) + 1, json_true ());
        note_references (child, seen);
    }
    json_array_foreach (value, i, child)
    {
        note_references (child, seen);
    }
}

static void
references_and_components_match (void **state)
{
    json_t *seen = json_object (), *child;
    const char *key;

    note_references (*state, seen);
    json_object_foreach (seen, key, child)
    {
        assert_non_null (at (*state, key));
    }
    json_object_foreach (at (*state, "/components/schemas"), key, child)
    {
        char pointer[256];

        snprintf (pointer, sizeof pointer, "/components/schemas/%s", key);
        assert_non_null (json_object_get (seen, pointer));
    }
    json_decref (seen);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_document_says_what_it_is),
        cmocka_unit_test (an_operation_has_its_comment),
        cmocka_unit_test (an_operation_says_who_may_call_it),
        cmocka_unit_test (what_http_does_not_reach_is_not_there),
        cmocka_unit_test (a_path_field_is_a_parameter_and_not_in_the_body),
        cmocka_unit_test (a_body_without_path_is_the_message),
        cmocka_unit_test (a_get_takes_its_fields_from_the_query),
        cmocka_unit_test (a_command_takes_an_idempotency_key),
        cmocka_unit_test (what_all_have_alike_is_said_once),
        cmocka_unit_test (failures_are_problems),
        cmocka_unit_test (fields_have_the_types_of_proto3_json),
        cmocka_unit_test (an_enum_lists_its_names_and_meanings),
        cmocka_unit_test (rules_are_in_the_schema),
        cmocka_unit_test (a_document_is_described_by_its_types),
        cmocka_unit_test (a_form_takes_any_arguments),
        cmocka_unit_test (bytes_are_the_body_and_the_rest_the_query),
        cmocka_unit_test (references_and_components_match),
    };

    return cmocka_run_group_tests (tests, load, unload);
}
