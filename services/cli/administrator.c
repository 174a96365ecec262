#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "administrator.h"
#include "base/clock.h"
#include "command.h"

enum { PASSWORD_MAX = 200 };

/* A password never stands on a command line, where every user of the machine can read it. */
static char *
read_password (const arguments_t *arguments)
{
    const char *path = arguments_option (arguments, "password-file");
    char *password = wl_arena_alloc (arguments->arena, PASSWORD_MAX + 2);
    FILE *file;

    if (path == NULL)
        exit (command_fail ("--password-file is needed; \"-\" reads standard input"));
    file = strcmp (path, "-") == 0 ? stdin : fopen (path, "re");
    if (file == NULL)
        exit (command_fail ("cannot read %s", path));
    if (fgets (password, PASSWORD_MAX + 2, file) == NULL)
        password[0] = '\0';
    if (file != stdin)
        fclose (file);
    password[strcspn (password, "\r\n")] = '\0';
    return password;
}

int
administrator_create (const arguments_t *arguments)
{
    const char *email = arguments_option (arguments, "email");
    char *password;
    wl_error_t error;
    wl_status status;

    if (email == NULL)
        return command_fail ("--email is needed");
    password = read_password (arguments);
    wl_db_t *db = command_database (arguments, "gateway");
    wl_error_init (&error, arguments->arena);
    status = gateway_create_administrator (db, arguments->arena, email, "Administrator", password,
                                           "pl", wl_clock_now (&wl_clock_system), &error);
    sodium_memzero (password, strlen (password));
    if (status == WL_OK)
        printf ("%s may grant roles now\n", email);
    else if (status == WL_ALREADY_EXISTS)
        command_fail ("%s has an account already; grant it the role on the web", email);
    else if (error.field_count > 0)
        command_fail ("%s: %s", error.fields[0].field, error.fields[0].text);
    else
        command_fail ("%s", error.text != NULL ? error.text : wl_db_error (db));
    wl_db_destroy (&db);
    return status == WL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
