#include "support.h"

#include "ledger.h"

#define KIND(name) INTAKE__LEDGER_KIND__##name

typedef struct step {
    Intake__LedgerKind kind;
    int64_t amount;
    ledger_fault_t fault;
} step_t;

/* 10,000 zł in two tranches; one is spent in part, the rest comes back; the other is lowered. */
static const step_t a_life[] = {
    { KIND (PAID), 600000, LEDGER_FIRST },
    { KIND (AGREED), 0, LEDGER_NO_AMOUNT },
    { KIND (AGREED), -1, LEDGER_NO_AMOUNT },
    { KIND (AGREED), LEDGER_MOST + 1, LEDGER_NO_AMOUNT },
    { KIND (AGREED), 1000000, LEDGER_GOOD },
    { KIND (AGREED), 1000000, LEDGER_FIRST },
    { KIND (LEDGER_KIND_UNSPECIFIED), 1, LEDGER_FIRST },
    { (Intake__LedgerKind) 8, 1, LEDGER_FIRST },
    { KIND (COST_ACCEPTED), 1, LEDGER_SHORT },
    { KIND (PAID), 1000001, LEDGER_SHORT },
    { KIND (PAID), 600000, LEDGER_GOOD },
    { KIND (COST_ACCEPTED), 600001, LEDGER_SHORT },
    { KIND (COST_ACCEPTED), 550000, LEDGER_GOOD },
    { KIND (LOWERED), 400001, LEDGER_SHORT },
    { KIND (LOWERED), 100000, LEDGER_GOOD },
    { KIND (RAISED), LEDGER_MOST, LEDGER_NO_AMOUNT },
    { KIND (RAISED), 50000, LEDGER_GOOD },
    { KIND (MONEY_RETURNED), 50001, LEDGER_SHORT },
    { KIND (MONEY_RETURNED), 50000, LEDGER_GOOD },
    { KIND (MONEY_RELEASED), 350001, LEDGER_SHORT },
    { KIND (MONEY_RELEASED), 350000, LEDGER_GOOD },
    { KIND (PAID), 1, LEDGER_SHORT },
};

static void
a_life_of_a_grant (void **state)
{
    static const ledger_t end = {
        .serial = 7, .agreed = 950000, .accepted = 550000, .returned = 50000, .released = 350000
    };
    ledger_t ledger = { 0 };
    (void) state;

    for (size_t i = 0; i < COUNT (a_life); i++) {
        ledger_t before = ledger;
        ledger_fault_t fault = ledger_append (&ledger, a_life[i].kind, a_life[i].amount, &ledger);
        if (fault != a_life[i].fault)
            fail_msg ("step %zu: %d should be %d", i, (int) fault, (int) a_life[i].fault);
        if (fault != LEDGER_GOOD)
            assert_memory_equal (&before, &ledger, sizeof ledger);
        assert_true (ledger_holds (&ledger));
    }
    assert_memory_equal (&ledger, &end, sizeof end);
}

/* Whatever is tried, in whatever order: the places sum up, none is negative, and what comes in and
 * goes out of the agreement is what the entries say. */
static void
always_sums_up (void **state)
{
    uint64_t random = check_seed ("ledger");
    (void) state;

    for (int life = 0; life < 2000; life++) {
        ledger_t ledger = { 0 };
        int64_t agreed = 0, paid = 0, spent = 0;
        uint32_t entries = 0;
        for (int i = 0; i < 100; i++) {
            Intake__LedgerKind kind = (Intake__LedgerKind) (check_random (&random) % 9);
            int64_t amount = (int64_t) (check_random (&random) % 1000) - 20;
            if (check_random (&random) % 50 == 0)
                amount = (int64_t) check_random (&random);
            if (ledger_append (&ledger, kind, amount, &ledger) != LEDGER_GOOD)
                continue;
            entries++;
            agreed += kind == KIND (AGREED) || kind == KIND (RAISED) ? amount
                      : kind == KIND (LOWERED)                       ? -amount
                                                                     : 0;
            paid += kind == KIND (PAID) ? amount : 0;
            spent += kind == KIND (COST_ACCEPTED) || kind == KIND (MONEY_RETURNED) ? amount : 0;
            assert_true (ledger_holds (&ledger));
            assert_int_equal (ledger.agreed, agreed);
            assert_int_equal (ledger.advanced, paid - spent);
            assert_int_equal (ledger.serial, entries);
        }
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_life_of_a_grant),
        cmocka_unit_test (always_sums_up),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
