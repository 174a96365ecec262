/* What a peer can make the bus read before anybody knows whether it means well: the header of a
 * request, a frame of the log as either end takes it, and the operators' list of peers. The first
 * byte chooses.
 */
#include <stdlib.h>
#include <string.h>

#include "bus/log_consumer.h"
#include "bus/log_streams.h"
#include "bus/peers_file.h"
#include "bus/rpc_call.h"

enum { ARENA_BUDGET = 1024 * 1024 };

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
try_header (const uint8_t *data, size_t size)
{
    static rpc_call_t *call;
    zmq_msg_t header;

    if (call == NULL)
        call = wl_rpc_call_new ();
    if (!wl_frame_copy (&header, data, size))
        return;
    /* What was understood has a caller, and a deadline that comes. */
    if (wl_rpc_call_understand (call, &header, NULL) &&
        (strlen (call->seen.caller) >= WL_SERVICE_NAME ||
         call->seen.deadline <= call->seen.arrived))
        abort ();
    zmq_msg_close (&header);
    wl_rpc_call_clear (call);
}

static void
try_server (const Bus__LogFrame *frame)
{
    log_consumer_t *consumer = wl_log_consumer_new (0, "route", 5, "");

    if (consumer == NULL)
        return;
    if (frame->kind_case == BUS__LOG_FRAME__KIND_SUBSCRIBE)
        (void) !wl_log_consumer_subscribe (consumer, frame->subscribe);
    if (frame->kind_case == BUS__LOG_FRAME__KIND_CREDIT)
        wl_log_consumer_credit (consumer, frame->credit);
    if (consumer->credit > WL_LOG_CREDIT_MAX)
        abort ();
    wl_log_consumer_destroy (&consumer);
}

static void
try_client (const Bus__LogFrame *frame)
{
    log_streams_t *streams = calloc (1, sizeof *streams);

    if (streams == NULL)
        return;
    if (frame->kind_case == BUS__LOG_FRAME__KIND_ENTRIES)
        (void) !wl_log_streams_advance (streams, frame->entries);
    if (frame->kind_case == BUS__LOG_FRAME__KIND_HEADS)
        (void) !wl_log_streams_heads (streams, frame->heads);
    (void) wl_log_streams_behind (streams);
    free (streams);
}

static void
try_log (const uint8_t *data, size_t size)
{
    wl_arena_t *arena = wl_arena_new (ARENA_BUDGET);
    const Bus__LogFrame *frame = NULL;
    zmq_msg_t message;

    if (wl_frame_copy (&message, data, size)) {
        frame =
            (const Bus__LogFrame *) wl_frame_message (&message, arena, &bus__log_frame__descriptor);
        zmq_msg_close (&message);
    }
    if (frame != NULL) {
        try_server (frame);
        try_client (frame);
    }
    wl_arena_destroy (&arena);
}

static void
try_peers (const uint8_t *data, size_t size)
{
    char *text = strndup ((const char *) data, size);
    wl_peer_t *peers;
    size_t count;

    if (text != NULL && wl_peers_parse (text, &peers, &count).status == WL_OK)
        free (peers);
    free (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    switch (data[0] % 3) {
    case 0:
        try_header (data + 1, size - 1);
        break;
    case 1:
        try_log (data + 1, size - 1);
        break;
    default:
        try_peers (data + 1, size - 1);
        break;
    }
    return 0;
}
