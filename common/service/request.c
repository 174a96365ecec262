#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bus/socket.h"
#include "service/access.h"
#include "service/internal.h"

static const wl_time_t CALL_TIMEOUT = 5 * WL_SECOND;
static const wl_time_t CONNECT_PAUSE = 50 * WL_MILLISECOND;

/* ---- the request itself ---- */

void
wl_request_init (wl_request_t *req, wl_daemon_t *daemon, wl_arena_t *arena, wl_db_t *db)
{
    *req = (wl_request_t){ .daemon = daemon,
                           .arena = arena,
                           .db = db,
                           .programme = "",
                           .caller = "",
                           .locale = "pl",
                           .trace = "",
                           .seed = "",
                           .now = wl_clock_now (&wl_clock_system),
                           .deadline = wl_monotonic () + 30 * WL_SECOND };
    wl_error_init (&req->error, arena);
}

void
wl_hold (wl_request_t *req, void *thing, void (*give_back) (void *thing))
{
    assert (req->held_count < WL_HELD_MAX);
    req->held[req->held_count++] = (wl_held_t){ thing, give_back };
}

void
wl_request_give_back (wl_request_t *req)
{
    while (req->held_count > 0) {
        wl_held_t *last = &req->held[--req->held_count];
        last->give_back (last->thing);
    }
}

void
wl_request_committed (wl_request_t *req)
{
    if (req->emitted && req->daemon->sequencer != NULL)
        wl_sequencer_loop_committed (req->daemon->sequencer);
    if (req->timer_set && req->daemon->timer_loop_count > 0)
        wl_loop_wake (wl_timer_loop_loop (req->daemon->timer_loops[0]));
    for (size_t i = 0; req->jobs_waiting && i < req->daemon->job_loop_count; i++)
        wl_loop_wake (wl_job_loop_loop (req->daemon->job_loops[i]));
    req->emitted = req->timer_set = req->jobs_waiting = false;
}

const char *
wl_trace (wl_request_t *req)
{
    return req->span.recorded ? req->span.context : "";
}

wl_arena_t *
wl_arena (wl_request_t *req)
{
    return req->arena;
}

wl_db_t *
wl_db (wl_request_t *req)
{
    return req->db;
}

void *
wl_state (wl_request_t *req)
{
    return req->daemon->state;
}

wl_error_t *
wl_request_error (wl_request_t *req)
{
    return &req->error;
}

/* ---- who and when ---- */

const char *
wl_user (wl_request_t *req)
{
    return req->actor == NULL ? "" : req->actor->user_id;
}

const char *
wl_session (wl_request_t *req)
{
    return req->actor == NULL ? "" : req->actor->session_id;
}

const struct Bus__Actor *
wl_actor (wl_request_t *req)
{
    return req->actor;
}

const char *
wl_caller (wl_request_t *req)
{
    return req->caller;
}

bool
wl_may_region (wl_request_t *req, const char *region)
{
    return req->peer == NULL || wl_peer_may_region (req->peer, region);
}

const char *
wl_caller_key (wl_request_t *req)
{
    return req->peer == NULL ? "" : req->peer->public_key;
}

const char *
wl_request_key (wl_request_t *req)
{
    return req->seed;
}

wl_time_t
wl_now (wl_request_t *req)
{
    return req->now;
}

const char *
wl_locale (wl_request_t *req)
{
    return req->locale;
}

bool
wl_has_role (wl_request_t *req, wl_role_t role, const char *region)
{
    return wl_actor_has_role (req->actor, role, req->programme, region);
}

void
wl_role_regions (wl_request_t *req, wl_role_t role, const char *const **ret, size_t *ret_count)
{
    size_t most = req->actor == NULL ? 0 : req->actor->n_grants;
    const char **regions = wl_arena_array (req->arena, most + 1, sizeof *regions);
    size_t count = 0;

    for (size_t i = 0; i < most; i++) {
        const Bus__Grant *grant = req->actor->grants[i];
        if ((int) grant->role != (int) role)
            continue;
        if (wl_text_empty (grant->programme_id) ||
            wl_text_equal (grant->programme_id, req->programme))
            regions[count++] = grant->region;
    }
    *ret = regions;
    *ret_count = count;
}

void
wl_role_scopes (wl_request_t *req, wl_role_t role, const char *const **ret, size_t *ret_count)
{
    size_t most = req->actor == NULL ? 0 : req->actor->n_grants;
    const char **scopes = wl_arena_array (req->arena, most + 1, sizeof *scopes);
    size_t count = 0;

    for (size_t i = 0; i < most; i++) {
        const Bus__Grant *grant = req->actor->grants[i];
        if ((int) grant->role == (int) role)
            scopes[count++] = wl_text_printf (
                req->arena, "%s/%s",
                wl_text_empty (grant->programme_id) ? "*" : grant->programme_id, grant->region);
    }
    *ret = scopes;
    *ret_count = count;
}

