#include "sending.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "gather.h"
#include "outgoing.h"
#include "store_dispatch.h"

enum {
    BATCH = 250,
    BATCHES = MAILER_CONNECTIONS_MAX + 1,
    BATCH_BYTES = 16 << 20,
    WAIT_MS = 100,
    RECORD_TRIES = 5,
    COUNT_MOST = 100000
};

/* A letter is not started when it could outlive its lease, which is the time that one letter may
 * take and this. What a dead process held waits as long, so it is short. */
static const wl_time_t START_WINDOW = 30 * WL_SECOND;
static const wl_time_t GATHERING = 4 * WL_MILLISECOND;
static const wl_time_t IDLE_PAUSE = 250 * WL_MILLISECOND;
static const wl_time_t COUNT_EVERY = 15 * WL_SECOND;

/* Letters claimed together. A batch is in use until its last letter ended: one that hangs holds its
 * own batch and nobody else's. */
typedef struct batch {
    wl_arena_t *arena;
    outgoing_t letters[BATCH];
    size_t count, started, ended;
    wl_time_t lease;
} batch_t;

struct sender {
    mailer_t *mailer;
    pace_t *pace;
    char *from;
    wl_time_t give_up, letter_time;
    outgoing_keys_t keys;
    batch_t *batches[BATCHES]; /* made when first needed */
    batch_t *open;             /* the one whose letters are being started */
    int faults;                /* failures of the server in a row */
    wl_time_t rests_until;
    wl_time_t counted; /* monotonic: when the queue was counted last */
};

sender_t *
sender_new (const sender_options_t *options, wl_error_t *error)
{
    sender_t *self = calloc (1, sizeof *self);
    const char *bad = "";

    if (self == NULL)
        abort ();
    self->pace = pace_new (options->pace, options->share, &bad);
    if (self->pace == NULL) {
        wl_error_set (error, WL_INVALID_ARGUMENT, "pace",
                      "smtp.pace cannot be read from \"%s\" on: it is like \"*=50 gmail.com=10\", "
                      "letters a second",
                      bad);
        free (self);
        return NULL;
    }
    self->mailer = mailer_new (&options->mailer);
    self->from = strdup (options->mailer.from);
    self->give_up = options->give_up;
    self->letter_time = options->mailer.timeout_s * WL_SECOND;
    return self;
}

void
sender_destroy (sender_t **self_p)
{
    sender_t *self = *self_p;

    if (self == NULL)
        return;
    mailer_destroy (&self->mailer);
    pace_destroy (&self->pace);
    for (int i = 0; i < BATCHES; i++)
        if (self->batches[i] != NULL) {
            wl_arena_destroy (&self->batches[i]->arena);
            free (self->batches[i]);
        }
    free (self->from);
    free (self);
    *self_p = NULL;
}

/* ---- batches ---- */

static bool
batch_is_free (const batch_t *batch)
{
    return batch->ended == batch->count;
}

static batch_t *
find_batch (sender_t *self)
{
    for (int i = 0; i < BATCHES; i++) {
        if (self->batches[i] == NULL) {
            self->batches[i] = calloc (1, sizeof **self->batches);
            if (self->batches[i] == NULL)
                return NULL;
            self->batches[i]->arena = wl_arena_new (BATCH_BYTES);
        }
        if (batch_is_free (self->batches[i]))
            return self->batches[i];
    }
    return NULL;
}

/* ---- from the queue ---- */

/* Letters that need no server: nobody to write to, or an address that mail does not reach. */
static wl_status
take_out_suppressed (wl_request_t *req, batch_t *batch, recorded_t *recorded)
{
    wl_bytes_t *hashes = wl_arena_array (wl_arena (req), batch->count, sizeof *hashes);
    bool *hit = wl_arena_array (wl_arena (req), batch->count, sizeof *hit);
    size_t kept = 0;

    for (size_t i = 0; i < batch->count; i++)
        hashes[i] = (wl_bytes_t){ batch->letters[i].hash, ADDRESS_HASH };
    WL_TRY (store_find_suppressed (req, hashes, batch->count, hit));
    for (size_t i = 0; i < batch->count; i++) {
        const outgoing_t *letter = &batch->letters[i];
        if (*letter->mail.to == '\0')
            recorded_add (recorded, letter, NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE,
                          "the account or the text is gone", 0);
        else if (hit[i])
            recorded_add (recorded, letter, NOTIFICATION__DISPATCH_STATE__SUPPRESSED,
                          "the address is on the suppression list", 0);
    }
    /* What was recorded points into its letters, so it is written before they move. */
    recorded_write (req, recorded);
    for (size_t i = 0; i < batch->count; i++)
        if (!hit[i] && *batch->letters[i].mail.to != '\0')
            batch->letters[kept++] = batch->letters[i];
    batch->count = kept;
    return WL_OK;
}

