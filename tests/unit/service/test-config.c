#include "check.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "service/config.h"
#include "service/config_known.h"

/* ---- a folder of its own for each test, and an environment without ours ---- */

typedef struct place {
    char folder[64];
    char file[128];
    wl_arena_t *arena;
    wl_error_t error;
    wl_config_t *config;
} place_t;

extern char **environ;

static void
forget_environment (void)
{
    char name[256];

    for (char **at = environ; *at != NULL;) {
        size_t length = strcspn (*at, "=");
        if (strncmp (*at, "WLACZNIK_", 9) != 0 || length >= sizeof name) {
            at++;
            continue;
        }
        snprintf (name, sizeof name, "%.*s", (int) length, *at);
        unsetenv (name);
        at = environ;
    }
}

static int
set_up (void **state)
{
    place_t *self = calloc (1, sizeof *self);

    forget_environment ();
    strcpy (self->folder, "/tmp/wlacznik-config-XXXXXX");
    assert_non_null (mkdtemp (self->folder));
    snprintf (self->file, sizeof self->file, "%s/wlacznik.ini", self->folder);
    self->arena = wl_arena_new (1 << 20);
    wl_error_init (&self->error, self->arena);
    *state = self;
    return 0;
}

static int
tear_down (void **state)
{
    place_t *self = *state;
    char command[128];

    wl_config_destroy (&self->config);
    wl_arena_destroy (&self->arena);
    snprintf (command, sizeof command, "rm -rf %s", self->folder);
    assert_int_equal (system (command), 0);
    free (self);
    return 0;
}

static void
write_bytes (const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen (path, "w");

    assert_non_null (file);
    assert_int_equal (fwrite (bytes, 1, length, file), length);
    fclose (file);
}

static void
write_text (const char *path, const char *text)
{
    write_bytes (path, text, strlen (text));
}

/* Loads as `service` what the file has; a second time replaces the first. */
static wl_status
load_as (place_t *self, const char *service)
{
    char program[] = "wlacznik-test", option[] = "--config";
    char *line[] = { program, option, self->file, NULL };

    wl_config_destroy (&self->config);
    wl_error_init (&self->error, self->arena);
    return wl_config_load (service, 3, line, &self->config, &self->error);
}

static void
load_text (place_t *self, const char *service, const char *text)
{
    write_text (self->file, text);
    wl_status status = load_as (self, service);
    if (status != WL_OK)
        fail_msg ("%s", self->error.text);
}

static void
assert_refused (place_t *self, const char *text, const char *why)
{
    write_text (self->file, text);
    assert_int_equal (load_as (self, "intake"), WL_INVALID_ARGUMENT);
    assert_null (self->config);
    if (strstr (self->error.text, why) == NULL)
        fail_msg ("\"%s\" does not say \"%s\"", self->error.text, why);
}

/* ---- where values come from ---- */

static void
without_file_and_environment_the_callers_standard_holds (void **state)
{
    place_t *place = *state;
    char program[] = "wlacznik-test";
    char *line[] = { program, NULL };
    long number = 0;

    assert_int_equal (wl_config_load ("intake", 1, line, &place->config, &place->error), WL_OK);
    assert_null (wl_config_text (place->config, "database.url", NULL));
    assert_string_equal (wl_config_text (place->config, "database.url", "x"), "x");
    assert_int_equal (
        wl_config_int (place->config, "request.queue", 256, 1, 1000, &number, &place->error),
        WL_OK);
    assert_int_equal (number, 256);
    assert_true (wl_config_bool (place->config, "regions", true));
    assert_null (wl_config_list (place->config, "bus.listen", place->arena)[0]);
}

