/* Who may call a method: the contract's word, applied before any handler runs. Pure. */
#pragma once

#include "base/status.h"
#include "message/contract.h"
#include "wlacznik/bus.pb-c.h"

/* `caller` is the service that sent the request (by key, or by its word on ipc); `actor` whom it
 * claims to act for, NULL for nobody. Deny by default. WL_OK, WL_UNAUTHENTICATED (nobody is signed
 * in where somebody must be), WL_PERMISSION_DENIED. Ownership (`own`) is the handler's: it needs
 * data. */
WL_MUST_CHECK wl_status wl_access_check (const wl_method_t *method, const char *caller,
                                         const Bus__Actor *actor);

/* Whether a person holds the role for objects of `programme` in `region`. A grant without a
 * programme counts for all of them, one for "*" in all regions. `programme` NULL asks for the role
 * in any programme, "" for a grant for all; `region` NULL asks for any region. */
WL_MUST_CHECK bool wl_actor_has_role (const Bus__Actor *actor, wl_role_t role,
                                      const char *programme, const char *region);

/* Whether some of the person's roles are for single programmes. */
WL_MUST_CHECK bool wl_actor_is_scoped (const Bus__Actor *actor);

/* Whether a role of the person's opens the method to objects of `programme` (as above). */
WL_MUST_CHECK bool
wl_actor_may (const Bus__Actor *actor, const wl_method_t *method, const char *programme);

/* What `in` says in its text field `path` ("call_id", "definition.programme_id"); "" when there is
 * no such field or nothing in it. */
WL_MUST_CHECK const char *wl_request_names (const ProtobufCMessage *in, const char *path);

/* Whether the caller's token may ask `in` of the method: one that only reads asks no command, one
 * of a call asks only what names this call in a field `call_id`, or what is public.
 * WL_PERMISSION_DENIED.
 */
WL_MUST_CHECK wl_status wl_access_check_scope (const wl_method_t *method, const Bus__Actor *actor,
                                               const ProtobufCMessage *in);
