/* What a mail server's answer means for a letter, and when to try again. Pure.
 *
 * A letter's own failure (an address that is none) must not be mistaken for the server's (it is
 * away, it refuses our password): the first ends one letter, the second holds them all back.
 */
#pragma once

#include "base/clock.h"

typedef enum smtp_fate {
    SMTP_TAKEN = 1,  /* 2xx to the end of the message */
    SMTP_LATER,      /* 4xx to this letter: mailbox full, too many for now */
    SMTP_GREYLISTED, /* 4xx that asks for patience: the same letter in five minutes */
    SMTP_REFUSED,    /* 5xx to this letter: another try changes nothing */
    SMTP_SERVER,     /* no answer, a broken one, TLS, sign-in: no letter would get through */
} smtp_fate_t;

enum { SMTP_FATES = SMTP_SERVER + 1 };

/* `code` is the last answer's (0: there was none that could be read), `command` the last command's
 * first word ("" before any), `answer` the answer's text after the code; `sent` whether libcurl saw
 * the whole conversation succeed. */
smtp_fate_t smtp_judge (bool sent, int code, const char *command, const char *answer);

/* Whether a refusal says that the address itself is dead (RFC 3463 5.1.x, 5.2.1): then nothing is
 * sent there until somebody says otherwise. `status` is "5.1.1"; may be "". */
bool smtp_address_is_dead (const char *status);
/* The enhanced status (RFC 3463) that the text after the code begins with; false if none. */
bool smtp_enhanced_status (const char *answer, char ret[16]);

/* How long to wait after the failure number `attempts` (from 1); `random` is any number, for the
 * jitter: the pause is between three and five quarters of the nominal one. */
wl_time_t smtp_pause (smtp_fate_t fate, int attempts, uint32_t random);

/* How long all sending rests after `faults` failures of the server in a row. */
wl_time_t smtp_rest (int faults, uint32_t random);
