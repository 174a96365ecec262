/* The money of one grant as a ledger: every grosz of the agreement is in exactly one place, and
 * only moves (domain.md 4.2 rows 8-10). Pure; grosze.
 *
 * Places: still to be paid; paid in advance and not accounted for; accepted as cost; returned; no
 * longer needed. Their sum is always what the agreement says, and none is ever negative. The
 * database holds the same rule once more (migrations/0022_grants.sql), so that no program can write
 * an entry that breaks it.
 */
#pragma once

#include "base/status.h"
#include "wlacznik/intake.pb-c.h"

#define LEDGER_MOST INT64_C (100000000000000) /* as the largest pool of a call */

typedef struct ledger {
    uint32_t serial; /* of the last entry; 0: there is none */
    int64_t agreed;
    int64_t to_pay, advanced, accepted, returned, released;
} ledger_t;

typedef enum ledger_fault {
    LEDGER_GOOD,
    LEDGER_NO_AMOUNT, /* not above zero, or more than anybody grants */
    LEDGER_FIRST,     /* the agreement comes first, and once */
    LEDGER_SHORT,     /* there is not that much where it should come from */
} ledger_fault_t;

/* The balances after one more entry. LEDGER_GOOD, or why it cannot be; then `ret` is untouched. */
ledger_fault_t
ledger_append (const ledger_t *before, Intake__LedgerKind kind, int64_t amount, ledger_t *ret);

/* Whether the places sum up to the agreement and none is negative. */
bool ledger_holds (const ledger_t *ledger);
