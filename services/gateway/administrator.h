/* The first administrator: made by the operators' tool on the gateway's database, because nobody is
 * there yet who could grant the role. Library wlacznik_gateway_accounts.
 */
#pragma once

#include "db/db.h"
#include "db/migrate.h"

/* The gateway's own tables; apply them (after wl_runtime_migrations) when no gateway has yet. */
extern const wl_migration_t gateway_migrations[];

/* Makes a confirmed account with the role ADMINISTRATOR everywhere, in a transaction of its own.
 * WL_INVALID_ARGUMENT with the bad fields (the same rules as registration), WL_ALREADY_EXISTS
 * when the address has an account, or what the database says. Needs sodium_init before. */
WL_MUST_CHECK wl_status gateway_create_administrator (wl_db_t *db, wl_arena_t *arena,
                                                      const char *email, const char *name,
                                                      const char *password, const char *locale,
                                                      wl_time_t now, wl_error_t *error);
