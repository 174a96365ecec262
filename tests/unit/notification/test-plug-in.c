/* Plug-ins: their addresses, the judgement of what they say, and programs that do not behave. */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel_code.h"
#include "check.h"
#include "plug_in_run.h"

static void
addresses_are_checked_by_their_channel (void **state)
{
    static const char *const phones[] = { "+48601234567", "+12025550123", "+4420794609580" };
    static const char *const no_phones[] = {
        "",         "601234567",         "+48 601234567", "+0601234567",
        "+4860123", "+4860123456712345", "+48601234567x", "++48601234567",
        "+"
    };
    static const char *const others[] = { "",
                                          "AE:PL-12345-67890-ABCDE-1",
                                          "AE:PL-12345-67890-ABCDE-123",
                                          "AE:PL-12345-67890-abcde-12",
                                          "AE:DE-12345-67890-ABCDE-12",
                                          "12345-67890-ABCDE-12" };

    (void) state;
    for (size_t i = 0; i < COUNT (phones); i++)
        assert_true (plug_in_is_address (NOTIFICATION__CHANNEL__SMS, phones[i]));
    for (size_t i = 0; i < COUNT (no_phones); i++)
        assert_false (plug_in_is_address (NOTIFICATION__CHANNEL__SMS, no_phones[i]));
    assert_true (
        plug_in_is_address (NOTIFICATION__CHANNEL__E_DELIVERY, "AE:PL-12345-67890-ABCDE-12"));
    for (size_t i = 0; i < COUNT (others); i++)
        assert_false (plug_in_is_address (NOTIFICATION__CHANNEL__E_DELIVERY, others[i]));
    assert_false (plug_in_is_address (NOTIFICATION__CHANNEL__E_MAIL, "a@mail.example"));
}

static void
codes_are_of_their_address_and_moment (void **state)
{
    static const uint8_t key[CHANNEL_CODE_KEY] = { 1 }, other[CHANNEL_CODE_KEY] = { 2 };
    char code[CHANNEL_CODE_TEXT];

    (void) state;
    channel_code_make (key, "a", "+48601234567", code);
    assert_int_equal (strspn (code, "0123456789"), 6);
    assert_true (channel_code_is (key, "a", "+48601234567", code));
    assert_false (channel_code_is (key, "b", "+48601234567", code));
    assert_false (channel_code_is (key, "a", "+48601234568", code));
    assert_false (channel_code_is (other, "a", "+48601234567", code));
    assert_false (channel_code_is (key, "a", "+48601234567", ""));
    code[5] = code[5] == '9' ? '0' : (char) (code[5] + 1);
    assert_false (channel_code_is (key, "a", "+48601234567", code));
}

/* ---- what it says ---- */

static plug_in_fate_t
judge (wl_arena_t *arena, const char *output)
{
    plug_in_run_t run = { .started = true, .output = output, .length = strlen (output) };

    return plug_in_judge (arena, &run);
}

static void
answers_decide_about_the_letter (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    plug_in_fate_t fate;

    (void) state;
    fate = judge (arena, "{\"outcome\":\"TAKEN\",\"evidence\":\"receipt 7\"}\n");
    assert_int_equal (fate.state, NOTIFICATION__DISPATCH_STATE__DELIVERED);
    assert_string_equal (fate.evidence, "receipt 7");
    fate = judge (arena, "{\"outcome\":\"REFUSED\",\"evidence\":\"no such number\"}");
    assert_int_equal (fate.state, NOTIFICATION__DISPATCH_STATE__UNDELIVERABLE);
    fate = judge (arena, "{\"outcome\":\"ON_ITS_WAY\",\"reference\":\"x1\"}");
    assert_int_equal (fate.state, NOTIFICATION__DISPATCH_STATE__PENDING);
    assert_true (fate.accepted && fate.again == WL_HOUR);
    assert_string_equal (fate.reference, "x1");
    fate = judge (arena, "{\"outcome\":\"ON_ITS_WAY\",\"reference\":\"x1\",\"againS\":1}");
    assert_true (fate.again == WL_MINUTE);
    fate = judge (arena, "{\"outcome\":\"LATER\",\"againS\":4000000000}");
    assert_true (!fate.accepted && fate.again == WL_DAY);
    fate = judge (arena, "{\"outcome\":\"LATER\"}");
    assert_true (fate.again == 0);
    wl_arena_destroy (&arena);
}

