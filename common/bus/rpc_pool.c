#include "bus/rpc_pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/condition.h"
#include "base/text.h"

enum { LINKS_PER_REPLICA = 64 };

#define CONNECT_LOCAL   (250 * WL_MILLISECOND) /* what a live peer on this machine never needs */
#define CONNECT_NETWORK (2 * WL_SECOND)        /* three round trips of CURVE on a bad line */
#define PAUSE_FIRST     (200 * WL_MILLISECOND)
#define PAUSE_LONGEST   (5 * WL_SECOND)
#define PROBE_LONGEST   (1 * WL_SECOND)        /* what one call risks to find out */
#define BUSY            (250 * WL_MILLISECOND) /* how long one who refused comes last */
#define LOOK_AGAIN      (20 * WL_MILLISECOND)  /* at lost replicas, while there is no other */

typedef enum state { LIVE, LOST, SILENT } state_t;

struct rpc_replica {
    rpc_target_t *target;
    unsigned index; /* in it */
    char *endpoint;
    char server_key[WL_KEY_TEXT]; /* "" on ipc */
    wl_time_t connect_wait;

    state_t state;
    wl_time_t again_at; /* when to look at one that is LOST or SILENT */
    wl_time_t pause;    /* 0 since the last answer */
    bool probed;        /* a call is trying it now */
    wl_time_t heard;    /* the last answer */
    wl_time_t busy_until;

    rpc_link_t *idle; /* of a LOST one: the link that tries to connect */
    size_t lent;
};

struct rpc_target {
    rpc_target_t *next;
    char *name;
    rpc_replica_t *replicas[WL_RPC_REPLICAS_MAX];
    unsigned count;
    unsigned turn; /* where the next search starts, so that equals take turns */
};

struct rpc_pool {
    wl_key_pair_t keys;
    bool has_keys;
    size_t links_per_replica;

    pthread_mutex_t mutex; /* guards what follows, never held over a system call that can wait */
    pthread_cond_t came_back;
    rpc_target_t *targets;
    uint64_t set_aside;
};

/* ---- setting up ---- */

rpc_pool_t *
wl_rpc_pool_new (const wl_key_pair_t *keys, size_t links_per_replica)
{
    rpc_pool_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return NULL;
    self->links_per_replica = links_per_replica > 0 ? links_per_replica : LINKS_PER_REPLICA;
    self->has_keys = keys != NULL;
    if (keys != NULL)
        self->keys = *keys;
    pthread_mutex_init (&self->mutex, NULL);
    wl_condition_init (&self->came_back);
    return self;
}

static void
replica_destroy (rpc_replica_t *self)
{
    if (self == NULL)
        return;
    wl_rpc_links_close (self->idle);
    free (self->endpoint);
    free (self);
}

static void
target_destroy (rpc_target_t *self)
{
    if (self == NULL)
        return;
    for (unsigned i = 0; i < self->count; i++)
        replica_destroy (self->replicas[i]);
    free (self->name);
    free (self);
}

void
wl_rpc_pool_destroy (rpc_pool_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    for (rpc_target_t *target = (*self_p)->targets; target != NULL;) {
        rpc_target_t *next = target->next;
        target_destroy (target);
        target = next;
    }
    pthread_cond_destroy (&(*self_p)->came_back);
    pthread_mutex_destroy (&(*self_p)->mutex);
    explicit_bzero (&(*self_p)->keys, sizeof (*self_p)->keys);
    free (*self_p);
    *self_p = NULL;
}

static rpc_replica_t *
replica_new (const char *endpoint, const char *server_key)
{
    rpc_replica_t *self = calloc (1, sizeof *self);

    if (self == NULL || (self->endpoint = strdup (endpoint)) == NULL) {
        replica_destroy (self);
        return NULL;
    }
    if (server_key != NULL)
        memcpy (self->server_key, server_key, WL_KEY_TEXT);
    self->connect_wait = wl_bus_guarded (endpoint) ? CONNECT_NETWORK : CONNECT_LOCAL;
    return self;
}

static rpc_target_t *
target_new (const char *name)
{
    rpc_target_t *self = calloc (1, sizeof *self);

    if (self == NULL || (self->name = strdup (name)) == NULL) {
        target_destroy (self);
        return NULL;
    }
    return self;
}