static void
each_source_wins_over_the_ones_below (void **state)
{
    place_t *place = *state;

    load_text (place, "intake", "[database]\nurl = common file\n");
    assert_string_equal (wl_config_text (place->config, "database.url", NULL), "common file");
    load_text (place, "intake",
               "[intake]\ndatabase.url = own file\n[database]\nurl = common file\n");
    assert_string_equal (wl_config_text (place->config, "database.url", NULL), "own file");
    setenv ("WLACZNIK_DATABASE_URL", "common environment", 1);
    assert_int_equal (load_as (place, "intake"), WL_OK);
    assert_string_equal (wl_config_text (place->config, "database.url", NULL),
                         "common environment");
    setenv ("WLACZNIK_INTAKE_DATABASE_URL", "own environment", 1);
    assert_int_equal (load_as (place, "intake"), WL_OK);
    assert_string_equal (wl_config_text (place->config, "database.url", NULL), "own environment");
    assert_int_equal (load_as (place, "gateway"), WL_OK);
    assert_string_equal (wl_config_text (place->config, "database.url", NULL),
                         "common environment");
}

static void
set_to_nothing_is_not_set (void **state)
{
    place_t *place = *state;

    setenv ("WLACZNIK_INTAKE_DATABASE_URL", "", 1);
    setenv ("WLACZNIK_DATABASE_URL", "", 1);
    load_text (place, "intake", "[intake]\ndatabase.url =\n[database]\nurl = common\n");
    assert_string_equal (wl_config_text (place->config, "database.url", NULL), "common");
}

static void
another_services_section_does_not_reach_us (void **state)
{
    place_t *place = *state;

    load_text (place, "intake", "[evaluation]\ndatabase.url = theirs\n[gateway]\nadmin.port = 9\n");
    assert_null (wl_config_text (place->config, "database.url", NULL));
    assert_null (wl_config_text (place->config, "admin.port", NULL));
}

static void
what_only_another_service_reads_is_left_alone (void **state)
{
    place_t *place = *state;

    load_text (place, "intake", "[smtp]\npassword = file:/nowhere/secret\n[http]\nport = x\n");
    assert_int_equal (load_as (place, "notification"), WL_NOT_FOUND);
    assert_non_null (strstr (place->error.text, "smtp.password: cannot read /nowhere/secret"));
    assert_int_equal (load_as (place, "gateway"), WL_INVALID_ARGUMENT);
    assert_string_equal (place->error.text, "http.port must be a whole number");
}

static void
keys_of_services_expand (void **state)
{
    place_t *place = *state;

    setenv ("WLACZNIK_SERVICES_GATEWAY_KEY", "k", 1);
    setenv ("WLACZNIK_INTAKE_SERVICES_EVALUATION_LOG", "own", 1);
    load_text (place, "intake",
               "[services]\nevaluation = ipc:///run/a, tcp://b:1\nevaluation.log = common\n");
    assert_string_equal (wl_config_text (place->config, "services.evaluation", NULL),
                         "ipc:///run/a, tcp://b:1");
    assert_string_equal (wl_config_text (place->config, "services.evaluation.log", NULL), "own");
    assert_string_equal (wl_config_text (place->config, "services.gateway.key", NULL), "k");
    assert_null (wl_config_text (place->config, "services.intake", NULL));
}

static void
the_last_of_several_lines_holds (void **state)
{
    place_t *place = *state;

    load_text (place, "intake",
               "[log]\nlevel = warn\n[intake]\nlog.level = error\n"
               "[log]\nlevel = info\n[intake]\nlog.level = debug\n");
    assert_string_equal (wl_config_text (place->config, "log.level", NULL), "debug");
}

static void
the_command_line_names_the_file_over_the_environment (void **state)
{
    place_t *place = *state;
    char program[] = "wlacznik-test", argument[256];
    char *line[] = { program, argument, NULL };

    write_text (place->file, "[database]\nurl = here\n");
    snprintf (argument, sizeof argument, "--config=%s", place->file);
    setenv ("WLACZNIK_CONFIG", "/nowhere/wlacznik.ini", 1);
    assert_int_equal (wl_config_load ("intake", 2, line, &place->config, &place->error), WL_OK);
    assert_string_equal (wl_config_text (place->config, "database.url", NULL), "here");
    wl_config_destroy (&place->config);
    assert_int_equal (wl_config_load ("intake", 1, line, &place->config, &place->error),
                      WL_NOT_FOUND);
    setenv ("WLACZNIK_CONFIG", place->file, 1);
    assert_int_equal (wl_config_load ("intake", 1, line, &place->config, &place->error), WL_OK);
}

