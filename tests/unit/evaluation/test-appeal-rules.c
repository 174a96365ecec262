/* Until when and against what one may appeal (domain.md 2.10, 4.8 case 11). */
#include "support.h"

#include "appeal_rules.h"

#define WORKING  WLACZNIK__TERM_KIND__TERM_WORKING
#define CALENDAR WLACZNIK__TERM_KIND__TERM_CALENDAR

static wl_time_t
at (const char *text)
{
    wl_time_t time = 0;

    assert_true (wl_time_parse (text, &time));
    return time;
}

typedef struct term_case {
    const char *what;
    uint32_t days;
    Wlacznik__TermKind kind;
    bool from_receipt;
    const char *sent, *received; /* "" was not recorded */
    const char *until;           /* the first instant that is too late */
} term_case_t;

static const term_case_t terms[] = {
    { "Zielona Góra: 5 working days from the e-mail, over a weekend", 5, WORKING, false,
      "2027-03-03T10:00:00Z", "", "2027-03-10T23:00:00Z" },
    { "FRDL: 3 working days over 11 November", 3, WORKING, false, "2026-11-09T10:00:00Z", "",
      "2026-11-13T23:00:00Z" },
    { "Skrzydła: 14 calendar days from receipt", 14, CALENDAR, true, "2027-03-01T10:00:00Z",
      "2027-03-05T08:00:00Z", "2027-03-19T23:00:00Z" },
    { "a receipt that nobody recorded counts 14 days after sending", 14, CALENDAR, true,
      "2027-03-01T10:00:00Z", "", "2027-03-30T22:00:00Z" }, /* 29th is Easter Monday; summer time */
    { "a receipt does not matter where the term runs from sending", 14, CALENDAR, false,
      "2027-03-01T10:00:00Z", "2027-03-05T08:00:00Z", "2027-03-15T23:00:00Z" },
    { "case 11: the last day is a holiday", 14, CALENDAR, false, "2026-10-18T10:00:00Z", "",
      "2026-11-02T23:00:00Z" }, /* 1 November is a Sunday and a holiday: the 2nd, winter time */
    { "without a kind days are working days", 5, WLACZNIK__TERM_KIND__TERM_KIND_UNSPECIFIED, false,
      "2027-03-03T10:00:00Z", "", "2027-03-10T23:00:00Z" },
};

static void
terms_of_public_rules (void **state)
{
    (void) state;
    for (size_t i = 0; i < COUNT (terms); i++) {
        Wlacznik__AppealRules rules = WLACZNIK__APPEAL_RULES__INIT;
        print_message ("%s\n", terms[i].what);
        rules.days = terms[i].days;
        rules.kind = terms[i].kind;
        rules.from_receipt = terms[i].from_receipt;
        assert_int_equal (appeal_until (&rules, at (terms[i].sent),
                                        *terms[i].received == '\0' ? 0 : at (terms[i].received)),
                          at (terms[i].until));
    }
}

static void
which_rules (void **state)
{
    Wlacznik__Stage stage = WLACZNIK__STAGE__INIT;
    Wlacznik__AppealRules rules = WLACZNIK__APPEAL_RULES__INIT;
    (void) state;

    assert_null (appeal_rules (&stage, EVALUATION__APPEAL_KIND__FORMAL_APPEAL));
    stage.formal_appeal = &rules;
    assert_null (appeal_rules (&stage, EVALUATION__APPEAL_KIND__FORMAL_APPEAL)); /* 0 days */
    rules.days = 3;
    assert_ptr_equal (appeal_rules (&stage, EVALUATION__APPEAL_KIND__FORMAL_APPEAL), &rules);
    assert_null (appeal_rules (&stage, EVALUATION__APPEAL_KIND__MERIT_APPEAL));
}

static wl_error_t error;
static wl_problems_t problems;

static wl_status
contest (const Wlacznik__Stage *stage, const Evaluation__FormalCheck *check, const char *first,
         const char *second)
{
    char *contested[] = { copy (first), copy (second) };

    wl_error_init (&error, arena);
    problems = (wl_problems_t){ &error, "pl" };
    return appeal_check_contested (stage, check, contested, *second == '\0' ? 1 : 2, &problems);
}

static void
what_may_be_contested (void **state)
{
    Wlacznik__Stage stage = WLACZNIK__STAGE__INIT;
    Evaluation__FormalItemAnswer yes = EVALUATION__FORMAL_ITEM_ANSWER__INIT;
    Evaluation__FormalItemAnswer no = EVALUATION__FORMAL_ITEM_ANSWER__INIT;
    Evaluation__FormalItemAnswer *items[] = { &yes, &no };
    Evaluation__FormalCheck check = EVALUATION__FORMAL_CHECK__INIT;
    (void) state;

    stage.merit_card = merit_card (2, 2000, 2000);
    assert_int_equal (contest (&stage, NULL, "c0", "c1"), WL_OK);
    assert_int_equal (contest (&stage, NULL, "c0", "c2"), WL_INVALID_ARGUMENT);
    assert_string_equal (error.fields[0].field, "contested[1]");
    assert_int_equal (contest (&stage, NULL, "c0", "c0"), WL_INVALID_ARGUMENT);
    assert_string_equal (error.fields[0].code, "duplicate");
    yes.item = copy ("deadline");
    yes.answer = EVALUATION__FORMAL_ANSWER__YES;
    no.item = copy ("complete");
    no.answer = EVALUATION__FORMAL_ANSWER__NO;
    check.items = items;
    check.n_items = 2;
    assert_int_equal (contest (&stage, &check, "complete", ""), WL_OK);
    assert_int_equal (contest (&stage, &check, "deadline", ""), WL_INVALID_ARGUMENT);
    assert_int_equal (contest (&stage, &check, "c0", ""), WL_INVALID_ARGUMENT);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (terms_of_public_rules),
        cmocka_unit_test (which_rules),
        cmocka_unit_test (what_may_be_contested),
    };

    return cmocka_run_group_tests (tests, set_up, tear_down);
}
