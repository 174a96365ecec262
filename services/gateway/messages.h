/* What the gateway itself tells people: that an address waits to be confirmed, or has an account.
 *
 * The message is a durable timer of the registration's transaction, so the answer to the person
 * does not wait for notification and no message is lost when anything stops in between. Its payload
 * holds the token in clear, which nothing else does; it is deleted once notification has taken the
 * message.
 */
#pragma once

#include "service/service.h"
#include "store.h"

/* Sets the timers that send the message and that forget the registration when it expires. */
void messages_set (wl_request_t *req, const store_registration_t *registration,
                   const store_addressee_t *addressee, const char *token);

wl_timer_prepare_t messages_prepare;
wl_timer_act_t messages_act;
wl_timer_record_t messages_record;
wl_timer_handler_t messages_forget_registration;
