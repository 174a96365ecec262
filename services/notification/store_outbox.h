/* The operator's outbox: what waits, what arrived, what did not, on every channel. Also for the
 * operators' tool, so it stands on the database alone. */
#pragma once

#include "db/db.h"
#include "wlacznik/notification.pb-c.h"

typedef struct store_outbox_page {
    Notification__DispatchState state; /* DISPATCH_STATE_UNSPECIFIED: all */
    const char *before;                /* the last id of the page before, or NULL */
    uint32_t limit;
} store_outbox_page_t;

/* The newest first; of what waits, what goes next first, one page only. With UNDELIVERABLE come the
 * messages that could not be composed, without a channel. Titles are left out. In the arena. */
WL_MUST_CHECK wl_status store_list_outbox (wl_db_t *db, const store_outbox_page_t *page,
                                           Notification__OutboxItem ***ret, size_t *ret_count);

WL_MUST_CHECK wl_status store_count_outbox (wl_db_t *db, Notification__OutboxCounts *ret);
/* How many the list has in all; `counts` has what is counted anyway. */
WL_MUST_CHECK wl_status store_count_outbox_list (wl_db_t *db, Notification__DispatchState state,
                                                 const Notification__OutboxCounts *counts,
                                                 Notification__ListOutboxResponse *ret);

/* Mail that did not arrive, of one message and one domain if they are given, is tried again with a
 * fresh patience; a letter whose text was secret is not, for it is gone. Counts of calls follow. */
WL_MUST_CHECK wl_status store_requeue_mail (wl_db_t *db, const char *message_id, const char *domain,
                                            int64_t *ret_count);
/* The same of one dispatch of any other channel. */
WL_MUST_CHECK wl_status store_requeue_dispatch (wl_db_t *db, const char *dispatch_id,
                                                int64_t *ret_count);
