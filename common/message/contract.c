#include "message/contract.h"

#include <stdlib.h>
#include <string.h>

#include "message/tables.h"

static int
compare_message (const void *name, const void *rules)
{
    return strcmp (name, ((const wl_message_rules_t *) rules)->descriptor->name);
}

static const wl_message_rules_t *
find_message (const char *full_name)
{
    return bsearch (full_name, wl_contract_messages, wl_contract_message_count,
                    sizeof wl_contract_messages[0], compare_message);
}

const wl_message_rules_t *
wl_contract_rules (const ProtobufCMessageDescriptor *descriptor)
{
    const wl_message_rules_t *rules = find_message (descriptor->name);

    return rules != NULL && rules->descriptor == descriptor ? rules : NULL;
}

const ProtobufCMessageDescriptor *
wl_contract_message (const char *full_name)
{
    const wl_message_rules_t *rules = find_message (full_name);

    return rules != NULL ? rules->descriptor : NULL;
}

static const wl_method_t *
find_method (const wl_service_contract_t *service, const char *name)
{
    for (uint32_t i = 0; i < service->method_count; i++)
        if (strcmp (service->methods[i].name, name) == 0)
            return &service->methods[i];
    return NULL;
}

const wl_method_t *
wl_contract_method (const char *service, const char *name)
{
    for (uint32_t i = 0; i < wl_contract_count; i++)
        if (strcmp (wl_contract[i]->name, service) == 0)
            return find_method (wl_contract[i], name);
    return NULL;
}
