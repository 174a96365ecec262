/* The catalogue's entries: what editors do, and one entry for its readers. */
#include "changes.h"
#include "dissemination.handlers.h"
#include "entry_state.h"
#include "indexing.h"
#include "newsletters.h"
#include "site.h"
#include "store.h"

enum { PAGE = 20 };

/* ---- reading ---- */

wl_status
dissemination_get_entry (wl_request_t *req, const Dissemination__GetEntryRequest *in,
                         Dissemination__Entry *out)
{
    return store_public_entry (req, in->slug, in->language, out);
}

wl_status
dissemination_list_drafts (wl_request_t *req, const Dissemination__ListDraftsRequest *in,
                           Dissemination__ListDraftsResponse *out)
{
    return store_list_drafts (req, in, wl_page_limit (in->limit, PAGE), out);
}

wl_status
dissemination_get_draft (wl_request_t *req, const Dissemination__GetDraftRequest *in,
                         Dissemination__Entry *out)
{
    return store_entry (req, in->entry_id, out);
}

wl_status
dissemination_get_quality (wl_request_t *req, const Dissemination__GetDraftRequest *in,
                           Dissemination__QualityReport *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;

    WL_TRY (store_entry (req, in->entry_id, &entry));
    quality_report (wl_arena (req), &entry, site_of (req)->required, wl_locale (req), out);
    return WL_OK;
}

wl_status
dissemination_list_versions (wl_request_t *req, const Dissemination__ListVersionsRequest *in,
                             Dissemination__ListVersionsResponse *out)
{
    return store_versions (req, in->slug, out);
}

wl_status
dissemination_compare_versions (wl_request_t *req, const Dissemination__CompareVersionsRequest *in,
                                Dissemination__CompareVersionsResponse *out)
{
    Dissemination__EntryText nothing = DISSEMINATION__ENTRY_TEXT__INIT;
    Dissemination__EntryText *before = &nothing, *after;
    uint32_t with = in->with > 0 ? in->with : in->number - 1;

    WL_TRY (store_version_text (req, in->slug, in->number, &after));
    if (with > 0)
        WL_TRY (store_version_text (req, in->slug, with, &before));
    changes_write (wl_arena (req), before, after, out);
    return WL_OK;
}

/* ---- writing ---- */

static wl_status
move (wl_request_t *req, Dissemination__Entry *entry, entry_action_t action)
{
    if (entry_act (entry, action))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "entry-not-in-that-state",
                    "W tym stanie wpisu nie da się tego zrobić. Odśwież stronę i sprawdź, na jakim "
                    "jest etapie.",
                    "The entry's state does not allow this. Reload the page and look at what stage "
                    "it is.");
}

wl_status
dissemination_update_entry (wl_request_t *req, const Dissemination__UpdateEntryRequest *in,
                            Dissemination__Entry *out)
{
    WL_TRY (store_lock_entry (req, in->entry_id, in->version, out, NULL));
    WL_TRY (move (req, out, ENTRY_EDIT));
    out->text = in->text;
    return store_edit_entry (req, out);
}

wl_status
dissemination_submit_entry (wl_request_t *req, const Dissemination__PublishEntryRequest *in,
                            Dissemination__Entry *out)
{
    WL_TRY (store_lock_entry (req, in->entry_id, in->version, out, NULL));
    WL_TRY (move (req, out, ENTRY_SUBMIT));
    return store_set_state (req, out);
}

wl_status
dissemination_record_consent (wl_request_t *req, const Dissemination__RecordConsentRequest *in,
                              Dissemination__Entry *out)
{
    WL_TRY (store_lock_entry (req, in->entry_id, in->version, out, NULL));
    out->consent_at = in->given ? wl_timestamp (wl_arena (req), wl_now (req)) : NULL;
    return store_record_consent (req, out);
}

