/* Answers that are no JSON: how the bytes of a wlacznik.Document become an answer. Pure.
 *
 * What a service says about its bytes reaches a browser only within the contract: the type is one
 * that the rpc produces, the name is harmless, and a page that is shown may run nothing.
 */
#pragma once

#include "http.h"
#include "message/contract.h"
#include "page_cache.h"

/* Whether the method answers with a document. */
WL_MUST_CHECK bool document_is_of (const wl_method_t *method);

/* Whether it answers with a page for people, at an address of the web client. */
WL_MUST_CHECK bool document_is_page (const wl_method_t *method);

/* `out` is the method's answer; `ret` lends its bytes. WL_INTERNAL when it is of a type that the
 * contract does not name. The tag is left empty. */
WL_MUST_CHECK wl_status document_read (const wl_method_t *method, const ProtobufCMessage *out,
                                       page_t *ret);

/* What stands in the head of an answer that has these bytes; texts live in `arena`. Nothing for
 * JSON. */
void document_add_headers (wl_arena_t *arena, const page_t *page, http_response_t *response);
