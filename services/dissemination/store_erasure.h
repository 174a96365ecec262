/* What names a person, taken out of every row. SQL of this concern only here. */
#pragma once

#include "service/request.h"
#include "wlacznik/dissemination.pb-c.h"

/* The entries of the account and of these applications, locked. */
WL_MUST_CHECK wl_status store_entries_of_person (wl_request_t *req, const char *user_id,
                                                 char *const *application_ids, size_t count,
                                                 char ***ret_ids, size_t *ret_count);
/* Takes authors and contact out of what editors have, out of every published version and every
 * translation; the authors' consent goes with them. */
WL_MUST_CHECK wl_status store_erase_authors (wl_request_t *req, const char *entry_id);
/* The account leaves adoptions (with their contact), searches, and the rows of editors' acts. */
WL_MUST_CHECK wl_status store_erase_account (wl_request_t *req, const char *user_id);
