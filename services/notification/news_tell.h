/* The word that inboxes changed, for the gateways that have people who follow theirs. */
#pragma once

#include "service/request.h"

/* Tells, once this commits, that these accounts' inboxes changed. Empty ids and repetitions are
 * left out. */
void news_tell (wl_request_t *req, const char *const *user_ids, size_t count);
