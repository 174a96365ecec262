/* A problem with the answer to one field: named "answers.<key of the field>", whether there is an
 * answer or none, so that a page can show it at the field; and with the place inside it where the
 * answer is a list: "answers.costs.budget[2].count". */
#pragma once

#include "base/problems.h"
#include "wlacznik/types.pb-c.h"

static inline const char *
field_label (const Wlacznik__LocalText *label, const char *key, const wl_problems_t *problems)
{
    if (label == NULL)
        return key;
    return wl_problem_text (problems, label->pl, wl_text_empty (label->en) ? label->pl : label->en);
}

static inline const char *
field_path (const Wlacznik__FormField *field, const wl_problems_t *problems)
{
    return wl_text_printf (problems->error->arena, "answers.%s", field->key);
}

/* `pl` and `en` have one %s, for the field's label. */
#define field_problem(problems, field, code, pl, en) \
    field_problem_at ((problems), (field), field_path ((field), (problems)), (code), pl, en)

#define field_problem_at(problems, field, path, code, pl, en)                                    \
    wl_error_add_field ((problems)->error, (path), (code), wl_problem_text ((problems), pl, en), \
                        field_label ((field)->label, (field)->key, (problems)))
