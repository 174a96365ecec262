/* The generated tables behind the lookups of contract.h. Only contract.c reads them. */
#pragma once

#include "message/contract.h"

/* By the full name of the type; Timestamp is not among them. */
extern const wl_message_rules_t wl_contract_messages[];
extern const uint32_t wl_contract_message_count;
