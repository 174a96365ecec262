/* What goes when a person was erased (GDPR art. 17). */
#pragma once

#include "service/service.h"

/* Forgets addresses, settings and letters of the person; who still has something that the law keeps
 * goes on being told about it. */
wl_event_handler_t on_person_erased;
