/* The targets of programmes as a part of a page to read: the table that everybody gets, with or
 * without JavaScript. Pure. */
#pragma once

#include "base/text.h"
#include "wlacznik/dissemination.pb-c.h"

/* A heading and a table; nothing when there are none. */
void read_indicators_write (const Dissemination__ListIndicatorsResponse *list, const char *locale,
                            wl_buffer_t *out);
