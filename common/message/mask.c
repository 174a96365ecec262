#include "message/mask.h"

#include <string.h>

#include "message/field.h"
#include "message/report.h"

typedef struct choice {
    bool whole;
    wl_mask_t *part;
} choice_t;

struct wl_mask {
    const ProtobufCMessageDescriptor *type;
    choice_t *choices; /* parallel to type->fields */
};

static wl_mask_t *
mask_new (wl_arena_t *arena, const ProtobufCMessageDescriptor *type)
{
    wl_mask_t *self = wl_arena_alloc (arena, sizeof *self);

    self->type = type;
    self->choices = wl_arena_array (arena, type->n_fields + 1, sizeof *self->choices);
    return self;
}

/* The choice of the field of this name in `self`; NULL when there is none. */
static choice_t *
find (wl_mask_t *self, const char *name, const ProtobufCFieldDescriptor **ret_field)
{
    *ret_field = wl_field_find (self->type, wl_contract_rules (self->type), name);
    return *ret_field ? &self->choices[*ret_field - self->type->fields] : NULL;
}

/* One name of the list, perhaps with dots. Not recursive: it goes down as it reads. */
static bool
choose (wl_arena_t *arena, wl_mask_t *mask, char *name)
{
    for (;;) {
        const ProtobufCFieldDescriptor *field;
        char *dot = strchr (name, '.');
        choice_t *choice;

        if (dot)
            *dot = '\0';
        choice = find (mask, name, &field);
        if (!choice)
            return false;
        if (!dot) {
            choice->whole = true;
            return true;
        }
        if (field->type != PROTOBUF_C_TYPE_MESSAGE || wl_field_is_timestamp (field))
            return false;
        if (!choice->part)
            choice->part = mask_new (arena, field->descriptor);
        mask = choice->part;
        name = dot + 1;
    }
}

wl_status
wl_mask_parse (wl_arena_t *arena, const ProtobufCMessageDescriptor *type, const char *list,
               const char *locale, wl_mask_t **ret, wl_error_t *error)
{
    wl_reporter_t reporter;
    wl_path_t path = { NULL, "fields", 0 };

    wl_reporter_init (&reporter, locale, error);
    *ret = mask_new (arena, type);
    for (const char *at = list;; at++, path.index++) {
        size_t length = strcspn (at, ",");

        if (path.index == WL_MASK_NAMES_MAX) {
            path.index = WL_NO_INDEX;
            wl_report_bound (&reporter, &path, WL_FAULT_TOO_LARGE, WL_MASK_NAMES_MAX);
            break;
        }
        if (!choose (arena, *ret, wl_text_copy_length (arena, at, length)))
            wl_report (&reporter, &path, WL_FAULT_UNKNOWN_FIELD);
        at += length;
        if (*at == '\0')
            break;
    }
    return reporter.clean ? WL_OK : WL_INVALID_ARGUMENT;
}

bool
wl_mask_has (const wl_mask_t *self, unsigned field, const wl_mask_t **ret_inner)
{
    *ret_inner = NULL;
    if (!self || self->choices[field].whole)
        return true;
    *ret_inner = self->choices[field].part;
    return self->choices[field].part != NULL;
}
