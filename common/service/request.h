/* What a handler has in its hands: one request, one transaction, one arena.
 *
 * Before a handler runs, the runtime has checked access, validated the message, opened the
 * transaction (lazily) and looked whether the command was done before. After it, the runtime sends
 * events and timers with COMMIT, keeps the reply under the idempotency key, and answers. A handler
 * returns WL_OK or a status with its reason set by wl_fail; then nothing of it stays. It may be run
 * again from the start when the database asks for it, so it touches nothing outside but through
 * wl_call of queries.
 *
 * Request, event and timer handlers all get the same wl_request_t. It belongs to one worker thread.
 */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "db/db.h"
#include "db/event_log.h"
#include "message/contract.h"
#include "message/message.h"

typedef struct wl_request wl_request_t;

typedef wl_status
wl_handler_t (wl_request_t *req, const ProtobufCMessage *in, ProtobufCMessage *out);

/* Generated for each service: its contract and one handler per method, in the same order. */
typedef struct wl_service_handlers {
    const wl_service_contract_t *contract;
    wl_handler_t *const *handlers;
} wl_service_handlers_t;

wl_arena_t *wl_arena (wl_request_t *req);
wl_db_t *wl_db (wl_request_t *req);
/* The service's own state, as its `start` made it. */
void *wl_state (wl_request_t *req);

/* ---- who and when ---- */

/* The account that asks; "" when nobody is signed in or no person is behind the call. */
const char *wl_user (wl_request_t *req);
/* The session that asks, "" if none. */
const char *wl_session (wl_request_t *req);
/* The caller as the gateway asserts it, NULL if nobody is signed in; for what no other question
 * here answers. */
const struct Bus__Actor *wl_actor (wl_request_t *req);
/* Whether the caller has the role in this region (a grant for "*" counts), for the programme of
 * what the request names: the runtime found it (wl_programme_key_t), and a grant for another
 * programme does not count. NULL: in any region. SIGNED_IN and PUBLIC need no region. */
WL_MUST_CHECK bool wl_has_role (wl_request_t *req, wl_role_t role, const char *region);
/* The regions of the caller's grants of this role, for "= ANY ($n)"; "*" means all. Of grants for
 * that programme or for all, as above. */
void
wl_role_regions (wl_request_t *req, wl_role_t role, const char *const **ret, size_t *ret_count);
/* Every grant of this role as "programme/region", each "*" for all: for WL_SQL_REACHED, where a
 * list goes across programmes. */
void wl_role_scopes (wl_request_t *req, wl_role_t role, const char *const **ret, size_t *ret_count);
/* The programmes of every grant of this role, "*" for all: for WL_SQL_OF_PROGRAMME. */
void
wl_role_programmes (wl_request_t *req, wl_role_t role, const char *const **ret, size_t *ret_count);
/* Whether an object of the programme (a uuid, or null) and region is within the scopes in parameter
 * `n`; and whether one of the programme is, whatever its region. */
#define WL_SQL_REACHED(programme, region, n)                                    \
    "(array['*/*', '*/' || " region ", " programme "::text || '/*', " programme \
    "::text || '/' || " region "] && " n "::text[])"
#define WL_SQL_OF_PROGRAMME(programme, n) \
    "('*' = any (" n "::text[]) or " programme "::text = any (" n "::text[]))"
/* The service that calls without a person, "" otherwise. */
const char *wl_caller (wl_request_t *req);
/* Whether the key that the request came with is for this region. True for all that does not come
 * over the network. A method that partners' sites may ask (`sites`) asks it of what it is about. */
WL_MUST_CHECK bool wl_may_region (wl_request_t *req, const char *region);
/* The public key that the request came with, "" when it did not come over the network. */
const char *wl_caller_key (wl_request_t *req);
/* The idempotency key that the act came with, "" if none. */
const char *wl_request_key (wl_request_t *req);
/* The moment of the act: when the gateway held the whole request; of an event: when its act
 * happened; of a timer: when it was due or ran. Deadlines are judged by it. */
wl_time_t wl_now (wl_request_t *req);
/* The W3C traceparent of what goes on now, where it is recorded (span.h); else "". */
const char *wl_trace (wl_request_t *req);
const char *wl_locale (wl_request_t *req); /* "pl" or "en" */

/* ---- many at once ---- */