/* Whatever is no answer leaves the letter where it was. */
static void
anything_else_is_a_failure_that_time_may_heal (void **state)
{
    static const char *const outputs[] = { "",
                                           "ok",
                                           "{",
                                           "{}",
                                           "[]",
                                           "{\"outcome\":\"DELIVERED\"}",
                                           "{\"outcome\":9}",
                                           "{\"outcome\":\"TAKEN\"}{}",
                                           "{\"outcome\":\"TAKEN\",\"evidence\":\"\\u0001\"}",
                                           "{\"outcome\":\"TAKEN\",\"other\":1}",
                                           "{\"outcome\":\"ON_ITS_WAY\"}",
                                           "{\"outcome\":\"TAKEN\",\"reference\":\"a\\nb\"}" };
    static const plug_in_run_t runs[] = { { .started = false },
                                          { .started = true, .timed_out = true },
                                          { .started = true, .too_long = true },
                                          { .started = true, .exit_status = 3 << 8 },
                                          { .started = true, .exit_status = 9 } };
    wl_arena_t *arena = wl_arena_new (1 << 20);

    (void) state;
    for (size_t i = 0; i < COUNT (outputs); i++) {
        plug_in_fate_t fate = judge (arena, outputs[i]);
        assert_int_equal (fate.state, NOTIFICATION__DISPATCH_STATE__PENDING);
        assert_false (fate.accepted);
        assert_true (strlen (fate.evidence) > 0);
    }
    for (size_t i = 0; i < COUNT (runs); i++) {
        plug_in_fate_t fate = plug_in_judge (arena, &runs[i]);
        assert_int_equal (fate.state, NOTIFICATION__DISPATCH_STATE__PENDING);
        assert_true (strlen (fate.evidence) > 0);
    }
    wl_arena_destroy (&arena);
}

/* ---- programs ---- */

/* A program of these words, in a file of its own. */
static char *
program (const char *words, char ret[64])
{
    static int number;
    FILE *file;

    snprintf (ret, 64, "/tmp/plug-in-%d-%d", getpid (), number++);
    file = fopen (ret, "w");
    assert_non_null (file);
    fprintf (file, "#!/bin/sh\n%s\n", words);
    fclose (file);
    assert_int_equal (chmod (ret, 0700), 0);
    return ret;
}

static plug_in_run_t
run (wl_arena_t *arena, const char *words, const char *input, wl_time_t timeout)
{
    char path[64];
    plug_in_task_t task = { .program = program (words, path), .input = input };

    plug_in_run_all (arena, &task, 1, timeout);
    unlink (path);
    return task.run;
}

static void
a_program_reads_and_answers (void **state)
{
    enum { LONG = 200000 };
    wl_arena_t *arena = wl_arena_new (8 << 20);
    char *input = wl_arena_alloc (arena, LONG + 1);
    plug_in_run_t result = run (arena, "cat", "hello", 5 * WL_SECOND);

    (void) state;
    assert_true (result.started && !result.timed_out && WIFEXITED (result.exit_status));
    assert_string_equal (result.output, "hello");
    memset (input, 'x', LONG);
    input[LONG] = '\0';
    /* More than a pipe holds; and one who does not read it at all. */
    result = run (arena, "wc -c", input, 5 * WL_SECOND);
    assert_int_equal (atoi (result.output), LONG);
    result = run (arena, "echo done", input, 5 * WL_SECOND);
    assert_string_equal (result.output, "done\n");
    result = run (arena, "exit 7", input, 5 * WL_SECOND);
    assert_int_equal (WEXITSTATUS (result.exit_status), 7);
    result = run (arena, "kill -SEGV $$", "", 5 * WL_SECOND);
    assert_true (WIFSIGNALED (result.exit_status));
    wl_arena_destroy (&arena);
}

