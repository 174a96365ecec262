/* A look over JSON text before and after jansson reads it. Internal to common/message.
 *
 * Before: jansson recurses as deep as it is allowed to and builds a tree many times the size of
 * the text, so depth and number of values are bounded on the text itself. After: jansson tells
 * only where in the text it gave up; the scan tells in which field that is.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
    WL_JSON_DEPTH_MAX = 32,
    /* A tree of so many values takes about 10 MB at worst; the largest request of the contract has
     * some thousands. */
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
