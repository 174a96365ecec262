/* From text or a number to the value of a field. Internal to common/message.
 *
 * Nothing here raises when the arena is used up: WL_FAULT_NO_MEMORY, for the caller to raise.
 */
#pragma once

#include "base/arena.h"
#include "message/report.h"

/* An integer before it is known whether it fits: as far as both int64 and uint64 go. */
typedef struct wl_integer {
    bool negative;
    uint64_t magnitude;
} wl_integer_t;

wl_integer_t wl_integer (int64_t value);

/* Writes the number as the field's integer type. */
WL_MUST_CHECK wl_fault_t wl_value_from_integer (const ProtobufCFieldDescriptor *field,
                                                wl_integer_t number, void *slot);

/* Writes `number` as a float or a double; infinity and NaN are out of range. */
WL_MUST_CHECK wl_fault_t wl_value_from_double (const ProtobufCFieldDescriptor *field, double number,
                                               void *slot);

/* Reads a text as proto3's JSON writes the type of `field`, whatever type it is but a message
 * (Timestamp is read). `text` is terminated, and may hold a NUL before its end, which is refused.
 */
WL_MUST_CHECK wl_fault_t wl_value_from_text (wl_arena_t *arena,
                                             const ProtobufCFieldDescriptor *field,
                                             const char *text, size_t length, void *slot);
