/* Base64 of RFC 4648, as proto3's JSON wants it. Internal to common/message. */
#pragma once

#include "base/text.h"

void wl_base64_add (wl_buffer_t *out, const uint8_t *bytes, size_t length);

/* The most bytes that `length` characters can mean. */
size_t wl_base64_bytes (size_t length);
/* Reads both alphabets (with + / or - _), with or without padding, nothing else. `ret` needs
 * wl_base64_bytes (length). */
WL_MUST_CHECK bool
wl_base64_parse (const char *text, size_t length, uint8_t *ret, size_t *ret_length);