static void
other_arguments_are_refused (void **state)
{
    static const char *const arguments[] = { "--confg", "--config", "--configx=1", "x", "" };
    place_t *place = *state;
    char program[] = "wlacznik-test", argument[32];
    char *line[] = { program, argument, NULL };

    for (size_t i = 0; i < COUNT (arguments); i++) {
        snprintf (argument, sizeof argument, "%s", arguments[i]);
        wl_error_init (&place->error, place->arena);
        assert_int_equal (wl_config_load ("intake", 2, line, &place->config, &place->error),
                          WL_INVALID_ARGUMENT);
        assert_non_null (strstr (place->error.text, "--config FILE"));
    }
}

/* ---- the file's form ---- */

static void
values_are_taken_as_they_stand (void **state)
{
    place_t *place = *state;

    load_text (place, "notification",
               "\xef\xbb\xbf# a comment\n; another\nregions = slaskie\r\n\n[smtp]\r\n"
               "  user = żółw ; no comment # none\n"
               "  password = a=b:c;d\n");
    assert_string_equal (wl_config_text (place->config, "regions", NULL), "slaskie");
    assert_string_equal (wl_config_text (place->config, "smtp.user", NULL),
                         "żółw ; no comment # none");
    assert_string_equal (wl_config_text (place->config, "smtp.password", NULL), "a=b:c;d");
}

static void
long_lines_are_whole_or_refused (void **state)
{
    enum { FITS = 8000, TOO_LONG = 9000 };
    place_t *place = *state;
    char *text = wl_arena_alloc (place->arena, TOO_LONG + 100);

    snprintf (text, TOO_LONG, "[database]\nurl = %0*d\n", FITS, 7);
    load_text (place, "intake", text);
    assert_int_equal (strlen (wl_config_text (place->config, "database.url", NULL)), FITS);
    snprintf (text, TOO_LONG + 100, "[database]\nurl = %0*d\n", TOO_LONG, 7);
    assert_refused (place, text, ":2: the line is longer than 8192 bytes");
}

static void
a_last_line_without_an_end_counts (void **state)
{
    place_t *place = *state;

    load_text (place, "intake", "[database]\nurl = last");
    assert_string_equal (wl_config_text (place->config, "database.url", NULL), "last");
}

static void
unknown_keys_are_named_with_their_line_and_the_nearest (void **state)
{
    static const struct {
        const char *text, *why;
    } cases[] = {
        { "\n[databse]\nurl = x\n",
          ":3: there is no setting \"databse.url\"; is \"database.url\" meant?" },
        { "[http]\n# y\nprot = 1\n",
          ":3: there is no setting \"http.prot\"; is \"http.port\" meant?" },
        { "[intake]\ndatabase.ur = x\n",
          ":2: there is no setting \"intake.database.ur\"; is \"intake.database.url\" meant?" },
        { "[intakes]\ndatabase.url = x\n", "is \"intake.database.url\" meant?" },
        { "[evaluation]\nlog.levl = x\n", "is \"evaluation.log.level\" meant?" },
        { "[services]\nintkae.log = x\n", "is \"services.intake.log\" meant?" },
        { "[weather]\nsun = x\n", "there is no setting \"weather.sun\"; --help lists all" },
        { "region = x\n", "is \"regions\" meant?" },
        { "[intake]\nurl = x\n", "there is no setting \"intake.url\"" },
        { "[services]\n<name> = x\n", "there is no setting \"services.<name>\"" },
    };

    for (size_t i = 0; i < COUNT (cases); i++)
        assert_refused (*state, cases[i].text, cases[i].why);
}

