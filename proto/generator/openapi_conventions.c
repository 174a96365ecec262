#include "openapi_conventions.h"

#include <stdio.h>

#include "base/text.h"

#define PROBLEM_JSON "application/problem+json"

static json_t *
reference (const char *section, const char *name)
{
    char path[64];

    snprintf (path, sizeof path, "#/components/%s/%s", section, name);
    return json_pack ("{s:s}", "$ref", path);
}

static bool
has_version (const model_message_t *message)
{
    const model_field_t *field = model_field (message, "version");

    return field != NULL && field->type == PROTOBUF_C_TYPE_UINT64 && !field->repeated;
}

static bool
is_public (const model_method_t *method)
{
    return (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC)) != 0;
}

/* ---- parameters ---- */

void
conventions_add_parameters (json_t *list, const model_method_t *method)
{
    if (method->command)
        json_array_append_new (list, reference ("parameters", "IdempotencyKey"));
    if (method->command && has_version (method->input))
        json_array_append_new (list, reference ("parameters", "IfMatch"));
    if (method->command)
        json_array_append_new (list, reference ("parameters", "Prefer"));
    if (method->verb == WL_VERB_GET && !model_is_document (method))
        json_array_append_new (list, reference ("parameters", "Fields"));
}

json_t *
conventions_parameter_components (void)
{
    return json_pack (
        "{s:{s:s, s:s, s:b, s:s, s:{s:s, s:i, s:i}}, s:{s:s, s:s, s:b, s:s, s:{s:s, s:s}},"
        " s:{s:s, s:s, s:b, s:s, s:{s:s, s:[s, s]}}, s:{s:s, s:s, s:b, s:s, s:{s:s}, s:s}}",
        "IdempotencyKey", "name", "Idempotency-Key", "in", "header", "required", 0, "description",
        "Chosen by the caller. A repeat with the same key does nothing twice and gets the first "
        "answer again.",
        "schema", "type", "string", "minLength", 1, "maxLength", 128, /* */
        "IfMatch", "name", "If-Match", "in", "header", "required", 0, "description",
        "The ETag of the answer that the caller saw; stands for the field version. A newer version "
        "is answered with 412.",
        "schema", "type", "string", "pattern", "^\"[0-9]+\"$", /* */
        "Prefer", "name", "Prefer", "in", "header", "required", 0, "description",
        "return=minimal leaves the body of the answer out: 204.", "schema", "type", "string",
        "enum", "return=minimal", "return=representation", /* */
        "Fields", "name", "fields", "in", "query", "required", 0, "description",
        "The fields that the answer shall have, divided by commas; dots lead into objects and "
        "lists. "
        "Unset: all.",
        "schema", "type", "string", "example", "id,version");
}

/* ---- what comes out ---- */

json_t *
conventions_headers (const model_method_t *method)
{
    json_t *headers =
        json_pack ("{s:o, s:o}", "RateLimit-Policy", reference ("headers", "RateLimit-Policy"),
                   "RateLimit", reference ("headers", "RateLimit"));

    if (has_version (method->output))
        json_object_set_new (headers, "ETag", reference ("headers", "ETag"));
    return headers;
}

json_t *
conventions_header_components (void)
{
    return json_pack (
        "{s:{s:s, s:{s:s}}, s:{s:s, s:{s:s}}, s:{s:s, s:{s:s}}, s:{s:s, s:{s:s}}}", "ETag",
        "description", "The version, for If-Match.", "schema", "type", "string", /* */
        "RateLimit-Policy", "description",
        "The limit that leaves the least: its name, requests a minute. Not sent where none "
        "applies.",
        "schema", "type", "string", /* */
        "RateLimit", "description",
        "Requests that may follow at once (r), seconds until all of them may again (t).", "schema",
        "type", "string", /* */
        "Retry-After", "description", "Seconds after which it is worth asking again.", "schema",
        "type", "integer");
}

static json_t *
problem (const char *description)
{
    return json_pack ("{s:s, s:{s:{s:{s:s}}}}", "description", description, "content", PROBLEM_JSON,
                      "schema", "$ref", "#/components/schemas/Problem");
}

static json_t *
problem_later (const char *description)
{
    json_t *result = problem (description);

    json_object_set_new (result, "headers",
                         json_pack ("{s:o}", "Retry-After", reference ("headers", "Retry-After")));
    return result;
}

static void
add (json_t *responses, const char *status, const char *name)
{
    json_object_set_new (responses, status, reference ("responses", name));
}

void
conventions_add_failures (json_t *responses, const model_method_t *method)
{
    if (method->input->field_count > 0)
        add (responses, "400", "Invalid");
    if (!is_public (method)) {
        add (responses, "401", "Unauthenticated");
        add (responses, "403", "Forbidden");
    }
    if (method->path_name_count > 0)
        add (responses, "404", "NotFound");
    if (method->command && has_version (method->input)) {
        add (responses, "409", "Changed");
        add (responses, "412", "Changed");
    }
    add (responses, "429", "TooMany");
    add (responses, "503", "Busy");
    add (responses, "default", "Problem");
}

json_t *
conventions_responses (void)
{
    return json_pack (
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "Invalid",
        problem ("Fields are missing or wrong; each is named."), "Unauthenticated",
        problem ("Nobody is signed in."), "Forbidden",
        problem ("The caller's roles, or its token's scope, do not allow this."), "NotFound",
        problem ("It does not exist, or is not the caller's to see."), "Changed",
        problem ("Somebody changed it meanwhile: load it again (412: the version was If-Match's)."),
        "TooMany", problem_later ("Too many requests, or failed attempts to sign in."), "Busy",
        problem_later ("The house is busy for a moment; nothing was changed."), "Problem",
        problem ("Any other failure."));
}