void
wl_role_programmes (wl_request_t *req, wl_role_t role, const char *const **ret, size_t *ret_count)
{
    size_t most = req->actor == NULL ? 0 : req->actor->n_grants;
    const char **programmes = wl_arena_array (req->arena, most + 1, sizeof *programmes);
    size_t count = 0;

    for (size_t i = 0; i < most; i++) {
        const Bus__Grant *grant = req->actor->grants[i];
        if ((int) grant->role == (int) role)
            programmes[count++] = wl_text_empty (grant->programme_id) ? "*" : grant->programme_id;
    }
    *ret = programmes;
    *ret_count = count;
}

/* ---- failing ---- */

static bool
english (const wl_request_t *req)
{
    return wl_text_equal (req->locale, "en");
}

wl_status
wl_fail (wl_request_t *req, wl_status status, const char *reason, const char *pl, const char *en)
{
    return wl_error_set (&req->error, status, reason, "%s", english (req) ? en : pl);
}

wl_status
wl_failf (wl_request_t *req, wl_status status, const char *reason, const char *pl, const char *en,
          ...)
{
    const char *text;
    va_list args;

    va_start (args, en);
    text = wl_text_vprintf (req->arena, english (req) ? en : pl, args);
    va_end (args);
    return wl_error_set (&req->error, status, reason, "%s", text);
}

wl_status
wl_fail_field (wl_request_t *req, const char *field, const char *code, const char *pl,
               const char *en)
{
    wl_error_add_field (&req->error, field, code, "%s", english (req) ? en : pl);
    return WL_INVALID_ARGUMENT;
}

void
wl_retry_after (wl_request_t *req, wl_time_t wait)
{
    req->retry_after_s = (uint32_t) ((wait + WL_SECOND - 1) / WL_SECOND);
}

void
wl_when_too_large (wl_request_t *req, wl_status status, const char *reason, const char *pl,
                   const char *en)
{
    req->too_large.status = status;
    req->too_large.reason = reason;
    req->too_large.pl = pl;
    req->too_large.en = en;
}

size_t
wl_answer_most (void)
{
    return WL_BUS_MESSAGE_MAX;
}

wl_status
wl_too_large (wl_request_t *req)
{
    if (req->too_large.reason == NULL)
        return WL_RESOURCE_EXHAUSTED;
    return wl_fail (req, req->too_large.status, req->too_large.reason, req->too_large.pl,
                    req->too_large.en);
}

wl_status
wl_request_pack_answer (wl_request_t *req, const ProtobufCMessage *out, wl_bytes_t *ret)
{
    uint8_t *bytes;

    if (protobuf_c_message_get_packed_size (out) > wl_answer_most ())
        return wl_too_large (req);
    wl_message_pack (req->arena, out, &bytes, &ret->length);
    ret->data = bytes;
    return WL_OK;
}

/* A status that nobody explained still gets a sentence: people must never see a bare code. */
static void
explain (wl_request_t *req, wl_status status)
{
    switch (status) {
    case WL_NOT_FOUND:
        wl_fail (req, status, "not-found",
                 "Nie ma tego, o co pytasz, albo nie masz do tego dostępu.",
                 "What you asked for does not exist, or you have no access to it.");
        break;
    case WL_UNAUTHENTICATED:
        wl_fail (req, status, "sign-in-needed", "Zaloguj się, żeby to zrobić.",
                 "Sign in to do this.");
        break;
    case WL_PERMISSION_DENIED:
        wl_fail (req, status, "not-allowed", "Twoje konto nie ma roli, która na to pozwala.",
                 "Your account has no role that allows this.");
        break;
    case WL_ABORTED:
        wl_fail (req, status, "changed-meanwhile",
                 "Ktoś zmienił to w międzyczasie. Odśwież stronę i spróbuj jeszcze raz.",
                 "Somebody changed this meanwhile. Load it again and try once more.");
        break;
    case WL_UNAVAILABLE:
    case WL_DEADLINE_EXCEEDED:
        wl_fail (req, status, "try-again-soon",
                 "System jest chwilowo zajęty. Nic nie zostało zmienione. Spróbuj za chwilę.",
                 "The system is busy for a moment. Nothing was changed. Try again shortly.");
        break;
    case WL_RESOURCE_EXHAUSTED:
        wl_fail (req, status, "too-large",
                 "To za dużo na jedno żądanie albo na jedną odpowiedź. Nic nie zostało zmienione. "
                 "Poproś o mniej naraz.",
                 "This is too much for one request or one answer. Nothing was changed. Ask for "
                 "less at a time.");
        break;
    case WL_INVALID_ARGUMENT:
        wl_fail (req, status, "invalid", "Żądanie jest nieprawidłowe.",
                 "The request is not valid.");
        break;
    default:
        wl_fail (req, status, "internal",
                 "Wystąpił błąd po naszej stronie. Zapisaliśmy go; spróbuj ponownie.",
                 "Something went wrong on our side. It is on record; please try again.");
        break;
    }
}

