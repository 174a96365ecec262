/* A person is to be forgotten. */
#pragma once

#include "service/service.h"

/* Intake erased somebody: their names and contact leave entries, versions, translations, kits,
 * feeds and the search; their adoptions lose who to call; intake hears that it is done. Also of
 * applications that intake must keep: the law keeps accounts, and a name in a catalogue rests on
 * consent. */
wl_event_handler_t on_person_erased;
