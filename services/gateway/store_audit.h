/* The audit's rows. SQL stands only in store*.c. */
#pragma once

#include "db/db.h"
#include "wlacznik/gateway.pb-c.h"

/* The stream of the gateway's event log that has the same entries. */
#define STORE_AUDIT_STREAM "audit"

void store_add_audit (wl_db_t *db, const Gateway__AuditEntry *entry); /* deferred */

/* At most `limit` entries, the latest first, before the id `before` ("": from the latest), of this
 * account and about this object; "" asks for any. */
WL_MUST_CHECK wl_status store_list_audit (wl_db_t *db, const char *account_id,
                                          const char *object_id, const char *before, uint32_t limit,
                                          Gateway__AuditEntry ***ret, size_t *ret_count);

/* How many these are, counted up to `most`. */
WL_MUST_CHECK wl_status store_count_audit_of (wl_db_t *db, const char *account_id,
                                              const char *object_id, uint32_t most, int64_t *ret);

/* Entries that are like this one in everything that the log tells of it: 1, or 0 when the row was
 * changed or taken out. */
WL_MUST_CHECK wl_status store_match_audit (wl_db_t *db, const Gateway__AuditRecorded *recorded,
                                           bool *ret_same);
WL_MUST_CHECK wl_status store_count_audit (wl_db_t *db, int64_t *ret);
