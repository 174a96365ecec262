/* The digest of a locked card: evaluation.CardRecord in the contract says what it is made of, so
 * that anybody can compute it. SHA-256, because every browser has it. Pure. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "wlacznik/evaluation.pb-c.h"

enum { CARD_RECORD_SALT = 32, CARD_RECORD_HASH = 65 /* hex, with its end */ };

/* What the seal of a card's version binds to it and keeps from applicants. */
typedef struct card_seal {
    const char *card_id;
    uint64_t version;
    const char *author_user_id;
    wl_time_t at;
    const char *reason; /* of the change; "" for the first version */
    uint8_t salt[CARD_RECORD_SALT];
} card_seal_t;

/* In `arena`, as is the next. The moment of a rehearsed card is left out: its clock is moved. */
char *card_record_seal (wl_arena_t *arena, const card_seal_t *seal);
/* Of application, stage, round, third, scores (NULL: none) and seal. */
char *card_record_digest (wl_arena_t *arena, const Evaluation__CardRecord *record);
