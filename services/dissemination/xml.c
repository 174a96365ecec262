#include "xml.h"

#include <string.h>

static const char REPLACEMENT[] = "\xef\xbf\xbd";

void
xml_begin (wl_buffer_t *out)
{
    wl_buffer_text (out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

/* What stands for one byte, NULL when it stands for itself. */
static const char *
escape_of (unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;"; /* an attribute would turn it into a space */
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return c < 0x20 ? REPLACEMENT : NULL;
    }
}

/* U+FFFE and U+FFFF are UTF-8, but no characters of XML. */
static bool
is_noncharacter (const char *text)
{
    return strncmp (text, "\xef\xbf\xbe", 3) == 0 || strncmp (text, "\xef\xbf\xbf", 3) == 0;
}

void
xml_text (wl_buffer_t *out, const char *text)
{
    const char *run = text == NULL ? "" : text, *at = run;

    for (; *at != '\0'; at++) {
        size_t length = is_noncharacter (at) ? 3 : 1;
        const char *escape = length == 3 ? REPLACEMENT : escape_of ((unsigned char) *at);

        if (escape == NULL)
            continue;
        wl_buffer_add (out, run, (size_t) (at - run));
        wl_buffer_text (out, escape);
        at += length - 1;
        run = at + 1;
    }
    wl_buffer_add (out, run, (size_t) (at - run));
}

void
xml_element (wl_buffer_t *out, const char *name, const char *text)
{
    if (wl_text_empty (text))
        return;
    wl_buffer_printf (out, "<%s>", name);
    xml_text (out, text);
    wl_buffer_printf (out, "</%.*s>\n", (int) strcspn (name, " "), name);
}
