#include "audit.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/uuid.h"
#include "call.h"
#include "gateway.contract.h"
#include "message/message.h"

enum { BATCH_MAX = 500, BATCH_BYTES = 8 << 20 };

/* On the stack of the thread that waits. */
typedef struct waiting {
    struct waiting *next;
    Gateway__AuditEntry *entry;
    wl_status status;
    bool done;
} waiting_t;

struct audit {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    /* Of the batch that is under way: a request's own might raise and leave the others waiting. */
    wl_arena_t *arena;
    waiting_t *first, **end;
    bool under_way; /* a batch is */
};

audit_t *
audit_new (void)
{
    audit_t *self = calloc (1, sizeof *self);

    if (!self)
        abort ();
    pthread_mutex_init (&self->lock, NULL);
    pthread_cond_init (&self->moved, NULL);
    self->end = &self->first;
    self->arena = wl_arena_new (BATCH_BYTES);
    return self;
}

void
audit_destroy (audit_t **self_p)
{
    if (!*self_p)
        return;
    wl_arena_destroy (&(*self_p)->arena);
    pthread_cond_destroy (&(*self_p)->moved);
    pthread_mutex_destroy (&(*self_p)->lock);
    free (*self_p);
    *self_p = NULL;
}

/* ---- one batch ---- */

/* Takes at most BATCH_MAX out of the queue. */
static size_t
take (audit_t *self, waiting_t **ret)
{
    size_t count = 0;

    *ret = self->first;
    while (count < BATCH_MAX && self->first) {
        self->first = self->first->next;
        count++;
    }
    if (!self->first)
        self->end = &self->first;
    return count;
}

/* As this service, without the person; with a key of its own, so that the bus may repeat it. */
static wl_status
send_batch (const exchange_t *exchange, wl_arena_t *arena, const waiting_t *batch, size_t count)
{
    const wl_method_t *method = wl_contract_method ("gateway", "RecordAudit");
    Gateway__RecordAuditRequest in = GATEWAY__RECORD_AUDIT_REQUEST__INIT;
    Bus__RequestHeader header = exchange->header;
    wl_uuid_t key = wl_uuid_new (exchange->request->received_at);
    ProtobufCMessage *out;
    wl_error_t error;
    uint32_t retry_after;

    in.entries = wl_arena_array (arena, count, sizeof *in.entries);
    for (; in.n_entries < count; batch = batch->next)
        in.entries[in.n_entries++] = batch->entry;
    header.service = wl_text_copy (arena, method->service);
    header.method = wl_text_copy (arena, method->name);
    header.actor = NULL;
    header.idempotency_key = wl_arena_alloc (arena, WL_UUID_TEXT);
    wl_uuid_format (&key, header.idempotency_key);
    wl_error_init (&error, arena);
    return call_method (exchange->gateway->client, method, &header, &in.base, arena, &out, &error,
                        &retry_after);
}

static void
finish (waiting_t *batch, size_t count, wl_status status)
{
    while (count-- > 0) {
        waiting_t *next = batch->next; /* gone as soon as its thread wakes */

        batch->status = status;
        batch->done = true;
        batch = next;
    }
}

static void
bring (audit_t *self, exchange_t *exchange)
{
    waiting_t *batch;
    size_t count = take (self, &batch);
    wl_status status;

    self->under_way = true;
    pthread_mutex_unlock (&self->lock);
    wl_arena_reset (self->arena);
    status = send_batch (exchange, self->arena, batch, count);
    pthread_mutex_lock (&self->lock);
    self->under_way = false;
    finish (batch, count, status);
    pthread_cond_broadcast (&self->moved);
}

wl_status
audit_record (exchange_t *exchange, Gateway__AuditEntry *entry)
{
    audit_t *self = exchange->gateway->audit;
    waiting_t own = { .entry = entry };

    pthread_mutex_lock (&self->lock);
    *self->end = &own;
    self->end = &own.next;
    while (!own.done) {
        if (self->under_way)
            pthread_cond_wait (&self->moved, &self->lock);
        else
            bring (self, exchange);
    }
    pthread_mutex_unlock (&self->lock);
    if (own.status == WL_OK)
        return WL_OK;
    return exchange_refuse (exchange, WL_UNAVAILABLE, 0, "audit-unavailable",
                            "Nie można teraz zapisać, kto o to pyta, więc nie można odpowiedzieć. "
                            "Ponów z tym samym Idempotency-Key.",
                            "Who asks for this cannot be recorded now, so it cannot be answered. "
                            "Send it again with the same Idempotency-Key.");
}
