/* What the files of common/db share; nobody else includes it.
 *
 *     db.c         connections, transactions, statements: the public face
 *     pipeline.c   statements on their way: prepared, sent, settled
 *     failure.c    what went wrong, and whether to try again
 *     params.c     parameters in PostgreSQL's binary format
 *     rows.c       results out of it
 */
#pragma once

#include "db/db.h"
#include "db/event_log.h"

enum {
    WL_DB_PARAMS_MAX = 64,
    WL_DB_STATEMENT_BUCKETS = 128,
    WL_DB_ERROR_TEXT = 512,
    WL_DB_IDENTIFIER = 64, /* NAMEDATALEN */
};

/* The types that parameters have, as in PostgreSQL's pg_type.dat; libpq has no header for them. */
enum {
    WL_OID_BOOL = 16,
    WL_OID_BYTEA = 17,
    WL_OID_INT8 = 20,
    WL_OID_INT2 = 21,
    WL_OID_INT4 = 23,
    WL_OID_TEXT = 25,
    WL_OID_OID = 26,
    WL_OID_BYTEA_ARRAY = 1001,
    WL_OID_TEXT_ARRAY = 1009,
    WL_OID_INT8_ARRAY = 1016,
    WL_OID_TIMESTAMPTZ = 1184,
    WL_OID_TIMESTAMPTZ_ARRAY = 1185,
    WL_OID_UUID = 2950,
    WL_OID_UUID_ARRAY = 2951,
    WL_OID_JSONB = 3802,
};

/* PostgreSQL counts microseconds from 2000-01-01, we from 1970-01-01. */
#define WL_DB_EPOCH ((wl_time_t) 946684800 * WL_SECOND)

/* ---- params.c ---- */

/* Parameters as libpq wants them. Texts and bytes point into the caller's memory, numbers and
 * uuids into `small`, arrays and messages into the scratch arena. */
typedef struct wl_encoded {
    int count;
    Oid types[WL_DB_PARAMS_MAX];
    const char *values[WL_DB_PARAMS_MAX];
    int lengths[WL_DB_PARAMS_MAX];
    int formats[WL_DB_PARAMS_MAX];
    uint8_t small[WL_DB_PARAMS_MAX][16];
} wl_encoded_t;

/* WL_INVALID_ARGUMENT (a text that is no UUID), WL_RESOURCE_EXHAUSTED (larger than the scratch). */
WL_MUST_CHECK wl_status wl_params_encode (wl_arena_t *scratch, const wl_param_t *params,
                                          size_t count, wl_encoded_t *ret);

/* ---- a connection ---- */

typedef enum wl_prepared_state {
    WL_PREPARED_NEW = 0,
    WL_PREPARED_SENT, /* Parse is on its way; an error before it means that it never ran */
    WL_PREPARED_READY,
} wl_prepared_state_t;

/* One statement with one list of parameter types, as this connection prepared it. */
typedef struct wl_prepared {
    struct wl_prepared *next; /* in its bucket */
    const wl_statement_t *statement;
    wl_prepared_state_t state;
    char name[16];
    int count;
    Oid types[];
} wl_prepared_t;

/* One answer that the server owes us. */
typedef struct wl_pending {
    enum { WL_PENDING_PREPARE, WL_PENDING_EXECUTE, WL_PENDING_WANTED, WL_PENDING_SYNC } kind;
    wl_prepared_t *prepared; /* NULL for a sync */
} wl_pending_t;

struct wl_db {
    char *conninfo;
    char *application;
    wl_arena_t *arena;   /* the caller's: what texts and messages are copied into */
    wl_arena_t *scratch; /* ours: packed parameters until libpq has copied them */

    PGconn *connection;   /* NULL when there is none */
    wl_time_t patience;   /* without a sign from the server for so long, it is gone; 0: for ever */
    unsigned round_trips; /* since the connection was made */
    bool sequences;       /* this session holds the sequencer's lock */
    bool listens; /* to what the replica that leads rings, or if it leads itself, to the others */

