#include "base/status.h"

#include "base/text.h"

typedef struct code {
    const char *name;
    int http;
} code_t;

/* The HTTP column is the mapping of google/rpc/code.proto, so that clients of other gRPC gateways
 * find what they expect. */
static const code_t codes[] = {
    [WL_OK] = { "OK", 200 },
    [WL_CANCELLED] = { "CANCELLED", 499 },
    [WL_UNKNOWN] = { "UNKNOWN", 500 },
    [WL_INVALID_ARGUMENT] = { "INVALID_ARGUMENT", 400 },
    [WL_DEADLINE_EXCEEDED] = { "DEADLINE_EXCEEDED", 504 },
    [WL_NOT_FOUND] = { "NOT_FOUND", 404 },
    [WL_ALREADY_EXISTS] = { "ALREADY_EXISTS", 409 },
    [WL_PERMISSION_DENIED] = { "PERMISSION_DENIED", 403 },
    [WL_RESOURCE_EXHAUSTED] = { "RESOURCE_EXHAUSTED", 429 },
    [WL_FAILED_PRECONDITION] = { "FAILED_PRECONDITION", 400 },
    [WL_ABORTED] = { "ABORTED", 409 },
    [WL_OUT_OF_RANGE] = { "OUT_OF_RANGE", 400 },
    [WL_UNIMPLEMENTED] = { "UNIMPLEMENTED", 501 },
    [WL_INTERNAL] = { "INTERNAL", 500 },
    [WL_UNAVAILABLE] = { "UNAVAILABLE", 503 },
    [WL_DATA_LOSS] = { "DATA_LOSS", 500 },
    [WL_UNAUTHENTICATED] = { "UNAUTHENTICATED", 401 },
};

static const code_t *
code_of (wl_status status)
{
    /* A status may come off the wire, so it can be any number. */
    bool known = (size_t) status < sizeof codes / sizeof codes[0];
    return &codes[known ? status : WL_UNKNOWN];
}

const char *
wl_status_name (wl_status status)
{
    return code_of (status)->name;
}

int
wl_status_http (wl_status status)
{
    return code_of (status)->http;
}

void
wl_error_init (wl_error_t *error, wl_arena_t *arena)
{
    *error = (wl_error_t){ .arena = arena };
}

wl_status
wl_error_set (wl_error_t *error, wl_status status, const char *reason, const char *format, ...)
{
    if (status == WL_OK || error->status != WL_OK)
        return status;

    va_list args;
    va_start (args, format);
    error->text = wl_text_vprintf (error->arena, format, args);
    va_end (args);
    error->reason = wl_text_copy (error->arena, reason);
    error->status = status;
    return status;
}

void
wl_error_add_field (wl_error_t *error, const char *field, const char *code, const char *format, ...)
{
    if (error->status == WL_OK)
        (void) wl_error_set (error, WL_INVALID_ARGUMENT, "invalid-fields",
                             "Some fields are not right. Correct them and send again.");
    if (error->field_count == WL_ERROR_FIELDS_MAX) {
        error->fields_left_out++;
        return;
    }

    va_list args;
    va_start (args, format);
    const char *text = wl_text_vprintf (error->arena, format, args);
    va_end (args);
    error->fields[error->field_count++] = (wl_field_error_t){
        .field = wl_text_copy (error->arena, field),
        .code = wl_text_copy (error->arena, code),
        .text = text,
    };
}
