#include "adoption_state.h"
#include "check.h"

enum { INTERESTED = 1, IN_TALKS, STARTED, CONTINUING, STOPPED };

#define STATE(number) ((Dissemination__AdoptionState) (number))

static void
every_way (void **context)
{
    static const bool may[6][6] = {
        [INTERESTED] = { [IN_TALKS] = true, [STARTED] = true, [STOPPED] = true },
        [IN_TALKS] = { [STARTED] = true, [STOPPED] = true },
        [STARTED] = { [CONTINUING] = true, [STOPPED] = true },
        [CONTINUING] = { [STOPPED] = true },
        [STOPPED] = { [IN_TALKS] = true, [STARTED] = true },
    };

    (void) context;
    for (int from = 0; from <= STOPPED; from++)
        for (int to = 0; to <= STOPPED; to++)
            assert_int_equal (adoption_may_move (STATE (from), STATE (to)), may[from][to]);
    assert_false (adoption_may_move (STATE (99), STATE (STARTED)));
    assert_false (adoption_may_move (STATE (STARTED), STATE (99)));
    assert_false (adoption_may_move (STATE (STARTED), STATE (-1)));
}

static void
what_started_stays_started (void **context)
{
    (void) context;
    assert_false (adoption_has_started (STATE (INTERESTED), false));
    assert_false (adoption_has_started (STATE (STOPPED), false));
    assert_true (adoption_has_started (STATE (STARTED), false));
    assert_true (adoption_has_started (STATE (CONTINUING), false));
    assert_true (adoption_has_started (STATE (STOPPED), true));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_way),
        cmocka_unit_test (what_started_stays_started),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
