#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "service/log.h"

/* ---- standard error becomes a socket that keeps one datagram per write ---- */

typedef struct sink {
    int reader;
    int saved;
    char line[2 * PIPE_BUF];
} sink_t;

static void
open_sink (sink_t *sink)
{
    int pair[2];

    assert_int_equal (socketpair (AF_UNIX, SOCK_DGRAM, 0, pair), 0);
    fflush (stderr);
    sink->reader = pair[0];
    sink->saved = dup (STDERR_FILENO);
    dup2 (pair[1], STDERR_FILENO);
    close (pair[1]);
}

static void
close_sink (sink_t *sink)
{
    dup2 (sink->saved, STDERR_FILENO);
    close (sink->saved);
    close (sink->reader);
}

/* The next write without its line end; NULL when there was none. */
static char *
next_write (sink_t *sink)
{
    ssize_t length = recv (sink->reader, sink->line, sizeof sink->line - 1, MSG_DONTWAIT);

    if (length < 0)
        return NULL;
    assert_true (length > 0 && length <= PIPE_BUF);
    assert_int_equal (sink->line[length - 1], '\n');
    assert_null (memchr (sink->line, '\n', (size_t) length - 1));
    sink->line[length - 1] = '\0';
    return sink->line;
}

/* What one line with these fields is, read back before standard error is given back. */
static const char *
line_of (sink_t *sink, const char *format, const char *trace, const char *message,
         const wl_log_field_t *fields, size_t count)
{
    wl_log_open ("intake", format, WL_LOG_INFO);
    open_sink (sink);
    wl_log_write (WL_LOG_INFO, trace, message, fields, count);
    const char *line = next_write (sink);
    const char more[2] = { 0 };
    bool second = recv (sink->reader, (void *) (uintptr_t) more, 1, MSG_DONTWAIT) > 0;
    close_sink (sink);
    assert_false (second);
    assert_non_null (line);
    return line;
}

static const char *
after_time (const char *line)
{
    char time[WL_TIME_TEXT];
    wl_time_t parsed;
    size_t length = strcspn (line, " ");

    assert_memory_equal (line, "time=", 5);
    snprintf (time, sizeof time, "%.*s", (int) length - 5, line + 5);
    assert_true (wl_time_parse (time, &parsed));
    return line + length + 1;
}

static const char *
logfmt_field (sink_t *sink, const char *value)
{
    wl_log_field_t field = WL_LOG_TEXT ("v", value);
    const char *line = line_of (sink, "logfmt", NULL, "m", &field, 1);
    const char *at = strstr (line, " v=");

    assert_non_null (at);
    return at + 3;
}

static json_t *
json_line (sink_t *sink, const char *trace, const char *message, const wl_log_field_t *fields,
           size_t count)
{
    json_error_t error;
    const char *line = line_of (sink, "json", trace, message, fields, count);
    json_t *json = json_loads (line, JSON_REJECT_DUPLICATES, &error);

    if (json == NULL)
        fail_msg ("%s: %s", error.text, line);
    return json;
}

/* ---- logfmt ---- */

static void
a_logfmt_line_has_everything_in_order (void **state)
{
    const wl_log_field_t fields[] = { WL_LOG_TEXT ("why", "because of it"),
                                      WL_LOG_NUMBER ("ms", -12), WL_LOG_TEXT ("none", NULL) };
    sink_t sink;
    (void) state;

    assert_string_equal (after_time (line_of (&sink, "logfmt", "4bf9-01", "not ready", fields, 3)),
                         "level=info service=intake message=\"not ready\" trace=4bf9-01 "
                         "why=\"because of it\" ms=-12 none=\"\"");
    assert_string_equal (after_time (line_of (&sink, "logfmt", NULL, "ready", NULL, 0)),
                         "level=info service=intake message=ready");
    assert_string_equal (after_time (line_of (&sink, "logfmt", "", "ready", NULL, 0)),
                         "level=info service=intake message=ready");
}

