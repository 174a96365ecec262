#include "check.h"

#include <stdarg.h>
#include <string.h>

typedef struct check {
    wl_arena_t *arena;
    const model_t *model;
    FILE *out;
    size_t faults;
} check_t;

static void fault (check_t *self, model_place_t place, const char *format, ...) WL_PRINTF (3, 4);

static void
fault (check_t *self, model_place_t place, const char *format, ...)
{
    va_list args;

    va_start (args, format);
    if (place.line > 0)
        fprintf (self->out, "%s:%d: ", place.file, place.line);
    else
        fprintf (self->out, "%s: ", place.file);
    vfprintf (self->out, format, args);
    fputc ('\n', self->out);
    va_end (args);
    self->faults++;
}

static bool
ends_with (const char *text, const char *end)
{
    size_t length = strlen (text), tail = strlen (end);

    return length >= tail && strcmp (text + length - tail, end) == 0;
}

/* ---- files and enums ---- */

static void
check_file (check_t *self, const model_file_t *file)
{
    if (file->ours && !file->proto3)
        fault (self, (model_place_t){ file->name, 0 }, "must be proto3");
}

static void
check_enum (check_t *self, const model_enum_t *enumeration)
{
    const model_value_t *first = &enumeration->values[0];

    if (first->number != 0 || !ends_with (first->name, "UNSPECIFIED"))
        fault (self, enumeration->place,
               "enum %s must begin with a value ..._UNSPECIFIED = 0, because proto3 cannot tell "
               "zero from unset",
               enumeration->full_name);
}

/* ---- fields ---- */

static bool
is_text (const model_field_t *field)
{
    return field->type == PROTOBUF_C_TYPE_STRING;
}

static bool
is_sized (const model_field_t *field)
{
    return is_text (field) || field->type == PROTOBUF_C_TYPE_BYTES;
}

static bool
is_integer (const model_field_t *field)
{
    return field->type <= PROTOBUF_C_TYPE_FIXED64;
}

/* A rule that the validator would never look at is a promise that nobody keeps. */
static void
check_rules (check_t *self, const model_field_t *field)
{
    const Wlacznik__FieldRules *rules = field->rules;

    if (rules->has_format && !is_text (field))
        fault (self, field->place, "%s: only a string has a format", field->name);
    if ((rules->has_min_length || rules->has_max_length) && !is_sized (field))
        fault (self, field->place, "%s: only a string or bytes have a length", field->name);
    if ((rules->has_min || rules->has_max) && !is_integer (field))
        fault (self, field->place, "%s: only an integer has a range", field->name);
    if (rules->has_max_items && !field->repeated)
        fault (self, field->place, "%s: only a repeated field has items", field->name);
    if (rules->has_min && rules->has_max && rules->min > rules->max)
        fault (self, field->place, "%s: min is above max", field->name);
    if (rules->has_min_length && rules->has_max_length && rules->min_length > rules->max_length)
        fault (self, field->place, "%s: min_length is above max_length", field->name);
}

/* Returns whether what the field refers to is known, so that later checks may follow it. */
static bool
check_type (check_t *self, const model_field_t *field)
{
    if (field->type == PROTOBUF_C_TYPE_MESSAGE && field->message == NULL) {
        fault (self, field->place,
               "%s: %s is not of this contract; of Google's types only "
               "Timestamp may be used",
               field->name, field->type_name);
        return false;
    }
    if (field->type == PROTOBUF_C_TYPE_ENUM && field->enumeration == NULL) {
        fault (self, field->place, "%s: %s is not of this contract", field->name, field->type_name);
        return false;
    }
    return true;
}

static bool
check_fields (check_t *self, const model_message_t *message)
{
    bool known = true;

    for (size_t i = 0; i < message->field_count; i++) {
        const model_field_t *field = &message->fields[i];

        known = check_type (self, field) && known;
        check_rules (self, field);
        if (field->message != NULL && field->message->is_map_entry)
            fault (self, field->place, "%s: protobuf-c has no maps; use a repeated message",
                   field->name);
    }
    return known;
}

/* ---- messages ---- */

static const model_field_t *
find_holder (const model_message_t *message, const model_message_t *held)
{
    for (size_t i = 0; i < message->field_count; i++)
        if (message->fields[i].message == held)
            return &message->fields[i];
    return NULL;
}