static void
what_is_no_ini_is_refused_with_its_line (void **state)
{
    place_t *place = *state;

    assert_refused (place, "[log]\nlevel\n", ":2: neither [section] nor name = value");
    assert_refused (place, "[log\nlevel = info\n", ":1: neither [section] nor name = value");
    assert_refused (place, "[log]\n= info\n", ":2: there is no setting \"log.\"");
    assert_refused (place, "[log]\nlevel = \xff\n", "is no text in UTF-8");
    write_bytes (place->file, "[log]\nlevel = in\0fo\n", 20);
    assert_int_equal (load_as (place, "intake"), WL_INVALID_ARGUMENT);
    assert_non_null (strstr (place->error.text, "is no text in UTF-8"));
}

static void
a_name_longer_than_any_key_is_refused (void **state)
{
    char text[1000];

    snprintf (text, sizeof text, "[database]\n%0*d = x\n", 900, 1);
    assert_refused (*state, text, ":2: there is no setting \"database.000");
}

static void
a_file_that_cannot_be_read_or_is_too_large_is_refused (void **state)
{
    place_t *place = *state;
    size_t size = 300 * 1024;
    char *text = wl_arena_alloc (place->arena, size + 1);

    assert_int_equal (load_as (place, "intake"), WL_NOT_FOUND);
    assert_non_null (strstr (place->error.text, place->file));
    memset (text, '#', size);
    assert_refused (place, text, "is larger than 262144 bytes");
    snprintf (place->file, sizeof place->file, "%s", place->folder);
    assert_int_equal (load_as (place, "intake"), WL_INVALID_ARGUMENT);
    assert_non_null (strstr (place->error.text, "Is a directory"));
}

/* ---- secrets ---- */

static void
secrets_come_from_files_without_their_last_line_end (void **state)
{
    static const struct {
        const char *content, *value;
    } cases[] = {
        { "secret", "secret" },     { "secret\n", "secret" },
        { "secret\r\n", "secret" }, { "two\nlines\n\n", "two\nlines\n" },
        { " spaces ", " spaces " },
    };
    place_t *place = *state;
    char secret[128], text[256];

    snprintf (secret, sizeof secret, "%s/secret", place->folder);
    snprintf (text, sizeof text, "[database]\nurl = file:%s\n", secret);
    for (size_t i = 0; i < COUNT (cases); i++) {
        write_text (secret, cases[i].content);
        load_text (place, "intake", text);
        assert_string_equal (wl_config_text (place->config, "database.url", NULL), cases[i].value);
    }
    snprintf (text, sizeof text, "file:%s", secret);
    setenv ("WLACZNIK_INTAKE_DATABASE_URL", text, 1);
    load_text (place, "intake", "");
    assert_string_equal (wl_config_text (place->config, "database.url", NULL), " spaces ");
}

static void
bad_secrets_name_the_key_and_never_show_the_value (void **state)
{
    place_t *place = *state;
    char secret[128], text[256];

    snprintf (secret, sizeof secret, "%s/secret", place->folder);
    snprintf (text, sizeof text, "[database]\nurl = file:%s\n", secret);
    write_text (place->file, text);
    assert_int_equal (load_as (place, "intake"), WL_NOT_FOUND);
    assert_non_null (strstr (place->error.text, "database.url: cannot read"));
    write_bytes (secret, "hush\0hush", 9);
    assert_refused (place, text, "database.url: ");
    assert_null (strstr (place->error.text, "hush"));
    assert_refused (place, "[database]\nurl = file:secret\n", "must be a whole path");
    snprintf (text, sizeof text, "[request]\nqueue = file:%s\n", secret);
    write_text (secret, "hush");
    assert_refused (place, text, "request.queue must be a whole number");
    assert_null (strstr (place->error.text, "hush"));
}

/* ---- kinds ---- */

