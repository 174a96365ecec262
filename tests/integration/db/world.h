/* What the tests of common/db share: connections to the cluster that with-postgres made. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "db/db.h"
#include "db/event_log.h"

/* Members of an array whose size is known here. */
#define COUNT(array) (sizeof (array) / sizeof (array)[0])

/* A connection with an arena of its own; connected, or the program ends. Any thread may make one.
 */
typedef struct world {
    wl_arena_t *arena;
    wl_db_t *db;
} world_t;

world_t world_new (void);
void world_destroy (world_t *self);

/* Makes the runtime's tables. For the test's own tables `sql` is run after them. */
void world_migrate (const char *sql);
/* Through another connection: a script, and the one number that a query gives. */
void world_sql (const char *sql);
int64_t world_number (const char *sql);
/* Waits (at most 10 s) until the query gives `number`; true when it does. */
bool world_wait (const char *sql, int64_t number);

/* Asserts WL_OK, and shows the connection's error if not. Only in the test's own thread. */
#define assert_ok(db, expression)                                                    \
    do {                                                                             \
        wl_status assert_ok_status_ = (expression);                                  \
        if (assert_ok_status_ != WL_OK)                                              \
            fail_msg ("%s: %s, %s", #expression, wl_status_name (assert_ok_status_), \
                      wl_db_error (db));                                             \
    } while (0)
#define assert_status(expression, expected) assert_int_equal ((expression), (expected))
/* Asserts how a request of a service's world ended: its status, and the reason of a refusal. */
#define assert_refused(world, status, expected, wanted)                                           \
    do {                                                                                          \
        wl_status assert_refused_status_ = (status);                                              \
        const char *assert_refused_reason_ = (world)->request.error.reason;                       \
        if (assert_refused_reason_ == NULL)                                                       \
            assert_refused_reason_ = "";                                                          \
        if (assert_refused_status_ != (expected) || strcmp (assert_refused_reason_, wanted) != 0) \
            fail_msg ("%s: %s %s, should be %s %s", #status,                                      \
                      wl_status_name (assert_refused_status_), assert_refused_reason_,            \
                      wl_status_name (expected), wanted);                                         \
    } while (0)
