/* Versions as HTTP says them: ETag and If-Match (RFC 9110 8.8.3, 13.1.1).
 *
 * By convention of the contract a thing that is changed by version has a field `version` (uint64):
 * in the answer it is the version that stands, in a request the one that the caller saw. So `ETag:
 * "7"` comes out of the one and `If-Match: "7"` goes into the other, without a word about it in any
 * .proto. Pure.
 */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "base/arena.h"

/* Whether messages of this type say a version. */
WL_MUST_CHECK bool version_tag_has (const ProtobufCMessageDescriptor *type);
/* The version in the message, 0 when it says none. */
uint64_t version_tag_get (const ProtobufCMessage *message);
void version_tag_set (ProtobufCMessage *message, uint64_t version);

/* "\"7\"", in `arena`. */
char *version_tag_write (wl_arena_t *arena, uint64_t version);
/* Of an If-Match header: one strong tag of ours. False for "*", a list, a weak tag, anything else:
 * whoever sends those does not know what they would overwrite. */
WL_MUST_CHECK bool version_tag_read (const char *if_match, uint64_t *ret_version);
