/* Status codes and error details: what every function of the house returns.
 *
 * The codes are gRPC's, value for value, because the bus carries them as they are and the gateway
 * maps them to HTTP (design.md 3.2). A status alone is enough for pure rules; whoever answers a
 * person adds the details in a wl_error_t: a stable reason, a sentence that says what to do, and
 * every field that is wrong.
 */
#pragma once

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define WL_MUST_CHECK          __attribute__ ((warn_unused_result))
#define WL_PRINTF(text, first) __attribute__ ((format (printf, text, first)))

typedef enum wl_status {
    WL_OK = 0,
    WL_CANCELLED = 1,
    WL_UNKNOWN = 2,
    WL_INVALID_ARGUMENT = 3,
    WL_DEADLINE_EXCEEDED = 4,
    WL_NOT_FOUND = 5,
    WL_ALREADY_EXISTS = 6,
    WL_PERMISSION_DENIED = 7,
    WL_RESOURCE_EXHAUSTED = 8,
    WL_FAILED_PRECONDITION = 9,
    WL_ABORTED = 10, /* a newer version exists, or the transaction must be tried again */
    WL_OUT_OF_RANGE = 11,
    WL_UNIMPLEMENTED = 12,
    WL_INTERNAL = 13,
    WL_UNAVAILABLE = 14,
    WL_DATA_LOSS = 15,
    WL_UNAUTHENTICATED = 16,
} wl_status;

/* Returns from the calling function unless `expression` is WL_OK. */
#define WL_TRY(expression)                       \
    do {                                         \
        wl_status wl_try_status_ = (expression); \
        if (wl_try_status_ != WL_OK)             \
            return wl_try_status_;               \
    } while (0)

/* The code's name as gRPC writes it ("NOT_FOUND"); never NULL, "UNKNOWN" for a number that is none.
 */
const char *wl_status_name (wl_status status);

/* The HTTP status that answers `status` (RFC 9110; 409 for ABORTED, 503 for UNAVAILABLE). */
int wl_status_http (wl_status status);

typedef struct wl_arena wl_arena_t;

/* One thing wrong with one field of a message. All strings live in the error's arena. */
typedef struct wl_field_error {
    const char *field; /* JSON path: "answers[3].text" */
    const char *code;  /* stable, for programs: "required", "too-long" */
    const char *text;  /* for people, in the request's language */
} wl_field_error_t;

enum { WL_ERROR_FIELDS_MAX = 64 }; /* a hostile message earns no longer answer than this */

/* The details of one failure. Set up with wl_error_init; its strings live in `arena`.
 * Not thread-safe: one per request. */
typedef struct wl_error {
    wl_arena_t *arena;
    wl_status status;
    const char *reason; /* stable, for programs: "call-closed"; NULL while status is WL_OK */
    const char *text;   /* for people: what is wrong and what to do */
    wl_field_error_t fields[WL_ERROR_FIELDS_MAX];
    size_t field_count;
    size_t fields_left_out; /* how many more there were */
} wl_error_t;

void wl_error_init (wl_error_t *error, wl_arena_t *arena);

/* Says why, and returns `status` so that a caller can `return wl_error_set (...)`.
 * The first reason stands: a later call on the same error changes nothing but is not an error. */
wl_status wl_error_set (wl_error_t *error, wl_status status, const char *reason, const char *format,
                        ...) WL_PRINTF (4, 5);

/* Adds a field; sets the status to WL_INVALID_ARGUMENT with reason "invalid-fields" if none was
 * set yet. Past WL_ERROR_FIELDS_MAX it only counts. Copies all strings. */
void wl_error_add_field (wl_error_t *error, const char *field, const char *code, const char *format,
                         ...) WL_PRINTF (4, 5);
