/* The way of every request: route, who, message, rpc, answer. It knows no message and, but for the
 * cookie at sign-in and sign-out, no method by name: adding an rpc to a .proto is all that it
 * takes.
 */
#pragma once

#include "gateway.h"

/* An http_handler_t; `context` is the gateway. */
void api_handle (void *context, const http_request_t *request, http_response_t *response);
