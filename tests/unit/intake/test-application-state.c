#include "check.h"

#include "application_state.h"

#define STATE(name) INTAKE__APPLICATION_STATE__##name

enum { STATES = STATE (NOT_CONSIDERED) };

static void
expect (Intake__ApplicationState from, application_act_t act, Intake__ApplicationState to)
{
    Intake__ApplicationState state = STATE (APPLICATION_STATE_UNSPECIFIED);

    if (!application_state_after (from, act, &state) || state != to)
        fail_msg ("act %d in state %d leads to %d, should be %d", (int) act, (int) from,
                  (int) state, (int) to);
    assert_true (application_state_allows (from, act));
}

static void
refuse (Intake__ApplicationState from, application_act_t act)
{
    Intake__ApplicationState state = from;

    if (application_state_after (from, act, &state))
        fail_msg ("act %d in state %d should have no place", (int) act, (int) from);
    assert_int_equal (state, from);
    assert_false (application_state_allows (from, act));
}

static void
from_idea_to_catalogue (void **state)
{
    (void) state;
    expect (STATE (DRAFT), ACT_SAVE, STATE (DRAFT));
    expect (STATE (DRAFT), ACT_SUBMIT, STATE (SUBMITTED));
    expect (STATE (SUBMITTED), ACT_PASS_FORMAL, STATE (IN_ASSESSMENT));
    expect (STATE (IN_ASSESSMENT), ACT_ADMIT, STATE (IN_INCUBATION));
    expect (STATE (IN_INCUBATION), ACT_SAVE, STATE (IN_INCUBATION));
    expect (STATE (IN_INCUBATION), ACT_SUBMIT, STATE (SUBMITTED));
    expect (STATE (SUBMITTED), ACT_RETURN, STATE (IN_INCUBATION));
    expect (STATE (SUBMITTED), ACT_GO_ON, STATE (IN_INCUBATION));
    expect (STATE (SUBMITTED), ACT_COMPLETE, STATE (COMPLETED));
}

static void
ways_out (void **state)
{
    (void) state;
    expect (STATE (SUBMITTED), ACT_FAIL_FORMAL, STATE (FORMALLY_REJECTED));
    expect (STATE (IN_ASSESSMENT), ACT_FALL_BELOW, STATE (BELOW_THRESHOLD));
    expect (STATE (IN_ASSESSMENT), ACT_NOT_SELECT, STATE (NOT_SELECTED));
    expect (STATE (IN_ASSESSMENT), ACT_RESERVE, STATE (RESERVE));
    expect (STATE (IN_ASSESSMENT), ACT_RECOMMEND, STATE (RECOMMENDED));
    expect (STATE (SUBMITTED), ACT_STOP, STATE (ENDED));
}

/* A grant that was offered and is not taken; the specification's stages are before it. */
static void
declining (void **state)
{
    (void) state;
    expect (STATE (RECOMMENDED), ACT_DECLINE, STATE (ENDED));
    expect (STATE (IN_INCUBATION), ACT_DECLINE, STATE (ENDED));
    refuse (STATE (SUBMITTED), ACT_DECLINE);
    refuse (STATE (ENDED), ACT_DECLINE);
}

static void
corrections (void **state)
{
    (void) state;
    expect (STATE (SUBMITTED), ACT_ASK_CORRECTION, STATE (IN_CORRECTION));
    expect (STATE (IN_CORRECTION), ACT_SAVE, STATE (IN_CORRECTION));
    expect (STATE (IN_CORRECTION), ACT_CORRECT, STATE (SUBMITTED));
    expect (STATE (IN_CORRECTION), ACT_LAPSE, STATE (NOT_CONSIDERED));
    expect (STATE (IN_CORRECTION), ACT_PASS_FORMAL, STATE (IN_ASSESSMENT));
    expect (STATE (IN_CORRECTION), ACT_FAIL_FORMAL, STATE (FORMALLY_REJECTED));
    refuse (STATE (IN_CORRECTION), ACT_SUBMIT);
    refuse (STATE (IN_CORRECTION), ACT_TAKE_FORM);
    refuse (STATE (SUBMITTED), ACT_CORRECT);
    refuse (STATE (IN_ASSESSMENT), ACT_ASK_CORRECTION);
}