void
wl_request_reply_header (wl_request_t *req, wl_status status, Bus__ReplyHeader *ret)
{
    const wl_error_t *error = &req->error;

    bus__reply_header__init (ret);
    ret->status = (uint32_t) status;
    if (status == WL_OK)
        return;
    if (error->status != status && error->field_count == 0)
        wl_error_init (&req->error, req->arena);
    if (error->reason == NULL)
        explain (req, status);
    ret->reason = wl_text_copy (req->arena, error->reason);
    ret->text = wl_text_copy (req->arena, error->text == NULL ? "" : error->text);
    ret->retry_after_s = status == WL_UNAVAILABLE ? 1 : req->retry_after_s;
    ret->n_fields = error->field_count;
    ret->fields = wl_arena_array (req->arena, error->field_count + 1, sizeof *ret->fields);
    for (size_t i = 0; i < error->field_count; i++) {
        Bus__FieldError *field = wl_arena_alloc (req->arena, sizeof *field);
        bus__field_error__init (field);
        field->field = wl_text_copy (req->arena, error->fields[i].field);
        field->code = wl_text_copy (req->arena, error->fields[i].code);
        field->text = wl_text_copy (req->arena, error->fields[i].text);
        ret->fields[i] = field;
    }
}

/* ---- the database ---- */

wl_status
wl_request_database_failed (wl_request_t *req, wl_status status)
{
    const char *why = wl_db_error (req->db);

    /* A handler that gave its own reason knows better than SQL does. */
    if (req->error.reason != NULL || wl_text_empty (why))
        return status;
    if (status == WL_INTERNAL || status == WL_FAILED_PRECONDITION || status == WL_ALREADY_EXISTS ||
        status == WL_INVALID_ARGUMENT)
        wl_log (WL_LOG_ERROR, req->trace, "statement failed", WL_LOG_TEXT ("why", why));
    else if (status == WL_UNAVAILABLE || status == WL_DEADLINE_EXCEEDED || status == WL_ABORTED)
        wl_log (WL_LOG_WARN, req->trace, "database is away or busy", WL_LOG_TEXT ("why", why));
    return status == WL_ALREADY_EXISTS || status == WL_FAILED_PRECONDITION ? WL_INTERNAL : status;
}

wl_status
wl_request_connect (wl_request_t *req)
{
    while (!wl_db_connected (req->db)) {
        wl_status status = wl_db_connect (req->db);
        if (status == WL_OK)
            return WL_OK;
        if (wl_monotonic () + CONNECT_PAUSE >= req->deadline)
            return WL_UNAVAILABLE;
        struct timespec pause = { .tv_nsec = CONNECT_PAUSE * 1000 };
        nanosleep (&pause, NULL);
    }
    return WL_OK;
}

/* ---- effects ---- */

void
wl_emit (wl_request_t *req, const char *region, const char *aggregate_id,
         const ProtobufCMessage *event)
{
    uint8_t *bytes;
    wl_event_t entry = { .source = req->daemon->service->name,
                         .region = region,
                         .type = event->descriptor->name,
                         .aggregate = aggregate_id,
                         .at = req->now,
                         .trace = req->trace };

    wl_message_pack (req->arena, event, &bytes, &entry.payload.length);
    entry.payload.data = bytes;
    wl_event_append (req->db, &entry);
    req->emitted = true;
}

void
wl_emit_told (wl_request_t *req, const wl_event_t *event)
{
    wl_event_append (req->db, event);
    req->emitted = true;
}

void
wl_timer_set (wl_request_t *req, const char *kind, const char *key, wl_time_t due,
              const ProtobufCMessage *payload)
{
    wl_timer_put (req->db, kind, key, due, payload);
    req->timer_set |= due < wl_clock_now (&wl_clock_system) + WL_TIMER_LOOK;
}

void
wl_timer_cancel (wl_request_t *req, const char *kind, const char *key)
{
    wl_timer_delete (req->db, kind, key);
}

