/* PostgreSQL through libpq: one connection per worker thread, few round trips, no surprises.
 *
 * A statement is a constant; its address is its identity, and each connection prepares it at first
 * use. Parameters and results travel in binary. BEGIN is lazy: it goes out in the same round trip
 * (pipeline) as the first statement. wl_db_defer queues statements whose result nobody needs; they
 * travel with the next statement or with COMMIT. So a command that reads one row and writes three
 * costs two round trips.
 *
 * Not thread-safe: a connection belongs to one thread. Nothing here logs.
 */
#pragma once

#include <libpq-fe.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/uuid.h"
#include "message/message.h"

typedef struct wl_db wl_db_t;

typedef struct wl_statement {
    const char *name; /* for metrics and error texts */
    const char *sql;
} wl_statement_t;

#define WL_SQL(variable, text) static const wl_statement_t variable = { #variable, text }

/* A list parameter in a statement that runs often: "id = " WL_ANY ("$1", "uuid"), "from "
 * WL_UNNEST ("$1", "uuid"), of several lists "from unnest (" WL_LIST ("$1", "uuid") ", " ... ")".
 * PostgreSQL sees no length in it. With a plain `any ($1)` a plan made for the list at hand looks
 * cheaper than the one for every list (it reckons with ten members), so that it plans at each
 * execution and never keeps a plan. */
#define WL_ANY(parameter, type)    "any ((select " parameter "::" type "[])::" type "[])"
#define WL_LIST(parameter, type)   "(select " parameter "::" type "[])"
#define WL_UNNEST(parameter, type) "unnest (" WL_LIST (parameter, type) ")"

/* ---- parameters: wl_p_... make one each; texts and bytes are not copied ---- */

typedef enum wl_param_kind {
    WL_PARAM_NULL = 0,
    WL_PARAM_TEXT,
    WL_PARAM_INT, /* int8 */
    WL_PARAM_BOOL,
    WL_PARAM_UUID, /* from its text; a text that is no UUID fails the statement */
    WL_PARAM_BYTES,
    WL_PARAM_TIME,   /* timestamptz; 0 is NULL */
    WL_PARAM_TEXTS,  /* text[] */
    WL_PARAM_INTS,   /* int8[] */
    WL_PARAM_UUIDS,  /* uuid[], from texts */
    WL_PARAM_BLOBS,  /* bytea[] */
    WL_PARAM_TIMES,  /* timestamptz[] */
    WL_PARAM_MESSAGE /* bytea: the message, packed */
} wl_param_kind_t;

typedef struct wl_bytes {
    const uint8_t *data;
    size_t length;
} wl_bytes_t;

typedef struct wl_param {
    wl_param_kind_t kind;
    union {
        const char *text;
        int64_t number;
        wl_bytes_t bytes;
        const char *const *texts;
        const int64_t *numbers;
        const wl_bytes_t *blobs;
        const ProtobufCMessage *message;
    };
    size_t count; /* of the arrays */
} wl_param_t;

wl_param_t wl_p_null (void);
wl_param_t wl_p_text (const char *text); /* NULL is NULL */
wl_param_t wl_p_int (int64_t number);
wl_param_t wl_p_bool (bool value);
wl_param_t wl_p_uuid (const char *text);                 /* NULL and "" are NULL */
wl_param_t wl_p_bytes (const void *data, size_t length); /* data NULL is NULL */
wl_param_t wl_p_time (wl_time_t time);
wl_param_t wl_p_texts (const char *const *texts, size_t count);
wl_param_t wl_p_ints (const int64_t *numbers, size_t count);
/* The values of a repeated enum, as int8[]; copied into the arena. */
wl_param_t wl_p_enums (wl_arena_t *arena, const int *values, size_t count);
wl_param_t wl_p_uuids (const char *const *texts, size_t count);
wl_param_t wl_p_blobs (const wl_bytes_t *blobs, size_t count);
wl_param_t wl_p_times (const wl_time_t *times, size_t count);
wl_param_t wl_p_message (const ProtobufCMessage *message); /* NULL is NULL */

