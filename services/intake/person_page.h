/* Everything that is kept about a person, as a page to read, print and keep: what GetMyData says,
 * in the same order, with the questions in words. It walks the message by its descriptors, so that
 * a field that is added to the contract is shown without a line here; person_words.c has its name.
 * Pure. */
#pragma once

#include "base/text.h"
#include "wlacznik/intake.pb-c.h"

/* `definitions` has the definition of each application's call. `locale` is "pl" or "en". */
void
person_page_write (const Intake__PersonData *data, const Intake__CallDefinition *const *definitions,
                   const char *locale, wl_buffer_t *out);

/* What a field or a value of an enum is called; NULL when nobody gave it words. */
const char *person_words (const char *name, bool english);
