#include "support.h"

#include "erasure_rules.h"

#define STATE(name) INTAKE__APPLICATION_STATE__##name
#define KEEP(name)  INTAKE__KEEP_REASON__##name
#define MAY_GO      KEEP (KEEP_REASON_UNSPECIFIED)

enum { NOW = 1000 };

typedef struct erasure_case {
    const char *what;
    erasure_facts_t facts;
    Intake__KeepReason wanted;
} erasure_case_t;

/* domain.md 4.8 case 12: during an appeal, and after payment. */
static const erasure_case_t cases[] = {
    { "a draft", { .state = STATE (DRAFT), .running = true }, MAY_GO },
    { "a draft in a programme on hold", { .state = STATE (DRAFT), .legal_hold = true }, MAY_GO },
    { "just submitted", { .state = STATE (SUBMITTED), .running = true }, KEEP (PROCEDURE_RUNS) },
    { "in assessment", { .state = STATE (IN_ASSESSMENT), .running = true }, KEEP (PROCEDURE_RUNS) },
    { "on the reserve list", { .state = STATE (RESERVE) }, KEEP (PROCEDURE_RUNS) },
    { "being tested", { .state = STATE (IN_INCUBATION) }, KEEP (PROCEDURE_RUNS) },
    { "withdrawn while the others are assessed",
      { .state = STATE (WITHDRAWN), .running = true },
      MAY_GO },
    { "rejected, and an appeal is open",
      { .state = STATE (FORMALLY_REJECTED), .running = true },
      KEEP (PROCEDURE_RUNS) },
    { "below the threshold, and an appeal is open",
      { .state = STATE (BELOW_THRESHOLD), .running = true },
      KEEP (PROCEDURE_RUNS) },
    { "not selected, and all is decided", { .state = STATE (NOT_SELECTED) }, MAY_GO },
    { "rejected long ago", { .state = STATE (FORMALLY_REJECTED) }, MAY_GO },
    { "rejected, on hold",
      { .state = STATE (FORMALLY_REJECTED), .legal_hold = true },
      KEEP (LEGAL_HOLD) },
    { "withdrawn, on hold", { .state = STATE (WITHDRAWN), .legal_hold = true }, KEEP (LEGAL_HOLD) },
    { "paid, and nobody said how long",
      { .state = STATE (COMPLETED), .paid = true },
      KEEP (MONEY_WAS_PAID) },
    { "paid, a moment before the date",
      { .state = STATE (COMPLETED), .paid = true, .keep_until = NOW + 1 },
      KEEP (MONEY_WAS_PAID) },
    { "paid, on the date",
      { .state = STATE (COMPLETED), .paid = true, .keep_until = NOW },
      MAY_GO },
    { "paid, the date behind, on hold",
      { .state = STATE (COMPLETED), .paid = true, .keep_until = NOW, .legal_hold = true },
      KEEP (LEGAL_HOLD) },
    { "paid and withdrawn", { .state = STATE (WITHDRAWN), .paid = true }, KEEP (MONEY_WAS_PAID) },
    { "a date and no money", { .state = STATE (ENDED), .keep_until = NOW + 1 }, MAY_GO },
    { "a grant offered", { .state = STATE (ENDED), .grant_open = true }, KEEP (PROCEDURE_RUNS) },
    { "paid, still running, and the date behind",
      { .state = STATE (COMPLETED), .paid = true, .grant_open = true, .keep_until = NOW },
      KEEP (PROCEDURE_RUNS) },
};

static void
what_is_kept (void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++)
        if (erasure_judge (&cases[i].facts, NOW) != cases[i].wanted)
            fail_msg ("%s: %d", cases[i].what, (int) erasure_judge (&cases[i].facts, NOW));
}

/* Whatever is kept is looked at again, and never in the past. */
static void
nothing_is_kept_for_ever (void **state)
{
    erasure_facts_t paid = { .state = STATE (COMPLETED), .paid = true, .keep_until = NOW + 5 };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_time_t again = erasure_look_again (&cases[i].facts, cases[i].wanted, NOW);
        assert_true (cases[i].wanted == MAY_GO ? again == 0 : again > NOW);
    }
    assert_int_equal (erasure_look_again (&paid, KEEP (MONEY_WAS_PAID), NOW), NOW + 5);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_is_kept),
        cmocka_unit_test (nothing_is_kept_for_ever),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