static void
bad_numbers_name_the_key (void **state)
{
    static const char *const bad[] = { "x",   "12x",  "1 2",
                                       "+5",  "0x10", "1e3",
                                       "5.0", "--5",  "99999999999999999999" };
    place_t *place = *state;
    char text[128];

    for (size_t i = 0; i < COUNT (bad); i++) {
        snprintf (text, sizeof text, "[database]\nconnections = %s\n", bad[i]);
        assert_refused (place, text, "database.connections must be a whole number");
    }
}

static void
numbers_outside_their_limits_name_the_key (void **state)
{
    place_t *place = *state;
    long number = 77;

    load_text (place, "intake", "[admin]\nport = -5\n[request]\nqueue = 1000\n");
    assert_int_equal (
        wl_config_int (place->config, "admin.port", 0, 0, 65535, &number, &place->error),
        WL_INVALID_ARGUMENT);
    assert_string_equal (place->error.text, "admin.port must be a whole number from 0 to 65535");
    assert_int_equal (number, 77);
    wl_error_init (&place->error, place->arena);
    assert_int_equal (
        wl_config_int (place->config, "request.queue", 1, 1, 999, &number, &place->error),
        WL_INVALID_ARGUMENT);
    wl_error_init (&place->error, place->arena);
    assert_int_equal (
        wl_config_int (place->config, "request.queue", 1, 1, 1000, &number, &place->error), WL_OK);
    assert_int_equal (number, 1000);
    assert_int_equal (wl_config_int (place->config, "admin.port", 0, -5, 0, &number, &place->error),
                      WL_OK);
    assert_int_equal (number, -5);
}

static void
words_are_from_their_list (void **state)
{
    place_t *place = *state;

    assert_refused (place, "[log]\nlevel = verbose\n",
                    "log.level must be debug, info, warn or error");
    assert_refused (place, "[log]\nformat = JSON\n", "log.format must be logfmt or json");
    load_text (place, "intake", "[log]\nlevel = warn\nformat = json\n");
    assert_null (wl_config_expected (WL_CONFIG_SWITCH, "yes"));
    assert_null (wl_config_expected (WL_CONFIG_SWITCH, "0"));
    assert_string_equal (wl_config_expected (WL_CONFIG_SWITCH, "maybe"), "true or false");
}

static void
switches_are_on_or_off (void **state)
{
    static const struct {
        const char *word;
        bool on;
    } cases[] = { { "true", true },   { "yes", true }, { "on", true },   { "1", true },
                  { "false", false }, { "no", false }, { "off", false }, { "0", false } };
    place_t *place = *state;
    char text[64];

    for (size_t i = 0; i < COUNT (cases); i++) {
        snprintf (text, sizeof text, "regions = %s\n", cases[i].word);
        load_text (place, "intake", text);
        assert_int_equal (wl_config_bool (place->config, "regions", !cases[i].on), cases[i].on);
    }
}

static void
lists_are_split_at_commas_and_spaces (void **state)
{
    static const struct {
        const char *text;
        const char *items[4];
    } cases[] = {
        { "regions = a\n", { "a" } },
        { "regions = a,b\n", { "a", "b" } },
        { "regions = ,, a ,\tb,c ,\n", { "a", "b", "c" } },
        { "regions = a b c\n", { "a", "b", "c" } },
        { "regions = ,\n", { NULL } },
        { "regions =\n", { NULL } },
    };
    place_t *place = *state;

    for (size_t i = 0; i < COUNT (cases); i++) {
        load_text (place, "intake", cases[i].text);
        const char *const *list = wl_config_list (place->config, "regions", place->arena);
        size_t k = 0;
        for (; list[k] != NULL; k++)
            assert_string_equal (list[k], cases[i].items[k]);
        assert_null (cases[i].items[k]);
    }
}

/* ---- reading again ---- */

