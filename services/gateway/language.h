/* One sentence in the language that the request asked for. */
#pragma once

#include <string.h>

static inline const char *
in_language (const char *locale, const char *pl, const char *en)
{
    return strcmp (locale, "en") == 0 ? en : pl;
}
