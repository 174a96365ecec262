#include "version_tag.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { DIGITS_MAX = 20 };

static const ProtobufCFieldDescriptor *
field_of (const ProtobufCMessageDescriptor *type)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name (type, "version");

    return field && field->type == PROTOBUF_C_TYPE_UINT64 &&
                   field->label != PROTOBUF_C_LABEL_REPEATED
               ? field
               : NULL;
}

bool
version_tag_has (const ProtobufCMessageDescriptor *type)
{
    return field_of (type) != NULL;
}

uint64_t
version_tag_get (const ProtobufCMessage *message)
{
    const ProtobufCFieldDescriptor *field = field_of (message->descriptor);

    return field ? *(const uint64_t *) (const void *) ((const char *) message + field->offset) : 0;
}

void
version_tag_set (ProtobufCMessage *message, uint64_t version)
{
    const ProtobufCFieldDescriptor *field = field_of (message->descriptor);

    if (field)
        *(uint64_t *) (void *) ((char *) message + field->offset) = version;
}

char *
version_tag_write (wl_arena_t *arena, uint64_t version)
{
    return wl_text_printf (arena, "\"%" PRIu64 "\"", version);
}

bool
version_tag_read (const char *if_match, uint64_t *ret_version)
{
    size_t digits;
    uint64_t version;

    if_match += strspn (if_match, " \t");
    if (*if_match != '"')
        return false;
    digits = strspn (if_match + 1, "0123456789");
    if (digits == 0 || digits > DIGITS_MAX || if_match[1 + digits] != '"' ||
        if_match[2 + digits + strspn (if_match + 2 + digits, " \t")] != '\0')
        return false;
    errno = 0;
    version = strtoull (if_match + 1, NULL, 10);
    if (errno || version == 0)
        return false;
    *ret_version = version;
    return true;
}
