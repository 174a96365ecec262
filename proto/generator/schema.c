#include "schema.h"

#include <stdio.h>
#include <string.h>

void
schema_describe (json_t *object, const char *comment)
{
    if (comment[0] != '\0')
        json_object_set_new (object, "description", json_string (comment));
}

json_t *
schema_reference (const char *full_name)
{
    char path[256];

    snprintf (path, sizeof path, "#/components/schemas/%s", full_name);
    return json_pack ("{s:s}", "$ref", path);
}

/* ---- values ---- */

typedef struct number_type {
    const char *format;
    bool text;      /* proto3 JSON writes 64 bits as a string */
    bool has_range; /* of the type itself */
    int64_t min, max;
} number_type_t;

#define INT32                                      \
    {                                              \
        "int32", false, true, INT32_MIN, INT32_MAX \
    }
#define UINT32                               \
    {                                        \
        "uint32", false, true, 0, UINT32_MAX \
    }
#define INT64                      \
    {                              \
        "int64", true, false, 0, 0 \
    }
#define UINT64                      \
    {                               \
        "uint64", true, false, 0, 0 \
    }

static const number_type_t integers[] = {
    [PROTOBUF_C_TYPE_INT32] = INT32,    [PROTOBUF_C_TYPE_SINT32] = INT32,
    [PROTOBUF_C_TYPE_SFIXED32] = INT32, [PROTOBUF_C_TYPE_INT64] = INT64,
    [PROTOBUF_C_TYPE_SINT64] = INT64,   [PROTOBUF_C_TYPE_SFIXED64] = INT64,
    [PROTOBUF_C_TYPE_UINT32] = UINT32,  [PROTOBUF_C_TYPE_FIXED32] = UINT32,
    [PROTOBUF_C_TYPE_UINT64] = UINT64,  [PROTOBUF_C_TYPE_FIXED64] = UINT64,
};

static json_t *
integer_schema (const model_field_t *field)
{
    const number_type_t *type = &integers[field->type];
    const Wlacznik__FieldRules *rules = field->rules;
    json_t *schema =
        json_pack ("{s:s, s:s}", "type", type->text ? "string" : "integer", "format", type->format);

    if (type->text) {
        bool is_signed = type->format[0] == 'i';

        json_object_set_new (schema, "pattern",
                             json_string (is_signed ? "^-?[0-9]{1,19}$" : "^[0-9]{1,20}$"));
        return schema;
    }
    json_object_set_new (schema, "minimum", json_integer (rules->has_min ? rules->min : type->min));
    json_object_set_new (schema, "maximum", json_integer (rules->has_max ? rules->max : type->max));
    return schema;
}

/* What JSON Schema can say of our formats: a name it knows, or a pattern. */
static const struct {
    const char *format, *pattern;
} formats[] = {
    [WLACZNIK__FORMAT__UUID] = { "uuid", NULL },
    [WLACZNIK__FORMAT__EMAIL] = { "email", NULL },
    [WLACZNIK__FORMAT__REGION] = { "region", "^([0-9]{2}|[a-z][a-z0-9-]{1,7})$" },
    [WLACZNIK__FORMAT__TERYT] = { "teryt", "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{7})$" },
    [WLACZNIK__FORMAT__NIP] = { "nip", "^[0-9]{10}$" },
    [WLACZNIK__FORMAT__REGON] = { "regon", "^([0-9]{9}|[0-9]{14})$" },
    [WLACZNIK__FORMAT__KRS] = { "krs", "^[0-9]{10}$" },
    [WLACZNIK__FORMAT__SLUG] = { "slug", "^[a-z0-9]+(-+[a-z0-9]+)*$" },
    [WLACZNIK__FORMAT__URL] = { "uri", NULL },
    [WLACZNIK__FORMAT__DATE] = { "date", NULL },
    [WLACZNIK__FORMAT__LOCALE] = { NULL, "^(pl|en)$" },
    [WLACZNIK__FORMAT__SINGLE_LINE] = { NULL, "^[^\\r\\n\\t]*$" },
};

