/* What may be erased and what must be kept (GDPR art. 17; domain.md 5.1, 4.8 case 12). Pure. */
#pragma once

#include "base/clock.h"
#include "wlacznik/intake.pb-c.h"

typedef struct erasure_facts {
    Intake__ApplicationState state;
    bool running;         /* its call is not decided yet, or a decision on it is disputed */
    bool paid;            /* a tranche of its grant was paid */
    bool grant_open;      /* its grant is offered or runs */
    bool legal_hold;      /* on its programme */
    wl_time_t keep_until; /* of its programme: the first instant when accounts may go; 0: not set */
} erasure_facts_t;

/* KEEP_REASON_UNSPECIFIED: it may be erased at `now`. Else the strongest reason to keep it. */
Intake__KeepReason erasure_judge (const erasure_facts_t *facts, wl_time_t now);
/* When to look again at something kept for this reason; 0: never by itself. */
wl_time_t
erasure_look_again (const erasure_facts_t *facts, Intake__KeepReason reason, wl_time_t now);