static void
logfmt_quotes_what_needs_it (void **state)
{
    static const struct {
        const char *value, *written;
    } cases[] = {
        { "plain-1.2_3/x:y", "plain-1.2_3/x:y" },
        { "", "\"\"" },
        { "a b", "\"a b\"" },
        { "a=b", "\"a=b\"" },
        { "a\"b", "\"a\\\"b\"" },
        { "a\\b", "\"a\\\\b\"" },
        { "a\nb\tc\rd", "\"a\\nb\\tc\\rd\"" },
        { "\x1b[31mred\x7f\x01", "\"\\u001b[31mred\\u007f\\u0001\"" },
        { "\xc2\x9b"
          "31m\xc2\xa0",
          "\"\\u009b31m\xc2\xa0\"" },
        { "a\xe2\x80\xa8"
          "b\xe2\x80\xa9",
          "\"a\\u2028b\\u2029\"" },
        { "zażółć", "\"zażółć\"" },
        { "\xf0\x9f\x92\xa1", "\"\xf0\x9f\x92\xa1\"" },
        { "a\xff"
          "b\xc3",
          "\"a\xef\xbf\xbd"
          "b\xef\xbf\xbd\"" },
        { "\xe2\x82", "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
        { "\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
        { "a\nlevel=error forged=1", "\"a\\nlevel=error forged=1\"" },
    };
    sink_t sink;
    (void) state;

    for (size_t i = 0; i < COUNT (cases); i++)
        assert_string_equal (logfmt_field (&sink, cases[i].value), cases[i].written);
}

static void
names_cannot_break_a_line_nor_hide_our_own (void **state)
{
    const wl_log_field_t fields[] = { WL_LOG_TEXT ("a b\"\n=", "x"), WL_LOG_TEXT ("service", "y"),
                                      WL_LOG_NUMBER ("level", 3) };
    sink_t sink;
    (void) state;

    assert_non_null (strstr (line_of (&sink, "logfmt", NULL, "m", fields, 3),
                             " a_b___=x of_service=y of_level=3"));
    json_t *json = json_line (&sink, NULL, "m", fields, 3);
    assert_string_equal (json_string_value (json_object_get (json, "service")), "intake");
    assert_string_equal (json_string_value (json_object_get (json, "of_service")), "y");
    json_decref (json);
}

/* ---- JSON ---- */

static void
a_json_line_is_one_object (void **state)
{
    const wl_log_field_t fields[] = { WL_LOG_TEXT ("why", "a \"b\" \\ c\n\x01\xc2\x85 żółw"),
                                      WL_LOG_NUMBER ("least", INT64_MIN) };
    sink_t sink;
    wl_time_t parsed;
    json_t *json = json_line (&sink, "4bf9", "not ready", fields, 2);
    (void) state;

    assert_true (wl_time_parse (json_string_value (json_object_get (json, "time")), &parsed));
    assert_string_equal (json_string_value (json_object_get (json, "level")), "info");
    assert_string_equal (json_string_value (json_object_get (json, "service")), "intake");
    assert_string_equal (json_string_value (json_object_get (json, "message")), "not ready");
    assert_string_equal (json_string_value (json_object_get (json, "trace")), "4bf9");
    assert_string_equal (json_string_value (json_object_get (json, "why")),
                         "a \"b\" \\ c\n\x01\xc2\x85 żółw");
    assert_true (json_integer_value (json_object_get (json, "least")) == INT64_MIN);
    assert_int_equal (json_object_size (json), 7);
    json_decref (json);
}

static void
random_bytes_make_valid_lines (void **state)
{
    enum { ROUNDS = 2000, LENGTH = 40 };
    uint64_t seed = check_seed ("log lines");
    char value[LENGTH + 1];
    const wl_log_field_t field = { "v", value, 0 };
    sink_t sink;
    (void) state;

    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < LENGTH; i++)
            value[i] = (char) check_random (&seed);
        value[check_random (&seed) % (LENGTH + 1)] = '\0';
        value[LENGTH] = '\0';
        json_decref (json_line (&sink, value, value, &field, 1));
        const char *line = line_of (&sink, "logfmt", value, value, &field, 1);
        assert_true (wl_utf8_valid (line, strlen (line), NULL));
        assert_false (wl_text_has_control (line));
    }
}

/* ---- limits ---- */

static void
long_values_are_cut_between_characters (void **state)
{
    static char value[10000];
    sink_t sink;
    (void) state;

    for (size_t shift = 0; shift < 3; shift++) {
        memset (value, 'a', shift);
        for (size_t i = shift; i + 2 < sizeof value; i += 2)
            memcpy (value + i, "ł", 3);
        const char *written = logfmt_field (&sink, value);
        size_t length = strlen (written);
        assert_in_range (length, 1000, 1040);
        assert_true (wl_utf8_valid (written, length, NULL));
        assert_string_equal (written + length - 4, "…\"");
    }
    memset (value, 'x', sizeof value - 1);
    assert_in_range (strlen (logfmt_field (&sink, value)), 1000, 1040);
    memset (value, 1, sizeof value - 1);
    assert_in_range (strlen (logfmt_field (&sink, value)), 1000, 1040);
}

