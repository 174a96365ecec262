#include "plug_in.h"

#include <string.h>
#include <sys/wait.h>

#include "message/message.h"

enum { PHONE_MIN = 8, PHONE_MAX = 15 }; /* digits, E.164 */

static const wl_time_t ASK_MIN = WL_MINUTE, ASK_MAX = WL_DAY, ASK_STANDARD = WL_HOUR;

static const plug_in_channel_t CHANNELS[PLUG_IN_CHANNELS] = {
    { NOTIFICATION__CHANNEL__SMS, "sms", "plug_in.sms" },
    { NOTIFICATION__CHANNEL__E_DELIVERY, "e-delivery", "plug_in.e_delivery" },
};

const plug_in_channel_t *
plug_in_channels (void)
{
    return CHANNELS;
}

const plug_in_channel_t *
plug_in_find (Notification__Channel channel)
{
    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++)
        if (CHANNELS[i].channel == channel)
            return &CHANNELS[i];
    return NULL;
}

/* ---- addresses ---- */

static bool
is_phone (const char *text)
{
    size_t digits = text[0] == '+' ? strspn (text + 1, "0123456789") : 0;

    return digits >= PHONE_MIN && digits <= PHONE_MAX && text[1] != '0' && text[1 + digits] == '\0';
}

/* "9": a digit, "A": a capital letter, everything else: itself. By the standard of the public
 * service of registered electronic delivery (BAE). */
static bool
fits (const char *pattern, const char *text)
{
    for (; *pattern != '\0'; pattern++, text++) {
        if (*pattern == '9'   ? *text < '0' || *text > '9'
            : *pattern == 'A' ? *text < 'A' || *text > 'Z'
                              : *text != *pattern)
            return false;
    }
    return *text == '\0';
}

bool
plug_in_is_address (Notification__Channel channel, const char *address)
{
    switch (channel) {
    case NOTIFICATION__CHANNEL__SMS:
        return is_phone (address);
    case NOTIFICATION__CHANNEL__E_DELIVERY:
        /* The words "AE:" and the country are those of its letters, too. */
        return strncmp (address, "AE:PL-", 6) == 0 && fits ("99999-99999-AAAAA-99", address + 6);
    default:
        return false;
    }
}

/* ---- what became of it ---- */

static plug_in_fate_t
failed (wl_arena_t *arena, const char *why)
{
    return (plug_in_fate_t){ .state = NOTIFICATION__DISPATCH_STATE__PENDING,
                             .evidence = wl_text_copy (arena, why) };
}

static wl_time_t
ask_again (const Notification__PlugInAnswer *answer)
{
    wl_time_t wanted = answer->again_s * WL_SECOND;

    if (wanted == 0)
        return answer->outcome == NOTIFICATION__PLUG_IN_OUTCOME__ON_ITS_WAY ? ASK_STANDARD : 0;
    return wanted < ASK_MIN ? ASK_MIN : wanted > ASK_MAX ? ASK_MAX : wanted;
}

static plug_in_fate_t
fate_of (wl_arena_t *arena, const Notification__PlugInAnswer *answer)
{
    plug_in_fate_t fate = { .state = NOTIFICATION__DISPATCH_STATE__PENDING,
                            .reference = answer->reference,
                            .evidence = answer->evidence,
                            .again = ask_again (answer) };

    switch (answer->outcome) {
    case NOTIFICATION__PLUG_IN_OUTCOME__TAKEN:
        fate.state = NOTIFICATION__DISPATCH_STATE__DELIVERED;
        break;
    case NOTIFICATION__PLUG_IN_OUTCOME__REFUSED:
        fate.state = NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE;
        break;
    case NOTIFICATION__PLUG_IN_OUTCOME__ON_ITS_WAY:
        if (wl_text_empty (answer->reference))
            return failed (arena, "the plug-in says that it is on its way, without a reference");
        fate.accepted = true;
        break;
    default:
        break;
    }
    return fate;
}

plug_in_fate_t
plug_in_judge (wl_arena_t *arena, const plug_in_run_t *run)
{
    Notification__PlugInAnswer *answer = (Notification__PlugInAnswer *) wl_message_new (
        arena, &notification__plug_in_answer__descriptor);
    wl_error_t error;

    if (!run->started)
        return failed (arena, "the plug-in could not be started");
    if (run->timed_out)
        return failed (arena, "the plug-in did not end in time and was ended");
    if (run->too_long)
        return failed (arena, "the plug-in wrote more than 16 KiB and was ended");
    if (!WIFEXITED (run->exit_status))
        return failed (arena, wl_text_printf (arena, "the plug-in was ended by signal %d",
                                              WTERMSIG (run->exit_status)));
    if (WEXITSTATUS (run->exit_status) != 0)
        return failed (arena, wl_text_printf (arena, "the plug-in ended with status %d",
                                              WEXITSTATUS (run->exit_status)));
    wl_error_init (&error, arena);
    if (run->length == 0 ||
        wl_message_from_json (arena, run->output, run->length, "en", &answer->base, &error) !=
            WL_OK ||
        wl_message_validate (&answer->base, "en", &error) != WL_OK)
        return failed (arena, "the plug-in's answer is not one of its protocol");
    return fate_of (arena, answer);
}

wl_time_t
plug_in_pause (int attempts, uint32_t random)
{
    static const wl_time_t pauses[] = { WL_MINUTE, 5 * WL_MINUTE, 30 * WL_MINUTE, 2 * WL_HOUR,
                                        8 * WL_HOUR };
    enum { LAST = sizeof pauses / sizeof pauses[0] - 1 };
    wl_time_t pause = pauses[attempts < 1 ? 0 : attempts - 1 > LAST ? LAST : attempts - 1];

    return pause * 3 / 4 + (wl_time_t) (random % 1024) * pause / 2048;
}