/* Runs the service's method `name` (a command) for each item, in the order of the list and in this
 * request's transaction. An item that is refused does nothing and leaves the others be; its outcome
 * has the problem. What is broken on our side fails the whole, which has then done nothing. At most
 * 50 items (wl_db_savepoint). `items` is the request's repeated field. */
struct Wlacznik__ItemOutcomes;
WL_MUST_CHECK wl_status wl_items_run (wl_request_t *req, const char *name,
                                      const ProtobufCMessage *const *items, size_t count,
                                      struct Wlacznik__ItemOutcomes *ret);

/* ---- failing ---- */

/* Says why in both languages; `reason` is stable and in kebab-case, and becomes the problem's type.
 * The text says what is wrong and what to do, and names no person. Returns `status`. */
wl_status
wl_fail (wl_request_t *req, wl_status status, const char *reason, const char *pl, const char *en);
/* The same with one %s-style format per language and the same arguments. */
wl_status
wl_failf (wl_request_t *req, wl_status status, const char *reason, const char *pl, const char *en,
          ...) __attribute__ ((format (printf, 4, 6), format (printf, 5, 6)));
/* Adds a bad field (JSON path of the request); always WL_INVALID_ARGUMENT. */
wl_status wl_fail_field (wl_request_t *req, const char *field, const char *code, const char *pl,
                         const char *en);
/* With a failure: after what time it is worth asking again. */
void wl_retry_after (wl_request_t *req, wl_time_t wait);
/* For pure rules that add fields themselves. */
wl_error_t *wl_request_error (wl_request_t *req);
/* How the request is refused if it turns out to want more memory than one may have, or if its
 * answer is longer than the bus carries; unless told, with a sentence that fits any. The texts are
 * constants. Whatever it did is then undone. */
void wl_when_too_large (wl_request_t *req, wl_status status, const char *reason, const char *pl,
                        const char *en);
/* Refuses it so, for handlers that see it coming. */
wl_status wl_too_large (wl_request_t *req);
/* Bytes that an answer may have. */
size_t wl_answer_most (void);

/* ---- what the arena cannot free ---- */

enum { WL_HELD_MAX = 4 };

/* Gives `thing` to the request: `give_back` gets it when the handler is over, whichever way it
 * ends, also when the arena's budget is used up. At most WL_HELD_MAX things; for handlers of
 * requests. */
void wl_hold (wl_request_t *req, void *thing, void (*give_back) (void *thing));

/* ---- effects of this transaction ---- */

/* Adds an event to the stream of `region`. `event` is a message with (wlacznik.event). */
void wl_emit (wl_request_t *req, const char *region, const char *aggregate_id,
              const ProtobufCMessage *event);
/* Adds an event that another node of ours told, as it was told: its type, moment and trace. */
void wl_emit_told (wl_request_t *req, const wl_event_t *event);
/* Sets or moves a timer of a kind that the service's table lists. */
void wl_timer_set (wl_request_t *req, const char *kind, const char *key, wl_time_t due,
                   const ProtobufCMessage *payload);
void wl_timer_cancel (wl_request_t *req, const char *kind, const char *key);
/* Says that the service's jobs have something to do once this commits. */
void wl_wake_jobs (wl_request_t *req);

/* ---- asking other services ---- */

/* Asks another service as this service, without the person; waits at most 5 s and not past the
 * request's own deadline.
 * The reply lives in the arena. On failure the other service's reason is set. */
WL_MUST_CHECK wl_status wl_call (wl_request_t *req, const wl_method_t *method,
                                 const ProtobufCMessage *in, ProtobufCMessage **ret);

/* The same of another node than the one that goes by the service's name: `target` is a <name> of
 * the settings services.<name>. */
WL_MUST_CHECK wl_status wl_call_at (wl_request_t *req, const char *target,
                                    const wl_method_t *method, const ProtobufCMessage *in,
                                    ProtobufCMessage **ret);

/* ---- paging: a cursor is opaque to people and is the last key, in base64url ---- */

/* The key inside `cursor`, or NULL when it is empty; a broken one fails with field "cursor". */
WL_MUST_CHECK wl_status wl_cursor_open (wl_request_t *req, const char *cursor, char **ret_key);
char *wl_cursor_make (wl_request_t *req, const char *key);
/* `limit` of a request, or `standard` when it is 0. */
uint32_t wl_page_limit (uint32_t limit, uint32_t standard);
