#include "composing.h"

#include <sodium.h>

#include "base/uuid.h"
#include "compose.h"
#include "digest.h"
#include "gather.h"
#include "letters.h"
#include "news_tell.h"
#include "preferences.h"
#include "state.h"
#include "store_channels.h"
#include "store_dispatch.h"
#include "store_kept_letters.h"
#include "store_mailing_work.h"
#include "store_settings.h"
#include "store_webhooks.h"

enum { BATCH = 250 };

static const wl_time_t LEASE = 2 * WL_MINUTE;
static const wl_time_t IDLE_PAUSE = 250 * WL_MILLISECOND;
static const wl_time_t PAUSE_FIRST = 2 * WL_SECOND, PAUSE_MOST = 5 * WL_MINUTE;

/* What the batch's letters came to, sorted by what is to be written. */
typedef struct sorted {
    store_composed_t composed;
    const char **composed_users;  /* whose inboxes they are in */
    const char **ways, **way_ids; /* ids of dispatches, and of their messages */
    wl_time_t *ready;
    size_t way_count;
    const char **other_ids; /* messages that go by a plug-in, too */
    int64_t *other_channels;
    wl_time_t *other_ready;
    size_t other_count;
    const char **digest_users, **digest_ids;
    int64_t *digest_frequencies;
    size_t digest_count;
    const char **finished; /* that need no way any more: FAILED, or only in the inbox */
    int64_t *finished_states;
    size_t finished_count;
    const char **put_off;
    size_t put_off_count;
    int most_attempts;  /* of those put off */
    const char **aside; /* of mailings that were paused meanwhile */
    size_t aside_count;
    store_kept_letters_t kept; /* of rehearsals: nobody gets them */
} sorted_t;

static sorted_t
sorted_new (wl_arena_t *arena, size_t count)
{
    return (sorted_t){
        .composed = { .ids = wl_arena_array (arena, count, sizeof (char *)),
                      .locales = wl_arena_array (arena, count, sizeof (char *)),
                      .subjects = wl_arena_array (arena, count, sizeof (char *)),
                      .texts = wl_arena_array (arena, count, sizeof (char *)) },
        .composed_users = wl_arena_array (arena, count, sizeof (char *)),
        .ways = wl_arena_array (arena, count, sizeof (char *)),
        .way_ids = wl_arena_array (arena, count, sizeof (char *)),
        .ready = wl_arena_array (arena, count, sizeof (wl_time_t)),
        .other_ids = wl_arena_array (arena, count * PLUG_IN_CHANNELS, sizeof (char *)),
        .other_channels = wl_arena_array (arena, count * PLUG_IN_CHANNELS, sizeof (int64_t)),
        .other_ready = wl_arena_array (arena, count * PLUG_IN_CHANNELS, sizeof (wl_time_t)),
        .digest_users = wl_arena_array (arena, count, sizeof (char *)),
        .digest_ids = wl_arena_array (arena, count, sizeof (char *)),
        .digest_frequencies = wl_arena_array (arena, count, sizeof (int64_t)),
        .finished = wl_arena_array (arena, count, sizeof (char *)),
        .finished_states = wl_arena_array (arena, count, sizeof (int64_t)),
        .put_off = wl_arena_array (arena, count, sizeof (char *)),
        .aside = wl_arena_array (arena, count, sizeof (char *)),
        .kept = store_kept_letters_new (arena, count),
    };
}

/* What another service may know or do a moment later is no reason to give a letter up. */
static bool
may_come_right (wl_status status)
{
    return status == WL_UNAVAILABLE || status == WL_DEADLINE_EXCEEDED || status == WL_INTERNAL ||
           status == WL_RESOURCE_EXHAUSTED || status == WL_ABORTED;
}

static void
add_finished (sorted_t *self, const char *id, Notification__MessageState state)
{
    self->finished_states[self->finished_count] = state;
    self->finished[self->finished_count++] = id;
}

/* The inbox has it; by mail it goes as the person chose. */
static void
sort_way (wl_request_t *req, const store_message_t *message, const decision_t *decision,
          bool urgent, sorted_t *ret)
{
    switch (decision->way) {
    case WAY_AT:
        ret->ways[ret->way_count] = letters_new_id (req);
        ret->way_ids[ret->way_count] = message->id;
        ret->ready[ret->way_count++] = decision->at - (urgent ? LETTERS_HEAD_START : 0);
        break;
    case WAY_DIGEST:
        ret->digest_users[ret->digest_count] = message->user_id;
        ret->digest_ids[ret->digest_count] = message->id;
        ret->digest_frequencies[ret->digest_count++] = decision->frequency;
        digest_set (req, message->user_id, decision->frequency, decision->at);
        break;
    case WAY_NONE:
        add_finished (ret, message->id, NOTIFICATION__MESSAGE_STATE__SENT);
        break;
    }
}

