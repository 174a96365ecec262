/* Every setting that there is: what may stand in a file, what --help prints. Pure.
 *
 * A row "services.<name>.log" stands for one key per service. So keys are numbered: a slot is a row
 * together with a service, and tables of values are arrays over slots.
 */
#pragma once

#include <stdio.h>

#include "base/text.h"

typedef enum wl_config_kind {
    WL_CONFIG_TEXT,
    WL_CONFIG_NUMBER,
    WL_CONFIG_SWITCH,
    WL_CONFIG_LOG_FORMAT,
    WL_CONFIG_LOG_LEVEL,
} wl_config_kind_t;

typedef struct wl_config_known {
    const char *key; /* NULL ends the table */
    wl_config_kind_t kind;
    const char *standard; /* what --help says; whoever asks for the value passes the real one */
    const char *service;  /* the only one that reads it; NULL: each does */
    const char *about;
} wl_config_known_t;

extern const wl_config_known_t wl_config_known[];

enum { WL_CONFIG_KEY_MAX = 64 };

/* Whether the house has a service of this name. */
bool wl_config_is_service (const char *name);

/* One past the last slot; some slots below it have no key. */
size_t wl_config_slot_count (void);
/* False for a slot without a key. */
WL_MUST_CHECK bool wl_config_slot_key (size_t slot, char ret[WL_CONFIG_KEY_MAX]);
const wl_config_known_t *wl_config_slot_row (size_t slot);
WL_MUST_CHECK bool wl_config_slot_find (const char *key, size_t *ret);

/* The known key, or a service's own ("intake.http.port"), that somebody who wrote `key` may have
 * meant; NULL when none is near. In `arena`. */
const char *wl_config_nearest (const char *key, wl_arena_t *arena);

/* NULL when `text` is a value of the kind, else what it should be: "a whole number". */
const char *wl_config_expected (wl_config_kind_t kind, const char *text);
/* Decimal digits with at most a minus before them, nothing else; false when it does not fit. */
WL_MUST_CHECK bool wl_config_number (const char *text, long *ret);
