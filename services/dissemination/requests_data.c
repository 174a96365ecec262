/* Open data out, entries of other libraries in. */
#include "dissemination.handlers.h"
#include "entry_rules.h"
#include "site.h"
#include "store_data.h"

enum { EXPORT_PART = 200, TABLE_PART = 2000 };

wl_status
dissemination_export_entries (wl_request_t *req, const Dissemination__ExportEntriesRequest *in,
                              Dissemination__ExportEntriesResponse *out)
{
    WL_TRY (store_export (req, in->from_id, EXPORT_PART + 1, &out->n_entries, &out->entries));
    if (out->n_entries > EXPORT_PART) {
        out->n_entries = EXPORT_PART;
        out->next_from_id = out->entries[EXPORT_PART]->id;
    }
    return WL_OK;
}

wl_status
dissemination_export_catalogue_table (wl_request_t *req,
                                      const Dissemination__ExportEntriesRequest *in,
                                      Wlacznik__Document *out)
{
    Dissemination__Entry **entries;
    wl_buffer_t table;
    size_t count;

    WL_TRY (store_export (req, in->from_id, TABLE_PART, &count, &entries));
    wl_buffer_init (&table, wl_arena (req));
    open_data_write_catalogue (site_url (req), entries, count, &table);
    out->content = wl_message_bytes (&table);
    out->file_name = wl_text_copy (wl_arena (req), "catalogue.csv");
    return WL_OK;
}

wl_status
dissemination_export_adoption_table (wl_request_t *req,
                                     const Dissemination__ExportEntriesRequest *in,
                                     Wlacznik__Document *out)
{
    open_adoption_t *adoptions;
    wl_buffer_t table;
    size_t count;

    WL_TRY (store_open_adoptions (req, in->from_id, TABLE_PART, &count, &adoptions));
    wl_buffer_init (&table, wl_arena (req));
    open_data_write_adoptions (adoptions, count, &table);
    out->content = wl_message_bytes (&table);
    out->file_name = wl_text_copy (wl_arena (req), "adoptions.csv");
    return WL_OK;
}

wl_status
dissemination_describe_data (wl_request_t *req, const Dissemination__DescribeDataRequest *in,
                             Wlacznik__Document *out)
{
    wl_buffer_t text;
    wl_time_t changed;

    (void) in;
    WL_TRY (store_last_change (req, &changed));
    wl_buffer_init (&text, wl_arena (req));
    open_data_write_description (site_url (req), site_of (req)->email,
                                 changed > 0 ? changed : wl_now (req), &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}

static wl_status
import_one (wl_request_t *req, const Dissemination__ImportEntriesRequest *in,
            const Dissemination__ImportedEntry *imported, Dissemination__ImportEntriesResponse *out)
{
    Dissemination__Entry *entry = wl_arena_alloc (wl_arena (req), sizeof *entry);
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    bool is_new;

    dissemination__entry__init (entry);
    entry->id = wl_uuid_text (wl_arena (req), id);
    entry->slug = entry_slug (wl_arena (req), imported->text->title, entry->id);
    entry->state = DISSEMINATION__ENTRY_STATE__ENTRY_DRAFT;
    entry->region = in->region;
    entry->text = imported->text;
    entry->version = 1;
    WL_TRY (store_import (req, in->source, imported->source_id, entry, &is_new));
    if (is_new)
        out->drafts[out->n_drafts++] = entry;
    else
        out->taken_before++;
    return WL_OK;
}

wl_status
dissemination_import_entries (wl_request_t *req, const Dissemination__ImportEntriesRequest *in,
                              Dissemination__ImportEntriesResponse *out)
{
    out->drafts = wl_arena_array (wl_arena (req), in->n_entries, sizeof *out->drafts);
    for (size_t i = 0; i < in->n_entries; i++)
        WL_TRY (import_one (req, in, in->entries[i], out));
    return WL_OK;
}
