/* What a browser keeps for us: the session and the device's token.
 *
 * Both are HttpOnly and SameSite=Strict. When people reach us by TLS they are Secure and their
 * names begin with "__Host-", so that no other host of the same domain can set or overlay them. The
 * sign-ins and SignOut are the only methods that the HTTP layer knows.
 */
#pragma once

#include "http.h"
#include "message/contract.h"

/* The session's token of a request, "" if none. */
const char *cookies_session (const http_request_t *request, bool secure);

/* Before a sign-in: what the person left out of `in` about the device comes from the request. */
void cookies_before (const wl_method_t *method, ProtobufCMessage *in, const http_request_t *request,
                     bool secure);
/* After `method` succeeded with `out`: sets or clears the cookies when it is a sign-in or out. */
void cookies_after (const wl_method_t *method, const ProtobufCMessage *out, bool secure,
                    wl_arena_t *arena, http_response_t *response);
void cookies_clear_session (bool secure, http_response_t *response);