    wl_prepared_t *prepared[WL_DB_STATEMENT_BUCKETS]; /* by the statement's address */
    unsigned prepared_count;

    wl_pending_t *pending; /* a growing array: in the order of sending */
    size_t pending_count;
    size_t pending_capacity;

    PGresult **results; /* a growing array: of this transaction, so that every one is freed */
    size_t result_count;
    size_t result_capacity;

    bool in_transaction;
    bool begun;       /* BEGIN is sent */
    bool patient;     /* this transaction may take as long as it needs */
    wl_status failed; /* the first failure of this transaction, or WL_OK */

    bool may_retry;
    char error[WL_DB_ERROR_TEXT];
    char constraint[WL_DB_IDENTIFIER];
};

/* ---- failure.c: each records what happened and returns the status. The first failure of a
 * transaction stands: what follows from it would only hide it. ---- */

wl_status wl_db_fail (wl_db_t *self, wl_status status, bool may_retry, const char *format, ...)
    WL_PRINTF (4, 5);
/* From a result that is an error; `statement` may be NULL. Drops a connection that the server has
 * given up. */
wl_status
wl_db_fail_result (wl_db_t *self, const wl_statement_t *statement, const PGresult *result);
/* The connection is gone: drops it. */
wl_status wl_db_fail_lost (wl_db_t *self, const char *why);

/* ---- pipeline.c ---- */

/* Closes the connection and forgets what belonged to it. */
void wl_db_drop (wl_db_t *self);
void wl_db_forget_prepared (wl_db_t *self);
/* Hands a statement to libpq; it leaves with the next flush at the latest. `wanted`: settle gives
 * its result. */
WL_MUST_CHECK wl_status wl_db_queue (wl_db_t *self, const wl_statement_t *statement, bool wanted,
                                     const wl_encoded_t *params);
/* A border: after an error the server goes on behind it. */
WL_MUST_CHECK wl_status wl_db_queue_sync (wl_db_t *self);
/* Flushes and takes every pending answer. `ret` (may be NULL) gets the wanted result, owned by the
 * caller, or NULL. The status is that of the first failure. */
wl_status wl_db_settle (wl_db_t *self, PGresult **ret);

/* ---- for the rest of common/db ---- */

/* Runs a text of many statements in the open transaction, however long it takes. The failed result
 * goes to `ret_error` (owned by the caller; NULL when the connection is lost). */
WL_MUST_CHECK wl_status wl_db_script (wl_db_t *self, const char *sql, PGresult **ret_error);

/* A stable key for an advisory lock: `class` says what kind of thing, a and b which one. The same
 * names give the same key in every version of ours. Positive and below 2^62, so that ids may be
 * added to it. */
int64_t wl_db_lock_key (const char *class, const char *a, const char *b);

/* Takes an advisory transaction lock; deferred. It waits at most the lock timeout. */
void wl_db_defer_lock (wl_db_t *self, int64_t key);

/* Lifts every timeout from the open transaction, ours and the server's; deferred. */
void wl_db_defer_patience (wl_db_t *self);

/* Bytes that are not NULL even when there are none, as an empty message has none. */
wl_param_t wl_p_blob (wl_bytes_t bytes);

/* A text of a result, where it stands there: valid as long as the result. NULL is "". */
const char *wl_row_peek (const wl_rows_t *rows, int row, int column);

/* Bytes of a result, copied into the arena. */
wl_bytes_t wl_row_copy_bytes (wl_db_t *self, const wl_rows_t *rows, int row, int column);

/* A hash of the chain; zeros for NULL. */
void wl_row_hash (const wl_rows_t *rows, int row, int column, uint8_t ret[WL_EVENT_HASH]);

/* Rows of (region, sequence). */
void wl_row_heads (wl_db_t *self, const wl_rows_t *rows, wl_stream_head_t **ret, size_t *ret_count);
