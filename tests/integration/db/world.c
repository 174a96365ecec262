#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/migrate.h"

enum { ARENA_BUDGET = 256 * 1024 * 1024 };

static const char *
conninfo (void)
{
    const char *given = getenv ("WLACZNIK_TEST_DB");

    if (given == NULL) {
        fprintf (stderr, "run me through tests/integration/with-postgres\n");
        exit (2);
    }
    return given;
}

world_t
world_new (void)
{
    world_t self = { .arena = wl_arena_new (ARENA_BUDGET) };

    self.db = wl_db_new (conninfo (), "test", self.arena);
    if (wl_db_connect (self.db) != WL_OK) {
        fprintf (stderr, "%s\n", wl_db_error (self.db));
        exit (2);
    }
    return self;
}

void
world_destroy (world_t *self)
{
    wl_db_destroy (&self->db);
    wl_arena_destroy (&self->arena);
}

void
world_migrate (const char *sql)
{
    world_t world = world_new ();
    wl_error_t error;

    wl_error_init (&error, world.arena);
    if (wl_migrate (world.db, "runtime", wl_runtime_migrations, &error, NULL) != WL_OK) {
        fprintf (stderr, "%s\n", error.text);
        exit (2);
    }
    world_destroy (&world);
    world_sql (sql);
}

static int64_t
ask (const char *sql)
{
    PGconn *connection = PQconnectdb (conninfo ());
    PGresult *quiet = PQexec (connection, "set client_min_messages = error");
    PGresult *result = PQexec (connection, sql);
    ExecStatusType status = PQresultStatus (result);
    int64_t number = 0;

    if (status == PGRES_TUPLES_OK && PQntuples (result) > 0)
        number = strtoll (PQgetvalue (result, 0, 0), NULL, 10);
    else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK &&
             status != PGRES_EMPTY_QUERY) {
        fprintf (stderr, "%s\n%s\n", sql, PQerrorMessage (connection));
        exit (2);
    }
    PQclear (quiet);
    PQclear (result);
    PQfinish (connection);
    return number;
}

void
world_sql (const char *sql)
{
    (void) ask (sql);
}

int64_t
world_number (const char *sql)
{
    return ask (sql);
}

bool
world_wait (const char *sql, int64_t number)
{
    for (int i = 0; i < 1000; i++) {
        if (ask (sql) == number)
            return true;
        usleep (10000);
    }
    return false;
}
