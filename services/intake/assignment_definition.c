#include "assignment_definition.h"

#include "definition_problem.h"
#include "form_reading.h"

static void
check_topics_field (const Wlacznik__Stage *stage, const Wlacznik__AssignmentRules *rules,
                    const char *at, const wl_problems_t *problems)
{
    const Wlacznik__FormField *field = form_field (stage->form, rules->topics_field);

    if (*rules->topics_field == '\0' && rules->topics_weight > 0)
        problem_at (problems, "required",
                    "Waga dziedzin liczy się tylko wtedy, gdy formularz o nie pyta. Podaj pole.",
                    "Fields of expertise can have a weight only if the form asks for them. Name "
                    "the field.",
                    "%s.assignment.topicsField", at);
    if (*rules->topics_field != '\0' &&
        (field == NULL || (field->kind != WLACZNIK__FIELD_KIND__SINGLE_CHOICE &&
                           field->kind != WLACZNIK__FIELD_KIND__MULTI_CHOICE)))
        problem_at (problems, "not-a-choice",
                    "Formularz tego etapu nie ma pola wyboru o tej nazwie.",
                    "The form of this stage has no choice field of that name.",
                    "%s.assignment.topicsField", at);
}

static void
check_language_field (const Wlacznik__Stage *stage, const Wlacznik__AssignmentRules *rules,
                      const char *at, const wl_problems_t *problems)
{
    const Wlacznik__FormField *field = form_field (stage->form, rules->language_field);

    if (*rules->language_field != '\0' &&
        (field == NULL || field->kind != WLACZNIK__FIELD_KIND__SINGLE_CHOICE))
        problem_at (problems, "not-a-choice",
                    "Formularz tego etapu nie ma pola jednokrotnego wyboru o tej nazwie.",
                    "The form of this stage has no single-choice field of that name.",
                    "%s.assignment.languageField", at);
}

static void
check_quotas (const Wlacznik__MeritCard *card, const char *at, const wl_problems_t *problems)
{
    const Wlacznik__AssignmentRules *rules = card->assignment;

    if (rules->from_region + rules->outside_region > card->assessors)
        problem_at (problems, "above-assessors",
                    "Kart z regionu i spoza niego jest razem więcej niż oceniających wniosek.",
                    "Cards from the region and from outside are more than the application gets.",
                    "%s.assignment.outsideRegion", at);
    if (rules->seniors > card->assessors)
        problem_at (problems, "above-assessors",
                    "Starszych oceniających jest więcej niż oceniających wniosek.",
                    "There are more senior assessors than the application gets.",
                    "%s.assignment.seniors", at);
}

void
assignment_definition_check (const Wlacznik__Stage *stage, const char *at,
                             const wl_problems_t *problems)
{
    const Wlacznik__MeritCard *card = stage->merit_card;

    if (card->assignment == NULL)
        return;
    check_topics_field (stage, card->assignment, at, problems);
    check_language_field (stage, card->assignment, at, problems);
    check_quotas (card, at, problems);
}
