#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mailing_rules.h"

#define STATE(name) NOTIFICATION__MAILING_STATE__MAILING_##name
#define ACT(name)   NOTIFICATION__MAILING_ACT__##name

enum { NONE = 0 };

/* Every state and every act: where it leads, NONE: it does not fit. */
static const int STEPS[][MAILING_ACTS] = {
    /* SEND, CONFIRM, SEND_BACK, PAUSE, RESUME, STOP, DISCARD */
    [STATE (DRAFT)] = { STATE (RUNNING), NONE, NONE, NONE, NONE, NONE, STATE (DISCARDED) },
    [STATE (ASKED)] = { NONE, STATE (RUNNING), STATE (DRAFT), NONE, NONE, NONE, STATE (DISCARDED) },
    [STATE (RUNNING)] = { NONE, NONE, NONE, STATE (PAUSED), NONE, STATE (STOPPED), NONE },
    [STATE (PAUSED)] = { NONE, NONE, NONE, NONE, STATE (RUNNING), STATE (STOPPED), NONE },
    [STATE (DONE)] = { NONE },
    [STATE (STOPPED)] = { NONE },
    [STATE (DISCARDED)] = { NONE },
};

static mailing_stand_t
announcement (Notification__MailingState state)
{
    return (mailing_stand_t){ .kind = NOTIFICATION__MAILING_KIND__ANNOUNCEMENT, .state = state };
}

static void
every_act_in_every_state (void **state)
{
    (void) state;
    for (int from = STATE (DRAFT); from <= STATE (DISCARDED); from++)
        for (int act = ACT (SEND); act <= ACT (DISCARD); act++) {
            mailing_stand_t stand = announcement ((Notification__MailingState) from);
            Notification__MailingState next =
                NOTIFICATION__MAILING_STATE__MAILING_STATE_UNSPECIFIED;
            int wanted = STEPS[from][act - ACT (SEND)];
            mailing_refusal_t refusal =
                mailing_next (&stand, (Notification__MailingAct) act, &next);
            assert_int_equal (refusal, wanted == NONE ? MAILING_NOT_NOW : MAILING_MAY);
            assert_int_equal (next, wanted);
        }
}

static void
four_eyes_are_of_two_people (void **state)
{
    mailing_stand_t stand = announcement (STATE (DRAFT));
    Notification__MailingState next;

    (void) state;
    stand.four_eyes = true;
    assert_int_equal (mailing_next (&stand, ACT (SEND), &next), MAILING_MAY);
    assert_int_equal (next, STATE (ASKED));
    stand.state = next;
    stand.asked_by_me = true;
    assert_int_equal (mailing_next (&stand, ACT (CONFIRM), &next), MAILING_OWN);
    assert_int_equal (mailing_next (&stand, ACT (SEND_BACK), &next), MAILING_MAY);
    stand.asked_by_me = false;
    assert_int_equal (mailing_next (&stand, ACT (CONFIRM), &next), MAILING_MAY);
    assert_int_equal (next, STATE (RUNNING));
}

static void
nobody_is_not_written_to (void **state)
{
    mailing_stand_t stand = announcement (STATE (DRAFT));
    Notification__MailingState next;

    (void) state;
    stand.empty = true;
    assert_int_equal (mailing_next (&stand, ACT (SEND), &next), MAILING_EMPTY);
    stand.state = STATE (ASKED);
    assert_int_equal (mailing_next (&stand, ACT (CONFIRM), &next), MAILING_EMPTY);
    assert_int_equal (mailing_next (&stand, ACT (DISCARD), &next), MAILING_MAY);
}

static void
results_wait_and_are_not_called_off (void **state)
{
    static const Notification__MailingKind kinds[] = { NOTIFICATION__MAILING_KIND__RESULTS,
                                                       NOTIFICATION__MAILING_KIND__FORMAL_RESULTS };
    Notification__MailingState next;

    (void) state;
    for (size_t i = 0; i < 2; i++) {
        mailing_stand_t stand = { .kind = kinds[i], .state = STATE (RUNNING) };
        assert_int_equal (mailing_next (&stand, ACT (STOP), &next), MAILING_MUST_GO);
        assert_int_equal (mailing_next (&stand, ACT (PAUSE), &next), MAILING_MAY);
        stand.state = STATE (DRAFT);
        assert_int_equal (mailing_next (&stand, ACT (DISCARD), &next), MAILING_MUST_GO);
        assert_int_equal (mailing_next (&stand, ACT (SEND), &next), MAILING_MAY);
    }
}

static void
what_runs_out_is_done (void **state)
{
    mailing_stand_t stand = announcement (STATE (RUNNING));
    Notification__MailingAct acts[MAILING_ACTS];

    (void) state;
    assert_int_equal (mailing_state (&stand), STATE (RUNNING));
    assert_int_equal (mailing_acts (&stand, acts), 2);
    assert_int_equal (acts[0], ACT (PAUSE));
    assert_int_equal (acts[1], ACT (STOP));
    stand.ended = true;
    assert_int_equal (mailing_state (&stand), STATE (DONE));
    assert_int_equal (mailing_acts (&stand, acts), 0);
    /* A pause came too late. */
    stand.state = STATE (PAUSED);
    assert_int_equal (mailing_state (&stand), STATE (DONE));
    /* What is not sent yet is not done, whatever is left. */
    stand.state = STATE (DRAFT);
    assert_int_equal (mailing_state (&stand), STATE (DRAFT));
    stand.state = STATE (STOPPED);
    assert_int_equal (mailing_state (&stand), STATE (STOPPED));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (every_act_in_every_state),
        cmocka_unit_test (four_eyes_are_of_two_people),
        cmocka_unit_test (nobody_is_not_written_to),
        cmocka_unit_test (results_wait_and_are_not_called_off),
        cmocka_unit_test (what_runs_out_is_done),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
