/* What can be wrong with a field, said in Polish or English. Internal to common/message.
 *
 * No text ever holds a value: it may be a secret, or somebody's name.
 */
#pragma once

#include "message/contract.h"

#include "base/status.h"

/* What is wrong. The last ones follow wl_format_t: WL_FAULT_FORMAT + format. */
typedef enum wl_fault {
    WL_FAULT_NONE = 0,
    WL_FAULT_NO_MEMORY, /* the arena's budget is used up; never reported as a field's fault */
    WL_FAULT_REQUIRED,
    WL_FAULT_TOO_LONG,
    WL_FAULT_TOO_SHORT,
    WL_FAULT_TOO_MANY_BYTES,
    WL_FAULT_TOO_FEW_BYTES,
    WL_FAULT_TOO_MANY_ITEMS,
    WL_FAULT_TOO_LARGE,
    WL_FAULT_TOO_SMALL,
    WL_FAULT_OUT_OF_RANGE,
    WL_FAULT_ENCODING,
    WL_FAULT_UNKNOWN_VALUE,
    WL_FAULT_UNKNOWN_FIELD,
    WL_FAULT_DUPLICATE,
    WL_FAULT_ONE_OF,
    WL_FAULT_NOT_TEXT,
    WL_FAULT_NOT_NUMBER,
    WL_FAULT_NOT_INTEGER,
    WL_FAULT_NOT_BOOLEAN,
    WL_FAULT_NOT_LIST,
    WL_FAULT_NOT_OBJECT,
    WL_FAULT_NOT_TIME,
    WL_FAULT_NOT_BASE64,
    WL_FAULT_MALFORMED,
    WL_FAULT_TOO_DEEP,
    WL_FAULT_TOO_MANY_VALUES,
    WL_FAULT_FORMAT,
} wl_fault_t;

enum { WL_NO_INDEX = -1 };

/* The way to a field, as a chain on the stack: no bytes are spent on it until something is wrong.
 * A repeated field as a whole has WL_NO_INDEX. */
typedef struct wl_path {
    const struct wl_path *parent; /* NULL at the top */
    const char *name;
    long index;
} wl_path_t;

typedef struct wl_reporter {
    wl_error_t *error;
    bool english;
    bool clean; /* nothing reported yet */
} wl_reporter_t;

/* Arena bytes that are enough for any one report. */
enum { WL_REPORT_ROOM = 4096 };

/* "en" is English, anything else Polish, as everywhere in the house. */
void wl_reporter_init (wl_reporter_t *self, const char *locale, wl_error_t *error);

void wl_report (wl_reporter_t *self, const wl_path_t *path, wl_fault_t fault);
/* Tells the limit and how many there are. */
void wl_report_count (wl_reporter_t *self, const wl_path_t *path, wl_fault_t fault, size_t limit,
                      size_t actual);
/* Tells the limit of a number. */
void wl_report_bound (wl_reporter_t *self, const wl_path_t *path, wl_fault_t fault, int64_t bound);
/* The document as a whole, at a line, and at a field where one is known (or ""). */
void wl_report_document (wl_reporter_t *self, const char *field, wl_fault_t fault, int line);
