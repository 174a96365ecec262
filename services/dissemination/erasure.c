#include "erasure.h"

#include "db/command.h"
#include "entry_state.h"
#include "indexing.h"
#include "store.h"
#include "store_erasure.h"
#include "wlacznik/intake.pb-c.h"
#include "wlacznik/intake_persons.pb-c.h"

/* The index and every cache follow what readers see now. */
static wl_status
show_anew (wl_request_t *req, const char *entry_id)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT, shown = DISSEMINATION__ENTRY__INIT;
    Dissemination__EntryPublished event = DISSEMINATION__ENTRY_PUBLISHED__INIT;

    WL_TRY (store_entry (req, entry_id, &entry));
    if (!entry_is_public (&entry))
        return WL_OK;
    WL_TRY (store_public_entry (req, entry.slug, "pl", &shown));
    index_entry (req, &shown);
    event.entry_id = entry.id;
    event.slug = entry.slug;
    event.application_id = entry.application_id;
    wl_emit (req, "pl", entry.id, &event.base);
    return WL_OK;
}

/* What intake erased and what it keeps: here both rest on consent alone. */
static char **
all_applications (wl_request_t *req, const Intake__PersonErased *body, size_t *ret_count)
{
    size_t most = body->n_erased_application_ids + body->n_kept_application_ids, count = 0;
    char **ids = wl_arena_array (wl_arena (req), most, sizeof *ids);

    for (size_t i = 0; i < body->n_erased_application_ids; i++)
        ids[count++] = body->erased_application_ids[i];
    for (size_t i = 0; i < body->n_kept_application_ids; i++)
        ids[count++] = body->kept_application_ids[i];
    *ret_count = count;
    return ids;
}

wl_status
on_person_erased (wl_request_t *req, const wl_event_t *event)
{
    const Intake__PersonErased *body = event->body;
    Dissemination__ErasureConfirmed confirmed = DISSEMINATION__ERASURE_CONFIRMED__INIT;
    char **applications, **entries;
    size_t application_count, entry_count;

    applications = all_applications (req, body, &application_count);
    WL_TRY (store_entries_of_person (req, body->user_id, applications, application_count, &entries,
                                     &entry_count));
    for (size_t i = 0; i < entry_count; i++) {
        WL_TRY (store_erase_authors (req, entries[i]));
        WL_TRY (show_anew (req, entries[i]));
    }
    WL_TRY (store_erase_account (req, body->user_id));
    wl_command_forget_owner (wl_db (req), body->user_id);
    confirmed.request_id = body->request_id;
    wl_emit (req, "pl", body->user_id, &confirmed.base);
    return WL_OK;
}
