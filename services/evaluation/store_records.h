/* Sealed versions of cards and the digests that the log holds of them. Over a connection and not a
 * request, because the operators' tool checks them, too. */
#pragma once

#include "card_record.h"
#include "db/db.h"

typedef struct store_sealed {
    Evaluation__CardRecord record; /* without what the log holds */
    Evaluation__Scores
        *now;    /* what the card itself has in this version; NULL: it has a later one */
    bool salted; /* false: sealed before there were digests, so without a seal */
} store_sealed_t;

/* WL_NOT_FOUND. */
WL_MUST_CHECK wl_status store_sealed_version (wl_db_t *db, wl_arena_t *arena, const char *card_id,
                                              uint64_t version, store_sealed_t *ret);
/* Digest, stream, position and chain of a card's version, as the log holds them; they stay as they
 * are when it holds none. */
WL_MUST_CHECK wl_status store_recorded_digest (wl_db_t *db, wl_arena_t *arena,
                                               const char *application_id, const char *card_id,
                                               uint64_t version, Evaluation__CardRecord *into);
/* How many versions have a salt, and how many of their events wait for their place in the log. */
WL_MUST_CHECK wl_status store_count_sealed (wl_db_t *db, int64_t *ret_sealed, int64_t *ret_waiting);
