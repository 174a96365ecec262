#include "support.h"

#include "grant_rules.h"

static Intake__OfferGrantRequest *
offer (fixture_t *self, const char *from, const char *to)
{
    static const char good[] =
        "{'number': 'WIS/1/2026', 'startsOn': '2026-06-01', 'endsOn': '2026-11-30', 'acceptOn': "
        "'2026-05-20', 'tranches': [{'amountGrosze': '2000000', 'reportDueOn': '2026-09-14'}, "
        "{'amountGrosze': '1298340', 'reportDueOn': '2026-12-14'}]}";

    return read_json (self, &intake__offer_grant_request__descriptor,
                      replaced (self, quoted (self, good), from, to));
}

static const struct {
    const char *what, *from, *to, *path, *code;
} offers[] = {
    { "all is well", NULL, NULL, NULL, NULL },
    { "one day long", "'endsOn': '2026-11-30'", "'endsOn': '2026-06-01'", NULL, NULL },
    { "ends before it starts", "'endsOn': '2026-11-30'", "'endsOn': '2026-05-31'", "endsOn",
      "before-start" },
    { "signed on the same day at last", "2026-05-20", "2026-05-04", NULL, NULL },
    { "the term is over", "2026-05-20", "2026-05-03", "acceptOn", "in-the-past" },
    { "a report on the first day", "2026-09-14", "2026-06-01", "tranches", "reports-not-in-order" },
    { "two reports on one day", "2026-12-14", "2026-09-14", "tranches", "reports-not-in-order" },
    { "reports in the wrong order", "2026-12-14", "2026-09-13", "tranches",
      "reports-not-in-order" },
    { "more than there is", "2000000", "100000000000000", "tranches", "too-large" },
};

static void
what_can_be_offered (void **state)
{
    fixture_t *self = *state;
    wl_time_t now;
    int64_t sum;

    assert_true (wl_time_parse ("2026-05-04T12:00:00Z", &now));
    for (size_t i = 0; i < COUNT (offers); i++) {
        forget_problems (self, i % 2 == 0 ? "pl" : "en");
        assert_int_equal (grant_check_offer (offer (self, offers[i].from, offers[i].to), now,
                                             &self->problems, &sum),
                          offers[i].path == NULL ? WL_OK : WL_INVALID_ARGUMENT);
        expect_problem (self, offers[i].what, offers[i].path, offers[i].code);
        if (i == 0)
            assert_int_equal (sum, 3298340);
    }
}

/* Days end at midnight in Warsaw, in summer and in winter, and on the days when the clocks change.
 */
static void
days_end_in_warsaw (void **state)
{
    static const char *const cases[][2] = {
        { "2026-07-01", "2026-07-01T22:00:00Z" },
        { "2026-12-31", "2026-12-31T23:00:00Z" },
        { "2026-03-29", "2026-03-29T22:00:00Z" },
        { "2026-10-25", "2026-10-25T23:00:00Z" },
    };
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        wl_time_t wanted;
        assert_true (wl_time_parse (cases[i][1], &wanted));
        assert_int_equal (grant_day_end (cases[i][0]), wanted);
    }
    assert_int_equal (grant_day_end (""), 0);
    assert_int_equal (grant_day_end ("2026-02-30"), 0);
}

/* Two tranches, each with its report. */
static Intake__Grant *
grant_of (fixture_t *self, bool first_paid, const char *first_report, bool second_paid,
          const char *second_report)
{
    return read_json (
        self, &intake__grant__descriptor,
        quoted (self,
                wl_text_printf (
                    self->arena,
                    "{'state': 'GRANT_RUNNING', 'tranches': [{'position': 1, 'amountGrosze': "
                    "'100', 'paid': %s}, {'position': 2, 'amountGrosze': '50', 'paid': %s}], "
                    "'reports': [{'position': 1, 'state': '%s'}, {'position': 2, 'state': '%s'}]}",
                    first_paid ? "true" : "false", second_paid ? "true" : "false", first_report,
                    second_report)));
}

typedef struct turn_case {
    bool first_paid;
    const char *first;
    bool second_paid;
    const char *second;
    grant_answer_t pay[2], report[2], decide[2];
} turn_case_t;

#define NO_PAY  GRANT_PAID_ALREADY
#define CLOSED  GRANT_REPORT_CLOSED
#define NOTHING GRANT_NOTHING_TO_DECIDE

