/* Lists of this room go on behind an id. */
#pragma once

#include "service/request.h"

/* The id inside `cursor`, NULL when it is empty. What holds no id was never given out by us. */
WL_MUST_CHECK static inline wl_status
paging_open (wl_request_t *req, const char *cursor, char **ret_id)
{
    wl_uuid_t id;

    WL_TRY (wl_cursor_open (req, cursor, ret_id));
    if (*ret_id == NULL || wl_uuid_parse (*ret_id, &id))
        return WL_OK;
    return wl_fail_field (req, "cursor", "format",
                          "To nie jest kursor z poprzedniej strony wyników.",
                          "This is not a cursor from an earlier page of results.");
}