static wl_status
ask_contacts (wl_request_t *req, const store_dispatch_t *list, size_t count,
              const Gateway__GetContactsResponse **ret)
{
    id_set_t *users = id_set_new (wl_arena (req));

    for (size_t i = 0; i < count; i++)
        if (*list[i].message.email == '\0')
            id_set_add (users, list[i].message.user_id);
    return gather_contacts (req, users, ret);
}

static wl_status
give_back (wl_request_t *req, const store_dispatch_t *list, size_t count, wl_time_t ready)
{
    recorded_t back = recorded_new (wl_arena (req), count);

    back.tries.tried = false;
    for (size_t i = 0; i < count; i++) {
        back.tries.ids[i] = list[i].id;
        back.tries.ready[i] = ready;
    }
    back.tries.count = count;
    wl_db_begin (wl_db (req));
    store_record_tries (req, &back.tries);
    return wl_db_commit (wl_db (req));
}

/* Fills a free batch from the queue; self->open stays NULL when nothing is due. */
static wl_status
open_batch (wl_request_t *req, sender_t *self)
{
    batch_t *batch = find_batch (self);
    wl_time_t now = wl_clock_now (&wl_clock_system);
    const Gateway__GetContactsResponse *contacts;
    store_dispatch_t *list;
    size_t count;
    wl_status status;

    if (batch == NULL)
        return WL_OK;
    wl_arena_reset (batch->arena);
    batch->count = batch->started = batch->ended = 0;
    batch->lease = now + self->letter_time + START_WINDOW;
    wl_db_begin (wl_db (req));
    WL_TRY (outgoing_load_keys (req, &self->keys));
    WL_TRY (store_claim_dispatches (req, NOTIFICATION__CHANNEL__E_MAIL, now, batch->lease, BATCH,
                                    &list, &count));
    WL_TRY (wl_db_commit (wl_db (req)));
    if (count == 0)
        return WL_OK;
    status = ask_contacts (req, list, count, &contacts);
    if (status != WL_OK) {
        WL_TRY (
            give_back (req, list, count, now + smtp_pause (SMTP_SERVER, 1, randombytes_random ())));
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        outgoing_make (req, &self->keys, self->from, &list[i], contacts, batch->arena,
                       &batch->letters[i]);
        batch->letters[i].batch = batch;
    }
    recorded_t gone = recorded_new (wl_arena (req), count);
    batch->count = count;
    wl_db_begin (wl_db (req));
    status = take_out_suppressed (req, batch, &gone);
    if (status == WL_OK)
        status = wl_db_commit (wl_db (req));
    if (status != WL_OK)
        batch->count = 0; /* the lease brings them back */
    self->open = batch->count > 0 ? batch : NULL;
    return status;
}

/* ---- onto the connections ---- */

typedef struct returned {
    size_t places[BATCH];
    wl_time_t ready[BATCH];
    size_t count;
} returned_t;

/* Letters that are not to be started go back to the queue, each for its own time. */
static wl_status
return_letters (wl_request_t *req, batch_t *batch, const returned_t *returned)
{
    recorded_t back = recorded_new (wl_arena (req), returned->count);

    if (returned->count == 0)
        return WL_OK;
    back.tries.tried = false;
    back.tries.count = returned->count;
    for (size_t i = 0; i < returned->count; i++) {
        back.tries.ids[i] = batch->letters[returned->places[i]].dispatch_id;
        back.tries.ready[i] = returned->ready[i];
    }
    batch->ended += returned->count;
    wl_db_begin (wl_db (req));
    store_record_tries (req, &back.tries);
    return wl_db_commit (wl_db (req));
}

/* The mail carries the context on, so that a relay's log may name the trace. */
static void
begin_span (wl_request_t *req, outgoing_t *letter)
{
    const notification_t *state = wl_state (req);

    wl_span_begin (state->spans, letter->trace, 0, &letter->span);
    letter->mail.trace = letter->span.recorded ? letter->span.context : NULL;
}

