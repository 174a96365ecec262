/* Failures as RFC 9457 application/problem+json. Pure. */
#pragma once

#include "base/text.h"

#define PROBLEM_TYPE "application/problem+json"

/* What an HTTP status means, in the language. */
const char *problem_title (int http_status, const char *locale);

/* Writes {type, title, status, detail, instance, errors}. `trace_id` becomes the instance: what a
 * person can quote and an operator can find in the logs. */
void problem_write (const wl_error_t *error, int http_status, const char *locale,
                    const char *trace_id, wl_buffer_t *ret);
