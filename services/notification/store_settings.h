/* What people chose, what waits for their digests, and the keys that replicas share. */
#pragma once

#include "store.h"

/* NULL when the person chose nothing yet. `lock` holds the row until commit. */
WL_MUST_CHECK wl_status store_load_settings (wl_request_t *req, const char *user_id, bool lock,
                                             Notification__NotificationSettings **ret);
/* Of many people at once: ret[i] belongs to user_ids[i], NULL where nothing was chosen. */
WL_MUST_CHECK wl_status store_list_settings (wl_request_t *req, const char *const *user_ids,
                                             size_t count,
                                             Notification__NotificationSettings **ret);
/* Writes `settings` over `settings->version`, which becomes one more. WL_ABORTED when another
 * version stands there. */
WL_MUST_CHECK wl_status store_save_settings (wl_request_t *req, const char *user_id,
                                             Notification__NotificationSettings *settings);

/* Deferred. Arrays of `count`. */
void
store_add_digest_items (wl_request_t *req, const char *const *user_ids, const int64_t *frequencies,
                        const char *const *message_ids, size_t count);
/* Takes a person's items out; at most `limit`, the oldest first. *ret_more: others are left. */
WL_MUST_CHECK wl_status store_take_digest (wl_request_t *req, const char *user_id,
                                           Notification__Frequency frequency, size_t limit,
                                           const char ***ret_ids, const char ***ret_subjects,
                                           size_t *ret_count);

/* The secret of that name, made when there is none yet; 32 bytes. */
WL_MUST_CHECK wl_status store_secret (wl_request_t *req, const char *name, uint8_t ret[32]);