static void
reserve_moves_up (void **state)
{
    (void) state;
    expect (STATE (RESERVE), ACT_RECOMMEND, STATE (RECOMMENDED));
    expect (STATE (RESERVE), ACT_ADMIT, STATE (IN_INCUBATION));
    expect (STATE (NOT_SELECTED), ACT_ADMIT, STATE (IN_INCUBATION));
    refuse (STATE (FORMALLY_REJECTED), ACT_ADMIT);
}

static void
an_appeal_is_upheld (void **state)
{
    (void) state;
    expect (STATE (FORMALLY_REJECTED), ACT_PASS_FORMAL, STATE (IN_ASSESSMENT));
    expect (STATE (BELOW_THRESHOLD), ACT_ADMIT, STATE (IN_INCUBATION));
    expect (STATE (BELOW_THRESHOLD), ACT_RESERVE, STATE (RESERVE));
    expect (STATE (NOT_SELECTED), ACT_RESERVE, STATE (RESERVE));
    expect (STATE (NOT_SELECTED), ACT_FALL_BELOW, STATE (BELOW_THRESHOLD));
    refuse (STATE (IN_INCUBATION), ACT_RESERVE);
    refuse (STATE (IN_INCUBATION), ACT_NOT_SELECT);
}

/* domain.md 2.1: withdrawal is an outcome of its own, open until the end. */
static void
withdrawing (void **state)
{
    static const Intake__ApplicationState open[] = {
        STATE (DRAFT),       STATE (SUBMITTED),     STATE (IN_ASSESSMENT), STATE (RESERVE),
        STATE (RECOMMENDED), STATE (IN_INCUBATION), STATE (IN_CORRECTION),
    };
    static const Intake__ApplicationState ended[] = {
        STATE (FORMALLY_REJECTED), STATE (BELOW_THRESHOLD), STATE (NOT_SELECTED),
        STATE (COMPLETED),         STATE (ENDED),           STATE (WITHDRAWN),
        STATE (NOT_CONSIDERED),
    };
    (void) state;

    for (size_t i = 0; i < COUNT (open); i++)
        expect (open[i], ACT_WITHDRAW, STATE (WITHDRAWN));
    for (size_t i = 0; i < COUNT (ended); i++)
        refuse (ended[i], ACT_WITHDRAW);
}

/* What evaluation still says of it changes nothing. */
static void
withdrawn_stays_withdrawn (void **state)
{
    (void) state;
    for (int act = 0; act < ACT_COUNT; act++)
        refuse (STATE (WITHDRAWN), (application_act_t) act);
}

static void
nothing_is_submitted_twice (void **state)
{
    (void) state;
    for (int from = 1; from <= STATES; from++)
        if (from != STATE (DRAFT) && from != STATE (IN_INCUBATION)) {
            refuse ((Intake__ApplicationState) from, ACT_SUBMIT);
            if (from != STATE (IN_CORRECTION))
                refuse ((Intake__ApplicationState) from, ACT_SAVE);
        }
}

/* Evaluation says nothing of what it has not got. */
static void
drafts_are_the_applicants (void **state)
{
    (void) state;
    for (int act = ACT_PASS_FORMAL; act < ACT_COUNT; act++) {
        refuse (STATE (DRAFT), (application_act_t) act);
        refuse (STATE (IN_INCUBATION), (application_act_t) act);
    }
}

/* The same event twice: the second finds no place. */
static void
a_decision_is_taken_once (void **state)
{
    (void) state;
    for (int from = 1; from <= STATES; from++)
        for (int act = ACT_PASS_FORMAL; act < ACT_COUNT; act++) {
            Intake__ApplicationState once = STATE (APPLICATION_STATE_UNSPECIFIED);
            if (application_state_after ((Intake__ApplicationState) from, (application_act_t) act,
                                         &once))
                refuse (once, (application_act_t) act);
        }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (from_idea_to_catalogue),
        cmocka_unit_test (ways_out),
        cmocka_unit_test (declining),
        cmocka_unit_test (corrections),
        cmocka_unit_test (reserve_moves_up),
        cmocka_unit_test (an_appeal_is_upheld),
        cmocka_unit_test (withdrawing),
        cmocka_unit_test (withdrawn_stays_withdrawn),
        cmocka_unit_test (nothing_is_submitted_twice),
        cmocka_unit_test (drafts_are_the_applicants),
        cmocka_unit_test (a_decision_is_taken_once),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
