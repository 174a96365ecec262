#include "message/message.h"
#include "wlacznik/types.pb-c.h"

const char *
wl_local_text (const Wlacznik__LocalText *text, const char *locale)
{
    if (text == NULL)
        return "";
    return wl_text_equal (locale, "en") && !wl_text_empty (text->en) ? text->en : text->pl;
}
