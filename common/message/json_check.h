/* Whether a text is an object or a list of JSON (RFC 8259), before anything is made of it. Internal
 * to common/message.
 *
 * One pass without recursion and without memory. It is stricter than a reader needs to be, so that
 * the reader behind it may trust every character: UTF-8 must be well-formed, escapes complete,
 * surrogates paired, numbers within what a double or an int64 holds. What is bounded here is what a
 * hostile text could make large: depth and number of values.
 */
#pragma once

#include "message/json_scan.h"
#include "message/report.h"

/* WL_FAULT_NONE; MALFORMED, ENCODING, OUT_OF_RANGE (a number), TOO_DEEP, TOO_MANY_VALUES.
 * `ret_place` gets where it gave up: wl_json_scan of so many bytes stands at that field. */
WL_MUST_CHECK wl_fault_t wl_json_check (const char *text, size_t length, size_t *ret_place);