static wl_status
link_open (const rpc_pool_t *self, const rpc_replica_t *replica, rpc_link_t **ret,
           wl_error_t *error)
{
    return wl_rpc_link_open (replica->endpoint, self->has_keys ? &self->keys : NULL,
                             replica->server_key[0] != '\0' ? replica->server_key : NULL, ret,
                             error);
}

static rpc_target_t *
find_target (const rpc_pool_t *self, const char *name)
{
    rpc_target_t *target = self->targets;

    while (target != NULL && strcmp (target->name, name) != 0)
        target = target->next;
    return target;
}

rpc_target_t *
wl_rpc_pool_target (rpc_pool_t *self, const char *name)
{
    pthread_mutex_lock (&self->mutex);
    rpc_target_t *target = find_target (self, name);
    pthread_mutex_unlock (&self->mutex);
    return target;
}

/* The target of that name; a new one if there was none; NULL without memory. */
static rpc_target_t *
provide_target (rpc_pool_t *self, const char *name)
{
    rpc_target_t *target = find_target (self, name);

    if (target == NULL && (target = target_new (name)) != NULL) {
        target->next = self->targets;
        self->targets = target;
    }
    return target;
}

static bool
has_endpoint (const rpc_target_t *target, const char *endpoint)
{
    for (unsigned i = 0; i < target->count; i++)
        if (strcmp (target->replicas[i]->endpoint, endpoint) == 0)
            return true;
    return false;
}

/* Takes `replica` on WL_OK. */
static wl_status
target_add (rpc_target_t *target, rpc_replica_t *replica)
{
    if (target == NULL || target->count == WL_RPC_REPLICAS_MAX)
        return WL_RESOURCE_EXHAUSTED;
    if (has_endpoint (target, replica->endpoint))
        return WL_ALREADY_EXISTS;
    replica->target = target;
    replica->index = target->count;
    target->replicas[target->count++] = replica;
    return WL_OK;
}

wl_status
wl_rpc_pool_add (rpc_pool_t *self, const char *target, const char *endpoint, const char *server_key,
                 wl_error_t *error)
{
    if (server_key != NULL && strlen (server_key) != WL_KEY_TEXT - 1)
        return wl_error_set (error, WL_INVALID_ARGUMENT, "server-key",
                             "%s: the server's key is not 40 characters", endpoint);
    rpc_replica_t *replica = replica_new (endpoint, server_key);
    if (replica == NULL)
        return WL_RESOURCE_EXHAUSTED;

    /* The first link is made now: whoever configured a bad endpoint hears of it, and the first call
     * finds the connection made. */
    wl_status status = link_open (self, replica, &replica->idle, error);
    if (status == WL_OK) {
        pthread_mutex_lock (&self->mutex);
        status = target_add (provide_target (self, target), replica);
        pthread_mutex_unlock (&self->mutex);
    }
    if (status == WL_OK)
        return WL_OK;
    replica_destroy (replica);
    return wl_error_set (error, status, "replica", "%s: cannot be added to %s (%s)", endpoint,
                         target, wl_status_name (status));
}

/* ---- choosing ---- */

uint64_t
wl_rpc_replica_bit (const rpc_replica_t *self)
{
    return UINT64_C (1) << self->index;
}

/* A lost replica is live again once the link that was left behind is connected. */
static void
revive (rpc_target_t *target, wl_time_t now)
{
    for (unsigned i = 0; i < target->count; i++) {
        rpc_replica_t *replica = target->replicas[i];
        if (replica->state == LOST && replica->again_at <= now &&
            (replica->idle == NULL || wl_rpc_link_connected (replica->idle)))
            replica->state = LIVE;
    }
}

/* The smaller, the better: not tried before what was tried, with room before without, then the
 * least loaded. */
static uint64_t
rank (const rpc_replica_t *replica, uint64_t tried, wl_time_t now)
{
    uint64_t was_tried = (tried & wl_rpc_replica_bit (replica)) != 0;
    uint64_t busy = replica->busy_until > now;

    return was_tried << 63 | busy << 62 | replica->lent;
}

