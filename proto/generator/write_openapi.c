#include "write_openapi.h"

#include <jansson.h>
#include <string.h>

#include "openapi_conventions.h"
#include "schema.h"

static const char about[] =
    "Generated from proto/. Lengths count Unicode characters; points are in hundredths, money is "
    "in grosze, 64-bit integers are strings. A failure is an RFC 9457 problem that lists every "
    "invalid field.\n\n"
    "A list comes in pages (`limit`, `cursor`) and is filtered alike everywhere: a parameter "
    "called "
    "as a field of its items keeps those that have this value there (`state=DECIDED`); in the "
    "plural, repeated, those that have any of the values (`states=DECIDED&states=RANKED`); with "
    "`From` and `Until` those between, both ends included (`pointsFrom=5000`). All that is set "
    "must "
    "hold. `order` says which come first, in words of its own; unset it is the order that the "
    "operation names. Whatever the filter, only what the caller may see is found and counted.\n\n"
    "An operation on many things at once takes up to 50 of them and answers each by itself, in "
    "their "
    "order: done, or the problem that the single operation would have ended in.";

/* ---- texts ---- */

/* The first sentence of a comment, on one line. */
static char *
summary_of (wl_arena_t *arena, const char *comment)
{
    char *summary = wl_text_copy (arena, comment);

    for (char *c = summary; *c != '\0'; c++) {
        if (*c == '\n')
            *c = ' ';
        if (*c == '.' && (c[1] == ' ' || c[1] == '\n'))
            c[1] = '\0';
    }
    return summary;
}

static void
describe (wl_arena_t *arena, json_t *operation, const char *comment)
{
    const char *summary = summary_of (arena, comment);

    if (comment[0] == '\0')
        return;
    json_object_set_new (operation, "summary", json_string (summary));
    if (strlen (summary) < strlen (comment))
        schema_describe (operation, comment);
}

static const char *
operation_id (wl_arena_t *arena, const model_service_t *service, const model_method_t *method)
{
    return wl_text_printf (arena, "%s%s", service->package, method->name);
}

/* The path with the names of its fields as JSON writes them: "/v1/cards/{cardId}". */
static char *
path_of (wl_arena_t *arena, const model_method_t *method)
{
    wl_buffer_t out;

    wl_buffer_init (&out, arena);
    for (const char *c = method->path; *c != '\0';) {
        size_t plain = strcspn (c, "{");
        size_t braces = strcspn (c + plain, "}");

        wl_buffer_add (&out, c, plain);
        c += plain;
        if (*c == '\0')
            break;
        wl_buffer_printf (
            &out, "{%s}",
            model_field (method->input, wl_text_copy_length (arena, c + 1, braces - 1))->json_name);
        c += braces + 1;
    }
    return out.data;
}

/* ---- what goes in ---- */

static json_t *
parameter (const model_field_t *field, bool in_path)
{
    json_t *result =
        json_pack ("{s:s, s:s, s:b}", "name", field->json_name, "in", in_path ? "path" : "query",
                   "required", in_path || field->rules->required);

    schema_describe (result, field->comment);
    json_object_set_new (result, "schema", schema_of_field (field));
    return result;
}

/* A protocol that checks its arguments itself: any names, any values. */
static json_t *
form_schema (void)
{
    return json_pack ("{s:s, s:{s:s}}", "type", "object", "additionalProperties", "type", "string");
}

static json_t *
form_parameter (const model_field_t *field)
{
    json_t *result =
        json_pack ("{s:s, s:s, s:b, s:s, s:b, s:o}", "name", field->json_name, "in", "query",
                   "required", 0, "style", "form", "explode", 1, "schema", form_schema ());

    schema_describe (result, field->comment);
    return result;
}

static json_t *
query_parameter (const model_method_t *method, const model_field_t *field)
{
    return wl_text_equal (field->name, method->form) ? form_parameter (field)
                                                     : parameter (field, false);
}

/* The offset of a document in pieces is the gateway's to set, from the Range header. */
static bool
is_in_query (const model_method_t *method, const model_field_t *field)
{
    if (model_in_path (method, field) || (method->pieces && strcmp (field->name, "offset") == 0))
        return false;
    return !model_has_body (method) ||
           (method->bytes != NULL && strcmp (field->name, method->bytes) != 0);
}

static void
add_parameters (json_t *operation, const model_method_t *method)
{
    json_t *list = json_array ();

    for (size_t i = 0; i < method->path_name_count; i++)
        json_array_append_new (
            list, parameter (model_field (method->input, method->path_names[i]), true));
    for (size_t i = 0; i < method->input->field_count; i++)
        if (is_in_query (method, &method->input->fields[i]))
            json_array_append_new (list, query_parameter (method, &method->input->fields[i]));
    conventions_add_parameters (list, method);
    if (json_array_size (list) > 0)
        json_object_set (operation, "parameters", list);
    json_decref (list);
}

static void
add_body (json_t *operation, const model_method_t *method)
{
    json_t *schema;

    if (!model_has_body (method) || method->input->field_count == method->path_name_count)
        return;
    if (method->form != NULL) {
        json_object_set_new (operation, "requestBody",
                             json_pack ("{s:b, s:{s:{s:o}}}", "required", 1, "content",
                                        "application/x-www-form-urlencoded", "schema",
                                        form_schema ()));
        return;
    }
    if (method->bytes != NULL) {
        json_object_set_new (operation, "requestBody",
                             json_pack ("{s:b, s:{s:{s:{s:s, s:s}}}}", "required", 1, "content",
                                        "application/octet-stream", "schema", "type", "string",
                                        "contentMediaType", "application/octet-stream"));
        return;
    }
    schema = model_body_is_whole (method) ? schema_reference (method->input->full_name)
                                          : schema_of_body (method);
    json_object_set_new (operation, "requestBody",
                         json_pack ("{s:b, s:{s:{s:o}}}", "required", 1, "content",
                                    "application/json", "schema", schema));
}

