/* Composing a letter at the moment it is sent: what was known then, and what only the owners of
 * personal data and of content may say, asked for now. */
#pragma once

#include "store.h"
#include "template.h"

typedef struct composed {
    const char *to, *to_name;
    const char *subject, *text, *html;
    bool secret;
} composed_t;

/* Asks the gateway for the address and other services for what the template shows; `url` is the
 * public address. WL_NOT_FOUND: there is nobody to write to any more. WL_INVALID_ARGUMENT: the
 * template is unknown or wants what nobody knows. WL_UNAVAILABLE: a service is away; later. */
WL_MUST_CHECK wl_status compose_letter (wl_request_t *req, const store_message_t *message,
                                        const char *url, composed_t *ret);