/* ---- connections ---- */

/* No connection is made yet. `conninfo` is libpq's; `application` shows in pg_stat_activity.
 * `arena` holds what results need; it must outlive each transaction. */
wl_db_t *wl_db_new (const char *conninfo, const char *application, wl_arena_t *arena);
void wl_db_destroy (wl_db_t **self_p);

/* Connects if there is no live connection; sets statement, lock and idle timeouts and READ
 * COMMITTED. WL_UNAVAILABLE when the server is not there; call again later (the caller paces). */
WL_MUST_CHECK wl_status wl_db_connect (wl_db_t *self);
bool wl_db_connected (const wl_db_t *self);
/* The libpq connection, for COPY, LISTEN and advisory locks held outside transactions: out of
 * pipeline mode (unless statements are deferred), non-blocking. In a transaction, run a statement
 * first: BEGIN is lazy. The next statement of ours enters pipeline mode again. NULL when there is
 * no connection. */
PGconn *wl_db_connection (wl_db_t *self);

/* What the last failure was: a sentence with SQLSTATE and statement name and without values;
 * the name of the violated constraint ("" if none); whether trying the transaction again may help
 * (40001, 40P01, 55P03, or the connection is gone). */
const char *wl_db_error (const wl_db_t *self);
const char *wl_db_constraint (const wl_db_t *self);
bool wl_db_may_retry (const wl_db_t *self);

/* ---- transactions ---- */

/* Marks the start; sent with the first statement. A transaction is open until commit or rollback;
 * then every result of it is freed. */
void wl_db_begin (wl_db_t *self);
/* Sends deferred statements and COMMIT in one round trip. On any status but WL_OK the transaction
 * is not committed, or (WL_UNAVAILABLE) its fate is not known: ask by idempotency key. */
WL_MUST_CHECK wl_status wl_db_commit (wl_db_t *self);
void wl_db_rollback (wl_db_t *self); /* also right when nothing was begun */
bool wl_db_in_transaction (const wl_db_t *self);
/* A part of the transaction that may fail alone, one at a time: what is done from savepoint to keep
 * or undo. Keep gives the first failure in it, also of what was deferred; then, or when the caller
 * wants none of it, undo. Undo fails where only the whole transaction can be tried again (a
 * deadlock, a lost connection). A transaction should have no more than 60: beyond 64 PostgreSQL
 * looks up their state on disk whenever somebody else reads a row of theirs. */
void wl_db_savepoint (wl_db_t *self);
WL_MUST_CHECK wl_status wl_db_savepoint_keep (wl_db_t *self);
WL_MUST_CHECK wl_status wl_db_savepoint_undo (wl_db_t *self);
/* A transaction that ran and deferred nothing ends without a round trip. */
unsigned wl_db_round_trips (const wl_db_t *self); /* since the connection was made, for metrics */

/* ---- statements ---- */

typedef struct wl_rows {
    /* The connection's; valid until the transaction ends, outside of one until the next statement.
     */
    const PGresult *result;
    int count;
    uint64_t affected;
} wl_rows_t;

/* Runs one statement with `count` parameters. Outside a transaction it is its own.
 * `ret` may be NULL. WL_ALREADY_EXISTS (unique), WL_FAILED_PRECONDITION (foreign key, check),
 * WL_ABORTED (serialization, deadlock), WL_DEADLINE_EXCEEDED (timeouts), WL_UNAVAILABLE (connection
 * lost), WL_INVALID_ARGUMENT (a parameter is no UUID), WL_INTERNAL (anything else). */
WL_MUST_CHECK wl_status wl_db_run (wl_db_t *self, const wl_statement_t *statement, wl_rows_t *ret,
                                   const wl_param_t *params, size_t count);
/* Queues a statement inside a transaction; parameters are copied (packed) at once. Its failure
 * shows at the next run or at commit. */