static void
who_does_not_end_is_ended_with_all_it_started (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    char words[200], mark[64];
    wl_time_t begun = wl_monotonic ();
    plug_in_run_t result;

    (void) state;
    snprintf (mark, sizeof mark, "/tmp/plug-in-mark-%d", getpid ());
    snprintf (words, sizeof words, "trap '' TERM\n(sleep 2; touch %s) &\nsleep 60", mark);
    result = run (arena, words, "", 500 * WL_MILLISECOND);
    assert_true (result.timed_out);
    assert_true (wl_monotonic () - begun < 5 * WL_SECOND);
    sleep (3);
    assert_int_not_equal (access (mark, F_OK), 0);
    /* One that ends and leaves another behind, which holds its output open. */
    snprintf (words, sizeof words, "(sleep 2; touch %s) &\necho early", mark);
    begun = wl_monotonic ();
    result = run (arena, words, "", 20 * WL_SECOND);
    assert_string_equal (result.output, "early\n");
    assert_true (wl_monotonic () - begun < 2 * WL_SECOND);
    sleep (3);
    assert_int_not_equal (access (mark, F_OK), 0);
    wl_arena_destroy (&arena);
}

static void
who_says_too_much_is_ended (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    plug_in_run_t result = run (arena, "yes", "", 10 * WL_SECOND);

    (void) state;
    assert_true (result.too_long && !result.timed_out);
    assert_int_equal (result.length, 0);
    wl_arena_destroy (&arena);
}

static void
nothing_of_ours_goes_along (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    int leaked = dup (STDERR_FILENO);
    plug_in_run_t result;

    (void) state;
    setenv ("WLACZNIK_SMTP_PASSWORD", "secret", 1);
    result = run (arena, "env | sort | cut -d= -f1 | tr '\\n' ' '; ls /proc/self/fd | wc -l", "",
                  5 * WL_SECOND);
    assert_non_null (strstr (result.output, "PATH"));
    assert_null (strstr (result.output, "WLACZNIK"));
    /* Its own three, and the folder that ls looks at. */
    assert_non_null (strstr (result.output, " 4\n"));
    close (leaked);
    wl_arena_destroy (&arena);
}

static void
many_run_at_once_and_none_waits_for_another (void **state)
{
    wl_arena_t *arena = wl_arena_new (1 << 20);
    plug_in_task_t tasks[PLUG_IN_BATCH];
    char quick[64], slow[64];
    wl_time_t begun = wl_monotonic ();

    (void) state;
    program ("sleep 1; cat", quick);
    program ("sleep 60", slow);
    for (size_t i = 0; i < PLUG_IN_BATCH; i++)
        tasks[i] = (plug_in_task_t){ .program = i == 3 ? slow : quick, .input = "x" };
    plug_in_run_all (arena, tasks, PLUG_IN_BATCH, 4 * WL_SECOND);
    assert_true (wl_monotonic () - begun < 8 * WL_SECOND);
    for (size_t i = 0; i < PLUG_IN_BATCH; i++)
        assert_int_equal (tasks[i].run.timed_out, i == 3);
    tasks[0].program = "/nowhere/at/all";
    plug_in_run_all (arena, tasks, 1, WL_SECOND);
    assert_false (tasks[0].run.started);
    unlink (quick);
    unlink (slow);
    wl_arena_destroy (&arena);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (addresses_are_checked_by_their_channel),
        cmocka_unit_test (codes_are_of_their_address_and_moment),
        cmocka_unit_test (answers_decide_about_the_letter),
        cmocka_unit_test (anything_else_is_a_failure_that_time_may_heal),
        cmocka_unit_test (a_program_reads_and_answers),
        cmocka_unit_test (who_does_not_end_is_ended_with_all_it_started),
        cmocka_unit_test (who_says_too_much_is_ended),
        cmocka_unit_test (nothing_of_ours_goes_along),
        cmocka_unit_test (many_run_at_once_and_none_waits_for_another),
    };

    (void) signal (SIGPIPE, SIG_IGN); /* as the daemon does */
    return cmocka_run_group_tests (tests, NULL, NULL);
}
