/* NIST SP 800-63B 5.1.1.2: no rules of composition, but nothing commonly used or expected. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "password.h"
#include "password_list.h"

enum { PASSWORD_MAX = 800, PATTERN_MAX = 4 }; /* the contract's 200 characters, in bytes */

typedef struct part {
    const char *text;
    size_t length;
} part_t;

static bool
repeats (part_t part, size_t period)
{
    if (period == 0 || part.length % period != 0)
        return false;
    return memcmp (part.text, part.text + period, part.length - period) == 0;
}

/* A short pattern over and over, its last turn perhaps cut short. */
static bool
is_pattern (part_t part)
{
    for (size_t period = 1; period <= PATTERN_MAX && period < part.length; period++) {
        if (memcmp (part.text, part.text + period, part.length - period) == 0)
            return true;
    }
    return false;
}

/* What is left without the digits and signs that people hang on either end to please other rules.
 * Bytes of UTF-8 count as letters. */
static part_t
core_of (part_t part)
{
    while (part.length > 0 && (unsigned char) *part.text < 0x80 &&
           !isalpha ((unsigned char) *part.text)) {
        part.text++;
        part.length--;
    }
    while (part.length > 0 && (unsigned char) part.text[part.length - 1] < 0x80 &&
           !isalpha ((unsigned char) part.text[part.length - 1]))
        part.length--;
    return part;
}

/* A common password, or one over and over. */
static bool
is_common (part_t part)
{
    for (size_t times = 1; times <= PATTERN_MAX; times++) {
        size_t period = part.length / times;

        if (repeats (part, period) && password_list_has (part.text, period))
            return true;
    }
    return false;
}

/* "p@ssw0rd" is "password". */
static part_t
without_disguise (part_t part, char buffer[PASSWORD_MAX])
{
    static const char disguised[] = "@4031$57!", plain[] = "aaoelsstl";

    for (size_t i = 0; i < part.length; i++) {
        const char *found = part.text[i] ? strchr (disguised, part.text[i]) : NULL;

        buffer[i] = found ? plain[found - disguised] : part.text[i];
    }
    return (part_t){ buffer, part.length };
}

/* The person's address, its name part, or the person's name. */
static bool
is_personal (const char *password, part_t core, const char *email, const char *name)
{
    size_t local = strcspn (email, "@");

    return strcasecmp (password, email) == 0 || strcasecmp (password, name) == 0 ||
           (core.length == local && strncasecmp (core.text, email, local) == 0);
}

bool
password_is_obvious (const char *password, const char *email, const char *name)
{
    char folded[PASSWORD_MAX], plain[PASSWORD_MAX];
    part_t whole = { folded, strlen (password) }, core;

    if (whole.length > PASSWORD_MAX)
        return false;
    for (size_t i = 0; i < whole.length; i++)
        folded[i] = (char) tolower ((unsigned char) password[i]);
    core = core_of (whole);
    return is_personal (password, core, email, name) || is_pattern (whole) || is_common (whole) ||
           is_common (core) || is_common (core_of (without_disguise (whole, plain)));
}
