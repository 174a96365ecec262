/* The operators' commands: each is a row of the table in main.c. */
#pragma once

#include "base/status.h"
#include "base/text.h"
#include "db/db.h"
#include "service/config.h"

/* The arguments after the command's name, options taken out. */
typedef struct arguments {
    const char *config; /* --config FILE, or NULL */
    const char *words[16];
    size_t count;
    struct {
        const char *name, *value;
    } options[16];
    size_t option_count;
    wl_arena_t *arena;
} arguments_t;

/* The value of "--name VALUE"; NULL when it was not given. */
const char *arguments_option (const arguments_t *arguments, const char *name);
/* "--name" with a whole number of at least `least`; `standard` when it was not given. Ends the
 * program with a sentence when it is no such number. */
int64_t
arguments_number (const arguments_t *arguments, const char *name, int64_t standard, int64_t least);

/* Says what went wrong, as one line on stderr; gives the exit code 1. */
int command_fail (const char *format, ...) WL_PRINTF (1, 2);

/* The services, NULL-terminated. */
extern const char *const COMMAND_SERVICES[];

/* The configuration as `service` reads it; the caller destroys it. Ends the program with a sentence
 * when it cannot be read. */
wl_config_t *command_config (const arguments_t *arguments, const char *service);

/* The configuration of `service` and a connection to its database. Ends the program with a sentence
 * when either is not to be had: an operator's command has no other way to go on. */
wl_db_t *command_database (const arguments_t *arguments, const char *service);

int keys_new (const arguments_t *arguments);
int keys_list (const arguments_t *arguments);
int keys_revoke (const arguments_t *arguments);
int events_tail (const arguments_t *arguments);
int events_verify (const arguments_t *arguments);
int events_roots (const arguments_t *arguments);
int events_dead (const arguments_t *arguments);
int events_replay (const arguments_t *arguments);
int mail_status (const arguments_t *arguments);
int mail_dead (const arguments_t *arguments);
int mail_requeue (const arguments_t *arguments);
int mail_suppress (const arguments_t *arguments);
int mail_release (const arguments_t *arguments);
int region_invite (const arguments_t *arguments);
int region_list (const arguments_t *arguments);
int region_status (const arguments_t *arguments);
int region_revoke (const arguments_t *arguments);
int region_join (const arguments_t *arguments);
int ranking_verify (const arguments_t *arguments);
int card_verify (const arguments_t *arguments);
int card_check (const arguments_t *arguments);
int audit_verify (const arguments_t *arguments);
int audit_roots (const arguments_t *arguments);
int assignment_verify (const arguments_t *arguments);
int status_show (const arguments_t *arguments);
int status_top (const arguments_t *arguments);
int administrator_create (const arguments_t *arguments);
int call_check (const arguments_t *arguments);
int call_import (const arguments_t *arguments);
int backup_new_key (const arguments_t *arguments);
int backup_make (const arguments_t *arguments);
int backup_verify (const arguments_t *arguments);
int restore_backup (const arguments_t *arguments);
