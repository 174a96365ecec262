/* Standard Webhooks 1.0: what is sent and how it is signed. Pure. */
#pragma once

#include "base/clock.h"
#include "base/text.h"

enum { WEBHOOK_SECRET = 32, WEBHOOK_SECRETS = 2 };

/* "whsec_..." as its owner keeps it. */
char *webhook_secret_text (wl_arena_t *arena, const uint8_t secret[WEBHOOK_SECRET]);

/* The header webhook-signature: "v1,..." for each secret, the newest first, divided by spaces. */
char *webhook_signature (wl_arena_t *arena, const uint8_t *const *secrets, size_t count,
                         const char *id, wl_time_t at, const char *body);

typedef struct webhook_facts {
    const char *type; /* the moment's name */
    wl_time_t at;
    const char *message_id, *call_id, *application_id; /* "" is left out */
} webhook_facts_t;

/* The body: ids only. Who may read what they stand for asks for it, signed in. */
char *webhook_body (wl_arena_t *arena, const webhook_facts_t *facts);

/* How long to wait after the failure number `attempts` (from 1): 5 s, 1 min, 5 min, 30 min, 2 h,
 * then 8 h; spread by a quarter either way. */
wl_time_t webhook_pause (int attempts, uint32_t random);
