#include "rehearsal_rules.h"

#include "base/text.h"
#include "message/message.h"

/* Of the 20 that a code may have, "-PRÓBA" and three digits take nine. */
enum { CODE_LEFT = 11 };

/* At most so many characters of `text`, which is valid UTF-8. */
static size_t
length_of_characters (const char *text, size_t most)
{
    size_t length = 0;

    for (size_t count = 0; text[length] != '\0'; length++) {
        bool begins = ((unsigned char) text[length] & 0xc0) != 0x80;
        if (begins && count++ == most)
            break;
    }
    return length;
}

char *
rehearsal_code_beginning (wl_arena_t *arena, const char *code)
{
    return wl_text_printf (arena, "%.*s-PRÓBA", (int) length_of_characters (code, CODE_LEFT), code);
}

static Wlacznik__LocalText *
named (wl_arena_t *arena, const Wlacznik__LocalText *title)
{
    Wlacznik__LocalText *ret = wl_arena_alloc (arena, sizeof *ret);

    wlacznik__local_text__init (ret);
    ret->pl = wl_text_printf (arena, "Próba: %s", title->pl);
    if (!wl_text_empty (title->en))
        ret->en = wl_text_printf (arena, "Rehearsal: %s", title->en);
    return ret;
}

void
rehearsal_definition (wl_arena_t *arena, Intake__CallDefinition *definition, char *code,
                      wl_time_t now)
{
    wl_time_t lasts =
        wl_timestamp_time (definition->submit_until) - wl_timestamp_time (definition->submit_from);

    definition->code = code;
    definition->title = named (arena, definition->title);
    definition->fill_from = wl_timestamp (arena, now);
    definition->submit_from = wl_timestamp (arena, now);
    definition->submit_until = wl_timestamp (arena, now + (lasts > WL_DAY ? lasts : WL_DAY));
    definition->supplements_call_id = wl_text_copy (arena, "");
    definition->limit_spans_supplemented = false;
}
