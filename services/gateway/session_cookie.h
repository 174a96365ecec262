/* The session as a cookie: HttpOnly, SameSite=Strict, for TLS only when people reach us by TLS.
 * SignIn and SignOut are the only methods that the HTTP layer knows by name.
 */
#pragma once

#include "http.h"
#include "message/contract.h"

/* After `method` succeeded with `out`: sets or clears the cookie when it is one of the two. */
void session_cookie_after (const wl_method_t *method, const ProtobufCMessage *out, bool secure,
                           wl_arena_t *arena, http_response_t *response);
void session_cookie_clear (bool secure, http_response_t *response);