/* By plug-ins, as far as the house has them and the person asked for it. */
static void
sort_others (wl_request_t *req, const store_message_t *message,
             const Notification__NotificationSettings *settings, sorted_t *ret)
{
    const notification_t *state = wl_state (req);

    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++) {
        Notification__Channel channel = plug_in_channels ()[i].channel;
        decision_t decision = preferences_decide (settings, moment_find (message->template),
                                                  channel, message->call_id, wl_now (req));

        if (state->plug_ins[i] == NULL || decision.way != WAY_AT)
            continue;
        ret->other_ids[ret->other_count] = message->id;
        ret->other_channels[ret->other_count] = channel;
        ret->other_ready[ret->other_count++] = decision.at;
    }
}

static void
sort_composed (wl_request_t *req, const store_message_t *message, const composed_t *letter,
               const Notification__NotificationSettings *settings, sorted_t *ret)
{
    store_composed_t *composed = &ret->composed;
    size_t place = composed->count++;
    decision_t decision =
        preferences_decide (settings, moment_find (message->template),
                            NOTIFICATION__CHANNEL__E_MAIL, message->call_id, wl_now (req));

    ret->composed_users[place] = message->user_id;
    composed->ids[place] = message->id;
    composed->locales[place] = letter->locale;
    composed->subjects[place] = letter->subject;
    composed->texts[place] = letter->secret ? "" : letter->text;
    sort_way (req, message, &decision, letter->secret, ret);
    if (!letter->secret)
        sort_others (req, message, settings, ret);
}

/* Composed as always, and then kept for the coordinators: in nobody's inbox, and on no way. What
 * cannot be composed is what a rehearsal is for, so it is shown, too. */
static void
keep (const store_message_t *message, const composed_t *letter, sorted_t *ret)
{
    store_kept_letters_t *kept = &ret->kept;
    size_t place = kept->count++;

    kept->ids[place] = message->id;
    kept->names[place] = letter->name;
    kept->locales[place] = letter->locale;
    kept->subjects[place] = letter->subject;
    kept->failed[place] = letter->status != WL_OK;
    kept->texts[place] = letter->status == WL_OK ? letter->text : letter->why;
    add_finished (ret, message->id,
                  letter->status == WL_OK ? NOTIFICATION__MESSAGE_STATE__SENT
                                          : NOTIFICATION__MESSAGE_STATE__FAILED);
}

/* One mark is enough, whatever else the message is about or whoever it is for. */
static bool
is_rehearsed (const store_message_t *message)
{
    return wl_uuid_is_rehearsed (message->call_id) ||
           wl_uuid_is_rehearsed (message->application_id) ||
           wl_uuid_is_rehearsed (message->user_id);
}

static void
sort_letter (wl_request_t *req, const store_message_t *message, const composed_t *letter,
             const Notification__NotificationSettings *settings, sorted_t *ret)
{
    if (is_rehearsed (message) && !may_come_right (letter->status)) {
        keep (message, letter, ret);
    } else if (letter->status == WL_OK) {
        sort_composed (req, message, letter, settings, ret);
    } else if (may_come_right (letter->status)) {
        ret->put_off[ret->put_off_count++] = message->id;
        if (message->attempts > ret->most_attempts)
            ret->most_attempts = message->attempts;
    } else {
        wl_log (WL_LOG_ERROR, NULL, "message given up", WL_LOG_TEXT ("message", message->id),
                WL_LOG_TEXT ("template", message->template),
                WL_LOG_TEXT ("status", wl_status_name (letter->status)),
                WL_LOG_TEXT ("reason", letter->why));
        add_finished (ret, message->id, NOTIFICATION__MESSAGE_STATE__FAILED);
    }
}

static wl_time_t
pause_for (int attempts)
{
    wl_time_t pause = PAUSE_FIRST << (attempts > 10 ? 10 : attempts);

    if (pause > PAUSE_MOST)
        pause = PAUSE_MOST;
    return pause * 3 / 4 + randombytes_uniform ((uint32_t) (pause / 2));
}