/* The try, not the letter: one that is tried again has several. */
static void
end_span (wl_request_t *req, const outgoing_t *letter, smtp_fate_t fate)
{
    const notification_t *state = wl_state (req);
    wl_span_facts_t facts = { .kind = WL_SPAN_CLIENT,
                              .system = "mail",
                              .service = "notification",
                              .name = "mail",
                              .status = fate == SMTP_TAKEN ? NULL : "not-taken" };

    wl_span_end (state->spans, &letter->span, &facts);
}

/* Starts what may start now. `closing`: everything else goes back to the queue. */
static wl_status
start_letters (wl_request_t *req, sender_t *self, bool closing)
{
    batch_t *batch = self->open;
    wl_time_t now = wl_clock_now (&wl_clock_system);
    returned_t *back;

    if (batch == NULL)
        return WL_OK;
    back = wl_arena_alloc (wl_arena (req), sizeof *back);
    closing |= now + self->letter_time > batch->lease || self->rests_until > now;
    while (batch->started < batch->count && (closing || mailer_free (self->mailer) > 0)) {
        outgoing_t *letter = &batch->letters[batch->started];
        const char *domain = mail_domain (letter->mail.to);
        if (closing || !pace_take (self->pace, domain, now)) {
            back->places[back->count] = batch->started++;
            back->ready[back->count++] = !closing ? pace_later (self->pace, domain, now)
                                         : self->rests_until > now ? self->rests_until
                                                                   : now;
            continue;
        }
        begin_span (req, letter);
        if (!mailer_start (self->mailer, &letter->mail, batch->arena, letter))
            break;
        batch->started++;
    }
    if (batch->started == batch->count)
        self->open = NULL;
    return return_letters (req, batch, back);
}

/* ---- what the server said ---- */

static void
judge_letter (wl_request_t *req, const sender_t *self, const outgoing_t *letter,
              const mailer_result_t *result, recorded_t *recorded)
{
    wl_time_t now = wl_clock_now (&wl_clock_system);
    wl_time_t first = letter->first_try_at == 0 ? now : letter->first_try_at;
    const char *answer = wl_text_copy (wl_arena (req), result->answer);
    bool given_up = result->fate == SMTP_REFUSED || now - first > self->give_up;

    if (result->fate == SMTP_TAKEN) {
        recorded_add (recorded, letter, NOTIFICATION__DISPATCH_STATE__DELIVERED, answer, 0);
    } else if (!given_up) {
        recorded_add (recorded, letter, NOTIFICATION__DISPATCH_STATE__PENDING, answer,
                      now + smtp_pause (result->fate, letter->attempts + 1, randombytes_random ()));
    } else {
        /* The answer may quote the address, so it stays in the row. */
        wl_log (WL_LOG_ERROR, NULL, "letter not delivered",
                WL_LOG_TEXT ("message", letter->message_id),
                WL_LOG_TEXT ("template", letter->template), WL_LOG_NUMBER ("code", result->code),
                WL_LOG_TEXT ("enhanced_status", result->status),
                WL_LOG_NUMBER ("attempts", letter->attempts + 1));
        recorded_add (recorded, letter, NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE, answer, 0);
        if (smtp_address_is_dead (result->status))
            store_suppress (req, (wl_bytes_t){ letter->hash, ADDRESS_HASH }, "refused", answer,
                            letter->dispatch_id);
    }
}

static void
judge_server (sender_t *self, const mailer_result_t *result)
{
    wl_time_t now = wl_clock_now (&wl_clock_system);

    if (result->fate != SMTP_SERVER) {
        self->faults = 0;
        self->rests_until = 0;
        return;
    }
    /* What was on its way already when the rest began says nothing new about the server. */
    if (now < self->rests_until)
        return;
    self->rests_until = now + smtp_rest (++self->faults, randombytes_random ());
    if (self->faults == 2 || self->faults % 20 == 0)
        wl_log (WL_LOG_WARN, NULL, "the mail server fails, sending rests",
                WL_LOG_NUMBER ("code", result->code), WL_LOG_NUMBER ("faults", self->faults),
                WL_LOG_TEXT ("why", result->code == 0 ? result->answer : ""));
}

static void
measure (const notification_t *state, const mailer_result_t *result)
{
    const outgoing_t *letter = result->letter;

    wl_counter_add (state->mail_tries[result->fate], 1);
    if (result->fate == SMTP_TAKEN)
        wl_histogram_observe (state->mail_seconds,
                              wl_clock_now (&wl_clock_system) - letter->mail.date);
}

