/* Strings in an arena, a growing buffer, and UTF-8 as we accept it from outside.
 * Nothing here is locale-dependent. All results live in the arena given.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"

char *wl_text_copy (wl_arena_t *arena, const char *text);
char *wl_text_copy_length (wl_arena_t *arena, const char *text, size_t length);
char *wl_text_printf (wl_arena_t *arena, const char *format, ...) WL_PRINTF (2, 3);
char *wl_text_vprintf (wl_arena_t *arena, const char *format, va_list args) WL_PRINTF (2, 0);

/* NULL-safe comparison. */
bool wl_text_equal (const char *a, const char *b);
/* True for NULL and "". */
bool wl_text_empty (const char *text);

/* "snake_case" -> "snakeCase" as proto3's JSON mapping wants it. */
char *wl_text_lower_camel (wl_arena_t *arena, const char *snake);

/* Well-formed UTF-8 by RFC 3629 (no surrogates, no overlong forms, nothing past U+10FFFF) without
 * U+0000. `ret_characters` (may be NULL) gets the number of code points, which is what length
 * limits count. */
WL_MUST_CHECK bool wl_utf8_valid (const char *text, size_t length, size_t *ret_characters);

/* True when the text has a control character other than tab, line feed and carriage return. */
bool wl_text_has_control (const char *text);

/* Lower-case hexadecimal; `ret` needs 2 * length + 1 bytes. */
void wl_hex (const uint8_t *bytes, size_t length, char *ret);
WL_MUST_CHECK bool wl_hex_parse (const char *text, uint8_t *ret, size_t length);

/* A buffer that grows inside an arena. `data` is always terminated by a NUL that `length` leaves
 * out. */
typedef struct wl_buffer {
    wl_arena_t *arena;
    char *data;
    size_t length;
    size_t capacity;
} wl_buffer_t;

void wl_buffer_init (wl_buffer_t *self, wl_arena_t *arena);
void wl_buffer_add (wl_buffer_t *self, const void *bytes, size_t length);
void wl_buffer_text (wl_buffer_t *self, const char *text);
void wl_buffer_char (wl_buffer_t *self, char c);
void wl_buffer_printf (wl_buffer_t *self, const char *format, ...) WL_PRINTF (2, 3);
/* `text` quoted and escaped as a JSON string. Also escapes '<', '>' and '&', so that JSON is safe
 * wherever a page puts it. */
void wl_buffer_json_string (wl_buffer_t *self, const char *text, size_t length);
/* `text` with & < > " ' escaped for HTML text and attributes. */
void wl_buffer_html (wl_buffer_t *self, const char *text);