/* ---- what comes out ---- */

static bool
is_public (const model_method_t *method)
{
    return (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC)) != 0;
}

static json_t *
success_content (const model_method_t *method)
{
    json_t *result = json_object ();

    for (size_t i = 0; i < method->produces_count; i++)
        json_object_set_new (result, method->produces[i],
                             json_pack ("{s:{s:s, s:s}}", "schema", "type", "string",
                                        "contentMediaType", method->produces[i]));
    if (method->produces_count == 0)
        json_object_set_new (
            result, "application/json",
            json_pack ("{s:o}", "schema", schema_reference (method->output->full_name)));
    return result;
}

static json_t *
responses (const model_method_t *method)
{
    char success[16];
    json_t *result = json_object ();

    snprintf (success, sizeof success, "%u", method->success);
    json_object_set_new (result, success,
                         json_pack ("{s:s, s:o, s:o}", "description", "Done.", "headers",
                                    conventions_headers (method), "content",
                                    success_content (method)));
    conventions_add_failures (result, method);
    return result;
}

/* ---- who ---- */

static json_t *
security (const model_method_t *method)
{
    json_t *result = json_array ();

    if (is_public (method))
        json_array_append_new (result, json_object ());
    json_array_append_new (result, json_pack ("{s:[]}", "session"));
    json_array_append_new (result, json_pack ("{s:[]}", "token"));
    return result;
}

static json_t *
roles (const model_method_t *method)
{
    json_t *result = json_array ();

    for (size_t i = 0; i < method->access->n_roles; i++) {
        const ProtobufCEnumValue *role = protobuf_c_enum_descriptor_get_value (
            &wlacznik__role__descriptor, (int) method->access->roles[i]);

        json_array_append_new (result, json_string (role->name));
    }
    return result;
}

/* ---- operations ---- */

static json_t *
operation_of (wl_arena_t *arena, const model_service_t *service, const model_method_t *method)
{
    json_t *result = json_pack ("{s:s, s:[s]}", "operationId",
                                operation_id (arena, service, method), "tags", service->name);

    describe (arena, result, method->comment);
    json_object_set_new (result, "x-roles", roles (method));
    if (method->access->own != NULL)
        json_object_set_new (result, "x-own", json_string (method->access->own));
    json_object_set_new (result, "security", security (method));
    add_parameters (result, method);
    add_body (result, method);
    json_object_set_new (result, "responses", responses (method));
    return result;
}

static const char *const verbs[] = {
    [WL_VERB_GET] = "get",     [WL_VERB_POST] = "post",     [WL_VERB_PUT] = "put",
    [WL_VERB_PATCH] = "patch", [WL_VERB_DELETE] = "delete",
};

static void
add_operation (wl_arena_t *arena, json_t *paths, const model_service_t *service,
               const model_method_t *method)
{
    const char *path = path_of (arena, method);

    if (json_object_get (paths, path) == NULL)
        json_object_set_new (paths, path, json_object ());
    json_object_set_new (json_object_get (paths, path), verbs[method->verb],
                         operation_of (arena, service, method));
}

static json_t *
paths_of (wl_arena_t *arena, const model_t *model)
{
    json_t *paths = json_object ();

    for (size_t i = 0; i < model->service_count; i++) {
        const model_service_t *service = model->services[i];

        for (size_t j = 0; j < service->method_count; j++)
            if (service->methods[j].verb != WL_VERB_NONE)
                add_operation (arena, paths, service, &service->methods[j]);
    }
    return paths;
}

static json_t *
tags_of (const model_t *model)
{
    json_t *tags = json_array ();

    for (size_t i = 0; i < model->service_count; i++) {
        json_t *tag = json_pack ("{s:s}", "name", model->services[i]->name);

        schema_describe (tag, model->services[i]->comment);
        json_array_append_new (tags, tag);
    }
    return tags;
}

/* ---- components ---- */

static json_t *
security_schemes (void)
{
    return json_pack ("{s:{s:s, s:s, s:s}, s:{s:s, s:s}}", "session", "type", "apiKey", "in",
                      "cookie", "name", "wlacznik_session", "token", "type", "http", "scheme",
                      "bearer");
}

static json_t *
components_of (wl_arena_t *arena, const model_t *model)
{
    return json_pack ("{s:o, s:o, s:o, s:o, s:o}", "schemas", schema_components (arena, model),
                      "responses", conventions_responses (), "headers",
                      conventions_header_components (), "parameters",
                      conventions_parameter_components (), "securitySchemes", security_schemes ());
}

void
write_openapi (wl_arena_t *arena, const model_t *model, const char *version, wl_buffer_t *out)
{
    json_t *document =
        json_pack ("{s:s, s:{s:s, s:s, s:s}, s:[{s:s, s:s}], s:o, s:o, s:o}", "openapi", "3.1.0",
                   "info", "title", "Włącznik", "version", version, "description", about, "servers",
                   "url", "/", "description", "This house", "tags", tags_of (model), "paths",
                   paths_of (arena, model), "components", components_of (arena, model));
    char *text = json_dumps (document, JSON_INDENT (2));

    wl_buffer_text (out, text);
    wl_buffer_char (out, '\n');
    free (text);
    json_decref (document);
}