/* A recursive type could nest as deep as its sender likes (engineering.md 0.5). */
static void
check_recursion (check_t *self, const model_message_t *message, const model_closure_t *closure)
{
    for (size_t i = 0; i < closure->count; i++) {
        const model_field_t *holder = find_holder (closure->messages[i], message);

        if (holder == NULL)
            continue;
        fault (self, message->place, "%s is recursive: %s.%s holds it again", message->full_name,
               closure->messages[i]->full_name, holder->name);
        return;
    }
}

/* The log is kept for ever, people can be erased (design.md 3.3). */
static void
check_event (check_t *self, const model_message_t *event, const model_closure_t *closure)
{
    for (size_t i = 0; i < closure->count; i++) {
        const model_message_t *message = closure->messages[i];

        for (size_t j = 0; j < message->field_count; j++)
            if (message->fields[j].rules->personal || message->fields[j].rules->secret)
                fault (self, message->fields[j].place,
                       "the event %s may not hold %s.%s, which is personal or secret",
                       event->full_name, message->full_name, message->fields[j].name);
    }
}

static void
check_message (check_t *self, const model_message_t *message)
{
    model_closure_t closure = model_closure (self->arena, self->model, message);

    check_recursion (self, message, &closure);
    if (message->aggregate != NULL)
        check_event (self, message, &closure);
}

/* ---- rpcs ---- */

static void
check_access (check_t *self, const model_method_t *method)
{
    if (method->access == NULL || (method->roles == 0 && method->access->n_peers == 0))
        fault (self, method->place, "rpc %s has no access: say who may call it", method->name);
    else if (method->verb != WL_VERB_NONE && method->roles == 0)
        fault (self, method->place, "rpc %s has an HTTP path but no role may call it",
               method->name);
    if ((method->roles & WL_ROLE_BIT (0)) != 0)
        fault (self, method->place, "rpc %s: ROLE_UNSPECIFIED is no role", method->name);
}

static bool
is_path_char (char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* A path is "/" alone, or "/" and segments of small letters, digits, "-", "_" and "."; a segment
 * may be one whole
 * "{field}". */
static bool
is_path (const char *path)
{
    if (path[0] != '/')
        return false;
    if (path[1] == '\0')
        return true;
    while (*path == '/') {
        bool braces = *++path == '{';
        size_t length = 0;

        path += braces ? 1 : 0;
        while (is_path_char (path[length]))
            length++;
        path += length;
        if (length == 0 || (braces && *path++ != '}'))
            return false;
    }
    return *path == '\0';
}

static void
check_path_names (check_t *self, const model_method_t *method)
{
    for (size_t i = 0; i < method->path_name_count; i++) {
        const char *name = method->path_names[i];
        const model_field_t *field = model_field (method->input, name);

        if (field == NULL)
            fault (self, method->place, "rpc %s: {%s} is not a field of %s", method->name, name,
                   method->input->full_name);
        else if (field->repeated || field->in_oneof || !model_is_text (field))
            fault (self, method->place, "rpc %s: {%s} must be a single plain field", method->name,
                   name);
        for (size_t j = 0; j < i; j++)
            if (wl_text_equal (method->path_names[j], name))
                fault (self, method->place, "rpc %s: {%s} stands twice in its path", method->name,
                       name);
    }
}

static void
check_query (check_t *self, const model_method_t *method)
{
    for (size_t i = 0; i < method->input->field_count; i++) {
        const model_field_t *field = &method->input->fields[i];

        if (!model_in_path (method, field) && !model_is_text (field))
            fault (self, field->place, "rpc %s: %s is a message and cannot stand in a query string",
                   method->name, field->name);
    }
}

/* "type/subtype", perhaps with parameters; it becomes a header as it stands. */
static bool
is_media_type (const char *text)
{
    size_t type = strcspn (text, "/");

    return type > 0 && text[type] == '/' && text[type + 1] != '\0' &&
           text[strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "0123456789!#$&^_.+-/;= \"")] == '\0';
}

static void
check_document (check_t *self, const model_method_t *method)
{
    if (method->produces_as != NULL && method->produces_count == 0)
        fault (self, method->place,
               "rpc %s: its produces_as \"%s\" must name an rpc with types of its own, and stand "
               "alone",
               method->name, method->produces_as);
    else if (model_is_document (method) && method->produces_count == 0)
        fault (self, method->place, "rpc %s returns a document: say which types it produces",
               method->name);
    if (!model_is_document (method) && method->produces_count > 0)
        fault (self, method->place, "rpc %s: only what returns wlacznik.Document produces types",
               method->name);
    for (size_t i = 0; i < method->produces_count; i++)
        if (!is_media_type (method->produces[i]))
            fault (self, method->place, "rpc %s: \"%s\" is not a media type", method->name,
                   method->produces[i]);
}

