#include "messages.h"

#include "notification.contract.h"

/* With the timer's back-off this is about two days: by then the link has expired. */
enum { ATTEMPTS_MAX = 200, FACTS_MAX = 8 };

static void
add_fact (wl_request_t *req, Notification__SendMessageRequest *message, const char *name,
          const char *value)
{
    Notification__Fact *fact =
        (Notification__Fact *) wl_message_new (wl_arena (req), &notification__fact__descriptor);

    fact->name = wl_text_copy (wl_arena (req), name);
    fact->value = wl_text_copy (wl_arena (req), value);
    message->facts[message->n_facts++] = fact;
}

void
messages_send (wl_request_t *req, const char *id, const store_addressee_t *to, const char *template,
               const char *const *facts)
{
    Notification__SendMessageRequest message = NOTIFICATION__SEND_MESSAGE_REQUEST__INIT;

    message.user_id = wl_text_copy (wl_arena (req), to->user_id);
    message.email = wl_text_copy (wl_arena (req), to->email);
    message.locale = wl_text_copy (wl_arena (req), to->locale);
    message.template_ = wl_text_copy (wl_arena (req), template);
    message.facts = wl_arena_array (wl_arena (req), FACTS_MAX, sizeof (Notification__Fact *));
    add_fact (req, &message, "name", to->name);
    for (; facts && *facts && message.n_facts < FACTS_MAX; facts += 2)
        add_fact (req, &message, facts[0], facts[1]);
    wl_timer_set (req, "send-message", id, wl_now (req), &message.base);
}

wl_status
messages_prepare (wl_request_t *req, const wl_timer_t *timer, const void *payload, void **ret)
{
    *ret = timer->attempts < ATTEMPTS_MAX ? wl_message_copy (wl_arena (req), payload) : NULL;
    return WL_OK;
}

wl_status
messages_act (wl_request_t *req, void *prepared)
{
    Notification__Message *sent;

    return notification_call_send_message (req, prepared, &sent);
}

/* A failure stays the timer's: it tries again. */
wl_status
messages_record (wl_request_t *req, void *prepared, wl_status acted)
{
    (void) req;
    (void) prepared;
    return acted;
}

wl_status
messages_forget_registration (wl_request_t *req, const wl_timer_t *timer, const void *payload)
{
    (void) payload;
    store_forget_registration (wl_db (req), timer->key);
    return WL_OK;
}
