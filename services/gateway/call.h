/* One rpc from the gateway, with what went wrong put in words. */
#pragma once

#include "bus/rpc_client.h"
#include "message/contract.h"

/* Calls `method` of its service, or of the one that `in` names where the contract says so. WL_OK:
 * the answer is in `ret`. Otherwise the status of the failure, with the service's own reason, text
 * and fields in `error`; `ret_retry_after` (seconds) is 0 when the service did not say. */
WL_MUST_CHECK wl_status call_method (wl_rpc_client_t *client, const wl_method_t *method,
                                     const Bus__RequestHeader *header, const ProtobufCMessage *in,
                                     wl_arena_t *arena, ProtobufCMessage **ret, wl_error_t *error,
                                     uint32_t *ret_retry_after);
