/* The contract as the generator sees it: protoc's descriptor set with our options, its comments and
 * its places resolved into one graph. Everything lives in the arena given to read_contract.
 */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "base/text.h"
#include "message/contract.h"
#include "wlacznik/options.pb-c.h"

/* Where something stands, for complaints: "wlacznik/intake.proto", 12. */
typedef struct model_place {
    const char *file;
    int line; /* 0 when protoc gave none */
} model_place_t;

typedef struct model_message model_message_t;

typedef struct model_value {
    const char *name, *comment;
    int32_t number;
} model_value_t;

typedef struct model_enum {
    const char *full_name, *name, *comment;
    model_place_t place;
    model_value_t *values;
    size_t value_count;
} model_enum_t;

typedef struct model_field {
    const char *name, *json_name, *comment;
    model_place_t place;
    int32_t number;
    ProtobufCType type;
    bool repeated, in_oneof;
    const char *type_name;             /* full name of an enum or a message, else NULL */
    const Wlacznik__FieldRules *rules; /* never NULL; without any rule an empty one */
    const model_message_t *message;    /* of a message field */
    const model_enum_t *enumeration;   /* of an enum field */
} model_field_t;

struct model_message {
    const char *full_name, *comment;
    model_place_t place;
    model_field_t *fields; /* by number, as in protobuf-c's descriptors */
    size_t field_count;
    const char *aggregate; /* of an event, else NULL */
    bool is_map_entry;
    bool is_timestamp; /* google.protobuf.Timestamp, the only message that is not ours */
};

typedef struct model_method {
    const char *name, *snake, *comment;
    model_place_t place;
    const model_message_t *input, *output;
    const Wlacznik__Access *access; /* NULL when the rpc says nothing */
    uint32_t roles;                 /* mask of WL_ROLE_BIT */
    bool command, streaming;
    bool http;           /* has the option at all */
    unsigned verb_count; /* what the rpc names; the checks allow none or one */
    wl_verb_t verb;
    const char *path;
    const char **path_names; /* what stands in braces in the path, in order */
    size_t path_name_count;
    uint32_t success, cache_seconds;
    char **produces; /* media types of a document */
    size_t produces_count;
    const char *produces_as; /* "package.Method", whose types these are, or NULL */
    const char *form;        /* the field that takes the raw query or form, or NULL */
    const char *bytes;       /* the field that is the body as it came, or NULL */
    bool pieces;             /* a document that is asked for piece by piece */
    bool live;               /* a document that goes on */
    const char *target;      /* the field of the path that names the service to ask, or NULL */
} model_method_t;

typedef struct model_service {
    const char *package, *name, *comment;
    model_place_t place;
    const char *header; /* of protoc-c, with the types of this package */
    model_method_t *methods;
    size_t method_count;
} model_service_t;

typedef struct model_file {
    const char *name, *header;
    bool ours;   /* neither Google's nor options.proto */
    bool proto3; /* the only syntax that our own files may use */
} model_file_t;

typedef struct model {
    model_file_t **files; /* each after those that it imports, as protoc orders them */
    size_t file_count;
    model_message_t **messages; /* ours and Timestamp, by full name */
    size_t message_count;
    model_enum_t **enums; /* by full name */
    size_t enum_count;
    model_service_t **services; /* by package */
    size_t service_count;
} model_t;

/* A message, first, and every message that it holds directly or through others. */
typedef struct model_closure {
    const model_message_t **messages;
    size_t count;
} model_closure_t;

model_closure_t
model_closure (wl_arena_t *arena, const model_t *model, const model_message_t *message);

/* By the .proto's own name; NULL when there is none. */
const model_field_t *model_field (const model_message_t *message, const char *name);
/* The limits that the validator enforces, with options.proto's defaults; 0 where none applies. */
uint32_t model_max_length (const model_field_t *field);
uint32_t model_max_items (const model_field_t *field);
/* Whether the method answers with bytes of its own, not with JSON. */
bool model_is_document (const model_method_t *method);
/* Whether the path of `method` names the field. */
bool model_in_path (const model_method_t *method, const model_field_t *field);
/* Whether a value of the field can stand in a path or a query string. */
bool model_is_text (const model_field_t *field);
/* Whether what the path leaves of a request comes from the body, not from the query string. */
bool model_has_body (const model_method_t *method);
/* Whether the body is the whole request. */
bool model_body_is_whole (const model_method_t *method);