static rpc_replica_t *
best_live (const rpc_pool_t *self, const rpc_target_t *target, uint64_t tried, wl_time_t now)
{
    rpc_replica_t *best = NULL;

    for (unsigned i = 0; i < target->count; i++) {
        rpc_replica_t *replica = target->replicas[(target->turn + i) % target->count];
        if (replica->state == LIVE && replica->lent < self->links_per_replica &&
            (best == NULL || rank (replica, tried, now) < rank (best, tried, now)))
            best = replica;
    }
    return best;
}

static rpc_replica_t *
due_probe (const rpc_pool_t *self, const rpc_target_t *target, wl_time_t now)
{
    for (unsigned i = 0; i < target->count; i++) {
        rpc_replica_t *replica = target->replicas[i];
        if (replica->state == SILENT && !replica->probed && replica->again_at <= now &&
            replica->lent < self->links_per_replica)
            return replica;
    }
    return NULL;
}

/* Whether another replica than `but` is live and not tried yet. */
static bool
another_live (const rpc_target_t *target, const rpc_replica_t *but, uint64_t tried)
{
    for (unsigned i = 0; i < target->count; i++) {
        const rpc_replica_t *replica = target->replicas[i];
        if (replica != but && replica->state == LIVE && !(tried & wl_rpc_replica_bit (replica)))
            return true;
    }
    return false;
}

/* NULL when none can be asked now. A call that cannot be repeated takes no part in finding out
 * whether a silent replica speaks again, unless there is no other. */
static rpc_replica_t *
choose (const rpc_pool_t *self, const rpc_wish_t *wish, wl_time_t now, bool *ret_probe)
{
    revive (wish->target, now);
    rpc_replica_t *live = best_live (self, wish->target, wish->tried, now);
    rpc_replica_t *probe = due_probe (self, wish->target, now);

    *ret_probe = probe != NULL && (wish->repeatable || live == NULL);
    return *ret_probe ? probe : live;
}

static wl_time_t
sooner (wl_time_t a, wl_time_t b)
{
    return a < b ? a : b;
}

/* Half of what is left while there is another to turn to; all of it on the last one. */
static wl_time_t
give_up_at (const rpc_wish_t *wish, const rpc_replica_t *replica, bool probe, wl_time_t now)
{
    if (!wish->repeatable || !another_live (wish->target, replica, wish->tried))
        return wish->deadline;
    wl_time_t half = now + (wish->deadline - now) / 2;
    return probe ? sooner (half, now + PROBE_LONGEST) : half;
}

/* Takes what the replica has; the mutex is held. */
static void
lend (rpc_replica_t *replica, const rpc_wish_t *wish, bool probe, wl_time_t now, rpc_loan_t *ret)
{
    wl_time_t until = give_up_at (wish, replica, probe, now);

    *ret = (rpc_loan_t){
        .replica = replica,
        .link = replica->idle,
        .since = now,
        .until = until,
        .connect_until = sooner (now + replica->connect_wait, until),
        .probe = probe,
    };
    if (replica->idle != NULL)
        replica->idle = replica->idle->next;
    replica->lent++;
    replica->probed |= probe;
    wish->target->turn = replica->index + 1;
}

/* Waits for a replica to lend from; the mutex is held. */
static wl_status
await_replica (rpc_pool_t *self, const rpc_wish_t *wish, rpc_loan_t *ret)
{
    for (;;) {
        bool probe;
        wl_time_t now = wl_monotonic ();
        if (now >= wish->deadline)
            return WL_UNAVAILABLE;
        rpc_replica_t *replica = choose (self, wish, now, &probe);
        if (replica != NULL) {
            lend (replica, wish, probe, now, ret);
            return WL_OK;
        }
        if (another_live (wish->target, NULL, 0)) /* but every link to it is lent */
            return WL_RESOURCE_EXHAUSTED;
        if (now >= wish->patience)
            return WL_UNAVAILABLE;
        (void) wl_condition_wait (&self->came_back, &self->mutex,
                                  sooner (now + LOOK_AGAIN, wish->patience));
    }
}

wl_status
wl_rpc_pool_borrow (rpc_pool_t *self, const rpc_wish_t *wish, rpc_loan_t *ret)
{
    pthread_mutex_lock (&self->mutex);
    wl_status status = await_replica (self, wish, ret);
    pthread_mutex_unlock (&self->mutex);
    if (status != WL_OK)
        return status;

    /* A link whose peer went away while it lay idle waits before it tries again; a new one does
     * not. */
    if (ret->link != NULL && !wl_rpc_link_connected (ret->link))
        wl_rpc_link_close (&ret->link);
    if (ret->link == NULL)
        (void) !link_open (self, ret->replica, &ret->link, NULL);
    return WL_OK;
}

