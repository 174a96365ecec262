#include "live_source.h"

#include <string.h>

#include "base/text.h"
#include "call.h"
#include "message/message.h"
#include "wlacznik/gateway.pb-c.h"
#include "wlacznik/notification.pb-c.h"

enum { TIMEOUT_MS = 5000 };

static wl_status
ask (struct wl_rpc_client *client, const char *service, const char *name,
     const ProtobufCMessage *in, wl_arena_t *arena, ProtobufCMessage **ret)
{
    const wl_method_t *method = wl_contract_method (service, name);
    Bus__RequestHeader header = BUS__REQUEST_HEADER__INIT;
    uint32_t retry_after;
    wl_error_t error;

    header.service = wl_text_copy (arena, method->service);
    header.method = wl_text_copy (arena, method->name);
    header.caller = wl_text_copy (arena, "gateway");
    header.timeout_ms = TIMEOUT_MS;
    header.received_at = wl_clock_now (&wl_clock_system);
    wl_error_init (&error, arena);
    return call_method (client, method, &header, in, arena, ret, &error, &retry_after);
}

static wl_status
news (void *context, wl_arena_t *arena, const live_question_t *questions, size_t count,
      live_news_t *ret)
{
    Notification__ListNewsRequest in = NOTIFICATION__LIST_NEWS_REQUEST__INIT;
    Notification__Follower *followers = wl_arena_array (arena, count, sizeof *followers);
    const Notification__ListNewsResponse *answer;
    ProtobufCMessage *out;

    in.followers = wl_arena_array (arena, count, sizeof *in.followers);
    in.n_followers = count;
    for (size_t i = 0; i < count; i++) {
        notification__follower__init (&followers[i]);
        followers[i].user_id = wl_text_copy (arena, questions[i].user_id);
        followers[i].last_event_id = wl_text_copy (arena, questions[i].last_event_id);
        in.followers[i] = &followers[i];
    }
    WL_TRY (ask (context, "notification", "ListNews", &in.base, arena, &out));
    answer = (const Notification__ListNewsResponse *) out;
    if (answer->n_news != count)
        return WL_INTERNAL;
    for (size_t i = 0; i < count; i++)
        ret[i] = (live_news_t){ .events = (const char *) answer->news[i]->events.data,
                                .length = answer->news[i]->events.len,
                                .last_event_id = answer->news[i]->last_event_id };
    return WL_OK;
}

static wl_status
ended (void *context, wl_arena_t *arena, const uint8_t *const *tokens, size_t count, bool *ret)
{
    Gateway__ListEndedTokensRequest in = GATEWAY__LIST_ENDED_TOKENS_REQUEST__INIT;
    const Gateway__ListEndedTokensResponse *answer;
    ProtobufCMessage *out;

    in.hashes = wl_arena_array (arena, count, sizeof *in.hashes);
    in.n_hashes = count;
    for (size_t i = 0; i < count; i++)
        in.hashes[i] = (ProtobufCBinaryData){ TOKEN_HASH, (uint8_t *) (uintptr_t) tokens[i] };
    WL_TRY (ask (context, "gateway", "ListEndedTokens", &in.base, arena, &out));
    answer = (const Gateway__ListEndedTokensResponse *) out;
    for (size_t i = 0; i < answer->n_places; i++)
        if (answer->places[i] < count)
            ret[answer->places[i]] = true;
    return WL_OK;
}

live_source_t
live_source (struct wl_rpc_client *client)
{
    return (live_source_t){ .news = news, .ended = ended, .context = client };
}
