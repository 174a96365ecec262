/* A virus scanner that speaks clamd's INSTREAM (clamd(8)): what is fed to it is judged whole.
 * No globals; a scan belongs to one thread. */
#pragma once

#include <stddef.h>

#include "base/status.h"

typedef struct scanner scanner_t;

/* Begins a scan at "unix:/path" or "tcp:address:port" (a number, no name). WL_UNAVAILABLE: nobody
 * is there. WL_INVALID_ARGUMENT: this is no such address. */
WL_MUST_CHECK wl_status scanner_open (const char *address, scanner_t **ret);
/* At most 1 GiB at a time. WL_UNAVAILABLE: the scanner went away. */
WL_MUST_CHECK wl_status scanner_feed (scanner_t *self, const void *bytes, size_t length);
/* Ends the scan. WL_UNAVAILABLE: it gave no verdict, for example because its StreamMaxLength is
 * less than what was fed. */
WL_MUST_CHECK wl_status scanner_verdict (scanner_t *self, bool *ret_clean);
void scanner_close (scanner_t **self_p); /* NULL is fine */
