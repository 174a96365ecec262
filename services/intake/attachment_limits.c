#include "attachment_limits.h"

#include "form_reading.h"

wl_status
attachment_limits_of (const Wlacznik__Form *form, const char *key, attachment_limits_t *ret)
{
    const Wlacznik__FormField *field = form_field (form, key);

    if (field == NULL || field->kind != WLACZNIK__FIELD_KIND__FILE || field->retired)
        return WL_NOT_FOUND;
    *ret = (attachment_limits_t){ .types = field->file_types,
                                  .type_count = field->n_file_types,
                                  .max_bytes = field->max_file_bytes,
                                  .max_count = field->max_rows };
    return WL_OK;
}
