/* The catalogue as pages to read. */
#include "dissemination.handlers.h"
#include "read_page.h"
#include "read_programme.h"
#include "store.h"

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
    out->content = wl_message_bytes (&page);
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
    out->content = wl_message_bytes (&page);
    out->title = entry.text->title;
    out->description = entry.text->summary;
    return WL_OK;
}

/* ---- what the programme tells ---- */

enum { NEWS_PAGE = 20, POLICY_PAGE = 50 };

static void
name_page (wl_request_t *req, Wlacznik__Document *out, const char *const title[2],
           const char *const description[2])
{
    bool english = wl_text_equal (wl_locale (req), "en");

    out->title = wl_text_copy (wl_arena (req), title[english]);
    out->description = wl_text_copy (wl_arena (req), description[english]);
}

wl_status
dissemination_read_impact (wl_request_t *req, const Dissemination__GetImpactRequest *in,
                           Wlacznik__Document *out)
{
    static const char *const title[] = { "Efekty", "Impact" };
    static const char *const description[] = {
        "Co wyrosło z pomysłów: od zgłoszenia, przez test, po wdrożenia i politykę publiczną.",
        "What has grown out of ideas: from application and test to adoption and public policy.",
    };
    Dissemination__Impact impact = DISSEMINATION__IMPACT__INIT;
    Dissemination__ListPublicIndicatorsRequest ask =
        DISSEMINATION__LIST_PUBLIC_INDICATORS_REQUEST__INIT;
    Dissemination__ListIndicatorsResponse indicators =
        DISSEMINATION__LIST_INDICATORS_RESPONSE__INIT;
    wl_buffer_t page;

    ask.programme_id = in->programme_id;
    WL_TRY (dissemination_get_impact (req, in, &impact));
    WL_TRY (dissemination_list_public_indicators (req, &ask, &indicators));
    wl_buffer_init (&page, wl_arena (req));
    read_programme_write_impact (&impact, &indicators, wl_locale (req), &page);
    out->content = wl_message_bytes (&page);
    name_page (req, out, title, description);
    return WL_OK;
}

wl_status
dissemination_read_policies (wl_request_t *req, const Dissemination__ReadPoliciesRequest *in,
                             Wlacznik__Document *out)
{
    static const char *const title[] = { "Innowacje w polityce publicznej",
                                         "Innovations in public policy" };
    static const char *const description[] = {
        "Strategie, programy i uchwały, w których są sprawdzone innowacje społeczne.",
        "Strategies, programmes and resolutions that have tested social innovations in them.",
    };
    Dissemination__ListPoliciesRequest ask = DISSEMINATION__LIST_POLICIES_REQUEST__INIT;
    Dissemination__ListPoliciesResponse found = DISSEMINATION__LIST_POLICIES_RESPONSE__INIT;
    wl_buffer_t page;

    ask.cursor = in->cursor;
    ask.limit = POLICY_PAGE;
    WL_TRY (dissemination_list_policies (req, &ask, &found));
    wl_buffer_init (&page, wl_arena (req));
    read_programme_write_policies (&found, wl_locale (req), &page);
    out->content = wl_message_bytes (&page);
    name_page (req, out, title, description);
    return WL_OK;
}

wl_status
dissemination_read_news (wl_request_t *req, const Dissemination__ReadNewsRequest *in,
                         Wlacznik__Document *out)
{
    static const char *const title[] = { "Aktualności i wydarzenia", "News and events" };
    static const char *const description[] = {
        "Spotkania, nabory i wieści z programu innowacji społecznych.",
        "Meetings, calls and news of the programme of social innovations.",
    };
    Dissemination__ListAnnouncementsRequest ask = DISSEMINATION__LIST_ANNOUNCEMENTS_REQUEST__INIT;
    Dissemination__ListAnnouncementsResponse events =
        DISSEMINATION__LIST_ANNOUNCEMENTS_RESPONSE__INIT;
    Dissemination__ListAnnouncementsResponse news =
        DISSEMINATION__LIST_ANNOUNCEMENTS_RESPONSE__INIT;
    wl_buffer_t page;

    (void) in;
    ask.limit = NEWS_PAGE;
    ask.upcoming = true;
    WL_TRY (dissemination_list_announcements (req, &ask, &events));
    ask.upcoming = false;
    ask.topic = DISSEMINATION__TOPIC__NEWS;
    WL_TRY (dissemination_list_announcements (req, &ask, &news));
    wl_buffer_init (&page, wl_arena (req));
    read_programme_write_news (&events, &news, wl_locale (req), &page);
    out->content = wl_message_bytes (&page);
    name_page (req, out, title, description);
    return WL_OK;
}
