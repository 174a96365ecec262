#include "message/field.h"

#include <string.h>

void
wl_field_choose (ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
    if (wl_field_is_chosen (message, field))
        return;
    memset (wl_field_slot_to_write (message, field), 0, wl_field_size (field));
    *(uint32_t *) (void *) ((char *) message + field->quantifier_offset) = field->id;
}

const char *
wl_field_json_name (const wl_message_rules_t *rules, const ProtobufCFieldDescriptor *field)
{
    return rules != NULL ? rules->fields[field - rules->descriptor->fields].json_name : field->name;
}

const ProtobufCFieldDescriptor *
wl_field_find (const ProtobufCMessageDescriptor *type, const wl_message_rules_t *rules,
               const char *name)
{
    for (unsigned i = 0; i < type->n_fields; i++)
        if (strcmp (wl_field_json_name (rules, &type->fields[i]), name) == 0)
            return &type->fields[i];
    return protobuf_c_message_descriptor_get_field_by_name (type, name);
}
