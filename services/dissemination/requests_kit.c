/* The adoption kit as documents. */
#include "dissemination.handlers.h"
#include "kit.h"
#include "site.h"
#include "store.h"

/* As readers have it; a withdrawn entry has no kit. */
static wl_status
find (wl_request_t *req, const Dissemination__GetKitRequest *in, Dissemination__Entry *ret)
{
    WL_TRY (store_public_entry (req, in->slug, in->language, ret));
    return ret->text == NULL ? WL_NOT_FOUND : WL_OK;
}

wl_status
dissemination_get_kit (wl_request_t *req, const Dissemination__GetKitRequest *in,
                       Wlacznik__Document *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;

    WL_TRY (find (req, in, &entry));
    if (kit_write_zip (wl_arena (req), site_url (req), &entry, &out->content.data,
                       &out->content.len) != WL_OK)
        return wl_fail (req, WL_INTERNAL, "kit-not-packed",
                        "Nie udało się spakować zestawu. Spróbuj jeszcze raz.",
                        "The kit could not be packed. Try again.");
    out->file_name =
        wl_text_printf (wl_arena (req), "%s-v%u.zip", entry.slug, entry.published_version);
    return WL_OK;
}

wl_status
dissemination_get_kit_page (wl_request_t *req, const Dissemination__GetKitRequest *in,
                            Wlacznik__Document *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    wl_buffer_t page;

    WL_TRY (find (req, in, &entry));
    wl_buffer_init (&page, wl_arena (req));
    kit_write_page (site_url (req), &entry, &page);
    out->content = wl_message_bytes (&page);
    return WL_OK;
}

wl_status
dissemination_get_json_ld (wl_request_t *req, const Dissemination__GetKitRequest *in,
                           Wlacznik__Document *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;
    wl_buffer_t text;

    WL_TRY (find (req, in, &entry));
    wl_buffer_init (&text, wl_arena (req));
    kit_write_json_ld (site_url (req), &entry, &text);
    out->content = wl_message_bytes (&text);
    return WL_OK;
}
