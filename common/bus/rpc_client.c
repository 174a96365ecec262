#include "bus/rpc_client.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "bus/rpc_call.h"
#include "bus/rpc_pool.h"
#include "message/message.h"

enum { ASK_ID, ASK_HEADER, ASK_PAYLOAD, ASK_FRAMES };

/* How long a call that nobody has seen yet waits for a replica to come back: a restart goes
 * unnoticed, and a service that is down does not hold its callers' threads. */
#define PATIENCE (2 * WL_SECOND)

struct wl_rpc_client {
    rpc_pool_t *pool;
    atomic_uint_fast64_t next_id;
    atomic_uint_fast64_t calls, retried, timed_out, late_replies;
};

/* One call while it runs, over however many replicas. */
typedef struct ask {
    wl_rpc_client_t *client;
    const Bus__RequestHeader *header;
    const void *payload;
    size_t payload_length;
    uint64_t id;
    rpc_wish_t wish;
    bool in_doubt; /* a replica has it and did not answer: it may have been done */
} ask_t;

static void
count (atomic_uint_fast64_t *counter)
{
    atomic_fetch_add_explicit (counter, 1, memory_order_relaxed);
}

wl_rpc_client_t *
wl_rpc_client_new (const wl_rpc_client_options_t *options)
{
    wl_rpc_client_t *self = calloc (1, sizeof *self);

    if (self == NULL)
        return NULL;
    self->pool = wl_rpc_pool_new (options->keys, options->sockets_per_replica);
    if (self->pool == NULL)
        wl_rpc_client_destroy (&self);
    return self;
}

void
wl_rpc_client_destroy (wl_rpc_client_t **self_p)
{
    if (self_p == NULL || *self_p == NULL)
        return;
    wl_rpc_pool_destroy (&(*self_p)->pool);
    free (*self_p);
    *self_p = NULL;
}

wl_status
wl_rpc_client_add (wl_rpc_client_t *self, const char *target, const char *endpoint,
                   const char *server_key, wl_error_t *error)
{
    return wl_rpc_pool_add (self->pool, target, endpoint, server_key, error);
}

/* ---- one replica asked ---- */

/* Packs the header with what is left of the time, not with what there was at first. */
static bool
pack_header (const ask_t *ask, zmq_msg_t *ret)
{
    Bus__RequestHeader header = *ask->header;
    wl_time_t left = (ask->wish.deadline - wl_monotonic ()) / WL_MILLISECOND;

    header.timeout_ms = left > 1 ? (uint32_t) left : 1;
    return wl_frame_pack (ret, &header.base, WL_CALL_HEADER_MAX);
}

static bool
send_frames (const ask_t *ask, const rpc_link_t *link)
{
    zmq_msg_t frames[ASK_FRAMES];

    for (int i = 0; i < ASK_FRAMES; i++)
        zmq_msg_init (&frames[i]);
    /* All are made before one is sent. DEALER decides on the first whether the message goes; the
     * rest then follows it. */
    bool sent = wl_frame_copy (&frames[ASK_ID], &ask->id, sizeof ask->id) &&
                pack_header (ask, &frames[ASK_HEADER]) &&
                wl_frame_copy (&frames[ASK_PAYLOAD], ask->payload, ask->payload_length) &&
                wl_frame_send (link->handle, &frames[ASK_ID], true) &&
                wl_frame_send (link->handle, &frames[ASK_HEADER], true) &&
                wl_frame_send (link->handle, &frames[ASK_PAYLOAD], false);
    for (int i = 0; i < ASK_FRAMES; i++)
        zmq_msg_close (&frames[i]);
    return sent;
}

/* An answer to an earlier call over this link, given up then, has another id. */
static bool
is_answer (const ask_t *ask, wl_frames_t *frames)
{
    return frames->count == ASK_FRAMES && zmq_msg_size (&frames->frame[ASK_ID]) == sizeof ask->id &&
           memcmp (zmq_msg_data (&frames->frame[ASK_ID]), &ask->id, sizeof ask->id) == 0;
}

static rpc_outcome_t
await_answer (const ask_t *ask, const rpc_loan_t *loan, wl_frames_t *ret)
{
    for (;;) {
        switch (wl_rpc_link_listen (loan->link, loan->until, ret)) {
        case RPC_HEARD_FRAMES:
            if (is_answer (ask, ret))
                return RPC_ANSWERED;
            wl_frames_close (ret);
            count (&ask->client->late_replies);
            break;
        case RPC_HEARD_BREAK:
            return RPC_BROKEN;
        case RPC_HEARD_NOTHING:
            return RPC_SILENT;
        }
    }
}

/* Asks the replica and gives the link back. Close `ret` after RPC_ANSWERED. */
static rpc_outcome_t
ask_replica (const ask_t *ask, rpc_loan_t *loan, wl_frames_t *ret)
{
    rpc_outcome_t outcome = RPC_UNREACHABLE;

    if (loan->link != NULL && wl_rpc_link_await_connected (loan->link, loan->connect_until) &&
        send_frames (ask, loan->link))
        outcome = await_answer (ask, loan, ret);
    wl_rpc_pool_return (ask->client->pool, loan, outcome);
    return outcome;
}

/* ---- the answer ---- */

/* NULL when the arena's budget does not allow it. */
static const void *
copy_frame (wl_arena_t *arena, zmq_msg_t *frame)
{
    size_t length = zmq_msg_size (frame);
    void *copy = wl_arena_try_alloc (arena, length);

    if (copy != NULL && length > 0)
        memcpy (copy, zmq_msg_data (frame), length);
    return copy;
}

