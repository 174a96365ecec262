/* Who may speak on the bus: CURVE keys, the table of known peers, our own ZAP handler.
 *
 * A key file holds one pair (mode 0600). The peers file is a list of lines
 *     <public key in Z85> <service> <regions: * or 30,32> [revoked]
 * that `wlacznik keys` edits. A handshake is accepted for a listed, unrevoked key; and *each*
 * message is authorised again by the table as it is now, so that revoking cuts live connections
 * off (design.md 3.4). No zauth: engineering.md 0.6 and 2.6.
 */
#pragma once

#include "base/text.h"

/* The stream of what concerns every region: calls, lists, erasures. Whoever is listed may read it.
 */
#define WL_STREAM_COMMON "pl"
/* The service of a key that is only invited (wlacznik region invite): it may ask to join, once, and
 * read nothing. */
#define WL_PEER_JOINER "joiner"

enum { WL_KEY_TEXT = 41, WL_SERVICE_NAME = 32, WL_PEER_REGIONS_MAX = 32 };

typedef struct wl_key_pair {
    char public_key[WL_KEY_TEXT];
    char secret_key[WL_KEY_TEXT];
} wl_key_pair_t;

void wl_key_pair_new (wl_key_pair_t *ret);
/* WL_ALREADY_EXISTS when the file is there: a key is never overwritten. */
WL_MUST_CHECK wl_status wl_key_pair_write (const wl_key_pair_t *pair, const char *path,
                                           wl_error_t *error);
/* WL_PERMISSION_DENIED when others may read the file. */
WL_MUST_CHECK wl_status wl_key_pair_read (const char *path, wl_key_pair_t *ret, wl_error_t *error);

typedef struct wl_peer {
    char public_key[WL_KEY_TEXT];
    char service[WL_SERVICE_NAME];
    char regions[WL_PEER_REGIONS_MAX][9]; /* "*" alone: all */
    size_t region_count;
    bool revoked;
} wl_peer_t;

/* The table. Thread-safe. */
typedef struct wl_peers wl_peers_t;
wl_peers_t *wl_peers_new (void);
void wl_peers_destroy (wl_peers_t **self_p);
/* Replaces the whole table; on any bad line nothing changes and `error` names the line. */
WL_MUST_CHECK wl_status wl_peers_load (wl_peers_t *self, const char *path, wl_error_t *error);
/* Loads again if the file's time or size changed; cheap enough for every second. */
WL_MUST_CHECK wl_status wl_peers_refresh (wl_peers_t *self, wl_error_t *error);
/* False for an unknown or revoked key. */
WL_MUST_CHECK bool wl_peers_find (wl_peers_t *self, const char *public_key, wl_peer_t *ret);
WL_MUST_CHECK bool wl_peer_may_region (const wl_peer_t *peer, const char *region);
/* Whether it may read this stream of a log. */
WL_MUST_CHECK bool wl_peer_may_read (const wl_peer_t *peer, const char *stream);
/* A partner's node: its key is for some regions only. */
WL_MUST_CHECK bool wl_peer_is_limited (const wl_peer_t *peer);
/* Editing the file, for the operators' tool: under a lock, written anew and renamed. */
WL_MUST_CHECK wl_status wl_peers_add (const char *path, const wl_peer_t *peer, wl_error_t *error);
WL_MUST_CHECK wl_status wl_peers_revoke (const char *path, const char *public_key,
                                         wl_error_t *error);
WL_MUST_CHECK wl_status wl_peers_list (const char *path, wl_arena_t *arena, wl_peer_t **ret,
                                       size_t *ret_count, wl_error_t *error);

/* The ZAP handler of this process: one thread on inproc://zeromq.zap.01. Start it once, before the
 * first CURVE socket; `peers` must outlive it. Counts refusals. */
typedef struct wl_zap wl_zap_t;
wl_zap_t *wl_zap_start (wl_peers_t *peers);
void wl_zap_stop (wl_zap_t **self_p);
uint64_t wl_zap_refused (const wl_zap_t *self);
