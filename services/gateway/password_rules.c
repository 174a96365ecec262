#include <string.h>
#include <strings.h>

#include "password.h"

/* Of the most common leaked passwords those that are long enough for us, with what Polish lists
 * add. Shorter common ones need no entry: the contract asks for 12 characters. */
static const char *const common[] = {
    "00000000000000",      "0123456789ab",     "0987654321qwe",    "1234567890-=",
    "12345678900",         "12345678901",      "123456789012",     "1234567890123",
    "12345678901234",      "123456789012345",  "1234567890123456", "1234567890abc",
    "1234567890qwe",       "1234567890qwerty", "123456789abc",     "123456789qwe",
    "12345qwertasdfg",     "12qwaszxerdfcv",   "1q2w3e4r5t6y",     "1q2w3e4r5t6y7u",
    "1q2w3e4r5t6y7u8i",    "1qaz2wsx3edc",     "1qaz2wsx3edc4rfv", "abc123456789",
    "abcd12345678",        "abcdefghijkl",     "abcdefghijklm",    "administrator",
    "administrator1",      "adminadmin123",    "asdfghjkl123",     "asdfghjklqwerty",
    "bezpiecznehaslo",     "changeme1234",     "dupadupadupa",     "hasloHaslo123",
    "haslo1234567",        "haslo12345678",    "haslo123456789",   "haslohaslo12",
    "haslohaslo123",       "hello1234567",     "iloveyou1234",     "kochamcie123",
    "kochampolske",        "letmein12345",     "mojehaslo123",     "password1234",
    "password12345",       "password123456",   "password1234567",  "passwordpassword",
    "polska123456",        "polskapolska",     "qazwsxedcrfv",     "qwerty123456",
    "qwerty1234567",       "qwerty12345678",   "qwerty123456789",  "qwertyuiop12",
    "qwertyuiop123",       "qwertyuiop[]",     "qwertyuiopas",     "qwertyuiopasdf",
    "qwertyuiopasdfghjkl", "trustno1trustno1", "warszawa1234",     "welcome12345",
    "wlacznik1234",        "zaq12wsxcde3",     "zaq1@WSXcde3",     "zaq1xsw2cde3",
    "zxcvbnm12345",        "zxcvbnmasdfghjkl",
};

enum { PATTERN_MAX = 4 };

static bool
repeats (const char *text, size_t length, size_t period)
{
    for (size_t i = period; i < length; i++) {
        if (text[i] != text[i - period])
            return false;
    }
    return true;
}

static bool
is_common (const char *password)
{
    for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
        if (strcasecmp (common[i], password) == 0)
            return true;
    }
    return false;
}

bool
password_is_obvious (const char *password, const char *email, const char *name)
{
    size_t length = strlen (password);

    for (size_t period = 1; period <= PATTERN_MAX; period++) {
        if (length > period && repeats (password, length, period))
            return true;
    }
    return strcasecmp (password, email) == 0 || strcasecmp (password, name) == 0 ||
           is_common (password);
}