static wl_status
load_settings (wl_request_t *req, const store_message_t *messages, size_t count,
               Notification__NotificationSettings **ret)
{
    const char **users = wl_arena_array (wl_arena (req), count, sizeof *users);

    for (size_t i = 0; i < count; i++)
        users[i] = messages[i].user_id;
    return store_list_settings (req, users, count, ret);
}

static void
write_sorted (wl_request_t *req, const sorted_t *sorted)
{
    store_insert_dispatches (req, sorted->ways, sorted->way_ids, sorted->ready,
                             NOTIFICATION__CHANNEL__E_MAIL, sorted->way_count);
    store_insert_plug_in_ways (req, sorted->other_ids, sorted->other_channels, sorted->other_ready,
                               sorted->other_count);
    store_insert_webhook_ways (req, sorted->composed.ids, sorted->composed.count);
    store_add_digest_items (req, sorted->digest_users, sorted->digest_frequencies,
                            sorted->digest_ids, sorted->digest_count);
    news_tell (req, sorted->composed_users, sorted->composed.count);
    store_put_composed (req, &sorted->composed);
    store_keep_letters (req, &sorted->kept);
    store_finish_messages (req, sorted->finished, sorted->finished_states, sorted->finished_count);
    store_put_aside (req, sorted->aside, sorted->aside_count);
    store_put_off (req, sorted->put_off, sorted->put_off_count,
                   wl_clock_now (&wl_clock_system) + pause_for (sorted->most_attempts));
}

/* ---- mailings that somebody steered meanwhile ---- */

typedef struct orders {
    id_set_t *mailings;
    store_mailing_say_t *say;
} orders_t;

static wl_status
load_orders (wl_request_t *req, const store_message_t *messages, size_t count, orders_t *ret)
{
    ret->mailings = id_set_new (wl_arena (req));
    for (size_t i = 0; i < count; i++)
        id_set_add (ret->mailings, messages[i].mailing_id);
    ret->say = wl_arena_array (wl_arena (req), ret->mailings->count, sizeof *ret->say);
    return store_mailings_say (req, (const char *const *) ret->mailings->list, ret->mailings->count,
                               true, ret->say);
}

/* True when the letter is not to be written now. */
static bool
obey (const orders_t *orders, const store_message_t *message, sorted_t *ret)
{
    size_t i = 0;

    while (i < orders->mailings->count &&
           !wl_text_equal (orders->mailings->list[i], message->mailing_id))
        i++;
    if (i == orders->mailings->count ||
        orders->say[i].state == NOTIFICATION__MAILING_STATE__MAILING_RUNNING)
        return false;
    if (orders->say[i].state == NOTIFICATION__MAILING_STATE__MAILING_PAUSED)
        ret->aside[ret->aside_count++] = message->id;
    else
        add_finished (ret, message->id, NOTIFICATION__MESSAGE_STATE__CALLED_OFF);
    return true;
}

/* What was composed, and what people chose about it, in one transaction. */
static wl_status
write_letters (wl_request_t *req, const store_message_t *messages, const composed_t *letters,
               size_t count)
{
    Notification__NotificationSettings **settings =
        wl_arena_array (wl_arena (req), count, sizeof *settings);
    sorted_t sorted = sorted_new (wl_arena (req), count);
    orders_t orders;

    wl_db_begin (wl_db (req));
    WL_TRY (load_orders (req, messages, count, &orders));
    WL_TRY (load_settings (req, messages, count, settings));
    for (size_t i = 0; i < count; i++)
        if (!obey (&orders, &messages[i], &sorted))
            sort_letter (req, &messages[i], &letters[i], settings[i], &sorted);
    write_sorted (req, &sorted);
    return wl_db_commit (wl_db (req));
}

static wl_status
claim (wl_request_t *req, store_message_t **ret, size_t *ret_count)
{
    wl_db_begin (wl_db (req));
    WL_TRY (store_claim_messages (req, wl_now (req) + LEASE, BATCH, ret, ret_count));
    return wl_db_commit (wl_db (req));
}

wl_status
composing_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause)
{
    notification_t *state = wl_state (req);
    store_message_t *messages;
    composed_t *letters;
    size_t count;

    (void) thread;
    *ret_pause = IDLE_PAUSE;
    if (wl_job_ends (req))
        return WL_OK;
    WL_TRY (claim (req, &messages, &count));
    if (count == 0)
        return WL_OK;
    letters = wl_arena_array (wl_arena (req), count, sizeof *letters);
    compose_letters (req, messages, count, state->url, 0, letters);
    WL_TRY (write_letters (req, messages, letters, count));
    wl_wake_jobs (req);
    *ret_pause = 0;
    return WL_OK;
}
