/* Texts that programmes and calls have instead of ours. */
#pragma once

#include "store.h"

typedef struct store_own_text {
    const char *call_id, *name, *locale, *subject, *body;
} store_own_text_t;

/* What holds for letters of these calls: the call's own text, else its programme's. */
WL_MUST_CHECK wl_status store_list_own_texts (wl_request_t *req, const char *const *call_ids,
                                              size_t count, store_own_text_t **ret,
                                              size_t *ret_count);

/* The current texts of a scope; `name` "" is all of them. */
WL_MUST_CHECK wl_status store_list_templates (wl_request_t *req, const char *scope_id,
                                              Notification__ListTemplatesResponse *ret);
WL_MUST_CHECK wl_status store_list_versions (wl_request_t *req, const char *scope_id,
                                             const char *name, const char *locale,
                                             Notification__ListTemplatesResponse *ret);
/* Adds a version after `version`; empty subject and body mean ours again. WL_ABORTED when another
 * version is the last. */
WL_MUST_CHECK wl_status store_add_template (wl_request_t *req, const char *scope_id,
                                            const Notification__Template *text, uint32_t version);
/* The number of the last version; 0: there is none. */
WL_MUST_CHECK wl_status store_last_version (wl_request_t *req, const char *scope_id,
                                            const char *name, const char *locale, uint32_t *ret);
