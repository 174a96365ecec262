#include "service/access.h"

#include <string.h>

#include "base/text.h"

static bool
is_peer (const wl_method_t *method, const char *caller)
{
    for (const char *const *peer = method->peers; peer != NULL && *peer != NULL; peer++)
        if (wl_text_equal (*peer, caller))
            return true;
    return false;
}

static bool
signed_in (const Bus__Actor *actor)
{
    return actor != NULL && !wl_text_empty (actor->user_id);
}

/* Whether the grant counts for `programme`: NULL asks for any, "" for one for all programmes. */
static bool
is_for (const Bus__Grant *grant, const char *programme)
{
    return programme == NULL || wl_text_empty (grant->programme_id) ||
           wl_text_equal (grant->programme_id, programme);
}

bool
wl_actor_has_role (const Bus__Actor *actor, wl_role_t role, const char *programme,
                   const char *region)
{
    if (role == WL_ROLE_PUBLIC)
        return true;
    if (!signed_in (actor))
        return false;
    if (role == WL_ROLE_SIGNED_IN)
        return true;
    for (size_t i = 0; i < actor->n_grants; i++) {
        const Bus__Grant *grant = actor->grants[i];
        if ((int) grant->role != (int) role || !is_for (grant, programme))
            continue;
        if (region == NULL || wl_text_equal (grant->region, "*") ||
            wl_text_equal (grant->region, region))
            return true;
    }
    return false;
}

bool
wl_actor_is_scoped (const Bus__Actor *actor)
{
    for (size_t i = 0; actor != NULL && i < actor->n_grants; i++)
        if (!wl_text_empty (actor->grants[i]->programme_id))
            return true;
    return false;
}

bool
wl_actor_may (const Bus__Actor *actor, const wl_method_t *method, const char *programme)
{
    for (int role = WL_ROLE_PUBLIC; role <= WL_ROLE_ADMINISTRATOR; role++)
        if ((method->roles & WL_ROLE_BIT (role)) != 0 &&
            wl_actor_has_role (actor, (wl_role_t) role, programme, NULL))
            return true;
    return false;
}

wl_status
wl_access_check (const wl_method_t *method, const char *caller, const Bus__Actor *actor)
{
    bool from_gateway = wl_text_equal (caller, "gateway");

    /* A person can only come through the door; anyone else who names one is lying. */
    if (signed_in (actor) && !from_gateway)
        return WL_PERMISSION_DENIED;
    if (!signed_in (actor) && is_peer (method, caller))
        return WL_OK;
    if (!from_gateway)
        return WL_PERMISSION_DENIED;
    if (wl_actor_may (actor, method, NULL))
        return WL_OK;
    return method->roles != 0 && !signed_in (actor) ? WL_UNAUTHENTICATED : WL_PERMISSION_DENIED;
}

/* The single field of this type and of the name that `path` begins with, NULL if there is none; and
 * what it holds. */
static const void *
field_at (const ProtobufCMessage *in, const char *path, ProtobufCType type)
{
    char name[40];
    const ProtobufCFieldDescriptor *field;
    size_t length = strcspn (path, ".");

    if (length >= sizeof name)
        return NULL;
    memcpy (name, path, length);
    name[length] = '\0';
    field = protobuf_c_message_descriptor_get_field_by_name (in->descriptor, name);
    if (field == NULL || field->type != type || field->label == PROTOBUF_C_LABEL_REPEATED)
        return NULL;
    return *(const void *const *) ((const uint8_t *) in + field->offset);
}

const char *
wl_request_names (const ProtobufCMessage *in, const char *path)
{
    const char *named;

    for (const char *dot; in != NULL && (dot = strchr (path, '.')) != NULL; path = dot + 1)
        in = field_at (in, path, PROTOBUF_C_TYPE_MESSAGE);
    named = in == NULL ? NULL : field_at (in, path, PROTOBUF_C_TYPE_STRING);
    return named == NULL ? "" : named;
}

/* Whoever looks at the house as somebody else must be able to stop. */
static bool
ends_session (const wl_method_t *method)
{
    return wl_text_equal (method->service, "gateway") && wl_text_equal (method->name, "SignOut");
}

wl_status
wl_access_check_scope (const wl_method_t *method, const Bus__Actor *actor,
                       const ProtobufCMessage *in)
{
    if (!signed_in (actor))
        return WL_OK;
    if (actor->read_only && method->command && !ends_session (method))
        return WL_PERMISSION_DENIED;
    if (wl_text_empty (actor->call_id) || (method->roles & WL_ROLE_BIT (WL_ROLE_PUBLIC)) != 0)
        return WL_OK;
    return wl_text_equal (actor->call_id, wl_request_names (in, "call_id")) ? WL_OK
                                                                            : WL_PERMISSION_DENIED;
}