static wl_status
read_header (wl_arena_t *arena, const void *bytes, size_t length, const Bus__ReplyHeader **ret)
{
    ProtobufCMessage *message;
    wl_error_t error;
    wl_status status =
        wl_message_unpack (arena, &bus__reply_header__descriptor, bytes, length, &message);

    if (status == WL_INVALID_ARGUMENT)
        return WL_INTERNAL;
    WL_TRY (status);
    wl_error_init (&error, arena);
    if (wl_message_validate (message, "en", &error) != WL_OK)
        return WL_INTERNAL;
    *ret = (const Bus__ReplyHeader *) message;
    return WL_OK;
}

/* Takes the frames apart and closes them. They are copied first and read after: reading may raise
 * (base/arena.h), and by then nothing is held. */
static wl_status
read_answer (wl_frames_t *frames, wl_arena_t *arena, wl_rpc_reply_t *ret)
{
    size_t header_length = zmq_msg_size (&frames->frame[ASK_HEADER]);
    size_t payload_length = zmq_msg_size (&frames->frame[ASK_PAYLOAD]);
    const void *header = copy_frame (arena, &frames->frame[ASK_HEADER]);
    const void *payload = copy_frame (arena, &frames->frame[ASK_PAYLOAD]);

    wl_frames_close (frames);
    if (header == NULL || payload == NULL)
        return WL_RESOURCE_EXHAUSTED;
    WL_TRY (read_header (arena, header, header_length, &ret->header));
    ret->payload = payload;
    ret->payload_length = payload_length;
    return WL_OK;
}

/* ---- the call ---- */

/* What to tell the caller when no answer came. */
static wl_status
give_up (const ask_t *ask, wl_status status)
{
    if (!ask->in_doubt)
        return status;
    count (&ask->client->timed_out);
    return WL_DEADLINE_EXCEEDED;
}

/* Notes what a replica that did not answer means for the rest of the call. */
static void
note_failure (ask_t *ask, const rpc_loan_t *loan, rpc_outcome_t outcome)
{
    if (outcome == RPC_UNREACHABLE)
        return;
    ask->in_doubt = true;
    /* It must be done once, so now it may wait as long as its caller does. */
    ask->wish.patience = ask->wish.deadline;
    if (outcome == RPC_SILENT)
        ask->wish.tried |= wl_rpc_replica_bit (loan->replica);
}

static bool
is_refusal (const ask_t *ask, const wl_rpc_reply_t *reply)
{
    return ask->wish.repeatable && reply->header->status == WL_UNAVAILABLE;
}

static wl_status
ask_until_answered (ask_t *ask, wl_arena_t *arena, wl_rpc_reply_t *ret)
{
    for (;;) {
        rpc_loan_t loan;
        wl_frames_t frames;
        wl_status status = wl_rpc_pool_borrow (ask->client->pool, &ask->wish, &loan);
        if (status != WL_OK)
            return give_up (ask, status);

        rpc_outcome_t outcome = ask_replica (ask, &loan, &frames);
        if (outcome == RPC_ANSWERED) {
            WL_TRY (read_answer (&frames, arena, ret));
            ask->wish.tried |= wl_rpc_replica_bit (loan.replica);
            if (!is_refusal (ask, ret) ||
                !wl_rpc_pool_refused (ask->client->pool, &ask->wish, loan.replica))
                return WL_OK;
        } else {
            note_failure (ask, &loan, outcome);
            if (ask->in_doubt && !ask->wish.repeatable)
                return give_up (ask, WL_DEADLINE_EXCEEDED);
        }
        count (&ask->client->retried);
    }
}

wl_status
wl_rpc_client_call (wl_rpc_client_t *self, const char *target, const Bus__RequestHeader *header,
                    const void *payload, size_t payload_length, bool repeatable, wl_arena_t *arena,
                    wl_rpc_reply_t *ret)
{
    rpc_target_t *found = wl_rpc_pool_target (self->pool, target);
    wl_time_t now = wl_monotonic ();
    wl_time_t deadline = now + header->timeout_ms * WL_MILLISECOND;

    if (found == NULL)
        return WL_NOT_FOUND;
    if (payload_length > WL_BUS_MESSAGE_MAX ||
        protobuf_c_message_get_packed_size (&header->base) > WL_CALL_HEADER_MAX)
        return WL_INVALID_ARGUMENT;
    count (&self->calls);

    ask_t ask = {
        .client = self,
        .header = header,
        .payload = payload,
        .payload_length = payload_length,
        .id = atomic_fetch_add_explicit (&self->next_id, 1, memory_order_relaxed),
        .wish = {
            .target = found,
            .deadline = deadline,
            .patience = deadline < now + PATIENCE ? deadline : now + PATIENCE,
            .repeatable = repeatable,
        },
    };
    return ask_until_answered (&ask, arena, ret);
}

wl_rpc_client_counters_t
wl_rpc_client_counters (wl_rpc_client_t *self)
{
    rpc_pool_counters_t pool = wl_rpc_pool_counters (self->pool);

    return (wl_rpc_client_counters_t){
        .calls = atomic_load (&self->calls),
        .retried = atomic_load (&self->retried),
        .timed_out = atomic_load (&self->timed_out),
        .set_aside = pool.set_aside,
        .late_replies = atomic_load (&self->late_replies),
        .in_flight = pool.lent,
    };
}
