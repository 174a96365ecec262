/* Plug-ins: programs of an operator's that carry letters where we cannot: SMS, e-Doręczenia (ADE).
 *
 * plug-ins/README.md is the protocol: one JSON object in, one out, a process for each. A program
 * and not a shared object, because nothing that it does can then harm the service: it may crash,
 * hang or grow, and is ended; it may be written in anything, and run as whoever it must. The price
 * is a few milliseconds a letter, where an SMS costs more in money. This file is the judgement;
 * pure.
 */
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "wlacznik/notification.pb-c.h"

enum { PLUG_IN_OUTPUT_MAX = 16 * 1024, PLUG_IN_CHANNELS = 2, PLUG_IN_REFERENCE_MAX = 200 };

/* A channel that a plug-in may serve. */
typedef struct plug_in_channel {
    Notification__Channel channel;
    const char *name;    /* "sms": as the protocol and the settings call it */
    const char *setting; /* "plug_in.sms" */
} plug_in_channel_t;
const plug_in_channel_t *plug_in_channels (void); /* PLUG_IN_CHANNELS of them */
/* NULL for a channel that no plug-in serves. */
const plug_in_channel_t *plug_in_find (Notification__Channel channel);

/* Whether the text is an address of the channel: a telephone number in E.164 ("+48601234567"), an
 * address for electronic delivery ("AE:PL-12345-67890-ABCDE-12"). */
WL_MUST_CHECK bool plug_in_is_address (Notification__Channel channel, const char *address);

/* How a program ended, and what it wrote. */
typedef struct plug_in_run {
    bool started, timed_out, too_long;
    int exit_status; /* of waitpid */
    const char *output;
    size_t length;
} plug_in_run_t;

/* What became of a letter. */
typedef struct plug_in_fate {
    Notification__DispatchState state; /* PENDING: to be tried or asked about again */
    bool accepted;                     /* taken, its arrival is not known yet: ask, do not send */
    wl_time_t again;                   /* of PENDING: after so long; 0: by the number of tries */
    const char *reference;             /* of an accepted one */
    const char *evidence; /* what is recorded: the program's words, or what was wrong */
} plug_in_fate_t;
/* Whatever is no answer by the protocol is a failure that time may heal. In the arena. */
plug_in_fate_t plug_in_judge (wl_arena_t *arena, const plug_in_run_t *run);

/* The next try after so many: 1 min, 5 min, 30 min, 2 h, 8 h, a quarter either way. */
wl_time_t plug_in_pause (int attempts, uint32_t random);
