/* Letters to the people behind accounts.
 *
 * A letter is a durable timer of the act's own transaction, so the answer to the person does not
 * wait for notification and no letter is lost when anything stops in between. Its payload holds a
 * token in clear, which nothing else does; it is deleted once notification has taken the letter.
 */
#pragma once

#include "service/service.h"
#include "store.h"

/* Sends a letter of this template. It may show the person's name and `facts`: names and values by
 * turns, then NULL; NULL itself for none. `id` is the letter's own: the same one again is the same
 * letter. */
void messages_send (wl_request_t *req, const char *id, const store_addressee_t *to,
                    const char *template, const char *const *facts);

wl_timer_prepare_t messages_prepare;
wl_timer_act_t messages_act;
wl_timer_record_t messages_record;
wl_timer_handler_t messages_forget_registration;
