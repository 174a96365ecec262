/* What the audit records: who did and saw what. Pure.
 *
 * Of people who hold a role, every request but public ones and those for their own things: what a
 * coordinator, an assessor or an administrator sees is other people's. Of everybody, what changes
 * their own way in. Not what innovators do with their own applications: intake's events tell that.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "message/contract.h"
#include "wlacznik/bus.pb-c.h"
#include "wlacznik/gateway.pb-c.h"

/* Whether what `actor` asks of the method is recorded. */
WL_MUST_CHECK bool audit_records (const wl_method_t *method, const Bus__Actor *actor);

/* The entry, in `arena`: what `in` names are its fields that are UUIDs. The status is for the
 * caller to fill. */
Gateway__AuditEntry *
audit_entry (wl_arena_t *arena, const wl_method_t *method, const Bus__Actor *actor,
             const ProtobufCMessage *in, wl_time_t at);