static wl_status
check_second_reader (wl_request_t *req, const Dissemination__Entry *entry, const char *editor)
{
    bool read = entry->state == DISSEMINATION__ENTRY_STATE__ENTRY_IN_REVIEW &&
                !wl_text_equal (editor, wl_user (req));

    if (!site_of (req)->second_reader || read)
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "second-reader-needed",
                    "Wpis publikuje ktoś inny niż jego ostatni redaktor, po przekazaniu do "
                    "przeczytania. Przekaż wpis i poproś drugą osobę.",
                    "An entry is published by somebody other than its last editor, once it was "
                    "given to read. Submit it and ask a second person.");
}

static wl_status
check_quality (wl_request_t *req, const Dissemination__Entry *entry)
{
    Dissemination__QualityReport report = DISSEMINATION__QUALITY_REPORT__INIT;

    quality_report (wl_arena (req), entry, site_of (req)->required, wl_locale (req), &report);
    return quality_check_required (&report, wl_request_error (req));
}

/* Caches are dropped by this event, so it also tells of a change that has no new version. */
static wl_status
tell_published (wl_request_t *req, const Dissemination__Entry *entry, bool first)
{
    Dissemination__EntryPublished event = DISSEMINATION__ENTRY_PUBLISHED__INIT;

    event.entry_id = entry->id;
    event.slug = entry->slug;
    event.application_id = entry->application_id;
    event.first = first;
    WL_TRY (store_entry_author (req, entry->id, &event.author_user_id));
    wl_emit (req, "pl", entry->id, &event.base);
    return WL_OK;
}

wl_status
dissemination_publish_entry (wl_request_t *req, const Dissemination__PublishEntryRequest *in,
                             Dissemination__Entry *out)
{
    char *editor;
    bool first;

    WL_TRY (store_lock_entry (req, in->entry_id, in->version, out, &editor));
    WL_TRY (check_second_reader (req, out, editor));
    WL_TRY (move (req, out, ENTRY_PUBLISH));
    WL_TRY (check_quality (req, out));
    first = out->published_version == 0;
    if (first) {
        index_tell_searches (req, out);
        newsletters_send (req, DISSEMINATION__TOPIC__INNOVATIONS, out->id);
    }
    WL_TRY (store_publish_entry (req, out, in->note));
    index_entry (req, out);
    return tell_published (req, out, first);
}

wl_status
dissemination_withdraw_entry (wl_request_t *req, const Dissemination__WithdrawEntryRequest *in,
                              Dissemination__Entry *out)
{
    Dissemination__EntryWithdrawn event = DISSEMINATION__ENTRY_WITHDRAWN__INIT;

    WL_TRY (store_lock_entry (req, in->entry_id, in->version, out, NULL));
    WL_TRY (move (req, out, ENTRY_WITHDRAW));
    out->withdrawal_reason = in->reason;
    WL_TRY (store_withdraw_entry (req, out));
    unindex_entry (req, out);
    event.entry_id = out->id;
    event.slug = out->slug;
    event.application_id = out->application_id;
    wl_emit (req, "pl", out->id, &event.base);
    return WL_OK;
}

static wl_status
check_language (wl_request_t *req, const char *language)
{
    if (!wl_text_equal (language, "pl"))
        return WL_OK;
    return wl_fail_field (req, "language", "not-a-translation",
                          "Polski tekst zmienia się w samym wpisie.",
                          "The Polish text is changed in the entry itself.");
}

wl_status
dissemination_put_translation (wl_request_t *req, const Dissemination__PutTranslationRequest *in,
                               Dissemination__Translation *out)
{
    Dissemination__Entry entry = DISSEMINATION__ENTRY__INIT;

    WL_TRY (check_language (req, in->language));
    WL_TRY (store_entry (req, in->entry_id, &entry));
    out->entry_id = in->entry_id;
    out->language = in->language;
    out->text = in->text;
    out->updated_at = wl_timestamp (wl_arena (req), wl_now (req));
    WL_TRY (store_put_translation (req, out));
    return entry_is_public (&entry) ? tell_published (req, &entry, false) : WL_OK;
}
