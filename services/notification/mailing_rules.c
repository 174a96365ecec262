#include "mailing_rules.h"

#define STATE(name) NOTIFICATION__MAILING_STATE__MAILING_##name
#define ACT(name)   NOTIFICATION__MAILING_ACT__##name

Notification__MailingState
mailing_state (const mailing_stand_t *stand)
{
    bool sent = stand->state == STATE (RUNNING) || stand->state == STATE (PAUSED);

    return sent && stand->ended ? STATE (DONE) : stand->state;
}

/* Where each act leads from where. Sending leads to MAILING_ASKED where four eyes are wanted. */
static const struct step {
    Notification__MailingAct act;
    Notification__MailingState from, to;
} STEPS[] = {
    { ACT (SEND), STATE (DRAFT), STATE (RUNNING) },
    { ACT (CONFIRM), STATE (ASKED), STATE (RUNNING) },
    { ACT (SEND_BACK), STATE (ASKED), STATE (DRAFT) },
    { ACT (PAUSE), STATE (RUNNING), STATE (PAUSED) },
    { ACT (RESUME), STATE (PAUSED), STATE (RUNNING) },
    { ACT (STOP), STATE (RUNNING), STATE (STOPPED) },
    { ACT (STOP), STATE (PAUSED), STATE (STOPPED) },
    { ACT (DISCARD), STATE (DRAFT), STATE (DISCARDED) },
    { ACT (DISCARD), STATE (ASKED), STATE (DISCARDED) },
};

static const struct step *
find_step (Notification__MailingState from, Notification__MailingAct act)
{
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0]; i++)
        if (STEPS[i].from == from && STEPS[i].act == act)
            return &STEPS[i];
    return NULL;
}

mailing_refusal_t
mailing_next (const mailing_stand_t *stand, Notification__MailingAct act,
              Notification__MailingState *ret)
{
    const struct step *step = find_step (mailing_state (stand), act);

    if (step == NULL)
        return MAILING_NOT_NOW;
    if ((act == ACT (STOP) || act == ACT (DISCARD)) &&
        stand->kind != NOTIFICATION__MAILING_KIND__ANNOUNCEMENT)
        return MAILING_MUST_GO;
    if ((act == ACT (SEND) || act == ACT (CONFIRM)) && stand->empty)
        return MAILING_EMPTY;
    if (act == ACT (CONFIRM) && stand->asked_by_me)
        return MAILING_OWN;
    *ret = act == ACT (SEND) && stand->four_eyes ? STATE (ASKED) : step->to;
    return MAILING_MAY;
}

size_t
mailing_acts (const mailing_stand_t *stand, Notification__MailingAct ret[MAILING_ACTS])
{
    Notification__MailingState next;
    size_t count = 0;

    for (int act = ACT (SEND); act <= ACT (DISCARD); act++)
        if (mailing_next (stand, (Notification__MailingAct) act, &next) == MAILING_MAY)
            ret[count++] = (Notification__MailingAct) act;
    return count;
}
