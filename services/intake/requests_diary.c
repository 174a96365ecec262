/* The log of a test: what happened, with how many people, with photographs; written where it
 * happens, so each entry and each part of a photograph is safe on its own. */
#include "base/calendar.h"
#include "grant_rules.h"
#include "intake.handlers.h"
#include "paging.h"
#include "signed_file.h"
#include "staff.h"
#include "store_testing.h"
#include "submission.h"

enum { ENTRIES_PER_PAGE = 30 };

/* From when a later stage is open, or a place was won, to the end. */
static bool
is_tested (const store_application_t *application)
{
    switch (application->view->state) {
    case INTAKE__APPLICATION_STATE__RECOMMENDED:
    case INTAKE__APPLICATION_STATE__IN_INCUBATION:
        return true;
    case INTAKE__APPLICATION_STATE__SUBMITTED:
    case INTAKE__APPLICATION_STATE__IN_ASSESSMENT:
    case INTAKE__APPLICATION_STATE__IN_CORRECTION:
        return application->position > 0;
    default:
        return false;
    }
}

static wl_status
lock (wl_request_t *req, const char *application_id, store_application_t *ret)
{
    WL_TRY (application_not_found (req, store_application_lock_own (req, application_id, ret)));
    WL_TRY (application_may (req, ret, INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR));
    if (is_tested (ret))
        return WL_OK;
    return wl_fail (req, WL_FAILED_PRECONDITION, "no-test",
                    "Dziennik prowadzi się od przyjęcia pomysłu do końca testu.",
                    "The log is kept from when the idea was chosen to the end of the test.");
}

static wl_status
lock_entry (wl_request_t *req, const char *application_id, const char *entry_id,
            Intake__DiaryEntry *ret)
{
    store_application_t application;
    wl_status status;

    WL_TRY (lock (req, application_id, &application));
    status = store_diary_lock (req, application_id, entry_id, ret);
    if (status != WL_NOT_FOUND)
        return status;
    return wl_fail (req, WL_NOT_FOUND, "diary-entry-not-found", "Nie ma takiego wpisu.",
                    "There is no such entry.");
}

static wl_status
check_day (wl_request_t *req, const char *day)
{
    if (grant_day_end (day) <= wl_now (req) + WL_DAY)
        return WL_OK;
    return wl_fail_field (req, "happenedOn", "in-the-future",
                          "Wpis dotyczy tego, co już było. Podaj dzień najpóźniej dzisiejszy.",
                          "An entry is about what has been. Give a day not later than today.");
}

wl_status
intake_write_diary_entry (wl_request_t *req, const Intake__WriteDiaryEntryRequest *in,
                          Intake__DiaryEntry *out)
{
    wl_uuid_t id = wl_uuid_new (wl_now (req));
    store_application_t application;
    wl_status status;

    WL_TRY (lock (req, in->application_id, &application));
    WL_TRY (check_day (req, in->happened_on));
    out->id = wl_uuid_text (wl_arena (req), id);
    out->happened_on = in->happened_on;
    out->participants = in->participants;
    out->text = in->text;
    out->place = in->place;
    out->version = 1;
    out->author_user_id = wl_text_copy (wl_arena (req), wl_user (req));
    out->written_at = wl_timestamp (wl_arena (req), wl_now (req));
    status = store_diary_insert (req, in->application_id, out);
    if (status != WL_RESOURCE_EXHAUSTED)
        return status;
    return wl_fail (req, status, "diary-full", "Dziennik ma już 1000 wpisów.",
                    "The log has 1,000 entries already.");
}

wl_status
intake_change_diary_entry (wl_request_t *req, const Intake__ChangeDiaryEntryRequest *in,
                           Intake__DiaryEntry *out)
{
    WL_TRY (lock_entry (req, in->application_id, in->entry_id, out));
    if (out->version != in->version)
        return wl_fail (req, WL_ABORTED, "newer-version",
                        "Wpis zmieniono w innym oknie. Niczego nie nadpisaliśmy. Wczytaj go "
                        "ponownie.",
                        "The entry was changed in another window. Nothing was overwritten. Load it "
                        "again.");
    WL_TRY (check_day (req, in->happened_on));
    out->happened_on = in->happened_on;
    out->participants = in->participants;
    out->text = in->text;
    out->place = in->place;
    out->version++;
    store_diary_update (req, out);
    return WL_OK;
}

wl_status
intake_delete_diary_entry (wl_request_t *req, const Intake__DeleteDiaryEntryRequest *in,
                           Wlacznik__Empty *out)
{
    Intake__DiaryEntry entry = INTAKE__DIARY_ENTRY__INIT;

    (void) out;
    WL_TRY (lock_entry (req, in->application_id, in->entry_id, &entry));
    return store_diary_delete (req, in->entry_id);
}

wl_status
intake_begin_diary_photo (wl_request_t *req, const Intake__BeginDiaryPhotoRequest *in,
                          Intake__Attachment *out)
{
    Intake__DiaryEntry entry = INTAKE__DIARY_ENTRY__INIT;

    WL_TRY (lock_entry (req, in->application_id, in->entry_id, &entry));
    return signed_file_begin (req, in->application_id, ATTACHMENT_DIARY_PHOTO, in->entry_id,
                              in->name, in->size, out);
}

wl_status
intake_list_diary (wl_request_t *req, const Intake__ListDiaryRequest *in, Intake__Diary *out)
{
    uint32_t limit = wl_page_limit (in->limit, ENTRIES_PER_PAGE);
    store_application_t application;
    const char *const *regions;
    size_t region_count;
    char *after;

    WL_TRY (paging_open (req, in->cursor, &after));
    staff_regions (req, &regions, &region_count);
    WL_TRY (application_not_found (req, store_application_visible (req, in->application_id, regions,
                                                                   region_count, &application)));
    WL_TRY (store_diary (req, in->application_id, after, limit + 1, out));
    if (in->total)
        wl_tell_total (out->entry_count, &out->total, &out->total_is_more);
    if (out->n_entries > limit) {
        out->n_entries = limit;
        out->next_cursor = wl_cursor_make (req, out->entries[limit - 1]->id);
    }
    out->may_write = is_tested (&application) && application.view->your_role != 0 &&
                     application.view->your_role <= INTAKE__COAUTHOR_ROLE__COAUTHOR_EDITOR;
    return WL_OK;
}
