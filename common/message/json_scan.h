/* In which field a place of a JSON text is, for whoever is told that it cannot be read. Internal to
 * common/message. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
    WL_JSON_DEPTH_MAX = 32,
    /* The largest request of the contract has some thousands. */
    WL_JSON_VALUES_MAX = 32768,
};

/* One object or list that is open. */
typedef struct wl_json_level {
    bool list;
    size_t index;    /* in a list */
    const char *key; /* in an object, not terminated; NULL before the first */
    size_t key_length;
} wl_json_level_t;

typedef struct wl_json_scan {
    wl_json_level_t levels[WL_JSON_DEPTH_MAX];
    size_t depth;
    size_t values;
    size_t lines;            /* ends of line passed */
    bool too_deep, too_many; /* the scan stopped at the level or value that is one too many */
} wl_json_scan_t;

/* Looks at the first `length` bytes. They need not be well-formed. */
void wl_json_scan (const char *text, size_t length, wl_json_scan_t *ret);

enum { WL_JSON_KEY_TEXT = 65 };
/* A key as far as it may be shown: a hostile one shall not reach logs or pages. */
void wl_json_plain_key (const char *key, size_t length, char ret[WL_JSON_KEY_TEXT]);

enum { WL_JSON_PATH_TEXT = 512 };
/* Where the scan ended, as a JSON path; "" at the top. */
void wl_json_scan_path (const wl_json_scan_t *self, char ret[WL_JSON_PATH_TEXT]);
