/* Brings audit entries into the database before the answers leave the house.
 *
 * Requests that end at the same time share one transaction: whoever comes while a batch is on its
 * way waits for the next, which the first of them then takes there. So a busy gateway commits no
 * more often than the disk allows, and nobody waits for more than two commits. Thread-safe.
 */
#pragma once

#include "exchange.h"
#include "wlacznik/gateway.pb-c.h"

typedef struct audit audit_t;

audit_t *audit_new (void);
void audit_destroy (audit_t **self_p);

/* Returns once the entry is durable. WL_UNAVAILABLE with its reason when it cannot be: then the
 * answer must not be given, for nothing is seen without a record. */
WL_MUST_CHECK wl_status audit_record (exchange_t *exchange, Gateway__AuditEntry *entry);
