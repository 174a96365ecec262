#include "smtp_fate.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { DOUBLINGS_MAX = 12 };

/* RFC 3463: "class.subject.detail", class 2, 4 or 5, the others of at most three digits. */
bool
smtp_enhanced_status (const char *answer, char ret[16])
{
    size_t length = strspn (answer, "0123456789.");
    int dots = 0, digits = 0;

    if (length < 5 || length > 9 || strchr ("245", answer[0]) == NULL || answer[1] != '.')
        return false;
    for (size_t i = 0; i < length; i++) {
        if (answer[i] == '.') {
            if (digits == 0)
                return false;
            dots++;
            digits = 0;
        } else if (++digits > 3) {
            return false;
        }
    }
    if (dots != 2 || digits == 0)
        return false;
    memcpy (ret, answer, length);
    ret[length] = '\0';
    return true;
}

bool
smtp_address_is_dead (const char *status)
{
    /* 5.1.7 and 5.1.8 are about the sender's address: ours. */
    static const char *const dead[] = { "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1" };

    for (size_t i = 0; i < sizeof dead / sizeof dead[0]; i++)
        if (wl_text_equal (status, dead[i]))
            return true;
    return false;
}

static bool
asks_for_patience (int code, const char *answer)
{
    char status[16] = "";

    if (code != 450 && code != 451)
        return false;
    return (smtp_enhanced_status (answer, status) && wl_text_equal (status, "4.7.1")) ||
           strcasestr (answer, "greylist") != NULL || strcasestr (answer, "graylist") != NULL;
}

/* What concerns one letter is said to RCPT, to DATA or to the end of the message. */
static bool
is_about_letter (const char *command)
{
    return strcasecmp (command, "RCPT") == 0 || strcasecmp (command, "DATA") == 0 ||
           strcasecmp (command, ".") == 0;
}

static bool
is_about_us (int code)
{
    return code == 421 || code == 454 || code == 530 || code == 534 || code == 535 || code == 538;
}

smtp_fate_t
smtp_judge (bool sent, int code, const char *command, const char *answer)
{
    if (sent && code >= 200 && code < 300)
        return SMTP_TAKEN;
    /* Silence in the middle of a letter may be that letter's doing (a filter that chokes on it). */
    if (code == 0 && is_about_letter (command))
        return SMTP_LATER;
    if (code < 400 || code > 599 || is_about_us (code))
        return SMTP_SERVER;
    if (asks_for_patience (code, answer))
        return SMTP_GREYLISTED;
    if (!is_about_letter (command))
        return code < 500 && strcasecmp (command, "MAIL") == 0 ? SMTP_LATER : SMTP_SERVER;
    return code < 500 ? SMTP_LATER : SMTP_REFUSED;
}

static wl_time_t
doubled (wl_time_t first, wl_time_t most, int times)
{
    wl_time_t pause = first << (times < 0 ? 0 : times > DOUBLINGS_MAX ? DOUBLINGS_MAX : times);

    return pause > most ? most : pause;
}

/* From three to five quarters, so that letters that failed together do not come back together. */
static wl_time_t
jittered (wl_time_t pause, uint32_t random)
{
    return pause * 3 / 4 + (wl_time_t) (random % 1024) * pause / 2048;
}

wl_time_t
smtp_pause (smtp_fate_t fate, int attempts, uint32_t random)
{
    switch (fate) {
    case SMTP_SERVER:
        return jittered (doubled (4 * WL_SECOND, 10 * WL_MINUTE, attempts - 1), random);
    case SMTP_GREYLISTED:
        /* Most greylists open after 5 minutes; less than that would only renew the wait. */
        return doubled (5 * WL_MINUTE, WL_HOUR, attempts - 1) + jittered (WL_MINUTE, random);
    default:
        return jittered (doubled (WL_MINUTE, 2 * WL_HOUR, attempts - 1), random);
    }
}

wl_time_t
smtp_rest (int faults, uint32_t random)
{
    /* One lost connection is everyday; the second in a row is a server that is away. */
    if (faults < 2)
        return 0;
    return jittered (doubled (WL_SECOND, 2 * WL_MINUTE, faults - 2), random);
}
