#include "audit_rules.h"

#include <string.h>

#include "base/uuid.h"
#include "message/message.h"

enum { OBJECTS_MAX = 20 };

static bool
starts_with (const char *text, const char *beginning)
{
    return strncmp (text, beginning, strlen (beginning)) == 0;
}

bool
audit_records (const wl_method_t *method, const Bus__Actor *actor)
{
    if (wl_text_empty (actor->user_id) || (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC)))
        return false;
    if (!wl_text_empty (actor->assumed_by))
        return true;
    if (method->command && strcmp (method->service, "gateway") == 0)
        return true;
    return actor->n_grants > 0 && !starts_with (method->path, "/v1/me");
}

static void
add_objects (wl_arena_t *arena, const ProtobufCMessage *in, Gateway__AuditEntry *entry)
{
    const wl_message_rules_t *rules = wl_contract_rules (in->descriptor);

    entry->object_ids = wl_arena_array (arena, OBJECTS_MAX, sizeof (char *));
    for (unsigned i = 0; rules && i < in->descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &in->descriptor->fields[i];
        const char *id;

        if (field->label == PROTOBUF_C_LABEL_REPEATED ||
            rules->fields[i].format != WL_FORMAT_UUID || entry->n_object_ids == OBJECTS_MAX)
            continue;
        id = *(const char *const *) (const void *) ((const char *) in + field->offset);
        if (!wl_text_empty (id))
            entry->object_ids[entry->n_object_ids++] = wl_text_copy (arena, id);
    }
}

Gateway__AuditEntry *
audit_entry (wl_arena_t *arena, const wl_method_t *method, const Bus__Actor *actor,
             const ProtobufCMessage *in, wl_time_t at)
{
    Gateway__AuditEntry *entry =
        (Gateway__AuditEntry *) wl_message_new (arena, &gateway__audit_entry__descriptor);
    wl_uuid_t id = wl_uuid_new (at);

    entry->id = wl_uuid_text (arena, id);
    entry->at = wl_timestamp (arena, at);
    entry->account_id = wl_text_copy (arena, actor->user_id);
    entry->assumed_by = wl_text_copy (arena, actor->assumed_by ? actor->assumed_by : "");
    entry->program = wl_text_empty (actor->session_id);
    entry->method = wl_text_printf (arena, "%s.%s", method->service, method->name);
    add_objects (arena, in, entry);
    return entry;
}
