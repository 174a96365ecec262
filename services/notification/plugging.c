#include "plugging.h"

#include <sodium.h>

#include "channel_code.h"
#include "message/message.h"
#include "plug_in_run.h"
#include "state.h"
#include "store_channels.h"
#include "store_settings.h"

static const wl_time_t TIMEOUT = 30 * WL_SECOND, LEASE = 2 * WL_MINUTE;
static const wl_time_t IDLE_PAUSE = 250 * WL_MILLISECOND, NOTHING_SET_PAUSE = WL_MINUTE;
static const wl_time_t GIVE_UP = 3 * WL_DAY;
/* An e-delivery counts as received fourteen days after it came in (Act of 18 Nov 2020, art. 42):
 * after that there is something to be told. */
static const wl_time_t GIVE_UP_ASKING = 21 * WL_DAY;
static const wl_time_t CODE_AGAIN = 20 * WL_SECOND;

/* ---- what a program is told ---- */

static void
fill_code (wl_request_t *req, const store_plug_in_way_t *way, const uint8_t *key,
           Notification__PlugInLetter *letter)
{
    char code[CHANNEL_CODE_TEXT];

    channel_code_make (key, way->id, way->address, code);
    letter->subject = wl_text_copy (wl_arena (req), "Włącznik");
    letter->text =
        wl_text_printf (wl_arena (req), "Włącznik: %s to Twój kod. / %s is your code.", code, code);
    letter->locale = wl_text_copy (wl_arena (req), "pl");
}

static const char *
input_of (wl_request_t *req, const store_plug_in_way_t *way, const uint8_t *key)
{
    Notification__PlugInLetter letter = NOTIFICATION__PLUG_IN_LETTER__INIT;
    wl_arena_t *arena = wl_arena (req);
    wl_buffer_t json;

    letter.version = 1;
    letter.channel = wl_text_copy (arena, plug_in_find (way->channel)->name);
    letter.id = wl_text_copy (arena, way->id);
    letter.to = wl_text_copy (arena, way->address);
    if (way->is_code) {
        fill_code (req, way, key, &letter);
    } else {
        letter.message_id = wl_text_copy (arena, way->message_id);
        letter.subject = wl_text_copy (arena, way->subject);
        letter.text = wl_text_copy (arena, way->text);
        letter.locale = wl_text_copy (arena, way->locale);
        letter.reference = wl_text_copy (arena, way->reference);
    }
    letter.created_at = wl_timestamp (arena, way->created_at);
    wl_buffer_init (&json, arena);
    wl_message_to_json (&letter.base, &json);
    wl_buffer_char (&json, '\n');
    return json.data;
}

/* ---- what became of it ---- */

static void
record_code (wl_request_t *req, const store_plug_in_way_t *way, const plug_in_fate_t *fate)
{
    wl_time_t now = wl_clock_now (&wl_clock_system);
    bool again = fate->state == NOTIFICATION__DISPATCH_STATE__PENDING && !fate->accepted &&
                 now + CODE_AGAIN < way->created_at; /* of a code: when it ends */

    store_record_code (req, way, again ? now + CODE_AGAIN : 0);
    if (fate->state != NOTIFICATION__DISPATCH_STATE__DELIVERED && !fate->accepted)
        wl_log (WL_LOG_WARN, NULL, "code not sent",
                WL_LOG_TEXT ("channel", plug_in_find (way->channel)->name),
                WL_LOG_NUMBER ("again", again));
}

static void
record_letter (wl_request_t *req, const store_plug_in_way_t *way, const plug_in_fate_t *fate)
{
    wl_time_t now = wl_clock_now (&wl_clock_system);
    wl_time_t first = way->first_try_at == 0 ? now : way->first_try_at;
    bool asks = fate->accepted || !wl_text_empty (way->reference);
    const char *reference = fate->accepted ? fate->reference : way->reference;
    Notification__DispatchState state = fate->state;
    wl_time_t ready = 0;

    if (state == NOTIFICATION__DISPATCH_STATE__PENDING) {
        if (now - first > (asks ? GIVE_UP_ASKING : GIVE_UP))
            state = NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE;
        else
            ready =
                now + (fate->again > 0 ? fate->again
                                       : plug_in_pause (way->attempts + 1, randombytes_random ()));
    }
    store_record_plug_in_try (req, way, state, ready, reference, fate->evidence);
}

static wl_status
record_all (wl_request_t *req, const store_plug_in_way_t *ways, const plug_in_task_t *tasks,
            size_t count)
{
    wl_db_begin (wl_db (req));
    for (size_t i = 0; i < count; i++) {
        plug_in_fate_t fate = plug_in_judge (wl_arena (req), &tasks[i].run);

        if (wl_text_empty (ways[i].address))
            fate = (plug_in_fate_t){ .state = NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE,
                                     .evidence = "the address is gone" };
        if (ways[i].is_code)
            record_code (req, &ways[i], &fate);
        else
            record_letter (req, &ways[i], &fate);
    }
    return wl_db_commit (wl_db (req));
}

/* ---- turns ---- */

static size_t
channels_with_programs (const notification_t *state, int64_t ret[PLUG_IN_CHANNELS])
{
    size_t count = 0;

    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++)
        if (state->plug_ins[i] != NULL)
            ret[count++] = plug_in_channels ()[i].channel;
    return count;
}

/* Without an address nothing is started: the task stays one that never ran. */
static void
run_all (wl_request_t *req, const store_plug_in_way_t *ways, size_t count, const uint8_t *key,
         plug_in_task_t *tasks)
{
    const notification_t *state = wl_state (req);
    plug_in_task_t *started = wl_arena_array (wl_arena (req), count, sizeof *started);
    size_t places[PLUG_IN_BATCH], running = 0;

    for (size_t i = 0; i < count; i++) {
        if (wl_text_empty (ways[i].address))
            continue;
        places[running] = i;
        started[running++] = (plug_in_task_t){
            .program = notification_plug_in (state, ways[i].channel),
            .input = input_of (req, &ways[i], key),
        };
    }
    plug_in_run_all (wl_arena (req), started, running, TIMEOUT);
    for (size_t i = 0; i < running; i++)
        tasks[places[i]] = started[i];
}

wl_status
plugging_turn (wl_request_t *req, unsigned thread, wl_time_t *ret_pause)
{
    int64_t channels[PLUG_IN_CHANNELS];
    size_t channel_count = channels_with_programs (wl_state (req), channels), count;
    plug_in_task_t tasks[PLUG_IN_BATCH] = { 0 };
    uint8_t key[CHANNEL_CODE_KEY];
    store_plug_in_way_t *ways;

    (void) thread;
    *ret_pause = channel_count == 0 ? NOTHING_SET_PAUSE : IDLE_PAUSE;
    if (channel_count == 0 || wl_job_ends (req))
        return WL_OK;
    wl_db_begin (wl_db (req));
    WL_TRY (store_secret (req, CHANNEL_CODE_KEY_NAME, key));
    WL_TRY (store_claim_plug_in_ways (req, channels, channel_count, wl_now (req) + LEASE,
                                      PLUG_IN_BATCH, &ways, &count));
    WL_TRY (wl_db_commit (wl_db (req)));
    if (count == 0)
        return WL_OK;
    run_all (req, ways, count, key, tasks);
    *ret_pause = 0;
    return record_all (req, ways, tasks, count);
}
