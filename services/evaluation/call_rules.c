#include "call_rules.h"

#include <string.h>

const Wlacznik__Stage *
call_find_stage (const Intake__CallDefinition *definition, const char *key)
{
    for (size_t i = 0; i < definition->n_stages; i++)
        if (strcmp (definition->stages[i]->key, key) == 0)
            return definition->stages[i];
    return NULL;
}

Evaluation__DossierState
call_state_after_formal (const Wlacznik__Stage *stage)
{
    return stage->assessment == WLACZNIK__ASSESSMENT_KIND__POINTS
               ? EVALUATION__DOSSIER_STATE__MERIT_REVIEW
               : EVALUATION__DOSSIER_STATE__DECISION_DUE;
}

Evaluation__DossierState
call_first_state (const Wlacznik__Stage *stage)
{
    return stage->n_formal_items > 0 ? EVALUATION__DOSSIER_STATE__FORMAL_REVIEW
                                     : call_state_after_formal (stage);
}

static bool
section_hides_title (const Wlacznik__FormSection *section)
{
    for (size_t i = 0; i < section->n_fields; i++)
        if (section->fields[i]->meaning == WLACZNIK__FIELD_MEANING__TITLE &&
            section->fields[i]->hidden_from_assessors)
            return true;
    return false;
}

bool
call_hides_title (const Intake__CallDefinition *definition)
{
    for (size_t i = 0; i < definition->n_stages; i++) {
        const Wlacznik__Form *form = definition->stages[i]->form;
        for (size_t j = 0; form != NULL && j < form->n_sections; j++)
            if (section_hides_title (form->sections[j]))
                return true;
    }
    return false;
}

int
call_tie_criterion (const Intake__CallDefinition *definition, const Wlacznik__Stage *stage)
{
    const Wlacznik__RankingRules *ranking = definition->ranking;

    if (ranking == NULL || stage->merit_card == NULL || wl_text_empty (ranking->tie_criterion))
        return -1;
    for (size_t i = 0; i < stage->merit_card->n_criteria; i++)
        if (strcmp (stage->merit_card->criteria[i]->key, ranking->tie_criterion) == 0)
            return (int) i;
    return -1;
}

static char *
join_names (wl_arena_t *arena, const Wlacznik__Applicant *applicant)
{
    wl_buffer_t names;

    wl_buffer_init (&names, arena);
    for (size_t i = 0; i < applicant->n_members; i++) {
        if (i > 0)
            wl_buffer_text (&names, ", ");
        wl_buffer_text (&names, applicant->members[i]->name);
    }
    return names.length == 0 ? wl_text_copy (arena, "") : names.data;
}

char *
call_public_name (wl_arena_t *arena, bool names_persons, const Wlacznik__Applicant *applicant)
{
    if (applicant == NULL)
        return wl_text_copy (arena, "");
    switch (applicant->type) {
    case WLACZNIK__APPLICANT_TYPE__NGO:
    case WLACZNIK__APPLICANT_TYPE__FIRM:
    case WLACZNIK__APPLICANT_TYPE__PUBLIC_BODY:
        return wl_text_copy (arena, applicant->organisation);
    default:
        break;
    }
    if (!names_persons)
        return wl_text_copy (arena, "");
    return wl_text_empty (applicant->organisation) ? join_names (arena, applicant)
                                                   : wl_text_copy (arena, applicant->organisation);
}
