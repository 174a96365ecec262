#include "read.h"

#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "names.h"
#include "option.h"

/* Field numbers of descriptor.proto, of which the paths of SourceCodeInfo consist. */
enum {
    FILE_MESSAGE = 4,
    FILE_ENUM = 5,
    FILE_SERVICE = 6,
    MESSAGE_FIELD = 2,
    MESSAGE_NESTED = 3,
    MESSAGE_ENUM = 4,
    ENUM_VALUE = 2,
    SERVICE_METHOD = 2,
};

/* Numbers of our extensions in options.proto. */
enum {
    OPTION_HTTP = 50001,
    OPTION_ACCESS = 50002,
    OPTION_EFFECT = 50003,
    OPTION_FIELD = 50001,
    OPTION_EVENT = 50001,
};

typedef Google__Protobuf__FileDescriptorSet set_t;
typedef Google__Protobuf__FileDescriptorProto file_t;
typedef Google__Protobuf__DescriptorProto message_proto_t;
typedef Google__Protobuf__EnumDescriptorProto enum_proto_t;
typedef Google__Protobuf__FieldDescriptorProto field_proto_t;
typedef Google__Protobuf__MethodDescriptorProto method_proto_t;
typedef Google__Protobuf__ServiceDescriptorProto service_proto_t;

/* ---- lists ---- */

/* Gives a list of `count` items with room for one more; its capacity is the next power of two. */
static void *
grow (wl_arena_t *arena, void *list, size_t count, size_t size)
{
    void *larger;

    if ((count & (count - 1)) != 0)
        return list;
    larger = wl_arena_array (arena, count == 0 ? 1 : 2 * count, size);
    if (count > 0)
        memcpy (larger, list, count * size);
    return larger;
}

/* qsort wants a pointer even for no items. */
static void
sort (void *list, size_t count, size_t size, int (*compare) (const void *a, const void *b))
{
    if (count > 1)
        qsort (list, count, size, compare);
}

/* ---- messages and enums ---- */

/* The types of descriptor.proto, whose numbers have one gap (groups, which proto3 has not). */
static const ProtobufCType types[] = {
    [1] = PROTOBUF_C_TYPE_DOUBLE,    [2] = PROTOBUF_C_TYPE_FLOAT,
    [3] = PROTOBUF_C_TYPE_INT64,     [4] = PROTOBUF_C_TYPE_UINT64,
    [5] = PROTOBUF_C_TYPE_INT32,     [6] = PROTOBUF_C_TYPE_FIXED64,
    [7] = PROTOBUF_C_TYPE_FIXED32,   [8] = PROTOBUF_C_TYPE_BOOL,
    [9] = PROTOBUF_C_TYPE_STRING,    [11] = PROTOBUF_C_TYPE_MESSAGE,
    [12] = PROTOBUF_C_TYPE_BYTES,    [13] = PROTOBUF_C_TYPE_UINT32,
    [14] = PROTOBUF_C_TYPE_ENUM,     [15] = PROTOBUF_C_TYPE_SFIXED32,
    [16] = PROTOBUF_C_TYPE_SFIXED64, [17] = PROTOBUF_C_TYPE_SINT32,
    [18] = PROTOBUF_C_TYPE_SINT64,
};

static const Wlacznik__FieldRules *
read_rules (const cursor_t *at, const field_proto_t *proto)
{
    static const Wlacznik__FieldRules none = WLACZNIK__FIELD_RULES__INIT;
    const ProtobufCMessage *options = proto->options != NULL ? &proto->options->base : NULL;
    ProtobufCMessage *rules =
        option_message (at->arena, options, OPTION_FIELD, &wlacznik__field_rules__descriptor);

    return rules != NULL ? (const Wlacznik__FieldRules *) rules : &none;
}

static void
read_field (const cursor_t *at, const field_proto_t *proto, model_field_t *ret)
{
    bool named = proto->type_name != NULL && proto->type_name[0] == '.';

    *ret = (model_field_t){
        .name = proto->name,
        .json_name = proto->json_name,
        .comment = cursor_comment (at),
        .place = cursor_place (at),
        .number = proto->number,
        .type = types[proto->type],
        .repeated = proto->label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED,
        .in_oneof = proto->has_oneof_index,
        .type_name = named ? proto->type_name + 1 : NULL,
        .rules = read_rules (at, proto),
    };
}