static void
check_form (check_t *self, const model_method_t *method)
{
    const model_field_t *field = model_field (method->input, method->form);

    if (method->verb != WL_VERB_GET && method->verb != WL_VERB_POST)
        fault (self, method->place, "rpc %s: only GET and POST take a form", method->name);
    if (field == NULL || field->repeated || field->in_oneof || !is_text (field) ||
        model_in_path (method, field))
        fault (self, method->place, "rpc %s: its form \"%s\" must be a single string", method->name,
               method->form);
    if (method->input->field_count != method->path_name_count + 1)
        fault (self, method->place, "rpc %s: beside its form stands only what its path names",
               method->name);
}

static bool
is_offset (const model_field_t *field)
{
    return field != NULL && !field->repeated && !field->in_oneof &&
           field->type == PROTOBUF_C_TYPE_UINT64;
}

static void
check_bytes (check_t *self, const model_method_t *method)
{
    const model_field_t *field = model_field (method->input, method->bytes);

    if (!model_has_body (method))
        fault (self, method->place, "rpc %s: only POST, PUT and PATCH take bytes", method->name);
    if (field == NULL || field->repeated || field->in_oneof || field->type != PROTOBUF_C_TYPE_BYTES)
        fault (self, method->place, "rpc %s: \"%s\" must be a single field of bytes", method->name,
               method->bytes);
    if (method->form != NULL)
        fault (self, method->place, "rpc %s takes a form or bytes, not both", method->name);
}

static void
check_pieces (check_t *self, const model_method_t *method)
{
    if (method->verb != WL_VERB_GET || !model_is_document (method))
        fault (self, method->place, "rpc %s: only a document of GET comes in pieces", method->name);
    if (!is_offset (model_field (method->input, "offset")))
        fault (self, method->place, "rpc %s comes in pieces: it needs a uint64 offset",
               method->name);
    if (method->cache_seconds > 0)
        fault (self, method->place, "rpc %s comes in pieces and cannot be cached", method->name);
}

static void
check_live (check_t *self, const model_method_t *method)
{
    const model_field_t *field = model_field (method->input, "last_event_id");

    if (method->verb != WL_VERB_GET || !model_is_document (method))
        fault (self, method->place, "rpc %s: only a document of GET can be live", method->name);
    if ((method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC)) != 0)
        fault (self, method->place, "rpc %s is live, so it needs somebody who is signed in",
               method->name);
    if (field == NULL || field->repeated || field->in_oneof ||
        field->type != PROTOBUF_C_TYPE_STRING)
        fault (self, method->place, "rpc %s is live: it needs a string last_event_id",
               method->name);
    if (method->pieces)
        fault (self, method->place, "rpc %s comes in pieces or is live, not both", method->name);
}

static void
check_target (check_t *self, const model_method_t *method)
{
    const model_field_t *field = model_field (method->input, method->target);

    if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING || !model_in_path (method, field))
        fault (self, method->place, "rpc %s: its target \"%s\" must be a string of its path",
               method->name, method->target);
    if (method->pieces || method->live || method->cache_seconds > 0)
        fault (self, method->place,
               "rpc %s names its service, so it is neither in pieces, live nor cached",
               method->name);
}

static void
check_http (check_t *self, const model_method_t *method)
{
    if (method->verb_count == 0) {
        fault (self, method->place, "rpc %s: its http option names no verb", method->name);
        return;
    }
    if (method->verb_count > 1)
        fault (self, method->place, "rpc %s has more than one HTTP verb", method->name);
    if (!is_path (method->path))
        fault (self, method->place, "rpc %s: \"%s\" is not a path", method->name, method->path);
    if (method->command && method->verb == WL_VERB_GET)
        fault (self, method->place, "rpc %s is a COMMAND; GET must change nothing", method->name);
    if (method->success < 200 || method->success > 299)
        fault (self, method->place, "rpc %s: %u is no status of success", method->name,
               method->success);
    if (method->cache_seconds > 0 && (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC)) == 0)
        fault (self, method->place, "rpc %s: only what is PUBLIC may be cached", method->name);
    check_document (self, method);
    check_path_names (self, method);
    if (method->form != NULL)
        check_form (self, method);
    if (method->bytes != NULL)
        check_bytes (self, method);
    if (method->pieces)
        check_pieces (self, method);
    if (method->live)
        check_live (self, method);
    if (method->target != NULL)
        check_target (self, method);
    if (!model_has_body (method) || method->bytes != NULL)
        check_query (self, method);
}

