#include "cookies.h"

#include <string.h>

#include "device_name.h"
#include "headers.h"
#include "message/message.h"
#include "token.h"
#include "wlacznik/gateway.pb-c.h"

#define SESSION    "wlacznik_session"
#define DEVICE     "wlacznik_device"
#define FLOW       "wlacznik_flow"
#define HOST_ONLY  "__Host-"
#define ATTRIBUTES "; Path=/; HttpOnly; SameSite=Strict"

/* Browsers forget a cookie after 400 days whatever one says (RFC 6265bis). */
enum { DEVICE_SECONDS = 400 * 24 * 3600, FLOW_SECONDS = 600 };

const char *
cookies_session (const http_request_t *request, bool secure)
{
    return headers_cookie (request->arena, http_header (request, "Cookie"),
                           secure ? HOST_ONLY SESSION : SESSION);
}

static void
fill (char **device, char **device_token, const http_request_t *request, bool secure)
{
    const char *token = headers_cookie (request->arena, http_header (request, "Cookie"),
                                        secure ? HOST_ONLY DEVICE : DEVICE);

    if (wl_text_empty (*device))
        *device = device_name (request->arena, http_header (request, "User-Agent"));
    /* A cookie that somebody broke must not keep them out. */
    if (wl_text_empty (*device_token) && token_is_formed (token))
        *device_token = wl_text_copy (request->arena, token);
}

static void
fill_provider (Gateway__SignInByProviderRequest *in, const http_request_t *request, bool secure)
{
    const char *flow = headers_cookie (request->arena, http_header (request, "Cookie"),
                                       secure ? HOST_ONLY FLOW : FLOW);

    fill (&in->device, &in->device_token, request, secure);
    if (wl_text_empty (in->flow) && token_is_formed (flow))
        in->flow = wl_text_copy (request->arena, flow);
}

void
cookies_before (const wl_method_t *method, ProtobufCMessage *in, const http_request_t *request,
                bool secure)
{
    if (method->input == &gateway__sign_in_request__descriptor) {
        Gateway__SignInRequest *sign_in = (Gateway__SignInRequest *) in;

        fill (&sign_in->device, &sign_in->device_token, request, secure);
    } else if (method->input == &gateway__sign_in_by_link_request__descriptor) {
        Gateway__SignInByLinkRequest *sign_in = (Gateway__SignInByLinkRequest *) in;

        fill (&sign_in->device, &sign_in->device_token, request, secure);
    } else if (method->input == &gateway__sign_in_by_passkey_request__descriptor) {
        Gateway__SignInByPasskeyRequest *sign_in = (Gateway__SignInByPasskeyRequest *) in;

        fill (&sign_in->device, &sign_in->device_token, request, secure);
    } else if (method->input == &gateway__sign_in_by_provider_request__descriptor) {
        fill_provider ((Gateway__SignInByProviderRequest *) in, request, secure);
    }
}

static void
set (const char *name, const char *value, long long seconds, bool secure, wl_arena_t *arena,
     http_response_t *response)
{
    http_add_header (response, "Set-Cookie",
                     wl_text_printf (arena, "%s%s=%s" ATTRIBUTES "%s; Max-Age=%lld",
                                     secure ? HOST_ONLY : "", name, value, secure ? "; Secure" : "",
                                     seconds));
}

static void
set_session (const Gateway__Session *session, bool secure, wl_arena_t *arena,
             http_response_t *response)
{
    wl_time_t left = wl_timestamp_time (session->expires_at) - wl_clock_now (&wl_clock_system);

    set (SESSION, session->token, left > 0 ? left / WL_SECOND : 0, secure, arena, response);
    if (!wl_text_empty (session->device_token))
        set (DEVICE, session->device_token, DEVICE_SECONDS, secure, arena, response);
}

static void
set_after_provider (const Gateway__ProviderSignIn *signed_in, bool secure, wl_arena_t *arena,
                    http_response_t *response)
{
    if (!signed_in->session)
        return;
    set_session (signed_in->session, secure, arena, response);
    set (FLOW, "", 0, secure, arena, response);
}

void
cookies_clear_session (bool secure, http_response_t *response)
{
    http_add_header (response, "Set-Cookie",
                     secure ? HOST_ONLY SESSION "=" ATTRIBUTES "; Secure; Max-Age=0"
                            : SESSION "=" ATTRIBUTES "; Max-Age=0");
}

void
cookies_after (const wl_method_t *method, const ProtobufCMessage *out, bool secure,
               wl_arena_t *arena, http_response_t *response)
{
    if (method->output == &gateway__session__descriptor)
        set_session ((const Gateway__Session *) out, secure, arena, response);
    else if (method->output == &gateway__provider_question__descriptor)
        set (FLOW, ((const Gateway__ProviderQuestion *) out)->flow, FLOW_SECONDS, secure, arena,
             response);
    else if (method->output == &gateway__provider_sign_in__descriptor)
        set_after_provider ((const Gateway__ProviderSignIn *) out, secure, arena, response);
    else if (method->input == &gateway__sign_out_request__descriptor)
        cookies_clear_session (secure, response);
}
