#include "dissemination.handlers.h"

#include "entry_rules.h"
#include "indexing.h"
#include "store.h"

enum { PAGE = 20 };

wl_status
dissemination_get_entry (wl_request_t *req, const Dissemination__GetEntryRequest *in,
                         Dissemination__Entry *out)
{
    return store_published_entry (req, in->slug, out);
}

wl_status
dissemination_list_drafts (wl_request_t *req, const Dissemination__ListDraftsRequest *in,
                           Dissemination__ListDraftsResponse *out)
{
    return store_list_drafts (req, wl_page_limit (in->limit, PAGE), in->cursor, out);
}

/* A published entry that changes must stay complete, and its readers are told like of a new one. */
static wl_status
write_and_tell (wl_request_t *req, Dissemination__Entry *entry)
{
    Dissemination__EntryPublished event = DISSEMINATION__ENTRY_PUBLISHED__INIT;

    if (entry->state == DISSEMINATION__ENTRY_STATE__ENTRY_PUBLISHED)
        WL_TRY (entry_check_complete (entry->text, wl_locale (req), wl_request_error (req)));
    WL_TRY (store_write_entry (req, entry));
    if (entry->state != DISSEMINATION__ENTRY_STATE__ENTRY_PUBLISHED)
        return WL_OK;
    index_entry (req, entry);
    event.entry_id = entry->id;
    event.slug = entry->slug;
    event.application_id = entry->application_id;
    wl_emit (req, "pl", entry->id, &event.base);
    return WL_OK;
}

wl_status
dissemination_update_entry (wl_request_t *req, const Dissemination__UpdateEntryRequest *in,
                            Dissemination__Entry *out)
{
    WL_TRY (store_lock_entry (req, in->entry_id, in->version, out));
    out->text = in->text;
    return write_and_tell (req, out);
}

wl_status
dissemination_publish_entry (wl_request_t *req, const Dissemination__PublishEntryRequest *in,
                             Dissemination__Entry *out)
{
    WL_TRY (store_lock_entry (req, in->entry_id, in->version, out));
    out->state = DISSEMINATION__ENTRY_STATE__ENTRY_PUBLISHED;
    if (out->published_at == NULL) {
        out->published_at = wl_timestamp (wl_arena (req), wl_now (req));
        index_tell_searches (req, out);
    }
    return write_and_tell (req, out);
}