static bool
check_messages_known (check_t *self, const model_method_t *method)
{
    bool known = method->input != NULL && method->output != NULL;

    if (!known)
        fault (self, method->place, "rpc %s: its messages must be of this contract", method->name);
    return known;
}

/* protoc-c makes a C name of an rpc's name in small letters. */
static bool
is_keyword (const char *name)
{
    static const char *const keywords[] = {
        "auto",    "break",  "case",     "char",   "const",    "continue", "default",
        "do",      "double", "else",     "enum",   "extern",   "float",    "for",
        "goto",    "if",     "inline",   "int",    "long",     "register", "restrict",
        "return",  "short",  "signed",   "sizeof", "static",   "struct",   "switch",
        "typedef", "union",  "unsigned", "void",   "volatile", "while",
    };

    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (wl_text_equal (keywords[i], name))
            return true;
    return false;
}

static void
check_method (check_t *self, const model_method_t *method)
{
    if (method->streaming)
        fault (self, method->place, "rpc %s: the bus has no streaming rpcs", method->name);
    if (is_keyword (method->snake))
        fault (self, method->place, "rpc %s: its name is a keyword in C", method->name);
    check_access (self, method);
    if (check_messages_known (self, method) && method->http)
        check_http (self, method);
}

/* ---- services ---- */

static bool
is_word (const char *text)
{
    return text[0] != '\0' && text[strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static void
check_service (check_t *self, const model_service_t *service)
{
    if (!is_word (service->package))
        fault (self, service->place, "service %s: its package must be one word of small letters",
               service->name);
    for (size_t i = 0; i < service->method_count; i++)
        check_method (self, &service->methods[i]);
}

/* Services come sorted by package. */
static void
check_packages (check_t *self)
{
    for (size_t i = 1; i < self->model->service_count; i++) {
        const model_service_t *service = self->model->services[i];

        if (wl_text_equal (self->model->services[i - 1]->package, service->package))
            fault (self, service->place, "package %s has a service already", service->package);
    }
}

/* Equal but for the names in braces, so that the router could not tell them apart. */
static bool
same_route (const char *a, const char *b)
{
    while (*a != '\0' && *a == *b) {
        if (*a == '{') {
            a += strcspn (a, "}");
            b += strcspn (b, "}");
        } else {
            a++;
            b++;
        }
    }
    return *a == *b;
}

static void
check_route_against (check_t *self, const model_method_t *method, const model_service_t *service)
{
    for (size_t i = 0; i < service->method_count; i++) {
        const model_method_t *earlier = &service->methods[i];

        if (earlier == method)
            return;
        if (earlier->path != NULL && earlier->verb == method->verb &&
            same_route (earlier->path, method->path))
            fault (self, method->place, "rpc %s has the verb and path of %s.%s", method->name,
                   service->package, earlier->name);
    }
}

static void
check_routes (check_t *self, size_t index)
{
    const model_service_t *service = self->model->services[index];

    for (size_t i = 0; i < service->method_count; i++)
        for (size_t j = 0; j <= index && service->methods[i].path != NULL; j++)
            check_route_against (self, &service->methods[i], self->model->services[j]);
}

size_t
check_contract (wl_arena_t *arena, const model_t *model, FILE *out)
{
    check_t self = { arena, model, out, 0 };
    bool known = true;

    for (size_t i = 0; i < model->file_count; i++)
        check_file (&self, model->files[i]);
    for (size_t i = 0; i < model->enum_count; i++)
        check_enum (&self, model->enums[i]);
    for (size_t i = 0; i < model->message_count; i++)
        known = check_fields (&self, model->messages[i]) && known;
    if (!known)
        return self.faults; /* what follows needs every reference */
    for (size_t i = 0; i < model->message_count; i++)
        check_message (&self, model->messages[i]);
    check_packages (&self);
    for (size_t i = 0; i < model->service_count; i++)
        check_service (&self, model->services[i]);
    for (size_t i = 0; i < model->service_count; i++)
        check_routes (&self, i);
    return self.faults;
}