static const turn_case_t turns[] = {
    { false,
      "REPORT_EXPECTED",
      false,
      "REPORT_EXPECTED",
      { GRANT_YES, GRANT_REPORT_MISSING },
      { GRANT_NOT_PAID, GRANT_NOT_PAID },
      { NOTHING, NOTHING } },
    { true,
      "REPORT_EXPECTED",
      false,
      "REPORT_EXPECTED",
      { NO_PAY, GRANT_REPORT_MISSING },
      { GRANT_YES, GRANT_NOT_PAID },
      { NOTHING, NOTHING } },
    { true,
      "REPORT_SUBMITTED",
      false,
      "REPORT_EXPECTED",
      { NO_PAY, GRANT_REPORT_MISSING },
      { CLOSED, GRANT_NOT_PAID },
      { GRANT_YES, NOTHING } },
    { true,
      "REPORT_TO_MEND",
      false,
      "REPORT_EXPECTED",
      { NO_PAY, GRANT_REPORT_MISSING },
      { GRANT_YES, GRANT_NOT_PAID },
      { NOTHING, NOTHING } },
    { true,
      "REPORT_ACCEPTED",
      false,
      "REPORT_EXPECTED",
      { NO_PAY, GRANT_YES },
      { CLOSED, GRANT_NOT_PAID },
      { NOTHING, NOTHING } },
    { true,
      "REPORT_ACCEPTED",
      true,
      "REPORT_EXPECTED",
      { NO_PAY, NO_PAY },
      { CLOSED, GRANT_YES },
      { NOTHING, NOTHING } },
    { true,
      "REPORT_ACCEPTED",
      true,
      "REPORT_ACCEPTED",
      { NO_PAY, NO_PAY },
      { CLOSED, CLOSED },
      { NOTHING, NOTHING } },
};

static void
tranches_and_reports_take_turns (void **state)
{
    fixture_t *self = *state;

    for (size_t i = 0; i < COUNT (turns); i++) {
        const turn_case_t *c = &turns[i];
        Intake__Grant *grant = grant_of (self, c->first_paid, c->first, c->second_paid, c->second);
        for (uint32_t n = 0; n < 2; n++) {
            if (grant_may_pay (grant, n + 1) != c->pay[n] ||
                grant_may_report (grant, n + 1) != c->report[n] ||
                grant_may_decide (grant, n + 1) != c->decide[n])
                fail_msg ("case %zu, tranche %u", i, n + 1);
        }
        assert_int_equal (grant_may_pay (grant, 3), GRANT_NO_SUCH_TRANCHE);
        assert_int_equal (grant_may_report (grant, 0), GRANT_NO_SUCH_TRANCHE);
        grant->state = INTAKE__GRANT_STATE__GRANT_OFFERED;
        assert_int_equal (grant_may_pay (grant, 1), GRANT_NOT_RUNNING);
    }
}

static void
a_statement_adds_up (void **state)
{
    fixture_t *self = *state;
    Intake__SpendingLine a = INTAKE__SPENDING_LINE__INIT, b = INTAKE__SPENDING_LINE__INIT;
    Intake__SpendingLine *lines[] = { &a, &b };
    Intake__SpendingStatement statement = INTAKE__SPENDING_STATEMENT__INIT;

    a.amount_grosze = 100;
    b.amount_grosze = 1;
    assert_int_equal (grant_check_statement (NULL, 5, &self->problems), WL_OK);
    assert_int_equal (grant_check_statement (&statement, 5, &self->problems), WL_OK);
    statement.lines = lines;
    statement.n_lines = 2;
    assert_int_equal (grant_check_statement (&statement, 101, &self->problems), WL_OK);
    assert_int_equal (self->error.field_count, 0);
    assert_int_equal (grant_check_statement (&statement, 100, &self->problems),
                      WL_INVALID_ARGUMENT);
    assert_string_equal (self->error.fields[0].field, "spentGrosze");
}

static void
settled (void **state)
{
    fixture_t *self = *state;
    Intake__Grant *open = grant_of (self, true, "REPORT_ACCEPTED", true, "REPORT_SUBMITTED");
    Intake__Grant *done = grant_of (self, true, "REPORT_ACCEPTED", true, "REPORT_ACCEPTED");
    ledger_t even = { .agreed = 150, .accepted = 150 };
    ledger_t owed = { .agreed = 150, .accepted = 149, .advanced = 1 };
    ledger_t unpaid = { .agreed = 150, .accepted = 149, .to_pay = 1 };

    assert_false (grant_is_settled (open, &even));
    assert_true (grant_is_settled (done, &even));
    assert_false (grant_is_settled (done, &owed));
    assert_false (grant_is_settled (done, &unpaid));
}

static void
changes (void **state)
{
    fixture_t *self = *state;
    Intake__Grant *open = grant_of (self, true, "REPORT_EXPECTED", false, "REPORT_EXPECTED");
    Intake__Grant *paid = grant_of (self, true, "REPORT_ACCEPTED", true, "REPORT_EXPECTED");

    assert_true (grant_may_change (open, 0));
    assert_true (grant_may_change (open, -49));
    assert_false (grant_may_change (open, -50));
    assert_true (grant_may_change (open, 1000));
    assert_false (grant_may_change (open, LEDGER_MOST));
    assert_false (grant_may_change (open, INT64_MIN));
    assert_true (grant_may_change (paid, 0));
    assert_false (grant_may_change (paid, 1));
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (what_can_be_offered, set_up, tear_down),
        cmocka_unit_test_setup_teardown (days_end_in_warsaw, set_up, tear_down),
        cmocka_unit_test_setup_teardown (tranches_and_reports_take_turns, set_up, tear_down),
        cmocka_unit_test_setup_teardown (a_statement_adds_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown (settled, set_up, tear_down),
        cmocka_unit_test_setup_teardown (changes, set_up, tear_down),
    };

    return cmocka_run_group_tests (tests, NULL, NULL);
}
