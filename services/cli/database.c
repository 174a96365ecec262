#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

const char *const COMMAND_SERVICES[] = { "intake",       "evaluation", "dissemination",
                                         "notification", "gateway",    NULL };

static bool
is_service (const char *name)
{
    for (const char *const *service = COMMAND_SERVICES; *service != NULL; service++)
        if (strcmp (*service, name) == 0)
            return true;
    return false;
}

wl_config_t *
command_config (const arguments_t *arguments, const char *service)
{
    char program[] = "wlacznik", option[] = "--config";
    char *file =
        arguments->config == NULL ? NULL : wl_text_copy (arguments->arena, arguments->config);
    char *line[] = { program, option, file, NULL };
    wl_config_t *config;
    wl_error_t error;

    wl_error_init (&error, arguments->arena);
    if (wl_config_load (service, file == NULL ? 1 : 3, line, &config, &error) != WL_OK)
        exit (command_fail ("%s", error.text));
    return config;
}

wl_db_t *
command_database (const arguments_t *arguments, const char *service)
{
    if (!is_service (service))
        exit (command_fail ("\"%s\" is no service; there are intake, evaluation, dissemination, "
                            "notification and gateway",
                            service));
    wl_config_t *config = command_config (arguments, service);
    const char *url = wl_config_text (config, "database.url", NULL);
    if (url == NULL)
        exit (command_fail ("database.url of %s is not set: name the configuration with --config",
                            service));
    wl_db_t *db = wl_db_new (url, "wlacznik", arguments->arena);
    wl_config_destroy (&config);
    if (wl_db_connect (db) != WL_OK)
        exit (command_fail ("cannot reach the database of %s: %s", service, wl_db_error (db)));
    return db;
}
