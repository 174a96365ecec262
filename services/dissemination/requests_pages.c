/* The catalogue as pages to read. */
#include "dissemination.handlers.h"
#include "read_page.h"
#include "store.h"

static void
answer (const wl_buffer_t *page, Wlacznik__Document *out)
{
    out->content.data = (uint8_t *) page->data;
    out->content.len = page->length;
}

wl_status
dissemination_read_catalogue (wl_request_t *req, const Dissemination__ReadCatalogueRequest *in,
                              Wlacznik__Document *out)
{
    bool english = wl_text_equal (wl_locale (req), "en");
    Dissemination__ListEntriesRequest ask = DISSEMINATION__LIST_ENTRIES_REQUEST__INIT;
    Dissemination__ListEntriesResponse found = DISSEMINATION__LIST_ENTRIES_RESPONSE__INIT;
    wl_buffer_t page;

    ask.query = in->q;
    ask.cursor = in->cursor;
    WL_TRY (dissemination_list_entries (req, &ask, &found));
    wl_buffer_init (&page, wl_arena (req));
    read_page_write_catalogue (&found, in->q, wl_locale (req), &page);
    answer (&page, out);
    out->title =
        wl_text_copy (wl_arena (req), english ? "Catalogue of innovations" : "Katalog innowacji");
    out->description = wl_text_copy (
        wl_arena (req),
        english ? "Social innovations that were tested and can be done elsewhere."
                : "Innowacje społeczne, które przeszły test i które można zrobić u siebie.");
    return WL_OK;
}

wl_status
dissemination_read_entry (wl_request_t *req, const Dissemination__GetEntryRequest *in,
                          Wlacznik__Document *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    wl_buffer_t page;

    WL_TRY (store_public_entry (req, in->slug, in->language, &entry));
    if (entry.text == NULL)
        return WL_NOT_FOUND;
    wl_buffer_init (&page, wl_arena (req));
    read_page_write_entry (&entry, wl_locale (req), &page);
    answer (&page, out);
    out->title = entry.text->title;
    out->description = entry.text->summary;
    return WL_OK;
}
