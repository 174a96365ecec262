/* An invitation to a partner region, as a file: lines `name = value`. */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "bus/keys.h"

typedef struct invitation_service {
    const char *rpc, *log, *key; /* endpoints and the server's public key */
} invitation_service_t;

typedef struct invitation {
    const char *region;
    const char *url; /* the centre's, for people */
    wl_time_t expires;
    invitation_service_t intake, evaluation;
    wl_key_pair_t keys; /* good for joining, once */
} invitation_t;

void invitation_write (const invitation_t *invitation, wl_buffer_t *out);
/* False when something is missing or malformed. Texts live in `arena`. */
WL_MUST_CHECK bool invitation_read (const char *text, wl_arena_t *arena, invitation_t *ret);