static void
a_reload_gives_new_values_and_keeps_old_texts (void **state)
{
    place_t *place = *state;

    load_text (place, "intake", "[log]\nlevel = warn\n");
    const char *before = wl_config_text (place->config, "log.level", NULL);
    write_text (place->file, "[log]\nlevel = debug\n");
    assert_int_equal (wl_config_reload (place->config, &place->error), WL_OK);
    assert_string_equal (wl_config_text (place->config, "log.level", NULL), "debug");
    assert_string_equal (before, "warn");
    write_text (place->file, "");
    assert_int_equal (wl_config_reload (place->config, &place->error), WL_OK);
    assert_null (wl_config_text (place->config, "log.level", NULL));
}

static void
a_reload_of_the_same_keeps_what_is_there (void **state)
{
    place_t *place = *state;

    load_text (place, "intake", "[log]\nlevel = warn\n");
    const char *before = wl_config_text (place->config, "log.level", NULL);
    assert_int_equal (wl_config_reload (place->config, &place->error), WL_OK);
    assert_ptr_equal (wl_config_text (place->config, "log.level", NULL), before);
}

static void
a_failed_reload_changes_nothing (void **state)
{
    static const char *const broken[] = { "[log]\nlevl = info\n", "[log]\nlevel = loud\n",
                                          "[database]\nconnections = x\n", "[" };
    place_t *place = *state;

    load_text (place, "intake", "[log]\nlevel = warn\n");
    for (size_t i = 0; i < COUNT (broken); i++) {
        write_text (place->file, broken[i]);
        wl_error_init (&place->error, place->arena);
        assert_int_equal (wl_config_reload (place->config, &place->error), WL_INVALID_ARGUMENT);
        assert_string_equal (wl_config_text (place->config, "log.level", NULL), "warn");
    }
    unlink (place->file);
    wl_error_init (&place->error, place->arena);
    assert_int_equal (wl_config_reload (place->config, &place->error), WL_NOT_FOUND);
    assert_string_equal (wl_config_text (place->config, "log.level", NULL), "warn");
}

/* ---- what is not in the table ---- */

static void
asking_for_what_nobody_can_set_aborts (void **state)
{
    static const char *const keys[] = { "no.such", "services.<name>", "http.port" };
    place_t *place = *state;

    load_text (place, "intake", "");
    for (size_t i = 0; i < COUNT (keys); i++) {
        pid_t child = fork ();
        int how = 0;
        if (child == 0) {
            (void) wl_config_text (place->config, keys[i], NULL);
            _exit (0);
        }
        assert_int_equal (waitpid (child, &how, 0), child);
        assert_true (WIFSIGNALED (how));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (void)
{
    const struct CMUnitTest tests[] = {
        TEST (without_file_and_environment_the_callers_standard_holds),
        TEST (each_source_wins_over_the_ones_below),
        TEST (set_to_nothing_is_not_set),
        TEST (another_services_section_does_not_reach_us),
        TEST (what_only_another_service_reads_is_left_alone),
        TEST (keys_of_services_expand),
        TEST (the_last_of_several_lines_holds),
        TEST (the_command_line_names_the_file_over_the_environment),
        TEST (other_arguments_are_refused),
        TEST (values_are_taken_as_they_stand),
        TEST (long_lines_are_whole_or_refused),
        TEST (a_last_line_without_an_end_counts),
        TEST (unknown_keys_are_named_with_their_line_and_the_nearest),
        TEST (what_is_no_ini_is_refused_with_its_line),
        TEST (a_name_longer_than_any_key_is_refused),
        TEST (a_file_that_cannot_be_read_or_is_too_large_is_refused),
        TEST (secrets_come_from_files_without_their_last_line_end),
        TEST (bad_secrets_name_the_key_and_never_show_the_value),
        TEST (bad_numbers_name_the_key),
        TEST (numbers_outside_their_limits_name_the_key),
        TEST (words_are_from_their_list),
        TEST (switches_are_on_or_off),
        TEST (lists_are_split_at_commas_and_spaces),
        TEST (a_reload_gives_new_values_and_keeps_old_texts),
        TEST (a_reload_of_the_same_keeps_what_is_there),
        TEST (a_failed_reload_changes_nothing),
        TEST (asking_for_what_nobody_can_set_aborts),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
