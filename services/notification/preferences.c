#include "preferences.h"

#include "base/text.h"

enum { MINUTES = 24 * 60, DIGEST_HOUR = 8, WEEK = 7, MONDAY = 1 };

/* When the clock in Warsaw shows `minute` of the day `days` after 1970-01-01. */
static wl_time_t
warsaw_minute (int64_t days, int minute)
{
    wl_time_t midnight = wl_warsaw_midnight (wl_date_from_days (days));
    wl_time_t at = midnight + minute * WL_MINUTE;

    return at - (wl_warsaw_offset (at) - wl_warsaw_offset (midnight)) * WL_MINUTE;
}

static int64_t
warsaw_days (wl_time_t now)
{
    return wl_date_to_days (wl_warsaw_date (now));
}

/* 1970-01-01 was a Thursday. */
static int
weekday_of (int64_t days)
{
    return (int) ((days + 3) % WEEK) + 1;
}

wl_time_t
preferences_next (wl_time_t now, int hour, int weekday)
{
    for (int64_t days = warsaw_days (now);; days++) {
        wl_time_t at = warsaw_minute (days, hour * 60);
        if (at > now && (weekday == 0 || weekday_of (days) == weekday))
            return at;
    }
}

/* `now`, or the end of the quiet hours that it falls into. They may go past midnight. */
static wl_time_t
after_quiet (const Notification__NotificationSettings *settings, wl_time_t now)
{
    int from = (int) (settings->quiet_from % MINUTES),
        until = (int) (settings->quiet_until % MINUTES);
    int64_t days = warsaw_days (now);

    if (from == until)
        return now;
    for (int64_t day = days - 1; day <= days; day++) {
        wl_time_t begin = warsaw_minute (day, from);
        wl_time_t end = warsaw_minute (from < until ? day : day + 1, until);
        if (now >= begin && now < end)
            return end;
    }
    return now;
}

Notification__Frequency
preferences_frequency (const Notification__NotificationSettings *settings, const moment_t *moment,
                       Notification__Channel channel)
{
    bool by_mail = channel == NOTIFICATION__CHANNEL__E_MAIL;

    if (moment->mandatory && by_mail)
        return NOTIFICATION__FREQUENCY__IMMEDIATELY;
    for (size_t i = 0; settings != NULL && i < settings->n_events; i++) {
        const Notification__EventPreference *event = settings->events[i];
        if (event->channel == channel && wl_text_equal (event->event, moment->name) &&
            event->frequency != NOTIFICATION__FREQUENCY__FREQUENCY_UNSPECIFIED)
            return event->frequency;
    }
    return by_mail ? moment->standard : NOTIFICATION__FREQUENCY__NEVER;
}

static bool
is_muted (const Notification__NotificationSettings *settings, const char *call_id)
{
    if (wl_text_empty (call_id))
        return false;
    for (size_t i = 0; i < settings->n_muted_call_ids; i++)
        if (wl_text_equal (settings->muted_call_ids[i], call_id))
            return true;
    return false;
}

static decision_t
digest (const Notification__NotificationSettings *settings, Notification__Frequency frequency,
        wl_time_t now)
{
    int hour =
        settings == NULL || settings->digest_hour == 0 ? DIGEST_HOUR : (int) settings->digest_hour;
    int day = 0;

    if (frequency == NOTIFICATION__FREQUENCY__WEEKLY)
        day = settings == NULL || settings->digest_weekday == 0 ? MONDAY
                                                                : (int) settings->digest_weekday;
    return (decision_t){ WAY_DIGEST, preferences_next (now, hour, day), frequency };
}

/* Beside mail: only what was asked for, and nothing that guards the account, whose texts are
 * secret. */
static decision_t
decide_other (const Notification__NotificationSettings *settings, const moment_t *moment,
              Notification__Channel channel, const char *call_id, wl_time_t now)
{
    if (moment == NULL || moment->account || settings == NULL ||
        preferences_frequency (settings, moment, channel) != NOTIFICATION__FREQUENCY__IMMEDIATELY ||
        (!moment->mandatory && is_muted (settings, call_id)))
        return (decision_t){ .way = WAY_NONE };
    return (decision_t){ .way = WAY_AT,
                         .at = moment->mandatory ? now : after_quiet (settings, now) };
}

decision_t
preferences_decide (const Notification__NotificationSettings *settings, const moment_t *moment,
                    Notification__Channel channel, const char *call_id, wl_time_t now)
{
    Notification__Frequency frequency;

    if (channel != NOTIFICATION__CHANNEL__E_MAIL)
        return decide_other (settings, moment, channel, call_id, now);
    if (moment == NULL || moment->mandatory)
        return (decision_t){ .way = WAY_AT, .at = now };
    if (settings != NULL && is_muted (settings, call_id))
        return (decision_t){ .way = WAY_NONE };
    frequency = preferences_frequency (settings, moment, channel);
    if (!moment->collected && frequency != NOTIFICATION__FREQUENCY__NEVER)
        frequency = NOTIFICATION__FREQUENCY__IMMEDIATELY;
    switch (frequency) {
    case NOTIFICATION__FREQUENCY__NEVER:
        return (decision_t){ .way = WAY_NONE };
    case NOTIFICATION__FREQUENCY__DAILY:
    case NOTIFICATION__FREQUENCY__WEEKLY:
        return digest (settings, frequency, now);
    default:
        return (decision_t){ .way = WAY_AT,
                             .at = settings == NULL ? now : after_quiet (settings, now) };
    }
}
