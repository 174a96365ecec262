#include "templates.h"

static const template_text_t *const SETS[] = {
    TEMPLATES_ACCOUNT, TEMPLATES_APPLICATION, TEMPLATES_RESULTS,
    TEMPLATES_GRANTS,  TEMPLATES_STAFF,       TEMPLATES_NEWS,
};
enum { SET_COUNT = sizeof SETS / sizeof SETS[0] };

const template_text_t *
template_at (size_t index)
{
    for (size_t set = 0; set < SET_COUNT; set++)
        for (const template_text_t *text = SETS[set]; text->name != NULL; text++)
            if (index-- == 0)
                return text;
    return NULL;
}

const template_text_t *
template_find (const char *name, const char *locale)
{
    const template_text_t *found = NULL;

    for (size_t set = 0; set < SET_COUNT; set++)
        for (const template_text_t *text = SETS[set]; text->name != NULL; text++) {
            if (!wl_text_equal (text->name, name))
                continue;
            if (wl_text_equal (text->locale, locale))
                return text;
            if (wl_text_equal (text->locale, "pl"))
                found = text;
        }
    return found;
}
