/* Whose programme a call, a scope of templates or a mailing is of: by its id, as text. */
#pragma once

#include "db/db.h"

extern const wl_statement_t PROGRAMME_OF_CALL, PROGRAMME_OF_SCOPE, PROGRAMME_OF_MAILING;
