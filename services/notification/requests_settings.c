/* What people choose about what they are told. */
#include <string.h>

#include "moments.h"
#include "notification.handlers.h"
#include "preferences.h"
#include "state.h"
#include "store_settings.h"
#include "unsubscribe.h"

enum { PAGE_EVENTS_MAX = 200 };

enum { CHANNELS_MAX = 1 + PLUG_IN_CHANNELS };

/* Those of this house, mail first. */
static size_t
channels_of (wl_request_t *req, Notification__Channel ret[CHANNELS_MAX])
{
    const notification_t *state = wl_state (req);
    size_t count = 0;

    ret[count++] = NOTIFICATION__CHANNEL__E_MAIL;
    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++)
        if (state->plug_ins[i] != NULL)
            ret[count++] = plug_in_channels ()[i].channel;
    return count;
}

/* ---- showing ---- */

static Notification__EventPreference *
preference_new (wl_request_t *req, const Notification__NotificationSettings *settings,
                const moment_t *moment, Notification__Channel channel)
{
    Notification__EventPreference *event = wl_arena_alloc (wl_arena (req), sizeof *event);
    Wlacznik__LocalText *title = wl_arena_alloc (wl_arena (req), sizeof *title);

    wlacznik__local_text__init (title);
    title->pl = wl_text_copy (wl_arena (req), moment->pl);
    title->en = wl_text_copy (wl_arena (req), moment->en);
    notification__event_preference__init (event);
    event->event = wl_text_copy (wl_arena (req), moment->name);
    event->channel = channel;
    event->frequency = preferences_frequency (settings, moment, channel);
    event->mandatory = moment->mandatory && channel == NOTIFICATION__CHANNEL__E_MAIL;
    event->title = title;
    return event;
}

/* Every moment with what holds for it, whether chosen or not. */
static wl_status
show (wl_request_t *req, const Notification__NotificationSettings *settings,
      Notification__NotificationSettings *out)
{
    Notification__Channel channels[CHANNELS_MAX];
    size_t count, channel_count = channels_of (req, channels);
    const moment_t *moments = moment_all (&count);

    if (settings != NULL)
        *out = *settings;
    out->n_events = 0;
    out->events = wl_arena_array (wl_arena (req), count * channel_count, sizeof *out->events);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < channel_count && !moments[i].account; c++)
            out->events[out->n_events++] = preference_new (req, settings, &moments[i], channels[c]);
    return WL_OK;
}

wl_status
notification_get_notification_settings (wl_request_t *req,
                                        const Notification__GetNotificationSettingsRequest *in,
                                        Notification__NotificationSettings *out)
{
    Notification__NotificationSettings *settings;

    (void) in;
    WL_TRY (store_load_settings (req, wl_user (req), false, &settings));
    return show (req, settings, out);
}

/* ---- choosing ---- */

/* Beside mail there is at once or not at all. */
static wl_status
check_other_channel (wl_request_t *req, const Notification__EventPreference *event, size_t place)
{
    if (plug_in_find (event->channel) == NULL)
        return wl_fail_field (req, wl_text_printf (wl_arena (req), "events[%zu].channel", place),
                              "unknown", "O tym kanale się nie wybiera.",
                              "This channel is not one to choose about.");
    if (event->frequency == NOTIFICATION__FREQUENCY__DAILY ||
        event->frequency == NOTIFICATION__FREQUENCY__WEEKLY)
        return wl_fail_field (req, wl_text_printf (wl_arena (req), "events[%zu].frequency", place),
                              "not-collected", "Zbiorcze są tylko listy e-mail.",
                              "Only e-mails are collected.");
    return WL_OK;
}

static wl_status
check_event (wl_request_t *req, const Notification__EventPreference *event, size_t place)
{
    const moment_t *moment = moment_find (event->event);
    const char *field = wl_text_printf (wl_arena (req), "events[%zu].event", place);

    if (moment == NULL || moment->account)
        return wl_fail_field (req, field, "unknown", "Nie ma takiego powiadomienia.",
                              "There is no such notification.");
    if (event->channel != NOTIFICATION__CHANNEL__E_MAIL)
        return check_other_channel (req, event, place);
    if (!moment->mandatory && !moment->collected &&
        (event->frequency == NOTIFICATION__FREQUENCY__DAILY ||
         event->frequency == NOTIFICATION__FREQUENCY__WEEKLY))
        return wl_fail_field (req, wl_text_printf (wl_arena (req), "events[%zu].frequency", place),
                              "not-collected", "Zbiorczy list nie może czekać na zbiorczy list.",
                              "A collected letter cannot wait for a collected letter.");
    if (moment->mandatory && event->frequency != NOTIFICATION__FREQUENCY__IMMEDIATELY &&
        event->frequency != NOTIFICATION__FREQUENCY__FREQUENCY_UNSPECIFIED)
        return wl_fail_field (
            req, wl_text_printf (wl_arena (req), "events[%zu].frequency", place), "mandatory",
            "Od tego powiadomienia biegną terminy, więc zawsze przychodzi od razu.",
            "Terms run from this notification, so it always comes at once.");
    return WL_OK;
}