static int
compare_numbers (const void *a, const void *b)
{
    const model_field_t *left = a, *right = b;

    return (left->number > right->number) - (left->number < right->number);
}

static const char *
read_aggregate (const cursor_t *at, const message_proto_t *proto)
{
    const ProtobufCMessage *options = proto->options != NULL ? &proto->options->base : NULL;
    ProtobufCMessage *event =
        option_message (at->arena, options, OPTION_EVENT, &wlacznik__event__descriptor);

    return event != NULL ? ((const Wlacznik__Event *) event)->aggregate : NULL;
}

static void
read_enum (const cursor_t *at, const enum_proto_t *proto)
{
    model_t *model = at->model;
    model_enum_t *result = wl_arena_alloc (at->arena, sizeof *result);

    *result = (model_enum_t){
        .full_name = cursor_full_name (at, proto->name),
        .name = proto->name,
        .comment = cursor_comment (at),
        .place = cursor_place (at),
        .values = wl_arena_array (at->arena, proto->n_value, sizeof *result->values),
        .value_count = proto->n_value,
    };
    for (size_t i = 0; i < proto->n_value; i++) {
        cursor_t value = cursor_step (at, ENUM_VALUE, i);

        result->values[i] = (model_value_t){
            .name = proto->value[i]->name,
            .comment = cursor_comment (&value),
            .number = proto->value[i]->number,
        };
    }
    model->enums = grow (at->arena, model->enums, model->enum_count, sizeof result);
    model->enums[model->enum_count++] = result;
}

static model_message_t *
new_message (const cursor_t *at, const message_proto_t *proto)
{
    model_message_t *result = wl_arena_alloc (at->arena, sizeof *result);

    *result = (model_message_t){
        .full_name = cursor_full_name (at, proto->name),
        .comment = cursor_comment (at),
        .place = cursor_place (at),
        .fields = wl_arena_array (at->arena, proto->n_field, sizeof *result->fields),
        .field_count = proto->n_field,
        .aggregate = read_aggregate (at, proto),
        .is_map_entry = proto->options != NULL && proto->options->map_entry,
    };
    result->is_timestamp = wl_text_equal (result->full_name, "google.protobuf.Timestamp");
    return result;
}

/* Recursion: as deep as messages are nested in the .proto, which protoc itself bounds at 32. */
static void
read_message (const cursor_t *at, const message_proto_t *proto)
{
    model_t *model = at->model;
    model_message_t *result = new_message (at, proto);

    for (size_t i = 0; i < proto->n_field; i++) {
        cursor_t field = cursor_step (at, MESSAGE_FIELD, i);

        read_field (&field, proto->field[i], &result->fields[i]);
    }
    sort (result->fields, result->field_count, sizeof *result->fields, compare_numbers);
    model->messages = grow (at->arena, model->messages, model->message_count, sizeof result);
    model->messages[model->message_count++] = result;

    for (size_t i = 0; i < proto->n_nested_type; i++) {
        cursor_t nested = cursor_step (at, MESSAGE_NESTED, i);

        nested.scope = result->full_name;
        read_message (&nested, proto->nested_type[i]);
    }
    for (size_t i = 0; i < proto->n_enum_type; i++) {
        cursor_t nested = cursor_step (at, MESSAGE_ENUM, i);

        nested.scope = result->full_name;
        read_enum (&nested, proto->enum_type[i]);
    }
}

/* ---- joining names to what they name ---- */

static int
compare_messages (const void *a, const void *b)
{
    const model_message_t *const *left = a, *const *right = b;

    return strcmp ((*left)->full_name, (*right)->full_name);
}

static int
compare_enums (const void *a, const void *b)
{
    const model_enum_t *const *left = a, *const *right = b;

    return strcmp ((*left)->full_name, (*right)->full_name);
}

static int
compare_services (const void *a, const void *b)
{
    const model_service_t *const *left = a, *const *right = b;

    return strcmp ((*left)->package, (*right)->package);
}

static const model_message_t *
find_message (const model_t *model, const char *name)
{
    for (size_t i = 0; i < model->message_count; i++)
        if (wl_text_equal (model->messages[i]->full_name, name))
            return model->messages[i];
    return NULL;
}

