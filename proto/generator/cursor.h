/* Where the reading of protoc's descriptor set stands, and what protoc knows of that place: its
 * line and its comments (SourceCodeInfo).
 */
#pragma once

#include <google/protobuf/descriptor.pb-c.h>

#include "model.h"

enum { CURSOR_DEPTH_MAX = 72 }; /* protoc nests messages 32 deep; each level is two numbers */

typedef struct cursor {
    wl_arena_t *arena;
    model_t *model; /* what is being read */
    const Google__Protobuf__FileDescriptorProto *file;
    const char *scope; /* what full names begin with: the package, the message around */
    int32_t path[CURSOR_DEPTH_MAX];
    size_t path_length;
} cursor_t;

/* The `index`th member of the kind with this field number in descriptor.proto. */
cursor_t cursor_step (const cursor_t *self, int32_t kind, size_t index);
const char *cursor_full_name (const cursor_t *self, const char *name);
model_place_t cursor_place (const cursor_t *self);
/* The comments before and behind it, without slashes; "" when there are none. */
const char *cursor_comment (const cursor_t *self);
