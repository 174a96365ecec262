/* What the commands on backups share: where things lie in one, and the keys. */
#pragma once

#include "backup_manifest.h"
#include "command.h"

/* FOLDER/SERVICE.sealed */
char *backup_path (const arguments_t *arguments, const char *folder, const char *service);

/* A key of 32 bytes as one line of hexadecimal digits, from the file that an option names. Ends the
 * program with a sentence when there is none. */
void backup_key (const arguments_t *arguments, const char *option, uint8_t ret[SEAL_PUBLIC]);

/* The opened table of contents of the backup in `folder`; into the arena. Ends the program with a
 * sentence when it cannot be read with this key. */
manifest_t *backup_contents (const arguments_t *arguments, const char *folder,
                             const uint8_t secret[SEAL_SECRET]);

/* Opens the file of one service and gives its bytes to the program `argv`, which runs on
 * `conninfo`. NULL, or what is wrong with it; then the program was stopped. */
const char *
backup_feed (const arguments_t *arguments, const char *folder, const manifest_file_t *file,
             const uint8_t secret[SEAL_SECRET], const char *const *argv, const char *conninfo);
