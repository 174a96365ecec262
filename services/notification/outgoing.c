#include "outgoing.h"

#include "compose.h"
#include "moments.h"
#include "store_settings.h"
#include "template.h"
#include "unsubscribe.h"

/* ---- from a row to a letter ---- */

wl_status
outgoing_load_keys (wl_request_t *req, outgoing_keys_t *self)
{
    if (self->loaded)
        return WL_OK;
    WL_TRY (store_secret (req, ADDRESS_KEY_NAME, self->hash));
    WL_TRY (store_secret (req, UNSUBSCRIBE_KEY_NAME, self->unsubscribe));
    self->loaded = true;
    return WL_OK;
}

/* A letter whose text must not be kept is composed now, from the facts that wait with it. */
static wl_status
text_of (wl_request_t *req, const store_dispatch_t *dispatch, const char **ret_subject,
         const char **ret_text)
{
    notification_t *state = wl_state (req);
    composed_t composed;

    *ret_subject = dispatch->subject;
    *ret_text = dispatch->text;
    if (*dispatch->text != '\0')
        return WL_OK;
    compose_letters (req, &dispatch->message, 1, state->url, 0, &composed);
    *ret_subject = composed.subject;
    *ret_text = composed.text;
    return composed.status;
}

static bool
find_address (const store_dispatch_t *dispatch, const Gateway__GetContactsResponse *contacts,
              const char **ret_address, const char **ret_name)
{
    const store_message_t *message = &dispatch->message;
    const Gateway__Contact *contact;

    *ret_address = message->email;
    *ret_name = "";
    if (*message->email != '\0')
        return true;
    contact = find_contact (contacts, message->user_id);
    if (contact == NULL)
        return false;
    *ret_address = contact->email;
    *ret_name = contact->name;
    return true;
}

/* The address of the one click; NULL for what nobody may choose about. */
static const char *
unsubscribe_address (wl_request_t *req, const outgoing_keys_t *keys, const store_message_t *message,
                     wl_arena_t *arena)
{
    const notification_t *state = wl_state (req);
    const moment_t *moment = moment_find (message->template);
    const char *token;

    if (moment == NULL || moment->mandatory)
        return NULL;
    if (!wl_text_empty (message->leave_url))
        return wl_text_copy (arena, message->leave_url);
    token = unsubscribe_token (arena, keys->unsubscribe, message->user_id, moment->name);
    return token == NULL ? NULL : wl_text_printf (arena, "%s/v1/unsubscribe/%s", state->url, token);
}

void
outgoing_make (wl_request_t *req, const outgoing_keys_t *keys, const char *from,
               const store_dispatch_t *dispatch, const Gateway__GetContactsResponse *contacts,
               wl_arena_t *arena, outgoing_t *ret)
{
    const notification_t *state = wl_state (req);
    const char *address, *name, *subject, *text;

    *ret = (outgoing_t){ .dispatch_id = wl_text_copy (arena, dispatch->id),
                         .message_id = wl_text_copy (arena, dispatch->message.id),
                         .template = wl_text_copy (arena, dispatch->message.template),
                         .trace = wl_text_copy (arena, dispatch->message.trace),
                         .attempts = dispatch->attempts,
                         .first_try_at = dispatch->first_try_at };
    ret->mail = (mail_t){ .from = from, .to = "" };
    if (!find_address (dispatch, contacts, &address, &name) ||
        text_of (req, dispatch, &subject, &text) != WL_OK)
        return;
    address_hash (address, keys->hash, ret->hash);
    ret->mail = (mail_t){ .from = from,
                          .to = wl_text_copy (arena, address),
                          .to_name = wl_text_copy (arena, name),
                          .subject = wl_text_copy (arena, subject),
                          .text = wl_text_copy (arena, text),
                          .html = template_html (arena, subject, text, dispatch->message.locale,
                                                 state->url),
                          .id = ret->message_id,
                          .unsubscribe = unsubscribe_address (req, keys, &dispatch->message, arena),
                          .date = dispatch->message.created_at };
}

/* ---- what became of it ---- */

recorded_t
recorded_new (wl_arena_t *arena, size_t count)
{
    return (recorded_t){ .tries = { .ids = wl_arena_array (arena, count, sizeof (char *)),
                                    .answers = wl_arena_array (arena, count, sizeof (char *)),
                                    .domains = wl_arena_array (arena, count, sizeof (char *)),
                                    .states = wl_arena_array (arena, count, sizeof (int64_t)),
                                    .ready = wl_arena_array (arena, count, sizeof (wl_time_t)),
                                    .address_hashes =
                                        wl_arena_array (arena, count, sizeof (wl_bytes_t)),
                                    .tried = true },
                         .finished = wl_arena_array (arena, count, sizeof (char *)),
                         .finished_states = wl_arena_array (arena, count, sizeof (int64_t)) };
}

void
recorded_add (recorded_t *self, const outgoing_t *letter, Notification__DispatchState state,
              const char *answer, wl_time_t ready)
{
    size_t place = self->tries.count++;
    bool sent = state == NOTIFICATION__DISPATCH_STATE__DELIVERED;

    self->tries.ids[place] = letter->dispatch_id;
    self->tries.answers[place] = answer;
    self->tries.domains[place] = mail_domain (letter->mail.to);
    self->tries.states[place] = state;
    self->tries.ready[place] = ready;
    if (*letter->mail.to != '\0')
        self->tries.address_hashes[place] = (wl_bytes_t){ letter->hash, ADDRESS_HASH };
    if (ready != 0)
        return;
    self->finished[self->finished_count] = letter->message_id;
    self->finished_states[self->finished_count++] =
        sent ? NOTIFICATION__MESSAGE_STATE__SENT : NOTIFICATION__MESSAGE_STATE__FAILED;
}

void
recorded_write (wl_request_t *req, const recorded_t *recorded)
{
    store_record_tries (req, &recorded->tries);
    store_finish_messages (req, recorded->finished, recorded->finished_states,
                           recorded->finished_count);
}
