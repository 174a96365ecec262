#include "attachment_limits.h"

static const Wlacznik__FormField *
find_field (const Wlacznik__Form *form, const char *key)
{
    for (size_t s = 0; s < form->n_sections; s++)
        for (size_t f = 0; f < form->sections[s]->n_fields; f++)
            if (wl_text_equal (form->sections[s]->fields[f]->key, key))
                return form->sections[s]->fields[f];
    return NULL;
}

wl_status
attachment_limits_of (const Wlacznik__Form *form, const char *key, attachment_limits_t *ret)
{
    const Wlacznik__FormField *field = find_field (form, key);

    if (field == NULL || field->kind != WLACZNIK__FIELD_KIND__FILE || field->retired)
        return WL_NOT_FOUND;
    *ret = (attachment_limits_t){ .types = field->file_types,
                                  .type_count = field->n_file_types,
                                  .max_bytes = field->max_file_bytes,
                                  .max_count = field->max_rows };
    return WL_OK;
}
