/* People's addresses on the channels of plug-ins, and the codes that prove them. */
#include <string.h>

#include "channel_code.h"
#include "letters.h"
#include "message/message.h"
#include "notification.handlers.h"
#include "state.h"
#include "store_channels.h"
#include "store_settings.h"

enum { CODES_A_DAY = 5, WRONG_CODES = 5 };

static const wl_time_t CODE_LIFETIME = 15 * WL_MINUTE;

static Notification__MyChannel *
channel_new (wl_request_t *req, const plug_in_channel_t *channel)
{
    Notification__MyChannel *mine = (Notification__MyChannel *) wl_message_new (
        wl_arena (req), &notification__my_channel__descriptor);

    mine->channel = wl_text_copy (wl_arena (req), channel->name);
    return mine;
}

static void
fill (wl_request_t *req, const store_channel_address_t *address, Notification__MyChannel *ret)
{
    ret->address = wl_text_copy (wl_arena (req), address->address);
    ret->confirmed_at = wl_timestamp (wl_arena (req), address->confirmed_at);
    ret->code_awaited = address->code_id != NULL && address->code_until > wl_now (req) &&
                        address->code_tries < WRONG_CODES;
}

wl_status
notification_list_my_channels (wl_request_t *req, const Notification__ListMyChannelsRequest *in,
                               Notification__ListMyChannelsResponse *out)
{
    const notification_t *state = wl_state (req);
    store_channel_address_t *addresses;
    size_t count;

    (void) in;
    WL_TRY (store_list_channel_addresses (req, &addresses, &count));
    out->channels = wl_arena_array (wl_arena (req), PLUG_IN_CHANNELS, sizeof *out->channels);
    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++) {
        const plug_in_channel_t *channel = &plug_in_channels ()[i];
        if (state->plug_ins[i] == NULL)
            continue;
        Notification__MyChannel *mine = channel_new (req, channel);
        for (size_t a = 0; a < count; a++)
            if (addresses[a].channel == channel->channel)
                fill (req, &addresses[a], mine);
        out->channels[out->n_channels++] = mine;
    }
    return WL_OK;
}

static wl_status
find_channel (wl_request_t *req, const char *name, const plug_in_channel_t **ret)
{
    const notification_t *state = wl_state (req);

    for (size_t i = 0; i < PLUG_IN_CHANNELS; i++) {
        *ret = &plug_in_channels ()[i];
        if (state->plug_ins[i] != NULL && wl_text_equal ((*ret)->name, name))
            return WL_OK;
    }
    return wl_fail (req, WL_NOT_FOUND, "no-such-channel", "Ta instytucja nie używa tego kanału.",
                    "This house does not use this channel.");
}

wl_status
notification_put_my_channel (wl_request_t *req, const Notification__PutMyChannelRequest *in,
                             Notification__MyChannel *out)
{
    const plug_in_channel_t *channel;
    wl_status status;

    WL_TRY (find_channel (req, in->channel, &channel));
    if (!plug_in_is_address (channel->channel, in->address))
        return wl_fail_field (req, "address", "format",
                              channel->channel == NOTIFICATION__CHANNEL__SMS
                                  ? "Podaj numer z kierunkowym kraju, na przykład +48601234567."
                                  : "Podaj adres do doręczeń, na przykład "
                                    "AE:PL-12345-67890-ABCDE-12.",
                              channel->channel == NOTIFICATION__CHANNEL__SMS
                                  ? "Give the number with its country, like +48601234567."
                                  : "Give the address for electronic delivery, like "
                                    "AE:PL-12345-67890-ABCDE-12.");
    status = store_put_channel_address (req, channel->channel, in->address, letters_new_id (req),
                                        wl_now (req) + CODE_LIFETIME, CODES_A_DAY);
    if (status == WL_RESOURCE_EXHAUSTED)
        return wl_fail (req, status, "too-many-codes",
                        "Wysłaliśmy już pięć kodów. Spróbuj ponownie jutro.",
                        "We have sent five codes already. Try again tomorrow.");
    WL_TRY (status);
    wl_wake_jobs (req);
    out->channel = in->channel;
    out->address = in->address;
    out->code_awaited = true;
    return WL_OK;
}

wl_status
notification_confirm_my_channel (wl_request_t *req, const Notification__ConfirmMyChannelRequest *in,
                                 Notification__MyChannel *out)
{
    const plug_in_channel_t *channel;
    store_channel_address_t address;
    uint8_t key[CHANNEL_CODE_KEY];

    WL_TRY (find_channel (req, in->channel, &channel));
    WL_TRY (store_secret (req, CHANNEL_CODE_KEY_NAME, key));
    WL_TRY (store_lock_channel_address (req, channel->channel, &address));
    out->channel = in->channel;
    if (address.code_id != NULL && address.code_until > wl_now (req) &&
        address.code_tries < WRONG_CODES &&
        channel_code_is (key, address.code_id, address.address, in->code)) {
        store_confirm_channel_address (req, channel->channel);
        address.confirmed_at = wl_now (req);
        address.code_id = NULL;
    } else {
        /* A failure would leave nothing behind, and guessing would cost nothing. */
        store_count_wrong_code (req, channel->channel);
        out->code_wrong = true;
    }
    fill (req, &address, out);
    return WL_OK;
}

wl_status
notification_delete_my_channel (wl_request_t *req, const Notification__MyChannelRequest *in,
                                Wlacznik__Empty *out)
{
    const plug_in_channel_t *channel;

    (void) out;
    WL_TRY (find_channel (req, in->channel, &channel));
    return store_delete_channel_address (req, channel->channel);
}
