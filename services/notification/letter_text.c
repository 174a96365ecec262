#include "letter_text.h"

#include "moments.h"
#include "template.h"

wl_status
letter_text_check (wl_request_t *req, const char *facts, const char *field, const char *text)
{
    wl_status status = WL_OK;
    const char *name;

    while ((name = template_next_name (wl_arena (req), &text)) != NULL) {
        if (moment_facts_have (facts, name))
            continue;
        status =
            *name == '\0'
                ? wl_fail_field (req, field, "braces",
                                 "Nazwa w podwójnych nawiasach klamrowych jest niedokończona.",
                                 "A name in double braces is not finished.")
                : wl_fail_field (
                      req, field, "unknown-name",
                      wl_text_printf (wl_arena (req), "Ten list nie ma wartości {{%s}}.", name),
                      wl_text_printf (wl_arena (req), "This letter has no value {{%s}}.", name));
    }
    return status;
}
