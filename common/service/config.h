/* Configuration: environment first, then one INI file, then the default.
 *
 * A key "database.url" is WLACZNIK_DATABASE_URL in the environment and `url` under [database] in
 * the file that WLACZNIK_CONFIG or --config names. A value "file:/path" is read from that file,
 * without its last line end: that is how secrets come in. Unknown keys in the file stop the start,
 * so that a spelling error is not a silent default. Read at start; wl_config_reload reads it again.
 */
#pragma once

#include <stdio.h>

#include "base/arena.h"
#include "base/status.h"

typedef struct wl_config wl_config_t;

/* `service` may have its own section [service.key] that wins over the common one:
 * WLACZNIK_INTAKE_DATABASE_URL, [intake] database.url. */
WL_MUST_CHECK wl_status wl_config_load (const char *service, int argc, char **argv,
                                        wl_config_t **ret, wl_error_t *error);
void wl_config_destroy (wl_config_t **self_p);
/* Reads environment and file again; on failure what was there stands. Texts given out earlier stay
 * valid until destroy. */
WL_MUST_CHECK wl_status wl_config_reload (wl_config_t *self, wl_error_t *error);

/* NULL when not set and `standard` is NULL. The string is the configuration's. */
const char *wl_config_text (const wl_config_t *self, const char *key, const char *standard);
/* Outside min..max or no number: fails with the key named. */
WL_MUST_CHECK wl_status wl_config_int (const wl_config_t *self, const char *key, long standard,
                                       long min, long max, long *ret, wl_error_t *error);
bool wl_config_bool (const wl_config_t *self, const char *key, bool standard);
/* A list separated by commas or spaces; NULL-terminated; in `arena`. */
const char *const *wl_config_list (const wl_config_t *self, const char *key, wl_arena_t *arena);

/* Every setting there is, with its default, for --help. */
void wl_config_print_help (FILE *out);
