#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bounce.h"

#define ID "01a2185e-3519-7ec0-b3af-955b1653654c"

/* As postfix writes it, shortened. */
static const char POSTFIX[] =
    "From: MAILER-DAEMON@mx.example (Mail Delivery System)\r\n"
    "Subject: Undelivered Mail Returned to Sender\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"X\"\r\n\r\n"
    "--X\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you...\r\n"
    "--X\r\nContent-Type: message/delivery-status\r\n\r\n"
    "Reporting-MTA: dns; mx.example\r\n\r\n"
    "Final-Recipient: rfc822; nobody@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <nobody@mail.example>: Recipient address\r\n    "
    "rejected\r\n\r\n"
    "--X\r\nContent-Type: message/rfc822\r\n\r\n"
    "From: wlacznik@incubator.example\r\nMessage-ID: <" ID
    "@incubator.example>\r\n\r\nbody\r\n--X--\r\n";

static bool
read_text (const char *mail, bounce_t *ret)
{
    return bounce_read (mail, strlen (mail), "incubator.example", ret);
}

static void
a_bounce_is_read (void **state)
{
    bounce_t bounce;

    (void) state;
    assert_true (read_text (POSTFIX, &bounce));
    assert_true (bounce.failed);
    assert_string_equal (bounce.message_id, ID);
    assert_string_equal (bounce.status, "5.1.1");
    assert_string_equal (bounce.diagnostic, "550 5.1.1 <nobody@mail.example>: Recipient address");
}

/* The text of POSTFIX with one part of it put differently. */
static void
read_changed (const char *from, const char *to, bool *ret_read, bounce_t *ret)
{
    char *text = malloc (sizeof POSTFIX + strlen (to));
    const char *at = strstr (POSTFIX, from);

    assert_non_null (at);
    memcpy (text, POSTFIX, (size_t) (at - POSTFIX));
    strcpy (text + (at - POSTFIX), to);
    strcat (text, at + strlen (from));
    *ret_read = read_text (text, ret);
    free (text);
}

static void
other_shapes_are_read_too (void **state)
{
    bounce_t bounce;
    bool read;

    (void) state;
    read_changed ("Action: failed", "ACTION:FAILED   ", &read, &bounce);
    assert_true (read && bounce.failed);
    read_changed ("Status: 5.1.1", "Status: nonsense", &read, &bounce);
    assert_true (read && bounce.failed);
    assert_string_equal (bounce.status, "");
    read_changed ("message/rfc822", "text/rfc822-headers", &read, &bounce);
    assert_true (read);
    read_changed ("Message-ID: <" ID, "Message-ID: <01A2185E-3519-7EC0-B3AF-955B1653654C", &read,
                  &bounce);
    assert_true (read);
    assert_string_equal (bounce.message_id, ID);
    read_changed ("--X--", "", &read, &bounce);
    assert_true (read);
}

static void
a_delay_is_no_failure (void **state)
{
    bounce_t bounce;
    bool read;

    (void) state;
    read_changed ("Action: failed", "Action: delayed", &read, &bounce);
    assert_true (read);
    assert_false (bounce.failed);
}

static void
what_is_no_bounce_of_ours_is_none (void **state)
{
    static const char holiday[] = "Auto-Submitted: auto-replied\r\nIn-Reply-To: <" ID
                                  "@incubator.example>\r\n\r\nI am away.\r\nAction: failed\r\n";
    bounce_t bounce;
    bool read;

    (void) state;
    assert_false (read_text (holiday, &bounce));
    assert_false (read_text ("", &bounce));
    read_changed ("Message-ID: <" ID "@incubator.example>", "Message-ID: <" ID "@evil.example>",
                  &read, &bounce);
    assert_false (read);
    read_changed ("Message-ID: <" ID, "Message-ID: <not-a-uuid", &read, &bounce);
    assert_false (read);
}

static void
hostile_mails_do_no_harm (void **state)
{
    size_t size = (size_t) 3 << 20;
    char *mail = malloc (size);
    bounce_t bounce;

    (void) state;
    for (unsigned seed = 0; seed < 40; seed++) {
        srand (seed);
        for (size_t i = 0; i < size; i++)
            mail[i] = (char) (rand () >> 3);
        memcpy (mail + seed, "message/delivery-status\nDiagnostic-Code:", 40);
        bounce_read (mail, size >> (seed % 12), "incubator.example", &bounce);
        assert_true (strlen (bounce.diagnostic) < BOUNCE_DIAGNOSTIC);
    }
    /* Cut anywhere. */
    for (size_t length = 0; length < sizeof POSTFIX; length++) {
        char *cut = malloc (length + 1); /* exact, so that ASan sees a read behind it */
        memcpy (cut, POSTFIX, length);
        bounce_read (cut, length, "incubator.example", &bounce);
        free (cut);
    }
    free (mail);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_bounce_is_read),
        cmocka_unit_test (other_shapes_are_read_too),
        cmocka_unit_test (a_delay_is_no_failure),
        cmocka_unit_test (what_is_no_bounce_of_ours_is_none),
        cmocka_unit_test (hostile_mails_do_no_harm),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