/* ---- giving back ---- */

static void
keep (rpc_link_t **list, rpc_link_t *link)
{
    if (link == NULL)
        return;
    link->next = *list;
    *list = link;
}

static void
hear (rpc_pool_t *self, rpc_replica_t *replica)
{
    if (replica->state != LIVE)
        pthread_cond_broadcast (&self->came_back);
    replica->state = LIVE;
    replica->pause = 0;
    replica->heard = wl_monotonic ();
}

/* Gives the links that lay idle, to be closed: what they led to is no more. */
static rpc_link_t *
set_aside (rpc_pool_t *self, rpc_replica_t *replica, state_t state)
{
    rpc_link_t *idle = replica->idle;

    replica->idle = NULL;
    replica->state = state;
    replica->pause = replica->pause == 0 ? PAUSE_FIRST : sooner (2 * replica->pause, PAUSE_LONGEST);
    replica->again_at = wl_monotonic () + replica->pause;
    self->set_aside++;
    return idle;
}

/* The connection ended or never came. One link stays behind, to try on by itself. Gives the links
 * to close. */
static rpc_link_t *
lose (rpc_pool_t *self, const rpc_loan_t *loan)
{
    rpc_replica_t *replica = loan->replica;
    rpc_link_t *stale = NULL;

    if (replica->state == LIVE || loan->probe)
        stale = set_aside (self, replica, LOST);
    bool scout_missing = replica->state == LOST && replica->idle == NULL;
    keep (scout_missing ? &replica->idle : &stale, loan->link);
    return stale;
}

/* Nothing came in time. Slow is not silent: who answered another call meanwhile is not set aside,
 * nor is the last one, for there is no better. A link to a silent replica is closed, since the
 * machine at its other end may be gone without a word. Gives the links to close. */
static rpc_link_t *
miss (rpc_pool_t *self, const rpc_loan_t *loan)
{
    rpc_replica_t *replica = loan->replica;
    rpc_link_t *stale = NULL;

    if (loan->probe || (replica->state == LIVE && replica->heard < loan->since &&
                        another_live (replica->target, replica, 0)))
        stale = set_aside (self, replica, SILENT);
    keep (replica->state == LIVE ? &replica->idle : &stale, loan->link);
    return stale;
}

void
wl_rpc_pool_return (rpc_pool_t *self, rpc_loan_t *loan, rpc_outcome_t outcome)
{
    rpc_replica_t *replica = loan->replica;
    rpc_link_t *stale = NULL;

    pthread_mutex_lock (&self->mutex);
    replica->lent--;
    if (loan->probe)
        replica->probed = false;
    switch (outcome) {
    case RPC_ANSWERED:
        hear (self, replica);
        keep (&replica->idle, loan->link);
        break;
    case RPC_UNREACHABLE:
    case RPC_BROKEN:
        stale = lose (self, loan);
        break;
    case RPC_SILENT:
        stale = miss (self, loan);
        break;
    }
    pthread_mutex_unlock (&self->mutex);
    loan->link = NULL;
    wl_rpc_links_close (stale);
}

bool
wl_rpc_pool_refused (rpc_pool_t *self, const rpc_wish_t *wish, rpc_replica_t *replica)
{
    pthread_mutex_lock (&self->mutex);
    replica->busy_until = wl_monotonic () + BUSY;
    bool another = another_live (wish->target, replica, wish->tried);
    pthread_mutex_unlock (&self->mutex);
    return another;
}

rpc_pool_counters_t
wl_rpc_pool_counters (rpc_pool_t *self)
{
    rpc_pool_counters_t result = { 0 };

    pthread_mutex_lock (&self->mutex);
    result.set_aside = self->set_aside;
    for (const rpc_target_t *target = self->targets; target != NULL; target = target->next)
        for (unsigned i = 0; i < target->count; i++)
            result.lent += target->replicas[i]->lent;
    pthread_mutex_unlock (&self->mutex);
    return result;
}