static void
fields_that_do_not_fit_are_left_out_whole (void **state)
{
    enum { FIELDS = 10 };
    static char value[901];
    wl_log_field_t fields[FIELDS];
    sink_t sink;
    (void) state;

    memset (value, 'x', 900);
    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = (wl_log_field_t){ "v", value, 0 };
    fields[FIELDS - 1] = WL_LOG_NUMBER ("last", 7); /* small: fits where the long ones do not */
    const char *line = line_of (&sink, "logfmt", NULL, "m", fields, FIELDS);
    assert_string_equal (line + strlen (line) - 16, " last=7 cut=true");
    static char names[FIELDS][4];
    for (size_t i = 0; i < FIELDS; i++) {
        snprintf (names[i], sizeof names[i], "v%c", (char) ('a' + i));
        fields[i].name = names[i];
    }
    json_t *json = json_line (&sink, NULL, "m", fields, FIELDS);
    assert_true (json_is_true (json_object_get (json, "cut")));
    assert_int_equal (json_string_length (json_object_get (json, "va")), 900);
    assert_null (json_object_get (json, "vi"));
    json_decref (json);
}

/* ---- levels, threads, errno ---- */

static void
lines_below_the_level_are_not_written (void **state)
{
    sink_t sink;
    (void) state;

    wl_log_open ("intake", "logfmt", WL_LOG_WARN);
    open_sink (&sink);
    wl_log (WL_LOG_INFO, NULL, "no");
    bool early = next_write (&sink) != NULL;
    wl_log (WL_LOG_ERROR, NULL, "yes", WL_LOG_NUMBER ("n", 1));
    bool error = next_write (&sink) != NULL && strstr (sink.line, "level=error") != NULL;
    wl_log_set_level (WL_LOG_DEBUG);
    wl_log (WL_LOG_DEBUG, NULL, "yes");
    bool debug = next_write (&sink) != NULL && strstr (sink.line, "level=debug") != NULL;
    close_sink (&sink);
    assert_false (early);
    assert_true (error);
    assert_true (debug);
}

static void
errno_is_left_as_it_was (void **state)
{
    int saved = dup (STDERR_FILENO);
    (void) state;

    wl_log_open ("intake", "logfmt", WL_LOG_INFO);
    close (STDERR_FILENO); /* nobody listens: the line is lost and that is all */
    errno = ENOENT;
    wl_log (WL_LOG_INFO, NULL, "lost");
    int left = errno;
    dup2 (saved, STDERR_FILENO);
    close (saved);
    assert_int_equal (left, ENOENT);
}

enum { THREADS = 4, LINES = 400 };

static void *
write_lines (void *context)
{
    const char *text = context;

    for (int i = 0; i < LINES; i++)
        wl_log (WL_LOG_INFO, NULL, "line", WL_LOG_TEXT ("text", text), WL_LOG_NUMBER ("i", i));
    return NULL;
}

static void
lines_of_many_threads_stay_whole (void **state)
{
    static char text[900];
    pthread_t threads[THREADS];
    char path[] = "/tmp/wlacznik-log-XXXXXX", line[PIPE_BUF + 1];
    int file = mkstemp (path), saved = dup (STDERR_FILENO);
    int count = 0;
    (void) state;

    memset (text, 'y', sizeof text - 1);
    wl_log_open ("intake", "json", WL_LOG_INFO);
    fcntl (file, F_SETFL, O_APPEND);
    dup2 (file, STDERR_FILENO);
    for (size_t i = 0; i < THREADS; i++)
        pthread_create (&threads[i], NULL, write_lines, text);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join (threads[i], NULL);
    dup2 (saved, STDERR_FILENO);
    close (saved);
    FILE *written = fopen (path, "r");
    for (; fgets (line, sizeof line, written) != NULL; count++) {
        json_t *json = json_loads (line, 0, NULL);
        assert_string_equal (json_string_value (json_object_get (json, "text")), text);
        json_decref (json);
    }
    fclose (written);
    close (file);
    unlink (path);
    assert_int_equal (count, THREADS * LINES);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_logfmt_line_has_everything_in_order),
        cmocka_unit_test (logfmt_quotes_what_needs_it),
        cmocka_unit_test (names_cannot_break_a_line_nor_hide_our_own),
        cmocka_unit_test (a_json_line_is_one_object),
        cmocka_unit_test (random_bytes_make_valid_lines),
        cmocka_unit_test (long_values_are_cut_between_characters),
        cmocka_unit_test (fields_that_do_not_fit_are_left_out_whole),
        cmocka_unit_test (lines_below_the_level_are_not_written),
        cmocka_unit_test (errno_is_left_as_it_was),
        cmocka_unit_test (lines_of_many_threads_stay_whole),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
