#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "smtp_fate.h"

static const struct {
    bool sent;
    int code;
    const char *command, *answer;
    smtp_fate_t fate;
} ANSWERS[] = {
    { true, 250, "DATA", "2.0.0 Ok: queued as 4F1", SMTP_TAKEN },
    { true, 250, "DATA", "", SMTP_TAKEN },
    { false, 250, "RCPT", "2.1.5 Ok", SMTP_SERVER },
    /* the letter's own */
    { false, 550, "RCPT", "5.1.1 No such user", SMTP_REFUSED },
    { false, 552, "DATA", "too big", SMTP_REFUSED },
    { false, 554, "DATA", "5.7.1 spam", SMTP_REFUSED },
    { false, 452, "RCPT", "4.2.2 Mailbox full", SMTP_LATER },
    { false, 451, "DATA", "4.3.0 Try later", SMTP_LATER },
    { false, 451, "MAIL", "4.3.0 Try later", SMTP_LATER },
    { false, 0, "DATA", "", SMTP_LATER },
    { false, 0, "RCPT", "", SMTP_LATER },
    /* patience */
    { false, 451, "RCPT", "4.7.1 Greylisting in action", SMTP_GREYLISTED },
    { false, 450, "RCPT", "4.2.0 <a@b>: Recipient address rejected: Greylisted", SMTP_GREYLISTED },
    { false, 451, "DATA", "graylisted, come back", SMTP_GREYLISTED },
    { false, 452, "RCPT", "greylist of the full disk", SMTP_LATER },
    /* the server's, or our agreement with it */
    { false, 0, "", "", SMTP_SERVER },
    { false, 0, "EHLO", "", SMTP_SERVER },
    { false, 0, "MAIL", "", SMTP_SERVER },
    { false, 421, "RCPT", "4.3.2 Shutting down", SMTP_SERVER },
    { false, 454, "STARTTLS", "4.7.0 TLS not available", SMTP_SERVER },
    { false, 535, "AUTH", "5.7.8 Bad credentials", SMTP_SERVER },
    { false, 530, "MAIL", "5.7.0 Authentication required", SMTP_SERVER },
    { false, 553, "MAIL", "5.1.8 Sender refused", SMTP_SERVER },
    { false, 554, "", "5.7.1 Go away", SMTP_SERVER },
    { false, 502, "EHLO", "", SMTP_SERVER },
    { false, 199, "RCPT", "", SMTP_SERVER },
    { false, 999, "RCPT", "", SMTP_SERVER },
};

static void
each_answer_means_what_it_says (void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof ANSWERS / sizeof ANSWERS[0]; i++) {
        smtp_fate_t fate =
            smtp_judge (ANSWERS[i].sent, ANSWERS[i].code, ANSWERS[i].command, ANSWERS[i].answer);
        if (fate != ANSWERS[i].fate)
            fail_msg ("%d to \"%s\" (%s) is %d", ANSWERS[i].code, ANSWERS[i].command,
                      ANSWERS[i].answer, fate);
    }
}

static void
enhanced_status_is_read_strictly (void **state)
{
    static const char *const bad[] = { "",       "5.1",       "5..1",    "3.1.1",  "5.1.1234",
                                       "51.1.1", "5.1.1.1.1", "a.1.1 x", ".5.1.1", "5.1." };
    char status[16];

    (void) state;
    assert_true (smtp_enhanced_status ("5.1.10 null MX", status));
    assert_string_equal (status, "5.1.10");
    assert_true (smtp_enhanced_status ("4.999.999", status));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false (smtp_enhanced_status (bad[i], status));
}

static void
only_the_address_condemns_the_address (void **state)
{
    (void) state;
    assert_true (smtp_address_is_dead ("5.1.1"));
    assert_true (smtp_address_is_dead ("5.2.1"));
    assert_false (smtp_address_is_dead ("5.1.8"));
    assert_false (smtp_address_is_dead ("5.7.1"));
    assert_false (smtp_address_is_dead ("5.2.2"));
    assert_false (smtp_address_is_dead ("4.1.1"));
    assert_false (smtp_address_is_dead (""));
}

static void
pauses_grow_and_stay_within_bounds (void **state)
{
    static const struct {
        smtp_fate_t fate;
        wl_time_t first, most;
    } RULES[] = { { SMTP_SERVER, 4 * WL_SECOND, 10 * WL_MINUTE },
                  { SMTP_LATER, WL_MINUTE, 2 * WL_HOUR },
                  { SMTP_GREYLISTED, 5 * WL_MINUTE, WL_HOUR } };

    (void) state;
    for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++)
        for (int attempts = 1; attempts < 100; attempts++)
            for (uint32_t random = 0; random < 5000; random += 511) {
                wl_time_t pause = smtp_pause (RULES[i].fate, attempts, random);
                assert_true (pause >= RULES[i].first * 3 / 4);
                assert_true (pause <= RULES[i].most * 5 / 4 + WL_MINUTE * 5 / 4);
            }
    assert_true (smtp_pause (SMTP_GREYLISTED, 1, 0) > 5 * WL_MINUTE);
    assert_true (smtp_pause (SMTP_LATER, 5, 0) > smtp_pause (SMTP_LATER, 2, 1023));
}

static void
letters_that_failed_together_come_back_apart (void **state)
{
    (void) state;
    assert_int_not_equal (smtp_pause (SMTP_LATER, 1, 3), smtp_pause (SMTP_LATER, 1, 700));
}

static void
one_lost_connection_is_no_reason_to_rest (void **state)
{
    (void) state;
    assert_int_equal (smtp_rest (1, 5), 0);
    assert_true (smtp_rest (2, 5) >= WL_SECOND * 3 / 4);
    assert_true (smtp_rest (1000, 1023) <= 150 * WL_SECOND);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (each_answer_means_what_it_says),
        cmocka_unit_test (enhanced_status_is_read_strictly),
        cmocka_unit_test (only_the_address_condemns_the_address),
        cmocka_unit_test (pauses_grow_and_stay_within_bounds),
        cmocka_unit_test (letters_that_failed_together_come_back_apart),
        cmocka_unit_test (one_lost_connection_is_no_reason_to_rest),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
