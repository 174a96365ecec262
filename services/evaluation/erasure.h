/* A person's data go where intake let go of them. */
#pragma once

#include "service/service.h"

/* Empties the copies and what is known of the person as an assessor, whose waiting cards go to
 * others; confirms it in the stream of each region that had copies. Who has none says nothing:
 * there was nothing to erase. */
wl_status on_person_erased (wl_request_t *req, const wl_event_t *event);