/* What is as it is for everybody is not kept: a later standard then holds for this person, too. */
static Notification__EventPreference *
kept (wl_request_t *req, const Notification__EventPreference *event)
{
    const moment_t *moment = moment_find (event->event);
    Notification__EventPreference *copy;

    if (event->frequency == NOTIFICATION__FREQUENCY__FREQUENCY_UNSPECIFIED ||
        event->frequency == preferences_frequency (NULL, moment, event->channel))
        return NULL;
    copy = wl_arena_alloc (wl_arena (req), sizeof *copy);
    notification__event_preference__init (copy);
    copy->event = event->event;
    copy->channel = event->channel;
    copy->frequency = event->frequency;
    return copy;
}

static wl_status
save (wl_request_t *req, const char *user_id, const Notification__NotificationSettings *from,
      Notification__NotificationSettings *ret)
{
    *ret = *from;
    ret->n_events = 0;
    ret->events = wl_arena_array (wl_arena (req), from->n_events, sizeof *ret->events);
    for (size_t i = 0; i < from->n_events; i++) {
        Notification__EventPreference *event = kept (req, from->events[i]);
        if (event != NULL)
            ret->events[ret->n_events++] = event;
    }
    return store_save_settings (req, user_id, ret);
}

wl_status
notification_put_notification_settings (wl_request_t *req,
                                        const Notification__NotificationSettings *in,
                                        Notification__NotificationSettings *out)
{
    Notification__NotificationSettings saved;
    wl_status status = WL_OK;

    for (size_t i = 0; i < in->n_events; i++)
        if (check_event (req, in->events[i], i) != WL_OK)
            status = WL_INVALID_ARGUMENT;
    WL_TRY (status);
    WL_TRY (save (req, wl_user (req), in, &saved));
    return show (req, &saved, out);
}

/* Loads for a change; what nobody chose about yet begins empty. */
static wl_status
load_to_change (wl_request_t *req, const char *user_id, Notification__NotificationSettings **ret)
{
    WL_TRY (store_load_settings (req, user_id, true, ret));
    if (*ret != NULL)
        return WL_OK;
    *ret = wl_arena_alloc (wl_arena (req), sizeof **ret);
    notification__notification_settings__init (*ret);
    return WL_OK;
}

static size_t
find_muted (const Notification__NotificationSettings *settings, const char *call_id)
{
    size_t place = 0;

    while (place < settings->n_muted_call_ids &&
           !wl_text_equal (settings->muted_call_ids[place], call_id))
        place++;
    return place;
}

wl_status
notification_mute_call (wl_request_t *req, const Notification__MuteCallRequest *in,
                        Notification__NotificationSettings *out)
{
    Notification__NotificationSettings *settings, saved;
    char **muted;
    size_t count;

    WL_TRY (load_to_change (req, wl_user (req), &settings));
    count = settings->n_muted_call_ids;
    if (find_muted (settings, in->call_id) < count)
        return show (req, settings, out);
    if (count >= PAGE_EVENTS_MAX)
        return wl_fail (req, WL_FAILED_PRECONDITION, "too-many-muted",
                        "Masz już 200 wyciszonych naborów. Włącz najpierw któryś z nich.",
                        "You have muted 200 calls already. Unmute one of them first.");
    muted = wl_arena_array (wl_arena (req), count + 1, sizeof *muted);
    for (size_t i = 0; i < count; i++)
        muted[i] = settings->muted_call_ids[i];
    muted[count] = in->call_id;
    settings->muted_call_ids = muted;
    settings->n_muted_call_ids = count + 1;
    WL_TRY (save (req, wl_user (req), settings, &saved));
    return show (req, &saved, out);
}

wl_status
notification_unmute_call (wl_request_t *req, const Notification__MuteCallRequest *in,
                          Notification__NotificationSettings *out)
{
    Notification__NotificationSettings *settings, saved;
    size_t place;

    WL_TRY (load_to_change (req, wl_user (req), &settings));
    place = find_muted (settings, in->call_id);
    if (place == settings->n_muted_call_ids)
        return show (req, settings, out);
    settings->n_muted_call_ids--;
    memmove (settings->muted_call_ids + place, settings->muted_call_ids + place + 1,
             (settings->n_muted_call_ids - place) * sizeof *settings->muted_call_ids);
    WL_TRY (save (req, wl_user (req), settings, &saved));
    return show (req, &saved, out);
}