static json_t *
string_schema (const model_field_t *field)
{
    const Wlacznik__FieldRules *rules = field->rules;
    json_t *schema = json_pack ("{s:s}", "type", "string");

    if (rules->secret)
        json_object_set_new (schema, "format", json_string ("password"));
    else if (formats[rules->format].format != NULL)
        json_object_set_new (schema, "format", json_string (formats[rules->format].format));
    if (formats[rules->format].pattern != NULL)
        json_object_set_new (schema, "pattern", json_string (formats[rules->format].pattern));
    if (rules->has_min_length)
        json_object_set_new (schema, "minLength", json_integer (rules->min_length));
    json_object_set_new (schema, "maxLength", json_integer (model_max_length (field)));
    return schema;
}

static json_t *
value_schema (const model_field_t *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_STRING:
        return string_schema (field);
    case PROTOBUF_C_TYPE_BYTES:
        return json_pack ("{s:s, s:s}", "type", "string", "contentEncoding", "base64");
    case PROTOBUF_C_TYPE_BOOL:
        return json_pack ("{s:s}", "type", "boolean");
    case PROTOBUF_C_TYPE_FLOAT:
    case PROTOBUF_C_TYPE_DOUBLE:
        return json_pack ("{s:s, s:s}", "type", "number", "format", "double");
    case PROTOBUF_C_TYPE_ENUM:
        return schema_reference (field->enumeration->full_name);
    case PROTOBUF_C_TYPE_MESSAGE:
        if (field->message->is_timestamp)
            return json_pack ("{s:s, s:s}", "type", "string", "format", "date-time");
        return schema_reference (field->message->full_name);
    default:
        return integer_schema (field);
    }
}

/* The example is JSON text where that fits the schema, else the plain text of a string. */
static json_t *
example_of (const model_field_t *field)
{
    json_t *value = json_loads (field->rules->example, JSON_DECODE_ANY, NULL);
    bool number = field->type == PROTOBUF_C_TYPE_FLOAT || field->type == PROTOBUF_C_TYPE_DOUBLE ||
                  (field->type <= PROTOBUF_C_TYPE_FIXED64 && !integers[field->type].text);
    bool fits = json_is_number (value) ? number : json_is_boolean (value) || json_is_string (value);

    if (fits || (field->repeated && json_is_array (value)) || json_is_object (value))
        return value;
    json_decref (value);
    return json_string (field->rules->example);
}

json_t *
schema_of_field (const model_field_t *field)
{
    json_t *schema = value_schema (field);

    if (field->repeated) {
        schema = json_pack ("{s:s, s:o}", "type", "array", "items", schema);
        if (field->rules->required)
            json_object_set_new (schema, "minItems", json_integer (1));
        json_object_set_new (schema, "maxItems", json_integer (model_max_items (field)));
    }
    if (field->rules->example != NULL)
        json_object_set_new (schema, "examples", json_pack ("[o]", example_of (field)));
    return schema;
}

/* ---- messages and enums ---- */

static void
add_property (json_t *properties, json_t *required, const model_field_t *field)
{
    json_t *schema = schema_of_field (field);

    schema_describe (schema, field->comment);
    json_object_set_new (properties, field->json_name, schema);
    if (field->rules->required && !field->in_oneof) /* of a oneof: only when it is chosen */
        json_array_append_new (required, json_string (field->json_name));
}

/* Of a message, without what stands in the path of `method` (which may be NULL). */
static json_t *
object_schema (const model_message_t *message, const model_method_t *method)
{
    json_t *properties = json_object (), *required = json_array ();
    json_t *schema = json_pack ("{s:s}", "type", "object");

    for (size_t i = 0; i < message->field_count; i++)
        if (method == NULL || !model_in_path (method, &message->fields[i]))
            add_property (properties, required, &message->fields[i]);
    schema_describe (schema, message->comment);
    json_object_set_new (schema, "properties", properties);
    if (json_array_size (required) > 0)
        json_object_set (schema, "required", required);
    json_decref (required);
    return schema;
}

json_t *
schema_of_body (const model_method_t *method)
{
    return object_schema (method->input, method);
}

