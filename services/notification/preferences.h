/* What a person chose, applied to one message. Pure.
 *
 * Quiet hours and hours of digests are Warsaw's, because the incubator's days are.
 */
#pragma once

#include "base/clock.h"
#include "moments.h"

typedef enum way {
    WAY_NONE = 1, /* the inbox only */
    WAY_AT,       /* by itself, at `at` */
    WAY_DIGEST,   /* with others, at `at` */
} way_t;

typedef struct decision {
    way_t way;
    wl_time_t at;
    Notification__Frequency frequency; /* DAILY or WEEKLY of a digest */
} decision_t;

/* How a message of `moment` goes by `channel`. `settings` NULL: the person chose nothing; `moment`
 * NULL: one that nobody could choose about, which goes at once; `call_id` may be "". */
decision_t
preferences_decide (const Notification__NotificationSettings *settings, const moment_t *moment,
                    Notification__Channel channel, const char *call_id, wl_time_t now);

/* What the person chose for a moment and channel, else its standard, which is NEVER on every
 * channel but mail. By mail a mandatory one comes IMMEDIATELY. */
Notification__Frequency
preferences_frequency (const Notification__NotificationSettings *settings, const moment_t *moment,
                       Notification__Channel channel);

/* The next time, after `now`, that it is `hour` o'clock in Warsaw; on `weekday` (1 Monday .. 7)
 * unless that is 0. Right across the change of clocks. */
wl_time_t preferences_next (wl_time_t now, int hour, int weekday);