void wl_db_defer (wl_db_t *self, const wl_statement_t *statement, const wl_param_t *params,
                  size_t count);

#define WL_PARAMS_(...)      ((const wl_param_t[]){ { 0 }, ##__VA_ARGS__ })
#define WL_PARAM_COUNT_(...) (sizeof WL_PARAMS_ (__VA_ARGS__) / sizeof (wl_param_t) - 1)
/* wl_run (db, &statement, &rows, wl_p_uuid (id), wl_p_int (3)) */
#define wl_run(db, statement, ret, ...)                                \
    wl_db_run ((db), (statement), (ret), WL_PARAMS_ (__VA_ARGS__) + 1, \
               WL_PARAM_COUNT_ (__VA_ARGS__))
#define wl_defer(db, statement, ...) \
    wl_db_defer ((db), (statement), WL_PARAMS_ (__VA_ARGS__) + 1, WL_PARAM_COUNT_ (__VA_ARGS__))

/* ---- results; columns by number from 0. A wrong column or type is a programming error: asserts.
 * Texts and bytes are copied into the connection's arena, so they outlive the transaction. ---- */

bool wl_row_null (const wl_rows_t *rows, int row, int column);
int64_t
wl_row_int (const wl_rows_t *rows, int row, int column); /* int2, int4, int8, bool, oid; 0 */
bool wl_row_bool (const wl_rows_t *rows, int row, int column);
wl_time_t wl_row_time (const wl_rows_t *rows, int row, int column); /* timestamptz; NULL is 0 */
char *wl_row_text (wl_db_t *self, const wl_rows_t *rows, int row, int column); /* text, uuid; "" */
wl_bytes_t wl_row_bytes (const wl_rows_t *rows, int row, int column);          /* not copied */

/* Fills a message from a row: each column goes to the field of the same name. uuid and text to
 * string, timestamptz to Timestamp, integers to integers and enums, bool, bytea to bytes or,
 * packed, to a message; text[], uuid[] and int8[] to repeated fields. A column without a field is a
 * programming error and asserts; NULL leaves the field as it is. Stored bytes that are no such
 * message fail the transaction (WL_DATA_LOSS). So a new field is an edit of the proto and of the
 * SELECT. */
void wl_row_message (wl_db_t *self, const wl_rows_t *rows, int row, ProtobufCMessage *message);

/* As many messages of `type` as there are rows: `*ret` gets the array for a repeated field. */
void wl_rows_messages (wl_db_t *self, const wl_rows_t *rows, const ProtobufCMessageDescriptor *type,
                       size_t *ret_count, ProtobufCMessage ***ret);

/* ---- totals of lists: counted when asked for, and no further than WL_COUNT_MOST ---- */

enum { WL_COUNT_MOST = 10000 };

/* The SQL that counts what `rest` ("from … where …") finds. */
#define WL_COUNT_OF(rest) "select count (*) from (select " rest " limit 10001) as counted"
_Static_assert(WL_COUNT_MOST == 10001 - 1, "WL_COUNT_OF counts otherwise");

/* Says `counted`, or that it is more than WL_COUNT_MOST, in a list's fields `total` and
 * `total_is_more`. */
void wl_tell_total (int64_t counted, uint32_t *ret_total, protobuf_c_boolean *ret_is_more);
/* Runs a statement of WL_COUNT_OF and says what it gave. */
WL_MUST_CHECK wl_status wl_db_count (wl_db_t *self, const wl_statement_t *statement,
                                     uint32_t *ret_total, protobuf_c_boolean *ret_is_more,
                                     const wl_param_t *params, size_t count);
/* wl_count (db, &statement, list, wl_p_uuid (id)) */
#define wl_count(db, statement, list, ...)                                  \
    wl_db_count ((db), (statement), &(list)->total, &(list)->total_is_more, \
                 WL_PARAMS_ (__VA_ARGS__) + 1, WL_PARAM_COUNT_ (__VA_ARGS__))
