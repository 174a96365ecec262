/* The grammar of the few request headers that decide something. Pure functions; NULL as a header
 * means that it was not sent.
 */
#pragma once

#include "base/text.h"

/* "pl" or "en": the one with the greater weight in Accept-Language (RFC 9110 12.5.4), Polish when
 * neither is named or both weigh the same. */
const char *headers_locale (const char *accept_language);

/* Whether a Prefer header (RFC 7240) has return=minimal. NULL has not. */
WL_MUST_CHECK bool headers_prefers_minimal (const char *prefer);
/* Whether a list such as Accept or Accept-Encoding names `item` with a weight above zero. Only the
 * literal item counts: a client that says just a wildcard takes what we have anyway. */
WL_MUST_CHECK bool headers_list_names (const char *list, const char *item);

/* application/json, without a charset or with utf-8. */
WL_MUST_CHECK bool headers_type_is_json (const char *content_type);

/* application/octet-stream, with or without parameters. */
WL_MUST_CHECK bool headers_type_is_bytes (const char *content_type);

/* application/x-www-form-urlencoded, with or without parameters. */
WL_MUST_CHECK bool headers_type_is_form (const char *content_type);

/* Whether If-None-Match names this (quoted) tag; weak tags compare equal (RFC 9110 13.1.2). */
WL_MUST_CHECK bool headers_tag_matches (const char *if_none_match, const char *tag);

/* The value of a cookie, "" when it is not there. The first one of the name counts. */
const char *headers_cookie (wl_arena_t *arena, const char *cookie, const char *name);

/* The token of "Authorization: Bearer ...", "" for anything else. */
const char *headers_bearer (const char *authorization);

/* Whether an Idempotency-Key is one that we keep: 1..128 printable ASCII characters. */
WL_MUST_CHECK bool headers_idempotency_key_valid (const char *key);
