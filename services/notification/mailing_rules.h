/* What may be done with a mailing, and what becomes of it. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "wlacznik/notification.pb-c.h"

typedef struct mailing_stand {
    Notification__MailingKind kind;
    Notification__MailingState state;
    bool four_eyes;
    bool empty;       /* there is nobody to send to */
    bool ended;       /* every letter has an end */
    bool asked_by_me; /* the caller is who asked for the second pair of eyes */
} mailing_stand_t;

typedef enum mailing_refusal {
    MAILING_MAY,
    MAILING_NOT_NOW, /* the act does not fit the state */
    MAILING_EMPTY,   /* nobody would get it */
    MAILING_OWN,     /* another person must confirm */
    MAILING_MUST_GO, /* results may wait and not be called off */
} mailing_refusal_t;

/* The state as people see it: one that was sent and has nothing left to do is done. */
Notification__MailingState mailing_state (const mailing_stand_t *stand);

/* Whether the act may be done; then `*ret` is the state after it. */
mailing_refusal_t mailing_next (const mailing_stand_t *stand, Notification__MailingAct act,
                                Notification__MailingState *ret);

/* The acts that may be done, in the order of their numbers; at most MAILING_ACTS. */
enum { MAILING_ACTS = 7 };
size_t mailing_acts (const mailing_stand_t *stand, Notification__MailingAct ret[MAILING_ACTS]);
