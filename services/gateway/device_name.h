/* What a person will know a device by in the list of sessions: "Firefox, Linux". Pure. */
#pragma once

#include "base/text.h"

enum { DEVICE_NAME_MAX = 80 };

/* Of a User-Agent header, which may be NULL. An unknown browser is named by the header's first word
 * without its version; never NULL, always one line of well-formed text. */
char *device_name (wl_arena_t *arena, const char *user_agent);
