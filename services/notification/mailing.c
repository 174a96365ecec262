#include "mailing.h"

#include "address.h"
#include "evaluation.contract.h"
#include "gather.h"
#include "letters.h"
#include "preferences.h"
#include "store_dispatch.h"
#include "store_mailing_work.h"
#include "store_settings.h"

enum { LOOK = GATHER_MAX, FEED = 1000 };

static const wl_time_t IDLE_PAUSE = WL_SECOND;

/* ---- how each line goes ---- */

static Notification__LetterWay
way_of (const Notification__NotificationSettings *settings, const store_unseen_t *unseen,
        bool suppressed, wl_time_t now)
{
    decision_t decision = preferences_decide (settings, moment_find (unseen->template),
                                              NOTIFICATION__CHANNEL__E_MAIL, unseen->call_id, now);

    if (decision.way == WAY_NONE)
        return NOTIFICATION__LETTER_WAY__WAY_INBOX_ONLY;
    if (suppressed)
        return NOTIFICATION__LETTER_WAY__WAY_SUPPRESSED;
    return decision.way == WAY_DIGEST ? NOTIFICATION__LETTER_WAY__WAY_IN_DIGEST
                                      : NOTIFICATION__LETTER_WAY__WAY_BY_MAIL;
}

static wl_status
find_suppressed (wl_request_t *req, const Gateway__Contact *const *contacts, size_t count,
                 bool *ret_hit)
{
    wl_bytes_t *hashes = wl_arena_array (wl_arena (req), count, sizeof *hashes);
    uint8_t key[ADDRESS_KEY];

    WL_TRY (store_secret (req, ADDRESS_KEY_NAME, key));
    for (size_t i = 0; i < count; i++) {
        uint8_t *hash = wl_arena_alloc (wl_arena (req), ADDRESS_HASH);
        address_hash (contacts[i] == NULL ? "" : contacts[i]->email, key, hash);
        hashes[i] = (wl_bytes_t){ hash, ADDRESS_HASH };
        ret_hit[i] = false;
    }
    return store_find_suppressed (req, hashes, count, ret_hit);
}

static wl_status
look_at (wl_request_t *req, const store_unseen_t *unseen)
{
    wl_arena_t *arena = wl_arena (req);
    id_set_t *users = id_set_new (arena);
    Notification__NotificationSettings **settings =
        wl_arena_array (arena, unseen->count, sizeof *settings);
    const Gateway__Contact **found = wl_arena_array (arena, unseen->count, sizeof *found);
    bool *suppressed = wl_arena_array (arena, unseen->count, sizeof *suppressed);
    int64_t *ways = wl_arena_array (arena, unseen->count, sizeof *ways);
    const Gateway__GetContactsResponse *contacts;

    for (size_t i = 0; i < unseen->count; i++)
        id_set_add (users, unseen->user_ids[i]);
    WL_TRY (gather_contacts (req, users, &contacts));
    for (size_t i = 0; i < unseen->count; i++)
        found[i] = find_contact (contacts, unseen->user_ids[i]);
    WL_TRY (find_suppressed (req, found, unseen->count, suppressed));
    WL_TRY (store_list_settings (req, unseen->user_ids, unseen->count, settings));
    for (size_t i = 0; i < unseen->count; i++)
        ways[i] = found[i] == NULL ? NOTIFICATION__LETTER_WAY__WAY_GONE
                                   : way_of (settings[i], unseen, suppressed[i], wl_now (req));
    return store_put_ways (req, unseen, ways);
}

static wl_status
look (wl_request_t *req, bool *ret_worked)
{
    store_unseen_t unseen;

    wl_db_begin (wl_db (req));
    WL_TRY (store_take_unseen (req, LOOK, &unseen));
    if (unseen.count > 0)
        WL_TRY (look_at (req, &unseen));
    *ret_worked |= unseen.count > 0;
    return wl_db_commit (wl_db (req));
}

/* ---- from lines to messages ---- */

/* Results leave now, so terms that run from sending run from now; said before there is a message,
 * because a letter names the last day of its term. */
static wl_status
tell_sending (wl_request_t *req, const store_unfed_t *unfed)
{
    Evaluation__RecordSendingRequest told = EVALUATION__RECORD_SENDING_REQUEST__INIT;
    Wlacznik__Empty *nothing;

    if (unfed->kind == NOTIFICATION__MAILING_KIND__ANNOUNCEMENT)
        return WL_OK;
    told.n_application_ids = unfed->count;
    told.application_ids = (char **) (uintptr_t) unfed->application_ids;
    told.kind = unfed->kind == NOTIFICATION__MAILING_KIND__FORMAL_RESULTS
                    ? EVALUATION__APPEAL_KIND__FORMAL_APPEAL
                    : EVALUATION__APPEAL_KIND__MERIT_APPEAL;
    told.sent_at = wl_timestamp (wl_arena (req), wl_clock_now (&wl_clock_system));
    return evaluation_call_record_sending (req, &told, &nothing);
}

static wl_status
feed_lines (wl_request_t *req, const store_unfed_t *unfed)
{
    const char **ids = wl_arena_array (wl_arena (req), unfed->count, sizeof *ids);

    WL_TRY (tell_sending (req, unfed));
    for (size_t i = 0; i < unfed->count; i++)
        ids[i] = letters_new_id (req);
    return store_feed (req, unfed, ids);
}

/* Of the mailing behind `*after`, which becomes its id; "" when there is none. */
static wl_status
feed_next (wl_request_t *req, const char **after, bool *ret_worked)
{
    store_unfed_t unfed;

    wl_db_begin (wl_db (req));
    WL_TRY (store_take_unfed (req, *after, FEED, &unfed));
    *after = unfed.mailing_id;
    if (unfed.count > 0)
        WL_TRY (feed_lines (req, &unfed));
    else if (!wl_text_empty (unfed.mailing_id) && !unfed.waits)
        store_mailing_fed (req, unfed.mailing_id);
    *ret_worked |= unfed.count > 0;
    return wl_db_commit (wl_db (req));
}

/* A batch of each mailing that runs. One that fails, because evaluation is away, holds up no other.
 */
static wl_status
feed (wl_request_t *req, bool *ret_worked)
{
    wl_status first_failure = WL_OK;
    const char *after = "";

    do {
        wl_status status = feed_next (req, &after, ret_worked);
        if (status == WL_OK)
            continue;
        wl_db_rollback (wl_db (req));
        first_failure = first_failure == WL_OK ? status : first_failure;
    } while (!wl_text_empty (after));
    return first_failure;
}

wl_status
mailing_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause)
{
    bool worked = false;

    (void) thread;
    *ret_pause = IDLE_PAUSE;
    if (wl_job_ends (req))
        return WL_OK;
    WL_TRY (look (req, &worked));
    WL_TRY (feed (req, &worked));
    if (!worked)
        return WL_OK;
    wl_wake_jobs (req);
    *ret_pause = 0;
    return WL_OK;
}
