#include "ledger.h"

#include <stddef.h>

typedef enum place {
    OUTSIDE, /* of this grant: the pool of the call */
    TO_PAY,
    ADVANCED,
    ACCEPTED,
    RETURNED,
    RELEASED,
} place_t;

static const struct {
    place_t from, to;
} moves[] = {
    [INTAKE__LEDGER_KIND__AGREED] = { OUTSIDE, TO_PAY },
    [INTAKE__LEDGER_KIND__RAISED] = { OUTSIDE, TO_PAY },
    [INTAKE__LEDGER_KIND__LOWERED] = { TO_PAY, OUTSIDE },
    [INTAKE__LEDGER_KIND__PAID] = { TO_PAY, ADVANCED },
    [INTAKE__LEDGER_KIND__COST_ACCEPTED] = { ADVANCED, ACCEPTED },
    [INTAKE__LEDGER_KIND__MONEY_RETURNED] = { ADVANCED, RETURNED },
    [INTAKE__LEDGER_KIND__MONEY_RELEASED] = { TO_PAY, RELEASED },
};

static int64_t *
at (ledger_t *ledger, place_t place)
{
    switch (place) {
    case TO_PAY:
        return &ledger->to_pay;
    case ADVANCED:
        return &ledger->advanced;
    case ACCEPTED:
        return &ledger->accepted;
    case RETURNED:
        return &ledger->returned;
    case RELEASED:
        return &ledger->released;
    case OUTSIDE:
    default:
        return NULL;
    }
}

ledger_fault_t
ledger_append (const ledger_t *before, Intake__LedgerKind kind, int64_t amount, ledger_t *ret)
{
    ledger_t after = *before;
    int64_t *from, *to;

    if ((size_t) kind >= sizeof moves / sizeof moves[0] || kind <= 0)
        return LEDGER_FIRST;
    if ((kind == INTAKE__LEDGER_KIND__AGREED) != (before->serial == 0))
        return LEDGER_FIRST;
    from = at (&after, moves[kind].from);
    to = at (&after, moves[kind].to);
    if (amount <= 0 || amount > LEDGER_MOST ||
        (from == NULL && amount > LEDGER_MOST - after.agreed))
        return LEDGER_NO_AMOUNT;
    if (from != NULL && *from < amount)
        return LEDGER_SHORT;
    *(from == NULL ? &after.agreed : from) += from == NULL ? amount : -amount;
    *(to == NULL ? &after.agreed : to) += to == NULL ? -amount : amount;
    after.serial++;
    *ret = after;
    return LEDGER_GOOD;
}

bool
ledger_holds (const ledger_t *ledger)
{
    return ledger->to_pay >= 0 && ledger->advanced >= 0 && ledger->accepted >= 0 &&
           ledger->returned >= 0 && ledger->released >= 0 &&
           ledger->agreed == ledger->to_pay + ledger->advanced + ledger->accepted +
                                 ledger->returned + ledger->released;
}
