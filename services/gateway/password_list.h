/* The passwords that strangers try first: from leaks, by how often they occurred, with what Polish
 * lists add (passwords/). Constant. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Whether the list has these bytes; it is in lower case and has nothing below four characters. */
bool password_list_has (const char *word, size_t length);
