#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

static const struct {
    const char *group, *name; /* name NULL: the group is the command */
    int (*run) (const arguments_t *arguments);
    const char *usage;
    const char *what;
} COMMANDS[] = {
    { "administrator", "create", administrator_create, "--email ADDRESS --password-file FILE|-",
      "opens the first account that may grant roles" },
    { "keys", "new", keys_new, "SERVICE --directory DIR [--regions 30,32]",
      "makes a key pair for a node and lists it among the peers" },
    { "keys", "list", keys_list, "--directory DIR", "who may speak on the bus" },
    { "keys", "revoke", keys_revoke, "PUBLIC-KEY --directory DIR",
      "cuts a key off, live connections too" },
    { "status", NULL, status_show, "[SERVICE...]",
      "how each daemon is; fails unless all are ready" },
    { "top", NULL, status_top, "[SERVICE...] [--every SECONDS] [--rounds N]",
      "what each does, shown anew every two seconds" },
    { "events", "tail", events_tail, "SERVICE [--region R] [--after N] [--follow yes]",
      "shows a service's event log as it grows" },
    { "events", "verify", events_verify, "SERVICE", "recomputes the hash chain of every stream" },
    { "events", "roots", events_roots, "SERVICE",
      "the hash that ends each day (UTC) of every stream, to be published" },
    { "events", "dead", events_dead, "SERVICE", "events that the service could not take" },
    { "events", "replay", events_replay, "SERVICE [--aggregate ID]",
      "has the service take its dead events again" },
    { "audit", "verify", audit_verify, "",
      "shows that no entry of the audit was changed or taken out" },
    { "audit", "roots", audit_roots, "", "the hash that ends each day (UTC), to be published" },
    { "mail", "status", mail_status, "", "how many letters wait, failed, are suppressed" },
    { "mail", "dead", mail_dead, "", "letters that did not arrive, and what the server said" },
    { "mail", "requeue", mail_requeue, "[--message ID] [--domain D]",
      "has letters that did not arrive tried again" },
    { "mail", "suppress", mail_suppress, "ADDRESS", "sends nothing to an address any more" },
    { "mail", "release", mail_release, "ADDRESS", "takes an address off the suppression list" },
    { "backup", "key", backup_new_key, "--to FOLDER",
      "makes the keys of backups: one that makes them, one that opens them" },
    { "backup", "make", backup_make, "[SERVICE...] --to FOLDER --key FILE",
      "seals every database as it is at one moment, without stopping anything" },
    { "backup", "verify", backup_verify, "FOLDER --secret FILE",
      "reads a backup to its last byte and says whether it can be restored" },
    { "restore", NULL, restore_backup, "FOLDER --secret FILE",
      "puts a backup into empty databases and compares every log with it" },
    { "call", "check", call_check, "FILE [--code CODE]", "every problem of a call's definition" },
    { "call", "import", call_import, "FILE --programme ID [--code CODE]",
      "makes a draft call of a definition and prints its id" },
    { "region", "invite", region_invite, "REGION [--out FILE] [--address HOST] [--days N]",
      "makes a file by which a partner region joins with a site of its own" },
    { "region", "list", region_list, "", "which regions joined, and open invitations" },
    { "region", "status", region_status, "",
      "last contact, lag and clock of each region's site; fails when one is silent" },
    { "region", "revoke", region_revoke, "REGION",
      "cuts a region's site off, live connections too" },
    { "region", "join", region_join, "FILE --directory DIR [--region R] [--out FILE]",
      "at the region: registers the site's keys at the centre and writes its settings" },
    { "ranking", "verify", ranking_verify, "CALL [--stage STAGE]",
      "computes a published list again from its record and says equal or where not" },
    { "card", "verify", card_verify, "",
      "shows that no card was changed since it was locked, against the event log" },
    { "card", "check", card_check, "FILE",
      "computes the digests of an applicant's cards again; FILE is what the page or the API gave" },
    { "assignment", "verify", assignment_verify, "CALL|FILE",
      "adds up that no other assignment of cards is better; FILE is the JSON of a record" },
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof COMMANDS[0] };

