#include "model.h"

/* Limits where options.proto says "unset". */
enum {
    DEFAULT_CHARACTERS = 200,
    DEFAULT_BYTES = 65536,
    DEFAULT_ITEMS = 100,
};

static void
closure_add (model_closure_t *self, const model_message_t *message)
{
    for (size_t i = 0; i < self->count; i++)
        if (self->messages[i] == message)
            return;
    self->messages[self->count++] = message;
}

model_closure_t
model_closure (wl_arena_t *arena, const model_t *model, const model_message_t *message)
{
    model_closure_t self = { wl_arena_array (arena, model->message_count, sizeof message), 0 };

    closure_add (&self, message);
    for (size_t next = 0; next < self.count; next++)
        for (size_t i = 0; i < self.messages[next]->field_count; i++)
            if (self.messages[next]->fields[i].message != NULL)
                closure_add (&self, self.messages[next]->fields[i].message);
    return self;
}

const model_field_t *
model_field (const model_message_t *message, const char *name)
{
    for (size_t i = 0; i < message->field_count; i++)
        if (wl_text_equal (message->fields[i].name, name))
            return &message->fields[i];
    return NULL;
}

uint32_t
model_max_length (const model_field_t *field)
{
    if (field->rules->has_max_length)
        return field->rules->max_length;
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return DEFAULT_CHARACTERS;
    return field->type == PROTOBUF_C_TYPE_BYTES ? DEFAULT_BYTES : 0;
}

uint32_t
model_max_items (const model_field_t *field)
{
    if (!field->repeated)
        return 0;
    return field->rules->has_max_items ? field->rules->max_items : DEFAULT_ITEMS;
}

bool
model_is_document (const model_method_t *method)
{
    return wl_text_equal (method->output->full_name, "wlacznik.Document");
}

bool
model_in_path (const model_method_t *method, const model_field_t *field)
{
    for (size_t i = 0; i < method->path_name_count; i++)
        if (wl_text_equal (method->path_names[i], field->name))
            return true;
    return false;
}

bool
model_is_text (const model_field_t *field)
{
    return field->type != PROTOBUF_C_TYPE_MESSAGE || field->message->is_timestamp;
}

bool
model_has_body (const model_method_t *method)
{
    return method->verb == WL_VERB_POST || method->verb == WL_VERB_PUT ||
           method->verb == WL_VERB_PATCH;
}

bool
model_body_is_whole (const model_method_t *method)
{
    return model_has_body (method) && method->path_name_count == 0 &&
           method->input->field_count > 0;
}
