#include "composing.h"

#include <sodium.h>

#include "compose.h"
#include "letters.h"
#include "state.h"
#include "store_dispatch.h"

enum { BATCH = 250 };

static const wl_time_t LEASE = 2 * WL_MINUTE;
static const wl_time_t IDLE_PAUSE = 250 * WL_MILLISECOND;
static const wl_time_t PAUSE_FIRST = 2 * WL_SECOND, PAUSE_MOST = 5 * WL_MINUTE;

/* What the batch's letters came to, sorted by what is to be written. */
typedef struct sorted {
    store_composed_t composed;
    const char **ways; /* ids of dispatches, one for each composed letter */
    wl_time_t *ready;
    const char **failed;
    int64_t *failed_states;
    size_t failed_count;
    const char **put_off;
    size_t put_off_count;
    int most_attempts; /* of those put off */
} sorted_t;

static sorted_t
sorted_new (wl_arena_t *arena, size_t count)
{
    return (sorted_t){
        .composed = { .ids = wl_arena_array (arena, count, sizeof (char *)),
                      .locales = wl_arena_array (arena, count, sizeof (char *)),
                      .subjects = wl_arena_array (arena, count, sizeof (char *)),
                      .texts = wl_arena_array (arena, count, sizeof (char *)) },
        .ways = wl_arena_array (arena, count, sizeof (char *)),
        .ready = wl_arena_array (arena, count, sizeof (wl_time_t)),
        .failed = wl_arena_array (arena, count, sizeof (char *)),
        .failed_states = wl_arena_array (arena, count, sizeof (int64_t)),
        .put_off = wl_arena_array (arena, count, sizeof (char *)),
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
sort_composed (wl_request_t *req, const store_message_t *message, const composed_t *letter,
               sorted_t *ret)
{
    store_composed_t *composed = &ret->composed;
    size_t place = composed->count++;

    composed->ids[place] = message->id;
    composed->locales[place] = letter->locale;
    composed->subjects[place] = letter->subject;
    composed->texts[place] = letter->secret ? "" : letter->text;
    ret->ways[place] = letters_new_id (req);
    ret->ready[place] = wl_now (req) - (letter->secret ? LETTERS_HEAD_START : 0);
}

static void
sort_letter (wl_request_t *req, const store_message_t *message, const composed_t *letter,
             sorted_t *ret)
{
    if (letter->status == WL_OK) {
        sort_composed (req, message, letter, ret);
    } else if (may_come_right (letter->status)) {
        ret->put_off[ret->put_off_count++] = message->id;
        if (message->attempts > ret->most_attempts)
            ret->most_attempts = message->attempts;
    } else {
        wl_log (WL_LOG_ERROR, NULL, "message given up", WL_LOG_TEXT ("message", message->id),
                WL_LOG_TEXT ("template", message->template),
                WL_LOG_TEXT ("status", wl_status_name (letter->status)),
                WL_LOG_TEXT ("reason", letter->why));
        ret->failed_states[ret->failed_count] = NOTIFICATION__MESSAGE_STATE__FAILED;
        ret->failed[ret->failed_count++] = message->id;
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
write_sorted (wl_request_t *req, const sorted_t *sorted)
{
    wl_db_begin (wl_db (req));
    store_insert_dispatches (req, sorted->ways, sorted->composed.ids, sorted->ready,
                             NOTIFICATION__CHANNEL__E_MAIL, sorted->composed.count);
    WL_TRY (store_put_composed (req, &sorted->composed));
    WL_TRY (
        store_finish_messages (req, sorted->failed, sorted->failed_states, sorted->failed_count));
    WL_TRY (store_put_off (req, sorted->put_off, sorted->put_off_count,
                           wl_clock_now (&wl_clock_system) + pause_for (sorted->most_attempts)));
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
    compose_letters (req, messages, count, state->url, letters);
    sorted_t sorted = sorted_new (wl_arena (req), count);
    for (size_t i = 0; i < count; i++)
        sort_letter (req, &messages[i], &letters[i], &sorted);
    WL_TRY (write_sorted (req, &sorted));
    wl_wake_jobs (req);
    *ret_pause = 0;
    return WL_OK;
}