/* ---- the one click ---- */

static wl_status
read_token (wl_request_t *req, const char *token, char ret_user[WL_UUID_TEXT],
            const moment_t **ret_moment)
{
    uint8_t key[UNSUBSCRIBE_KEY];
    char event[UNSUBSCRIBE_EVENT_MAX + 1];

    *ret_moment = NULL;
    WL_TRY (store_secret (req, UNSUBSCRIBE_KEY_NAME, key));
    if (!unsubscribe_read (key, token, ret_user, event) ||
        (*ret_moment = moment_find (event)) == NULL || (*ret_moment)->mandatory)
        return wl_fail (req, WL_NOT_FOUND, "unsubscribe-not-valid",
                        "Ten odnośnik jest nieprawidłowy. Powiadomienia możesz zmienić po "
                        "zalogowaniu.",
                        "This link is not valid. You can change your notifications after signing "
                        "in.");
    return WL_OK;
}

static void
page (wl_request_t *req, const char *title, const char *text, Wlacznik__Document *out)
{
    wl_buffer_t html;

    wl_buffer_init (&html, wl_arena (req));
    wl_buffer_printf (&html,
                      "<!doctype html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
                      "<meta name=\"viewport\" content=\"width=device-width\"><title>",
                      wl_locale (req));
    wl_buffer_html (&html, title);
    wl_buffer_text (&html,
                    "</title><style>body{font:18px/1.5 Verdana,Arial,sans-serif;max-width:36em;"
                    "margin:3em auto;padding:0 1em;color:#1a1a1a}</style></head>\n<body>\n<h1>");
    wl_buffer_html (&html, title);
    wl_buffer_text (&html, "</h1>\n<p>");
    wl_buffer_html (&html, text);
    wl_buffer_text (&html, "</p>\n</body></html>\n");
    out->content = wl_message_bytes (&html);
}

static bool
english (wl_request_t *req)
{
    return wl_text_equal (wl_locale (req), "en");
}

static void
choose_never (wl_request_t *req, Notification__NotificationSettings *settings,
              const moment_t *moment)
{
    Notification__EventPreference *never = wl_arena_alloc (wl_arena (req), sizeof *never);
    Notification__EventPreference **events =
        wl_arena_array (wl_arena (req), settings->n_events + 1, sizeof *events);
    size_t count = 0;

    for (size_t i = 0; i < settings->n_events; i++)
        if (settings->events[i]->channel != NOTIFICATION__CHANNEL__E_MAIL ||
            !wl_text_equal (settings->events[i]->event, moment->name))
            events[count++] = settings->events[i];
    notification__event_preference__init (never);
    never->event = wl_text_copy (wl_arena (req), moment->name);
    never->channel = NOTIFICATION__CHANNEL__E_MAIL;
    never->frequency = NOTIFICATION__FREQUENCY__NEVER;
    events[count++] = never;
    settings->events = events;
    settings->n_events = count;
}

wl_status
notification_unsubscribe (wl_request_t *req, const Notification__UnsubscribeRequest *in,
                          Wlacznik__Document *out)
{
    Notification__NotificationSettings *settings, saved;
    char user_id[WL_UUID_TEXT];
    const moment_t *moment = NULL;

    WL_TRY (read_token (req, in->token, user_id, &moment));
    WL_TRY (load_to_change (req, user_id, &settings));
    if (preferences_frequency (settings, moment, NOTIFICATION__CHANNEL__E_MAIL) !=
        NOTIFICATION__FREQUENCY__NEVER) {
        choose_never (req, settings, moment);
        WL_TRY (save (req, user_id, settings, &saved));
    }
    page (req, english (req) ? moment->en : moment->pl,
          english (req) ? "We send you no more letters of this kind. They are still in your inbox "
                          "after you sign in, and there you can have them sent again."
                        : "Nie wyślemy Ci już takich listów. Nadal znajdziesz je w skrzynce po "
                          "zalogowaniu i tam możesz je znów włączyć.",
          out);
    return WL_OK;
}

wl_status
notification_show_unsubscribe (wl_request_t *req, const Notification__ShowUnsubscribeRequest *in,
                               Wlacznik__Document *out)
{
    char user_id[WL_UUID_TEXT];
    const moment_t *moment = NULL;

    WL_TRY (read_token (req, in->token, user_id, &moment));
    page (req, english (req) ? moment->en : moment->pl,
          english (req) ? "To stop letters of this kind, use your mail program's button "
                          "\"Unsubscribe\", or sign in and change your notifications."
                        : "Żeby nie dostawać takich listów, użyj przycisku „Anuluj subskrypcję” w "
                          "programie pocztowym albo zaloguj się i zmień powiadomienia.",
          out);
    return WL_OK;
}
