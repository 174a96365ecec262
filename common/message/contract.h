/* The contract as data: what the generator (proto/generator) makes of proto/ for every program.
 *
 * Everything here is constant and generated; nobody fills these by hand. A service enforces
 * `access` before a handler runs, the gateway routes by `http_*`, the validator reads `fields`.
 */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stdint.h>

/* wlacznik.Role of options.proto; a set of roles is a mask of (1 << role). */
typedef enum wl_role {
    WL_ROLE_PUBLIC = 1,
    WL_ROLE_SIGNED_IN = 2,
    WL_ROLE_ASSESSOR = 3,
    WL_ROLE_COORDINATOR = 4,
    WL_ROLE_CARER = 5,
    WL_ROLE_EDITOR = 6,
    WL_ROLE_ADOPTER = 7,
    WL_ROLE_OWNER = 8,
    WL_ROLE_ADMINISTRATOR = 9,
} wl_role_t;

#define WL_ROLE_BIT(role) (1u << (role))

/* wlacznik.Format of options.proto. */
typedef enum wl_format {
    WL_FORMAT_TEXT = 0,
    WL_FORMAT_UUID,
    WL_FORMAT_EMAIL,
    WL_FORMAT_REGION,
    WL_FORMAT_TERYT,
    WL_FORMAT_NIP,
    WL_FORMAT_REGON,
    WL_FORMAT_KRS,
    WL_FORMAT_SLUG,
    WL_FORMAT_URL,
    WL_FORMAT_DATE,
    WL_FORMAT_LOCALE,
    WL_FORMAT_SINGLE_LINE,
} wl_format_t;

/* The rules of one field; `limits` that were not set hold the defaults of options.proto. */
typedef struct wl_field_rules {
    const char *json_name; /* lowerCamelCase */
    bool required, secret, personal, has_min, has_max;
    wl_format_t format;
    uint32_t min_length, max_length, max_items;
    int64_t min, max;
} wl_field_rules_t;

/* The rules of one message: `fields` runs parallel to descriptor->fields. */
typedef struct wl_message_rules {
    const ProtobufCMessageDescriptor *descriptor;
    const wl_field_rules_t *fields;
    const char *aggregate; /* of an event; NULL for any other message */
} wl_message_rules_t;

typedef enum wl_verb {
    WL_VERB_NONE = 0, /* not reachable through HTTP */
    WL_VERB_GET,
    WL_VERB_POST,
    WL_VERB_PUT,
    WL_VERB_PATCH,
    WL_VERB_DELETE,
} wl_verb_t;

typedef struct wl_method {
    const char *service;      /* "evaluation": the target on the bus, unless `target` names it */
    const char *name;         /* "LockCard" */
    uint32_t index;           /* in wl_service_contract_t.methods */
    bool command;             /* Effect COMMAND */
    uint32_t roles;           /* mask of WL_ROLE_BIT; 0: no person may call it */
    const char *own;          /* or NULL */
    const char *const *peers; /* NULL-terminated list of services; may be empty */
    bool sites;               /* a key for some regions only may ask it */
    bool across;              /* a role for any programme opens it */
    wl_verb_t verb;
    const char *path; /* "/v1/cards/{card_id}/lock"; NULL without HTTP */
    uint32_t success, cache_seconds;
    const char *const *produces; /* media types of a wlacznik.Document; NULL: JSON */
    const char *form;            /* the field that takes the query or form as it came, or NULL */
    const char *bytes;           /* the bytes field that is the body as it came, or NULL */
    bool pieces;                 /* the document is asked for piece by piece, in `offset` */
    bool live;                   /* the document goes on: what becomes new follows it */
    const char *target;          /* the field that names the service to ask, or NULL */
    const ProtobufCMessageDescriptor *input, *output;
} wl_method_t;

typedef struct wl_service_contract {
    const char *name; /* "evaluation" */
    const wl_method_t *methods;
    uint32_t method_count;
} wl_service_contract_t;

/* Every service of the contract, in the order of their names. */
extern const wl_service_contract_t *const wl_contract[];
extern const uint32_t wl_contract_count;

/* The rules of a message, NULL when the descriptor is not of our contract. O(log n). */
const wl_message_rules_t *wl_contract_rules (const ProtobufCMessageDescriptor *descriptor);
/* A message type by its full name ("intake.ApplicationSubmitted"), NULL when there is none. */
const ProtobufCMessageDescriptor *wl_contract_message (const char *full_name);
/* A method, NULL when there is none. */
const wl_method_t *wl_contract_method (const char *service, const char *name);
