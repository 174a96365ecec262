/* Who is behind an HTTP request. */
#pragma once

#include "gateway.h"
#include "wlacznik/bus.pb-c.h"

typedef struct identity {
    const Bus__Actor *actor; /* nobody: an actor without user_id */
    const char *token;       /* what the session cache knows it by; "" for nobody */
    bool from_cookie;
} identity_t;

/* Finds the token and, unless the session cache knows it, asks for its actor over the bus.
 * A bearer token that is not valid is refused whatever the method; a cookie that is not valid makes
 * a request for something public anonymous, because no page can take an HttpOnly cookie away.
 * WL_UNAUTHENTICATED, or what the call failed with. */
WL_MUST_CHECK wl_status identity_find (gateway_t *gateway, const http_request_t *request,
                                       const Bus__RequestHeader *header, bool is_public,
                                       identity_t *ret, wl_error_t *error);

/* Whether the actor's token may ask `in` of `method`. WL_PERMISSION_DENIED. */
WL_MUST_CHECK wl_status identity_check_scope (const identity_t *identity, const wl_method_t *method,
                                              const ProtobufCMessage *in, const char *locale,
                                              wl_error_t *error);

/* Whether the actor holds one of the roles of `method` in any region. The service asks again, with
 * the region. WL_UNAUTHENTICATED for nobody, WL_PERMISSION_DENIED. */
WL_MUST_CHECK wl_status identity_check_roles (const identity_t *identity, const wl_method_t *method,
                                              const char *locale, wl_error_t *error);
