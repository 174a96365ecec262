#include "csv.h"

#include <string.h>

static void
separate (csv_t *self)
{
    if (self->in_row)
        wl_buffer_char (self->out, ',');
    self->in_row = true;
}

/* OWASP, "CSV injection": what a cell may not begin with. */
static bool
is_formula (const char *text)
{
    return text[0] != '\0' && strchr ("=+-@\t\r\n", text[0]) != NULL;
}

void
csv_text (csv_t *self, const char *text)
{
    separate (self);
    if (wl_text_empty (text))
        return;
    wl_buffer_char (self->out, '"');
    if (is_formula (text))
        wl_buffer_char (self->out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            wl_buffer_char (self->out, '"');
        wl_buffer_char (self->out, *text);
    }
    wl_buffer_char (self->out, '"');
}

void
csv_number (csv_t *self, long long number)
{
    separate (self);
    wl_buffer_printf (self->out, "%lld", number);
}

void
csv_end_row (csv_t *self)
{
    wl_buffer_text (self->out, "\r\n");
    self->in_row = false;
}

void
csv_head (csv_t *self, const char *const *names)
{
    for (; *names != NULL; names++)
        csv_text (self, *names);
    csv_end_row (self);
}
