/* What the account handlers share beside the database. */
#pragma once

#include "attempts.h"
#include "password.h"

typedef struct accounts {
    wl_time_t session_lifetime;
    passwords_t *passwords;
    attempts_t *attempts;
} accounts_t;