static const model_enum_t *
find_enum (const model_t *model, const char *name)
{
    for (size_t i = 0; i < model->enum_count; i++)
        if (wl_text_equal (model->enums[i]->full_name, name))
            return model->enums[i];
    return NULL;
}

static void
join_fields (const model_t *model, model_message_t *message)
{
    for (size_t i = 0; i < message->field_count; i++) {
        model_field_t *field = &message->fields[i];

        if (field->type == PROTOBUF_C_TYPE_MESSAGE)
            field->message = find_message (model, field->type_name);
        if (field->type == PROTOBUF_C_TYPE_ENUM)
            field->enumeration = find_enum (model, field->type_name);
    }
}

/* ---- services ---- */

static void
read_path_names (const cursor_t *at, model_method_t *method)
{
    for (const char *open = strchr (method->path, '{'); open != NULL; open = strchr (open, '{')) {
        size_t length = strcspn (++open, "}");
        size_t count = method->path_name_count++;

        method->path_names = grow (at->arena, method->path_names, count, sizeof (char *));
        method->path_names[count] = wl_text_copy_length (at->arena, open, length);
    }
}

static void
read_http (const cursor_t *at, const Wlacznik__Http *http, model_method_t *method)
{
    const char *const paths[] = {
        [WL_VERB_GET] = http->get,     [WL_VERB_POST] = http->post,      [WL_VERB_PUT] = http->put,
        [WL_VERB_PATCH] = http->patch, [WL_VERB_DELETE] = http->delete_,
    };

    for (wl_verb_t verb = WL_VERB_GET; verb <= WL_VERB_DELETE; verb++) {
        if (paths[verb] == NULL)
            continue;
        method->verb = verb;
        method->path = paths[verb];
        method->verb_count++;
    }
    if (method->path != NULL)
        read_path_names (at, method);
    method->success = http->has_success ? http->success : 200;
    method->cache_seconds = http->cache_seconds;
    method->produces = http->produces;
    method->produces_count = http->n_produces;
    method->produces_as = http->produces_as;
    method->form = http->form;
    method->bytes = http->bytes;
    method->pieces = http->pieces;
    method->live = http->live;
    method->target = http->target;
}

static void
read_access (const Wlacznik__Access *access, model_method_t *method)
{
    method->access = access;
    for (size_t i = 0; i < access->n_roles; i++)
        method->roles |= WL_ROLE_BIT (access->roles[i]);
}

static void
read_method (const cursor_t *at, const method_proto_t *proto, model_method_t *ret)
{
    const ProtobufCMessage *options = proto->options != NULL ? &proto->options->base : NULL;
    ProtobufCMessage *http =
        option_message (at->arena, options, OPTION_HTTP, &wlacznik__http__descriptor);
    ProtobufCMessage *access =
        option_message (at->arena, options, OPTION_ACCESS, &wlacznik__access__descriptor);

    *ret = (model_method_t){
        .name = proto->name,
        .snake = name_snake (at->arena, proto->name),
        .comment = cursor_comment (at),
        .place = cursor_place (at),
        .input = find_message (at->model, proto->input_type + 1),
        .output = find_message (at->model, proto->output_type + 1),
        .command = option_number (options, OPTION_EFFECT) == WLACZNIK__EFFECT__COMMAND,
        .streaming = proto->client_streaming || proto->server_streaming,
    };
    ret->http = http != NULL;
    if (http != NULL)
        read_http (at, (const Wlacznik__Http *) http, ret);
    if (access != NULL)
        read_access ((const Wlacznik__Access *) access, ret);
}

static const model_method_t *
find_method (const model_t *model, const char *name)
{
    for (size_t i = 0; i < model->service_count; i++) {
        const model_service_t *service = model->services[i];
        size_t length = strlen (service->package);

        if (strncmp (name, service->package, length) != 0 || name[length] != '.')
            continue;
        for (size_t j = 0; j < service->method_count; j++)
            if (wl_text_equal (service->methods[j].name, name + length + 1))
                return &service->methods[j];
    }
    return NULL;
}