/* Says what each value means below what the enum means. */
static void
describe_enum (wl_arena_t *arena, json_t *schema, const model_enum_t *enumeration)
{
    wl_buffer_t text;

    wl_buffer_init (&text, arena);
    wl_buffer_text (&text, enumeration->comment);
    for (size_t i = 0; i < enumeration->value_count; i++) {
        const model_value_t *value = &enumeration->values[i];

        if (value->comment[0] != '\0')
            wl_buffer_printf (&text, "%s- %s: %s", text.length > 0 ? "\n" : "", value->name,
                              value->comment);
    }
    schema_describe (schema, text.length > 0 ? text.data : "");
}

static json_t *
enum_schema (wl_arena_t *arena, const model_enum_t *enumeration)
{
    json_t *names = json_array ();
    json_t *schema = json_pack ("{s:s, s:o}", "type", "string", "enum", names);

    for (size_t i = 0; i < enumeration->value_count; i++)
        json_array_append_new (names, json_string (enumeration->values[i].name));
    describe_enum (arena, schema, enumeration);
    return schema;
}

/* ---- components ---- */

/* What the gateway answers when something fails (services/gateway/problem.c). */
static json_t *
problem_schema (void)
{
    static const char text[] =
        "{\"type\":\"object\",\"description\":\"Problem details (RFC 9457)\",\"properties\":{"
        "\"type\":{\"type\":\"string\",\"description\":\"/problems/ and a stable reason; a page "
        "there explains it\"},"
        "\"title\":{\"type\":\"string\"},"
        "\"status\":{\"type\":\"integer\"},"
        "\"detail\":{\"type\":\"string\",\"description\":\"what is wrong and what to do\"},"
        "\"instance\":{\"type\":\"string\",\"description\":\"the trace to quote to operators\"},"
        "\"errors\":{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
        "\"field\":{\"type\":\"string\",\"description\":\"JSON path in the request\"},"
        "\"code\":{\"type\":\"string\",\"description\":\"stable, for programs\"},"
        "\"detail\":{\"type\":\"string\"}},"
        "\"required\":[\"field\",\"code\",\"detail\"]}},"
        "\"errorsLeftOut\":{\"type\":\"integer\",\"description\":\"how many more there were\"}},"
        "\"required\":[\"type\",\"title\",\"status\",\"detail\",\"instance\"]}";

    return json_loadb (text, sizeof text - 1, 0, NULL);
}

static void
add_enums (wl_arena_t *arena, json_t *schemas, const model_message_t *message)
{
    for (size_t i = 0; i < message->field_count; i++) {
        const model_enum_t *enumeration = message->fields[i].enumeration;

        if (enumeration != NULL && json_object_get (schemas, enumeration->full_name) == NULL)
            json_object_set_new (schemas, enumeration->full_name, enum_schema (arena, enumeration));
    }
}

/* What `message` holds, and `itself` if anything refers to it. */
static void
add_closure (wl_arena_t *arena, const model_t *model, json_t *schemas,
             const model_message_t *message, bool itself)
{
    model_closure_t closure = model_closure (arena, model, message);

    for (size_t i = 0; i < closure.count; i++) {
        const model_message_t *held = closure.messages[i];
        bool wanted = (i > 0 || itself) && !held->is_timestamp;

        add_enums (arena, schemas, held);
        if (wanted && json_object_get (schemas, held->full_name) == NULL)
            json_object_set_new (schemas, held->full_name, object_schema (held, NULL));
    }
}

json_t *
schema_components (wl_arena_t *arena, const model_t *model)
{
    json_t *schemas = json_object ();

    json_object_set_new (schemas, "Problem", problem_schema ());
    for (size_t i = 0; i < model->service_count; i++) {
        const model_service_t *service = model->services[i];

        for (size_t j = 0; j < service->method_count; j++) {
            const model_method_t *method = &service->methods[j];

            if (method->verb == WL_VERB_NONE)
                continue;
            add_closure (arena, model, schemas, method->input,
                         model_body_is_whole (method) && method->form == NULL &&
                             method->bytes == NULL);
            if (!model_is_document (method))
                add_closure (arena, model, schemas, method->output, true);
        }
    }
    return schemas;
}
