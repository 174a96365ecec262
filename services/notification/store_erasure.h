/* The rows that tell something about a person who is erased. Deferred. */
#pragma once

#include "db/db.h"

/* Empties the person's letters but those about `kept_ids`. That a letter was sent, and when, stays:
 * terms run from it. */
void store_letters_erase (wl_db_t *db, const char *user_id, char *const *kept_ids, size_t count);
/* Where and how the person wanted to be told. */
void store_addresses_erase (wl_db_t *db, const char *user_id);