/* Where that cannot be, the method is left without types, which the checks refuse. */
static void
join_produces (const model_t *model, model_method_t *method)
{
    if (method->produces_as == NULL)
        return;

    const model_method_t *other = find_method (model, method->produces_as);
    bool joins = other != NULL && other->produces_as == NULL && method->produces_count == 0;

    method->produces = joins ? other->produces : NULL;
    method->produces_count = joins ? other->produces_count : 0;
}

static void
read_service (const cursor_t *at, const service_proto_t *proto)
{
    model_t *model = at->model;
    model_service_t *result = wl_arena_alloc (at->arena, sizeof *result);

    *result = (model_service_t){
        .package = at->scope,
        .name = proto->name,
        .comment = cursor_comment (at),
        .place = cursor_place (at),
        .header = name_c_header (at->arena, at->file->name),
        .methods = wl_arena_array (at->arena, proto->n_method, sizeof *result->methods),
        .method_count = proto->n_method,
    };
    for (size_t i = 0; i < proto->n_method; i++) {
        cursor_t method = cursor_step (at, SERVICE_METHOD, i);

        read_method (&method, proto->method[i], &result->methods[i]);
    }
    model->services = grow (at->arena, model->services, model->service_count, sizeof result);
    model->services[model->service_count++] = result;
}

/* ---- files ---- */

static bool
is_ours (const char *file)
{
    return strncmp (file, "google/", 7) != 0 && !wl_text_equal (file, "wlacznik/options.proto");
}

static bool
is_wanted (const file_t *file)
{
    return is_ours (file->name) || wl_text_equal (file->name, "google/protobuf/timestamp.proto");
}

static cursor_t
start (wl_arena_t *arena, model_t *model, const file_t *file)
{
    return (cursor_t){
        .arena = arena,
        .model = model,
        .file = file,
        .scope = file->package != NULL ? file->package : "",
    };
}

static void
read_types (wl_arena_t *arena, model_t *model, const file_t *proto)
{
    cursor_t top = start (arena, model, proto);
    model_file_t *file = wl_arena_alloc (arena, sizeof *file);

    *file = (model_file_t){
        .name = proto->name,
        .header = name_c_header (arena, proto->name),
        .ours = is_ours (proto->name),
        .proto3 = wl_text_equal (proto->syntax, "proto3"),
    };
    model->files = grow (arena, model->files, model->file_count, sizeof file);
    model->files[model->file_count++] = file;

    for (size_t i = 0; i < proto->n_message_type; i++) {
        cursor_t message = cursor_step (&top, FILE_MESSAGE, i);

        read_message (&message, proto->message_type[i]);
    }
    for (size_t i = 0; i < proto->n_enum_type; i++) {
        cursor_t enumeration = cursor_step (&top, FILE_ENUM, i);

        read_enum (&enumeration, proto->enum_type[i]);
    }
}

static void
read_services (wl_arena_t *arena, model_t *model, const file_t *proto)
{
    cursor_t top = start (arena, model, proto);

    for (size_t i = 0; i < proto->n_service; i++) {
        cursor_t service = cursor_step (&top, FILE_SERVICE, i);

        read_service (&service, proto->service[i]);
    }
}

static void
sort_all (model_t *model)
{
    sort (model->messages, model->message_count, sizeof *model->messages, compare_messages);
    sort (model->enums, model->enum_count, sizeof *model->enums, compare_enums);
    sort (model->services, model->service_count, sizeof *model->services, compare_services);
}

model_t *
read_contract (wl_arena_t *arena, const uint8_t *bytes, size_t length)
{
    const set_t *set = (const set_t *) option_unpack (
        arena, &google__protobuf__file_descriptor_set__descriptor, length, bytes);
    model_t *model = wl_arena_alloc (arena, sizeof *model);

    if (set == NULL)
        return NULL;
    for (size_t i = 0; i < set->n_file; i++)
        if (is_wanted (set->file[i]))
            read_types (arena, model, set->file[i]);
    for (size_t i = 0; i < model->message_count; i++)
        join_fields (model, model->messages[i]);
    for (size_t i = 0; i < set->n_file; i++)
        if (is_wanted (set->file[i]))
            read_services (arena, model, set->file[i]);
    for (size_t i = 0; i < model->service_count; i++)
        for (size_t j = 0; j < model->services[i]->method_count; j++)
            join_produces (model, &model->services[i]->methods[j]);
    sort_all (model);
    return model;
}
