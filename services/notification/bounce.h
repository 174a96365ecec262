/* Reading delivery status notifications (RFC 3464): which of our letters came back, and why. Pure.
 *
 * A DSN quotes the letter, and our Message-IDs are unmistakable: a UUID and our domain. So the mail
 * is not taken apart by MIME but looked through line by line, which no broken nesting, boundary or
 * charset can lead astray; the fields of the status are 7-bit lines by definition.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/uuid.h"

enum { BOUNCE_BYTES_MAX = 1 << 20, BOUNCE_DIAGNOSTIC = 400, BOUNCE_STATUS = 16 };

typedef struct bounce {
    char message_id[WL_UUID_TEXT];
    bool failed; /* "Action: failed"; false: delayed, delivered, relayed: nothing to do */
    char status[BOUNCE_STATUS];         /* "5.1.1", "" when none could be read */
    char diagnostic[BOUNCE_DIAGNOSTIC]; /* printable ASCII on one line, may be "" */
} bounce_t;

/* `mail` of `length` bytes (what is past BOUNCE_BYTES_MAX is not looked at), `domain` the one in
 * our Message-IDs. False when it is no delivery status notification about a letter of ours: a
 * holiday notice, a reply, spam. */
bool bounce_read (const char *mail, size_t length, const char *domain, bounce_t *ret);
