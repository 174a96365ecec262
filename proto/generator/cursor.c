#include "cursor.h"

#include <string.h>

typedef Google__Protobuf__SourceCodeInfo__Location location_t;

cursor_t
cursor_step (const cursor_t *self, int32_t kind, size_t index)
{
    cursor_t next = *self;

    if (next.path_length + 2 <= CURSOR_DEPTH_MAX) {
        next.path[next.path_length++] = kind;
        next.path[next.path_length++] = (int32_t) index;
    }
    return next;
}

const char *
cursor_full_name (const cursor_t *self, const char *name)
{
    return self->scope[0] == '\0' ? name : wl_text_printf (self->arena, "%s.%s", self->scope, name);
}

static const location_t *
find_location (const cursor_t *self)
{
    const Google__Protobuf__SourceCodeInfo *info = self->file->source_code_info;
    size_t size = self->path_length * sizeof self->path[0];

    for (size_t i = 0; info != NULL && i < info->n_location; i++) {
        const location_t *location = info->location[i];

        if (location->n_path == self->path_length && memcmp (location->path, self->path, size) == 0)
            return location;
    }
    return NULL;
}

model_place_t
cursor_place (const cursor_t *self)
{
    const location_t *location = find_location (self);
    bool known = location != NULL && location->n_span > 0;

    return (model_place_t){ self->file->name, known ? location->span[0] + 1 : 0 };
}

/* Adds a comment without the space that stands after each "//". */
static void
add_comment (wl_buffer_t *out, const char *comment)
{
    if (comment == NULL)
        return;
    if (out->length > 0)
        wl_buffer_char (out, '\n');
    for (const char *line = comment; *line != '\0';) {
        size_t length = strcspn (line, "\n");
        size_t indent = line[0] == ' ' ? 1 : 0;

        wl_buffer_add (out, line + indent, length - indent);
        line += length;
        line += strspn (line, "\n") > 0 ? 1 : 0;
        if (*line != '\0')
            wl_buffer_char (out, '\n');
    }
}

const char *
cursor_comment (const cursor_t *self)
{
    const location_t *location = find_location (self);
    wl_buffer_t out;

    wl_buffer_init (&out, self->arena);
    if (location != NULL) {
        add_comment (&out, location->leading_comments);
        add_comment (&out, location->trailing_comments);
    }
    while (out.length > 0 && strchr (" \n", out.data[out.length - 1]) != NULL)
        out.data[--out.length] = '\0';
    return out.length > 0 ? out.data : "";
}
