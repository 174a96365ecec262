/* Which replicas a target has, how they fare, and the sockets to them. Internal to common/bus.
 *
 * A replica is LIVE until a call finds otherwise. LOST: its connection ended or never came; a
 * socket left behind tries on by itself, and as soon as that is connected the replica is live
 * again, so no call waits for a dead one. SILENT: connected, but it answered nobody for as long as
 * one call waited; one call at a time tries it after a pause. Pauses double until the next answer.
 */
#pragma once

#include "bus/rpc_link.h"

enum { WL_RPC_REPLICAS_MAX = 64 }; /* of one target: a bit each in `tried` */

typedef struct rpc_pool rpc_pool_t;
typedef struct rpc_target rpc_target_t;
typedef struct rpc_replica rpc_replica_t;

/* `keys` may be NULL; they are copied. */
rpc_pool_t *wl_rpc_pool_new (const wl_key_pair_t *keys, size_t links_per_replica);
/* Every link must have been returned. */
void wl_rpc_pool_destroy (rpc_pool_t **self_p);

WL_MUST_CHECK wl_status wl_rpc_pool_add (rpc_pool_t *self, const char *target, const char *endpoint,
                                         const char *server_key, wl_error_t *error);
/* NULL when there is none. Lives as long as the pool. */
rpc_target_t *wl_rpc_pool_target (rpc_pool_t *self, const char *name);

/* What a call asks of the pool. */
typedef struct rpc_wish {
    rpc_target_t *target;
    wl_time_t deadline; /* of the call */
    wl_time_t patience; /* how long it waits for a replica to come back */
    uint64_t tried;     /* replicas that it would rather not ask again */
    bool repeatable;
} rpc_wish_t;

/* A link lent to a call. */
typedef struct rpc_loan {
    rpc_replica_t *replica;
    rpc_link_t *link; /* NULL when none could be opened */
    wl_time_t since;
    wl_time_t until;         /* when to give up on this replica */
    wl_time_t connect_until; /* when to give up on its connection */
    bool probe;
} rpc_loan_t;

/* WL_UNAVAILABLE: no replica is live, and none came back within the wish's patience.
 * WL_RESOURCE_EXHAUSTED: every link is lent. */
WL_MUST_CHECK wl_status wl_rpc_pool_borrow (rpc_pool_t *self, const rpc_wish_t *wish,
                                            rpc_loan_t *ret);

typedef enum rpc_outcome {
    RPC_ANSWERED,
    RPC_UNREACHABLE, /* nothing was sent */
    RPC_BROKEN,      /* sent, but the connection ended */
    RPC_SILENT,      /* sent, but the time is over */
} rpc_outcome_t;

void wl_rpc_pool_return (rpc_pool_t *self, rpc_loan_t *loan, rpc_outcome_t outcome);

/* The replica answered that it has no room: others come first for a moment, lest a replica that
 * refuses fast draws all calls to it. True when another is live that the wish has not tried. */
WL_MUST_CHECK bool
wl_rpc_pool_refused (rpc_pool_t *self, const rpc_wish_t *wish, rpc_replica_t *replica);

uint64_t wl_rpc_replica_bit (const rpc_replica_t *self);

typedef struct rpc_pool_counters {
    uint64_t set_aside;
    size_t lent;
} rpc_pool_counters_t;
rpc_pool_counters_t wl_rpc_pool_counters (rpc_pool_t *self);
