/* Plug-ins' channels: people's addresses, their codes, and what waits for them. */
#pragma once

#include "store.h"

typedef struct store_channel_address {
    Notification__Channel channel;
    const char *address;    /* "": none */
    wl_time_t confirmed_at; /* 0: not yet */
    const char *code_id;    /* NULL: no code is awaited */
    wl_time_t code_until;
    int code_tries;
} store_channel_address_t;

/* The caller's, at most one of each channel. */
WL_MUST_CHECK wl_status store_list_channel_addresses (wl_request_t *req,
                                                      store_channel_address_t **ret,
                                                      size_t *ret_count);
/* The caller's of one channel, locked; WL_NOT_FOUND when it has none. */
WL_MUST_CHECK wl_status store_lock_channel_address (wl_request_t *req,
                                                    Notification__Channel channel,
                                                    store_channel_address_t *ret);
/* A new address of the caller's, which is none before the code is told. WL_RESOURCE_EXHAUSTED: so
 * many codes were made within a day. */
WL_MUST_CHECK wl_status store_put_channel_address (wl_request_t *req, Notification__Channel channel,
                                                   const char *address, const char *code_id,
                                                   wl_time_t code_until, int codes_a_day);
/* The right code was told: it is an address now. */
void store_confirm_channel_address (wl_request_t *req, Notification__Channel channel);
void store_count_wrong_code (wl_request_t *req, Notification__Channel channel);
/* WL_NOT_FOUND: there was none. What waits for it is dropped. */
WL_MUST_CHECK wl_status store_delete_channel_address (wl_request_t *req,
                                                      Notification__Channel channel);

/* ---- what goes there ---- */

/* One way each for messages whose person has a confirmed address of the channel; deferred. Arrays
 * of `count`. */
void store_insert_plug_in_ways (wl_request_t *req, const char *const *message_ids,
                                const int64_t *channels, const wl_time_t *ready, size_t count);

/* A letter, or a code, for a plug-in. */
typedef struct store_plug_in_way {
    const char *id; /* of the dispatch; of a code, of the code */
    Notification__Channel channel;
    const char *user_id, *address; /* "" when the address is gone */
    const char *message_id, *subject, *text, *locale, *reference;
    wl_time_t created_at, first_try_at;
    int attempts;
    bool is_code;
} store_plug_in_way_t;

/* Takes at most `limit` of `channels` until `lease`: codes first, whose people wait. */
WL_MUST_CHECK wl_status store_claim_plug_in_ways (wl_request_t *req, const int64_t *channels,
                                                  size_t channel_count, wl_time_t lease,
                                                  size_t limit, store_plug_in_way_t **ret,
                                                  size_t *ret_count);
/* What became of one; `ready` 0: no further try. Deferred. */
void store_record_plug_in_try (wl_request_t *req, const store_plug_in_way_t *way,
                               Notification__DispatchState state, wl_time_t ready,
                               const char *reference, const char *evidence);
/* Deferred. `ready` 0: it was sent, or is given up. */
void store_record_code (wl_request_t *req, const store_plug_in_way_t *way, wl_time_t ready);
