/* Asks a daemon's admin port (service/admin.h). */
#pragma once

#include "base/text.h"

/* What came of it: 0 when nobody answered within three seconds, else the HTTP status; the page, at
 * most 4 MiB, is in `ret`. `address` is host:port. Not for more than one thread at a time. */
long admin_page_get (const char *address, const char *path, wl_buffer_t *ret);
