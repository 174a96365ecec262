#include "check.h"

#include "call_state.h"

#define STATE(name) INTAKE__CALL_STATE__##name
#define PHASE(name) INTAKE__CALL_PHASE__PHASE_##name

static const Intake__CallState states[] = { STATE (CALL_DRAFT), STATE (CALL_PUBLISHED),
                                            STATE (CALL_DECIDED), STATE (CALL_SUSPENDED),
                                            STATE (CALL_ANNULLED) };

/* Each act in each state: where it leads, UNSPECIFIED: it has no place there. */
static const Intake__CallState table[CALL_ACT_COUNT][5] = {
    /*                      draft                published             decided */
    /*                      suspended            annulled */
    [CALL_ACT_CHANGE] = { STATE (CALL_DRAFT) },
    [CALL_ACT_PUBLISH] = { STATE (CALL_PUBLISHED) },
    [CALL_ACT_EXTEND] = { [1] = STATE (CALL_PUBLISHED) },
    [CALL_ACT_REVISE] = { [1] = STATE (CALL_PUBLISHED),
                          STATE (CALL_DECIDED),
                          STATE (CALL_SUSPENDED) },
    [CALL_ACT_SUSPEND] = { [1] = STATE (CALL_SUSPENDED) },
    [CALL_ACT_RESUME] = { [3] = STATE (CALL_PUBLISHED) },
    [CALL_ACT_ANNUL] = { [1] = STATE (CALL_ANNULLED), [3] = STATE (CALL_ANNULLED) },
    [CALL_ACT_DECIDE] = { [1] = STATE (CALL_DECIDED) },
};

static void
every_act_in_every_state (void **state)
{
    (void) state;
    for (call_act_t act = 0; act < CALL_ACT_COUNT; act++)
        for (size_t i = 0; i < COUNT (states); i++) {
            Intake__CallState after = STATE (CALL_STATE_UNSPECIFIED);
            bool allowed = call_state_after (states[i], act, &after);

            if (after != table[act][i] || allowed != (table[act][i] != 0) ||
                allowed != call_state_allows (states[i], act))
                fail_msg ("act %d in state %d leads to %d, should be %d", (int) act,
                          (int) states[i], (int) after, (int) table[act][i]);
        }
}

static const submission_window_t window = { 100, 200, 300 };

static void
phases (void **state)
{
    static const struct {
        Intake__CallState state;
        wl_time_t now;
        Intake__CallPhase phase;
    } cases[] = {
        { STATE (CALL_DRAFT), 250, PHASE (DRAFT) },
        { STATE (CALL_PUBLISHED), 99, PHASE (ANNOUNCED) },
        { STATE (CALL_PUBLISHED), 100, PHASE (WRITING) },
        { STATE (CALL_PUBLISHED), 200, PHASE (OPEN) },
        { STATE (CALL_PUBLISHED), 299, PHASE (OPEN) },
        { STATE (CALL_PUBLISHED), 300, PHASE (CLOSED) },
        { STATE (CALL_SUSPENDED), 250, PHASE (SUSPENDED) },
        { STATE (CALL_ANNULLED), 250, PHASE (ANNULLED) },
        { STATE (CALL_DECIDED), 400, PHASE (DECIDED) },
    };

    (void) state;
    for (size_t i = 0; i < COUNT (cases); i++)
        assert_int_equal (call_phase (cases[i].state, &window, cases[i].now), cases[i].phase);
}

static void
the_clock_stands_still (void **state)
{
    (void) state;
    assert_int_equal (call_clock (STATE (CALL_SUSPENDED), 250, 1000), 250);
    assert_int_equal (call_clock (STATE (CALL_PUBLISHED), 250, 1000), 1000);
    assert_int_equal (call_clock (STATE (CALL_SUSPENDED), 250, 240), 240);
}

static void
lost_time_is_given_back (void **state)
{
    (void) state;
    assert_int_equal (call_resumed_until (&window, 250, 260), 310);
    assert_int_equal (call_resumed_until (&window, 250, 1000), 1050);
    assert_int_equal (call_resumed_until (&window, 299, 300), 301);
    /* Over before it was suspended: over it stays. */
    assert_int_equal (call_resumed_until (&window, 300, 1000), 300);
    assert_int_equal (call_resumed_until (&window, 250, 250), 300);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_act_in_every_state),
        cmocka_unit_test (phases),
        cmocka_unit_test (the_clock_stands_still),
        cmocka_unit_test (lost_time_is_given_back),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
