/* One line per fact on stderr: time, level, service, message, fields; logfmt or JSON.
 *
 * Only programs log, never libraries. No personal data: fields are ids, counts, durations, status
 * names. Thread-safe; each line is one write.
 */
#pragma once

#include <stdint.h>

#include "base/status.h"

typedef enum wl_log_level { WL_LOG_DEBUG, WL_LOG_INFO, WL_LOG_WARN, WL_LOG_ERROR } wl_log_level_t;

/* Once, before other threads. `format` "logfmt" or "json". */
void wl_log_open (const char *service, const char *format, wl_log_level_t level);
void wl_log_set_level (wl_log_level_t level);

typedef struct wl_log_field {
    const char *name;
    const char *text; /* or NULL: */
    int64_t number;
} wl_log_field_t;

static inline wl_log_field_t
wl_log_text (const char *name, const char *value)
{
    return (wl_log_field_t){ name, value != NULL ? value : "", 0 };
}

#define WL_LOG_TEXT(name, value)   wl_log_text ((name), (value))
#define WL_LOG_NUMBER(name, value) ((wl_log_field_t){ (name), NULL, (int64_t) (value) })

void wl_log_write (wl_log_level_t level, const char *trace, const char *message,
                   const wl_log_field_t *fields, size_t count);

/* wl_log (WL_LOG_INFO, trace or NULL, "ready", WL_LOG_NUMBER ("ms", 12)) */
#define wl_log(level, trace, message, ...)                                                 \
    wl_log_write (                                                                         \
        (level), (trace), (message), (const wl_log_field_t[]){ { 0 }, ##__VA_ARGS__ } + 1, \
        sizeof ((const wl_log_field_t[]){ { 0 }, ##__VA_ARGS__ }) / sizeof (wl_log_field_t) - 1)