/* How many letters wait: one thread counts for all, and not beyond what tells a rush from a day. */
static wl_status
count_waiting (wl_request_t *req, sender_t *self, unsigned thread)
{
    const notification_t *state = wl_state (req);
    wl_time_t now = wl_monotonic ();
    uint64_t count;

    wl_gauge_set (state->mail_rests, self->rests_until > wl_clock_now (&wl_clock_system) ? 1 : 0);
    if (thread != 0 || (self->counted != 0 && now - self->counted < COUNT_EVERY))
        return WL_OK;
    self->counted = now;
    WL_TRY (store_count_dispatches (req, NOTIFICATION__CHANNEL__E_MAIL, COUNT_MOST, &count));
    wl_gauge_set (state->mail_waiting, (double) count);
    return WL_OK;
}

static wl_status
record_results (wl_request_t *req, const sender_t *self, const mailer_result_t *results,
                size_t count)
{
    recorded_t recorded = recorded_new (wl_arena (req), count);

    wl_db_begin (wl_db (req));
    for (size_t i = 0; i < count; i++)
        judge_letter (req, self, results[i].letter, &results[i], &recorded);
    recorded_write (req, &recorded);
    return wl_db_commit (wl_db (req));
}

/* The first letter that ends waits a moment for the others: one commit for all of them costs as
 * much as for one, and there is nothing else that a letter costs so much. */
static size_t
wait_for_some (sender_t *self, int timeout_ms, mailer_result_t *results)
{
    size_t count = mailer_wait (self->mailer, timeout_ms, results, MAILER_CONNECTIONS_MAX);
    wl_time_t until = wl_monotonic () + GATHERING;

    while (count > 0 && mailer_busy (self->mailer) > 0 && wl_monotonic () < until)
        count += mailer_wait (self->mailer, 1, results + count, MAILER_CONNECTIONS_MAX - count);
    return count;
}

static batch_t *
batch_of (const mailer_result_t *result)
{
    const outgoing_t *letter = result->letter;

    return letter->batch;
}

/* Waits for letters to end, and writes down at once what became of them. */
static wl_status
collect (wl_request_t *req, sender_t *self, int timeout_ms)
{
    mailer_result_t *results;
    wl_status status = WL_OK;
    size_t count;

    if (mailer_busy (self->mailer) == 0)
        return WL_OK;
    results = wl_arena_array (wl_arena (req), MAILER_CONNECTIONS_MAX, sizeof *results);
    count = wait_for_some (self, timeout_ms, results);
    for (size_t i = 0; i < count; i++) {
        measure (wl_state (req), &results[i]);
        end_span (req, results[i].letter, results[i].fate);
        judge_server (self, &results[i]);
    }
    for (int tries = 0; count > 0 && tries < RECORD_TRIES; tries++) {
        status = record_results (req, self, results, count);
        if (status == WL_OK || !wl_db_may_retry (wl_db (req)))
            break;
        wl_db_rollback (wl_db (req));
        if (wl_db_connect (wl_db (req)) != WL_OK)
            break;
    }
    for (size_t i = 0; i < count; i++)
        batch_of (&results[i])->ended++;
    return status;
}

/* ---- turns ---- */

static wl_status
run_turn (wl_request_t *req, sender_t *self, bool *ret_worked)
{
    bool ending = wl_job_ends (req);

    if (!ending && self->open == NULL && mailer_free (self->mailer) > 0 &&
        wl_clock_now (&wl_clock_system) >= self->rests_until)
        WL_TRY (open_batch (req, self));
    WL_TRY (start_letters (req, self, ending));
    *ret_worked = self->open != NULL || mailer_busy (self->mailer) > 0;
    return collect (req, self, WAIT_MS);
}

/* The last turn waits until every letter on its way has ended and is written down. */
static wl_status
finish (wl_request_t *req, sender_t *self)
{
    WL_TRY (start_letters (req, self, true));
    while (mailer_busy (self->mailer) > 0)
        WL_TRY (collect (req, self, WAIT_MS));
    return WL_OK;
}

wl_status
sending_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause)
{
    notification_t *state = wl_state (req);
    sender_t *self = state->senders[thread];
    bool worked = false;

    if (wl_job_ends (req))
        return finish (req, self);
    WL_TRY (count_waiting (req, self, thread));
    WL_TRY (run_turn (req, self, &worked));
    *ret_pause = worked ? 0 : IDLE_PAUSE;
    return WL_OK;
}
