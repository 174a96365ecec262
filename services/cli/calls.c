#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "call_definition.h"
#include "command.h"
#include "message/message.h"
#include "store_calls.h"

enum { FILE_MAX = 4 << 20 };

static char *
read_file (const arguments_t *arguments, size_t *ret_length)
{
    char *text = wl_arena_alloc (arguments->arena, FILE_MAX);
    FILE *file;

    if (arguments->count != 1)
        exit (command_fail ("name one file of a call's definition"));
    file = fopen (arguments->words[0], "re");
    if (file == NULL)
        exit (command_fail ("cannot read %s", arguments->words[0]));
    *ret_length = fread (text, 1, FILE_MAX, file);
    fclose (file);
    if (*ret_length == FILE_MAX)
        exit (command_fail ("%s is too large for a definition", arguments->words[0]));
    return text;
}

/* Every problem on a line of its own, so that all can be mended at once. */
static int
tell_problems (const char *file, const wl_error_t *error)
{
    for (size_t i = 0; i < error->field_count; i++)
        fprintf (stderr, "%s: %s: %s\n", file, error->fields[i].field, error->fields[i].text);
    return command_fail ("%s has %zu problems", file, error->field_count + error->fields_left_out);
}

/* The definition in a file, for a programme; ends the program when it is not whole and good. */
static Intake__CallDefinition *
read_definition (const arguments_t *arguments, const char *programme_id)
{
    size_t length;
    const char *json = read_file (arguments, &length);
    Intake__CallDefinition *definition = (Intake__CallDefinition *) wl_message_new (
        arguments->arena, &intake__call_definition__descriptor);
    wl_error_t error;
    wl_problems_t problems = { &error, "en" };

    wl_error_init (&error, arguments->arena);
    if (wl_message_from_json (arguments->arena, json, length, "en", &definition->base, &error) !=
        WL_OK)
        exit (tell_problems (arguments->words[0], &error));
    definition->programme_id = wl_text_copy (arguments->arena, programme_id);
    if (arguments_option (arguments, "code") != NULL)
        definition->code = wl_text_copy (arguments->arena, arguments_option (arguments, "code"));
    if (wl_message_validate (&definition->base, "en", &error) != WL_OK ||
        call_definition_check (definition, &problems) != WL_OK)
        exit (tell_problems (arguments->words[0], &error));
    return definition;
}

int
call_check (const arguments_t *arguments)
{
    /* Any id: whose call it will be is no matter here. */
    const Intake__CallDefinition *definition =
        read_definition (arguments, "00000000-0000-7000-8000-000000000000");

    printf ("%s is good: \"%s\", %zu stages\n", arguments->words[0], definition->title->pl,
            definition->n_stages);
    return EXIT_SUCCESS;
}

static wl_status
insert (wl_db_t *db, const Intake__Call *call)
{
    wl_db_begin (db);
    WL_TRY (store_call_insert (db, call, call->id));
    return wl_db_commit (db);
}

int
call_import (const arguments_t *arguments)
{
    const char *programme_id = arguments_option (arguments, "programme");
    Intake__Call call = INTAKE__CALL__INIT;
    wl_uuid_t id = wl_uuid_new (wl_clock_now (&wl_clock_system));
    wl_uuid_t parsed;
    wl_status status;
    wl_db_t *db;

    if (programme_id == NULL || !wl_uuid_parse (programme_id, &parsed))
        return command_fail ("--programme is needed: the id of the programme that runs the call");
    call.definition = read_definition (arguments, programme_id);
    call.id = wl_uuid_text (arguments->arena, id);
    call.version = 1;
    db = command_database (arguments, "intake");
    status = insert (db, &call);
    if (status == WL_OK)
        printf ("%s\n", call.id);
    else if (status == WL_ALREADY_EXISTS)
        command_fail ("another call has the code %s; give one with --code", call.definition->code);
    else if (status == WL_FAILED_PRECONDITION)
        command_fail ("there is no programme %s", programme_id);
    else
        command_fail ("%s", wl_db_error (db));
    wl_db_destroy (&db);
    return status == WL_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