const char *
arguments_option (const arguments_t *arguments, const char *name)
{
    for (size_t i = 0; i < arguments->option_count; i++)
        if (strcmp (arguments->options[i].name, name) == 0)
            return arguments->options[i].value;
    return NULL;
}

int64_t
arguments_number (const arguments_t *arguments, const char *name, int64_t standard, int64_t least)
{
    const char *text = arguments_option (arguments, name);
    char *end;

    if (text == NULL)
        return standard;
    int64_t number = strtoll (text, &end, 10);
    if (*text == '\0' || *end != '\0' || number < least)
        exit (command_fail ("--%s wants a whole number of at least %lld, not \"%s\"", name,
                            (long long) least, text));
    return number;
}

int
command_fail (const char *format, ...)
{
    va_list args;

    fputs ("wlacznik: ", stderr);
    va_start (args, format);
    vfprintf (stderr, format, args);
    va_end (args);
    fputc ('\n', stderr);
    return EXIT_FAILURE;
}

static void
print_help (FILE *file)
{
    fputs (
        "Usage: wlacznik [--config FILE] GROUP COMMAND ...\n\n"
        "The configuration is the services' (deploy/up writes DIR/wlacznik.ini); without --config\n"
        "it is what WLACZNIK_CONFIG names.\n\n",
        file);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf (
            file, "  %s%s%s %s\n      %s\n", COMMANDS[i].group, COMMANDS[i].name == NULL ? "" : " ",
            COMMANDS[i].name == NULL ? "" : COMMANDS[i].name, COMMANDS[i].usage, COMMANDS[i].what);
}

/* Splits the command line; NULL when it is well formed, else what is wrong with it. */
static const char *
split (int argc, char **argv, arguments_t *ret)
{
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (strncmp (word, "--", 2) != 0) {
            if (ret->count == sizeof ret->words / sizeof ret->words[0])
                return "too many words";
            ret->words[ret->count++] = word;
            continue;
        }
        if (i + 1 == argc)
            return "the last option has no value";
        if (strcmp (word, "--config") == 0) {
            ret->config = argv[++i];
            continue;
        }
        if (ret->option_count == sizeof ret->options / sizeof ret->options[0])
            return "too many options";
        ret->options[ret->option_count].name = word + 2;
        ret->options[ret->option_count++].value = argv[++i];
    }
    return NULL;
}

/* How many words name the command, if it is this one; else 0. */
static size_t
words_of (size_t command, const arguments_t *arguments)
{
    const char *name = COMMANDS[command].name;

    if (strcmp (arguments->words[0], COMMANDS[command].group) != 0)
        return 0;
    if (name == NULL)
        return 1;
    return arguments->count > 1 && strcmp (arguments->words[1], name) == 0 ? 2 : 0;
}

int
main (int argc, char **argv)
{
    arguments_t arguments = { 0 };
    const char *wrong;

    if (argc == 1 || (argc == 2 && strcmp (argv[1], "--help") == 0)) {
        print_help (argc == 1 ? stderr : stdout);
        return argc == 1 ? EXIT_FAILURE : EXIT_SUCCESS;
    }
    wrong = split (argc, argv, &arguments);
    if (wrong != NULL)
        return command_fail ("%s; see wlacznik --help", wrong);
    if (arguments.count == 0)
        return command_fail ("a command is needed; see wlacznik --help");
    if (sodium_init () < 0)
        return command_fail ("libsodium cannot start");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        size_t words = words_of (i, &arguments);
        if (words == 0)
            continue;
        arguments.count -= words;
        memmove (arguments.words, arguments.words + words,
                 arguments.count * sizeof arguments.words[0]);
        arguments.arena = wl_arena_new (256L << 20);
        int code = COMMANDS[i].run (&arguments);
        wl_arena_destroy (&arguments.arena);
        return code;
    }
    return command_fail ("there is no command \"%s%s%s\"; see wlacznik --help", arguments.words[0],
                         arguments.count > 1 ? " " : "",
                         arguments.count > 1 ? arguments.words[1] : "");
}
