/* The results of commands by idempotency key: a retry gets the first answer (design.md 3.2).
 *
 * Taking the key is an advisory transaction lock, not a row: it waits for the other transaction
 * with the same key and leaves nothing behind when the command fails.
 */
#pragma once

#include "db/db.h"

typedef struct wl_command_key {
    const char *owner;  /* who: user id, or service for a call without a person */
    const char *key;    /* the caller's, at most 128 characters */
    const char *method; /* "evaluation.LockCard" */
    uint8_t digest[32]; /* BLAKE2b-256 of the request's bytes */
} wl_command_key_t;

/* Waits for another transaction with the same key, then looks. WL_OK with `ret_found` and the first
 * reply's bytes, or WL_OK and not found; WL_INVALID_ARGUMENT when the key was used for another
 * request. */
WL_MUST_CHECK wl_status wl_command_begin (wl_db_t *db, const wl_command_key_t *key, bool *ret_found,
                                          wl_bytes_t *ret_reply);
/* Keeps the reply; deferred, so that it travels with COMMIT. */
void wl_command_finish (wl_db_t *db, const wl_command_key_t *key, wl_bytes_t reply, wl_time_t now);
/* Forgets results older than `before`, a bounded number per call. */
WL_MUST_CHECK wl_status wl_command_forget (wl_db_t *db, wl_time_t before, uint64_t *ret_count);
/* Forgets every result of one owner, who was erased: replies say what a person wrote. Deferred. */
void wl_command_forget_owner (wl_db_t *db, const char *owner);
