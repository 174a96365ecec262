#include "session_cookie.h"

#include <string.h>

#include "identity.h"
#include "message/message.h"
#include "wlacznik/gateway.pb-c.h"

#define ATTRIBUTES "; Path=/; HttpOnly; SameSite=Strict"

void
session_cookie_clear (bool secure, http_response_t *response)
{
    http_add_header (response, "Set-Cookie",
                     secure ? SESSION_COOKIE "=" ATTRIBUTES "; Secure; Max-Age=0"
                            : SESSION_COOKIE "=" ATTRIBUTES "; Max-Age=0");
}

static void
set (const Gateway__Session *session, bool secure, wl_arena_t *arena, http_response_t *response)
{
    wl_time_t left = wl_timestamp_time (session->expires_at) - wl_clock_now (&wl_clock_system);

    http_add_header (response, "Set-Cookie",
                     wl_text_printf (arena, SESSION_COOKIE "=%s" ATTRIBUTES "%s; Max-Age=%lld",
                                     session->token, secure ? "; Secure" : "",
                                     (long long) (left > 0 ? left / WL_SECOND : 0)));
}

void
session_cookie_after (const wl_method_t *method, const ProtobufCMessage *out, bool secure,
                      wl_arena_t *arena, http_response_t *response)
{
    if (strcmp (method->service, "gateway") != 0)
        return;
    if (strcmp (method->name, "SignIn") == 0)
        set ((const Gateway__Session *) out, secure, arena, response);
    else if (strcmp (method->name, "SignOut") == 0)
        session_cookie_clear (secure, response);
}
