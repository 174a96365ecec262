#include "correction_rules.h"

#include <string.h>

#include "answer_rules.h"
#include "base/calendar.h"
#include "field_problem.h"
#include "form_reading.h"
#include "message/message.h"

/* ---- what may be opened ---- */

static bool
may_be_opened (const Intake__CorrectionRules *rules, const char *key)
{
    for (size_t i = 0; i < rules->n_fields; i++)
        if (strcmp (rules->fields[i], key) == 0)
            return true;
    return rules->n_fields == 0;
}

static bool
is_named_before (Intake__Defect *const *defects, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp (defects[i]->field, defects[index]->field) == 0)
            return true;
    return false;
}

void
correction_check_defects (const Wlacznik__Form *form, const Intake__CorrectionRules *rules,
                          Intake__Defect *const *defects, size_t count,
                          const wl_problems_t *problems)
{
    for (size_t i = 0; i < count; i++) {
        const char *path = wl_text_printf (problems->error->arena, "defects[%zu].field", i);

        if (form_field (form, defects[i]->field) == NULL)
            wl_problem_add (problems, path, "unknown-field", "Formularz nie ma takiego pola.",
                            "The form has no such field.");
        else if (!may_be_opened (rules, defects[i]->field))
            wl_problem_add (problems, path, "not-correctable",
                            "Zasady naboru nie pozwalają poprawiać tego pola.",
                            "The rules of the call do not let this field be corrected.");
        else if (is_named_before (defects, i))
            wl_problem_add (problems, path, "duplicate",
                            "To pole jest już wymienione. Opisz jego braki razem.",
                            "This field is named already. Describe its defects together.");
    }
}

/* ---- what may change ---- */

static bool
is_open (const Intake__Defects *defects, const char *key)
{
    for (size_t i = 0; i < defects->n_list; i++)
        if (strcmp (defects->list[i]->field, key) == 0)
            return true;
    return false;
}

static bool
same_bytes (const Wlacznik__Answer *a, const Wlacznik__Answer *b, wl_arena_t *arena)
{
    uint8_t *a_bytes, *b_bytes;
    size_t a_length, b_length;

    wl_message_pack (arena, &a->base, &a_bytes, &a_length);
    wl_message_pack (arena, &b->base, &b_bytes, &b_length);
    return a_length == b_length && memcmp (a_bytes, b_bytes, a_length) == 0;
}

/* An answer that is empty is none. */
static bool
same_answer (const Wlacznik__FormField *field, const Wlacznik__Answer *before,
             const Wlacznik__Answer *after, wl_arena_t *arena)
{
    bool given = answer_is_given (field, before);

    if (given != answer_is_given (field, after))
        return false;
    return !given || same_bytes (before, after, arena);
}

void
correction_check_changes (const Wlacznik__Form *form, const Intake__Defects *defects,
                          const Wlacznik__Answers *before, const Wlacznik__Answers *after,
                          Wlacznik__ApplicantType applicant, const wl_problems_t *problems)
{
    wl_arena_t *arena = problems->error->arena;
    form_reading_t reading = form_read (form, before, applicant, arena);

    for (size_t i = 0; i < reading.count; i++) {
        const form_entry_t *entry = &reading.list[i];
        const Wlacznik__FormField *field = entry->field;

        if (!entry->visible || is_open (defects, field->key) ||
            same_answer (field, entry->answer, form_answer (after, field->key), arena))
            continue;
        field_problem (problems, field, "not-opened",
                       "„%s”: tego pola nie ma w wezwaniu, więc nie można go zmienić.",
                       "“%s”: this field is not named in the request, so it cannot change.");
    }
}

/* ---- until when ---- */

wl_time_t
correction_due (const Intake__CorrectionRules *rules, wl_time_t now)
{
    return wl_term_end (now, (int) rules->days,
                        rules->day_kind == INTAKE__DAY_KIND__CALENDAR_DAYS ? WL_CALENDAR_DAYS
                                                                           : WL_WORKING_DAYS);
}

wl_time_t
correction_reminder (wl_time_t requested_at, wl_time_t due)
{
    return requested_at + (due - requested_at) / 2;
}

/* ---- what came of it ---- */

Intake__CorrectedField **
correction_changes (const Intake__Defects *defects, const Wlacznik__Answers *before,
                    const Wlacznik__Answers *after, wl_arena_t *arena)
{
    Intake__CorrectedField *fields = wl_arena_array (arena, defects->n_list, sizeof *fields);
    Intake__CorrectedField **ret = wl_arena_array (arena, defects->n_list, sizeof *ret);

    for (size_t i = 0; i < defects->n_list; i++) {
        intake__corrected_field__init (&fields[i]);
        fields[i].field = defects->list[i]->field;
        fields[i].before = form_answer (before, defects->list[i]->field);
        fields[i].after = form_answer (after, defects->list[i]->field);
        ret[i] = &fields[i];
    }
    return ret;
}
