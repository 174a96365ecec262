/* From the offer to the last grosz, and what nobody can do to a ledger (domain.md 4.2 rows 8-10,
 * 4.8 case 9). */
#include "grants.h"

#include "grant_timers.h"

static const Intake__LedgerEntry *
last_entry (const Intake__Grant *grant)
{
    return grant->ledger[grant->n_ledger - 1];
}

static void
expect_balances (const Intake__Grant *grant, int64_t agreed, int64_t to_pay, int64_t advanced,
                 int64_t accepted, int64_t returned, int64_t released)
{
    const Intake__LedgerEntry *last = last_entry (grant);

    assert_int_equal (last->agreed, agreed);
    assert_int_equal (last->to_pay, to_pay);
    assert_int_equal (last->advanced, advanced);
    assert_int_equal (last->accepted, accepted);
    assert_int_equal (last->returned, returned);
    assert_int_equal (last->released, released);
}

static void
to_the_last_grosz (void **state)
{
    chosen_t it = chosen ();
    Intake__Grant *grant;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/1/2026", 2000000, 1000000, &grant), WL_OK);
    assert_int_equal (grant->amount_grosze, 3000000);
    assert_int_equal (pay (&it, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (sign (&it, &grant), WL_OK);
    expect_balances (grant, 3000000, 3000000, 0, 0, 0, 0);
    assert_int_equal (sign (&it, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (pay (&it, 2, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "report-missing");
    assert_int_equal (pay (&it, 1, &grant), WL_OK);
    expect_balances (grant, 3000000, 1000000, 2000000, 0, 0, 0);
    assert_int_equal (pay (&it, 1, NULL), WL_FAILED_PRECONDITION);
    /* A change of the rest, and of the end. */
    as_grantee (&it);
    assert_int_equal (ask_change (&it, -1000000, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (ask_change (&it, 200000, NULL), WL_OK);
    assert_int_equal (ask_change (&it, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (answer_change (&it, 1, true, NULL), WL_NOT_FOUND);
    as_staff ("30");
    assert_int_equal (answer_change (&it, 2, true, NULL), WL_NOT_FOUND);
    assert_int_equal (answer_change (&it, 1, true, &grant), WL_OK);
    expect_balances (grant, 3200000, 1200000, 2000000, 0, 0, 0);
    assert_string_equal (grant->ends_on, "2026-12-31");
    assert_int_equal (grant->tranches[1]->amount_grosze, 1200000);
    assert_int_equal (answer_change (&it, 1, true, NULL), WL_FAILED_PRECONDITION);
    /* The first report, sent back once. */
    as_grantee (&it);
    intake_world_at (&world, "2026-09-10T10:00:00Z");
    assert_int_equal (report (&it, 2, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (report (&it, 1, 1900000, NULL), WL_OK);
    assert_int_equal (report (&it, 1, 1900000, NULL), WL_FAILED_PRECONDITION);
    as_staff ("30");
    assert_int_equal (decide (&it, 1, 0, "2026-09-09", NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (decide (&it, 1, 0, "2026-09-17", NULL), WL_OK);
    assert_int_equal (decide (&it, 1, 1900000, NULL, NULL), WL_FAILED_PRECONDITION);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 1900000, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (decide (&it, 1, 1900001, NULL, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (decide (&it, 1, 1900000, NULL, &grant), WL_OK);
    expect_balances (grant, 3200000, 1200000, 100000, 1900000, 0, 0);
    /* The last tranche and its report: more was accepted than paid can be is refused. */
    assert_int_equal (pay (&it, 2, &grant), WL_OK);
    as_grantee (&it);
    assert_int_equal (report (&it, 2, 1400000, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (decide (&it, 2, 1300001, NULL, NULL), WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "not-that-much");
    assert_int_equal (decide (&it, 2, 1250000, NULL, &grant), WL_OK);
    expect_balances (grant, 3200000, 0, 50000, 3150000, 0, 0);
    assert_int_equal (grant->state, INTAKE__GRANT_STATE__GRANT_RUNNING);
    /* What was not spent comes back, and that is the end. */
    assert_int_equal (give_back (&it, 50001, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (give_back (&it, 50000, &grant), WL_OK);
    expect_balances (grant, 3200000, 0, 0, 3150000, 50000, 0);
    assert_int_equal (grant->state, INTAKE__GRANT_STATE__GRANT_CLOSED);
    assert_int_equal (give_back (&it, 1, NULL), WL_FAILED_PRECONDITION);
    assert_int_equal (events ("GrantClosed", &it), 1);
    assert_int_equal (events ("TranchePaid", &it), 2);
    assert_int_equal (events ("ReportDecided", &it), 3);
}

static void
not_chosen_not_theirs (void **state)
{
    chosen_t it = chosen (), other = chosen ();
    Intake__GetGrantRequest get = INTAKE__GET_GRANT_REQUEST__INIT;
    (void) state;

    get.application_id = it.id;
    as_staff ("32");
    assert_int_equal (offer (&it, "WIS/2/2026", 100, 100, NULL), WL_NOT_FOUND);
    as_grantee (&it);
    assert_int_equal (offer (&it, "WIS/2/2026", 100, 100, NULL), WL_NOT_FOUND);
    as_staff ("30");
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_NOT_FOUND);
    assert_int_equal (offer (&it, "WIS/2/2026", 5000000, 1, NULL), WL_INVALID_ARGUMENT);
    assert_int_equal (offer (&it, "WIS/2/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&it, "WIS/3/2026", 100, 100, NULL), WL_ALREADY_EXISTS);
    assert_int_equal (offer (&other, "WIS/2/2026", 100, 100, NULL), WL_ALREADY_EXISTS);
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_OK);
    assert_int_equal (sign (&it, NULL), WL_OK);
    as_staff ("32");
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_NOT_FOUND);
    assert_int_equal (pay (&it, 1, NULL), WL_NOT_FOUND);
    as_grantee (&other);
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_NOT_FOUND);
    assert_int_equal (report (&it, 1, 1, NULL), WL_NOT_FOUND);
    as_grantee (&it);
    assert_int_equal (intake_world_ask (&world, "GetGrant", &get, NULL), WL_OK);
    assert_int_equal (pay (&it, 1, NULL), WL_NOT_FOUND);
    /* One that was never ranked. */
    intake_world_at (&world, IN_CALL);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    other.id = intake_world_apply (&world, call, "anna@example.org");
    assert_int_equal (intake_world_fill (&world, other.id, 1, "anna@example.org", "Ławka"), WL_OK);
    as_staff ("30");
    assert_int_equal (offer (&other, "WIS/4/2026", 100, 100, NULL), WL_NOT_FOUND);
    intake_world_as (&world, ANNA, WL_ROLE_SIGNED_IN, "");
    assert_int_equal (intake_world_submit (&world, other.id, NULL), WL_OK);
    as_staff ("30");
    assert_int_equal (offer (&other, "WIS/4/2026", 100, 100, NULL), WL_FAILED_PRECONDITION);
}

static void
clock_strikes (wl_timer_handler_t *handler, const char *key)
{
    wl_timer_t timer = { .key = key };

    wl_db_begin (world.world.db);
    assert_int_equal (handler (&world.request, &timer, NULL), WL_OK);
    assert_int_equal (wl_db_commit (world.world.db), WL_OK);
}

static Intake__ApplicationState
state_of (const chosen_t *chosen)
{
    as_grantee (chosen);
    return intake_world_get (&world, chosen->id)->state;
}

/* Refused by the grantee, or by the clock: once each, and the money is free. */
static void
refused (void **state)
{
    chosen_t willing = chosen (), unwilling = chosen (), silent = chosen ();
    Intake__DeclineGrantRequest in = INTAKE__DECLINE_GRANT_REQUEST__INIT;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&willing, "WIS/5/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&unwilling, "WIS/6/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&silent, "WIS/7/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (count ("select count (*) from runtime.timers where kind = 'grant-offer'"
                             " and key = $1 and due = '2026-05-20 22:00:00+00'",
                             silent.id),
                      1);
    assert_int_equal (sign (&willing, NULL), WL_OK);
    in.application_id = unwilling.id;
    assert_int_equal (intake_world_ask (&world, "DeclineGrant", &in, NULL), WL_NOT_FOUND);
    as_grantee (&unwilling);
    assert_int_equal (intake_world_ask (&world, "DeclineGrant", &in, NULL), WL_OK);
    assert_int_equal (intake_world_ask (&world, "DeclineGrant", &in, NULL), WL_FAILED_PRECONDITION);
    clock_strikes (on_grant_offer_over, willing.id);
    clock_strikes (on_grant_offer_over, unwilling.id);
    clock_strikes (on_grant_offer_over, silent.id);
    clock_strikes (on_grant_offer_over, silent.id);
    assert_int_equal (events ("GrantRefused", &willing), 0);
    assert_int_equal (events ("GrantRefused", &unwilling), 1);
    assert_int_equal (events ("GrantRefused", &silent), 1);
    assert_int_equal (state_of (&willing), INTAKE__APPLICATION_STATE__IN_INCUBATION);
    assert_int_equal (state_of (&unwilling), INTAKE__APPLICATION_STATE__ENDED);
    assert_int_equal (state_of (&silent), INTAKE__APPLICATION_STATE__ENDED);
    as_staff ("30");
    assert_int_equal (sign (&silent, NULL), WL_FAILED_PRECONDITION);
}

/* Who withdraws the application refuses the offer with it; who has signed cannot withdraw. */
static void
withdrawn (void **state)
{
    chosen_t offered = chosen (), running = chosen ();
    Intake__WithdrawApplicationRequest in = INTAKE__WITHDRAW_APPLICATION_REQUEST__INIT;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&offered, "WIS/10/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (offer (&running, "WIS/11/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (sign (&running, NULL), WL_OK);
    in.reason = text ("");
    in.application_id = running.id;
    as_grantee (&running);
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &in, NULL),
                      WL_FAILED_PRECONDITION);
    assert_string_equal (intake_world_reason (&world), "grant-runs");
    in.application_id = offered.id;
    as_grantee (&offered);
    assert_int_equal (intake_world_ask (&world, "WithdrawApplication", &in, NULL), WL_OK);
    assert_int_equal (events ("GrantRefused", &offered), 1);
    assert_int_equal (state_of (&offered), INTAKE__APPLICATION_STATE__WITHDRAWN);
    clock_strikes (on_grant_offer_over, offered.id);
    assert_int_equal (events ("GrantRefused", &offered), 1);
}

static void
late_reports (void **state)
{
    chosen_t it = chosen ();
    char *key = wl_text_printf (world.world.arena, "%s/1", it.id);
    Intake__Grant *grant;
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/8/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (sign (&it, NULL), WL_OK);
    clock_strikes (on_report_due, key); /* nothing was paid, so nothing is due */
    assert_int_equal (events ("ReportOverdue", &it), 0);
    assert_int_equal (pay (&it, 1, NULL), WL_OK);
    assert_int_equal (count ("select count (*) from runtime.timers where kind = 'report-due'"
                             " and key = $1 || '/1' and due = '2026-09-14 22:00:00+00'",
                             it.id),
                      1);
    intake_world_at (&world, "2026-09-14T22:00:00Z");
    clock_strikes (on_report_due, key);
    assert_int_equal (events ("ReportOverdue", &it), 1);
    as_grantee (&it);
    assert_int_equal (report (&it, 1, 100, &grant), WL_OK); /* late, and still welcome */
    assert_true (grant->reports[0]->overdue);
    clock_strikes (on_report_due, key);
    assert_int_equal (events ("ReportOverdue", &it), 1);
    clock_strikes (on_report_due, "nonsense");
}

/* Nobody, whatever program they come with, changes or invents an entry. */
static wl_status
attempt (const char *sql, const char *id)
{
    wl_statement_t *statement = wl_arena_alloc (world.world.arena, sizeof *statement);
    wl_status status;

    *statement = (wl_statement_t){ "attempt", sql };
    wl_db_begin (world.world.db);
    status = wl_run (world.world.db, statement, NULL, wl_p_uuid (id));
    wl_db_rollback (world.world.db);
    return status;
}

#define APPEND "insert into grant_ledger values ($1::uuid, "

static void
the_ledger_stays (void **state)
{
    static const struct {
        const char *sql;
        wl_status wanted;
    } cases[] = {
        { APPEND "2, 4, 100, 'P', now (), 200, 100, 100, 0, 0, 0)", WL_OK },
        { APPEND "3, 4, 100, 'P', now (), 200, 100, 100, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "1, 4, 100, 'P', now (), 200, 100, 100, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 1, 100, 'P', now (), 300, 300, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 100, 'P', now (), 200, 200, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 100, 'P', now (), 300, 200, 100, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 201, 'P', now (), 200, -1, 201, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 8, 100, 'P', now (), 200, 200, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { APPEND "2, 4, 0, 'P', now (), 200, 200, 0, 0, 0, 0)", WL_FAILED_PRECONDITION },
        { "update grant_ledger set amount_grosze = 1 where application_id = $1",
          WL_FAILED_PRECONDITION },
        { "delete from grant_ledger where application_id = $1", WL_FAILED_PRECONDITION },
    };
    chosen_t it = chosen ();
    (void) state;

    as_staff ("30");
    assert_int_equal (offer (&it, "WIS/9/2026", 100, 100, NULL), WL_OK);
    assert_int_equal (sign (&it, NULL), WL_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (attempt (cases[i].sql, it.id) != cases[i].wanted)
            fail_msg ("%s: %s", cases[i].sql, wl_db_error (world.world.db));
    assert_int_equal (
        count ("select count (*) from grant_ledger where application_id = $1::uuid", it.id), 1);
}

int
grants_money (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (to_the_last_grosz), cmocka_unit_test (not_chosen_not_theirs),
        cmocka_unit_test (refused),           cmocka_unit_test (withdrawn),
        cmocka_unit_test (late_reports),      cmocka_unit_test (the_ledger_stays),
    };

    return cmocka_run_group_tests_name ("money", tests, NULL, NULL);
}
