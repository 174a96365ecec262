/* Which fields of an answer somebody wants: "id,title,applications.id". */
#pragma once

#include "message/message.h"

typedef struct wl_mask wl_mask_t;

enum { WL_MASK_NAMES_MAX = 100 };

/* Reads a list of names of `type`'s fields, in either form, divided by commas; dots lead into
 * messages and lists of them. What it names is chosen with all that is in it. Adds every name that
 * there is not to `error` by its place in the list, "fields[2]". WL_OK or WL_INVALID_ARGUMENT.
 * Lives in `arena`. */
WL_MUST_CHECK wl_status wl_mask_parse (wl_arena_t *arena, const ProtobufCMessageDescriptor *type,
                                       const char *list, const char *locale, wl_mask_t **ret,
                                       wl_error_t *error);

/* wl_message_to_json with only the chosen fields; `mask` NULL chooses all. */
void wl_message_to_json_chosen (const ProtobufCMessage *message, const wl_mask_t *mask,
                                wl_buffer_t *ret);

/* ---- for the writer ---- */

/* Whether the field of this number in the descriptor's list is chosen, and what of the message in
 * it: NULL for all. */
bool wl_mask_has (const wl_mask_t *self, unsigned field, const wl_mask_t **ret_inner);
