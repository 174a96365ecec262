/* A stage's form as a page to print and to fill in by hand, before or without an account: people
 * write offline and paste (domain.md 2.2). Plain accessible HTML without scripts, in the language
 * asked for with Polish where there is no other. Pure. */
#pragma once

#include "base/text.h"
#include "wlacznik/intake.pb-c.h"

/* `locale` is "pl" or "en". Every text of the definition is escaped. */
void form_page_write (const Intake__CallDefinition *definition, const Wlacznik__Stage *stage,
                      const char *locale, wl_buffer_t *out);