/* ---- asking other services ---- */

/* The same command asked again by the same act carries the same key, whatever process asks. */
static char *
command_key (wl_request_t *req, const wl_method_t *method)
{
    uint8_t digest[16];
    char *text = wl_arena_alloc (req->arena, 2 * sizeof digest + 1);
    const char *whole =
        wl_text_printf (req->arena, "%s/%s/%s.%s/%u", req->daemon->service->name, req->seed,
                        method->service, method->name, req->commands_asked++);

    crypto_generichash (digest, sizeof digest, (const uint8_t *) whole, strlen (whole), NULL, 0);
    wl_hex (digest, sizeof digest, text);
    return text;
}

static wl_status
take_over_error (wl_request_t *req, const wl_method_t *method, const Bus__ReplyHeader *header)
{
    wl_status status = (wl_status) header->status;

    wl_log (WL_LOG_WARN, req->trace, "another service refused",
            WL_LOG_TEXT ("service", method->service), WL_LOG_TEXT ("method", method->name),
            WL_LOG_TEXT ("status", wl_status_name (status)),
            WL_LOG_TEXT ("reason", header->reason));
    return wl_error_set (&req->error, status,
                         wl_text_empty (header->reason) ? "refused" : header->reason, "%s",
                         header->text);
}

wl_status
wl_call (wl_request_t *req, const wl_method_t *method, const ProtobufCMessage *in,
         ProtobufCMessage **ret)
{
    return wl_call_at (req, method->service, method, in, ret);
}

wl_status
wl_call_at (wl_request_t *req, const char *target, const wl_method_t *method,
            const ProtobufCMessage *in, ProtobufCMessage **ret)
{
    Bus__RequestHeader header = BUS__REQUEST_HEADER__INIT;
    wl_time_t left = req->deadline - wl_monotonic ();
    wl_rpc_reply_t reply;
    uint8_t *payload;
    size_t length;
    wl_status status;

    if (left > CALL_TIMEOUT)
        left = CALL_TIMEOUT;
    if (left < WL_MILLISECOND)
        return WL_DEADLINE_EXCEEDED;
    header.service = wl_text_copy (req->arena, method->service);
    header.method = wl_text_copy (req->arena, method->name);
    header.timeout_ms = (uint32_t) (left / WL_MILLISECOND);
    header.traceparent = wl_text_copy (req->arena, req->trace);
    header.locale = wl_text_copy (req->arena, req->locale);
    header.received_at = req->now;
    header.caller = wl_text_copy (req->arena, req->daemon->service->name);
    if (method->command)
        header.idempotency_key = command_key (req, method);
    wl_message_pack (req->arena, in, &payload, &length);
    status = wl_rpc_client_call (req->daemon->client, target, &header, payload, length, true,
                                 req->arena, &reply);
    if (status != WL_OK) {
        wl_log (WL_LOG_WARN, req->trace, "another service does not answer",
                WL_LOG_TEXT ("service", method->service), WL_LOG_TEXT ("method", method->name),
                WL_LOG_TEXT ("status", wl_status_name (status)));
        return status == WL_NOT_FOUND ? WL_UNAVAILABLE : status;
    }
    if (reply.header->status != WL_OK)
        return take_over_error (req, method, reply.header);
    return wl_message_unpack (req->arena, method->output, reply.payload, reply.payload_length, ret);
}

/* ---- paging ---- */

wl_status
wl_cursor_open (wl_request_t *req, const char *cursor, char **ret_key)
{
    size_t most = wl_text_empty (cursor) ? 0 : strlen (cursor);
    char *key = wl_arena_alloc (req->arena, most + 1);
    size_t length;

    *ret_key = NULL;
    if (most == 0)
        return WL_OK;
    if (sodium_base642bin ((unsigned char *) key, most, cursor, most, NULL, &length, NULL,
                           sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        !wl_utf8_valid (key, length, NULL))
        return wl_fail_field (req, "cursor", "format",
                              "To nie jest kursor z poprzedniej strony wyników.",
                              "This is not a cursor from an earlier page of results.");
    key[length] = '\0';
    *ret_key = key;
    return WL_OK;
}

char *
wl_cursor_make (wl_request_t *req, const char *key)
{
    size_t length = strlen (key);
    size_t size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *cursor = wl_arena_alloc (req->arena, size);

    sodium_bin2base64 (cursor, size, (const unsigned char *) key, length,
                       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return cursor;
}

uint32_t
wl_page_limit (uint32_t limit, uint32_t standard)
{
    return limit == 0 ? standard : limit;
}
